"""What has been kept long enough: looked at by category (number, oldest) and dropped, each in one statement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, delete, func, or_, select, update

from contacts.consent import ConsentMethod
from store.enrollments import LIVE
from store.tables import desk, inbound, people, permission, rights, runs
from store.touches import ADVERTISING_PURPOSES

_reply, _attempt, _touch = inbound.reply, runs.attempt, runs.touch
_AT_ONCE: Final = 200
"""Persons erased in one run; the next day takes the rest."""

Found = tuple[int, datetime | None]


@dataclass(frozen=True, slots=True)
class Overdue:
    """One category: `look` counts, `drop` lets go; the same condition for both."""

    look: Callable[[Connection], Found]
    drop: Callable[[Connection], int]


def raw_replies(before: datetime) -> Overdue:
    """The raw bytes of replies that nobody has to look at any more."""
    due = and_(_reply.c.raw.is_not(None), _reply.c.review.is_(False), _reply.c.received_at < before)
    return _blank(_reply, _reply.c.received_at, due, {"raw": None})


def unknown_replies(before: datetime) -> Overdue:
    """Words and sender of mails that belong to nobody. The fingerprint stays: the same mail is not taken in again."""
    said = or_(_reply.c.from_address.is_not(None), _reply.c.new_text != "", _reply.c.subject != "")
    due = and_(_reply.c.contact_id.is_(None), _reply.c.review.is_(False), _reply.c.received_at < before, said)
    empty = {"from_address": None, "message_id": None, "subject": "", "new_text": "", "evidence_text": "", "raw": None}
    return _blank(_reply, _reply.c.received_at, due, empty)


def advertising_bytes(before: datetime) -> Overdue:
    """Advertising is proven by subject, text and checksum; whole mails are kept of contracts alone."""
    mine = select(_touch.c.id).where(_touch.c.purpose.in_(ADVERTISING_PURPOSES))
    due = and_(_attempt.c.raw.is_not(None), _attempt.c.started_at < before, _attempt.c.touch_id.in_(mine))
    return _blank(_attempt, _attempt.c.started_at, due, {"raw": None})


def commercial_letters(before: datetime) -> Overdue:
    """Whole mails of contracts behind the term of § 257 HGB."""
    due = and_(_attempt.c.raw.is_not(None), _attempt.c.started_at < before)
    return _blank(_attempt, _attempt.c.started_at, due, {"raw": None})


def requests(before: datetime) -> Overdue:
    """Answered requests of Art. 15-21 DSGVO, and who was told of them."""
    table, notice = rights.data_request, rights.recipient_notice
    due = table.c.closed_at < before

    def drop(connection: Connection) -> int:
        connection.execute(delete(notice).where(notice.c.request_id.in_(select(table.c.id).where(due))))
        return connection.execute(delete(table).where(due)).rowcount

    return Overdue(lambda connection: _count(connection, table, table.c.closed_at, due), drop)


def _blank(table: Table, at: ColumnElement[Any], due: ColumnElement[bool], values: dict[str, Any]) -> Overdue:
    return Overdue(
        lambda connection: _count(connection, table, at, due),
        lambda connection: connection.execute(update(table).where(due).values(values)).rowcount,
    )


def _count(connection: Connection, table: Table, at: ColumnElement[Any], due: ColumnElement[bool]) -> Found:
    number, oldest = connection.execute(select(func.count(), func.min(at)).select_from(table).where(due)).one()
    return int(number), oldest


def unanswered(connection: Connection, before: datetime) -> list[tuple[int, datetime]]:
    """(row id, asked at) of double opt-ins that nobody has confirmed."""
    table = permission.consent
    query = select(table.c.id, table.c.granted_at).where(
        table.c.method == ConsentMethod.DOI.value, table.c.confirmed_at.is_(None), table.c.granted_at < before
    )
    return [(pk, at) for pk, at in connection.execute(query.order_by(table.c.granted_at, table.c.id))]


def silent_consents(connection: Connection, before: datetime) -> list[tuple[int, str, int]]:
    """(row id, external id, contact) of consents with which nothing has happened since `before`: some may go.

    Not a withdrawn one: its withdrawal forbids advertising and, like an objection, has no end while she is on file.
    """
    table = permission.consent
    quiet = [or_(table.c[name].is_(None), table.c[name] < before) for name in ("confirmed_at", "last_used_at")]
    query = select(table.c.id, table.c.external_id, table.c.contact_id).where(
        table.c.granted_at < before, table.c.withdrawn_at.is_(None), *quiet
    )
    return [(pk, name, contact) for pk, name, contact in connection.execute(query.order_by(table.c.id))]


def done_with(connection: Connection, before: datetime, day: date) -> list[tuple[int, datetime]]:
    """(contact, last contact) of people whose purpose has ended: at most 200, the longest ago first.

    Contract ended before `day`, no contact since `before`, and nothing that speaks for keeping her: no proof of a
    consent, no objection, no run, task or request that is open, no restriction (Art. 18 DSGVO).
    """
    last = _last_contact().subquery()
    person = people.contact
    query = (
        select(person.c.id, last.c.at)
        .join(last, last.c.contact_id == person.c.id)
        .where(
            last.c.at < before, person.c.restricted_at.is_(None), *(~one for one in _reasons_to_keep(person.c.id, day))
        )
        .order_by(last.c.at, person.c.id)
        .limit(_AT_ONCE)
    )
    return [(pk, at) for pk, at in connection.execute(query)]


def _last_contact() -> Select[Any]:
    """Contact -> the last time anything passed between her and us; nothing ever: she is not among them."""
    notice, ledger = people.cancellation, runs.ledger
    moments = [
        select(notice.c.contact_id, notice.c.received_at.label("at")),
        select(_touch.c.contact_id, _touch.c.made_at.label("at")).where(_touch.c.made_at.is_not(None)),
        select(ledger.c.contact_id, ledger.c.at.label("at")),
        select(_reply.c.contact_id, _reply.c.received_at.label("at")).where(_reply.c.contact_id.is_not(None)),
    ]
    every = moments[0].union_all(*moments[1:]).subquery()
    return select(every.c.contact_id, func.max(every.c.at).label("at")).group_by(every.c.contact_id)


def _reasons_to_keep(contact: ColumnElement[int], day: date) -> list[ColumnElement[bool]]:
    contract, consent, request = people.contract, permission.consent, rights.data_request
    return [
        _exists(contract, contact, or_(contract.c.end.is_(None), contract.c.end >= day)),
        _exists(consent, contact, consent.c.method != ConsentMethod.FLAG.value),
        _exists(permission.objection, contact),
        _exists(runs.enrollment, contact, runs.enrollment.c.state.in_(LIVE)),
        _exists(desk.task, contact, desk.task.c.state == "open"),
        _exists(desk.promise, contact, desk.promise.c.kept_at.is_(None), desk.promise.c.broken_at.is_(None)),
        _exists(request, contact, request.c.closed_at.is_(None)),
        _exists(_reply, contact, _reply.c.review.is_(True)),
    ]


def _exists(table: Table, contact: ColumnElement[int], *more: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(table.c.id).where(table.c.contact_id == contact, *more).exists()
