"""What the law looks at before an address goes into a list for an advertising network, and what may have changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, exists, func, literal, or_, select

from contacts.cancellation import EXCLUDING_REASONS
from contacts.contact import Contact
from contacts.contract import Contract
from contacts.medium import Medium, Platform
from store import case_queries as queries
from store import courses
from store.audiences import Member, members
from store.cases import Horizon, surroundings
from store.letters import portions
from store.rows import contact_of, contract_of
from store.tables import audience, inbound, people, permission

_member = audience.audience_member
_consent, _objection, _point = permission.consent, permission.objection, people.contact_point


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


def names(connection: Connection, pks: Sequence[int]) -> dict[int, str]:
    """External ids by row id."""
    person = people.contact
    queries = (select(person.c.id, person.c.external_id).where(person.c.id.in_(some)) for some in portions(pks))
    return {pk: name for query in queries for pk, name in connection.execute(query)}


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


Signs = Mapping[int, frozenset[tuple[str, int]]]
"""By contact row id: every row that may take her out of a list. A row more than before: something has happened."""


def listed_in(export_pk: int) -> Select[Any]:
    """Row ids of the contacts noted for a list."""
    return select(_member.c.contact_id).where(_member.c.export_id == export_pk, _member.c.contact_id.is_not(None))


def listed_at(platform: Platform) -> Select[Any]:
    """Row ids of the contacts whose addresses a network may have."""
    mine = _member.c.platform == platform.value
    return select(_member.c.contact_id).where(mine, _member.c.contact_id.is_not(None)).distinct()


def alive(connection: Connection, whom: Sequence[int] | Select[Any]) -> set[int]:
    """Who of these is still on file: the others were erased."""
    return set(connection.execute(select(people.contact.c.id).where(people.contact.c.id.in_(whom))).scalars())


def signs(connection: Connection, whom: Sequence[int] | Select[Any], now: datetime) -> Signs:
    """What stands against these people, whether it reaches a list or not: nobody has judged yet. Eight statements.

    Objections (also of somebody on the same address), consents that ended, restriction, reasons that exclude, addresses
    out of use, unread replies, pauses. Cheap enough for everybody on a list, under the locks of all of them.
    """
    person, left, reply, wish = people.contact, people.cancellation, inbound.reply, permission.preference
    ended = or_(_consent.c.withdrawn_at.is_not(None), _consent.c.valid_until <= now)
    excluded = or_(*(column.in_(EXCLUDING_REASONS) for column in (left.c.reason, left.c.reason_confirmed)))
    looks = (
        _sign("objection", _objection, _objection.c.contact_id),
        _sign("objection", _objection, _point.c.contact_id).join(_point, _point.c.hash == _objection.c.address_hash),
        _sign("consent", _consent, _consent.c.contact_id).where(_consent.c.medium.in_(_TOLD_BY), ended),
        _sign("contact", person, person.c.id).where(or_(person.c.restricted_at.is_not(None), person.c.minor)),
        _sign("cancellation", left, left.c.contact_id).where(excluded),
        _sign("address", _point, _point.c.contact_id).where(~_point.c.valid),
        _sign("reply", reply, reply.c.contact_id).where(reply.c.stop == "hold"),
        _sign("pause", wish, wish.c.contact_id).where(wish.c.paused_until > now),
    )
    found: dict[int, set[tuple[str, int]]] = {}
    for look in looks:
        for kind, pk, whose in connection.execute(look.where(look.selected_columns.whose.in_(whom))):
            found.setdefault(whose, set()).add((kind, pk))
    return {whose: frozenset(rows) for whose, rows in found.items()}


_BY_NUMBER: Final = tuple(sorted(medium.value for medium in (Medium.PHONE, Medium.PHONE_AUTO, Medium.SMS)))
_TOLD_BY: Final = (Medium.AUDIENCE_UPLOAD.value, *_BY_NUMBER)
"""Consents whose end may take an address out: to lists, and to advertising by the number."""


def _sign(kind: str, table: Any, whose: Any) -> Select[Any]:
    return select(literal(kind).label("kind"), table.c.id, whose.label("whose"))


def doubtful(connection: Connection, now: datetime) -> tuple[list[Member], dict[Platform, int]]:
    """(members of whom something has happened since that may take them out, how many members of people erased).

    A cheap look for `status` and `doctor`: whoever it finds is then judged, nobody else is read.
    """
    person, whose, left, wish = people.contact, _member.c.contact_id, people.cancellation, permission.preference
    ended = or_(_consent.c.withdrawn_at.is_not(None), _consent.c.valid_until <= now)
    excluded = or_(*(column.in_(EXCLUDING_REASONS) for column in (left.c.reason, left.c.reason_confirmed)))
    same_kind = (_point.c.contact_id == whose, _point.c.medium == _member.c.medium)
    mine = select(_member.c.id)
    looks = (
        mine.join(_objection, _objection.c.contact_id == whose),
        mine.join(_point, _point.c.contact_id == whose).join(_objection, _objection.c.address_hash == _point.c.hash),
        mine.join(_consent, _consent.c.external_id == _member.c.consent).where(ended),
        mine.join(_consent, _consent.c.contact_id == whose).where(_consent.c.medium.in_(_BY_NUMBER), ended),
        mine.join(person, person.c.id == whose).where(or_(person.c.restricted_at.is_not(None), person.c.minor)),
        mine.join(left, left.c.contact_id == whose).where(excluded),
        mine.join(wish, wish.c.contact_id == whose).where(wish.c.paused_until > now),
        mine.join(_point, same_kind[0]).where(same_kind[1], _point.c.since >= _member.c.at),
        mine.where(whose.is_not(None), ~exists().where(*same_kind, _point.c.valid)),
    )
    found = {pk for look in looks for pk in connection.execute(look).scalars()}
    erased = select(_member.c.platform, func.count()).where(whose.is_(None)).group_by(_member.c.platform)
    gone = {Platform(name): number for name, number in connection.execute(erased)}
    return ([one for one in members(connection) if one.pk in found] if found else []), gone
