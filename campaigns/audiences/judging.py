"""Whose addresses may stand in a list for an advertising network: the rulebook's answer for each single person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from campaigns.facts import consent_fact
from campaigns.house import House
from compliance.consents import judge
from compliance.facts import ConsentFact, Facts, MessageFact, OwnPause, Proof
from compliance.objections import number_refused
from compliance.releases import effective
from compliance.rulebook import rule_on
from compliance.verdict import Verdict
from contacts.audience import digest, takes
from contacts.cancellation import EXCLUDING_REASONS
from contacts.consent import MATCHED_BY, Consent
from contacts.contact import ContactPoint
from contacts.medium import Medium, Platform, Purpose
from store import audience_people
from store.audience_people import Person
from store.case import Wishes

_PORTION = 1_000
"""People read and judged at a time."""
_UNKNOWN = frozenset({"unclassified_reply", "suppression_store"})
_BY_MAIL = frozenset({Medium.EMAIL})


@dataclass(frozen=True, slots=True)
class Hashed:
    """One address as it stands in the list, and the consent (external id) that lets it."""

    medium: Medium
    sha256: str
    consent: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One person: `hashed` is empty when nothing of her may stand in the list; `reason` is a code of reason_words.

    `waits`: nobody knows yet (a reply is unread, objections cannot be read). She comes into no list, and out of none.
    """

    contact_pk: int
    contact: str
    hashed: tuple[Hashed, ...]
    reason: str
    waits: bool = False


def judged(
    connection: Connection, house: House, platform: Platform, pks: Sequence[int], now: datetime
) -> Iterator[Judged]:
    """Everybody of these, in the order of their row ids. Caps do not apply: nobody hears from us by a list."""
    for begin in range(0, len(pks), _PORTION):
        for person in audience_people.people_of(connection, pks[begin : begin + _PORTION], now, house.horizon):
            yield _judged(house, person, platform, now)


def _judged(house: House, person: Person, platform: Platform, now: datetime) -> Judged:
    excluded = sorted(person.reasons & EXCLUDING_REASONS)
    if excluded:
        return Judged(person.pk, person.contact.external_id, (), f"excluded:{excluded[0]}")
    facts = _facts(house, person, platform, now)
    ruling = rule_on(facts, house.policy)
    hashed = tuple(_hashed(house, person, facts, platform)) if ruling.verdict.allows else ()
    waits = ruling.verdict is Verdict.DEFER and ruling.rule in _UNKNOWN
    return Judged(person.pk, person.contact.external_id, hashed, ruling.rule, waits)


def _facts(house: House, person: Person, platform: Platform, now: datetime) -> Facts:
    around = person.around
    wishes: Wishes = around["wishes"]
    wish = wishes.preference
    paused = wish.paused_until if wish is not None else None
    return Facts(
        now=now,
        timezone=person.contact.timezone,
        recipient=person.contact.kind,
        medium=Medium.AUDIENCE_UPLOAD,
        purpose=Purpose.ADVERTISING,
        platform=platform,
        has_address=any(_in_use(person, medium) for medium in MATCHED_BY),
        tier=person.contact.tier,
        minor=person.contact.minor,
        consents=tuple(consent_fact(row, person.contract, around["points"]) for row in around["consents"]),
        objections=around["objections"],
        message=MessageFact(processor_contract=platform in house.audiences),
        restricted_at=wishes.restricted_at,
        own_pause=OwnPause(wish.id, paused) if wish is not None and paused is not None else None,
        suppression_store_up=around["suppression_up"] and house.list_readable,
        unclassified_reply=around["reply_held"],
    )


def _hashed(house: House, person: Person, facts: Facts, platform: Platform) -> Iterator[Hashed]:
    """Each kind of address once, by the first consent that carries it."""
    policy = effective(house.policy)
    known: dict[str, Consent] = {row.consent.external_id: row.consent for row in person.around["consents"]}
    carrying = [fact for fact in facts.consents if judge(fact, facts, policy)[0] is Verdict.ALLOW]
    for medium in MATCHED_BY:
        point = _in_use(person, medium)
        if point is None or not takes(platform, medium):
            continue
        for fact in carrying:
            if not _covers(known[fact.id], fact, point):
                continue
            if medium is Medium.PHONE and number_refused(facts, fact.granted_at, policy):
                continue  # Art. 21 Abs. 2, 3 DSGVO: no advertising by this number
            yield Hashed(medium, digest(platform, medium, point.normalised), fact.id)
            break


def _covers(consent: Consent, fact: ConsentFact, point: ContactPoint) -> bool:
    """A number only where the consent names numbers, is not proven by a mailbox alone, and is not older than it."""
    if point.medium not in (consent.matched_by or _BY_MAIL):
        return False
    if point.medium is Medium.EMAIL:
        return True
    return fact.proof is not Proof.EMAIL_DOI and (point.since is None or consent.granted_at >= point.since)


def _in_use(person: Person, medium: Medium) -> ContactPoint | None:
    points: tuple[ContactPoint, ...] = person.around["points"]
    return next((point for point in points if point.medium is medium and point.valid), None)
