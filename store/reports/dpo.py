"""What a data-protection officer counts: sends by basis, refusals by reason, consents without a proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from contacts.consent import ConsentMethod
from store.tables import people, permission, runs

_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Counted:
    """How many steps of a purpose (None: not known) one rule has let go or refused."""

    purpose: str | None
    verdict: str | None
    rule: str | None
    number: int


def sends(connection: Connection, since: datetime | None) -> list[Counted]:
    """Steps that left, each once, by purpose and the rule they rested on; the most frequent first."""
    return _by_rule(connection, since, ("send",))


def refusals(connection: Connection, since: datetime | None) -> list[Counted]:
    """Steps that the law or a cap refused (DENY, DENY_DEFAULT), each once per rule; the most frequent first."""
    return [one for one in _by_rule(connection, since, ("skip", "stop", "hold")) if one.verdict]


def _by_rule(connection: Connection, since: datetime | None, decisions: tuple[str, ...]) -> list[Counted]:
    decision, touch = runs.decision, runs.touch
    number = func.count(func.distinct(decision.c.touch_id))
    query = (
        select(touch.c.purpose, decision.c.verdict, decision.c.rule, number)
        .join(touch, touch.c.id == decision.c.touch_id)
        .where(decision.c.decision.in_(decisions))
        .group_by(touch.c.purpose, decision.c.verdict, decision.c.rule)
        .order_by(number.desc(), touch.c.purpose, decision.c.rule)
    )
    if since is not None:
        query = query.where(decision.c.at >= since)
    return [Counted(*row) for row in connection.execute(query)]


def without_proof(connection: Connection) -> tuple[int, list[tuple[str, str, str]]]:
    """(number, the first 50 as (consent, contact, medium)) of consents in force whose declaration is not on file."""
    table = permission.consent
    lacking = or_(
        table.c.method == ConsentMethod.FLAG.value,
        table.c.text == "",
        table.c.proof_ref == "",
        (table.c.method == ConsentMethod.DOI.value) & table.c.confirmed_at.is_(None),
    )
    found = (table.c.withdrawn_at.is_(None), lacking)
    number: int = connection.execute(select(func.count()).select_from(table).where(*found)).scalar_one()
    query = (
        select(table.c.external_id, people.contact.c.external_id, table.c.medium)
        .join(people.contact, people.contact.c.id == table.c.contact_id)
        .where(*found)
        .order_by(table.c.granted_at, table.c.id)
        .limit(_SHOWN)
    )
    return number, [(row[0], row[1], row[2]) for row in connection.execute(query)]


def presumptions(connection: Connection, since: datetime | None) -> list[tuple[str, str, str, datetime]]:
    """(id, contact, released by, released at) of business calls that a person has released; the newest first."""
    table = permission.presumption
    query = select(table.c.external_id, people.contact.c.external_id, table.c.released_by, table.c.released_at).join(
        people.contact, people.contact.c.id == table.c.contact_id
    )
    if since is not None:
        query = query.where(table.c.released_at >= since)
    found = connection.execute(query.order_by(table.c.released_at.desc(), table.c.id))
    return [(row[0], row[1], row[2], row[3]) for row in found]
