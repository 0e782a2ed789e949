from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contacts import normalize
from contacts.contact import PostalAddress
from contacts.medium import Medium

TEXT = st.text(max_size=40) | st.from_regex(r"(https?://)?(www\.|de\.)?linkedin\.com/in/.{0,12}", fullmatch=True)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("  Max.Muster@Firma.DE ", "max.muster@firma.de"),
        ("Jörg@Bücher.de", "jörg@xn--bcher-kva.de"),
        ("Jo\u0308rg@firma.de", "jörg@firma.de"),
        ("ÄRGER@firma.de", "ärger@firma.de"),
        ("max@firma.test", "max@firma.test"),
        ("max", None),
        ("max@", None),
        ("max@firma..de", None),
        ("max\r\nBcc: x@firma.de", None),
    ],
)
def test_email_has_one_spelling(value, expected):
    assert normalize.email(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0821 1234567", "+498211234567"),
        ("+49 (0)821 1234567", "+498211234567"),
        ("0049 821 1234567", "+498211234567"),
        ("0171/1234567 ext. 5", "+491711234567"),
        ("+43 1 5880", "+4315880"),
        ("110", None),  # an emergency number is nobody's phone
        ("0821 12345678901234", None),
        ("Telefon", None),
        ("", None),
    ],
)
def test_phone_has_one_spelling(value, expected):
    assert normalize.phone(value) == expected


@pytest.mark.parametrize(
    ("number", "costly"),
    [("+499005123456", True), ("+491805123456", True), ("+494317654321", False), ("+4915112345678", False)],
)
def test_a_number_that_costs_the_caller_extra_is_recognised(number, costly):
    assert normalize.is_costly(number) is costly


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://www.linkedin.com/in/Max-Muster/", "linkedin.com/in/max-muster"),
        ("https://de.linkedin.com/in/max-muster?trk=x#top", "linkedin.com/in/max-muster"),
        (" linkedin.com/IN/max-muster ", "linkedin.com/in/max-muster"),
        ("https://linkedin.com/in/max-muster/details/experience", "linkedin.com/in/max-muster"),
        ("https://linkedin.com/in/j%C3%B6rg", "linkedin.com/in/jörg"),
        ("https://linkedin.com/in/Jo\u0308rg", "linkedin.com/in/jörg"),
        ("https://linkedin.com/in/a%0d%0ab", None),
        ("https://linkedin.com/in/a%2Fb", None),
        ("https://linkedin.com/in/", None),
        ("https://linkedin.com/company/firma", None),
        ("https://linkedin.com.evil.test/in/max", None),
        ("https://evil.test/linkedin.com/in/max", None),
        ("http://[linkedin.com/in/max", None),
        ("", None),
    ],
)
def test_profile_has_one_spelling(value, expected):
    assert normalize.profile(value) == expected


def test_one_household_has_one_postal_key():
    spellings = [
        (PostalAddress("Hauptstraße 5 a", "86150", "Augsburg"), "Müller"),
        (PostalAddress("Hauptstr. 5a", " 86150 ", "Augsburg"), "Mueller"),
        (PostalAddress("HAUPT-STRASSE 5A", "86150", "augsburg", "de"), "MÜLLER"),
        (PostalAddress("Hauptstrasse5a", "86150", "", "DE"), " Mu\u0308ller"),
    ]
    assert {normalize.postal_key(address, name) for address, name in spellings} == {"mueller|hauptstr5a|86150|de"}


def test_accents_do_not_make_two_doors():
    address = PostalAddress("Rue 1", "75001", "Paris", "FR")
    assert normalize.postal_key(address, "Réné") == normalize.postal_key(address, "Rene")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (PostalAddress("Hauptstraße 6", "86150", "Augsburg"), "Müller"),
        (PostalAddress("Hauptstraße 5", "86151", "Augsburg"), "Müller"),
        (PostalAddress("Hauptstraße 5", "86150", "Augsburg", "AT"), "Müller"),
        (PostalAddress("Hauptstraße 5", "86150", "Augsburg"), "Möller"),
        (PostalAddress("Hauptstrassenweg 5", "86150", "Augsburg"), "Müller"),
    ],
)
def test_another_door_has_another_postal_key(address, name):
    ours = normalize.postal_key(PostalAddress("Hauptstraße 5", "86150", "Augsburg"), "Müller")
    assert normalize.postal_key(address, name) != ours


def test_the_addressee_of_a_line_may_be_on_file_under_each_ending_of_the_name():
    assert normalize.letterbox(" Dr. Anna von Berg, Hauptstr. 5a,  86150 Augsburg ") == (
        "drannavonberg|hauptstr5a|86150|de",
        "annavonberg|hauptstr5a|86150|de",
        "vonberg|hauptstr5a|86150|de",
        "berg|hauptstr5a|86150|de",
    )


@pytest.mark.parametrize(
    "line",
    ["", "max@firma.example", "+49 821 1234", "Köln", "Berg, Hauptstr. 5", "Berg, Hof 1, 123 Ort", "?, !, 86150 X"],
)
def test_what_is_no_letterbox_has_no_key(line):
    assert normalize.letterbox(line) == ()


@pytest.mark.parametrize(
    "value", ["a|b|c|d", "max|m@firma.example", "linkedin.com/in/max", "|x|86150|de", "x|y|86150|DE"]
)
def test_only_a_postal_key_looks_like_one(value):
    assert not normalize.is_postal_key(value)
    assert normalize.is_postal_key(normalize.letterbox("Berg, Hof 1, 86150 Ort")[0])


@pytest.mark.parametrize("medium", [Medium.PHONE, Medium.PHONE_IN, Medium.PHONE_AUTO, Medium.SMS, Medium.FAX])
def test_everything_dialled_is_a_number(medium):
    assert normalize.normalise(medium, "0821 1234567") == "+498211234567"
    assert normalize.normalise(medium, "Telefon") is None


@pytest.mark.parametrize(
    ("medium", "value", "expected"),
    [
        (Medium.EMAIL, "Max@Firma.de", "max@firma.de"),
        (Medium.LINKEDIN_DM, "de.linkedin.com/in/Max", "linkedin.com/in/max"),
        (Medium.LINKEDIN_INVITE, "de.linkedin.com/in/Max", "linkedin.com/in/max"),
        (Medium.POST, "  Straße   5 ", "strasse 5"),
        (Medium.POST, "   ", None),
    ],
)
def test_each_medium_has_its_spelling(medium, value, expected):
    assert normalize.normalise(medium, value) == expected


@given(medium=st.sampled_from(Medium), value=TEXT)
@settings(derandomize=True, max_examples=300, deadline=None, database=None)
def test_any_text_is_refused_or_gets_a_spelling_that_stays(medium, value):
    once = normalize.normalise(medium, value)
    assert once is None or normalize.normalise(medium, once) == once


def test_the_hash_needs_the_key_and_tells_media_apart():
    ours = normalize.keyed_hash(b"one", Medium.EMAIL, "max@firma.de")
    assert ours == normalize.keyed_hash(b"one", Medium.EMAIL, "max@firma.de")
    assert len(ours) == 64
    assert ours != normalize.keyed_hash(b"two", Medium.EMAIL, "max@firma.de")
    assert ours != normalize.keyed_hash(b"one", Medium.PHONE, "max@firma.de")


def test_a_pseudonym_needs_the_key_and_is_no_hash_of_an_address():
    ours = normalize.pseudonym(b"one", "K-1")
    assert ours == normalize.pseudonym(b"one", "K-1")
    assert len(ours) == 64
    assert len({ours, normalize.pseudonym(b"two", "K-1"), normalize.pseudonym(b"one", "K-2")}) == 3
    assert ours not in {normalize.keyed_hash(b"one", medium, "K-1") for medium in Medium}


@pytest.mark.parametrize("value", ["a\nb", "a\rb", "\x00", "a\x7f", "\x85", "\u2028", "\u2029"])
def test_what_could_break_a_header_or_a_line_is_seen(value):
    assert normalize.has_control_characters(value)


def test_ordinary_text_has_no_control_characters():
    assert not normalize.has_control_characters("Jörg „Schorsch“ Müller – Straße 5")


def test_a_full_name_is_compared_and_a_last_name_alone_is_nobodys():
    assert normalize.named(" Jörg", "GROß") == normalize.named("Joerg", "Gross") == "joerg gross"
    assert normalize.named("", "Groß") == normalize.named("Jörg", "") == ""


def test_a_product_is_the_same_in_any_case_and_spacing():
    assert normalize.product(" Lohn  PLUS ") == normalize.product("lohn plus")
    assert normalize.product("Lohn") != normalize.product("Lohn Plus")
