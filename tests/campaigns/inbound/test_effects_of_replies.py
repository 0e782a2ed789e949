"""What a reply does beyond the label: pauses, clocks, proposals, colleagues, floods, corrections."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select

from campaigns.desk.finishing import finish_task
from campaigns.inbound.relabel import relabel
from campaigns.inbound.sample_files import write_sample
from campaigns.inbound.sampling import NotAnonymous
from campaigns.reason_words import reason_words
from replies.parse import parse_mail
from replies.reply import Label
from store import operation, people
from store.tables import inbound, permission, rights, runs
from tasks.kinds import Outcome
from tasks.report import Report
from tests.campaigns.house_of import BERLIN, measured_nobody, minimal, step
from tests.campaigns.inbound.mails_of import AUTHSERV, MAILS, came, last, mailed, tasks_of, words

BRANCH = (
    MAILS + '\n[on_reply]\ninterested = { start_sequence = "next" }\nmeeting_request = { start_sequence = "next" }\n'
)
NEXT = minimal(step("call", "day = 1", '"email"'), day_zero='"enrolled"')
YES = "Ja, das interessiert mich, bitte schicken Sie mir ein Angebot."


def test_who_is_away_hears_from_us_on_the_working_day_after_the_return_at_her_place(home, parser):
    one = home(texts={"probe": MAILS})
    message_id = mailed(one, land="BY")
    away = words(
        "Ich bin bis zum 02.06.2026 im Urlaub.",
        cites=message_id,
        Auto_Submitted="auto-replied",
        Date="Mon, 01 Jun 2026 10:00:00 +0200",
    )
    came(one, parser, away)
    returned, resume = last(one, "return_date", "resume")
    assert resume > returned
    ((until,),) = one.rows(select(runs.enrollment.c.paused_until))
    assert until.astimezone(BERLIN) == datetime.combine(resume, datetime.min.time(), BERLIN)
    assert resume == date(2026, 6, 5)  # Corpus Christi is a holiday in Bavaria


@pytest.mark.parametrize(("vouched", "effect"), [(True, "start:next"), (False, "stop")])
def test_a_yes_begins_something_only_with_both_proofs(home, parser, vouched, effect):
    one = home(texts={"probe": BRANCH, "next": NEXT})
    message_id = mailed(one)
    proof = {"Authentication-Results": f"{AUTHSERV}; dmarc=pass header.from=kunde1.example"} if vouched else {}
    came(one, parser, words(YES, cites=message_id, **proof))
    assert last(one, "effect", "trust") == (effect, "confirmed" if vouched else "token")
    assert len(tasks_of(one, "kind")) == (0 if vouched else 1)


def test_a_forged_stop_acts_and_is_called_unconfirmed(home, parser):
    one = home(texts={"probe": MAILS})
    one.consenting()
    one.play(days=1, hours=4)
    ((send_id,),) = one.touches("send_id", step="mail")
    assert send_id
    came(one, parser, words("Bitte keine Werbung mehr.", "k1@kunde1.example"))
    assert (last(one, "trust"), one.runs("probe")) == ("unconfirmed", [("stopped", "objection")])


def test_a_data_request_shows_its_clock_in_the_task(home, parser):
    one = home(texts={"probe": MAILS})
    message_id = mailed(one)
    came(one, parser, words("Welche Daten haben Sie über mich gespeichert? Bitte um Auskunft.", cites=message_id))
    ((request, due),) = one.rows(select(rights.data_request.c.external_id, rights.data_request.c.due_at))
    ((kind, brief),) = tasks_of(one, "kind", "brief")
    assert kind == "data_request"
    assert f"Vorgang: {request} (Auskunft)" in brief
    assert f"Antwort spätestens: {due.astimezone(BERLIN):%d.%m.%Y}" in brief


@pytest.mark.parametrize(("outcome", "state"), [(Outcome.SETTLED, "stopped"), (Outcome.ANSWERED, "active")])
def test_a_cancellation_taken_back_is_a_persons_today_and_nothing_is_closed(home, parser, outcome, state):
    one = home(texts=measured_nobody())
    one.customer(end=date(2026, 3, 12))
    one.cancel(receipt_confirmed_at=None)
    one.play(hours=1)
    message_id = str(one.rows(select(runs.touch.c.message_id).where(runs.touch.c.step == "receipt"))[0][0])
    came(one, parser, words("Ich ziehe meine Kündigung zurück, wir möchten doch bleiben.", cites=message_id))
    ((kind, due, title, name),) = tasks_of(one, "kind", "due_at", "title", "external_id")
    assert kind == "taken_back"
    assert title.startswith("Eilt")
    assert due.astimezone(BERLIN).date() == one.clock.now().astimezone(BERLIN).date()
    one.play(days=12)
    assert [name for name, _, _ in one.sent(advertising=False)] == ["receipt"]
    assert finish_task(one.house, name, Report(outcome, "jana"))
    assert one.runs("offboarding")[0][0] == state


def test_a_receipt_that_is_owed_waits_for_nobody(home):
    one = home(texts=measured_nobody())
    one.customer(end=date(2026, 5, 31))
    one.cancel(receipt_confirmed_at=None)
    one.write(lambda c: c.execute(runs.enrollment.update().values(state="paused", reason="taken_back")))
    one.play(days=3)
    assert [name for name, _, _ in one.sent(advertising=False)] == ["receipt"]


def test_a_proposed_contact_is_shown_and_applied_by_nobody(home, parser):
    one = home(texts={"probe": MAILS})
    message_id = mailed(one)
    text = "Frau Petersen ist nicht mehr bei uns. Bitte wenden Sie sich an Herrn Brandt, brandt@kunde1.example."
    came(one, parser, words(text, "zentrale@kunde1.example", cites=message_id))
    assert last(one, "new_contact")["email"] == "brandt@kunde1.example"
    assert "brandt@kunde1.example. Das ist ein Vorschlag" in tasks_of(one, "brief")[0][0]
    with one.house.store.read() as connection:
        (mail,) = (point for point in people.contact(connection, 1)[1] if point.medium == "email")
    assert (mail.normalised, mail.valid) == ("k1@kunde1.example", True)


def firm(home, how="pause"):
    one = home(texts={"probe": MAILS})
    one.house = replace(one.house, replies=replace(one.house.replies, colleagues=how))
    one.__post_init__()
    first = mailed(one, "K-1", company="F-1")
    one.consenting("K-2", company="F-1")
    one.consenting("K-3", company="F-2")
    one.now()
    return one, first


@pytest.mark.parametrize(
    ("how", "second"),
    [("pause", ("paused", "colleague:K-1")), ("stop", ("stopped", "replied")), ("none", ("active", None))],
)
def test_when_somebody_of_a_firm_answers_her_colleagues_wait(home, parser, how, second):
    one, message_id = firm(home, how)
    came(one, parser, words("Wie lange gilt das Angebot noch?", cites=message_id))
    assert one.runs("probe")[1:] == [second, ("active", None)]
    one.play(days=3)
    if how == "pause":
        assert one.reasons("K-2")["mail"] == ("postpone", "colleague:K-1")
        assert "(K-1)" in reason_words("colleague:K-1")
        ((name, brief),) = tasks_of(one, "external_id", "brief")
        assert "K-2" in brief
        assert finish_task(one.house, name, Report(Outcome.ANSWERED, "jana"))
        assert one.runs("probe")[1] == ("active", None)


def test_a_bare_objection_makes_a_task_only_where_colleagues_wait_for_it(home, parser):
    one, message_id = firm(home)
    came(one, parser, words("Bitte keine Werbung mehr.", cites=message_id))
    assert [kind for (kind,) in tasks_of(one, "kind")] == ["read_reply"]
    assert one.runs("probe")[1] == ("paused", "colleague:K-1")


def test_a_flood_opens_one_task_and_its_objection_still_acts(home, parser):
    one = home(texts={"probe": MAILS})
    message_id = mailed(one)
    for number in range(40):
        came(one, parser, words(f"Wann meldet sich jemand, und was kostet es? Nummer {number}.", cites=message_id))
    assert len(tasks_of(one, "kind")) == 1
    assert len(str(tasks_of(one, "brief")[0][0])) < 13_000
    came(one, parser, words("Bitte keine Werbung mehr.", cites=message_id))
    assert one.rows(select(permission.objection.c.scope).where(permission.objection.c.contact_id == 1))


def test_a_label_put_right_does_what_it_says_and_lifts_no_objection(home, parser):
    one = home(texts={"probe": MAILS})
    message_id = mailed(one)
    came(one, parser, words("Wie lange gilt das noch?", cites=message_id))
    fingerprint = last(one, "fingerprint")
    before = last(one, "label") or "unclear"
    done = relabel(one.house, fingerprint, Label.OBJECTION_UNSUBSCRIBE, "jana")
    assert done is not None
    assert (done.before, done.effect, done.objection_stays) == (before, "objection", False)
    assert last(one, "label", "relabelled_from", "relabelled_by", "review") == (
        "objection_unsubscribe",
        before,
        "jana",
        False,
    )
    assert tasks_of(one, "state") == [("withdrawn",)]
    done = relabel(one.house, fingerprint, Label.THANKS_NEUTRAL, "jana")
    assert done is not None
    assert done.objection_stays
    assert last(one, "relabelled_from") == before
    assert one.rows(select(permission.objection.c.id))
    with one.house.store.read() as connection:
        events = [row["event"] for row in operation.audit_events(connection, "K-1")]
    assert events.count("reply_relabelled") == 2
    assert relabel(one.house, "0" * 64, Label.QUESTION, "jana") is None


def test_a_request_found_late_gets_its_month_from_the_day_it_came(home, parser):
    one = home(texts={"probe": MAILS})
    message_id = mailed(one)
    came(one, parser, words("Schicken Sie mir das mal alles zu.", cites=message_id))
    came_at = one.clock.now()
    one.sleep(days=2)
    assert relabel(one.house, last(one, "fingerprint"), Label.DSGVO_ACCESS, "jana")
    assert one.rows(select(rights.data_request.c.kind, rights.data_request.c.received_at)) == [("access", came_at)]
    assert tasks_of(one, "kind", "state")[-1] == ("data_request", "open")


SAMPLE = (
    "Guten Tag,\n\nhier ist Frau Petersen1 von der Petersen1 Möbel GmbH hier, Kundennummer 4711-2233, IBAN DE89 3704 0044 0532 0130 00. "
    "Rufen Sie mich am 14.08.2026 unter 0431 998877 an oder schreiben Sie an k1@kunde1.example, siehe "
    "https://kunde1.example/x. Wiebke wohnt Hafenweg 1, 24103 Kiel."
)


def test_a_sample_keeps_the_words_and_loses_the_person(home, parser, tmp_path):
    one = home(texts={"probe": MAILS})
    message_id = mailed(one)
    came(one, parser, words("Wann rufen Sie an?", cites=message_id))
    one.write(lambda connection: connection.execute(inbound.reply.update().values(new_text=SAMPLE)))
    fingerprint = last(one, "fingerprint")
    with pytest.raises(NotAnonymous):
        write_sample(one.house, fingerprint, tmp_path, write=True)
    relabel(one.house, fingerprint, Label.MEETING_REQUEST, "jana")
    text, path = write_sample(one.house, fingerprint, tmp_path, write=False)
    assert not path.exists()
    lowered = text.casefold()
    for gone in ("petersen", "wiebke", "4711", "de89", "998877", "kunde1", "hafenweg", "kiel"):
        assert gone not in lowered
    assert "14.08.2026" in text
    assert write_sample(one.house, fingerprint, tmp_path, write=True)[1].read_text(encoding="utf-8") == text
    assert path.parent.name == "meeting_request"
    assert parse_mail(text.encode()).headers["x-expected-stop"] == "sequence"
    assert one.rows(select(rights.written_file.c.kind, rights.written_file.c.contact_id)) == [("sample", 1)]


def test_what_cannot_be_made_anonymous_is_refused_without_saying_it_again(home, parser, tmp_path):
    one = home(texts={"probe": MAILS})
    message_id = mailed(one)
    came(one, parser, words("Die Petersen1schen Regale bleiben, wann rufen Sie an?", cites=message_id))
    fingerprint = last(one, "fingerprint")
    relabel(one.house, fingerprint, Label.QUESTION, "jana")
    with pytest.raises(NotAnonymous, match="Nachname") as refused:
        write_sample(one.house, fingerprint, tmp_path, write=True)
    assert "Petersen" not in str(refused.value)
    assert one.rows(select(inbound.reply.c.id))
