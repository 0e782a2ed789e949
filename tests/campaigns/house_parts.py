"""What houses in tests are made of: sequence files, templates, carriers' answers, people and their consents."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache

from campaigns import bootstrap
from campaigns.catalog import vocabulary_of
from campaigns.definitions import Definitions
from campaigns.imports import CustomerRow
from campaigns.rendering import Templates
from channels.channel import Outcome, Receipt
from channels.email.recording import Scripted
from contacts import normalize
from contacts.consent import Consent, ConsentMethod
from contacts.contact import Company, Contact, ContactKind, ContactPoint, PostalAddress, Tier
from contacts.contract import AddressSource, Contract, ObjectionNotice
from contacts.medium import Medium, Purpose
from sequences.definition import Sequence
from sequences.grammar.load import parse_sequence

HARBOUR = PostalAddress("Hafenweg 1", "24103", "Kiel")


@lru_cache
def shipped() -> bootstrap.Read:
    """The shipped configuration and sequences, read once."""
    read = bootstrap.read(bootstrap.ROOT / "config.toml")
    assert isinstance(read, bootstrap.Read), read
    return read


@lru_cache
def parsed(name: str, text: str) -> Sequence:
    """A sequence from its TOML text; its problems are the test's failure."""
    sequence = parse_sequence(text, f"{name}.toml", vocabulary_of(shipped().settings))
    assert isinstance(sequence, Sequence), sequence
    return sequence


def definitions(texts: dict[str, str]) -> Definitions:
    return Definitions(
        {name: parsed(name, text) for name, text in texts.items()}, texts, vocabulary_of(shipped().settings)
    )


@lru_cache
def templates() -> Templates:
    """The shipped copy, compiled once for all houses."""
    return Templates([bootstrap.ROOT / "templates_de"])


@lru_cache
def measured_nobody() -> dict[str, str]:
    """The shipped sequence files without their holdouts: whom a test enrols, it wants to see run."""
    texts = shipped().catalog.texts
    return {name: re.sub(r"holdout_percent.*", "", text) for name, text in texts.items()}


def minimal(*steps: str, **head: str) -> str:
    """A sequence file: `steps` are the lines of each [[step]], `head` replaces or adds lines of [sequence]."""
    lines = {
        "title": '"Probe"',
        "status": '"live"',
        "day_zero": '"cancellation_received"',
        "purpose": '"advertising"',
        **head,
    }
    top = "[sequence]\n" + "\n".join(f"{key} = {value}" for key, value in lines.items())
    return top + "\n" + "\n".join(f"[[step]]\n{step}\n" for step in steps)


def step(name: str, when: str, channels: str = '"email"', template: str = "winback/day_07_news", *more: str) -> str:
    """The lines of one step."""
    return "\n".join((f'id = "{name}"', when, f"channels = [{channels}]", f'template = "{template}"', *more))


def answers(*outcomes: Outcome, blames: bool = False, after_go: bool = True) -> list[Scripted]:
    """A carrier's script: the receipts of the first mails."""
    codes = {Outcome.REFUSED: 550, Outcome.TRANSIENT: 451, Outcome.ACCEPTED: 250}
    return [
        Scripted(
            Receipt(one, codes.get(one, 0), "scripted", "recording", blames_recipient=blames and one == "refused"),
            after_go,
        )
        for one in outcomes
    ]


def customer_row(
    contact: str = "K-1",
    *,
    company: str | None = None,
    address: PostalAddress | None = HARBOUR,
    email: str | None = None,
    phone: str | None = None,
    profile: str | None = None,
    letters: bool = True,
    end: date | None = date(2026, 2, 28),
    **changes: object,
) -> CustomerRow:
    """A business customer in Kiel, contract ended on 28 February 2026, told about letters.

    Nobody knows since when: so the survey of the offboarding, which would count for the caps too, is not made.
    """
    number = "".join(c for c in contact if c.isdigit()) or "0"
    given = {
        Medium.EMAIL: f"k{number}@kunde{number}.example" if email is None else email,
        Medium.PHONE: phone,
        Medium.LINKEDIN_DM: profile,
    }
    points = tuple(
        ContactPoint(medium, raw, normalize.normalise(medium, raw) or raw) for medium, raw in given.items() if raw
    )
    person = Contact(
        **{
            "external_id": contact,
            "last_name": f"Petersen{number}",
            "first_name": "Wiebke",
            "salutation": "Frau",
            "kind": ContactKind.BUSINESS,
            "tier": Tier.STANDARD,
            "company": Company(company, company) if company else None,
            "address": address,
            "land": "SH",
            "owner_email": "amira.haddad@nordlicht.example",
            **changes,
        }
    )
    contract = Contract(
        f"V-{contact}",
        "auftragsbuch",
        end=end,
        address_source=AddressSource.SELF_GIVEN,
        objection_notice=ObjectionNotice.YES,
        notice_version="hinweis-1",
        letters_notice=letters,
    )
    return CustomerRow(person, points, contract)


def consent_row(contact: str = "K-1", medium: Medium = Medium.EMAIL, **changes: object) -> Consent:
    """A documented consent for advertising by `medium`, double opt-in for e-mail, else signed."""
    granted = datetime(2025, 11, 3, 9, 0, tzinfo=UTC)
    doi = medium is Medium.EMAIL
    values: dict[str, object] = {
        "external_id": f"EW-{contact}-{medium}",
        "contact_id": contact,
        "medium": medium,
        "granted_at": granted,
        "method": ConsentMethod.DOI if doi else ConsentMethod.SIGNED,
        "purposes": frozenset({Purpose.ADVERTISING, Purpose.SURVEY}),
        "text": "Ja, Sie dürfen mir Angebote schicken.",
        "text_version": "1",
        "proof_ref": "archiv/1",
        "declared_name": f"Anna {contact}",
        "declared_address": "Hafenweg 1, 24103 Kiel",
        "receiver": "WT-07",
        "confirmed_at": granted if doi else None,
    }
    return Consent(**{**values, **changes})
