"""A rich and a bare customer, a complete sender, and the shipped templates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from campaigns.rendering import Templates
from campaigns.rendering.context import (
    BrandInfo,
    Company,
    Declaration,
    News,
    OfferInfo,
    OptIn,
    PlanDates,
    RenderCase,
    Story,
)
from contacts.cancellation import Cancellation
from contacts.contact import Company as Employer
from contacts.contact import Contact, ContactKind
from contacts.contract import Contract

BERLIN = ZoneInfo("Europe/Berlin")
SHIPPED = Path(__file__).resolve().parents[2] / "templates_de"
TEMPLATES = Templates([SHIPPED])

COMPANY = Company(
    name="Nordlicht Software",
    legal_form="GmbH",
    street="Speicherstraße 7",
    postcode="20457",
    city="Hamburg",
    register_court="Amtsgericht Hamburg",
    register_number="HRB 123456",
    directors=("Ingrid Sommer",),
    email="post@nordlicht.example",
    phone="+49 40 123456",
    privacy_url="https://nordlicht.example/datenschutz",
    data_protection_email="datenschutz@nordlicht.example",
)
BRAND = BrandInfo("nordlicht", "Nordlicht", "Nordlicht Kundenteam", "team@nordlicht.example")
OPT_IN = OptIn(
    "Nordlicht darf per E-Mail über eigene Leistungen informieren.",
    "https://nordlicht.example/ja/t",
    datetime(2026, 11, 28, 9, tzinfo=UTC),
)
WITHDRAWN = Declaration(datetime(2026, 11, 20, 8, 3, tzinfo=UTC), "Hiermit widerrufe ich den Vertrag.")

BARE = RenderCase(
    contact=Contact("c1", last_name="Müller"),
    company=COMPANY,
    brand=BRAND,
    now=datetime(2026, 11, 21, 9, tzinfo=UTC),
    tz=BERLIN,
    cancellation=Cancellation("k1", "c1", datetime(2026, 11, 20, 8, 3, tzinfo=UTC), "unknown"),
    unsubscribe_url="https://nordlicht.example/ab/t",
    preferences_url="https://nordlicht.example/ein/t",
    opt_in=OPT_IN,
    declaration=WITHDRAWN,
)

RICH = RenderCase(
    contact=Contact(
        "c2",
        last_name="Müller",
        first_name="Anna",
        salutation="Frau",
        title="Dr.",
        kind=ContactKind.BUSINESS,
        company=Employer("f1", "Weber & Söhne <KG>"),
        customer_since=date(2021, 3, 1),
    ),
    company=replace(COMPANY, supervisory_chair="Karl Winter", vat_id="DE123456789", supervisory_authority="HmbBfDI"),
    brand=replace(BRAND, phone="+49 40 99", website="https://nordlicht.example"),
    now=datetime(2026, 11, 21, 9, tzinfo=UTC),
    tz=BERLIN,
    cancellation=Cancellation(
        "k2",
        "c2",
        datetime(2026, 7, 20, 22, 3, tzinfo=UTC),
        "missing_feature",
        contract_id="V-77",
        feature="DATEV-Export",
        wished_end=date(2026, 12, 31),
        text="Hiermit kündige ich.\n\n== Leitfaden\nMfG {{ 7 * 7 }} <b>Müller</b>",
    ),
    contract=Contract("V-77", "Plan Team", start=date(2021, 3, 1), end=date(2027, 1, 31), notice_days=30),
    owner_name="Jonas Petersen",
    owner_email="jonas@nordlicht.example",
    owner_phone="+49 40 123457",
    unsubscribe_url="https://nordlicht.example/ab/t",
    preferences_url="https://nordlicht.example/ein/t",
    opt_in=OPT_IN,
    declaration=WITHDRAWN,
    survey_url="https://nordlicht.example/umfrage/t",
    status_url="https://nordlicht.example/mein-stand/t",
    basis="existing_customer",
    consent_on=date(2025, 5, 2),
    first_contact=True,
    plan=PlanDates(date(2027, 1, 31), date(2026, 11, 24), date(2027, 5, 1), date(2028, 1, 31)),
    event=News("DATEV-Export", date(2026, 11, 20), "Er schreibt Buchungsstapel im Format 700."),
    offer=OfferInfo(
        "Plan Klein für 29 Euro im Monat",
        "Laufzeit ein Monat, zum Monatsende kündbar.",
        "https://nordlicht.example/bedingungen",
        date(2027, 1, 31),
        "Danach ist Ihr Konto geschlossen.",
    ),
    story=Story("Wie ein Handwerksbetrieb vier Stunden spart", "Der Betrieb hat zwei Wochen mitgeschrieben."),
)


def fit(name: str, case: RenderCase) -> RenderCase:
    """The case that a text is sent for: the news of a contract's end begins only where that end has become known."""
    if name != "offboarding/ending" or case.plan.closing_day or (case.contract and case.contract.end):
        return case
    return replace(case, plan=replace(case.plan, closing_day=date(2027, 1, 31)))
