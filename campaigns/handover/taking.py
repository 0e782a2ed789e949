"""An outcome that was written into a calendar: taken like one from the terminal, once, whatever is cut off."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.desk.finishing import finish_task
from campaigns.desk.made import NoNumber
from campaigns.desk.promising import NotAgreed
from campaigns.effects import object_to
from campaigns.export import write_recalls
from campaigns.house import House
from campaigns.inbound.noted import hear_late
from compliance.facts import Via
from contacts.consent import GLOBAL
from handover.answers import Answer
from store import locks, tasks
from tasks.kinds import Outcome
from tasks.report import Door, Report, may_be_named


class NotTaken(ValueError):
    """The outcome cannot be recorded as it is; the text says in German what to write, `why` in one English word."""

    def __init__(self, why: str, text: str) -> None:
        super().__init__(text)
        self.why = why


def take(house: House, row: Mapping[str, Any], answer: Answer, person: str, tick: str) -> bool:
    """Record what came of the task of `row`; False when it is over already. Raises NotTaken.

    `tick` names this very tick: the same one read twice, by a second daemon or after a crash, counts once.
    """
    back = _moment(house, answer.at)
    if back is not None and not may_be_named(back, house.clock.now()):
        words = "Der Zeitpunkt des Rückrufs ist vorbei oder über ein Jahr hin. Bitte einen im kommenden Jahr schreiben."
        raise NotTaken("past", words)
    report = Report(
        outcome=answer.outcome,
        by=person,
        via=Door.CALENDAR,
        note=answer.note,
        call_back_at=back,
        external_id=_name(row["external_id"], answer, tick),
    )
    try:
        finished = finish_task(house, row["external_id"], report)
    except NoNumber:
        raise NotTaken(
            "no_number",
            "Für Anrufe ist keine eigene Rufnummer hinterlegt (§ 7a UWG verlangt sie im Nachweis). Bitte das Ergebnis "
            "mit der angezeigten Nummer auf der Seite hinter dem Link eintragen.",
        ) from None
    except NotAgreed as wrong:
        raise NotTaken("not_agreed", str(wrong)) from None
    if finished is None and report.outcome is not Outcome.OBJECTION:  # that one is carried out by `object_late`
        with house.store.write() as connection:
            hear_late(house, connection, row, report)
    return finished is not None


def object_late(house: House, row: Mapping[str, Any], answer: Answer, person: str) -> bool:
    """An objection that was written down when the task was over: it holds all the same (Art. 21 Abs. 3 DSGVO).

    False when it came in as the outcome of this task.
    """
    now = house.clock.now()
    with house.store.write() as connection:
        locks.lock_contact(connection, row["contact_id"])
        outcome, _ = tasks.outcomes(connection, [row["id"]]).get(row["id"], ("", ""))
        if outcome == Outcome.OBJECTION:
            return False
        told = {"source": row["external_id"], "verbatim": answer.note, "recorded_by": person}
        aftermath = object_to(connection, house, row["contact_id"], GLOBAL, Via.CALL, now, **told)
    write_recalls(house, aftermath.recalled)
    return True


def _moment(house: House, at: datetime | None) -> datetime | None:
    return at.replace(tzinfo=ZoneInfo(house.timezone)) if at is not None else None


def _name(task: str, answer: Answer, tick: str) -> str:
    words = "\n".join((task, answer.outcome.value, answer.note, str(answer.at), tick))
    return f"calendar-{hashlib.sha256(words.encode()).hexdigest()[:32]}"
