"""The duties of the copy where it counts: a text that breaks one never leaves, whatever anybody checked before."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from campaigns.rendering import RenderError, Templates
from campaigns.rendering.context import build_context
from campaigns.rendering.duties.rendered import notice_of
from campaigns.rendering.lint import lint
from channels.channel import EmailContent
from contacts.medium import Medium
from sequences.definition import Channel
from store.tables import runs
from tests.campaigns.copy_cases import ALL, DU, PLAIN, SIE, cases, render
from tests.campaigns.house_of import MONDAY, minimal, step
from tests.campaigns.rendering_cases import SHIPPED, TEMPLATES

FRAME = '{% extends "_base/KIND.END" %}\n{% block content %}\n%s\n{% endblock %}\n'
BLIND = '{% extends "_base/advertising.END" %}\n{% block content %}\nSatz.\n{% endblock %}\n{% block notices %}{% endblock %}\n'
UNSEEN = FRAME.replace("KIND", "advertising").replace("%s", '<p style="display: none">Satz.</p>')


def mail(folder: Path, sentence: str, kind: str = "advertising", subject: str = "Werbung von {{ brand_name }}") -> Path:
    """A template x/y of our own with one sentence."""
    place = folder / "x" / "y"
    place.mkdir(parents=True, exist_ok=True)
    for end in ("txt", "html"):
        text = FRAME.replace("KIND", kind).replace("END", end).replace("%s", sentence)
        (place / f"body.{end}").write_text(text, encoding="utf-8")
    (place / "subject.txt").write_text(subject + "\n", encoding="utf-8")
    return place


def house(home, folder: Path, **head: str):
    texts = {"probe": minimal(step("a", "day = 1", '"email"', "x/y"), **head)}
    return home(texts=texts, templates=Templates([folder, SHIPPED]))


@pytest.mark.parametrize(
    ("sentence", "kind", "words"),
    [
        ("Schade, dass Sie gehen.", "advertising", "Gefühle"),
        ("Nur noch heute!", "advertising", "ohne wahren Tag"),
        ("Ich möchte Ihnen nichts verkaufen.", "advertising", "§ 5a Abs. 4 UWG"),
        ("Kommen Sie zurück!", "contract", "wirbt um die Rückkehr"),
        ("{% if offer_title %}Neu.{% endif %}", "contract", "gehört in Werbung"),
        ("Ihre Kündigung wird erst wirksam, wenn Sie anrufen.", "contract", "LG Koblenz"),
    ],
)
def test_a_text_that_breaks_a_duty_is_held_with_its_reason(home, tmp_path, sentence, kind, words):
    mail(tmp_path / "own", sentence, kind)
    purpose = "advertising" if kind == "advertising" else "contract"
    one = house(home, tmp_path / "own", purpose=f'"{purpose}"')
    one.consenting()
    one.play(days=2)
    decision, reason = one.reasons()["a"]
    assert (decision, words in reason) == ("hold", True), reason
    assert "x/y/body.txt:3" in reason
    assert one.sent() == []


def test_the_same_text_without_the_sentence_leaves(home, tmp_path):
    mail(tmp_path / "own", "Satz.")
    one = house(home, tmp_path / "own")
    one.consenting()
    one.play(days=2)
    assert one.reasons()["a"][0] == "send"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"subject.txt": "Neues für Sie"}, "Der Betreff zeigt nicht"),
        ({"subject.txt": "AW: Werbung"}, "täuscht eine Antwort vor"),
        ({"body.txt": BLIND.replace("END", "txt")}, "§ 7 Abs. 2 Nr. 3 UWG"),
        ({"body.html": BLIND.replace("END", "html")}, "§ 7 Abs. 2 Nr. 3 UWG"),
        ({"body.html": UNSEEN.replace("END", "html")}, "Verborgener Text"),
        ({"body.txt": "Satz.\n"}, "Firmenangaben"),
    ],
)
def test_what_is_missing_holds_too_and_check_start_and_reload_say_so(home, tmp_path, change, words):
    place = mail(tmp_path / "own", "Satz.")
    for name, text in change.items():
        (place / name).write_text(text, encoding="utf-8")
    one = house(home, tmp_path / "own")
    one.consenting()
    one.play(days=2)
    assert one.reasons()["a"][0] == "hold"
    assert words in one.reasons()["a"][1]
    templates = Templates([tmp_path / "own", SHIPPED])
    with pytest.raises(RenderError, match=re.escape(words)):
        templates.prepare("x/y", Channel.EMAIL)
    assert any(words in problem.message for problem in lint(templates))


def test_a_notice_behind_a_condition_that_is_not_met_is_seen_in_the_written_mail(tmp_path):
    """The template holds the words of § 7 Abs. 3 Nr. 4 UWG, this person's mail does not: R027."""
    own = tmp_path / "own"
    mail(own, "Satz.")
    for end in ("txt", "html"):
        text = (SHIPPED / f"_base/advertising_notice.{end}").read_text(encoding="utf-8")
        (own / "_base").mkdir(exist_ok=True)
        changed = text.replace('elif basis == "existing_customer"', 'elif tier == "strategic"')
        (own / f"_base/advertising_notice.{end}").write_text(changed, encoding="utf-8")
    templates = Templates([own, SHIPPED])
    assert templates.breaches("x/y/body.txt") == ()
    context = {**dict(_context(basis="existing_customer")), "tier": "standard"}
    with pytest.raises(RenderError, match=re.escape("§ 7 Abs. 3 Nr. 4 UWG")):
        templates.render("x/y", Channel.EMAIL, context)


def _context(**changes: object) -> dict[str, object]:
    return build_context(replace(PLAIN, **changes))


@pytest.mark.parametrize("name", [name for name, channel in ALL if channel is Channel.EMAIL])
def test_both_halves_of_a_mail_hold_notice_link_and_imprint(name):
    """Requirement 21: the text part says all that the HTML part says."""
    advertises = TEMPLATES.traits(name, Channel.EMAIL).advertises
    for form in (SIE, DU):
        for what, case, _ in cases(form):
            content = render(name, Channel.EMAIL, case)
            assert isinstance(content, EmailContent)
            needed = [case.company.street, case.company.email, case.company.privacy_url, *case.company.directors]
            if advertises:
                needed += [case.unsubscribe_url or "", form.reply_to or form.from_address]
            for half in (content.text, content.html):
                assert all(one in half for one in needed), what
            assert bool(notice_of(content)) >= advertises, what


def test_the_notice_is_the_sentence_the_reader_sees():
    content = TEMPLATES.render("winback/day_07_news", Channel.EMAIL, _context(basis="existing_customer"))
    words = notice_of(content)
    assert "jederzeit widersprechen, ohne dass hierfür andere als die Übermittlungskosten" in words
    assert isinstance(content, EmailContent)
    assert words in content.text
    consent = TEMPLATES.render("winback/day_07_news", Channel.EMAIL, _context(basis="consent"))
    assert "jederzeit widerrufen" in notice_of(consent)
    contract = TEMPLATES.render("offboarding/plan", Channel.EMAIL, _context())
    assert notice_of(contract) == ""


# -- traits ---------------------------------------------------------------------------------------------------------


def test_traits_tell_advertising_from_contract_and_a_fix_from_a_question():
    news = TEMPLATES.traits("winback/day_07_news", Channel.EMAIL)
    assert (news.contains_notice, news.advertises, news.advertising_words, news.survey_link) == (True, True, (), False)
    assert {"unsubscribe_url", "privacy_url"} <= set(news.links)
    plan = TEMPLATES.traits("offboarding/plan", Channel.EMAIL)
    assert (plan.contains_notice, plan.advertises, plan.script) == (False, False, "ok")
    assert TEMPLATES.traits("offboarding/survey", Channel.EMAIL).survey_link
    assert TEMPLATES.traits("service/complaint", Channel.PHONE).script == "fix_only"
    assert TEMPLATES.traits("save/call", Channel.PHONE).script == "ok"


@pytest.mark.parametrize(
    ("guide", "script"),
    [
        ("„Hier ist {{ sender_name }}. Ist die Störung behoben?“", "fix_only"),
        ("„Hier ist {{ sender_name }}. Wie zufrieden sind Sie mit uns?“", "satisfaction"),
        ("„Hier ist {{ sender_name }}. Ich habe ein Angebot für Sie.“", "offer"),
        ("„Hier ist {{ sender_name }}. Ich will Ihnen nichts verkaufen.“", "no_purpose"),
        ("„Hier ist {{ sender_name }}. Bitte bestätigen Sie Ihre Kündigung.“", "call_to_confirm"),
        ("„Hier ist {{ sender_name }}. Ich möchte Ihre Kündigung verifizieren.“", "verify_termination"),
    ],
)
def test_a_guide_shows_what_kind_of_call_it_is(tmp_path, guide, script):
    place = tmp_path / "x" / "y"
    place.mkdir(parents=True)
    (place / "phone.txt").write_text(f"== Titel\nA\n\n== Briefing\nB\n\n== Leitfaden\n{guide}\n", encoding="utf-8")
    templates = Templates([tmp_path, SHIPPED])
    assert templates.traits("x/y", Channel.PHONE).script == script
    assert bool(templates.breaches("x/y/phone.txt")) == (script != "fix_only")


def test_the_worse_form_of_address_counts(tmp_path):
    place = mail(tmp_path, "Satz.", "contract", "Ihr Vertrag")
    text = FRAME.replace("KIND", "contract").replace("END", "txt").replace("%s", "Dir winkt ein Rabatt von uns.")
    (place / "body.du.txt").write_text(text, encoding="utf-8")
    templates = Templates([tmp_path, SHIPPED])
    assert templates.traits("x/y", Channel.EMAIL).advertising_words == ("Rabatt",)


# -- first information (Art. 13, 14, 21 Abs. 4 DSGVO) --------------------------------------------------------------------

TWICE = {"probe": minimal(step("a", "day = 1"), step("b", "day = 8", '"email"', "winback/day_14_story"))}
INFORMATION = "Informationen zum Datenschutz (Art. 13, 14 DSGVO)"


def bodies(one) -> list[str]:
    return [text for (text,) in one.rows(select(runs.attempt.c.text).order_by(runs.attempt.c.id))]


def test_the_first_mail_informs_and_the_second_does_not(home):
    one = home(texts=TWICE)
    one.consenting()
    one.play(days=10)
    first, second = bodies(one)
    assert INFORMATION in first
    assert "\n\nWiderspruchsrecht: " in first
    assert INFORMATION not in second


def test_a_mail_somebody_wrote_by_hand_is_no_information(home):
    """An import that tells of a colleague's mail proves that it was written, not what stood in it."""
    one = home(texts=TWICE)
    one.customer()
    one.activity("K-1", Medium.EMAIL, MONDAY - timedelta(days=40))
    one.activity("K-1", Medium.POST, MONDAY - timedelta(days=30))
    one.consent()
    one.cancel()
    one.play(days=2)
    (first,) = bodies(one)
    assert INFORMATION in first


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"basis": "consent"}, "höchstens 24 Monate nach der letzten Nutzung der Einwilligung"),
        ({"basis": "consent", "consent_idle_months": 12}, "höchstens 12 Monate nach der letzten Nutzung"),
        ({"basis": "consent", "consent_until": date(2027, 12, 31)}, "höchstens bis zum 31. Dezember 2027"),
        ({"basis": "existing_customer"}, "höchstens bis zum Ende des Vertrags"),
        ({"basis": "existing_customer", "customer_days": 90}, "höchstens 90 Tage nach dem Ende des Vertrags"),
    ],
)
def test_how_long_is_told_by_the_basis_and_not_by_the_rule_for_letters(changes, words):
    content = TEMPLATES.render("winback/day_07_news", Channel.EMAIL, _context(first_contact=True, **changes))
    assert isinstance(content, EmailContent)
    assert words in content.text
    assert words in content.html


def test_a_consent_with_its_own_end_tells_it(home):
    one = home(texts=TWICE)
    one.customer()
    one.consent(valid_until=MONDAY + timedelta(days=100))
    one.cancel()
    one.play(days=2)
    assert "höchstens bis zum 10. Juni 2026" in bodies(one)[0]
