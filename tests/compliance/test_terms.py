"""How long evidence is kept: the terms of § 7a UWG, HGB, AO and BGB, as properties of any consent."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance import terms
from compliance.terms import Term, keep_until
from contacts.consent import Consent, ConsentMethod
from contacts.contact import ContactKind
from contacts.medium import Medium

BERLIN = ZoneInfo("Europe/Berlin")
MOMENTS = st.datetimes(datetime(2010, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
PRIVATE = st.sampled_from([ContactKind.CONSUMER, ContactKind.UNKNOWN])


def consent(medium: Medium, granted_at: datetime, **changes) -> Consent:
    return Consent("EW-1", "K-1", medium, granted_at, ConsentMethod.SIGNED, **changes)


def five_years_after(day: date) -> date:
    return date(day.year + 5, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 5)


@given(MOMENTS, st.lists(MOMENTS, max_size=4), PRIVATE, st.none() | MOMENTS, st.booleans())
def test_a_call_record_of_a_consumer_stays_five_years_from_grant_and_each_use(at, uses, kind, withdrawn, relied):
    given_then = consent(Medium.PHONE, at, withdrawn_at=withdrawn)
    term = keep_until(given_then, uses, kind, BERLIN, relied_on=relied)
    end = five_years_after(max([at, *uses]).astimezone(BERLIN).date())
    assert term.until == end
    assert "§ 7a" in term.statute
    assert not term.over(end)
    assert term.over(end + timedelta(days=1))


@given(MOMENTS, st.lists(MOMENTS, max_size=4), MOMENTS, PRIVATE)
def test_a_use_never_shortens_a_term(at, uses, one_more, kind):
    for medium in (Medium.PHONE, Medium.EMAIL):
        before = keep_until(consent(medium, at), uses, kind, BERLIN).until
        after = keep_until(consent(medium, at), [*uses, one_more], kind, BERLIN).until
        assert before is not None
        assert after is not None
        assert after >= before


@given(MOMENTS, st.lists(MOMENTS, max_size=4), st.none() | MOMENTS, st.none() | MOMENTS)
def test_what_defends_against_claims_stays_until_the_third_year_has_ended(at, uses, withdrawn, confirmed):
    mail = consent(Medium.EMAIL, at, withdrawn_at=withdrawn, confirmed_at=confirmed)
    last = max(moment for moment in (at, *uses, withdrawn, confirmed) if moment is not None)
    term = keep_until(mail, uses, ContactKind.CONSUMER, BERLIN)
    assert term.until == date(last.astimezone(BERLIN).year + 3, 12, 31)


@given(MOMENTS)
def test_a_call_to_a_business_has_no_record_of_its_own(at):
    term = keep_until(consent(Medium.PHONE, at), [], ContactKind.BUSINESS, BERLIN)
    assert term.until == date(at.astimezone(BERLIN).year + 3, 12, 31)


@given(MOMENTS, st.dates(date(2010, 1, 1), date(2100, 1, 1)))
def test_nothing_goes_while_advertising_rests_on_it(at, day):
    term = keep_until(consent(Medium.EMAIL, at), [], ContactKind.CONSUMER, BERLIN, relied_on=True)
    assert term.until is None
    assert not term.over(day)
    withdrawn = consent(Medium.EMAIL, at, withdrawn_at=at)
    assert keep_until(withdrawn, [], ContactKind.CONSUMER, BERLIN, relied_on=True).until is not None


def test_the_29th_of_february_ends_with_the_month():
    """§ 188 Abs. 3 BGB."""
    leap = datetime(2024, 2, 29, 9, 0, tzinfo=UTC)
    term = keep_until(consent(Medium.PHONE, leap), [], ContactKind.CONSUMER, BERLIN)
    assert term.until == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("term", "years", "statute"),
    [
        (terms.letter_term, 6, "§ 257 Abs. 1 Nr. 2"),
        (terms.invoice_term, 8, "§ 257 Abs. 1 Nr. 4"),
        (terms.request_term, 3, "Art. 5 Abs. 2 DSGVO"),
        (terms.claim_term, 3, "§§ 195, 199 BGB"),
    ],
)
def test_years_are_counted_from_the_end_of_the_local_year(term, years, statute):
    new_year = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)  # half past midnight in Kiel
    found = term(new_year, BERLIN)
    assert found == Term(date(2026 + years, 12, 31), found.statute)
    assert statute in found.statute
