"""What a business letter must name depends on the legal form: config.toml refuses what is missing, at its line."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from campaigns.rendering.context import build_context
from campaigns.rendering.german import direction, must_register
from campaigns.settings import Settings, parse_settings
from campaigns.settings.company import company_of
from campaigns.settings.legal_form import called, is_no_reply
from channels.channel import EmailContent
from sequences.definition import Channel
from tests.campaigns.rendering_cases import BARE, TEMPLATES
from tests.campaigns.test_settings import COMPANY


def changed(**values: str | None) -> str:
    """The good company with these keys of [sender] (or from_name, reply_to) set to TOML values; None takes one out."""
    text = COMPANY
    for key, value in values.items():
        line = f"{key} = {value}\n" if value is not None else ""
        text, count = re.subn(rf"^{key} = .*\n", line, text, count=1, flags=re.MULTILINE)
        if not count and value is not None:
            section = "[[brand]]" if key == "reply_to" else "[sender]"
            text = text.replace(f"{section}\n", f"{section}\n{line}", 1)
    return text


def problems(**values: str | None) -> list[tuple[str, str]]:
    found = parse_settings(changed(**values), "config.toml")
    if isinstance(found, Settings):
        return []
    assert all(problem.line > 1 for problem in found)
    return [(problem.key, problem.message) for problem in found]


PARTNER = {
    "partner_name": '"Nordlicht Verwaltungs GmbH"',
    "partner_city": '"Kiel"',
    "partner_register_court": '"Amtsgericht Kiel"',
    "partner_register_number": '"HRB 88888 KI"',
}


@pytest.mark.parametrize(
    ("values", "key", "words"),
    [
        ({"legal_form": '"GmbH"', "register_court": None}, "sender.legal_form", "§ 35a GmbHG"),
        ({"legal_form": '"GmbH"', "register_number": None}, "sender.legal_form", "register_number"),
        ({"legal_form": '"e. K."', "register_number": None}, "sender.legal_form", "§§ 37a, 125 HGB"),
        ({"legal_form": '"OHG"', "register_court": None}, "sender.legal_form", "das Registergericht"),
        ({"legal_form": '"KG"', "register_number": None}, "sender.legal_form", "die Registernummer"),
        ({"legal_form": '"eG"', "register_number": None}, "sender.legal_form", "die Registernummer"),
        ({"legal_form": '"GmbH"', "directors": '["W. Petersen"]'}, "sender.directors", "ausgeschriebenen Vornamen"),
        ({"legal_form": '"GmbH"', "directors": '["Petersen"]'}, "sender.directors", "ausgeschriebenen Vornamen"),
        ({"legal_form": '"GmbH"', "directors": '["Dr. Petersen"]'}, "sender.directors", "ausgeschriebenen Vornamen"),
        ({"legal_form": '"AG"'}, "sender.legal_form", "Vorsitz des Aufsichtsrats"),
        ({"legal_form": '"SE"'}, "sender.legal_form", "§ 80 Abs. 1 AktG"),
        (
            {"legal_form": '"AG"', "supervisory_chair": '"H. Brodersen"'},
            "sender.supervisory_chair",
            "ausgeschriebenen Vornamen",
        ),
        (
            {"legal_form": '"AG"', "supervisory_chair": '"Hanna Brodersen"', "board_chair": '"Arne Lüders"'},
            "sender.board_chair",
            "steht nicht in directors",
        ),
        *(
            (
                {"legal_form": '"GmbH & Co. KG"', **{k: v for k, v in PARTNER.items() if k != key}},
                "sender.legal_form",
                key,
            )
            for key in PARTNER
        ),
        ({"street": '"Postfach 12 34"'}, "sender.street", "ladungsfähige Anschrift"),
        ({"vat_id": '"12345"'}, "sender.vat_id", "DE123456789"),
        ({"email": '"noreply@nordlicht-software.example"'}, "sender.email", "gelesen wird"),
        ({"from_name": '"Ihr Kundenteam"'}, "brand[1].from_name", "„Nordlicht Software“ enthalten"),
        ({"from_address": '"no-reply@nordlicht-software.example"'}, "brand[1].from_address", "§ 7 Abs. 2 Nr. 3 UWG"),
        (
            {"reply_to": '"keine-antwort@nordlicht-software.example"'},
            "brand[1].reply_to",
            "eine Adresse, die jemand liest",
        ),
    ],
)
def test_what_the_form_demands_is_refused_with_its_norm(values: dict[str, str | None], key: str, words: str):
    found = problems(**values)
    assert [place for place, _ in found] == [key]
    assert words.replace("§ 7 Abs. 2 Nr. 3 UWG", "§ 7 Abs. 2 Nr. 3") in found[0][1]


@pytest.mark.parametrize(
    "values",
    [
        {"legal_form": '"GmbH"', "directors": '["Dr. Wiebke Petersen", "Jan-Ole von der Aue"]'},
        {"legal_form": '"UG (haftungsbeschränkt)"'},
        {"legal_form": '"AG"', "supervisory_chair": '"Dr. Hanna Brodersen"', "board_chair": '"Wiebke Petersen"'},
        {"legal_form": '"GmbH & Co. KG"', **PARTNER},
        {"legal_form": '"e. K."'},
        {"legal_form": '"Einzelunternehmen"', "register_court": None, "register_number": None},
        {"legal_form": '"GbR"', "register_court": None, "register_number": None, "directors": '["W. Petersen"]'},
        {"vat_id": '"DE123456789-00001"'},
        {"from_address": '"no-reply@nordlicht-software.example"', "reply_to": '"antwort@nordlicht-software.example"'},
        {"from_name": '"Seeluft Studios (nordlicht  software)"'},
    ],
)
def test_what_the_form_does_not_demand_is_not_asked_for(values: dict[str, str | None]):
    assert problems(**values) == []


@pytest.mark.parametrize(
    ("address", "silent"),
    [
        ("noreply@a.example", True),
        ("No-Reply@a.example", True),
        ("do-not-reply@a.example", True),
        ("no_reply+x@a.example", True),
        ("keineantwort@a.example", True),
        ("nicht-antworten@a.example", True),
        ("antwort@a.example", False),
        ("norbert@a.example", False),
        ("notruf@a.example", False),
    ],
)
def test_an_address_that_nobody_reads_is_known(address: str, *, silent: bool):
    assert is_no_reply(address) is silent


def settings(**values: str | None) -> Settings:
    found = parse_settings(changed(**values), "config.toml")
    assert isinstance(found, Settings), found
    return found


def footer(**values: str | None) -> str:
    company = company_of(settings(**values).sender)
    mail = TEMPLATES.render("offboarding/plan", Channel.EMAIL, build_context(replace(BARE, company=company)))
    assert isinstance(mail, EmailContent)
    return mail.text.rpartition("----------")[2]


def test_the_footer_names_the_general_partner():
    text = footer(name='"Nordlicht GmbH & Co. KG"', legal_form='"GmbH & Co. KG"', from_name='"Nordlicht"', **PARTNER)
    assert "Vertreten durch: Wiebke Petersen\n" in text
    assert "Komplementärin: Nordlicht Verwaltungs GmbH, Sitz Kiel, Amtsgericht Kiel, HRB 88888 KI\n" in text


def test_the_footer_says_liquidation_and_who_carries_it_out():
    text = footer(in_liquidation="true")
    assert "\nNordlicht Software GmbH i. L.\n" in text
    assert "\nLiquidation durch: Wiebke Petersen\n" in text


def test_the_footer_marks_the_chairs():
    form = {"legal_form": '"AG"', "name": '"Nordlicht Software AG"', "supervisory_chair": '"Hanna Brodersen"'}
    text = footer(board_chair='"Wiebke Petersen"', **form)
    assert "\nVorstand: Wiebke Petersen (Vorsitz)\n" in text
    assert "\nVorsitz des Aufsichtsrats: Hanna Brodersen\n" in text


def test_the_footer_calls_a_tax_number_by_its_name():
    assert "\nUSt-IdNr.: DE123456789\n" in footer(vat_id='"DE123456789"')
    assert "\nW-IdNr.: DE123456789-00001\n" in footer(vat_id='"DE123456789-00001"')
    assert "\nAufsichtsbehörde: Gewerbeamt Kiel\n" in footer(licensing_authority='"Gewerbeamt Kiel"')


@pytest.mark.parametrize(
    ("name", "form", "short"),
    [
        ("Nordlicht Software GmbH", "GmbH", "Nordlicht Software"),
        ("Nordlicht GmbH & Co. KG", "GmbH & Co. KG", "Nordlicht"),
        ("Tischlerei Anna Berg e. K.", "e. K.", "Tischlerei Anna Berg"),
        ("Anna Berg", "Einzelunternehmen", "Anna Berg"),
    ],
)
def test_a_firm_is_called_without_its_form(name: str, form: str, short: str):
    values = {"name": f'"{name}"', "legal_form": f'"{form}"', "from_name": f'"{short}"'}
    extra = PARTNER if "Co." in form else {}
    assert called(settings(**values, **extra).sender) == short


@pytest.mark.parametrize(
    ("form", "word", "register"),
    [
        ("Gesellschaft mit beschränkter Haftung", "Geschäftsführung", True),
        ("gGmbH", "Geschäftsführung", True),
        ("Aktiengesellschaft", "Vorstand", True),
        ("Offene Handelsgesellschaft", "Vertreten durch", True),
        ("eingetragene Genossenschaft", "Vorstand", True),
        ("e.Kfr.", "Inhaberschaft", True),
        ("GbR", "Vertreten durch", False),
        ("", "Inhaberschaft", False),
    ],
)
def test_forms_are_known_by_their_long_names_too(form: str, word: str, *, register: bool):
    assert direction(form) == word
    assert must_register(form) is register
