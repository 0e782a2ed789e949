"""Who has objected to advertising is not scored for it either (Art. 21 Abs. 2 DSGVO): no segment, no list, no run."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from campaigns.facts import consent_fact
from campaigns.house import House
from compliance.consents import judge
from compliance.facts import ConsentFact, ContractState, Facts, ObjectionFact, SaleFact
from compliance.objections import in_force
from compliance.releases import effective
from compliance.rulebook import rule_on
from compliance.verdict import Ruling, Verdict
from contacts.contact import Contact, ContactPoint
from contacts.contract import Contract
from contacts.medium import Medium, Purpose
from sequences.definition import Channel, Sequence
from store import cases, consents, people
from store.case import ConsentRow, Run

Tried = tuple[tuple[Channel, Ruling], ...]
"""Channels in the order they were asked, each with its ruling."""

_ALL = frozenset(channel.medium for channel in Channel)


def keeps_out(
    connection: Connection,
    house: House,
    contact_pk: int,
    contract: Contract | None,
    sequence: Sequence,
    now: datetime,
) -> Tried:
    """Why an advertising sequence has no way left to this person: then she is not enrolled at all. Empty when it has.

    The rulings of the first step's channels on scoring her, so that `why` shows the objection with its wording. A list
    that cannot be read keeps nobody out for good; its rule holds the messages back (Art. 25 Abs. 2 DSGVO).
    """
    if not sequence.purpose.is_advertising:
        return ()
    objections = cases.objections_of(connection, contact_pk)
    if not objections:
        return ()
    contact, points, _ = people.contact(connection, contact_pk)
    given = consents.consents(connection, contact_pk=contact_pk)
    if not _forbidden(house, contact, contract, points, given, objections, _ways(sequence), now):
        return ()
    facts = tuple(consent_fact(row, contract, points) for row in given)
    return tuple(
        (
            channel,
            rule_on(_facts(contact, contract, facts, objections, channel.medium, Purpose.PROFILING, now), house.policy),
        )
        for channel in sequence.steps[0].channels
    )


def carries(connection: Connection, house: House, contact_pk: int, now: datetime) -> bool:
    """True when a consent on file proves that this person may be advertised to, on whatever medium it names."""
    contact, points, _ = people.contact(connection, contact_pk)
    facts = tuple(consent_fact(row, None, points) for row in consents.consents(connection, contact_pk=contact_pk))
    policy = effective(house.policy)
    return any(
        judge(fact, _facts(contact, None, facts, (), fact.medium, Purpose.ADVERTISING, now), policy)[0] is Verdict.ALLOW
        for fact in facts
    )


def hidden(house: House, run: Run, now: datetime, sequence: Sequence | None = None) -> bool:
    """The same for somebody already read: on all ways of the house, or of one advertising sequence."""
    if not run.objections or (sequence is not None and not sequence.purpose.is_advertising):
        return False
    ways = _ways(sequence) if sequence is not None else _ALL
    return _forbidden(house, run.contact, run.contract, run.points, run.consents, run.objections, ways, now)


def _ways(sequence: Sequence) -> frozenset[Medium]:
    return frozenset(channel.medium for step in sequence.steps for channel in step.channels)


def _forbidden(
    house: House,
    contact: Contact,
    contract: Contract | None,
    points: Collection[ContactPoint],
    given: Collection[ConsentRow],
    objections: tuple[ObjectionFact, ...],
    media: Collection[Medium],
    now: datetime,
) -> bool:
    """True when an objection is in force on each of the media; a later consent lifts it for its own (R139)."""
    policy = effective(house.policy)
    facts = tuple(consent_fact(row, contract, points) for row in given)
    return all(
        in_force(_facts(contact, contract, facts, objections, medium, Purpose.ADVERTISING, now), policy)
        for medium in media
    )


def _facts(
    contact: Contact,
    contract: Contract | None,
    consents_given: tuple[ConsentFact, ...],
    objections: tuple[ObjectionFact, ...],
    medium: Medium,
    purpose: Purpose,
    now: datetime,
) -> Facts:
    return Facts(
        now=now,
        timezone=contact.timezone,
        recipient=contact.kind,
        medium=medium,
        purpose=purpose,
        consents=consents_given,
        objections=objections,
        sale=SaleFact(ContractState.NOTICE if contract is not None else ContractState.NONE),
    )
