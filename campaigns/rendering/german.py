"""German words for values: dates, times with zone, spans, reasons, salutations. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime, tzinfo

from contacts.contact import Contact

MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)

_ZONES = {"CET": "MEZ", "CEST": "MESZ", "UTC": "UTC"}
_SALUTATIONS = {
    "frau": "Frau",
    "fr.": "Frau",
    "fr": "Frau",
    "herr": "Herr",
    "herrn": "Herr",
    "hr.": "Herr",
    "hr": "Herr",
    "familie": "Familie",
}

REASON_WORDS = {
    "relocation": "einen Umzug",
    "financial_squeeze": "das Budget",
    "wants_change": "den Wunsch nach etwas Neuem",
    "life_phase": "veränderte Umstände",
    "price": "den Preis",
    "quality": "die Qualität",
    "service": "den Service",
    "image": "unser Auftreten",
    "location_gap": "den Standort",
    "contact_changed": "den Wechsel der Ansprechperson",
    "missing_feature": "eine fehlende Funktion",
    "project_ended": "das Ende des Projekts",
    "low_use": "die seltene Nutzung",
}
"""The stated reason in neutral words, accusative, alike for "Sie" and "du". Absent on purpose: every reason that names
or hints at a competitor, a special ground of termination or the end of the customer; these are never repeated to the
person."""


def german_date(day: date) -> str:
    """3. Dezember 2026."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def german_time(moment: datetime, tz: tzinfo) -> tuple[str, str, str]:
    """Date, time (14:05) and zone (MEZ, MESZ or UTC+02:00) of an aware `moment` as a clock in `tz` shows it."""
    local = moment.astimezone(tz)
    name = local.tzname() or ""
    offset = local.strftime("%z")
    return german_date(local.date()), local.strftime("%H:%M"), _ZONES.get(name, f"UTC{offset[:3]}:{offset[3:5]}")


def span(start: date, end: date) -> str | None:
    """Whole years and months between two days („3 Jahre und 2 Monate“), None under one month."""
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    if months < 1:
        return None
    years, months = divmod(months, 12)
    parts = [_counted(years, "Jahr", "Jahre")] if years else []
    if months:
        parts.append(_counted(months, "Monat", "Monate"))
    return " und ".join(parts)


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def full_name(contact: Contact) -> str:
    """Dr. Anna Müller."""
    return " ".join(part for part in (contact.title, contact.first_name, contact.last_name) if part.strip())


def salutation_line(contact: Contact, *, informal: bool = False) -> str:
    """„Guten Tag Frau Dr. Müller“; neutral by name without one on file: never a guessed gender (EuGH C-394/23)."""
    if informal:
        return f"Hallo {contact.first_name.strip()}".strip()
    known = _SALUTATIONS.get(contact.salutation.strip().lower())
    if known is None or not contact.last_name.strip():
        # A bare last name would sound like a roll call.
        return f"Guten Tag {full_name(contact)}" if contact.first_name.strip() else "Guten Tag"
    return " ".join(part for part in ("Guten Tag", known, contact.title.strip(), contact.last_name) if part)


def family_of(legal_form: str) -> frozenset[str]:
    """The plain words of a legal form (gmbh, ug, ag, kg, ek ...); `&co` beside them for GmbH & Co. KG and its like."""
    plain = legal_form.casefold().replace(".", "")
    for long, short in _LONG_FORMS.items():
        plain = plain.replace(long, short)
    words = {word.removeprefix("g") if word == "ggmbh" else word for word in re.findall(r"[a-z]+", plain)}
    words |= {"ek"} if re.search(r"\be ?(?:k|kfr|kfm)\b", plain) else set()
    words |= {"&co"} if re.search(r"(?:&|und|\+) ?co\b", plain) else set()
    return frozenset(words)


_LONG_FORMS = {
    "gesellschaft mit beschränkter haftung": "gmbh",
    "unternehmergesellschaft": "ug",
    "kommanditgesellschaft auf aktien": "kgaa",
    "aktiengesellschaft": "ag",
    "offene handelsgesellschaft": "ohg",
    "kommanditgesellschaft": "kg",
    "eingetragene genossenschaft": "eg",
    "partnerschaftsgesellschaft": "partg",
    "eingetragener kaufmann": "ek",
    "eingetragene kauffrau": "ek",
}


def direction(legal_form: str, *, in_liquidation: bool = False) -> str:
    """What the people are called that a business letter must name (§ 35a GmbHG, § 80 AktG, § 25a GenG, § 125 HGB)."""
    if in_liquidation:
        return "Liquidation durch"
    family = family_of(legal_form)
    if family & {"kg", "ohg", "partg"}:
        return "Vertreten durch"
    if family & {"ag", "se", "eg"}:
        return "Vorstand"
    if family & {"gmbh", "ug"}:
        return "Geschäftsführung"
    return "Inhaberschaft" if "ek" in family or not family else "Vertreten durch"


def must_register(legal_form: str) -> bool:
    """True for legal forms whose letters must name court and number of their register."""
    return bool(family_of(legal_form) & REGISTERED)


REGISTERED = frozenset({"gmbh", "ug", "ag", "se", "eg", "kg", "kgaa", "ohg", "partg", "ek"})
"""Legal forms with a register that their letters name."""
