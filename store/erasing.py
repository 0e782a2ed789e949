"""Taking a person out of every table (Art. 17 DSGVO). What has to stay was read and put into `retained` before.

`BECOMES` decides about every table of the database; a test walks the metadata, so a new table needs a decision.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, delete, func, or_, select, update

from compliance.facts import Via
from contacts.consent import GLOBAL
from sequences.touch import TouchState
from store import audiences, calendars, operation, permissions
from store.engine import Store
from store.permissions import ERASED
from store.tables import desk, drafts, handover, inbound, people, permission, rights, runs

TAKEN_OUT = "Die Nachricht ist gelöscht (Art. 17 DSGVO)."
"""What a task says where the words of somebody erased stood."""


class Becomes(StrEnum):
    """What an erasure does with the rows of the person."""

    DELETED = "deleted"
    RETAINED = "retained"  # deleted, and what a statute demands of it moves into `retained`
    ANONYMISED = "anonymised"  # the row stays, what leads to the person goes
    NOTHING = "no personal data"


_D, _R, _A, _N = Becomes.DELETED, Becomes.RETAINED, Becomes.ANONYMISED, Becomes.NOTHING

BECOMES: MappingProxyType[str, Becomes] = MappingProxyType(
    {
        "contact": _D, "contact_point": _D, "company": _D, "contract": _R, "cancellation": _R,
        "consent": _R, "consent_event": _R, "objection": _A, "presumption": _R, "preference": _D, "callback": _D,
        "enrollment": _D, "touch": _D, "attempt": _R, "decision": _D, "ledger": _D, "batch_row": _R, "task": _D,
        "outcome": _D, "promise": _D, "offer_use": _D, "event": _D, "observation": _D, "reply": _D,
        "data_request": _A, "recipient_notice": _A, "audit_event": _A, "written_file": _D,
        "retained": _N, "erasure": _N, "batch": _N, "definition": _N, "mailbox_cursor": _N, "daemon": _N,
        "imported_file": _N, "switch": _N, "sender": _N, "brand": _N, "absence": _N,
        "digest": _N, "calendar": _N, "calendar_item": _N, "outbox": _D, "delivery": _D, "api_call": _N,
        "draft": _D, "carrier_block": _D, "audience_export": _N, "audience_member": _A,
    }
)  # fmt: skip
"""`company` goes with its last person, `contract` to a colleague whose cancellation is about it.

An `audience_member` is a hash without a person until the advertising network's list was cleaned (Art. 17, 19 DSGVO).
A `recipient_notice` keeps the id by which a recipient finds the person until it has been told (Art. 19 DSGVO).
"""

_touch, _task, _run = runs.touch, desk.task, runs.enrollment


def delete_person(connection: Connection, contact_pk: int, now: datetime) -> dict[str, int]:
    """Delete every row of a contact, children first; number of rows by table. Suppression and requests are not hers."""
    person = people.contact
    company_pk = connection.execute(select(person.c.company_id).where(person.c.id == contact_pk)).scalar()
    gone: dict[str, int] = {}
    calendars.unname(connection, contact_pk)
    audiences.forget(connection, contact_pk)
    for table, condition in _of(contact_pk):
        gone[table.name] = connection.execute(delete(table).where(condition)).rowcount
    consents = select(permission.consent.c.id).where(permission.consent.c.contact_id == contact_pk)
    gone |= drop_consents(connection, list(connection.execute(consents).scalars()), now)
    _hand_over_contracts(connection, contact_pk)
    for table in (people.contract, people.contact_point, rights.written_file):
        gone[table.name] = connection.execute(delete(table).where(table.c.contact_id == contact_pk)).rowcount
    gone[person.name] = connection.execute(delete(person).where(person.c.id == contact_pk)).rowcount
    if company_pk is not None and not _in_use(connection, company_pk):
        company = people.company
        gone[company.name] = connection.execute(delete(company).where(company.c.id == company_pk)).rowcount
    return gone


def _of(contact_pk: int) -> list[tuple[Table, ColumnElement[bool]]]:
    """(table, whose rows) in an order in which nothing refers to what is gone."""
    touches = select(_touch.c.id).where(_touch.c.contact_id == contact_pk)
    tasks = select(_task.c.id).where(or_(_task.c.contact_id == contact_pk, _task.c.touch_id.in_(touches)))
    mine = select(_run.c.id).where(_run.c.contact_id == contact_pk)
    reply, promise = inbound.reply, desk.promise
    outbox, delivery = handover.outbox, handover.delivery
    told = select(outbox.c.id).where(outbox.c.contact_id == contact_pk)
    block, point = permission.carrier_block, people.contact_point
    hashes, others = (select(point.c.hash).where(point.c.contact_id == contact_pk), point.c.contact_id != contact_pk)
    by_contact = (
        permission.callback, permission.preference, permission.presumption, desk.offer_use, runs.ledger, runs.event,
        desk.observation,
    )  # fmt: skip
    return [
        (block, block.c.address_hash.in_(hashes) & block.c.address_hash.not_in(select(point.c.hash).where(others))),
        (delivery, delivery.c.outbox_id.in_(told)),
        (outbox, outbox.c.contact_id == contact_pk),
        (reply, or_(reply.c.contact_id == contact_pk, reply.c.touch_id.in_(touches))),
        (drafts.draft, or_(drafts.draft.c.touch_id.in_(touches), drafts.draft.c.task_id.in_(tasks))),
        (desk.outcome, desk.outcome.c.task_id.in_(tasks)),
        (promise, or_(promise.c.contact_id == contact_pk, promise.c.task_id.in_(tasks))),
        *((table, table.c.contact_id == contact_pk) for table in by_contact),
        (_task, or_(_task.c.contact_id == contact_pk, _task.c.touch_id.in_(touches))),
        (runs.batch_row, runs.batch_row.c.touch_id.in_(touches)),
        (runs.attempt, runs.attempt.c.touch_id.in_(touches)),
        (runs.decision, runs.decision.c.enrollment_id.in_(mine)),
        (_touch, _touch.c.contact_id == contact_pk),
        (_run, _run.c.contact_id == contact_pk),
        (people.cancellation, people.cancellation.c.contact_id == contact_pk),
    ]


def drop_consents(connection: Connection, consent_pks: Sequence[int], now: datetime) -> dict[str, int]:
    """Release consents and delete them with their ledger; rows by table. Before, triggers let none of them go."""
    consent, happened = permission.consent, permission.consent_event
    connection.execute(update(consent).where(consent.c.id.in_(consent_pks)).values(released_at=now))
    return {
        table.name: connection.execute(delete(table).where(column.in_(consent_pks))).rowcount
        for table, column in ((happened, happened.c.consent_id), (consent, consent.c.id))
    }


def _hand_over_contracts(connection: Connection, contact_pk: int) -> None:
    """A firm's contract belongs to whoever has given notice of it, when another person of the firm has."""
    contract, notice = people.contract, people.cancellation
    query = select(notice.c.contract_id, func.min(notice.c.contact_id)).join(
        contract, contract.c.id == notice.c.contract_id
    )
    theirs = query.where(contract.c.contact_id == contact_pk, notice.c.contact_id != contact_pk)
    for contract_pk, holder in connection.execute(theirs.group_by(notice.c.contract_id)).all():
        connection.execute(update(contract).where(contract.c.id == contract_pk).values(contact_id=holder))


def _in_use(connection: Connection, company_pk: int) -> bool:
    tables = (people.contact, _run, _touch, runs.ledger)
    return any(
        connection.execute(select(table.c.id).where(table.c.company_id == company_pk).limit(1)).first() is not None
        for table in tables
    )


def under_way(connection: Connection, contact_pk: int) -> bool:
    """True while a mail of hers is with the server or her letter is being written into a file: wait and ask again."""
    row, batch = runs.batch_row, runs.batch
    sending = select(_touch.c.id).where(_touch.c.contact_id == contact_pk, _touch.c.state == TouchState.SENDING.value)
    writing = (
        select(row.c.id)
        .join(_touch, _touch.c.id == row.c.touch_id)
        .join(batch, batch.c.id == row.c.batch_id)
        .where(
            _touch.c.contact_id == contact_pk,
            _touch.c.state == TouchState.BATCHED.value,
            batch.c.exported_at.is_(None),
        )
    )
    return any(connection.execute(query.limit(1)).first() is not None for query in (sending, writing))


def suppress(connection: Connection, contact_pk: int, hashes: Collection[str], now: datetime) -> int:
    """Her objections lose name and words and stay; each address has a global one from now on. The number of rows.

    Art. 17 Abs. 3 lit. b mit Art. 21 Abs. 3 DSGVO: who was erased is found by the hash of an address, and by nothing
    else. An objection on an address that nobody else uses loses its source as well, one on a shared address its words.
    """
    table = permission.objection
    _forget_words(connection, hashes)
    values = {"contact_id": None, "source": ERASED, "verbatim": "", "recorded_by": ""}
    kept = connection.execute(update(table).where(table.c.contact_id == contact_pk).values(values)).rowcount
    shared = select(people.contact_point.c.hash).where(people.contact_point.c.contact_id != contact_pk)
    alone = (table.c.contact_id.is_(None), table.c.address_hash.in_(hashes), table.c.address_hash.not_in(shared))
    connection.execute(update(table).where(*alone).values(values))
    return kept + block(connection, hashes, now, now)


def _forget_words(connection: Connection, hashes: Collection[str]) -> None:
    """What was said of her addresses loses its words, also where it was written down for others who use them.

    They may be hers. Somebody else keeps what she said in a mail that is filed at her.
    """
    table, reply = permission.objection, inbound.reply
    columns = (table.c.source, table.c.received_at, table.c.via, table.c.scope)
    said = select(*columns).where(table.c.contact_id.is_(None), table.c.address_hash.in_(hashes)).distinct()
    filed = select(reply.c.id).where(reply.c.fingerprint == table.c.source, reply.c.contact_id == table.c.contact_id)
    for declared in connection.execute(said).all():
        same = (column == value for column, value in zip(columns, declared, strict=True))
        connection.execute(update(table).where(*same, table.c.verbatim != "", ~filed.exists()).values(verbatim=""))


def block(connection: Connection, hashes: Collection[str], erased_at: datetime, now: datetime) -> int:
    """A global entry of the person erased then stands on each of these addresses; how many are new.

    As of her erasure, not of the day on which a new address came to us: she may have consented in between.
    """
    table, new = permission.objection, 0
    for digest in sorted(hashes):
        covered = (table.c.address_hash == digest, table.c.contact_id.is_(None), table.c.source == ERASED)
        if connection.execute(select(table.c.id).where(*covered, table.c.scope == GLOBAL)).first() is None:
            told = (Via.OPERATOR, erased_at, now)
            new += permissions.add_objection(connection, None, digest, GLOBAL, *told, source=ERASED)
    return new


def requests_of(connection: Connection, contact_pk: int, names: Collection[str]) -> list[dict[str, Any]]:
    """Her requests of Art. 15-21 DSGVO: by row, and those that came under one of these names or addresses."""
    table = rights.data_request
    query = select(table).where(or_(table.c.contact_id == contact_pk, table.c.contact.in_(names)))
    return [dict(row) for row in connection.execute(query.order_by(table.c.id)).mappings()]


def rewrite_request(connection: Connection, request_pk: int, values: Mapping[str, Any]) -> None:
    """The request stays as the proof that it was answered; what named the person is replaced."""
    table = rights.data_request
    connection.execute(update(table).where(table.c.id == request_pk).values(dict(values)))


def strangers(connection: Connection) -> Iterator[RowMapping]:
    """Replies that belong to nobody, with all their words: one of them may be hers."""
    table = inbound.reply
    names = ("id", "from_address", "subject", "new_text", "evidence_text", "raw", "review")
    query = select(*(table.c[name] for name in names)).where(table.c.contact_id.is_(None)).order_by(table.c.id)
    with connection.execute(query.execution_options(yield_per=100)) as rows:
        yield from rows.mappings()


def drop_from(connection: Connection, contact_pk: int, addresses: Collection[str]) -> int:
    """Delete mails she wrote that were matched to somebody else (a colleague's case), also in tasks; how many.

    Not from an address the other person uses as well: there nobody can say which of the two wrote it.
    """
    table, point = inbound.reply, people.contact_point
    sender = func.lower(table.c.from_address)
    shared = select(point.c.id).where(point.c.contact_id == table.c.contact_id, point.c.normalised == sender)
    query = select(table.c.id, table.c.fingerprint).where(
        table.c.contact_id != contact_pk, sender.in_([address.lower() for address in addresses]), ~shared.exists()
    )
    found = connection.execute(query).all()
    for _, fingerprint in found:
        task = desk.task
        mine = task.c.external_id == f"reply-{fingerprint[:29]}"
        connection.execute(update(task).where(mine).values(brief=TAKEN_OUT))
        objected = permission.objection
        connection.execute(update(objected).where(objected.c.source == fingerprint).values(verbatim=""))
    return drop_replies(connection, [row[0] for row in found])


def drop_replies(connection: Connection, reply_pks: Sequence[int]) -> int:
    """Delete replies; how many."""
    return connection.execute(delete(inbound.reply).where(inbound.reply.c.id.in_(reply_pks))).rowcount


def set_checksum(connection: Connection, batch_id: str, sha256: str) -> None:
    """A letter file was written anew without the rows of an erased person."""
    table = runs.batch
    connection.execute(update(table).where(table.c.external_id == batch_id).values(sha256=sha256))


def scrub(store: Store, now: datetime) -> bool:
    """Let nothing of deleted rows stay in the file (SQLite); False while a reader holds an older state: ask again.

    Pages are overwritten as rows go (secure_delete); what a program before this one deleted goes with the first VACUUM.
    PostgreSQL tidies up by itself (autovacuum).
    """
    if not store.is_sqlite:
        return True
    with store.read() as connection:
        clean = operation.switch(connection, operation.SCRUBBED) is not None
    if not clean:
        with store.engine.connect() as connection:
            connection.exec_driver_sql("VACUUM")
        with store.write() as connection:
            operation.set_switch(connection, operation.SCRUBBED, "1", now)
    with store.engine.connect() as connection:
        busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
    return not busy
