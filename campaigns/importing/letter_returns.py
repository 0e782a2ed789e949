"""Letters that came back: undeliverable, moved, refused, deceased. The post's word is taken, never applied unseen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from campaigns.by_hand import letter_by_hand
from campaigns.desk.assigning import give
from campaigns.effects import Aftermath, end_runs, object_to
from campaigns.house import House
from campaigns.importing.addresses import letter_came_back
from campaigns.imports import LetterReturnRow, ReturnStatus
from campaigns.intake import UnknownContact
from campaigns.rendering.german import full_name
from compliance.facts import Via
from contacts.consent import GLOBAL
from contacts.contact import Contact
from contacts.medium import Medium
from sequences.enrollment import StopReason
from store import enrollments, events, letter_batches, locks, operation, people, tasks, touches
from store.tasks import TaskRow
from tasks.due import Deadline

_KIND = "letter-returns"


def take_letter_return(connection: Connection, house: House, row: LetterReturnRow, now: datetime) -> Aftermath | None:
    """What one row does; None when it is known. UnknownContact for a letter we never sent."""
    found = touches.by_send_id(connection, row.send_id)
    if found is None:
        raise UnknownContact(f"Eine Sendung {row.send_id} haben wir nicht übergeben.")
    contact_pk, at = found[1], row.returned_at or now
    # Undeliverable was all that files could say once; what is known of those stays known.
    plain = row.status is ReturnStatus.UNDELIVERABLE
    name = row.send_id if plain else f"{row.send_id}/{row.status.value}"
    if not events.observe(connection, _KIND, name, contact_pk, at, {"status": row.status.value}):
        return None  # the address may have been put right since then
    locks.lock_contact(connection, contact_pk)
    letter_batches.come_back(connection, row.send_id, row.status.value, at)
    person = people.contact(connection, contact_pk)[0]
    aftermath = Aftermath()
    if row.status is not ReturnStatus.REFUSED:
        aftermath.recalled.update(letter_came_back(connection, house, row.send_id, contact_pk, now))
    if row.status is not ReturnStatus.DECEASED:  # then nothing goes to anybody but the heirs
        letter_by_hand(connection, house, found[0], f"letter_{row.status.value}", now)
    told = {"send_id": row.send_id, "status": row.status.value}
    operation.audit(connection, "letter_returned", now, None, told)
    match row.status:
        case ReturnStatus.MOVED:
            _propose(connection, house, row, person, contact_pk, now)
        case ReturnStatus.REFUSED:
            # Sent back unopened is a sign of unwillingness, in whatever form (§ 7 Abs. 1 Satz 2 UWG, Art. 21 DSGVO).
            words = {"source": _KIND, "verbatim": row.reason or "Annahme verweigert"}
            return object_to(connection, house, contact_pk, Medium.POST.value, Via.LETTER, at, **words)
        case ReturnStatus.DECEASED:
            aftermath.recalled.update(_deceased(connection, house, row, person, contact_pk, at).recalled)
    return aftermath


def _propose(
    connection: Connection, house: House, row: LetterReturnRow, person: Contact, contact_pk: int, now: datetime
) -> None:
    """A new address may be another person's of the same name: somebody asks her before it is used."""
    named = f"Die Post nennt: {row.new_address}" if row.new_address else "Die Post nennt keine neue Anschrift."
    _task(
        connection, house, row, person, contact_pk, now,
        kind="better_address",
        title=f"Neue Anschrift prüfen: {full_name(person)}",
        brief=f"Ein Brief kam zurück: verzogen.\n{named}\n",
        guide="Bitte bei der Person nachfragen und die bestätigte Anschrift einlesen (wiedersehen import customers). "
        "Bis dahin geht kein Brief an sie; die alte Anschrift ist gesperrt.",
    )  # fmt: skip


def _deceased(
    connection: Connection, house: House, row: LetterReturnRow, person: Contact, contact_pk: int, at: datetime
) -> Aftermath:
    """Nothing goes by itself any more: what the contract still needs is settled with the heirs by a person."""
    now = house.clock.now()
    words = {"source": _KIND, "verbatim": row.reason or "Die Post meldet: verstorben"}
    aftermath = object_to(connection, house, contact_pk, GLOBAL, Via.LETTER, at, **words)
    live = [run["id"] for run in enrollments.running(connection, contact_pk)]
    end_runs(connection, live, StopReason.DECEASED, now)
    _task(
        connection, house, row, person, contact_pk, now,
        kind="duty",
        title=f"Todesfall prüfen: {full_name(person)}",
        brief="Die Post meldet die Person als verstorben. Werbung ist für immer gesperrt, alle Sequenzen sind beendet, "
        "auch die zum Vertragsende.\n",
        guide="Bitte prüfen und den Vertrag mit den Erben abschließen: Bestätigung, Abrechnung, Datenexport. Stimmt "
        "die Meldung nicht: Anschrift neu einlesen und den Widerspruch mit der Person klären.",
    )  # fmt: skip
    return aftermath


def _task(
    connection: Connection,
    house: House,
    row: LetterReturnRow,
    person: Contact,
    contact_pk: int,
    now: datetime,
    **words: str,
) -> None:
    given = give(house, connection, person.owner_email, words["kind"], Deadline(days=1), now)
    task = TaskRow(
        # The post may say „verzogen“ and later „verstorben“ of the same letter: the heirs are a task of their own.
        external_id=f"{'heirs' if row.status is ReturnStatus.DECEASED else 'back'}-{row.send_id[:30]}",
        contact_pk=contact_pk,
        due_at=given.due_at,
        assignee=given.assignee,
        stands_in_for=given.stands_in_for,
        kind=words["kind"],
        title=words["title"],
        brief=words["brief"],
        guide=words["guide"],
    )
    tasks.add(connection, task, now)
