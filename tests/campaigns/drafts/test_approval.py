"""Mails that a person reads before they leave: held, adapted, approved, rejected, overtaken; on the real engine."""

from __future__ import annotations

import email
import email.policy

import pytest
from sqlalchemy import select

from campaigns.desk.finishing import WrongOutcome, finish_task
from campaigns.drafts.deciding import NotAdapted
from campaigns.drafts.words import Words
from campaigns.effects import keep_quiet
from campaigns.housekeeping import rescue
from campaigns.offers import Offer
from campaigns.reason_words import reason_words
from channels.channel import Outcome as Sending
from contacts.medium import Medium
from store import drafts, tasks, wishes
from store.tables import drafts as tables
from store.tables import operation, runs
from tasks.kinds import Outcome
from tasks.report import Report
from tests.campaigns.house_of import MONDAY, answers, minimal, step

JANA = "jana.petersen@nordlicht.example"


def probe(*more, when="day = 0", channels='"email"', template="winback/day_07_news"):
    first = step("news", when, channels, template, "draft = true", *more)
    return {"probe": minimal(first, step("later", "day = 14"))}


def asked(home, *, texts=None, contacts=("K-1",), **options):
    """A house in which the mails of these people wait for approval."""
    one = home(texts=texts or probe(), **options)
    for name in contacts:
        one.consenting(name, owner_email=JANA)
    one.play(hours=3)
    return one


def opened(one, state="open"):
    with one.house.store.read() as connection:
        return [row for row in tasks.listing(connection, state) if row["kind"] == "approval"]


def decide(one, outcome, words=None, by="Jana", task=None):
    task = task or opened(one)[0]["external_id"]
    return finish_task(one.house, task, Report(outcome, by), words)


def draft(one):
    (row,) = one.rows(select(tables.draft.c.subject, tables.draft.c.paragraphs, tables.draft.c.state))
    return Words(row[0], tuple(row[1])), row[2]


def mail(one, number=-1):
    message = email.message_from_bytes(one.carrier.mails[number].raw, policy=email.policy.default)
    return message, message.get_body(("plain",)).get_content(), message.get_body(("html",)).get_content()


def test_a_draft_is_held_and_her_words_alone_are_asked_about(either_home):
    one = asked(either_home)
    assert not one.carrier.mails
    assert one.touches("step", "state", "reason") == [("news", "held", "draft")]
    (task,) = opened(one)
    words, state = draft(one)
    assert state == "waiting"
    assert task["assignee"] == JANA
    assert task["advertising"]
    assert task["channel"] == "email"
    assert task["brief"] == f"Betreff: {words.subject}\n\n{words.text}"
    assert words.subject.startswith("Werbung von ")
    for foreign in ("Guten Tag", "Freundliche Grüße", "abmelden", "Widerspruch", "Amtsgericht"):
        assert foreign not in words.text
    assert task["expires_at"] > one.clock.now()
    assert "Freigabe" in reason_words("draft")


def test_an_approved_draft_leaves_as_it_was_written(either_home):
    one = asked(either_home)
    words, _state = draft(one)
    assert decide(one, Outcome.APPROVED)
    one.play(hours=1)
    message, text, html = mail(one)
    assert len(one.carrier.mails) == 1
    assert message["Subject"] == words.subject
    assert words.paragraphs[0].split("\n")[0] in text
    assert "<ul" in html or "<p" in html
    assert one.touches("step", "state")[0] == ("news", "sent")
    assert not decide_again(one)
    one.play(hours=3)
    assert len(one.carrier.mails) == 1


def decide_again(one):
    return finish_task(one.house, opened(one, None)[0]["external_id"], Report(Outcome.APPROVED, "Jana"))


def test_the_approvers_own_words_leave_in_the_frame_of_all_advertising(home):
    one = asked(home)
    words = Words(
        "Werbung von Nordlicht: zwei Antworten für Sie", ("Zeile eins & mehr,\nZeile zwei.", "Zweiter Absatz.")
    )
    assert decide(one, Outcome.APPROVED, words)
    assert draft(one) == (words, "approved")
    one.play(hours=1)
    message, text, html = mail(one)
    assert message["Subject"] == words.subject
    assert "Zeile eins & mehr,\nZeile zwei.\n\nZweiter Absatz.\n\n" in text.replace("\r\n", "\n")
    assert "Zeile eins &amp; mehr,<br>" in html
    for half in (text, html):
        assert "Guten Tag Frau Petersen1," in half
        assert "abmelden" in half
        assert "Widerspruchsrecht:" in half
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    ((data,),) = one.rows(select(operation.audit_event.c.data).where(operation.audit_event.c.event == "draft_approved"))
    assert data["adapted"] is True
    assert "Zeile" not in str(data)


@pytest.mark.parametrize(
    ("subject", "text", "why"),
    [
        ("Re: Werbung von Nordlicht", "Text.", "täuscht eine Antwort vor"),
        ("Werbung: Ihre Kündigung", "Text.", "Vertragspost erwarten"),
        ("Neues von Nordlicht", "Text.", "Werbung"),
        ("Werbung von Nordlicht", "Sie bekommen 20 % Rabatt.", "Preisvorteil"),
        ("Werbung von Nordlicht", "Siehe https://anderswo.example/x", "Andere Links"),
        ("Werbung von Nordlicht", "Siehe www.anderswo.example", "Andere Links"),
        ("Werbung von Nordlicht", "<b>fett</b>", "reiner Text"),
        ("Werbung von Nordlicht", "{{ survey_url }}", "stand nicht im Entwurf"),
        ("Werbung von Nordlicht", "{{ 7*7 }}", "geschweifte Klammern"),
        ("Werbung von Nordlicht {{ survey_url }}", "Text.", "Im Betreff"),
        ("Werbung von Nordlicht", "{% include 'x' %}", "reiner Text"),
        ("Werbung von Nordlicht", "Guten Tag Frau Petersen,", "Anrede"),
        ("Werbung von Nordlicht", "un\u202esichtbar", "unsichtbares Zeichen"),
        ("Werbung von Nordlicht", "x" * 20_001, "länger als 20000"),
        ("Werbung von Nordlicht " + "x" * 150, "Text.", "länger als 150"),
        ("", "Text.", "Betreff ist leer"),
        ("Werbung von Nordlicht", "", "Text ist leer"),
    ],
)
def test_words_that_may_not_leave_change_nothing(home, subject, text, why):
    one = asked(home)
    before = draft(one)
    with pytest.raises(NotAdapted) as refused:
        decide(one, Outcome.APPROVED, Words(subject, (text,) if text else ()))
    assert any(why in fault for fault in refused.value.faults), refused.value.faults
    assert draft(one) == before
    assert len(opened(one)) == 1
    one.play(hours=2)
    assert not one.carrier.mails


def test_an_offer_stays_word_for_word_and_an_ended_one_never_leaves(home):
    day = MONDAY.date()
    made = Offer(
        "drei", "Drei Monate zum Preis von zwei", "Statt 87 Euro 58 Euro für drei Monate.",
        "Gilt für den Tarif Auftragsbuch Basis, einmal je Kunde.", "https://nordlicht.example/angebot", day,
        frozenset({"probe/news"}),
    )  # fmt: skip
    one = asked(home, texts=probe(template="winback/day_21_offer"), offers=(made,))
    words, _state = draft(one)
    assert made.conditions in words.text
    assert "{{ offer_terms_url }}" in words.text
    without = Words(words.subject, (words.text.replace(made.conditions, "").replace("{{ offer_terms_url }}", ""),))
    with pytest.raises(NotAdapted) as refused:
        decide(one, Outcome.APPROVED, without)
    assert any("wörtlich" in fault for fault in refused.value.faults)
    assert any("{{ offer_terms_url }} fehlt" in fault for fault in refused.value.faults)
    kept = Words(words.subject, (*words.paragraphs, "Fragen beantworte ich gern."))
    assert decide(one, Outcome.APPROVED, kept)
    one.sleep(days=1)  # the last day of the offer is over before the mail can leave
    one.play(hours=3)
    assert not one.carrier.mails
    assert one.touches("state", "reason", step="news") == [("skipped", "draft_outdated")]


def test_a_link_in_the_words_is_this_persons_own(home):
    texts = {
        "probe": minimal(step("ask", "day = 0", '"email"', "offboarding/survey", 'purpose = "survey"', "draft = true"))
    }
    one = asked(home, texts=texts)
    words, _state = draft(one)
    assert "{{ survey_url }}" in words.text
    assert "https://" not in words.text
    assert decide(one, Outcome.APPROVED, Words(words.subject, (*words.paragraphs, "Danke vorab.")))
    one.play(hours=1)
    _message, text, _html = mail(one)
    assert "{{" not in text
    assert "/abschied/" in text
    assert "Danke vorab." in text


@pytest.mark.parametrize(("how", "reason"), [("refused", "draft_rejected"), ("expired", "draft_expired")])
def test_a_rejected_or_forgotten_mail_is_left_out_and_the_sequence_goes_on(either_home, how, reason):
    one = asked(either_home)
    if how == "refused":
        assert decide(one, Outcome.REFUSED)
    one.play(days=10)
    assert one.touches("step", "state", "reason")[0] == ("news", "skipped", reason)
    assert draft(one)[1] == ("rejected" if how == "refused" else "expired")
    assert one.reasons()["news"] == ("skip", reason)
    one.play(days=10)
    assert [step for step, _, _ in one.sent()] == ["later"]
    assert len(one.carrier.mails) == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_objection_withdraws_the_task_and_stops_the_mail(either_home, when):
    one = asked(either_home)
    task = opened(one)[0]["external_id"]
    if when == "after":
        assert decide(one, Outcome.APPROVED)
    one.objection()
    assert one.touches("step", "state") == [("news", "stopped")]
    if when == "before":
        assert opened(one) == []
        assert draft(one)[1] == "withdrawn"
        assert not decide(one, Outcome.APPROVED, task=task)
    one.play(days=20)
    assert not one.carrier.mails


def test_an_objection_told_with_the_decision_counts(home):
    one = asked(home)
    assert decide(one, Outcome.OBJECTION)
    one.play(days=20)
    assert not one.carrier.mails
    assert one.runs("probe") == [("stopped", "objection")]
    assert draft(one)[1] == "withdrawn"


def test_a_no_to_mail_alone_frees_the_step_for_its_next_channel(home):
    one = asked(home, texts=probe(channels='"email", "letter"'))
    one.objection(scope=Medium.EMAIL.value)
    assert opened(one) == []
    one.play(hours=3)
    assert not one.carrier.mails
    assert one.touches("step", "state")[0][1] in ("batched", "skipped", "planned")


def test_after_a_pause_of_hers_the_mail_is_asked_about_anew(home):
    one = asked(home, texts=probe("too_late_after_days = 30"))
    first = opened(one)[0]["external_id"]

    def pause(connection):
        pk = connection.execute(select(runs.touch.c.contact_id)).scalars().first()
        until = one.clock.now().replace(day=12)
        wishes.put_preference(connection, pk, "W-1", one.clock.now(), until, None, "Seite")
        keep_quiet(connection, one.house, pk, one.clock.now())

    one.write(pause)
    assert opened(one) == []
    one.play(days=12)
    (task,) = opened(one)
    assert task["external_id"] != first
    assert decide(one, Outcome.APPROVED)
    one.play(days=3)  # a weekend lies between
    assert len(one.carrier.mails) == 1


def test_the_law_has_the_last_word_after_the_approval(home):
    one = asked(home)
    one.activity("K-1", Medium.EMAIL)  # somebody wrote by hand meanwhile: the cap is full
    assert decide(one, Outcome.APPROVED)
    one.play(hours=2)
    assert not one.carrier.mails
    assert one.reasons()["news"][1] == "frequency_cap"


def test_a_crash_between_approval_and_sending_sends_once(home):
    one = asked(home)
    assert decide(one, Outcome.APPROVED)
    one.tick()  # claimed and rendered; the process dies before the carrier has it
    rescue(one.house, [])
    one.play(hours=2)
    assert len(one.carrier.mails) == 1
    assert len(one.rows(select(tables.draft.c.id))) == 1


def test_a_mail_that_was_not_taken_keeps_its_approval(home):
    one = asked(home, script=answers(Sending.TRANSIENT))
    assert decide(one, Outcome.APPROVED)
    one.play(hours=5)
    assert len(one.carrier.mails) == 1
    assert len(opened(one, None)) == 1


def test_asking_twice_at_once_makes_one_task(home):
    one = asked(home)
    one.write(lambda connection: drafts.free_all(connection, one.clock.now()))
    one.play(hours=1)
    assert len(opened(one)) == 1
    assert one.touches("step", "state") == [("news", "held")]


def test_only_a_mail_that_waits_takes_words(home):
    one = asked(home)
    words = draft(one)[0]
    with pytest.raises(NotAdapted):
        decide(one, Outcome.REFUSED, words)
    with pytest.raises(WrongOutcome):
        decide(one, Outcome.SENT)
