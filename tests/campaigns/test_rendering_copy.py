"""Every shipped template, on every channel, for customers we know well and customers we hardly know."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html as lxml_html

from campaigns.rendering.context import PlanDates, RenderCase, build_context
from channels.channel import EmailContent, LetterContent, TaskContent
from contacts.cancellation import REASONS
from contacts.contact import ContactKind
from sequences.definition import Channel
from tests.campaigns.rendering_cases import BARE, RICH, TEMPLATES, fit

ALL = [(name, channel) for name in TEMPLATES.names() for channel in sorted(TEMPLATES.channels(name))]
CONTRACT = [name for name in TEMPLATES.names() if TEMPLATES.is_contract(name)]
ADVERTISING = [name for name in TEMPLATES.names() if not TEMPLATES.is_contract(name)]
ADVERTISING_MAIL = [name for name in ADVERTISING if Channel.EMAIL in TEMPLATES.channels(name)]
SMELLS = re.compile(r"None|True|False|\{\{|\{%|jjx\d|  | [,.;:!?]|\(\)|„“|\.\.(?!\.)|, ,|ae\b")


def texts(content: EmailContent | LetterContent | TaskContent) -> list[str]:
    match content:
        case EmailContent():
            visible = lxml_html.fromstring(content.html).find("body").text_content()
            return [content.subject, *content.text.splitlines(), " ".join(visible.split())]
        case LetterContent():
            return [content.subject, content.salutation, *content.paragraphs]
        case TaskContent():
            return [
                content.title,
                *content.brief.splitlines(),
                *content.guide.splitlines(),
                *content.to_copy.splitlines(),
            ]


def test_all_names_of_the_shipped_sequences_are_there():
    expected = {
        Channel.EMAIL: 24,
        Channel.LETTER: 22,
        Channel.PHONE: 23,
        Channel.LINKEDIN: 10,
    }
    assert {c: sum(channel is c for _, channel in ALL) for c in Channel} == expected
    assert len(CONTRACT) == 12
    assert "offboarding/survey" in ADVERTISING


@pytest.mark.parametrize(("name", "channel"), ALL)
@pytest.mark.parametrize("case", [BARE, RICH], ids=["bare", "rich"])
def test_reads_like_written_by_a_person(name: str, channel: Channel, case: RenderCase):
    # The rich customer's own words hold braces on purpose; nothing else may.
    case = replace(case, cancellation=replace(case.cancellation, text="")) if case is RICH else case
    content = TEMPLATES.render(name, channel, build_context(fit(name, case)))
    for line in texts(content):
        assert not SMELLS.search(line), line
    assert not TEMPLATES.uninlined


@pytest.mark.parametrize("reason", [*REASONS, "eigener_grund"])
@pytest.mark.parametrize("kind", list(ContactKind))
def test_every_reason_and_kind_renders(reason: str, kind: ContactKind):
    case = replace(RICH, contact=replace(RICH.contact, kind=kind), offer=None, story=None, event=None)
    for feature in (None, "DATEV-Export"):
        cancellation = replace(case.cancellation, reason=reason, feature=feature, text="")
        context = build_context(replace(case, cancellation=cancellation))
        for name in ADVERTISING:
            for channel in TEMPLATES.channels(name):
                for line in texts(TEMPLATES.render(name, channel, context)):
                    assert not SMELLS.search(line), line


@pytest.mark.parametrize("name", ADVERTISING_MAIL)
@pytest.mark.parametrize("case", [BARE, RICH], ids=["bare", "rich"])
def test_advertising_mail_shows_what_it_is_in_all_three_parts(name: str, case: RenderCase):
    mail = TEMPLATES.render(name, Channel.EMAIL, build_context(case))
    assert isinstance(mail, EmailContent)
    assert "Werbung" in mail.subject
    visible = " ".join(lxml_html.fromstring(mail.html).text_content().split())
    for part in (mail.text, visible):
        assert "Werbung in eigener Sache von Nordlicht" in part
        assert "Nordlicht Software GmbH" in part
        assert "HRB 123456" in part
        assert "Geschäftsführung: Ingrid Sommer" in part
        assert "team@nordlicht.example" in part
    assert mail.text.count("https://nordlicht.example/ab/t") >= 1
    assert 'href="https://nordlicht.example/ab/t"' in mail.html


def test_existing_customer_notice_has_the_words_of_the_statute():
    mail = TEMPLATES.render("winback/day_01_value", Channel.EMAIL, build_context(RICH))
    sentence = (
        "Sie können der Verwendung Ihrer E-Mail-Adresse für Werbung jederzeit widersprechen, ohne dass hierfür andere "
        "als die Übermittlungskosten nach den Basistarifen entstehen:"
    )
    assert sentence in mail.text
    assert sentence in mail.html
    consent = TEMPLATES.render("winback/day_01_value", Channel.EMAIL, build_context(replace(RICH, basis="consent")))
    assert "weil Sie am 2. Mai 2025 eingewilligt haben" in consent.text
    assert sentence not in consent.text


def test_first_contact_alone_carries_the_privacy_block():
    first = TEMPLATES.render("winback/day_07_news", Channel.EMAIL, build_context(RICH))
    later = TEMPLATES.render("winback/day_07_news", Channel.EMAIL, build_context(replace(RICH, first_contact=False)))
    for part in (first.text, first.html):
        assert "Widerspruchsrecht:" in part
        assert "Art. 21 Abs. 2 DSGVO" in part
        assert "HmbBfDI" in part
    assert "Art. 21" not in later.text + later.html


@pytest.mark.parametrize("name", [n for n in ADVERTISING if Channel.LETTER in TEMPLATES.channels(n)])
def test_advertising_letter_has_its_own_objection_paragraph(name: str):
    letter = TEMPLATES.render(name, Channel.LETTER, build_context(fit(name, BARE)))
    assert isinstance(letter, LetterContent)
    assert "Werbung" in letter.subject
    assert any(paragraph.startswith("Widerspruchsrecht: Sie können") for paragraph in letter.paragraphs)
    assert any("Art. 6 Abs. 1 Buchst. f DSGVO" in paragraph for paragraph in letter.paragraphs)


@pytest.mark.parametrize("name", [name for name, channel in ALL if channel is Channel.LETTER])
@pytest.mark.parametrize("case", [BARE, RICH], ids=["bare", "rich"])
def test_letters_fit_their_form(name: str, case: RenderCase):
    letter = TEMPLATES.render(name, Channel.LETTER, build_context(fit(name, case)))
    assert isinstance(letter, LetterContent)
    assert letter.salutation.startswith("Guten Tag")
    assert len(letter.subject) <= 120
    assert all(0 < len(paragraph) <= 1_000 and "\n" not in paragraph for paragraph in letter.paragraphs)
    assert sum(map(len, letter.paragraphs)) < 4_500  # two pages


@pytest.mark.parametrize("name", CONTRACT)
def test_contract_mail_is_free_of_advertising(name: str):
    for channel in TEMPLATES.channels(name) - {Channel.PHONE}:
        text = "\n".join(texts(TEMPLATES.render(name, channel, build_context(RICH))))
        assert not re.search(r"Angebot|Rabatt|\bzurück\b|Umfrage|schade|bleiben|Newsletter|Abmelde|Werbung in", text)


def test_receipt_states_what_the_statute_asks_for():
    mail = TEMPLATES.render("offboarding/receipt", Channel.EMAIL, build_context(RICH))
    assert isinstance(mail, EmailContent)
    # 22:03 UTC on 20 July is already the 21st in Berlin.
    assert "Wir bestätigen den Eingang Ihrer Kündigung am 21. Juli 2026 um 00:03 Uhr (MESZ)." in mail.text
    assert "Vertrag: V-77 (Plan Team)" in mail.text
    assert "Vertragsende: 31. Januar 2027" in mail.text
    assert "Sie haben den 31. Dezember 2026 angegeben." in mail.text
    assert "Hiermit kündige ich.\n\n== Leitfaden\nMfG {{ 7 * 7 }} <b>Müller</b>" in mail.text
    assert "MfG {{ 7 * 7 }} &lt;b&gt;Müller&lt;/b&gt;" in mail.html
    bare = TEMPLATES.render("offboarding/receipt", Channel.EMAIL, build_context(BARE))
    assert "zum nächstmöglichen Zeitpunkt" in bare.text
    assert "um 09:03 Uhr (MEZ)" in bare.text


def test_deletion_is_announced_before_and_confirmed_only_after_it_was_done():
    before = TEMPLATES.render("offboarding/deleted", Channel.EMAIL, build_context(RICH))
    done = replace(RICH, plan=replace(RICH.plan, deleted_on=RICH.plan.deletion_day))
    after = TEMPLATES.render("offboarding/deleted", Channel.EMAIL, build_context(done))
    assert "löschen wir am 1. Mai 2027" in before.text
    assert "gelöscht: Nutzer" not in before.text
    assert "am 1. Mai 2027 gelöscht: Nutzer" in after.text


def test_a_past_deletion_day_is_never_offered_as_a_chance():
    late = replace(RICH, plan=PlanDates(deletion_day=RICH.now.date()))
    mail = TEMPLATES.render("winback/day_21_offer", Channel.EMAIL, build_context(late))
    assert "löschen wir" not in mail.text
