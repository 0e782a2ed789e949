"""Offers: made with price, conditions, true end and terms, and never again to anybody for whom they have ended."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from campaigns import bootstrap
from campaigns.offers import Offer, offer_for
from store.tables import runs
from tests.campaigns.house_of import MONDAY, minimal, step


def bodies(one) -> list[str]:
    return [text for (text,) in one.rows(select(runs.attempt.c.text).order_by(runs.attempt.c.id))]


ENDS = MONDAY.date() + timedelta(days=20)
OFFER = Offer(
    "klein",
    "Plan Klein",
    "29 Euro im Monat mit Umsatzsteuer.",
    "Laufzeit ein Monat.",
    "https://nordlicht.example/bedingungen",
    ENDS,
    frozenset({"probe/a", "probe/b"}),
    "Danach gilt eine neue Preisliste.",
)
MAKES = {
    "probe": minimal(
        step("a", "day = 1", '"email"', "winback/day_21_offer"),
        step("b", "day = 30", '"email"', "winback/day_21_offer"),
    )
}


def test_an_offer_is_made_with_everything_that_belongs_to_it_and_never_after_its_end(home):
    one = home(texts=MAKES, offers=(OFFER,))
    one.consenting()
    one.play(days=40)
    first, later = bodies(one)
    for words in (OFFER.title, OFFER.price, OFFER.conditions, OFFER.terms_url, "22. März 2026", OFFER.limit_reason):
        assert words in first
    assert OFFER.title not in later
    assert "ein Angebot liegt nicht bei" in later


def test_a_later_date_does_not_bring_it_back_for_whom_it_has_ended(home):
    one = home(texts=MAKES, offers=(OFFER,))
    one.consenting("K-1")
    one.play(days=25)
    longer = replace(OFFER, ends_on=ENDS + timedelta(days=60))
    one.house = replace(one.house, offers=(longer,))
    one.courier.house = one.house
    one.consenting("K-2")
    one.play(days=15)
    told = [(text, OFFER.title in text) for text in bodies(one)]
    assert [made for _, made in told] == [True, True, False]  # K-1, K-2, K-1 again


@pytest.mark.parametrize(
    ("today", "made", "by_letter", "found"),
    [
        (ENDS, (), False, True),
        (ENDS + timedelta(days=1), (), False, False),
        (ENDS - timedelta(days=7), (), True, True),
        (ENDS - timedelta(days=6), (), True, False),
        (ENDS, (f"klein@{ENDS - timedelta(days=1)}",), False, False),
        (ENDS, (f"klein@{ENDS}",), False, True),
        (ENDS, ("", "gross@2026-01-01"), False, True),
    ],
)
def test_an_offer_holds_to_its_last_day(today, made, by_letter, found):
    assert (offer_for((OFFER,), "probe/a", today, made, by_letter=by_letter) is OFFER) is found
    assert offer_for((OFFER,), "probe/c", today, made) is None


def test_config_refuses_offers_that_would_not_hold(tmp_path):
    text = (bootstrap.ROOT / "config.toml").read_text(encoding="utf-8")
    good = """
[[offer]]
id = "klein"
title = "Plan Klein"
price = "29 Euro im Monat."
conditions = "Laufzeit ein Monat."
terms_url = "https://nordlicht.example/b"
ends_on = 2026-12-31
steps = ["winback/offer"]
"""
    path = tmp_path / "config.toml"
    path.write_text(text + good, encoding="utf-8")
    read = bootstrap.read(path)
    assert isinstance(read, bootstrap.Read), read
    assert read.settings.offer[0].value.mark == "klein@2026-12-31"
    for change, words in (
        (('"winback/offer"', '"winback/offr"'), "meinten Sie „winback/offer“"),
        (('"winback/offer"', '"offboarding/plan"'), "ist keine Werbung"),
        (("29 Euro im Monat.", "29 Euro"), "kein ganzer Satz"),
        (("ends_on = 2026-12-31\n", ""), "ends_on"),
        (('price = "29 Euro im Monat."\n', ""), "price"),
        (('terms_url = "https://nordlicht.example/b"\n', ""), "terms_url"),
    ):
        path.write_text(text + good.replace(*change), encoding="utf-8")
        problems = bootstrap.read(path)
        assert isinstance(problems, tuple)
        assert re.search(words, " ".join(map(str, problems))), problems
    path.write_text(text + good + good, encoding="utf-8")
    assert "steht zweimal" in str(bootstrap.read(path))
