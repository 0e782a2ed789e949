"""Where a person stands: objections and consents on file, each judged by the same rules that judge a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from campaigns.evidence.uses import Use, uses_by_evidence
from campaigns.facts import consent_fact
from campaigns.house import House
from compliance.consents import judge
from compliance.facts import ConsentFact, Facts
from compliance.objections import in_force
from compliance.releases import effective
from compliance.verdict import Verdict
from contacts.consent import Consent, ConsentEvent
from contacts.contact import Contact, ContactPoint
from contacts.contract import Contract
from contacts.medium import Medium, Purpose
from store import consents as ledger
from store import decisions, people, permissions
from store.consents import StoredConsent
from store.permissions import StoredObjection

MEDIA = (Medium.EMAIL, Medium.PHONE, Medium.POST, Medium.LINKEDIN_DM)
"""The ways this house goes."""

_RESTRICTED = "Die Daten sind eingeschränkt, nichts stützt sich darauf (Art. 18 DSGVO)."
_AHEAD = "Sie ist auf einen Tag in der Zukunft datiert; bis dahin zählt sie nicht."


@dataclass(frozen=True, slots=True)
class Objected:
    """An objection and the media whose advertising it forbids at the moment; empty when a later consent lifted it."""

    stored: StoredObjection
    media: tuple[Medium, ...]


@dataclass(frozen=True, slots=True)
class Consented:
    """A consent, and whether it carries advertising at the moment, with the reason in a German sentence."""

    stored: StoredConsent
    carries: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A person as of one moment. `restricted`: since when her data is only stored, and why (Art. 18 DSGVO)."""

    contact: Contact
    points: tuple[ContactPoint, ...]
    contract: Contract | None
    objections: tuple[Objected, ...]
    consents: tuple[Consented, ...]
    restricted: tuple[datetime, str] | None = None


def standing(connection: Connection, house: House, contact_pk: int, now: datetime) -> Standing:
    """What was on file about a contact and in force at `now`."""
    contact, points, _ = people.contact(connection, contact_pk)
    found = people.contract_of_contact(connection, contact_pk, None)
    contract = found[1] if found else None
    uses = uses_by_evidence(decisions.history(connection, contact=contact.external_id, until=now))
    consents = [_as_of(connection, row, now, uses) for row in ledger.consents(connection, contact_pk=contact_pk)]
    # One that is dated ahead is on file all the same; one that came later was not known at the time.
    consents = [row for row in consents if now >= min(row.consent.granted_at, row.recorded_at)]
    facts = tuple(consent_fact(row, contract, points) for row in consents)
    policy = effective(house.policy)
    limited = people.restriction(connection, contact_pk)
    restricted = limited if limited is not None and limited[0] <= now else None
    declared = [row for row in permissions.objections(connection, contact_pk) if row.fact.received_at <= now]

    def asked(medium: Medium, purpose: Purpose) -> Facts:
        return Facts(
            now=now,
            timezone=contact.timezone,
            recipient=contact.kind,
            medium=medium,
            purpose=purpose,
            consents=tuple(fact for fact in facts if fact.granted_at <= now),
            objections=tuple(row.fact for row in declared),
        )

    def forbidden(row: StoredObjection) -> tuple[Medium, ...]:
        about = [replace(asked(medium, Purpose.ADVERTISING), objections=(row.fact,)) for medium in MEDIA]
        return tuple(one.medium for one in about if in_force(one, policy))

    def judged(row: StoredConsent, fact: ConsentFact) -> Consented:
        if restricted is not None:
            return Consented(row, carries=False, reason=_RESTRICTED)
        if row.consent.granted_at > now:
            return Consented(row, carries=False, reason=_AHEAD)
        # A consent to lists is asked about the first network that it names.
        about = replace(asked(row.consent.medium, _purpose(row.consent)), platform=min(fact.platforms, default=None))
        verdict, reason = judge(fact, about, policy)
        if verdict is Verdict.ALLOW and in_force(about, policy):
            return Consented(row, carries=False, reason="Der Werbung auf diesem Weg wurde widersprochen.")
        return Consented(row, verdict is Verdict.ALLOW, reason)

    return Standing(
        contact=contact,
        points=points,
        contract=contract,
        objections=tuple(Objected(row, forbidden(row)) for row in declared),
        restricted=restricted,
        consents=tuple(judged(row, fact) for row, fact in zip(consents, facts, strict=True)),
    )


def forbids(objections: Sequence[Objected]) -> frozenset[Medium]:
    """All media on which an objection is in force."""
    return frozenset(medium for one in objections for medium in one.media)


def _as_of(
    connection: Connection, row: StoredConsent, now: datetime, uses: Mapping[str, Sequence[Use]]
) -> StoredConsent:
    """The consent as it stood at `now`: a later withdrawal, confirmation or use had not happened."""
    consent, used = row.consent, row.last_used_at
    if used is not None and used > now:
        entries = ledger.trail(connection, consent.external_id)
        written = [one.at for one in entries if one.event is ConsentEvent.USED and one.at <= now]
        # Uses from before the ledger are known by their decisions.
        used = max(written or (use.at for use in uses.get(consent.external_id, ())), default=None)
    past = replace(
        consent,
        confirmed_at=_past(consent.confirmed_at, now),
        withdrawn_at=_past(consent.withdrawn_at, now),
    )
    return replace(row, consent=past, last_used_at=used)


def _past(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment is not None and moment <= now else None


def _purpose(consent: Consent) -> Purpose:
    """What a consent is judged for: advertising where it names it, else the first purpose it does name."""
    if not consent.purposes or Purpose.ADVERTISING in consent.purposes:
        return Purpose.ADVERTISING
    return min(consent.purposes)
