"""One case as plain German words: dates, zones, salutations, spans, and silence where nothing is known."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rendering.context import CONTEXT_KEYS, BrandInfo, build_context
from campaigns.rendering.german import direction, german_date, german_time, must_register, salutation_line, span
from contacts.cancellation import Cancellation
from contacts.contact import AddressForm, Contact
from contacts.contract import AddressSource, Contract
from tests.campaigns.rendering_cases import BARE, BERLIN, RICH


@pytest.mark.parametrize("case", [BARE, RICH, replace(BARE, cancellation=None)])
def test_every_key_is_always_there_and_holds_text_or_nothing(case):
    context = build_context(case)
    assert set(context) == CONTEXT_KEYS
    assert isinstance(context["cancellation_lines"], tuple)
    assert all(value is None or isinstance(value, (str, bool, tuple)) for value in context.values())
    assert all(value != "" for key, value in context.items() if key not in ("sender_register", "sender_partner"))


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        (datetime(2026, 12, 3, 13, 5, tzinfo=UTC), BERLIN, ("3. Dezember 2026", "14:05", "MEZ")),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), BERLIN, ("2. Juli 2026", "00:00", "MESZ")),
        # The hour that exists twice: the zone tells which one it was.
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), BERLIN, ("25. Oktober 2026", "02:30", "MESZ")),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), BERLIN, ("25. Oktober 2026", "02:30", "MEZ")),
        (datetime(2026, 3, 1, 5, 0, tzinfo=UTC), UTC, ("1. März 2026", "05:00", "UTC")),
        (datetime(2026, 3, 1, 5, 0, tzinfo=UTC), ZoneInfo("Asia/Kolkata"), ("1. März 2026", "10:30", "UTC+05:30")),
    ],
)
def test_times_carry_their_zone(moment, zone, expected):
    assert german_time(moment, zone) == expected


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        (Contact("1", "Müller", "Anna", "Frau", "Dr."), "Guten Tag Frau Dr. Müller"),
        (Contact("1", "Müller", "Kai", "Herrn"), "Guten Tag Herr Müller"),
        (Contact("1", "Müller", "Andrea"), "Guten Tag Andrea Müller"),
        (Contact("1", "Müller", "Kim", title="Prof. Dr."), "Guten Tag Prof. Dr. Kim Müller"),
        (Contact("1", "Müller", "Kim", "divers"), "Guten Tag Kim Müller"),
        (Contact("1", "Müller"), "Guten Tag"),
        (Contact("1", "Müller", "", "Familie"), "Guten Tag Familie Müller"),
    ],
)
def test_gender_is_never_guessed(contact, expected):
    assert salutation_line(contact) == expected


def test_informal_brand_says_hello():
    brand = BrandInfo("b", "B", "B", "b@b.example", address_form=AddressForm.DU)
    context = build_context(replace(RICH, brand=brand))
    assert (context["salutation_line"], context["address_form"]) == ("Hallo Anna", "du")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), None),
        (date(2026, 1, 15), date(2026, 2, 15), "1 Monat"),
        (date(2025, 1, 15), date(2026, 1, 15), "1 Jahr"),
        (date(2023, 11, 2), date(2026, 1, 1), "2 Jahre und 1 Monat"),
        (date(2026, 5, 1), date(2026, 4, 1), None),
    ],
)
def test_span_counts_whole_months(start, end, expected):
    assert span(start, end) == expected


@given(st.dates(), st.dates())
def test_span_is_never_nonsense(start: date, end: date):
    words = span(start, end)
    assert words is None or re.fullmatch(r"([1-9]\d* Jahre?)?( und )?([1-9]\d* Monate?)?", words)
    assert (words is None) or start < end


def test_tenure_ends_with_the_contract():
    contract = Contract("V", start=date(2020, 1, 1), end=date(2022, 1, 1))
    context = build_context(replace(BARE, contract=contract))
    assert context["tenure"] == "2 Jahre"
    assert context["contract_ended"] is True


@pytest.mark.parametrize("reason", ["competitor_offer", "special_termination", "deceased", "insolvency", "eigener"])
def test_some_reasons_are_never_repeated_to_the_person(reason):
    cancellation = Cancellation("k", "c", datetime(2026, 1, 1, tzinfo=UTC), reason, competitor="Südwind AG")
    context = build_context(replace(BARE, cancellation=cancellation))
    assert context["reason_words"] is None
    assert "Südwind" not in str(context)


@pytest.mark.parametrize(
    ("form", "named", "registered"),
    [
        ("GmbH", "Geschäftsführung", True),
        ("UG (haftungsbeschränkt)", "Geschäftsführung", True),
        ("AG", "Vorstand", True),
        ("eG", "Vorstand", True),
        ("GmbH & Co. KG", "Vertreten durch", True),
        ("OHG", "Vertreten durch", True),
        ("e.K.", "Inhaberschaft", True),
        ("GbR", "Vertreten durch", False),
        ("", "Inhaberschaft", False),
    ],
)
def test_letter_particulars_follow_the_legal_form(form, named, registered):
    assert (direction(form), must_register(form)) == (named, registered)


def test_source_is_told_when_it_was_not_the_person():
    for source in AddressSource:
        context = build_context(replace(BARE, contract=Contract("V", address_source=source)))
        assert context["foreign_source"] is (source not in {AddressSource.SELF_GIVEN, AddressSource.ORDER_FORM})
        assert context["address_source"]


@given(st.text(max_size=60))
def test_no_value_breaks_a_line_or_turns_the_writing_direction(value: str):
    contact = replace(BARE.contact, last_name=value, first_name=value)
    context = build_context(replace(BARE, contact=contact))
    for key in ("name", "salutation_line", "first_name", "last_name"):
        assert not re.search(r"[\x00-\x1f\x7f\u2028\u2029\u202e]|  ", str(context[key]))


def test_march_has_its_umlaut():
    assert german_date(date(2026, 3, 1)) == "1. März 2026"
