"""How long evidence is kept: each term with its statute. Pure; the one place for these numbers.

A term ends at the end of a local day (§ 188 BGB): on the next day the record may go, and has to (Art. 5 Abs. 1 lit. e
DSGVO). Days are taken in the zone that is given, since a year's end is one of the place.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from compliance.consents import RECORD_MONTHS
from compliance.rule import CALLS
from contacts.consent import Consent
from contacts.contact import ContactKind

RECORD_YEARS = RECORD_MONTHS // 12
"""§ 7a Abs. 2 UWG."""
LETTER_YEARS = 6
"""§ 257 Abs. 1 Nr. 2 und 3, Abs. 4 HGB, § 147 Abs. 3 AO: commercial letters, received and sent."""
INVOICE_YEARS = 8
"""§ 257 Abs. 4 HGB, § 147 Abs. 3 AO: booking vouchers."""
LIMITATION_YEARS = 3
"""§§ 195, 199 BGB: the regular limitation ends with a calendar year; § 31 Abs. 2 Nr. 1 OWiG has the same years."""


@dataclass(frozen=True, slots=True)
class Term:
    """Kept up to and including the day `until`; None: open, while the record is relied on. `statute` is German."""

    until: date | None
    statute: str

    def over(self, today: date) -> bool:
        """May the record go? Never while the term is open."""
        return self.until is not None and today > self.until


def keep_until(
    consent: Consent, uses: Iterable[datetime], kind: ContactKind, zone: tzinfo, *, relied_on: bool = False
) -> Term:
    """How long the proof of a consent is kept. `uses` are the moments of its uses (aware UTC), in any order.

    `relied_on`: it carries advertising as of now. Calls to consumers have a fixed term, of whoever is unknown as well:
    there an earlier deletion is an offence (§ 20 Abs. 1 Nr. 2 UWG), and a consent that old carries no call any more.
    """
    moments = [consent.granted_at, *uses, *([consent.confirmed_at] if consent.confirmed_at else [])]
    if is_call_record(consent, kind):
        last = max(moments).astimezone(zone).date()
        rule = f"§ 7a Abs. 2 UWG: {RECORD_YEARS} Jahre ab Erteilung und nach jeder Verwendung"
        return Term(_years_after(last, RECORD_YEARS), rule)
    if relied_on and consent.withdrawn_at is None:
        return Term(None, f"solange Werbung darauf gestützt wird, danach bis zum {_CLAIMS}")
    return claim_term(max([*moments, *([consent.withdrawn_at] if consent.withdrawn_at else [])]), zone)


def is_call_record(consent: Consent, kind: ContactKind) -> bool:
    """§ 7a UWG: a consumer's consent to calls; somebody of whom we do not know better is taken as a consumer."""
    return consent.medium in CALLS and kind is not ContactKind.BUSINESS


def claim_term(last: datetime, zone: tzinfo) -> Term:
    """What only serves to defend against claims: presumed consents, letters, uses of § 7 Abs. 3 UWG; `last` use."""
    return Term(_year_end(last, zone, LIMITATION_YEARS), _CLAIMS)


def letter_term(sent_at: datetime, zone: tzinfo) -> Term:
    """A commercial letter, on paper or by e-mail: notice, its confirmation, contract mail."""
    rule = f"§ 257 Abs. 1 Nr. 2 und 3, Abs. 4 HGB, § 147 Abs. 3 AO: {LETTER_YEARS} Jahre ab Jahresende"
    return Term(_year_end(sent_at, zone, LETTER_YEARS), rule)


def invoice_term(issued_at: datetime, zone: tzinfo) -> Term:
    """An invoice or another booking voucher."""
    rule = f"§ 257 Abs. 1 Nr. 4, Abs. 4 HGB, § 147 Abs. 3 AO: {INVOICE_YEARS} Jahre ab Jahresende"
    return Term(_year_end(issued_at, zone, INVOICE_YEARS), rule)


def request_term(closed_at: datetime, zone: tzinfo) -> Term:
    """What a person asked for under Art. 15-21 DSGVO, and our answer."""
    rule = f"Art. 5 Abs. 2 DSGVO, §§ 195, 199 BGB: {LIMITATION_YEARS} Jahre ab Jahresende"
    return Term(_year_end(closed_at, zone, LIMITATION_YEARS), rule)


_CLAIMS = (
    f"Ende des {LIMITATION_YEARS}. Kalenderjahrs nach letzter Verwendung oder Widerruf "
    "(§§ 195, 199 BGB, § 31 Abs. 2 Nr. 1 OWiG, Art. 17 Abs. 3 lit. e DSGVO)"
)


def _year_end(moment: datetime, zone: tzinfo, years: int) -> date:
    return date(moment.astimezone(zone).year + years, 12, 31)


def _years_after(day: date, years: int) -> date:
    """§ 188 Abs. 2 und 3 BGB: the same day, or the month's last one where it is missing (29 February)."""
    year = day.year + years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
