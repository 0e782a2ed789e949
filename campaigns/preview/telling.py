"""What the page of a preview says: days, decisions with their law, texts. German words for a template to print."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.house import House
from campaigns.preview.journey import Journey, Stop
from campaigns.preview.parts import Part
from campaigns.reason_words import CHANNELS, PURPOSES, VERDICTS, cap_words, reason_words
from campaigns.rendering.german import full_name
from compliance.verdict import Ruling
from sequences.definition import AfterStep, Anchor, OnDay, Step
from sequences.touch import Hold, Send, Skip

Rendered = Sequence[tuple[Stop, tuple[Part, ...]]]
Name = Callable[[int, Stop, Part, str], str]

_WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
_FILES = {"txt": "Text", "html": "HTML", "eml": "ganze Mail"}
_ZEROS = {
    Anchor.CANCELLATION_RECEIVED: "der Kündigung",
    Anchor.CONTRACT_END: "dem Vertragsende",
    Anchor.RETURNED: "der Rückkehr",
    Anchor.SAVED: "der Rücknahme der Kündigung",
    Anchor.FEATURE_RELEASED: "der Veröffentlichung der Funktion",
    Anchor.ENROLLED: "dem Beginn der Sequenz",
}
_SAME_DAY = {
    Anchor.CANCELLATION_RECEIVED: "am Tag der Kündigung",
    Anchor.CONTRACT_END: "am Tag des Vertragsendes",
    Anchor.RETURNED: "am Tag der Rückkehr",
    Anchor.SAVED: "am Tag der Rücknahme",
    Anchor.FEATURE_RELEASED: "am Tag der Veröffentlichung",
    Anchor.ENROLLED: "am Tag des Beginns",
}
_READ_FIRST = {
    "draft": "ein Mensch liest diese Mail zuerst",
    "release": "die ersten Mails dieser Sequenz gibt ein Mensch einzeln frei",
}
_EVENTS = {
    "feature_released": "die fehlende Funktion da ist",
    "returned": "die Person zurück ist",
    "saved": "die Kündigung zurückgenommen ist",
}


def page_values(
    house: House,
    way: Journey,
    rendered: Rendered,
    hindrances: tuple[str, ...],
    lived: Mapping[str, str],
    name: Name,
) -> dict[str, Any]:
    """Everything `_pages/preview.html` prints."""
    zone = ZoneInfo(way.run.contact.timezone)
    contact = way.run.contact
    notes = list(hindrances)
    if way.assumed:
        notes.append(f"Tag 0 steht nicht fest; gerechnet ist ab jetzt, {_moment(way.zero, zone)}.")
    return {
        "title": way.sequence.title,
        "sequence": way.sequence.name,
        "contact": contact.external_id,
        "person": full_name(contact),
        "company": contact.company.name if contact.company else "",
        "zero": f"Gezählt ab {_ZEROS[way.sequence.day_zero]}: {_moment(way.zero, zone)}",
        "made": _moment(house.clock.now(), ZoneInfo(house.timezone)),
        "notes": notes,
        "steps": [
            _step(way, stop, parts, place, zone, lived, name) for place, (stop, parts) in enumerate(rendered, start=1)
        ],
    }


def day_words(way: Journey, step: Step) -> str:
    """„Tag 14“, „5 Tage nach news“ or „wenn …“, as the sequence file says it."""
    match step.when:
        case OnDay(day, anchor):
            if anchor is None or anchor is way.sequence.day_zero:
                return f"Tag {day}"
            side = "nach" if day > 0 else "vor"
            return f"{_days(abs(day))} {side} {_ZEROS[anchor]}" if day else _SAME_DAY[anchor]
        case AfterStep(before, days, business):
            return f"{_days(days, 'Werktag' if business else 'Tag')} nach {before}"
        case event:
            return f"wenn {_EVENTS[event.event.value]}"


def outcome(stop: Stop, zone: ZoneInfo) -> tuple[str, str, str]:
    """(tone for the colour, what is expected, why) of one step."""
    if stop.skip is not None:
        return "no", "entfällt", reason_words(stop.skip)
    if stop.wait is not None:
        until = f"längstens bis {_moment(stop.moment, zone)}" if stop.at else ""
        return "wait", "wartet", f"bis {_EVENTS[stop.wait.value]}, {until}"
    decision = stop.judged.decision if stop.judged else None
    ruling = stop.judged.ruling if stop.judged else None
    law = f"{cap_words(ruling.reason)} [{statute(ruling)}]" if ruling else ""
    match decision:
        case Send(channel) if stop.read_first:
            return "wait", f"wartet auf Freigabe: {CHANNELS[channel.value]}", f"{_READ_FIRST[stop.read_first]}; {law}"
        case Send(channel):
            return "yes", f"geht hinaus: {CHANNELS[channel.value]}", law
        case Skip(reason):
            return "no", "entfällt", reason_words(reason)
        case Hold(reason):
            return "wait", "bleibt liegen, ein Mensch muss schauen", reason
        case _:
            return "no", "entfällt", law


def statute(ruling: Ruling) -> str:
    """The norm of the rule that decided, empty when no norm allows anything."""
    return next((gate.statute for gate in ruling.gates if gate.rule == ruling.rule), "")


def _step(
    way: Journey,
    stop: Stop,
    parts: tuple[Part, ...],
    place: int,
    zone: ZoneInfo,
    lived: Mapping[str, str],
    name: Name,
) -> dict[str, Any]:
    tone, what, why = outcome(stop, zone)
    used = stop.judged.decision.channel if stop.judged and isinstance(stop.judged.decision, Send) else None
    return {
        "number": place,
        "id": stop.step.id,
        "day": day_words(way, stop.step),
        "date": _moment(stop.at, zone) if stop.at is not None and stop.wait is None else "",
        "purpose": PURPOSES[stop.step.purpose.value],
        "tone": tone,
        "what": what,
        "why": why,
        "postponed": [f"{_moment(at, zone)}: verschoben, {reason_words(reason)}" for at, reason in stop.postponed],
        "lived": lived.get(stop.step.id, ""),
        "parts": [_part(stop, part, place, used is part.channel, name) for part in parts],
    }


def _part(stop: Stop, part: Part, place: int, used: bool, name: Name) -> dict[str, Any]:  # noqa: FBT001 (private, one call)
    return {
        "channel": CHANNELS[part.channel.value],
        "used": "dieser Weg" if used else "",
        "open": used or bool(part.fault and part.ruling.verdict.allows),
        "verdict": VERDICTS[part.ruling.verdict.name],
        "sentence": cap_words(part.ruling.reason),
        "statute": statute(part.ruling),
        "subject": part.subject,
        "text": part.text,
        "html": part.html,
        "fault": part.fault or "",
        "files": [
            {"name": name(place, stop, part, ending), "word": _FILES.get(ending, ending)} for ending, _ in part.files
        ],
    }


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{_WEEKDAYS[local.weekday()]} {local:%d.%m.%Y, %H:%M} Uhr"


def _days(count: int, word: str = "Tag") -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}e"
