"""Consents and what became of each: append-only evidence (Art. 7 Abs. 1 DSGVO, § 7a UWG).

Table consent_event is the record; the columns confirmed_at, withdrawn_at and last_used_at of the consent are its fast
projection for the gate and are written in the same transaction, here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, or_, select, update

from contacts.consent import Consent, ConsentEvent, ConsentMethod
from store.case import ConsentRow
from store.rows import consent_of
from store.tables import people, permission

DECLARED: Final = ("granted_at", "method", "text", "text_version")
"""What was declared: a row with other values is another consent (a trigger refuses the change as well)."""
NAMED: Final = ("platforms", "matched_by")
"""Which advertising networks may match a list, and by which addresses: another answer is another consent."""
EVIDENCE: Final = ("proof_ref", "declared_name", "declared_address", "receiver", "privacy_version")
"""What surrounds the declaration and may be found later; what stands is never replaced."""


class AnotherConsent(ValueError):
    """The id is taken: by somebody else, for another medium, or by a declaration in other words. `field` says which."""

    def __init__(self, external_id: str, field: str) -> None:
        super().__init__(f"consent {external_id} stands with another {field}")
        self.field = field


@dataclass(frozen=True, slots=True)
class StoredConsent(ConsentRow):
    """A consent with whose it is (row id), since when it is on file, and whether its proof may go."""

    contact_pk: int
    recorded_at: datetime
    released_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry of a consent's ledger; `at` aware UTC, `data` as written."""

    at: datetime
    event: ConsentEvent
    data: Mapping[str, Any]


def consents(connection: Connection, *, contact_pk: int | None = None, external_id: str = "") -> list[StoredConsent]:
    """The consents of a contact, or the one with this id; the oldest first."""
    table = permission.consent
    query = select(table, people.contact.c.external_id.label("contact")).join(
        people.contact, people.contact.c.id == table.c.contact_id
    )
    mine = table.c.contact_id == contact_pk if contact_pk is not None else table.c.external_id == external_id
    found = connection.execute(query.where(mine).order_by(table.c.granted_at, table.c.id)).mappings()
    rows = [(consent_of(row, row["contact"]), row) for row in found]
    return [
        StoredConsent(known.consent, known.last_used_at, row["contact_id"], row["recorded_at"], row["released_at"])
        for known, row in rows
    ]


def trail(connection: Connection, external_id: str) -> list[Happened]:
    """Everything that became of a consent, the oldest first."""
    table, consent = permission.consent_event, permission.consent
    query = (
        select(table.c.at, table.c.event, table.c.data)
        .join(consent, consent.c.id == table.c.consent_id)
        .where(consent.c.external_id == external_id)
    )
    rows = connection.execute(query.order_by(table.c.at, table.c.id))
    return [Happened(at, ConsentEvent(event), data) for at, event, data in rows]


def append(
    connection: Connection, external_id: str, event: ConsentEvent, at: datetime, data: Mapping[str, Any]
) -> None:
    """Add an entry to a consent's ledger. KeyError when nobody knows the consent.

    For mail_sent, clicked and changed; the other entries go with a column and have a function of their own.
    """
    _append_all(connection, [(_known(connection, external_id)["id"], data)], event, at)


def request_consent(
    connection: Connection, consent: Consent, contact_pk: int, now: datetime, particulars: Mapping[str, Any]
) -> None:
    """A consent that is asked for and carries nothing yet: it waits for its click.

    `particulars`: what the submission was (form, time with offset, IP, token hash …). AnotherConsent when the id is
    taken.
    """
    if consent.confirmed_at is not None or consent.withdrawn_at is not None:
        raise ValueError("a consent that is asked for is neither confirmed nor withdrawn")
    if _find(connection, consent.external_id) is not None:
        raise AnotherConsent(consent.external_id, "external_id")
    consent_pk = _insert(connection, consent, contact_pk, now)
    _append_all(connection, [(consent_pk, particulars)], ConsentEvent.REQUESTED, now)


def confirm(connection: Connection, external_id: str, now: datetime, data: Mapping[str, Any]) -> bool:
    """The person confirmed; False when that is known or it has been withdrawn since. KeyError for an unknown id."""
    known = _known(connection, external_id)
    if known["withdrawn_at"] is not None:
        return False
    return _once(connection, known, ConsentEvent.CONFIRMED, now, data)


def withdraw(connection: Connection, external_id: str, now: datetime, data: Mapping[str, Any]) -> bool:
    """The person withdrew as of `now`; False when she had done so before. KeyError for an unknown id."""
    return _once(connection, _known(connection, external_id), ConsentEvent.WITHDRAWN, now, data)


def use(connection: Connection, used: Mapping[str, Collection[Mapping[str, Any]]], now: datetime) -> None:
    """Write the uses of consents: § 7a UWG counts five years from every use, and asks for each of them.

    `used`: external id -> what each use was. Ids that are no consent (a contract, a request) are left out. Three
    statements for any number of consents.
    """
    if not used:
        return
    table = permission.consent
    rows = connection.execute(select(table.c.id, table.c.external_id).where(table.c.external_id.in_(used))).all()
    entries = [(pk, data) for pk, external_id in rows for data in used[external_id]]
    if not entries:
        return
    _append_all(connection, entries, ConsentEvent.USED, now)
    older = or_(table.c.last_used_at.is_(None), table.c.last_used_at < now)
    connection.execute(update(table).where(table.c.id.in_([pk for pk, _ in rows]), older).values(last_used_at=now))


def put_consent(
    connection: Connection, consent: Consent, contact_pk: int, now: datetime, data: Mapping[str, Any] | None = None
) -> bool:
    """Take in a consent as another system knows it: new, confirmed, withdrawn or completed; True when it changed.

    `data` goes into the ledger with what is new (form, file). AnotherConsent when another declaration has the id.
    """
    told = {"recorded_at": now.isoformat()} | dict(data or {})
    known = _find(connection, consent.external_id)
    if known is None:
        known = {"id": _insert(connection, consent, contact_pk, now)}
        if consent.method is ConsentMethod.DOI or data:
            _append_all(connection, [(known["id"], told)], ConsentEvent.REQUESTED, consent.granted_at)
        _happened(connection, known, consent, told)
        return True
    if (known["contact_id"], known["medium"]) != (contact_pk, consent.medium.value):
        raise AnotherConsent(consent.external_id, "contact or medium")
    # A withdrawal needs no form (Art. 7 Abs. 3 DSGVO): it counts, whatever else the row says.
    withdrawn = consent.withdrawn_at is not None and known["withdrawn_at"] is None
    changed = not withdrawn and _complete(connection, known, consent, now, told)
    return _happened(connection, known, consent, told) or changed


def _happened(connection: Connection, known: Mapping[str, Any], consent: Consent, told: Mapping[str, Any]) -> bool:
    """What the other system knows of a click and of a withdrawal; True when either was new."""
    moments = ((ConsentEvent.CONFIRMED, consent.confirmed_at), (ConsentEvent.WITHDRAWN, consent.withdrawn_at))
    news = [_once(connection, known, event, at, told) for event, at in moments if at is not None]
    return any(news)


def _complete(
    connection: Connection, known: Mapping[str, Any], consent: Consent, now: datetime, told: Mapping[str, Any]
) -> bool:
    """Fill in evidence that was missing. What stands is never replaced: other words are another consent.

    An empty cell and the method `flag` say nothing about the declaration: files that only carry a withdrawal have them.
    A narrower scope is a withdrawal and a consent of its own.
    """
    flag = consent.method is ConsentMethod.FLAG
    if flag and known["method"] == consent.method.value:
        return False  # a tick has no date and no words of its own
    stated = {name: getattr(consent, name) for name in (*DECLARED, *EVIDENCE)}
    stated |= {"method": "", "granted_at": None} if flag else {"method": consent.method.value}
    if consent.platforms:
        stated |= _named(consent)
    for name, value in stated.items():
        if value and known[name] != value and (known[name] or name in (*DECLARED, *NAMED)):
            raise AnotherConsent(consent.external_id, name)
    late = {name: stated[name] for name in EVIDENCE if stated[name] and not known[name]}
    if not late:
        return False
    table = permission.consent
    connection.execute(update(table).where(table.c.id == known["id"]).values(late))
    _append_all(connection, [(known["id"], {**told, "filled": sorted(late)})], ConsentEvent.CHANGED, now)
    return True


def _once(
    connection: Connection, known: Mapping[str, Any], event: ConsentEvent, at: datetime, data: Mapping[str, Any]
) -> bool:
    """Write an entry that a consent has once, with its column; the condition keeps two writers from writing two."""
    table = permission.consent
    column = table.c.confirmed_at if event is ConsentEvent.CONFIRMED else table.c.withdrawn_at
    open_one = update(table).where(table.c.id == known["id"], column.is_(None))
    if connection.execute(open_one.values({column.name: at})).rowcount == 0:
        return False
    _append_all(connection, [(known["id"], data)], event, at)
    return True


def _append_all(
    connection: Connection, entries: Sequence[tuple[int, Mapping[str, Any]]], event: ConsentEvent, at: datetime
) -> None:
    rows = [{"consent_id": pk, "at": at, "event": event.value, "data": dict(data)} for pk, data in entries]
    connection.execute(permission.consent_event.insert(), rows)


def _find(connection: Connection, external_id: str) -> dict[str, Any] | None:
    table = permission.consent
    row = connection.execute(select(table).where(table.c.external_id == external_id)).mappings().first()
    return {str(name): value for name, value in row.items()} if row is not None else None


def _known(connection: Connection, external_id: str) -> dict[str, Any]:
    known = _find(connection, external_id)
    if known is None:
        raise KeyError(external_id)
    return known


def _insert(connection: Connection, consent: Consent, contact_pk: int, now: datetime) -> int:
    values = {
        "external_id": consent.external_id,
        "contact_id": contact_pk,
        "medium": consent.medium.value,
        "purposes": ",".join(sorted(purpose.value for purpose in consent.purposes)),
        "products": ",".join(sorted(consent.products)),
        "granted_at": consent.granted_at,
        "method": consent.method.value,
        "text": consent.text,
        "text_version": consent.text_version,
        "valid_until": consent.valid_until,
        "language": consent.language,
        "recorded_at": now,
        **_named(consent),
        **{name: getattr(consent, name) for name in EVIDENCE},
    }
    table = permission.consent
    return int(connection.execute(table.insert().values(values).returning(table.c.id)).scalar_one())


def _named(consent: Consent) -> dict[str, str]:
    return {name: ",".join(sorted(getattr(consent, name))) for name in NAMED}
