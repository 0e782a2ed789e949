"""Rights of the persons: the month, its task and its end; recipients told; restriction. Real rows, real mails."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from campaigns.rights import answers, recipients, restriction
from campaigns.rights import requests as cases
from campaigns.rights.deadline import due_at, due_day
from contacts.medium import Medium
from sequences.calendar import local_day
from store import handed_over, operation, people, requests, tasks
from store.tables import desk
from tests.campaigns.erased_person import mail_in
from tests.campaigns.house_of import BERLIN, MONDAY, minimal, step

NOTHING = {"probe": minimal(step("later", "day = 300"))}


def pk_of(one, name="K-1"):
    with one.house.store.read() as connection:
        return people.contact_pk(connection, name)


def received(one, kind=cases.ACCESS, *, days_ago=0, contact="K-1"):
    with one.house.store.write() as connection:
        pk = people.contact_pk(connection, contact)
        at = one.clock.now() - timedelta(days=days_ago)
        return cases.receive(connection, one.house, kind, at, contact_pk=pk, by="dsb")


def again(one, request):
    with one.house.store.read() as connection:
        return requests.one(connection, request.external_id)


def open_tasks(one):
    with one.house.store.read() as connection:
        return {row["external_id"]: row for row in tasks.listing(connection)}


@pytest.mark.parametrize(
    ("came", "last", "why"),
    [
        (date(2026, 3, 2), date(2026, 4, 2), "a Thursday"),
        (date(2027, 1, 31), date(2027, 3, 1), "28 February is a Sunday"),
        (date(2028, 1, 31), date(2028, 2, 29), "the last day of a shorter month"),
        (date(2026, 3, 5), date(2026, 4, 7), "Easter Sunday and Monday"),
        (date(2026, 11, 25), date(2026, 12, 28), "both Christmas days and a Sunday"),
        (date(2026, 12, 6), date(2027, 1, 6), "Epiphany is a holiday of three Länder only"),
        (date(2026, 8, 31), date(2026, 9, 30), "September is shorter"),
        (date(2026, 12, 31), date(2027, 2, 1), "31 January is a Sunday, over the year's end"),
    ],
)
def test_a_month_ends_as_regulation_1182_71_says(came, last, why):
    assert due_day(came) == last, why


def test_an_extended_request_ends_after_three_months_and_a_day_ends_with_its_last_second():
    assert due_day(date(2027, 1, 31), extended=True) == date(2027, 4, 30)
    end = due_at(datetime(2026, 3, 2, 23, 30, tzinfo=BERLIN), "Europe/Berlin")
    assert end.astimezone(BERLIN) == datetime(2026, 4, 2, 23, 59, 59, tzinfo=BERLIN)


def test_the_warning_comes_on_day_21_once_and_ends_with_the_request(home):
    one = home(texts=NOTHING)
    one.customer()
    request = received(one)
    one.play(days=20)
    assert not open_tasks(one)
    one.play(days=1, hours=1)
    one.now()
    (task,) = open_tasks(one).values()
    assert (task["kind"], task["contact"], task["external_id"]) == (
        "data_request",
        "K-1",
        f"frist-{request.external_id}",
    )
    assert task["title"] == "Frist läuft ab: Auskunft bis 02.04.2026"
    assert task["due_at"] < request.due_at
    with one.house.store.read() as connection:
        assert [found.external_id for found in cases.urgent(connection, one.house)] == [request.external_id]
    assert cases.close(one.house, request, "per Brief", "dsb") is None
    assert not open_tasks(one)
    one.now()
    assert not open_tasks(one)
    assert "schon abgeschlossen" in cases.close(one.house, again(one, request), "", "dsb")


def test_extending_needs_a_reason_the_first_month_and_happens_once(home):
    one = home(texts=NOTHING)
    one.customer()
    request = received(one)
    assert "braucht einen Grund" in cases.extend(one.house, request, " ", "dsb")
    assert cases.extend(one.house, request, "Sehr viele Unterlagen", "dsb") is None
    longer = again(one, request)
    assert longer.due_at.astimezone(BERLIN).date() == date(2026, 6, 2)
    assert "ein zweites Mal" in cases.extend(one.house, longer, "noch mehr", "dsb")
    told = answers.extended(one.house, longer)
    assert "Sehr viele Unterlagen" in told
    assert "2. Juni 2026" in told
    one.sleep(days=82)
    assert cases.warn(one.house) == 1  # day 83: ten days before the end
    late = received(one, cases.ERASURE, days_ago=40)
    assert "verlängern ging nur bis dahin" in cases.extend(one.house, late, "spät", "dsb")
    assert again(one, late).extended_at is None


def test_a_refusal_has_reasons_and_names_complaint_and_court(home):
    one = home(texts=NOTHING)
    one.customer()
    request = received(one)
    assert "braucht Gründe" in cases.refuse(one.house, request, "", "dsb")
    assert cases.refuse(one.house, request, "Dieselbe Anfrage zum zwölften Mal in einem Monat.", "dsb") is None
    closed = again(one, request)
    assert (closed.outcome, closed.reason) == (cases.REFUSED, "Dieselbe Anfrage zum zwölften Mal in einem Monat.")
    told = answers.refused(one.house, closed)
    for words in ("zum zwölften Mal", "Unabhängiges Landeszentrum", "Art. 77 DSGVO", "Art. 79 DSGVO"):
        assert words in told


def test_doubt_about_the_identity_is_recorded_with_its_reason_and_the_clock_runs_on(home):
    one = home(texts=NOTHING)
    one.customer()
    request = received(one)
    assert "Ohne begründeten Zweifel" in cases.doubt(one.house, request, "", "dsb")
    assert cases.doubt(one.house, request, "Absender ist nicht die Adresse der Kundin", "dsb") is None
    doubted = again(one, request)
    assert doubted.identity_doubt == "Absender ist nicht die Adresse der Kundin"
    assert doubted.due_at == request.due_at


def test_an_objection_is_never_put_on_the_clock(home):
    one = home(texts=NOTHING)
    one.customer()
    with pytest.raises(ValueError, match="objection"):
        received(one, cases.OBJECTION)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Welche Daten haben Sie über mich gespeichert? Ich bitte um Auskunft nach Art. 15 DSGVO.", cases.ACCESS),
        ("Bitte löschen Sie alle meine Daten nach Art. 17 DSGVO.", cases.ERASURE),
    ],
)
def test_a_reply_that_asks_for_it_opens_the_request_with_its_clock(home, text, kind):
    one = home(texts=NOTHING)
    one.customer("K-1", email="anna@kunde.example")
    one.cancel("K-1")
    mail_in(one, "anna@kunde.example", text)
    with one.house.store.read() as connection:
        (request,) = requests.listing(connection)
        events = [event["event"] for event in operation.audit_events(connection, "K-1")]
    assert (request.kind, request.contact, request.received_at) == (kind, "K-1", one.clock.now())
    assert request.due_at.astimezone(BERLIN).date() == date(2026, 4, 2)
    assert request.door.startswith("reply ")
    assert "request_received" in events
    assert any(row["kind"] == "data_request" for row in open_tasks(one).values())


def test_a_stranger_who_asks_is_answered_too_and_closing_forgets_the_address(home):
    one = home(texts=NOTHING)
    mail_in(
        one, "fremd@anderswo.example", "Ich bitte um Auskunft nach Art. 15 DSGVO, was Sie über mich gespeichert haben."
    )
    with one.house.store.read() as connection:
        (request,) = requests.listing(connection)
    assert (request.contact_pk, request.contact) == (None, "fremd@anderswo.example")
    assert cases.close(one.house, request, "", "dsb") is None
    assert again(one, request).contact == one.house.address_hash(Medium.EMAIL, "fremd@anderswo.example")


@pytest.mark.parametrize(
    ("medium", "address"),
    [(Medium.PHONE, "+494317654321"), (Medium.POST, "ohlendiek|haarentor31|26122|de")],
)
def test_what_an_unknown_person_gave_is_kept_as_a_hash_alone_once_answered(home, medium, address):
    one = home(texts=NOTHING)
    with one.house.store.write() as connection:
        request = cases.receive(connection, one.house, cases.ACCESS, one.clock.now(), address=address)
    assert cases.close(one.house, request, "nichts gespeichert", "dsb") is None
    assert again(one, request).contact == one.house.address_hash(medium, address)


def test_a_question_opens_no_request(home):
    one = home(texts=NOTHING)
    one.customer("K-1", email="anna@kunde.example")
    mail_in(one, "anna@kunde.example", "Bis wann kann ich mich noch anmelden? Viele Grüße")
    with one.house.store.read() as connection:
        assert not requests.listing(connection, everything=True)


def _with_letter(home):
    one = home(texts={"probe": minimal(step("mail", "day = 0"), step("brief", "day = 6", '"letter"'))})
    one.switch(operation.ACTIVATED, "1")
    for name in ("K-1", "K-2"):
        one.customer(name)
        one.consent(name)
    one.consent("K-1", Medium.POST)
    one.cancel("K-1")
    one.play(days=9)
    return one


def test_those_who_have_the_data_are_told_and_nobody_else(home):
    one = _with_letter(home)
    with one.house.store.read() as connection:
        ((batch, send_id),) = handed_over.letter_rows(connection, pk_of(one))
        assert handed_over.mails(connection, pk_of(one))
    request = received(one, cases.RECTIFICATION)

    def noted(name, house, kind=recipients.RECTIFICATION):
        with house.store.write() as connection:
            notices = recipients.notify(connection, house, request, pk_of(one, name), kind, one.clock.now())
        return {notice.recipient: notice for notice in notices if notice.kind == kind}

    told = noted("K-1", one.house)
    assert set(told) == {"druckerei", "kundenkartei"}  # the relay is not configured: mails lie in a folder
    assert told["druckerei"].reference == f"Datei {batch}.csv, Zeile {send_id}"
    text = recipients.letter_to(one.house, told["druckerei"], request.external_id)
    for words in (
        "Fördedruck Lettershop GmbH <datenschutz@foerdedruck.example>",
        "AVV-2025-07",
        "Art. 19 DSGVO",
        batch,
    ):
        assert words in text
    for name in ("Anna", "Hafenweg", "kunde1.example"):
        assert name not in text
    relay = tuple(replace(one_, gets="mail") if one_.id == "mailversand" else one_ for one_ in one.house.recipients)
    assert "mailversand" in noted("K-1", replace(one.house, recipients=relay), recipients.ERASURE)
    assert set(noted("K-2", one.house, recipients.LIFTED)) == {"druckerei", "kundenkartei"} - {"druckerei"}
    with pytest.raises(ValueError, match="nothing"):
        noted("K-1", one.house, "nothing")


def test_telling_is_logged_and_an_erasures_customer_id_goes_with_it(home):
    one = _with_letter(home)
    request = received(one, cases.ERASURE)
    with one.house.store.write() as connection:
        recipients.notify(connection, one.house, request, pk_of(one), recipients.ERASURE, one.clock.now())
        assert len(requests.untold(connection)) == 2
    assert recipients.mark_told(one.house, request, "kundenkartei", "Amira")
    assert not recipients.mark_told(one.house, request, "kundenkartei", "Amira")
    with one.house.store.read() as connection:
        by_name = {notice.recipient: notice for notice in requests.notices(connection, request.pk)}
        events = [row for row in operation.audit_events(connection) if row["event"] == "recipient_told"]
    assert (by_name["kundenkartei"].told_by, by_name["kundenkartei"].reference) == ("Amira", "")
    assert by_name["druckerei"].told_at is None
    assert [event["data"]["recipient"] for event in events] == ["kundenkartei"]


def test_restriction_takes_back_what_is_out_and_lets_nothing_go(home):
    texts = {"probe": minimal(step("call", "day = 1", '"phone"', "winback/day_21_offer"), step("mail", "day = 8"))}
    one = home(texts=texts)
    one.customer("K-1", phone="+49431123456")
    one.consent("K-1")
    one.consent("K-1", Medium.PHONE)
    one.cancel("K-1")
    one.play(days=1, hours=4)
    assert one.touches("state", step="call") == [("open",)]
    done = restriction.restrict(one.house, pk_of(one), "Richtigkeit bestritten", "dsb")
    assert [notice.recipient for notice in done.notices] == ["kundenkartei"]
    assert one.rows(select(desk.task.c.state)) == [("withdrawn",)]
    assert restriction.restrict(one.house, pk_of(one), "noch einmal", "dsb") is None
    one.play(days=12)
    assert not [sent for sent in one.sent("K-1") if sent[0] == "mail"]
    with one.house.store.read() as connection:
        (request,) = requests.listing(connection, everything=True)
        assert operation.audit_events(connection, "K-1")[-1]["event"] != "touch_left"
    assert (request.kind, request.outcome, request.reason) == ("restriction", "done", "Richtigkeit bestritten")


def test_the_person_is_told_before_a_restriction_is_lifted(home):
    one = home(texts=NOTHING)
    one.customer()
    assert restriction.prepare_lifting(one.house, pk_of(one)) is None
    assert restriction.lift(one.house, pk_of(one), MONDAY.date(), "dsb") is None
    restriction.restrict(one.house, pk_of(one), "Widerspruch wird geprüft", "dsb")
    letter = restriction.prepare_lifting(one.house, pk_of(one))
    assert "Art. 18 Abs. 3 DSGVO" in letter
    (task,) = open_tasks(one).values()
    assert letter in task["brief"]
    for wrong in (MONDAY.date() - timedelta(days=1), MONDAY.date() + timedelta(days=1)):
        with pytest.raises(ValueError, match="told"):
            restriction.lift(one.house, pk_of(one), wrong, "dsb")
    one.sleep(days=3)
    today = local_day(one.clock.now(), "Europe/Berlin")
    done = restriction.lift(one.house, pk_of(one), today, "dsb")
    assert [notice.kind for notice in done.notices] == [recipients.LIFTED]
    assert not open_tasks(one)
    with one.house.store.read() as connection:
        assert people.restricted_at(connection, pk_of(one)) is None
