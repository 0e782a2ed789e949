"""Replies in rows, once per mail, and the mailbox cursors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from replies.reply import Classified, Cursor, Parsed, RawMail
from store.tables import inbound, people, runs

_reply = inbound.reply
_cursor = inbound.mailbox_cursor
_WORDS_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Match:
    """To whom a mail belongs and how we know: references, token, sender; None where unknown."""

    touch_id: int | None = None
    contact_pk: int | None = None
    by: str | None = None


def known(connection: Connection, fingerprint: str) -> bool:
    """True when this very mail has been processed, from whatever folder or UID it came."""
    return connection.execute(select(_reply.c.id).where(_reply.c.fingerprint == fingerprint)).first() is not None


def copy_known(connection: Connection, contact_pk: int, parsed: Parsed) -> bool:
    """True when this contact's mail has come before by another way: same Message-ID, sender and words, other hops."""
    if parsed.message_id is None:
        return False
    query = select(_reply.c.id).where(
        _reply.c.contact_id == contact_pk,
        _reply.c.message_id == parsed.message_id,
        _reply.c.from_address == parsed.from_address,
        _reply.c.new_text == parsed.new_text[:_WORDS_KEPT],
    )
    return connection.execute(query).first() is not None


def add(connection: Connection, mail: RawMail, parsed: Parsed, answer: Classified, match: Match, effect: str) -> None:
    """Store a reply with its classification; the raw bytes only where a person has to look."""
    keep_raw = answer.review or parsed.quarantined is not None
    connection.execute(
        _reply.insert().values(
            fingerprint=parsed.fingerprint,
            account=mail.account,
            folder=mail.folder,
            received_at=mail.received_at,
            mail_date=parsed.date,
            message_id=parsed.message_id,
            from_address=parsed.from_address,
            subject=parsed.subject[:500],
            kind=answer.kind.value,
            label=answer.label.value if answer.label else None,
            stop=answer.stop,
            review=answer.review,
            evidence_rule=answer.evidence.rule,
            evidence_text=answer.evidence.text[:1000],
            new_text=parsed.new_text[:_WORDS_KEPT],
            resume=answer.resume,
            matched_by=match.by,
            touch_id=match.touch_id,
            contact_id=match.contact_pk,
            effect=effect,
            quarantined=parsed.quarantined,
            raw=mail.raw if keep_raw else None,
        )
    )


def listing(connection: Connection, *, review: bool | None = None) -> list[dict[str, Any]]:
    """Replies with their contact and step, newest first; only those waiting for a person when `review` is True."""
    query = (
        select(_reply, people.contact.c.external_id.label("contact"), runs.touch.c.sequence, runs.touch.c.step)
        .outerjoin(people.contact, people.contact.c.id == _reply.c.contact_id)
        .outerjoin(runs.touch, runs.touch.c.id == _reply.c.touch_id)
        .order_by(_reply.c.received_at.desc(), _reply.c.id.desc())
    )
    if review is not None:
        query = query.where(_reply.c.review.is_(review))
    return [dict(row) for row in connection.execute(query).mappings()]


def beginning_with(connection: Connection, prefix: str, limit: int) -> list[str]:
    """Fingerprints that begin with `prefix`, at most `limit` of them."""
    query = select(_reply.c.fingerprint).where(_reply.c.fingerprint.startswith(prefix, autoescape=True))
    return list(connection.execute(query.order_by(_reply.c.fingerprint).limit(limit)).scalars())


def release(connection: Connection, fingerprint: str) -> bool:
    """A person has looked: the reply holds nobody any more. False when unknown."""
    statement = update(_reply).where(_reply.c.fingerprint == fingerprint).values(stop="none", review=False)
    return connection.execute(statement).rowcount == 1


def contact_of(connection: Connection, fingerprint: str) -> int | None:
    """Row id of the contact a reply came from, None when unknown."""
    pk: int | None = connection.execute(select(_reply.c.contact_id).where(_reply.c.fingerprint == fingerprint)).scalar()
    return pk


def cursor(connection: Connection, account: str, folder: str) -> Cursor:
    """How far `folder` has been read; a fresh cursor when never."""
    query = select(_cursor.c.uidvalidity, _cursor.c.last_uid).where(
        _cursor.c.account == account, _cursor.c.folder == folder
    )
    row = connection.execute(query).first()
    return Cursor(account, folder, *row) if row else Cursor(account, folder)


def put_cursor(connection: Connection, value: Cursor, now: datetime) -> None:
    """Remember how far `value.folder` has been read."""
    where = (_cursor.c.account == value.account, _cursor.c.folder == value.folder)
    values = {"uidvalidity": value.uidvalidity, "last_uid": value.last_uid, "read_at": now}
    if connection.execute(update(_cursor).where(*where).values(values)).rowcount == 0:
        connection.execute(_cursor.insert().values(account=value.account, folder=value.folder, **values))


def last_read(connection: Connection) -> datetime | None:
    """When a mailbox was last read successfully."""
    moment: datetime | None = connection.execute(
        select(_cursor.c.read_at).order_by(_cursor.c.read_at.desc()).limit(1)
    ).scalar()
    return moment
