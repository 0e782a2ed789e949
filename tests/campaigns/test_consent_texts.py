"""[[consent_text]]: a wording that names who, by which way and how to withdraw, or no wording at all."""

from __future__ import annotations

import pytest

from campaigns.settings import Settings, parse_settings
from contacts.medium import Medium, Purpose
from tests.campaigns.test_settings import COMPANY
from tests.campaigns.test_settings import TEXT as SHIPPED

GOOD = "Ja, die Nordlicht Software GmbH darf mir per E-Mail Angebote schicken. Ich kann das jederzeit widerrufen."


def read(text: str = GOOD, **more: str) -> Settings | list[str]:
    """The settings with one wording, or `line: key: sentence` of each problem."""
    keys = {"id": '"news"', "version": '"2026-11"', "medium": '"email"', "text": f'"{text}"', **more}
    section = "[[consent_text]]\n" + "\n".join(f"{key} = {value}" for key, value in keys.items())
    found = parse_settings(f"{COMPANY}\n{section}\n", "config.toml")
    return found if isinstance(found, Settings) else [f"{one.key}: {one.message}" for one in found]


def test_a_wording_becomes_what_the_house_offers():
    settings = read(purposes='["advertising", "survey"]', products='["Auftragsbuch"]', privacy_version='"ds-7"')
    assert isinstance(settings, Settings), settings
    (text,) = (one.value for one in settings.consent_text)
    assert (text.key, text.medium, text.text) == ("news/2026-11", Medium.EMAIL, GOOD)
    assert (text.purposes, text.products) == ({Purpose.ADVERTISING, Purpose.SURVEY}, {"Auftragsbuch"})
    assert (text.brand, text.privacy_version) == (None, "ds-7")


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (GOOD.replace("Nordlicht Software GmbH", "Firma"), "die Firma „Nordlicht Software GmbH“"),
        (GOOD.replace("per E-Mail ", ""), "der Weg, etwa „E-Mail“"),
        (GOOD.replace("widerrufen", "ändern"), "widerrufen werden kann"),
    ],
)
def test_a_wording_without_firm_way_or_withdrawal_is_refused(text, missing):
    (problem,) = read(text)
    assert problem.startswith("consent_text[1].text: im Wortlaut fehlt")
    assert missing in problem


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"version": '"Fassung 3"'}, "keine Fassung"),
        ({"medium": '"post"'}, "medium"),
        ({"purposes": "[]"}, "purposes"),
        ({"brand": '"andere"'}, "eine Marke „andere“ gibt es nicht"),
        ({"txt": '"x"'}, "txt"),
    ],
)
def test_what_is_wrong_is_named_at_its_key(more, says):
    problems = read(**more)
    assert isinstance(problems, list)
    assert any(says in problem for problem in problems)


def test_the_same_version_twice_is_refused():
    section = f'[[consent_text]]\nid = "n"\nversion = "1"\nmedium = "email"\ntext = "{GOOD}"\n'
    found = parse_settings(f"{COMPANY}\n{section}{section}", "config.toml")
    assert not isinstance(found, Settings)
    assert [problem.key for problem in found] == ["consent_text[2].version"]


def test_each_shipped_brand_has_a_wording():
    settings = parse_settings(SHIPPED, "config.toml")
    assert isinstance(settings, Settings)
    assert {text.brand for text in settings.consent_text} == {brand.id for brand in settings.brand}


def test_an_older_version_stays_as_it_was_shown():
    old = GOOD.replace("Nordlicht Software GmbH", "Alte Firma GmbH")
    sections = "".join(
        f'[[consent_text]]\nid = "n"\nversion = "{number}"\nmedium = "email"\ntext = "{text}"\n'
        for number, text in enumerate((old, GOOD))
    )
    assert isinstance(parse_settings(f"{COMPANY}\n{sections}", "config.toml"), Settings)
