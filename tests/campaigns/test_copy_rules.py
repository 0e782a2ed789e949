"""What the copy may and may not say: one question, no pressure, the purpose first, a no that is taken."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from campaigns.rendering.context import BrandInfo
from channels.channel import EmailContent, LetterContent, TaskContent
from channels.letter.letter import LetterSettings
from contacts.contact import ContactKind
from sequences.definition import Channel
from tests.campaigns.copy_cases import (
    ALL,
    CALLS,
    DU,
    PLAIN,
    SIE,
    SPOKEN,
    WINBACK,
    WRITTEN,
    cases,
    paragraphs,
    render,
    whole,
)
from tests.campaigns.rendering_cases import BARE, TEMPLATES

PRESSURE = re.compile(
    r"leider|vermiss|traurig|enttäusch|bedauer|exklusiv|einzigartig|\bbeste[nrs]?\b|unschlagbar|nur noch|letzte chance|"
    r"jetzt sichern|verpass|kostenlos|würden uns freuen|hoffen|so gern|schon immer",
    re.IGNORECASE,
)
BY_THE_CALENDAR = re.compile(
    r"\bvor (?:rund|etwa|einem|drei|sechs)\b|halbes Jahr|anderthalb|in (?:zwei|drei) Monaten|dieser Woche|letzte Woche|"
    r"ein Jahr vergangen",
    re.IGNORECASE,
)


@pytest.mark.parametrize(("name", "channel"), WRITTEN)
def test_one_question_a_message(name: str, channel: Channel):
    if name == "offboarding/survey":
        return
    for form in (SIE, DU):
        for what, case, _ in cases(form):
            own = [text for text in paragraphs(render(name, channel, case)) if not text.startswith("– ")]
            assert sum(text.count("?") for text in own) <= 1, (what, own)


@pytest.mark.parametrize("name", WINBACK)
def test_no_pressure_no_feelings_and_no_calendar(name: str):
    for form in (SIE, DU):
        for what, case, _ in cases(form):
            for channel in TEMPLATES.channels(name):
                text = whole(render(name, channel, case))
                assert not PRESSURE.search(text), (what, PRESSURE.search(text))
                assert not BY_THE_CALENDAR.search(text), (what, BY_THE_CALENDAR.search(text))


@pytest.mark.parametrize(("name", "channel"), ALL)
def test_consumers_have_no_team_and_nobody_has_a_studio(name: str, channel: Channel):
    for form in (SIE, DU):
        for what, case, _ in cases(form):
            text = whole(render(name, channel, case))
            assert not re.search(r"\b(?:Ihre?|deine?)[mnrs]? Studio", text), what
            if case.contact.kind is ContactKind.CONSUMER:
                assert not re.search(
                    r"\b(?:Ihre?|deine?)[mnrs]? (?:Team|Firma|Unternehmen|Betrieb)|HGB.*müssen", text
                ), what


@pytest.mark.parametrize("name", WINBACK)
def test_subjects_are_short_and_say_what_they_are(name: str):
    for form in (SIE, DU):
        for what, case, _ in cases(form):
            subjects = [
                c.subject
                for ch in (Channel.EMAIL, Channel.LETTER)
                if isinstance(c := render(name, ch, case), (EmailContent, LetterContent))
            ]
            assert all(subject.startswith("Werbung ") and len(subject) <= 90 for subject in subjects), (what, subjects)


@pytest.mark.parametrize("name", CALLS)
def test_a_call_begins_with_its_purpose_and_takes_a_no(name: str):
    for form in (SIE, DU):
        for what, case, _ in cases(form):
            task = render(name, Channel.PHONE, case)
            assert isinstance(task, TaskContent)
            opening = task.guide.split("\n\n")[0]
            for needed in (form.name, "Nordlicht Software GmbH", "Werbeanruf", "Passt es gerade?", "Bei „Nein“"):
                assert needed in opening, what
            sentence = opening.partition(":")[2].partition(":")[0]  # up to what it is about
            assert form.name in sentence, what
            assert re.search(r", und das ist ein Werbeanruf$", sentence), (what, sentence)
            assert ("eingewilligt" in opening) == (case.consent_on is not None)
            for section in (
                "Preis",
                "Etwas fehlte",
                "Service",
                "Wenig genutzt",
                "Anderer Anbieter",
                "Umzug",
                "Das Nein",
            ):
                assert f"\n\n{section}" in task.guide, (what, section)
            for needed in ("Grundlage des Anrufs: ", "Das darf ich anbieten: ", "Nicht sagen: "):
                assert needed in task.brief or name.endswith("feature_ready"), what


def test_without_a_consent_on_file_the_guide_says_do_not_call():
    case = replace(PLAIN, consent_on=None, contact=replace(PLAIN.contact, kind=ContactKind.CONSUMER))
    task = render("winback/day_21_offer", Channel.PHONE, case)
    assert isinstance(task, TaskContent)
    assert "Nicht anrufen" in task.brief
    firm = render("winback/day_21_offer", Channel.PHONE, replace(case, contact=PLAIN.contact))
    assert isinstance(firm, TaskContent)
    assert "mutmaßliche Einwilligung" in firm.brief
    message = render("winback/day_14_story", Channel.LINKEDIN, case)
    assert isinstance(message, TaskContent)
    assert "Nicht senden" in message.brief


@pytest.mark.parametrize("name", [name for name, channel in ALL if channel is Channel.LINKEDIN])
def test_linkedin_is_short_and_in_the_first_person(name: str):
    assert name.startswith("winback/"), "contract matters do not belong on LinkedIn"
    for form, voice in ((SIE, "ich schreibe Ihnen für "), (DU, "ich schreibe dir für ")):
        for what, case, _ in cases(form):
            message = render(name, Channel.LINKEDIN, replace(case, offer=None))
            assert isinstance(message, TaskContent)
            for needed in (voice, "Werbung", "Ein „Nein“ genügt"):
                assert needed in message.guide, what
            # The information of Art. 13, 14 DSGVO is long, and stands once.
            own, information, _ = message.guide.partition("Informationen zum Datenschutz")
            assert len(own) < 700, what
            assert bool(information) == case.first_contact


@pytest.mark.parametrize("name", [n for n, c in ALL if c is Channel.PHONE and n.startswith("offboarding/")])
def test_a_contract_call_asks_for_an_address_and_nothing_else(name: str):
    for form in (SIE, DU):
        for what, case, _ in cases(form):
            task = render(name, Channel.PHONE, case)
            assert isinstance(task, TaskContent)
            assert not re.search(r"Angebot|Rabatt|zufrieden|eingewilligt|Werbeanruf", task.guide), what
            assert "„An welche E-Mail-Adresse oder Anschrift dürfen wir das schicken?“" in task.guide
            assert not re.search(r"Grund:|Fehlte:|Kunde seit", task.brief), what  # no more than the call needs


def test_news_that_is_the_missing_feature_is_not_told_twice():
    for name in WINBACK:
        for channel in (Channel.EMAIL, Channel.LETTER):
            text = "\n".join(paragraphs(render(name, channel, SPOKEN)))
            assert text.count("„DATEV-Export“") <= 1, (name, text)


def test_the_quiet_sequence_ends_with_a_text_that_says_so():
    case = replace(PLAIN, brand=DU, contact=replace(PLAIN.contact, kind=ContactKind.CONSUMER))
    letter = render("winback/quiet_year", Channel.LETTER, case)
    assert isinstance(letter, LetterContent)
    assert letter.subject == "Werbung in eigener Sache: unsere letzte Nachricht"
    assert "Weitere Werbung dazu bekommst du nicht." in letter.paragraphs[0]


@pytest.mark.parametrize("name", [name for name, channel in ALL if channel is Channel.LETTER])
def test_no_letter_holds_a_link_that_belongs_to_one_person(name: str):
    """Nobody types a token from paper, and it would tie what is typed to the person (requirement of the letter shop)."""
    text = whole(render(name, Channel.LETTER, SPOKEN))
    assert SPOKEN.survey_url
    assert SPOKEN.survey_url not in text
    assert SPOKEN.unsubscribe_url
    assert SPOKEN.unsubscribe_url not in text


@pytest.mark.parametrize("name", [name for name, channel in ALL if channel is Channel.LETTER])
def test_every_letter_prints_the_code_by_which_an_answer_is_found(name: str):
    for form in (SIE, DU):
        case = replace(SPOKEN, brand=form, response_code="WS-7K4M-2QXH")
        letter = render(name, Channel.LETTER, case)
        assert isinstance(letter, LetterContent)
        code = [text for text in letter.paragraphs if "WS-7K4M-2QXH" in text]
        address = form.reply_to or form.from_address
        verb = "Antworten Sie" if form is SIE else "Antworte"
        assert code == [f"{verb} uns gern per E-Mail an {address}, Stichwort WS-7K4M-2QXH."]
        assert len(letter.paragraphs) <= LetterSettings().paragraphs


def test_the_end_is_the_day_asked_for_when_that_is_later():
    """§ 312k Abs. 4 BGB: the confirmation states the end that was declared, not the earliest possible one."""
    later = date(2027, 3, 31)
    case = replace(
        PLAIN,
        cancellation=replace(PLAIN.cancellation, wished_end=later),
        plan=replace(PLAIN.plan, closing_day=later),
    )
    mail = render("offboarding/receipt", Channel.EMAIL, case)
    assert isinstance(mail, EmailContent)
    assert "– Vertragsende: 31. März 2027\n" in mail.text
    assert "Nach den Vertragsbedingungen" not in mail.text
    assert "31. Januar 2027" not in mail.text


@pytest.mark.parametrize("reason", ["special_termination", "deceased"])
def test_who_left_for_cause_and_who_died_is_not_told_the_ordinary_notice(reason: str):
    for wished in (None, date(2026, 12, 31)):
        case = replace(PLAIN, cancellation=replace(PLAIN.cancellation, reason=reason, wished_end=wished))
        mail = render("offboarding/receipt", Channel.EMAIL, case)
        assert isinstance(mail, EmailContent)
        assert "Eingetragen ist bei uns der 31. Januar 2027." in mail.text
        assert not re.search(r"früheste|Kündigungsfrist|Vertragsbedingungen", mail.text)


@pytest.mark.parametrize("form", [SIE, DU], ids=["sie", "du"])
def test_an_account_is_not_called_closed_on_the_last_day_of_service(form: BrandInfo):
    for now, closed in ((datetime(2027, 1, 31, 8, tzinfo=UTC), False), (datetime(2027, 2, 1, 8, tzinfo=UTC), True)):
        for channel in (Channel.EMAIL, Channel.LETTER):
            text = whole(render("offboarding/closure", channel, replace(PLAIN, now=now, brand=form)))
            assert ("ist geschlossen" in text) == closed
            assert ("Mit Ablauf dieses Tages" in text) != closed


@pytest.mark.parametrize("name", [name for name in TEMPLATES.names() if name.startswith("offboarding/")])
def test_the_family_of_the_dead_is_not_told_that_the_contract_is_theirs(name: str):
    if name == "offboarding/survey":  # excluded by the sequence
        return
    for much in (PLAIN, BARE):
        died = replace(much, cancellation=replace(much.cancellation, reason="deceased"))
        for channel in TEMPLATES.channels(name):
            text = whole(render(name, channel, died))
            found = re.search(r"\bIhre?[mnrs]? (?:Vertrag|Konto|Zug|Anmeldung|Daten|Adresse|Export)", text)
            assert found is None, (channel, found)


def test_the_dead_are_not_greeted_and_not_thanked():
    """What reaches the mailbox of someone who died is read by the family: no first name, no du, no thanks."""
    died = replace(PLAIN, brand=DU, cancellation=replace(PLAIN.cancellation, reason="deceased"))
    for name in ("offboarding/receipt", "offboarding/plan", "offboarding/deleted", "offboarding/farewell"):
        mail = render(name, Channel.EMAIL, died)
        assert isinstance(mail, EmailContent)
        assert "Guten Tag,\n" in mail.text
        assert not re.search(r"Hallo|[Dd]ein|\b[Dd]anke|Erklärt von|Anna", mail.text.split("Grüße")[0]), name


def test_our_own_termination_is_not_called_theirs():
    ended = replace(PLAIN, cancellation=replace(PLAIN.cancellation, reason="terminated_by_us"))
    receipt = render("offboarding/receipt", Channel.LETTER, ended)
    assert isinstance(receipt, LetterContent)
    assert receipt.subject == "Bestätigung unserer Kündigung zu Vertrag V-77"
    assert not re.search(r"Ihrer (?:Kündigung|Erklärung)|Erklärt von|wirksam ist", " ".join(receipt.paragraphs))
    plan = render("offboarding/plan", Channel.LETTER, ended)
    assert isinstance(plan, LetterContent)
    assert plan.paragraphs[0].startswith("unsere Kündigung vom 21. Juli 2026 ist eingetragen.")
    farewell = render("offboarding/farewell", Channel.LETTER, ended)
    assert isinstance(farewell, LetterContent)
    assert farewell.paragraphs[0].startswith("zum Abschluss alle Angaben")
