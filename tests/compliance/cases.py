"""Facts to vary: one lawful case per medium at a fixed Wednesday morning."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from compliance.facts import CapCount, ConsentFact, ContractState, Facts, MessageFact, Proof, SaleFact
from compliance.policy import Policy
from compliance.rulebook import rule_on
from compliance.verdict import Gate, Ruling
from contacts.contact import ContactKind
from contacts.contract import AddressSource, ObjectionNotice
from contacts.medium import Medium, Platform, Purpose

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
POLICY = Policy()


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def consent(medium: Medium = Medium.EMAIL, **changes) -> ConsentFact:
    proof = Proof.EMAIL_DOI if medium is Medium.EMAIL else Proof.RECORDED
    named = frozenset({Platform.LINKEDIN} if medium is Medium.AUDIENCE_UPLOAD else ())
    base = {"id": "c1", "medium": medium, "proof": proof, "granted_at": ago(60), "platforms": named}
    return ConsentFact(**{**base, **changes})


def facts(medium: Medium = Medium.EMAIL, purpose: Purpose = Purpose.ADVERTISING, **changes) -> Facts:
    base = {"now": NOW, "timezone": "Europe/Berlin", "recipient": ContactKind.CONSUMER}
    base["platform"] = Platform.LINKEDIN if medium is Medium.AUDIENCE_UPLOAD else None
    return Facts(**{**base, "medium": medium, "purpose": purpose, **changes})


def customer(**changes) -> SaleFact:
    """An existing customer for whom § 7 Abs. 3 UWG and a letter both carry."""
    base = {
        "state": ContractState.ACTIVE,
        "address_source": AddressSource.SELF_GIVEN,
        "objection_notice": ObjectionNotice.YES,
        "letters_notice": True,
    }
    return SaleFact(**{**base, **changes})


def mail(**changes) -> Facts:
    return facts(**{"consents": (consent(),), **changes})


def call(**changes) -> Facts:
    return facts(Medium.PHONE, **{"consents": (consent(Medium.PHONE),), **changes})


def letter(**changes) -> Facts:
    return facts(Medium.POST, **{"sale": customer(), **changes})


def cap(outcome: str, days: float, name: str = "cap") -> CapCount:
    """A cap on every medium that is full and free again in so many days."""
    media = frozenset(Medium)
    return CapCount(name, "person", media, 1, 5, 0, outcome, 1, ago(1), NOW + timedelta(days=days))


def message(**changes) -> MessageFact:
    return MessageFact(**changes)


def rule(of: Facts, policy: Policy = POLICY) -> Ruling:
    return rule_on(of, policy)


def gate(ruling: Ruling, name: str) -> Gate:
    return next(gate for gate in ruling.gates if gate.rule == name)
