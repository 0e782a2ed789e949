"""What templates may say: one case as plain German strings. Pure; every key is always there, None when unknown."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

from campaigns.rendering import occasions
from campaigns.rendering.case import (
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
from campaigns.rendering.german import (
    REASON_WORDS,
    direction,
    family_of,
    full_name,
    german_date,
    german_time,
    must_register,
    salutation_line,
    span,
)
from campaigns.rendering.values import clean, day_words, lines_of
from contacts.contact import AddressForm, Contact, ContactKind
from contacts.contract import AddressSource

__all__ = [
    "CONTEXT_KEYS",
    "BrandInfo",
    "Company",
    "Declaration",
    "News",
    "OfferInfo",
    "OptIn",
    "PlanDates",
    "RenderCase",
    "Story",
    "build_context",
]

_SOURCES = {
    AddressSource.SELF_GIVEN: "haben Sie uns beim Vertragsschluss selbst gegeben",
    AddressSource.ORDER_FORM: "haben Sie uns mit Ihrer Bestellung selbst gegeben",
    AddressSource.THIRD_PARTY: "haben wir von einem Dritten erhalten",
    AddressSource.PUBLIC: "haben wir einer öffentlich zugänglichen Quelle entnommen",
    AddressSource.BOUGHT: "haben wir von einem Adressanbieter erhalten",
    AddressSource.UNKNOWN: "haben wir aus dem Vertragsverhältnis; eine genauere Herkunft ist bei uns nicht vermerkt",
}


_SOURCES_DU = {
    AddressSource.SELF_GIVEN: "hast du uns beim Vertragsschluss selbst gegeben",
    AddressSource.ORDER_FORM: "hast du uns mit deiner Bestellung selbst gegeben",
}


def build_context(case: RenderCase) -> dict[str, object]:
    """The values of all templates, keys are CONTEXT_KEYS.

    Strings, None for unknown, bool only for `{% if %}`, a tuple of strings only for `{% for %}`.
    """
    raw = {
        **_person(case),
        **_contract(case),
        **_cancellation(case),
        "contact_phone": case.owner_phone or case.brand.phone or case.company.phone,
        **_duties(case),
        **occasions.plan(case),
        **occasions.extras(case),
        **occasions.opt_in(case),
        **occasions.declaration(case),
        **occasions.agreed(case),
        "own_words": (),
    }
    return {**{key: clean(key, value) for key, value in raw.items()}, **_standing(case.brand, case.company)}


@lru_cache(maxsize=64)
def _standing(brand: BrandInfo, company: Company) -> dict[str, object]:
    """What every mail of a brand says about its sender: cleaned once, not once a mail. Never written to."""
    raw = {**_brand(brand), **_sender(company)}
    return {key: clean(key, value) for key, value in raw.items()}


def _person(case: RenderCase) -> dict[str, object]:
    contact = case.contact
    # Whoever answers for the dead is a stranger to us, and not the one whose name we have: „Guten Tag“, never du.
    bereaved = case.cancellation is not None and case.cancellation.reason == "deceased"
    informal = case.brand.address_form is AddressForm.DU and not bereaved
    return {
        "address_form": (AddressForm.DU if informal else AddressForm.SIE).value,
        "salutation_line": "Guten Tag" if bereaved else salutation_line(contact, informal=informal),
        "name": full_name(contact),
        "first_name": contact.first_name,
        "last_name": contact.last_name,
        "customer_company": contact.company.name if contact.company else None,
        "is_business": contact.kind is ContactKind.BUSINESS,
        "tier": contact.tier.value,
        "customer_since": day_words(contact.customer_since),
        "owner_name": case.owner_name,
        "owner_email": case.owner_email,
        "owner_phone": case.owner_phone,
    }


def _contract(case: RenderCase) -> dict[str, object]:
    contract = case.contract
    today = case.now.astimezone(case.tz).date()
    # The day the offboarding really works towards: the day asked for when it is later than the contract allows.
    end = case.plan.closing_day or (contract.end if contract else None)
    start = case.contact.customer_since or (contract.start if contract else None)
    return {
        "today": german_date(today),
        "contract_number": contract.external_id if contract else None,
        "product": contract.product_family if contract else None,
        "contract_start": day_words(contract.start if contract else None),
        "contract_end": day_words(end),
        "contract_ended": end is not None and end < today,
        "notice_days": str(contract.notice_days) if contract and contract.notice_days else None,
        "tenure": span(start, min(today, end) if end else today) if start else None,
        "address_source": _source(case),
        "foreign_source": contract is not None
        and contract.address_source not in (AddressSource.SELF_GIVEN, AddressSource.ORDER_FORM),
    }


def _source(case: RenderCase) -> str | None:
    """Where the address came from (Art. 14 Abs. 2 Buchst. f DSGVO), to follow a subject like „Ihre Kontaktdaten“."""
    if case.contract is None:
        return None
    words = _SOURCES | _SOURCES_DU if case.brand.address_form is AddressForm.DU else _SOURCES
    return words[case.contract.address_source]


def _cancellation(case: RenderCase) -> dict[str, object]:
    cancellation = case.cancellation
    day, time, zone = german_time(cancellation.received_at, case.tz) if cancellation else (None, None, None)
    reason = cancellation.reason if cancellation else None
    return {
        "cancellation_date": day,
        "cancellation_time": time,
        "cancellation_zone": zone,
        "cancellation_text": cancellation.text if cancellation else None,
        "cancellation_lines": lines_of(cancellation.text if cancellation else ""),
        "wished_end": day_words(cancellation.wished_end if cancellation else None),
        "reason": reason,
        "reason_words": REASON_WORDS.get(reason or ""),
        "feature": cancellation.feature if cancellation else None,
        # Only with her own word may a text know of another provider (OLG Köln 6 U 73/10).
        "competitor_told": cancellation is not None and cancellation.competitor_source == "customer",
    }


def _brand(brand: BrandInfo) -> dict[str, object]:
    return {
        "brand_name": brand.name,
        "brand_from_name": brand.from_name,
        "brand_from_address": brand.from_address,
        "reply_address": brand.reply_to or brand.from_address,
        "brand_phone": brand.phone,
        "brand_website": brand.website,
    }


_ENDING = r"(?i)\bi\. ?l\.?$|\bin (?:liquidation|abwicklung)$"


def _sender(company: Company) -> dict[str, object]:
    named = company.legal_form and company.legal_form.casefold() not in company.name.casefold()
    register = ", ".join(part for part in (company.register_court, company.register_number) if part)
    full = f"{company.name} {company.legal_form}" if named else company.name
    partnership = "&co" in family_of(company.legal_form)
    complete = bool(company.register_court and company.register_number)
    return {
        "sender_name": f"{full} i. L." if company.in_liquidation and not re.search(_ENDING, full) else full,
        "sender_street": company.street,
        "sender_postcode": company.postcode,
        "sender_city": company.city,
        # Empty is right for a firm without a register; None makes the rendering fail (§ 35a GmbHG, § 125 HGB).
        "sender_register": register if complete or not must_register(company.legal_form) else None,
        "sender_direction": direction(company.legal_form, in_liquidation=company.in_liquidation),
        "sender_partner": company.partner if company.partner or not partnership else None,
        "sender_directors": ", ".join(company.directors),
        "sender_supervisory_chair": company.supervisory_chair,
        "sender_vat_id": company.vat_id,
        "sender_vat_label": "W-IdNr." if "-" in company.vat_id else "USt-IdNr.",
        "sender_email": company.email,
        "sender_phone": company.phone,
        "privacy_url": company.privacy_url,
        "data_protection_email": company.data_protection_email,
        "supervisory_authority": company.supervisory_authority,
        "licensing_authority": company.licensing_authority,
    }


def _duties(case: RenderCase) -> dict[str, object]:
    return {
        "unsubscribe_url": case.unsubscribe_url,
        "preferences_url": case.preferences_url,
        "survey_url": case.survey_url,
        "status_url": case.status_url,
        "response_code": case.response_code,
        "basis": case.basis,
        "consent_date": day_words(case.consent_on),
        "first_contact": case.first_contact,
        "advertising_months": str(case.advertising_months),
        "advertising_until": _advertising_until(case),
    }


def _advertising_until(case: RenderCase) -> str:
    """How long at most, to follow „höchstens“: every basis has an end of its own (Art. 13 Abs. 2 Buchst. a DSGVO)."""
    if case.basis == "consent":
        if case.consent_until is not None:
            return f"bis zum {german_date(case.consent_until)}"
        return f"{case.consent_idle_months} Monate nach der letzten Nutzung der Einwilligung"
    if case.basis == "existing_customer":
        days = case.customer_days
        return f"{days} Tage nach dem Ende des Vertrags" if days else "bis zum Ende des Vertrags"
    return f"{case.advertising_months} Monate nach dem Ende des Vertrags"


CONTEXT_KEYS = frozenset(
    build_context(
        RenderCase(
            contact=Contact("", last_name=""),
            company=Company(""),
            brand=BrandInfo("", "", "", ""),
            now=datetime(2000, 1, 1, tzinfo=UTC),
            tz=UTC,
        )
    )
)
"""Every name a template may use; `check` measures templates against it."""
