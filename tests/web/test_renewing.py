"""A consent that no longer carries: the pages say so, and the person may give it anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from campaigns.facts import names_product
from store.tables import permission
from tests.web.conftest import Counter
from tests.web.test_double_opt_in import AGREE, CONFIRMED, TEXT, _guest, asked, link, requests

AGAIN = {"what": "again", "agree": "yes", "text": TEXT.key}


@pytest.fixture
def guest(tmp_path: Path) -> Iterator[Counter]:
    yield from _guest(tmp_path)


def test_a_consent_nobody_used_for_two_years_is_told_so_and_renewed(guest: Counter) -> None:
    path = asked(guest)
    assert "Ihre Einwilligung ist bestätigt" in guest.client.post(path, data=CONFIRMED).text
    guest.lived.sleep(days=800)
    page = guest.client.get(path).text
    assert "Diese Einwilligung zählt nicht mehr" in page
    assert "seit mehr als 24 Monaten nicht genutzt" in page
    assert "Auf diesem Weg bekommen Sie keine Werbung" in guest.client.get(guest.wishes).text
    assert "Bitte sehen Sie in Ihr Postfach" in guest.client.post(path, data=AGAIN).text
    guest.lived.now()
    fresh = link(guest)
    assert fresh != path
    assert "Ihre Einwilligung ist bestätigt" in guest.client.post(fresh, data=CONFIRMED).text
    assert "eingeschaltet" in guest.client.get(guest.wishes).text
    old = guest.client.get(path).text
    assert "Eine andere Einwilligung von Ihnen" in old
    assert "<form" not in old
    assert "Sie haben schon eingewilligt" in guest.client.post(path, data=AGAIN).text or requests(guest) == 2


def test_the_preference_page_renews_as_well(guest: Counter) -> None:
    guest.client.post(asked(guest), data=CONFIRMED)
    assert "Sie haben schon eingewilligt" in guest.client.post(guest.wishes, data=AGREE).text
    guest.lived.sleep(days=800)
    assert "Bitte sehen Sie in Ihr Postfach" in guest.client.post(guest.wishes, data=AGREE).text
    assert requests(guest) == 2


def test_a_new_address_needs_a_new_click_even_on_the_same_day(guest: Counter) -> None:
    path = asked(guest)
    guest.client.post(path, data=CONFIRMED)
    guest.lived.sleep(hours=2)
    guest.lived.customer(email="neu@kunde1.example", phone="+49 431 1234567")
    assert "älter als die heutige Adresse" in guest.client.get(path).text
    assert "Bitte sehen Sie in Ihr Postfach" in guest.client.post(guest.wishes, data=AGREE).text
    guest.lived.now()
    assert guest.lived.carrier.mails[-1].envelope_to == "neu@kunde1.example"
    assert "Ihre Einwilligung ist bestätigt" in guest.client.post(link(guest), data=CONFIRMED).text
    assert "eingeschaltet" in guest.client.get(guest.wishes).text


def test_a_click_on_a_mail_to_the_older_address_confirms_nothing(guest: Counter) -> None:
    path = asked(guest)
    guest.lived.sleep(hours=2)
    guest.lived.customer(email="neu@kunde1.example", phone="+49 431 1234567")
    assert "kann nicht mehr bestätigt werden" in guest.client.get(path).text
    assert "Bestätigungsmail anfordern" in guest.client.get(guest.wishes).text
    assert "zählt nicht mehr" in guest.client.post(path, data=CONFIRMED).text
    assert guest.column(permission.consent.c.confirmed_at) == [None]


def test_products_are_compared_in_any_case(tmp_path: Path) -> None:
    text = replace(TEXT, products=frozenset({"AUFTRAGSbuch"}))
    for guest in _guest(tmp_path, consent_texts=(text,)):
        page = guest.client.post(asked(guest), data=CONFIRMED).text
        assert "Sie gilt nur für" not in page
        assert "eingeschaltet" in guest.client.get(guest.wishes).text
    assert not names_product(("lohn",), "auftragsbuch")


def test_a_consent_for_another_product_says_what_it_is_for(tmp_path: Path) -> None:
    for guest in _guest(tmp_path, consent_texts=(replace(TEXT, products=frozenset({"Lohn"})),)):
        page = guest.client.post(asked(guest), data=CONFIRMED).text
        assert "Sie gilt nur für: Lohn." in page
        assert "keine Werbung" in guest.client.get(guest.wishes).text
