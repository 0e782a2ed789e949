"""What came of a task, as a form says it: read, checked, and handed to the one use case that acts on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.desk.agreeing import OFFER, PROMISE, agreed_in
from campaigns.desk.finishing import finish_task
from campaigns.desk.made import NoNumber
from campaigns.desk.promising import NotAgreed
from campaigns.desk.subject import subject_of
from campaigns.desk.terms import terms_of
from campaigns.effects import Aftermath, object_to
from campaigns.export import write_recalls
from campaigns.house import House
from campaigns.inbound.noted import hear_late
from compliance.facts import Via
from contacts.consent import GLOBAL
from store import tasks
from tasks.kinds import Outcome, may_report
from tasks.report import Door, Report

TEXTS = ("note", "promise")
FIELDS = (
    *("what", "version", "outcome", "minutes", "number", "call_back", "until", "reason"),
    *(name for name in (*PROMISE, *OFFER) if name not in TEXTS),
)
AHEAD = "Erlaubt sind Tag und Uhrzeit in der Zukunft, spätestens im nächsten Jahr: zum Beispiel 2026-12-01T14:00."
_MOST_MINUTES = 600
_OBJECTED = "Der Widerspruch ist eingetragen: Er gilt sofort und auf allen Wegen."
_MINUTES = re.compile(r"[0-9]{1,3}")
_LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?")


class Became(Enum):
    """What became of a report: entered now, entered by this very form before, or too late."""

    NEW = "new"
    KNOWN = "known"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of `made`; `heard` says in German what its note holds or what counts late, empty for nothing.

    `left_out` says in German what was typed and is not entered.
    """

    became: Became
    made: Report
    heard: str = ""
    left_out: str = ""


def report(house: House, task: Mapping[str, Any], given: Mapping[str, str]) -> Reported | dict[str, str]:
    """Enter what a form says came of `task`; a German sentence by field where it cannot be.

    The same form sent twice (a double click, a reload) enters nothing a second time. An objection counts whatever else
    in the form is wrong (Art. 21 Abs. 3 DSGVO).
    """
    errors: dict[str, str] = {}
    outcome = _outcome(task, given["outcome"], errors)
    minutes = _minutes(given["minutes"], errors)
    back = _call_back(house, outcome, given["call_back"], errors)
    agreed = agreed_in(_asked_for(house, task, given))
    for one in agreed.faults:
        errors.setdefault(one.field, str(one))
    if outcome is None or (errors and outcome is not Outcome.OBJECTION):
        return errors
    name = f"page-{task['external_id']}-{given['version'][:8]}-{outcome.value}"
    with house.store.read() as connection:
        known = tasks.reported(connection, name) is not None
    made = Report(
        outcome,
        str(task["assignee"]),
        via=Door.PAGE,
        note=given["note"],
        number=given["number"],
        minutes=minutes,
        call_back_at=back,
        external_id=name,
        promise=agreed.promise,
        offer=agreed.offer,
    )
    try:
        made, entered = _entered(house, made, str(task["external_id"]), errors)
    except NoNumber:
        wrong = f"„{given['number']}“ ist keine Rufnummer" if given["number"] else "Die angezeigte eigene Nummer fehlt"
        return {"number": f"{wrong} (§ 15 Abs. 2 TDDDG); erwartet wird zum Beispiel +49 431 123456."}
    except NotAgreed as wrong:
        return {wrong.field: str(wrong)}
    if entered is None:
        return Reported(Became.GONE, made, _late(house, task, made))
    heard = entered.heard.words if entered.heard is not None else ""
    left_out = _left_out(made, tuple(errors.values()), _typed(made, given))
    return Reported(Became.KNOWN if known else Became.NEW, made, heard, left_out)


def _entered(house: House, made: Report, task: str, errors: dict[str, str]) -> tuple[Report, Aftermath | None]:
    """Enter `made`; of an objection whatever of the agreed cannot be taken is left out, and told in `errors`."""
    while True:
        try:
            return made, finish_task(house, task, made)
        except NotAgreed as wrong:
            part = "promise" if wrong.field in PROMISE else "offer"
            if made.outcome is not Outcome.OBJECTION or getattr(made, part) is None:
                raise
            errors[wrong.field] = str(wrong)
            made = replace(made, promise=None) if part == "promise" else replace(made, offer=None)


def _late(house: House, task: Mapping[str, Any], made: Report) -> str:
    """The no counts, whatever became of the task it was said in (Art. 21 Abs. 3 DSGVO); what counts, in German."""
    with house.store.write() as connection:
        if made.outcome is not Outcome.OBJECTION:
            heard = hear_late(house, connection, task, made)
            return heard.words if heard is not None else ""
        told = {"source": task["external_id"], "verbatim": made.note, "recorded_by": made.by}
        done = object_to(connection, house, task["contact_id"], GLOBAL, Via.CALL, house.clock.now(), **told)
    write_recalls(house, done.recalled)
    return _OBJECTED


def _left_out(made: Report, why: tuple[str, ...], typed: str) -> str:
    told = [f"Nicht alles daneben ließ sich eintragen: {' '.join(why)}"] if why else []
    if typed:
        told.append(f"Nicht eingetragen ist{'' if why else ', weil diese Aufgabe danach nicht fragt'}: {typed}.")
    return " ".join(["Der Widerspruch gilt.", *told] if told and made.outcome is Outcome.OBJECTION else told)


def _typed(made: Report, given: Mapping[str, str]) -> str:
    """What was typed into the parts that `made` goes without."""
    lost = (*(PROMISE if made.promise is None else ()), *(OFFER if made.offer is None else ()))
    return ", ".join(f"„{given[name]}“" for name in lost if given.get(name) and name != "offer_accepted")


def _asked_for(house: House, task: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    """What the form of this task asks about agreements; anything else in a body was typed by no one."""
    if not any(given.get(name) for name in (*PROMISE, *OFFER)):
        return {}
    terms = terms_of(house, subject_of(house, task))
    asked = (*(PROMISE if terms.may_promise else ()), *(OFFER if terms.offers else ()))
    return {name: given.get(name, "") for name in asked}


def coming(text: str, house: House) -> datetime | None:
    """2026-12-01T14:00 as a clock here shows it, aware; None for anything else, and for what is not within a year."""
    if not _LOCAL.fullmatch(text):
        return None
    now = house.clock.now()
    try:
        found = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(house.timezone))
    except ValueError:
        return None
    return found if now.year <= found.year <= now.year + 1 and now < found else None


def _outcome(task: Mapping[str, Any], value: str, errors: dict[str, str]) -> Outcome | None:
    known = {one.value: one for one in Outcome}
    if value not in known or not may_report(task["kind"], known[value]):
        errors["outcome"] = "Wählen Sie aus, was dabei herausgekommen ist."
        return None
    return known[value]


def _minutes(value: str, errors: dict[str, str]) -> int | None:
    if not value:
        return None
    if not _MINUTES.fullmatch(value) or int(value) > _MOST_MINUTES:
        errors["minutes"] = f"Die Dauer ist eine ganze Zahl von 0 bis {_MOST_MINUTES}."
        return None
    return int(value)


def _call_back(house: House, outcome: Outcome | None, value: str, errors: dict[str, str]) -> datetime | None:
    if not value:
        return None
    back = coming(value, house)
    if outcome is not Outcome.CALL_BACK:
        errors["call_back"] = "Ein Zeitpunkt gehört zum Ergebnis „Rückruf vereinbart“; wählen Sie das aus."
    elif back is None:
        errors["call_back"] = AHEAD
    return back
