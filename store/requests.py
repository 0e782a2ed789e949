"""Requests of the persons (Art. 15-21 DSGVO) and the recipients to be told of them (Art. 19), in rows."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, or_, select, update

from store.tables import rights

_request = rights.data_request
_notice = rights.recipient_notice


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `contact` is the external id; an address of somebody unknown; a keyed hash after an erasure."""

    pk: int
    external_id: str
    contact_pk: int | None
    contact: str
    kind: str
    received_at: datetime
    due_at: datetime
    door: str
    recorded_by: str
    identity_doubt: str
    extended_at: datetime | None
    extension_reason: str
    closed_at: datetime | None
    outcome: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What one recipient has to be told; `reference` names letter files and sends, nobody."""

    pk: int
    recipient: str
    kind: str
    reference: str
    created_at: datetime
    told_at: datetime | None
    told_by: str


def new_id() -> str:
    """An external id that says nothing: a plain hash of contact and time could be computed by trying ids."""
    return f"DS-{secrets.token_hex(5)}"


def legacy_id(contact: str, kind: str, received_at: datetime) -> str:
    """The id that a version before this one gave: still read, never given any more."""
    identity = f"{contact}|{kind}|{received_at.astimezone(UTC).isoformat()}"
    return f"DS-{hashlib.sha256(identity.encode()).hexdigest()[:8]}"


def same(connection: Connection, contact_pk: int | None, contact: str, kind: str, at: datetime) -> Request | None:
    """The open request of this person and kind, else the one that came at this very moment; None for a new one."""
    whose = _request.c.contact_id == contact_pk if contact_pk is not None else _request.c.contact == contact
    known = or_(_request.c.closed_at.is_(None), _request.c.received_at == at)
    query = select(_request).where(whose, _request.c.kind == kind, known)
    row = connection.execute(query.order_by(_request.c.closed_at.is_not(None), _request.c.due_at)).mappings().first()
    return _of(dict(row)) if row is not None else None


def add(connection: Connection, values: dict[str, Any]) -> bool:
    """Store a request (columns by name); False when its external id is known."""
    known = select(_request.c.id).where(_request.c.external_id == values["external_id"])
    if connection.execute(known).first() is not None:
        return False
    connection.execute(_request.insert().values(values))
    return True


def one(connection: Connection, external_id: str) -> Request | None:
    """The request with this id, None when unknown."""
    row = connection.execute(select(_request).where(_request.c.external_id == external_id)).mappings().first()
    return _of(dict(row)) if row is not None else None


def listing(
    connection: Connection,
    *,
    everything: bool = False,
    contact_pk: int | None = None,
    contact: str | None = None,
    kind: str | None = None,
) -> list[Request]:
    """Open requests (with `everything` closed ones as well), the next due first; of one person or kind where given."""
    query = select(_request).order_by(_request.c.due_at, _request.c.external_id)
    if not everything:
        query = query.where(_request.c.closed_at.is_(None))
    if contact_pk is not None:
        query = query.where(_request.c.contact_id == contact_pk)
    if contact is not None:
        query = query.where(_request.c.contact == contact)
    if kind is not None:
        query = query.where(_request.c.kind == kind)
    return [_of(dict(row)) for row in connection.execute(query).mappings()]


def extend(connection: Connection, pk: int, due_at: datetime, reason: str, now: datetime) -> None:
    """Move the end of an open request."""
    values = {"due_at": due_at, "extended_at": now, "extension_reason": reason}
    connection.execute(update(_request).where(_request.c.id == pk).values(values))


def doubt(connection: Connection, pk: int, reason: str) -> None:
    """Why it is doubtful that the person is who she says."""
    connection.execute(update(_request).where(_request.c.id == pk).values(identity_doubt=reason))


def close(connection: Connection, pk: int, outcome: str, reason: str, now: datetime, *, contact: str = "") -> bool:
    """End an open request; False when it was closed already. `contact` replaces the address of somebody unknown."""
    values = {"closed_at": now, "outcome": outcome, "reason": reason} | ({"contact": contact} if contact else {})
    statement = update(_request).where(_request.c.id == pk, _request.c.closed_at.is_(None)).values(values)
    return connection.execute(statement).rowcount == 1


def add_notice(
    connection: Connection, request_pk: int, recipient: str, kind: str, reference: str, now: datetime
) -> None:
    """Note that a recipient has to be told; once per request, recipient and kind."""
    same = (_notice.c.request_id == request_pk, _notice.c.recipient == recipient, _notice.c.kind == kind)
    if connection.execute(select(_notice.c.id).where(*same)).first() is None:
        values = {"request_id": request_pk, "recipient": recipient, "kind": kind}
        connection.execute(_notice.insert().values(values | {"reference": reference, "created_at": now}))


def supersede(connection: Connection, contact_pk: int, recipients: Sequence[str]) -> None:
    """Drop what these recipients were still to be told of a person: something that goes further takes its place."""
    hers = select(_request.c.id).where(_request.c.contact_id == contact_pk)
    waiting = (_notice.c.request_id.in_(hers), _notice.c.told_at.is_(None), _notice.c.recipient.in_(recipients))
    connection.execute(delete(_notice).where(*waiting))


def notices(connection: Connection, request_pk: int) -> list[Notice]:
    """Whom this request has to be passed on to, in the order noted."""
    query = select(_notice).where(_notice.c.request_id == request_pk).order_by(_notice.c.id)
    names = Notice.__dataclass_fields__.keys() - {"pk"}
    return [Notice(pk=row["id"], **{name: row[name] for name in names}) for row in connection.execute(query).mappings()]


def untold(connection: Connection) -> list[tuple[str, Notice]]:
    """(request, notice) of every recipient that nobody has told yet; the oldest first."""
    query = (
        select(_request.c.external_id, _request.c.id)
        .where(_request.c.id.in_(select(_notice.c.request_id).where(_notice.c.told_at.is_(None))))
        .order_by(_request.c.id)
    )
    found = connection.execute(query).all()
    return [(name, one) for name, pk in found for one in notices(connection, pk) if one.told_at is None]


def told(connection: Connection, notice_pks: Sequence[int], by: str, now: datetime, *, reference: str | None) -> None:
    """A person has told the recipient. `reference` replaces what named the person in an erasure's notice."""
    values: dict[str, Any] = {"told_at": now, "told_by": by} | ({} if reference is None else {"reference": reference})
    connection.execute(update(_notice).where(_notice.c.id.in_(notice_pks)).values(values))


def _of(row: dict[str, Any]) -> Request:
    row["pk"], row["contact_pk"] = row.pop("id"), row.pop("contact_id")
    return Request(**row)
