"""By what a person may be found in files: her addresses and every id that leads to her; and her contract's letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, RowMapping, Select, select

from contacts.medium import Medium, Purpose
from store import written
from store.tables import desk, inbound, people, permission, runs

_DIALLED = (Medium.PHONE, Medium.PHONE_IN, Medium.PHONE_AUTO, Medium.SMS, Medium.FAX)
_PROFILES = (Medium.LINKEDIN_DM, Medium.LINKEDIN_INVITE)
_LETTERS = (Purpose.CONTRACT.value, Purpose.SERVICE.value)
"""Purposes whose messages are commercial letters (§ 257 Abs. 2 HGB); a double opt-in mail is part of its proof."""
_NOT_MADE = ("refused", "transient")


@dataclass(frozen=True, slots=True)
class Traces:
    """Everything as stored; `ids` are external ids and send ids, `hashes` those of the suppression list."""

    emails: frozenset[str]
    numbers: frozenset[str]
    profiles: frozenset[str]
    ids: frozenset[str]
    message_ids: frozenset[str]
    hashes: frozenset[str]
    files: frozenset[Path]


def traces(connection: Connection, contact_pk: int) -> Traces:
    """The traces of a contact; before her rows go."""
    points = connection.execute(
        select(people.contact_point).where(people.contact_point.c.contact_id == contact_pk)
    ).mappings()
    found = list(points)
    said = connection.execute(
        select(permission.callback.c.phone).where(permission.callback.c.contact_id == contact_pk)
    ).scalars()
    messages = set(_values(connection, select(runs.touch.c.message_id), runs.touch.c.contact_id, contact_pk))
    messages |= set(_values(connection, select(inbound.reply.c.message_id), inbound.reply.c.contact_id, contact_pk))
    return Traces(
        emails=_addresses(found, (Medium.EMAIL,)),
        numbers=_addresses(found, _DIALLED) | frozenset(said),
        profiles=_addresses(found, _PROFILES),
        ids=frozenset(_ids(connection, contact_pk)),
        message_ids=frozenset(messages) | _of_double_opt_in(connection, contact_pk),
        hashes=frozenset(row["hash"] for row in found),
        files=frozenset(written.files_of(connection, contact_pk)),
    )


def _addresses(points: list[RowMapping], media: tuple[Medium, ...]) -> frozenset[str]:
    wanted = {medium.value for medium in media}
    return frozenset(row[name] for row in points if row["medium"] in wanted for name in ("raw", "normalised"))


def _ids(connection: Connection, contact_pk: int) -> set[str]:
    # Not a contract's: colleagues may share one. Not a request's: it stands in the answer that the person gets.
    tables = (
        people.cancellation, permission.consent, permission.presumption, permission.preference, permission.callback,
        desk.task, desk.promise, runs.event, desk.observation,
    )  # fmt: skip
    found = {
        value
        for table in tables
        for value in _values(connection, select(table.c.external_id), table.c.contact_id, contact_pk)
    }
    found |= set(_values(connection, select(runs.touch.c.send_id), runs.touch.c.contact_id, contact_pk))
    found |= set(_values(connection, select(runs.ledger.c.activity_id), runs.ledger.c.contact_id, contact_pk))
    return found | set(_values(connection, select(people.contact.c.external_id), people.contact.c.id, contact_pk))


def _of_double_opt_in(connection: Connection, contact_pk: int) -> frozenset[str]:
    """Message-IDs in the ledger of her consents: their mails have no touch."""
    consent, happened = permission.consent, permission.consent_event
    query = select(happened.c.data).join(consent, consent.c.id == happened.c.consent_id)
    found = connection.execute(query.where(consent.c.contact_id == contact_pk)).scalars()
    return frozenset(str(data["message_id"]) for data in found if data.get("message_id"))


def _values(connection: Connection, query: Select[Any], owner: Column[Any], contact_pk: int) -> list[str]:
    return [value for value in connection.execute(query.where(owner == contact_pk)).scalars() if value]


@dataclass(frozen=True, slots=True)
class Letter:
    """A commercial letter as it was sent: by mail with its bytes, on paper with what was printed."""

    send_id: str
    number: int
    at: datetime
    channel: str
    message_id: str | None
    subject: str
    text: str
    raw: bytes | None
    columns: dict[str, str] | None


def commercial_letters(connection: Connection, contact_pk: int) -> list[Letter]:
    """What was sent to a contact to fulfil a contract or answer her, the oldest first; not what nobody took."""
    touch, attempt, row = runs.touch, runs.attempt, runs.batch_row
    query = (
        select(
            touch.c.send_id, attempt.c.number, attempt.c.started_at, touch.c.channel, touch.c.message_id,
            attempt.c.subject, attempt.c.text, attempt.c.raw, row.c.columns, attempt.c.outcome,
        )
        .join(attempt, attempt.c.touch_id == touch.c.id)
        .outerjoin(row, row.c.touch_id == touch.c.id)
        .where(touch.c.contact_id == contact_pk, touch.c.purpose.in_(_LETTERS))
        .order_by(attempt.c.started_at, attempt.c.id)
    )  # fmt: skip
    found = connection.execute(query).all()
    return [
        Letter(*values) for *values, outcome in found if outcome not in _NOT_MADE and values[3] in ("email", "letter")
    ]


def contract_facts(connection: Connection, contact_pk: int) -> list[dict[str, Any]]:
    """The facts of her paid contracts and the notices given of them; of a contract that another one holds, nothing."""
    contract, notice = people.contract, people.cancellation
    query = select(contract).where(contract.c.contact_id == contact_pk, contract.c.kind == "paid")
    found = []
    for row in connection.execute(query.order_by(contract.c.id)).mappings().all():
        notices = connection.execute(
            select(notice.c.external_id, notice.c.contact_id, notice.c.received_at, notice.c.confirmed_end)
            .where(notice.c.contract_id == row["id"])
            .order_by(notice.c.received_at)
        ).all()
        if all(one.contact_id == contact_pk for one in notices):
            found.append({**row, "notices": [one._asdict() for one in notices]})
    return found


def presumptions(connection: Connection, contact_pk: int) -> list[RowMapping]:
    """The released reasons of business calls, the oldest first."""
    table = permission.presumption
    query = select(table).where(table.c.contact_id == contact_pk).order_by(table.c.id)
    return list(connection.execute(query).mappings())


def owed(connection: Connection, contact_pk: int) -> int:
    """How many messages of a contract are planned and have not left."""
    touch = runs.touch
    waiting = ("planned", "claimed", "held", "batched")
    query = select(touch.c.id).where(
        touch.c.contact_id == contact_pk, touch.c.purpose.in_(_LETTERS), touch.c.state.in_(waiting)
    )
    return len(connection.execute(query).all())


def batches(connection: Connection, contact_pk: int) -> list[str]:
    """The letter files that a contact is in."""
    touch, row, batch = runs.touch, runs.batch_row, runs.batch
    query = (
        select(batch.c.external_id)
        .join(row, row.c.batch_id == batch.c.id)
        .join(touch, touch.c.id == row.c.touch_id)
        .where(touch.c.contact_id == contact_pk)
    )
    return sorted(set(connection.execute(query).scalars()))
