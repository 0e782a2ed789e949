"""config.toml: read, checked, frozen. Every problem at its place, in German; nothing is guessed."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from pydantic import Field, TypeAdapter, ValidationError

from campaigns.settings.audience import AudienceTable, audience_problems
from campaigns.settings.authority import AuthorityTable, authority_problems
from campaigns.settings.consent_text import ConsentTextTable, check_texts
from campaigns.settings.handover import HandoverTable, calendar_problems
from campaigns.settings.legal_form import brand_problems, sender_problems
from campaigns.settings.letter import Letter, letter_problems
from campaigns.settings.mailbox import MailboxTable, mailbox_problems
from campaigns.settings.offer import OfferTable, offer_problems
from campaigns.settings.partners import ApiTable, WebhookTable, partner_problems
from campaigns.settings.people import PersonTable, TasksTable, dial_problems, people_problems
from campaigns.settings.policy import PolicyTable
from campaigns.settings.replies import Replies
from campaigns.settings.retention import Retention
from campaigns.settings.sections import (
    Activation,
    Brand,
    Cap,
    CollectionTable,
    Daemon,
    Intake,
    Metrics,
    Recipient,
    Secrets,
    Sender,
    Web,
    Window,
)
from campaigns.settings.transport import Database, EmailSection
from compliance.releases import LENIENT
from contacts.cancellation import REASONS
from sequences.grammar.problem import Problem, did_you_mean, in_order, listed
from sequences.grammar.toml_source import Source, parse, read_text
from sequences.grammar.translate import homes_of, problems_of
from sequences.grammar.values import Line, Table

SHIPPED_CAPS = (
    {"per": "person", "media": "any", "max": 1, "window_days": 5, "outcome": "postpone"},
    {"per": "person", "media": "any", "max": 6, "window_days": 91, "outcome": "postpone"},
    {"per": "person", "media": "any", "max": 9, "window_days": 540, "outcome": "postpone"},
    {"per": "person", "media": ["post"], "max": 3, "window_days": 365, "outcome": "next_channel"},
    {"per": "person", "media": ["phone"], "max": 1, "window_days": 1, "outcome": "next_channel"},
    {"per": "person", "media": ["phone"], "max": 2, "window_days": 7, "outcome": "next_channel"},
    {"per": "company", "media": "any", "max": 2, "window_days": 5, "outcome": "postpone"},
)


class Paths(Table):
    sequences: list[Line] = Field(
        default=["sequences"], min_length=1, description="Ordner der Sequenzen, spätere gewinnen"
    )
    templates: list[Line] = Field(
        default=["templates_de"], min_length=1, description="Ordner der Texte, spätere gewinnen"
    )


class Settings(Table):
    """One installation = one legal sender. Relative paths: `paths` from the project's root, the rest from the state."""

    sender: Sender = Field(description="wer sendet: Pflichtangaben")
    brand: list[Brand] = Field(min_length=1, description="Marken, die erste ist die Voreinstellung")
    paths: Paths = Field(default=Paths(), description="Ordner")
    database: Database = Field(default=Database(), description="Datenbank")
    daemon: Daemon = Field(default=Daemon(), description="Arbeitstakt")
    email: EmailSection = Field(default=EmailSection(), description="E-Mail-Versand")
    activation: Activation = Field(description="bis zur Freischaltung")
    letter: Letter = Field(default=Letter(), description="Briefe")
    audience: list[AudienceTable] = Field(default=[], description="Werbenetze, die Listen von Prüfsummen bekommen")
    mailbox: list[MailboxTable] = Field(default=[MailboxTable()], min_length=1, description="Postfächer für Antworten")
    replies: Replies = Field(default=Replies(), description="was Antworten und Rückläufer bewirken")
    person: list[PersonTable] = Field(default=[], description="Menschen, die Aufgaben bekommen")
    tasks: TasksTable = Field(default=TasksTable(), description="Aufgaben: wie viele am Tag, wann eskaliert wird")
    handover: HandoverTable = Field(default=HandoverTable(), description="Übergabe von Aufgaben: Morgenmail, Kalender")
    intake: Intake = Field(default=Intake(), description="Einlesen von Dateien")
    window: Window = Field(default=Window(), description="Sendezeiten für Werbung")
    cap: list[Cap] = Field(
        default=[Cap.model_validate(cap) for cap in SHIPPED_CAPS], min_length=1, description="Obergrenzen"
    )
    reasons: dict[str, Line] = Field(default={}, description="eigene Kündigungsgründe: kennung = Text")
    policy: PolicyTable = Field(default=PolicyTable(), description="strittige Rechtsfragen")
    collection: CollectionTable = Field(default=CollectionTable(), description="Hinweis bei der Erhebung")
    web: Web = Field(description="Webdienst")
    recipient: list[Recipient] = Field(default=[], description="Empfänger von Daten (Art. 15, 19, 28, 30 DSGVO)")
    retention: Retention = Field(default=Retention(), description="Löschfristen")
    offer: list[OfferTable] = Field(default=[], description="Angebote mit Preis, Bedingungen und Ende")
    authority: list[AuthorityTable] = Field(default=[], description="was jede Rolle im Gespräch allein zusagen darf")
    consent_text: list[ConsentTextTable] = Field(default=[], description="Wortlaut der Einwilligungen")
    api: list[ApiTable] = Field(default=[], description="andere Systeme, die uns etwas melden")
    webhook: list[WebhookTable] = Field(default=[], description="andere Systeme, denen wir etwas melden")
    metrics: Metrics = Field(default=Metrics(), description="Messwerte")
    secrets: Secrets = Field(default=Secrets(), description="Schlüssel")

    @property
    def all_reasons(self) -> frozenset[str]:
        """Shipped and own churn reasons."""
        return frozenset(REASONS) | frozenset(self.reasons)


def load_settings(path: Path) -> Settings | tuple[Problem, ...]:
    """The settings of a file, or all its problems from top to bottom. Never raises for what is in the file."""
    text = read_text(path, path.name)
    if isinstance(text, Problem):
        return (text,)
    return parse_settings(text, path.name)


def parse_settings(text: str, file: str) -> Settings | tuple[Problem, ...]:
    """The same for a text; `file` is the name shown."""
    source = parse(text, file)
    if source.data is None:
        return in_order(source.problems)
    try:
        settings = Settings.model_validate(source.data)
    except ValidationError as error:
        rest = _between(_readable(source.data), source)
        return in_order([*source.problems, *problems_of(error, Settings, source), *rest])
    problems = [*source.problems, *_between(settings, source)]
    return in_order(problems) if problems else settings


def salvaged(path: Path) -> Settings | None:
    """The right sections of a file with problems, so that `check` can look at the sequences too.

    None when what sequences are read by (brands, folders, reasons, caps, letters) is itself among the problems.
    """
    text = read_text(path, path.name)
    source = parse(text, path.name) if isinstance(text, str) else None
    if source is None or source.data is None:
        return None
    homes = homes_of(Settings)
    if any(key not in homes or _SEQUENCE_HOMES & set(homes[key]) for key in source.lost):
        return None
    settings = _readable(source.data)
    right = settings.model_fields_set - ({"brand"} if not settings.brand else set())
    return settings if _SEQUENCE_SECTIONS & source.data.keys() <= right and settings.brand else None


_SEQUENCE_SECTIONS = frozenset({"brand", "paths", "reasons", "cap", "letter"})
_SEQUENCE_HOMES = frozenset({"[[brand]]", "[paths]", "[[cap]]"})


def _readable(data: Mapping[str, Any]) -> Settings:
    """The sections that are right by themselves, so that what they say about each other is reported as well."""
    sections: dict[str, Any] = {"brand": []}
    for name, field in Settings.model_fields.items():
        with contextlib.suppress(ValidationError, KeyError):
            sections[name] = TypeAdapter[Any](cast("Any", field.annotation)).validate_python(data[name])
    return Settings.model_construct(None, **sections)


def _between(settings: Settings, source: Source) -> Iterator[Problem]:
    """What one key says about another."""
    if "sender" in settings.model_fields_set:
        yield from sender_problems(settings.sender, source)
    yield from _brands(settings, source)
    yield from _reasons(settings, source)
    yield from offer_problems(settings.offer, source)
    yield from authority_problems(settings.authority, source)
    yield from _policy(settings, source)
    yield from _recipients(settings, source)
    if "recipient" in settings.model_fields_set or "recipient" not in (source.data or {}):
        yield from letter_problems(settings.letter, settings.recipient, source)
        yield from audience_problems(settings.audience, settings.recipient, source)
    yield from _consent_texts(settings, source)
    yield from mailbox_problems(settings.mailbox, source)
    yield from partner_problems(settings.api, settings.webhook, source)
    yield from people_problems(settings.person, source)
    yield from calendar_problems(settings.person, source)
    yield from dial_problems(settings.cap, source)
    if settings.window.start >= settings.window.end:
        yield source.problem(("window", "from"), "das Fenster ist leer; erlaubt ist from vor to", at_value=True)
    for number, cap in enumerate(settings.cap):
        if cap.min_gap_days > cap.window_days * cap.max:
            message = "der Mindestabstand ist größer als das ganze Zeitfenster; prüfen Sie max und window_days"
            yield source.problem(("cap", number, "min_gap_days"), message, at_value=True)


def _brands(settings: Settings, source: Source) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, brand in enumerate(settings.brand):
        if brand.id in seen:
            message = f"die Marke „{brand.id}“ steht zweimal; jede Kennung darf einmal vorkommen"
            yield source.problem(("brand", number, "id"), message, at_value=True)
        seen.add(brand.id)
        if "sender" in settings.model_fields_set:
            yield from brand_problems(brand, number, settings.sender, source)


def _consent_texts(settings: Settings, source: Source) -> Iterator[Problem]:
    sender = getattr(settings, "sender", None)  # a section with faults of its own is left out here
    if sender is not None:
        brands = frozenset(brand.id for brand in settings.brand)
        yield from check_texts(settings.consent_text, sender.name, brands, source)


def _recipients(settings: Settings, source: Source) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, recipient in enumerate(settings.recipient):
        if recipient.id in seen:
            message = f"den Empfänger „{recipient.id}“ gibt es schon; jede Kennung darf einmal vorkommen"
            yield source.problem(("recipient", number, "id"), message, at_value=True)
        seen.add(recipient.id)


def _reasons(settings: Settings, source: Source) -> Iterator[Problem]:
    homes = homes_of(Settings)
    for key in settings.reasons:
        if key in REASONS:
            yield source.problem(
                ("reasons", key), "diesen Grund gibt es schon; erlaubt sind eigene, zusätzliche Gründe"
            )
        elif key in homes:
            message = (
                f"so heißt ein Schlüssel aus {' oder '.join(homes[key])}; er zählt zum Abschnitt, der über ihm steht"
            )
            yield source.problem(("reasons", key), message)
        elif not re.fullmatch(r"[a-z][a-z0-9_]*", key):
            yield source.problem(("reasons", key), "kein Name eines Grundes; erlaubt sind a-z, 0-9 und _")


def _policy(settings: Settings, source: Source) -> Iterator[Problem]:
    """law.md 1.5: a lenient reading counts only with the signature of the data-protection officer."""
    policy = settings.policy
    for name in policy.release:
        if name not in LENIENT:
            message = f"unbekanntes Feld; erlaubt ist {listed(LENIENT)}{did_you_mean(name, LENIENT)}"
            yield source.problem(("policy", "release", name), message)
    for name, lenient in LENIENT.items():
        if lenient(getattr(policy, name)) and name not in policy.release:
            message = (
                "dieser Wert ist lockerer als die Voreinstellung und braucht eine Freigabe; "
                f"erlaubt ist er zusammen mit [policy.release.{name}] und by, on, reason"
            )
            yield source.problem(("policy", name), message, at_value=True)
