"""What each kind of call does, in the caller's transaction: the same as a row of the same kind in a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from campaigns.api.answer import Fault, Refused, allowed
from campaigns.api.bounds import time_faults
from campaigns.api.objecting import objections_of, withdraw
from campaigns.api.reporting import report_of
from campaigns.desk.finishing import WrongOutcome, finish
from campaigns.desk.made import NoNumber
from campaigns.desk.promising import NotAgreed
from campaigns.effects import Aftermath, object_to
from campaigns.house import House
from campaigns.importing import Effect, bring_in
from campaigns.imports import ImportFile, ImportVocabulary, Row
from campaigns.imports.cells import unclean
from campaigns.imports.schema import Breaks
from campaigns.imports.single import row_of
from campaigns.inbound.noted import hear_late
from compliance.facts import Via
from contacts.consent import GLOBAL
from store import tasks
from tasks.kinds import Outcome, outcomes_of
from tasks.report import Report


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
        faults = list(time_faults(kind, asked.fields, asked.vocabulary, house.clock.now(), house.timezone))
        if isinstance(row, tuple):
            named = [(one.column or "", one.message) for one in row]
            raise Refused(*(Fault(name, message, allowed(name, asked.vocabulary)) for name, message in named), *faults)
        if faults:
            raise Refused(*faults)
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
    report, notes = report_of(asked, house.clock.now(), house.timezone)
    try:
        aftermath, more = _finish(connection, house, task["external_id"], report)
    except WrongOutcome as wrong:
        raise Refused(Fault("outcome", str(wrong), tuple(outcomes_of(task["kind"])))) from wrong
    except NoNumber as wrong:
        raise Refused(Fault("number", str(wrong), ("+49 431 1234567",))) from wrong
    except NotAgreed as wrong:
        raise Refused(Fault(wrong.field, str(wrong), allowed(wrong.field, asked.vocabulary))) from wrong
    notes += more
    if aftermath is not None:
        if aftermath.heard is not None:
            notes.append(Fault("note", aftermath.heard.unquoted))  # the answer is kept, beside every erasure
        return Done(_effect(aftermath), notes, recalled=aftermath.recalled)
    closed = Fault("task_id", "Diese Aufgabe ist nicht mehr offen.")
    if report.outcome is not Outcome.OBJECTION:
        heard = hear_late(house, connection, task, report)
        if heard is None:
            raise Refused(closed, status=409, error="not_open")
        return Done(Effect.NEW, [*notes, Fault("note", heard.unquoted), closed])
    # The no counts, whatever became of the task it was said in (Art. 21 Abs. 3 DSGVO).
    told = {"source": task["external_id"], "verbatim": report.note, "recorded_by": report.by}
    done = object_to(connection, house, task["contact_id"], GLOBAL, Via.CALL, house.clock.now(), **told)
    return Done(_effect(done), [*notes, closed], done.recalled)


def _finish(
    connection: Connection, house: House, task: str, report: Report
) -> tuple[Aftermath | None, list[Fault]]:  # fmt: skip
    """`finish`; of an objection whatever was agreed besides is left out where it cannot be taken."""
    if report.outcome is not Outcome.OBJECTION or (report.promise is None and report.offer is None):
        return finish(house, connection, task, report), []
    try:
        with connection.begin_nested():
            return finish(house, connection, task, report), []
    except NotAgreed as wrong:
        bare = replace(report, promise=None, offer=None)
        return finish(house, connection, task, bare), [Fault(wrong.field, str(wrong))]


EFFECTS: Mapping[str, Callable[[Connection, House, Asked], Done]] = {
    "cancellations": _row("cancellations"),
    "returned": _row("returned"),
    "activities": _row("activities"),
    "objections": _objection,
    "consents-withdrawn": _withdrawal,
    "outcomes": _outcome,
}
"""A new kind of call is one line here, its body one in web/api/bodies.py."""
