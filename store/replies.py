"""Replies in rows, once per mail, and the mailbox cursors."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, or_, select, update

from replies.reply import Classified, Cursor, Kind, Parsed, RawMail
from store import locks
from store.tables import inbound, people, runs

_reply = inbound.reply
_cursor = inbound.mailbox_cursor
_WORDS_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Match:
    """To whom a mail belongs and how we know: references, token, letter_code, recipient, sender; None where unknown."""

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


def add(
    connection: Connection,
    mail: RawMail,
    parsed: Parsed,
    answer: Classified,
    match: Match,
    effect: str,
    trust: str | None = None,
) -> None:
    """Store a reply with its classification; the raw bytes only where a person has to look."""
    keep_raw = answer.review or parsed.quarantined is not None
    named = {"new_contact": asdict(answer.new_contact)} if answer.new_contact else {}
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
            return_date=answer.return_date,
            resume=answer.resume,
            subtype=answer.subtype,
            reason=reason_of(answer),
            trust=trust,
            **named,
            matched_by=match.by,
            touch_id=match.touch_id,
            contact_id=match.contact_pk,
            effect=effect,
            quarantined=parsed.quarantined,
            raw=mail.raw or None if keep_raw else None,
        )
    )


def reason_of(answer: Classified) -> str | None:
    """Why a bounce came back, as `reasons` names it: of the recipient that decided; None for other mail."""
    wanted = answer.failed_recipient
    decisive = [one for one in answer.outcomes if one.address == wanted] or list(answer.outcomes)
    return decisive[0].reason[:32] or None if decisive else None


def one(connection: Connection, fingerprint: str) -> dict[str, Any] | None:
    """One reply with everything stored of it, its contact and step; None when unknown."""
    row = connection.execute(_WITH_STEP.where(_reply.c.fingerprint == fingerprint)).mappings().first()
    return dict(row) if row is not None else None


_WITH_STEP = (
    select(_reply, people.contact.c.external_id.label("contact"), runs.touch.c.sequence, runs.touch.c.step)
    .outerjoin(people.contact, people.contact.c.id == _reply.c.contact_id)
    .outerjoin(runs.touch, runs.touch.c.id == _reply.c.touch_id)
)


def listing(connection: Connection, *, review: bool | None = None) -> list[dict[str, Any]]:
    """Replies with their contact and step, newest first; only those waiting for a person when `review` is True."""
    query = _WITH_STEP.order_by(_reply.c.received_at.desc(), _reply.c.id.desc())
    if review is not None:
        query = query.where(_reply.c.review.is_(review))
    return [dict(row) for row in connection.execute(query).mappings()]


def beginning_with(connection: Connection, prefix: str, limit: int) -> list[str]:
    """Fingerprints that begin with `prefix`, at most `limit` of them."""
    query = select(_reply.c.fingerprint).where(_reply.c.fingerprint.startswith(prefix, autoescape=True))
    return list(connection.execute(query.order_by(_reply.c.fingerprint).limit(limit)).scalars())


def release(connection: Connection, fingerprint: str) -> bool:
    """A person has looked: neither the reply nor what was put into its task holds anybody. False when unknown.

    A note that tells of another demand is looked at by itself: its month may run (Art. 12 Abs. 3 DSGVO).
    """
    row = _thread_of(connection, fingerprint)
    if row is None:
        return False
    released = {"stop": "none", "review": False}
    connection.execute(update(_reply).where(_reply.c.fingerprint == fingerprint).values(released))
    if row["contact_id"] is not None:
        alike = or_(_reply.c.kind != Kind.NOTE.value, _reply.c.label.is_not_distinct_from(row["label"]))
        connection.execute(update(_reply).where(*_held_with(row), alike).values(released))
    return True


def waiting_with(connection: Connection, fingerprint: str) -> bool:
    """True while another reply of the same person and thread waits for somebody to look: their task is one."""
    row = _thread_of(connection, fingerprint)
    if row is None or row["contact_id"] is None:
        return False
    query = select(_reply.c.id).where(*_held_with(row), _reply.c.fingerprint != fingerprint)
    return connection.execute(query.limit(1)).first() is not None


def _thread_of(connection: Connection, fingerprint: str) -> RowMapping | None:
    columns = (_reply.c.contact_id, _reply.c.touch_id, _reply.c.label)
    return connection.execute(select(*columns).where(_reply.c.fingerprint == fingerprint)).mappings().first()


def _held_with(row: RowMapping) -> tuple[ColumnElement[bool], ...]:
    thread = _reply.c.touch_id.is_not_distinct_from(row["touch_id"])
    return _reply.c.contact_id == row["contact_id"], thread, _reply.c.stop == "hold", _reply.c.review.is_(True)


def relabel(connection: Connection, fingerprint: str, answer: Classified, effect: str, by: str, now: datetime) -> None:
    """A person has put the label right; the first one, of the machine, stays on file (`unclear` where it had none)."""
    label = answer.label.value if answer.label else None
    before = func.coalesce(_reply.c.relabelled_from, _reply.c.label, "unclear")
    values = {"label": label, "stop": answer.stop, "review": False, "resume": answer.resume, "effect": effect}
    told = {"relabelled_from": before, "relabelled_by": by, "relabelled_at": now}
    connection.execute(update(_reply).where(_reply.c.fingerprint == fingerprint).values({**values, **told}))


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
    change = update(_cursor).where(*where).values(values)
    if connection.execute(change).rowcount:
        return
    locks.lock_word(connection, f"cursor {value.account}/{value.folder}")  # two daemons meet a new folder
    if connection.execute(change).rowcount == 0:
        connection.execute(_cursor.insert().values(account=value.account, folder=value.folder, **values))


def last_read(connection: Connection) -> datetime | None:
    """Since when no mail can be unread: of all accounts and folders the one that was read longest ago decides."""
    moment: datetime | None = connection.execute(select(func.min(_cursor.c.read_at))).scalar()
    return moment


def keep_folders(connection: Connection, folders: Collection[tuple[str, str]]) -> None:
    """Forget how far a folder was read that is configured no longer: nobody reads it, so it says nothing of today.

    `folders` are (account, folder). Read again one day, it is looked through anew, and what is known is passed over.
    """
    for pk, account, folder in connection.execute(select(_cursor.c.id, _cursor.c.account, _cursor.c.folder)).all():
        if (account, folder) not in folders:
            connection.execute(delete(_cursor).where(_cursor.c.id == pk))
