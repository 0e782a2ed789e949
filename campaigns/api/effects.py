"""What each kind of call does, in the caller's transaction: the same as a row of the same kind in a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from campaigns.api.answer import Fault, Refused, allowed
from campaigns.api.objecting import objections_of, withdraw
from campaigns.desk.made import NoNumber
from campaigns.effects import Aftermath, object_to
from campaigns.house import House
from campaigns.housekeeping import WrongOutcome, finish
from campaigns.importing import Effect, bring_in
from campaigns.imports import ImportFile, ImportVocabulary, Row
from campaigns.imports.cells import unclean
from campaigns.imports.schema import Breaks, Problem
from campaigns.imports.single import MISSING, row_of
from campaigns.imports.times import moment
from compliance.facts import Via
from contacts.consent import GLOBAL
from store import tasks
from tasks.kinds import Outcome, outcomes_of
from tasks.report import Door, Report, may_be_named


@dataclass(frozen=True, slots=True)
class Asked:
    """One call: who calls, under which name, with which fields (as text), and the words that are known here."""

    source: str
    key: str | None
    fields: Mapping[str, str]
    vocabulary: ImportVocabulary


@dataclass(slots=True)
class Done:
    """What came of it; `recalled` has to be written after the commit."""

    effect: Effect
    notes: Sequence[Fault] = ()
    recalled: dict[str, list[str]] = field(default_factory=dict)


def _row(kind: str) -> Callable[[Connection, House, Asked], Done]:
    def take(connection: Connection, house: House, asked: Asked) -> Done:
        row = row_of(kind, asked.fields, asked.vocabulary)
        if isinstance(row, tuple):
            named = [(one.column or "", one.message) for one in row]
            raise Refused(*(Fault(name, message, allowed(name, asked.vocabulary)) for name, message in named))
        done, refused = _bring_in(connection, house, kind, [row])
        if refused:
            raise Refused(Fault("contact_id", refused[0]))
        return done

    return take


def _bring_in(connection: Connection, house: House, kind: str, rows: Sequence[Row]) -> tuple[Done, list[str]]:
    recalled: dict[str, list[str]] = {}
    done = bring_in(connection, house, ImportFile(kind, tuple(rows), (), (), (), ""), recalled)
    effect = Effect.NEW if done.new else Effect.CHANGED if done.changed else Effect.SAME
    return Done(effect, recalled=recalled), [reason for _, reason in done.refused]


def _objection(connection: Connection, house: House, asked: Asked) -> Done:
    rows, notes = objections_of(asked.fields, asked.vocabulary, f"api {asked.source}", house.clock.now())
    done, refused = _bring_in(connection, house, "objections", rows)
    if len(refused) == len(rows):
        raise Refused(Fault("contact_id" if rows[0].contact_id else "address", refused[0]))
    if refused:
        notes.append(Fault("contact_id", "Diese Person kennen wir nicht; gesperrt ist die Adresse."))
    done.notes = notes
    return done


def _withdrawal(connection: Connection, house: House, asked: Asked) -> Done:
    aftermath, notes = withdraw(connection, house, asked.fields, asked.vocabulary, f"api {asked.source}")
    return Done(_effect(aftermath), notes, aftermath.recalled)


def _effect(aftermath: Aftermath) -> Effect:
    return Effect.NEW if aftermath.changed else Effect.SAME


def _outcome(connection: Connection, house: House, asked: Asked) -> Done:
    name = asked.fields["task_id"].strip()
    task = None if unclean(name, Breaks.REFUSED) else tasks.show(connection, name)
    if task is None:
        raise Refused(Fault("task_id", "Diese Aufgabe gibt es nicht."), status=404, error="unknown")
    report = _report(asked, house.clock.now())
    try:
        aftermath = finish(house, connection, task["external_id"], report)
    except WrongOutcome as wrong:
        raise Refused(Fault("outcome", str(wrong), tuple(outcomes_of(task["kind"])))) from wrong
    except NoNumber as wrong:
        raise Refused(Fault("number", str(wrong), ("+49 431 1234567",))) from wrong
    if aftermath is not None:
        return Done(_effect(aftermath), recalled=aftermath.recalled)
    closed = Fault("task_id", "Diese Aufgabe ist nicht mehr offen.")
    if report.outcome is not Outcome.OBJECTION:
        raise Refused(closed, status=409, error="not_open")
    # The no counts, whatever became of the task it was said in (Art. 21 Abs. 3 DSGVO).
    told = {"source": task["external_id"], "verbatim": report.note, "recorded_by": report.by}
    done = object_to(connection, house, task["contact_id"], GLOBAL, Via.CALL, house.clock.now(), **told)
    return Done(_effect(done), [closed], done.recalled)


_WORDS = {"by": Breaks.REFUSED, "number": Breaks.REFUSED, "note": Breaks.KEPT}
"""Free words of an outcome, and what a line break means in them."""


def _report(asked: Asked, now: datetime) -> Report:
    faults = [
        Fault(name, message)
        for name, breaks in _WORDS.items()
        if (message := unclean(asked.fields.get(name, ""), breaks))
    ]
    odd = {one.field for one in faults}
    fields = {name: value for name, value in asked.fields.items() if name not in odd}
    outcome, by, minutes = (fields.get(name, "").strip() for name in ("outcome", "by", "minutes"))
    objects = outcome == Outcome.OBJECTION.value
    if outcome not in {one.value for one in Outcome}:
        faults.append(Fault("outcome", "Dieses Ergebnis gibt es nicht.", allowed("outcome", asked.vocabulary)))
    if not by and "by" not in odd:
        faults.append(Fault("by", MISSING))
    text = fields.get("call_back_at", "").strip()
    back = moment(text, asked.vocabulary) if text else None
    if isinstance(back, Problem):
        faults.append(Fault("call_back_at", back.message, allowed("call_back_at", asked.vocabulary)))
    elif back is not None and (outcome != Outcome.CALL_BACK.value or not may_be_named(back, now)):
        message = "Erlaubt ist ein Zeitpunkt in der Zukunft (höchstens ein Jahr), zusammen mit call_back."
        faults.append(Fault("call_back_at", message))
    if faults and not objects:
        raise Refused(*faults)
    return Report(
        outcome=Outcome(outcome),
        by=by or asked.source,
        via=Door.API,
        note=fields.get("note", ""),
        number=fields.get("number", "").strip(),
        minutes=int(minutes) if minutes else None,
        call_back_at=back if isinstance(back, datetime) and not objects else None,
        external_id=f"api/{asked.key}" if asked.key is not None else None,
    )


EFFECTS: Mapping[str, Callable[[Connection, House, Asked], Done]] = {
    "cancellations": _row("cancellations"),
    "returned": _row("returned"),
    "activities": _row("activities"),
    "objections": _objection,
    "consents-withdrawn": _withdrawal,
    "outcomes": _outcome,
}
"""A new kind of call is one line here, its body one in web/api/bodies.py."""
