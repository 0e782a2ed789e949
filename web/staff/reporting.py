"""What came of a task, as a form says it: read, checked, and handed to the one use case that acts on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.desk.made import NoNumber
from campaigns.desk.promising import NotAgreed
from campaigns.house import House
from campaigns.housekeeping import finish_task
from store import tasks
from tasks.kinds import Outcome, may_report
from tasks.report import Door, Report

FIELDS = ("what", "version", "outcome", "minutes", "number", "call_back", "until", "reason")
TEXTS = ("note",)
AHEAD = "Erlaubt sind Tag und Uhrzeit in der Zukunft, spätestens im nächsten Jahr: zum Beispiel 2026-12-01T14:00."
_MOST_MINUTES = 600
_MINUTES = re.compile(r"[0-9]{1,3}")
_LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?")


class Reported(Enum):
    """What became of a report: entered now, entered by this very form before, or too late."""

    NEW = "new"
    KNOWN = "known"
    GONE = "gone"


def report(house: House, task: Mapping[str, Any], given: Mapping[str, str]) -> Reported | dict[str, str]:
    """Enter what a form says came of `task`; a German sentence by field where it cannot be.

    The same form sent twice (a double click, a reload) enters nothing a second time.
    """
    errors: dict[str, str] = {}
    outcome = _outcome(task, given["outcome"], errors)
    minutes = _minutes(given["minutes"], errors)
    back = _call_back(house, outcome, given["call_back"], errors)
    if errors or outcome is None:
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
    )
    try:
        entered = finish_task(house, str(task["external_id"]), made)
    except NoNumber:
        wrong = f"„{given['number']}“ ist keine Rufnummer" if given["number"] else "Die angezeigte eigene Nummer fehlt"
        return {"number": f"{wrong} (§ 15 Abs. 2 TDDDG); erwartet wird zum Beispiel +49 431 123456."}
    except NotAgreed as wrong:
        return {"outcome": str(wrong)}
    if not entered:
        return Reported.GONE
    return Reported.KNOWN if known else Reported.NEW


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
        errors["minutes"] = f"Erlaubt ist eine ganze Zahl von 0 bis {_MOST_MINUTES}."
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
