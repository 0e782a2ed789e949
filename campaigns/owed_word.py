"""What a receipt leaves open and a person still owes the customer: the end of the contract, the answer to a ground.

§ 312k Abs. 4, 5 BGB: the receipt names the moment of the end. Where nothing on file tells it, the receipt promises a
word of its own; here is who has to find it out, and the message that follows once the end is on file.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import Connection

from campaigns.desk.assigning import give
from campaigns.ending import ending_of
from campaigns.enroll import Applicant, anchors_of, start
from campaigns.house import House
from campaigns.rendering.german import full_name
from contacts.cancellation import FORM, DeclarationKind
from sequences.calendar import local_day
from sequences.definition import Status
from sequences.touch import TouchState
from store import cancellations, people, tasks
from store.tasks import TaskRow
from tasks.due import Deadline

CONFIRM_END = "confirm_end"
ANSWER_GROUND = "answer_ground"
SEQUENCE = "ending"
"""The shipped sequence that tells the end and goes on from there."""

_TITLES = {CONFIRM_END: "Vertragsende ermitteln und eintragen", ANSWER_GROUND: "Außerordentliche Kündigung beantworten"}
_BRIEFS = {
    CONFIRM_END: "Aus dem Vertrag lässt sich das Ende nicht errechnen. Die Bestätigung hat zugesagt, dass der Tag "
    "gesondert mitgeteilt wird (§ 312k Abs. 4, 5 BGB).",
    ANSWER_GROUND: "Eingang und Inhalt sind bestätigt. Ob der genannte Grund trägt und wann der Vertrag endet, kann "
    "nur ein Mensch entscheiden.",
}
_NOT_STORED = "Der Grund selbst ist hier nicht gespeichert; er steht im Schreiben der Person."
_GUIDES = {
    CONFIRM_END: "Vertragsende in der Vertragsdatei eintragen und einlesen (wiedersehen import contracts DATEI); die "
    "Mitteilung an die Person geht dann von selbst hinaus, und diese Aufgabe schließt sich.",
    ANSWER_GROUND: "Schreiben lesen, entscheiden, schriftlich antworten: Trägt der Grund, nennen Sie den Tag; sonst "
    "den Tag, zu dem die Kündigung ordentlich wirkt. Kein Angebot, keine Rückfrage nach Einzelheiten der Gesundheit.",
}


def promise(connection: Connection, house: House, applicant: Applicant, now: datetime) -> None:
    """Keep the end that the receipt names, or give the question to a person. Nothing for a receipt that is not ours."""
    cancellation = applicant.cancellation
    if cancellation.kind is not DeclarationKind.CANCELLATION or cancellation.receipt_confirmed_at is not None:
        return
    if cancellation.reason == "special_termination":
        _task(connection, house, applicant, ANSWER_GROUND, now)
    end = ending_of(cancellation, applicant.contract, applicant.contact.timezone)
    if end is not None:
        cancellations.confirm_end(connection, applicant.cancellation_pk, end)
    elif applicant.contract is not None or cancellation.door != FORM:  # else campaigns.pages.review asks for both
        _task(connection, house, applicant, CONFIRM_END, now)


def end_learned(connection: Connection, house: House, contract_id: str, now: datetime) -> int:
    """A contract's end has come on file: tell it to who was promised a word; the number of people told."""
    told = 0
    sequence = house.sequences.get(SEQUENCE)
    for pk in cancellations.without_end(connection, contract_id):
        applicant = _applicant(connection, pk, now)
        end = ending_of(applicant.cancellation, applicant.contract, applicant.contact.timezone) if applicant else None
        if applicant is None or end is None:
            continue
        cancellations.confirm_end(connection, pk, end)
        # Without the sequence (an own folder that left it out) the task stays, and a person writes.
        live = sequence is not None and sequence.status is not Status.DRAFT
        if live and sequence and start(connection, house, applicant, sequence, now, again=True):
            told += 1
            task = tasks.show(connection, _task_id(CONFIRM_END, applicant))
            if task is not None:
                tasks.close(connection, task["id"], TouchState.DONE.value, now)
    return told


def assigned(connection: Connection, house: House, pk: int, contract_id: str, now: datetime) -> None:
    """A declaration has got its contract: its end is told, or asked of a person. Before its receipt nothing is owed."""
    end_learned(connection, house, contract_id, now)
    applicant = _applicant(connection, pk, now) if pk in cancellations.without_end(connection, contract_id) else None
    if applicant is not None:
        _task(connection, house, applicant, CONFIRM_END, now)


def _applicant(connection: Connection, pk: int, now: datetime) -> Applicant | None:
    found = cancellations.by_pk(connection, pk)
    contact_pk = people.contact_pk(connection, found.cancellation.contact_id)
    if contact_pk is None:
        return None
    contact, _, company_pk = people.contact(connection, contact_pk)
    anchors = anchors_of(found.cancellation, found.contract, contact.timezone, enrolled=now)
    return Applicant(found.cancellation, pk, contact, contact_pk, company_pk, found.contract, anchors)


def _task_id(kind: str, applicant: Applicant) -> str:
    prefix = "end" if kind == CONFIRM_END else "ground"
    return f"{prefix}-{hashlib.sha256(applicant.cancellation.external_id.encode()).hexdigest()[:16]}"


def _ground(applicant: Applicant, kind: str) -> str:
    """Where the ground stands: in a declaration made on our own page, or only with the person."""
    if kind != ANSWER_GROUND:
        return ""
    text = applicant.cancellation.text
    return f"\n\nErklärt im Formular:\n{text}" if text else f" {_NOT_STORED}"


def _task(connection: Connection, house: House, applicant: Applicant, kind: str, now: datetime) -> None:
    contact = applicant.contact
    name = full_name(contact)
    given = give(house, connection, contact.owner_email, kind, Deadline(days=1), now)
    received = local_day(applicant.cancellation.received_at, contact.timezone)
    task = TaskRow(
        external_id=_task_id(kind, applicant),
        contact_pk=applicant.contact_pk,
        kind=kind,
        title=f"{_TITLES[kind]}: {name}",
        brief=f"Vertrag: {applicant.contract.external_id if applicant.contract else 'nicht zugeordnet'}\n"
        f"Kündigung {applicant.cancellation.external_id} vom {received:%d.%m.%Y}\n"
        f"{_BRIEFS[kind]}{_ground(applicant, kind)}",
        guide=_GUIDES[kind],
        due_at=given.due_at,
        assignee=given.assignee,
        stands_in_for=given.stands_in_for,
    )
    tasks.add(connection, task, now)
