"""Erasing one person in one transaction under her lock; then the files (campaigns.erasing.finishing)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from campaigns.effects import object_to
from campaigns.erasing import journal
from campaigns.erasing.files import Copy, copies
from campaigns.erasing.finishing import finish
from campaigns.erasing.identity import Identity, identity_of
from campaigns.erasing.journal import Journal
from campaigns.erasing.mails import is_hers
from campaigns.erasing.mentions import forget_mentions
from campaigns.erasing.recognising import marks_of
from campaigns.erasing.remainder import remainder, ways
from campaigns.house import House
from campaigns.inbound import colleagues
from campaigns.rights import recipients
from campaigns.rights import requests as rights
from compliance.facts import Via
from contacts.consent import GLOBAL
from contacts.contact import Contact
from store import audit, erasing, erasures, letters, locks, operation, people, points, retained, traces, written
from store.permissions import ERASED
from store.requests import Request
from store.retained import Item
from store.traces import Traces


class Hindrance(StrEnum):
    """Why nothing was done."""

    UNDER_WAY = "under_way"  # a mail is with the server, or a letter is being written into a file
    AT_WORK = "at_work"  # another process is erasing this very person
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Wish:
    """Who asked for it by which request (None: it is opened and closed with the erasure), and who carries it out."""

    by: str
    request: Request | None = None
    door: str = "erase"


@dataclass(frozen=True, slots=True)
class Erased:
    """What went, or would go: rows by table, and copies in files. What stays: `kept`, suppression, the request.

    `owed` messages of a contract will not be sent any more; `sharing` are others who use one of her addresses.
    """

    contact: str
    pseudonym: str
    at: datetime
    request: str
    gone: Mapping[str, int]
    kept: tuple[Item, ...]
    suppressed: int
    blanked: int
    owed: int
    sharing: tuple[str, ...]
    recipients: tuple[str, ...]
    recalled: Mapping[str, tuple[str, ...]]
    copies: tuple[Copy, ...] = ()


def erase(
    house: House, contact_pk: int, wish: Wish, *, dry_run: bool = False, force: bool = False
) -> Erased | Hindrance:
    """Erase a contact, or say why not now. `force`: nothing runs, so nothing can be under way (a restored database)."""
    with house.store.read() as connection:
        found = _contact(connection, contact_pk)
    if found is None:
        return Hindrance.GONE
    if dry_run:
        return _tried(house, contact_pk, wish)
    path = journal.path_of(house.state, house.pseudonym(found.external_id))
    with journal.held(path) as handle:
        if handle is None:
            return Hindrance.AT_WORK
        left = journal.read(handle)
        with house.store.write() as connection:
            locks.lock_contact(connection, contact_pk)
            hindrance = _hindrance(connection, contact_pk, force=force)
            if hindrance is None:
                done, begun = _carry_out(connection, house, contact_pk, wish)
                journal.write(handle, begun if left is None else _with(begun, left))
        if hindrance is not None:
            if left is None:
                journal.remove(path)
            return hindrance
        return replace(done, copies=finish(house, begun if left is None else _with(begun, left)))


def _with(begun: Journal, left: Journal) -> Journal:
    """An earlier erasure of the same person that was cut off is finished by this one."""
    identity = begun.identity.joined(left.identity)
    own, batches = {*begun.own, *left.own}, {*begun.batches, *left.batches}
    return Journal(identity, begun.at, tuple(own), tuple(batches), {**left.recalls, **begun.recalls})


def _tried(house: House, contact_pk: int, wish: Wish) -> Erased | Hindrance:
    with house.store.write() as connection:
        locks.lock_contact(connection, contact_pk)
        hindrance = _hindrance(connection, contact_pk, force=False)
        if hindrance is not None:
            return hindrance
        trial = connection.begin_nested()
        done, begun = _carry_out(connection, house, contact_pk, wish)
        trial.rollback()
        known = written.all_files(connection)
    return replace(done, copies=tuple(copies(house, begun.identity, begun.own, known)))


def _contact(connection: Connection, contact_pk: int) -> Contact | None:
    return people.contact(connection, contact_pk)[0] if people.exists(connection, contact_pk) else None


def _hindrance(connection: Connection, contact_pk: int, *, force: bool) -> Hindrance | None:
    if not people.exists(connection, contact_pk):
        return Hindrance.GONE
    return Hindrance.UNDER_WAY if not force and erasing.under_way(connection, contact_pk) else None


def _carry_out(connection: Connection, house: House, contact_pk: int, wish: Wish) -> tuple[Erased, Journal]:
    now = house.clock.now()
    contact = people.contact(connection, contact_pk)[0]
    marks = traces.traces(connection, contact_pk)
    identity = _identity(house, contact, marks, points.shared(connection, contact_pk))
    kept = remainder(connection, house, contact_pk)
    person_marks = marks_of(connection, house, contact_pk)
    others = tuple(people.contact(connection, pk)[0].external_id for pk in people.sharing(connection, contact_pk))
    owed = traces.owed(connection, contact_pk)
    request = wish.request or rights.receive(
        connection, house, rights.ERASURE, now, contact_pk=contact_pk, door=wish.door, by=wish.by
    )
    told = recipients.notify(connection, house, request, contact_pk, recipients.ERASURE, now)
    # What has passed the gate is taken back, of everybody who shares an address as well, and letters are recalled.
    stopped = object_to(connection, house, contact_pk, GLOBAL, Via.OPERATOR, now, source=ERASED)
    begun = Journal(
        identity,
        now,
        tuple(sorted(marks.files)),
        tuple(traces.batches(connection, contact_pk)),
        {batch: tuple(letters.recalls_of(connection, batch)) for batch in stopped.recalled},
    )
    colleagues.forget(connection, house, contact_pk)
    suppressed = erasing.suppress(connection, contact_pk, marks.hashes, now)
    rights.closed(connection, house, request, rights.DONE, "", wish.by)
    _forget_in_requests(connection, contact_pk, identity, contact.external_id)
    gone = _drop_strangers(connection, identity)
    forget_mentions(connection, contact_pk, identity, contact.external_id)
    if elsewhere := erasing.drop_from(connection, contact_pk, identity.emails):
        gone["reply"] = gone.get("reply", 0) + elsewhere
    retained.put(connection, identity.pseudonym, [*kept, *ways(house, marks.hashes, kept)])
    for table, number in erasing.delete_person(connection, contact_pk, now).items():
        gone[table] = gone.get(table, 0) + number
    erasures.note(connection, identity.pseudonym, now, request.external_id, person_marks)
    blanked = audit.forget(connection, contact.external_id)
    data = {"pseudonym": identity.pseudonym[:16], "request": request.external_id, "by": wish.by, "kept": len(kept)}
    operation.audit(connection, "person_erased", now, None, data)
    done = Erased(
        contact=contact.external_id,
        pseudonym=identity.pseudonym,
        at=now,
        request=request.external_id,
        gone={table: number for table, number in gone.items() if number},
        kept=tuple(kept),
        suppressed=suppressed,
        blanked=blanked,
        owed=owed,
        sharing=others,
        recipients=tuple(notice.recipient for notice in told),
        recalled=begun.recalls,
    )
    return done, begun


def _identity(house: House, contact: Contact, marks: Traces, shared: frozenset[str]) -> Identity:
    places = [contact.address.street, contact.address.postcode] if contact.address else []
    name = contact.first_name, contact.last_name
    return identity_of(marks, house.pseudonym(contact.external_id), *name, places, shared)


def _forget_in_requests(connection: Connection, contact_pk: int, identity: Identity, external_id: str) -> None:
    """A request stays three years as the proof that it was answered: under the keyed hash, in words without her."""
    for row in erasing.requests_of(connection, contact_pk, {external_id, *identity.emails}):
        words = ("door", "identity_doubt", "extension_reason", "reason")
        values = {word: identity.blanked(row[word]) for word in words}
        erasing.rewrite_request(connection, row["id"], {"contact_id": None, "contact": identity.pseudonym, **values})


def _drop_strangers(connection: Connection, identity: Identity) -> dict[str, int]:
    """Mails of hers that could not be matched, and what somebody unknown wrote about her."""
    hers = []
    for row in erasing.strangers(connection):
        if identity.in_addresses([row["from_address"] or ""]) or (row["raw"] and is_hers(row["raw"], identity)):
            hers.append(row["id"])
        elif not row["review"] and identity.in_text(f"{row['subject']}\n{row['new_text']}\n{row['evidence_text']}"):
            hers.append(row["id"])  # not what a person still has to read: it may be the objection of somebody else
    return {"reply": erasing.drop_replies(connection, hers)} if hers else {}
