"""How the answer of `why` reads: a sentence for each touch, the rule that decided, and what stood in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.evidence.words import RULES, value_words, when
from campaigns.reason_words import CAP_OUTCOMES, CHANNELS, DECISIONS, MEDIA, PLATFORMS, STATES, VERDICTS, reason_words
from campaigns.task_words import OUTCOMES

_LETS_PASS = ("ALLOW", "ALLOW_DUTY")
_CAP_OF = {"person": "je Person", "company": "je Firma", "sender": "insgesamt"}
_OUT = ("sent", "sending")
PLANNED = ("planned", "claimed", "sending")
"""States of a touch that is still ahead."""
_WAITS, _ENDED = ("postpone", "hold"), ("stopped", "skipped")

Touch = Mapping[str, Any]


def summary(touch: Touch, zone: ZoneInfo) -> str:
    """When, what, and what was decided, in words."""
    moment = touch["at"] or touch["due"]
    became = _decided(touch, zone) + _came_of_it(touch, zone)
    return f"{_when(moment, zone)}  {touch['sequence']}/{touch['step']}: {became}"


def _came_of_it(touch: Touch, zone: ZoneInfo) -> str:
    """What somebody reported of her task: it decides how a sequence goes on as much as any rule."""
    told = touch["outcome"]
    if told is None:
        return ""
    by = f", {told['by']}" if told["by"] else ""
    return f": {OUTCOMES[told['outcome']]} ({_when(told['at'], zone)}{by})"


def _decided(touch: Touch, zone: ZoneInfo) -> str:
    if touch["decision"] is None:
        due = f"geplant für {_when(touch['due'], zone)}"
        # A run that ended took its planned step with it: that one will not go, whatever its day.
        return due if touch["state"] in PLANNED else f"{STATES[touch['state']]}, war {due}"
    if touch["decision"] == "send":
        channel = CHANNELS.get(touch["channel"] or "", "")
        became = STATES.get(touch["state"], "")
        return f"{became}, {channel}" if touch["state"] not in _OUT else f"{became} per {channel}"
    words = DECISIONS[touch["decision"]]
    told = f"{words} auf {_when(touch['until'], zone)}" if touch["until"] else words
    ended = touch["decision"] in _WAITS and touch["state"] in _ENDED
    return f"{told}, seither {STATES[touch['state']]}" if ended else told


def listed(answer: Mapping[str, Any], zone: ZoneInfo) -> Iterator[str]:
    """The lists of advertising networks that she stands on; nothing where she stands on none."""
    for number, one in enumerate(answer.get("audiences", ())):
        if not number:
            yield "Listen von Werbenetzen:"
        since = _when(one["since"], zone)
        consents = ", ".join(name for name in one["consents"] if name)
        yield f"  {PLATFORMS[one['platform']]}: {_LISTED[one['state']]}, seit {since}, Einwilligung {consents}"


_LISTED = {
    "listed": "steht auf der Liste",
    "must_leave": "MUSS HERAUS (wiedersehen audience export --removed)",
    "removal_listed": "steht auf der Entfernliste, noch nicht bestätigt (wiedersehen audience confirm)",
}


def details(touch: Touch, zone: ZoneInfo, *, everything: bool) -> Iterator[str]:
    """The reason, the decisive rule, other channels, what failed; with `everything` each rule with its values."""
    if touch["reason"] and touch["decision"] != "send":
        yield f"Grund: {reason_words(touch['reason'])}."
    item = decisive(touch)
    gate = _named(touch, item["rule"]) if item else None
    if item is not None:
        yield _rule("Entscheidend", gate or item, item["verdict"])
    for other in touch["channels_tried"]:
        if other is not item:
            name = RULES.get(other["rule"], other["rule"])
            yield f"{CHANNELS[other['channel']]}: {VERDICTS[other['verdict']]}. {other['reason']} ({name})"
    for cap in touch["caps"]:
        if everything or cap["count"] >= cap["max"]:
            yield _cap(cap, touch, zone)
    if everything:
        yield from _all(touch, zone)
        return
    for failed in touch["gates"]:
        if failed is not gate and failed["verdict"] not in _LETS_PASS:
            yield _rule("Außerdem", failed, failed["verdict"])


def decisive(touch: Touch) -> Mapping[str, Any] | None:
    """Of the channels tried, the one whose gates the touch shows: the one used, else the one that was refused last."""
    tried: list[Mapping[str, Any]] = touch["channels_tried"]
    used = [item for item in tried if item["channel"] == touch["channel"]]
    shown = [item for item in tried if (_named(touch, item["rule"]) or {}).get("reason") == item["reason"]]
    return next(iter((*used, *shown, *tried)), None)


def _named(touch: Touch, rule: str) -> Mapping[str, Any] | None:
    return next((gate for gate in touch["gates"] if gate["rule"] == rule), None)


def _rule(label: str, gate: Mapping[str, Any], verdict: str) -> str:
    statute = f", {gate['statute']}" if gate.get("statute") else ""
    evidence = f" Beleg: {', '.join(gate['evidence'])}." if gate.get("evidence") else ""
    return f"{label}: {RULES.get(gate['rule'], gate['rule'])}{statute}: {VERDICTS[verdict]}. {gate['reason']}{evidence}"


def _cap(cap: Mapping[str, Any], touch: Touch, zone: ZoneInfo) -> str:
    media = "alle Wege" if cap["media"] == "any" else ", ".join(MEDIA[medium] for medium in cap["media"])
    figures = f"{cap['count']} von {cap['max']} in {cap['window']} Tagen"
    if cap["count"] < cap["max"]:
        became = "frei"
    elif cap["outcome"] == "postpone" and touch["until"]:
        became = f"verschoben auf {_when(touch['until'], zone)}"
    else:
        became = f"voll, dann: {CAP_OUTCOMES[cap['outcome']]}"
    return f"Obergrenze {_CAP_OF[cap['per']]}, {media}: {figures}: {became}"


def _all(touch: Touch, zone: ZoneInfo) -> Iterator[str]:
    for gate in touch["gates"]:
        yield f"{gate['n']:>2}. {RULES.get(gate['rule'], gate['rule'])}, {gate['statute']}: {VERDICTS[gate['verdict']]}"
        yield f"    {gate['reason']}"
        values = {name: value for name, value in (gate["values"] or {}).items() if name != "caps"}
        if values:
            yield "    " + "; ".join(value_words(name, value, zone) for name, value in values.items())
        if gate["evidence"]:
            yield f"    Beleg: {', '.join(gate['evidence'])}"


def _when(moment: str, zone: ZoneInfo) -> str:
    return when(datetime.fromisoformat(moment), zone)
