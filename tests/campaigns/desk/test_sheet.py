"""The brief as of now: everything that the occasion allows, nothing else, and whether somebody may call this minute."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from campaigns.bootstrap import ROOT
from campaigns.desk.sheet import Paper, Sheet, sheet_of
from campaigns.offers import Offer
from contacts.medium import Medium
from store import people, tasks
from store.tables import runs
from tests.campaigns.desk.known import MATRIX, TUESDAY_NOON, extra_task, open_task, well_known
from tests.campaigns.house_of import minimal, step


def facts(sheet: Sheet) -> dict[str, str]:
    return {fact.name: fact.words for fact in sheet.brief.facts}


def test_everything_on_file_stands_on_one_page(home):
    one = well_known(home)
    sheet = sheet_of(one.house, open_task(one))
    said = facts(sheet)
    assert sheet.may is not None
    assert sheet.may.may == "yes"
    for name, words in {
        "Person": "Wiebke Sievers, ",
        "Nummer": "+49 431 9999910",
        "Kunde seit": "1. April 2019 (6 Jahre und 11 Monate)",
        "Wert": "52.400 Euro im Jahr, Kundenwert hoch",
        "Vertrag": "V-K-1",
        "Kündigung": "eingegangen am 2. März 2026, gewünschtes Ende 31. Mai 2026",
        "Genannt": "Preis",
        "In der Kündigung": "„Der Preis steigt mit jedem Platz.“",
        "Umfrage": "Es wird uns zu teuer.; Die Einführung; Weiterempfehlung 6 von 10",
        "Erreicht": "31 gesparte Stunden, 1.210 Vorgänge, 160 Anmeldungen, zuletzt 12 aktive Nutzer (Stand 20.02.2026)",
        "Nutzung": "40 Anmeldungen in den vier Wochen bis 20.02.2026, 120 in den vier Wochen davor",
        "Bewertung": "4 von 10 am 21.01.2026: „Der Export kostet uns Zeit.“",
        "Tickets": "2 in 90 Tagen, davon 1 offen",
        "Notizen": "16.01.2026 Anruf: erreicht und gesprochen (Anna): „Will im Mai neu rechnen.“",
        "Beruht auf": "Einwilligung vom 3. November 2025, Beleg EW-K-1-phone [§ 7 Abs. 2 Nr. 1 UWG]",
        "Allein zusagen": "Nachlass bis 10 Prozent; Pause bis 3 Monate; kleinerer Umfang oder weniger Plätze",
        "Erst fragen: Leitung (Ben Bruns)": "Nachlass bis 25 Prozent",
        "Erst fragen: Produkt": "Eine Funktion mit Monat zusagen",
    }.items():
        assert words in said[name], name
    assert "Zu lange her" not in said["Tickets"]
    assert said["Zusagen"].splitlines()[1:] == [
        "  offen bis 20. März 2026: Export beheben (Anna Albers)",
        "  gehalten: Rechnung berichtigen (Anna Albers)",
    ]
    assert said["Passt zum Grund"].startswith("kleinerer Umfang")
    assert said["Ziel"].startswith("verstehen, was nicht gepasst hat")
    assert "Teilziele" in said


def test_a_line_of_the_day_the_task_was_made_is_told_as_of_now(home):
    """The stored words stay on file for whoever asks what was known then; the desk shows today."""
    one = well_known(home)
    task = open_task(one)
    assert "Kunde seit: 1. April 2019" in task["brief"]
    one.customer("K-1", phone="+49 431 9999911", owner_email="anna@nordlicht.example", last_name="Sievers-Möller")
    said = facts(sheet_of(one.house, task))
    assert "Sievers-Möller" in said["Person"]
    assert said["Nummer"] == "+49 431 9999911"
    assert sum(name == "Vertrag" for name in said) == 1


def test_what_is_not_on_file_has_no_line(home):
    one = home(texts={"probe": minimal(step("call", "day = 1", '"phone"', "save/call", 'task = { kind = "call" }'))})
    one.customer("K-1", phone="+49 431 9999910")
    one.consent("K-1")
    one.consent("K-1", Medium.PHONE)
    one.cancel("K-1", reason="unknown")
    one.play(days=1, hours=4)
    said = facts(sheet_of(one.house, open_task(one)))
    none = {"Wert", "Genannt", "Erreicht", "Nutzung", "Bewertung", "Tickets", "Notizen", "Zusagen", "Umfrage", "Fehlte"}
    assert not none & set(said)
    assert all(words.strip() for words in said.values())


@pytest.mark.parametrize(
    ("template", "purpose", "has", "lacks"),
    [
        ("handover/call", "service", {"Genannt", "Tickets", "Angebote"}, {"Wert", "Erreicht", "Nutzung", "Bewertung", "Umfrage"}),
        (
            "service/complaint",
            "service",
            {"Tickets", "Zusagen"},
            {"Wert", "Erreicht", "Nutzung", "Bewertung", "Umfrage", "Genannt", "Kunde seit", "Allein zusagen"},
        ),
        (
            "offboarding/plan",
            "contract",
            {"Vertrag", "Nummer"},
            {"Wert", "Erreicht", "Bewertung", "Genannt", "Tickets", "Notizen", "Allein zusagen", "Frist"},
        ),
    ],
)  # fmt: skip
def test_a_purpose_sees_no_more_than_it_needs(home, template, purpose, has, lacks):
    """law.md 3.3 row 53, Art. 5 Abs. 1 Buchst. c DSGVO: no scoring beside a service call."""
    one = well_known(home, template=template, purpose=purpose)
    said = facts(sheet_of(one.house, open_task(one)))
    assert has <= set(said)
    assert not lacks & set(said)


def test_a_complaint_is_asked_one_thing(home):
    one = well_known(home, template="service/complaint", purpose="service")
    assert (
        "alles außer der Frage, ob der Fehler behoben ist" in facts(sheet_of(one.house, open_task(one)))["Nicht sagen"]
    )


def test_another_provider_counts_with_her_own_word_alone(home):
    """OLG Köln 6 U 73/10."""
    heard = well_known(home, "competitor_offer", competitor="Andersoft", competitor_source="switching")
    told = well_known(home, "competitor_offer", competitor="Andersoft", competitor_source="customer")
    locked, free = (sheet_of(one.house, open_task(one)) for one in (heard, told))
    assert "Andersoft" not in Paper(ROOT / "templates_de").html(locked)
    assert "Genannt" not in facts(locked)
    assert "Ein anderer Anbieter, von der Person selbst genannt" not in locked.guide
    assert "Andersoft" in facts(free)["Anderer Anbieter"]
    assert "Ein anderer Anbieter, von der Person selbst genannt" in free.guide


def test_protected_words_are_flagged(home):
    one = well_known(home, text="Nach meiner Krebserkrankung schaffe ich das nicht.")
    sheet = sheet_of(one.house, open_task(one))
    assert "Besonders geschützte Angaben" in sheet.brief.heed
    assert "Besonders geschützte Angaben" in Paper(ROOT / "templates_de").html(sheet)


def test_restricted_data_is_not_shown(home):
    """Art. 18 Abs. 2 DSGVO."""
    one = well_known(home)
    task = open_task(one)
    one.write(lambda connection: people.restrict(connection, task["contact_id"], one.clock.now(), "bestritten"))
    sheet = sheet_of(one.house, open_task(one))
    assert [part.title for part in sheet.brief.parts] == ["Eingeschränkt"]
    assert sheet.guide == ""
    page = Paper(ROOT / "templates_de").html(sheet)
    assert "52.400" not in page
    assert "Der Preis steigt" not in page


def test_an_objection_is_seen_at_once(home):
    one = well_known(home)
    task = open_task(one)
    one.objection("K-1")
    with one.house.store.read() as connection:
        sheet = sheet_of(one.house, tasks.show(connection, task["external_id"]) or {})
    assert sheet.may is None
    assert sheet.notes == ("Aufgabe zurückgezogen: nicht mehr ausführen.",)


def test_at_night_it_is_later(home):
    one = well_known(home)
    one.sleep(hours=10)
    may = sheet_of(one.house, open_task(one)).may
    assert may is not None
    assert may.may == "later"
    assert "erst ab 04.03.2026" in may.words


def test_the_offer_of_the_step_and_no_discount_twice(home):
    ends = TUESDAY_NOON.date() + timedelta(days=20)
    offer = Offer(
        "klein", "Plan Klein", "29 Euro im Monat.", "Ein Monat.", "https://n.example/x", ends, frozenset({"probe/call"})
    )
    one = well_known(home, offers=(offer,))
    said = facts(sheet_of(one.house, open_task(one)))
    assert "Plan Klein. 29 Euro im Monat. Ein Monat. Gültig bis 23. März 2026." in said["Angebot"]
    assert "Nachlass bis 10 Prozent" not in said["Allein zusagen"]  # the task itself has made an offer already
    assert "„klein“ am" in said["Schon angeboten"]


def test_a_call_that_no_step_asked_for_is_ruled_as_well(home):
    one = well_known(home)
    allowed = sheet_of(one.house, extra_task(one, "meeting"))
    assert allowed.may is not None
    assert allowed.may.may == "yes"
    assert "ein Treffen von 45 Minuten" in allowed.guide
    assert "Sie haben am 3. November 2025 eingewilligt" in allowed.guide
    interview = sheet_of(one.house, extra_task(one, "exit_interview", "abschied"))
    assert "sechs freiwillige Fragen" in interview.guide
    assert not {"Wert", "Allein zusagen", "Nutzung"} & set(facts(interview))
    one.objection("K-1", "phone")
    refused = sheet_of(one.house, extra_task(one, "meeting", "noch-eins"))
    assert refused.may is not None
    assert refused.may.may == "no"


def test_without_a_matrix_nobody_promises_anything(home):
    one = well_known(home)
    one.house = replace(one.house, authority=type(MATRIX)())
    assert facts(sheet_of(one.house, open_task(one)))["Allein zusagen"] == "nichts, was Geld oder Laufzeit betrifft"


def linkedin(home, *, named=True):
    """A house on Tuesday noon with a message by hand to K-1, who has a profile and a telephone."""
    text = step("dm", "day = 1", '"linkedin"', "winback/day_14_story", 'task = { kind = "linkedin" }')
    one = home(texts={"probe": minimal(text)})
    one.customer("K-1", phone="+49 431 9999910", profile="linkedin.com/in/wiebke-sievers")
    one.consent("K-1")
    if named:
        one.consent("K-1", Medium.LINKEDIN_DM)
    one.cancel("K-1")
    one.play(days=1, hours=4)
    return one


def test_a_message_by_hand_has_the_profile_to_open_and_the_words_to_copy(home):
    one = linkedin(home)
    sheet = sheet_of(one.house, open_task(one))
    said = facts(sheet)
    assert said["Profil"] == "https://www.linkedin.com/in/wiebke-sievers"
    assert "Nummer" not in said
    assert said["Auftrag"].startswith("Vom eigenen Konto, von Hand, einmal.")
    page = unescape(Paper(ROOT / "templates_de").html(sheet))
    assert page.count('<a href="https://www.linkedin.com/in/wiebke-sievers" rel="noreferrer">') == 2
    assert ">Text zum Kopieren</h2>" in page
    assert f'<div class="copy">{sheet.guide}</div>' in page  # as it stands, with every empty line


def test_without_a_consent_that_names_the_network_there_is_no_message_by_hand(home):
    one = linkedin(home, named=False)
    with one.house.store.read() as connection:
        assert tasks.listing(connection) == []


def test_a_number_is_rung_with_one_touch_and_only_while_it_may_be(home):
    one = well_known(home)
    paper = Paper(ROOT / "templates_de")
    link = '<a href="tel:+494319999910" rel="noreferrer">'
    assert paper.html(sheet_of(one.house, open_task(one))).count(link) == 2  # in reach, and in the brief
    one.clock.jump(TUESDAY_NOON + timedelta(hours=9))
    assert paper.html(sheet_of(one.house, open_task(one))).count(link) == 1


def test_a_contact_is_told_as_the_person_saw_it(home):
    """Names of files and steps say nothing to somebody with a telephone in her hand."""
    call = step("call", "day = 8", '"phone"', "winback/day_21_offer", 'task = { kind = "call" }')
    one = home(texts={"probe": minimal(step("mail", "day = 1"), call)})
    one.customer("K-1", phone="+49 431 9999910")
    one.consent("K-1")
    one.consent("K-1", Medium.PHONE)
    one.cancel("K-1")
    one.play(days=8, hours=4)
    (subject,) = [words for (words,) in one.rows(select(runs.attempt.c.subject)) if words.startswith("Werbung")]
    said = facts(sheet_of(one.house, open_task(one)))
    assert said["Kontakte"].strip() == f"03.03.2026 E-Mail, „{subject}“"


def test_a_contact_since_the_task_was_made_is_told_first(home):
    """Caps were asked when the task was handed out; a message by hand may have gone out since."""
    one = well_known(home)
    assert "Inzwischen" not in facts(sheet_of(one.house, open_task(one)))
    one.activity("K-1", Medium.LINKEDIN_DM, one.clock.now())
    first = sheet_of(one.house, open_task(one)).brief.facts[0]
    assert first.name == "Inzwischen"
    assert "03.03.2026 LinkedIn-Nachricht, Amira" in first.words


def test_words_of_others_cannot_become_markup(home):
    one = well_known(home, text="<script>alert(1)</script> & „so“")
    page = Paper(ROOT / "templates_de").html(sheet_of(one.house, open_task(one)))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "default-src 'none'; style-src 'sha256-" in unescape(page)
