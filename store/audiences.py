"""Lists for advertising networks: whom to ask about, who stands on a network's list, which files were written."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, exists, func, or_, select, update

from contacts.cancellation import EXCLUDING_REASONS
from contacts.contact import Contact
from contacts.contract import Contract
from contacts.medium import Medium, Platform
from store import case_queries as queries
from store import courses
from store.cases import Horizon, surroundings
from store.letters import portions
from store.rows import contact_of, contract_of
from store.tables import audience, people, permission

LIST: Final = "list"
REMOVAL: Final = "removal"

_export, _member = audience.audience_export, audience.audience_member
_consent, _objection, _point = permission.consent, permission.objection, people.contact_point


@dataclass(frozen=True, slots=True)
class Member:
    """One address that a network may have. `contact_pk` None: of somebody erased; `listed` by a removal list."""

    pk: int
    contact_pk: int | None
    platform: Platform
    medium: Medium
    sha256: str
    consent: str
    at: datetime
    listed: bool


@dataclass(frozen=True, slots=True)
class Export:
    """One file that was written. Moments aware UTC."""

    pk: int
    external_id: str
    platform: Platform
    kind: str
    at: datetime
    number: int
    sha256: str
    processor: str
    by: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """What is noted of a file: addresses in it, its checksum, under which contract, and who wrote it."""

    number: int
    sha256: str
    processor: str
    by: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with everything that the law looks at before her address goes into a list.

    `around` is what store.cases.surroundings knows; `reasons` are those of all her cancellations.
    """

    pk: int
    contact: Contact
    contract: Contract | None
    reasons: frozenset[str]
    around: dict[str, Any]


def asked(connection: Connection, platform: Platform) -> list[int]:
    """Row ids of everybody who has a consent to lists, or stands on this network's list; sorted."""
    consented = select(_consent.c.contact_id).where(_consent.c.medium == Medium.AUDIENCE_UPLOAD.value)
    inside = select(_member.c.contact_id).where(_member.c.platform == platform.value, _member.c.contact_id.is_not(None))
    return sorted({*connection.execute(consented).scalars(), *connection.execute(inside).scalars()})


def people_of(connection: Connection, pks: Sequence[int], now: datetime, horizon: Horizon) -> list[Person]:
    """These people, in the order of their row ids; a fixed number of statements for any number of them."""
    wanted = set(pks)
    contacts = courses.by_id(connection, queries.CONTACTS, wanted)
    companies = courses.by_id(connection, queries.COMPANIES, (row["company_id"] for row in contacts.values()))
    around = surroundings(connection, wanted, set(), now, horizon)
    contracts, reasons = _contracts(connection, wanted), _reasons(connection, wanted)
    return [
        Person(
            pk,
            contact_of(row, companies.get(row["company_id"])),
            contracts.get(pk),
            frozenset(reasons.get(pk, ())),
            around(pk, None, row["external_id"]),
        )
        for pk, row in sorted(contacts.items())
    ]


def _contracts(connection: Connection, pks: set[int]) -> dict[int, Contract]:
    """Her newest contract."""
    table = people.contract
    query = select(table).where(table.c.contact_id.in_(pks)).order_by(table.c.start, table.c.id)
    return {row["contact_id"]: contract_of(row) for row in connection.execute(query).mappings()}


def _reasons(connection: Connection, pks: set[int]) -> dict[int, set[str]]:
    table = people.cancellation
    found: dict[int, set[str]] = {}
    query = select(table.c.contact_id, table.c.reason, table.c.reason_confirmed).where(table.c.contact_id.in_(pks))
    for pk, reason, confirmed in connection.execute(query):
        found.setdefault(pk, set()).add(confirmed or reason)
    return found


def members(connection: Connection, platform: Platform | None = None, *, contact_pk: int | None = None) -> list[Member]:
    """The addresses that a network may have; of all networks, or of one person, where asked."""
    query = select(_member).order_by(_member.c.id)
    if platform is not None:
        query = query.where(_member.c.platform == platform.value)
    if contact_pk is not None:
        query = query.where(_member.c.contact_id == contact_pk)
    return [
        Member(
            row["id"], row["contact_id"], Platform(row["platform"]), Medium(row["medium"]), row["sha256"],
            row["consent"], row["at"], row["removal_id"] is not None,
        )
        for row in connection.execute(query).mappings()
    ]  # fmt: skip


def doubtful(connection: Connection, now: datetime) -> tuple[list[Member], dict[Platform, int]]:
    """(members of whom something has happened since that may take them out, how many members of people erased).

    A cheap look for `status` and `doctor`: whoever it finds is then judged, nobody else is read.
    """
    person, whose, left = people.contact, _member.c.contact_id, people.cancellation
    ended = or_(_consent.c.withdrawn_at.is_not(None), _consent.c.valid_until <= now)
    excluded = or_(*(column.in_(EXCLUDING_REASONS) for column in (left.c.reason, left.c.reason_confirmed)))
    same_kind = (_point.c.contact_id == whose, _point.c.medium == _member.c.medium)
    mine = select(_member.c.id)
    looks = (
        mine.join(_objection, _objection.c.contact_id == whose),
        mine.join(_point, _point.c.contact_id == whose).join(_objection, _objection.c.address_hash == _point.c.hash),
        mine.join(_consent, _consent.c.external_id == _member.c.consent).where(ended),
        mine.join(person, person.c.id == whose).where(or_(person.c.restricted_at.is_not(None), person.c.minor)),
        mine.join(left, left.c.contact_id == whose).where(excluded),
        mine.join(_point, same_kind[0]).where(same_kind[1], _point.c.since >= _member.c.at),
        mine.where(whose.is_not(None), ~exists().where(*same_kind, _point.c.valid)),
    )
    found = {pk for look in looks for pk in connection.execute(look).scalars()}
    erased = select(_member.c.platform, func.count()).where(whose.is_(None)).group_by(_member.c.platform)
    gone = {Platform(name): number for name, number in connection.execute(erased)}
    return ([one for one in members(connection) if one.pk in found] if found else []), gone


def exports(connection: Connection, platform: Platform | None = None, kind: str | None = None) -> list[Export]:
    """The files that were written, the newest first."""
    query = select(_export).order_by(_export.c.id.desc())
    if platform is not None:
        query = query.where(_export.c.platform == platform.value)
    if kind is not None:
        query = query.where(_export.c.kind == kind)
    return [_export_of(row) for row in connection.execute(query).mappings()]


def export(connection: Connection, external_id: str) -> Export | None:
    """One file by its number; None when there is none."""
    row = connection.execute(select(_export).where(_export.c.external_id == external_id)).mappings().first()
    return _export_of(row) if row is not None else None


def _export_of(row: Any) -> Export:
    return Export(
        row["id"], row["external_id"], Platform(row["platform"]), row["kind"], row["at"], row["number"],
        row["sha256"], row["processor"], row["by"], row["confirmed_at"],
    )  # fmt: skip


def add_export(connection: Connection, wanted: str, platform: Platform, kind: str, now: datetime, told: Told) -> Export:
    """Note a file under the number `wanted`, or the next free one behind it."""
    alike = _export.c.external_id.startswith(wanted, autoescape=True)
    taken = set(connection.execute(select(_export.c.external_id).where(alike)).scalars())
    names = (wanted, *(f"{wanted}-{count}" for count in range(2, len(taken) + 3)))
    values = {
        "external_id": next(name for name in names if name not in taken),
        "platform": platform.value,
        "kind": kind,
        "at": now,
        "number": told.number,
        "sha256": told.sha256,
        "processor": told.processor,
        "by": told.by,
    }
    row = connection.execute(_export.insert().values(**values).returning(_export)).mappings().one()
    return _export_of(row)


def join(
    connection: Connection,
    export_pk: int,
    platform: Platform,
    rows: Collection[tuple[int, Medium, str, str]],
    at: datetime,
) -> None:
    """Note whose addresses the network may have from now on: (contact, medium, sha256, consent).

    Who stands there already keeps the day on which she came in; on a removal list she is no longer.
    """
    known = {(one.contact_pk, one.sha256): one.pk for one in members(connection, platform)}
    fresh = []
    for contact_pk, medium, sha256, consent in rows:
        pk = known.get((contact_pk, sha256))
        if pk is None:
            where = {"platform": platform.value, "medium": medium.value, "export_id": export_pk, "consent": consent}
            fresh.append({**where, "contact_id": contact_pk, "sha256": sha256, "at": at})
        else:
            mine = update(_member).where(_member.c.id == pk)
            connection.execute(mine.values(export_id=export_pk, removal_id=None, consent=consent))
    if fresh:
        connection.execute(_member.insert(), fresh)


def list_for_removal(connection: Connection, removal_pk: int, pks: Sequence[int]) -> None:
    """These members stand on a removal list; until somebody confirms it, the network may have them."""
    for some in portions(pks):
        connection.execute(update(_member).where(_member.c.id.in_(some)).values(removal_id=removal_pk))


def confirm(connection: Connection, removal: Export, now: datetime) -> list[int | None] | None:
    """The network's list was cleaned: its rows go; whose (None: of somebody erased). None when it was said before."""
    open_still = (_export.c.id == removal.pk, _export.c.confirmed_at.is_(None))
    if connection.execute(update(_export).where(*open_still).values(confirmed_at=now)).rowcount == 0:
        return None
    gone = delete(_member).where(_member.c.removal_id == removal.pk).returning(_member.c.contact_id)
    return list(connection.execute(gone).scalars())


def forget(connection: Connection, contact_pk: int) -> int:
    """Somebody is erased: the hashes stay without her until the networks know (Art. 17, 19 DSGVO); how many."""
    values = {"contact_id": None, "consent": "", "removal_id": None}
    return connection.execute(update(_member).where(_member.c.contact_id == contact_pk).values(**values)).rowcount
