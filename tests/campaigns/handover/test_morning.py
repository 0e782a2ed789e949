"""The morning mail: to whom, when, once, and with nothing in it that should stay in the house."""

from __future__ import annotations

import asyncio
import email
import re
from dataclasses import replace
from datetime import date, time, timedelta
from email.message import EmailMessage
from email.policy import default

import pytest
from icalendar import Calendar
from sqlalchemy import update

from campaigns.backups.gap import open_gap
from campaigns.courier import Courier
from campaigns.desk import moves
from campaigns.desk.away import enter
from campaigns.desk.tending import tend_tasks
from campaigns.handover.links import belongs_to, opened
from campaigns.handover.morning import send_digests
from campaigns.handover.terms import HandoverTerms
from channels.channel import Outcome
from channels.email.recording import RecordingCarrier
from store import digests, operation
from store.tables import desk
from store.tables import operation as tables
from tasks.absence import Absence
from tests.campaigns.desk.calls import ANNA, BEN, LEA, at, called, task_of
from tests.campaigns.house_of import answers


def house(home, *contacts: str, who: tuple[str, ...] = (ANNA,), **changes: object):
    """Everybody's call was made on Tuesday and is due on Thursday."""
    one = called(home, *contacts, **changes)
    one.house = replace(one.house, handover=HandoverTerms(time(7, 30), frozenset(who)))
    one.courier = Courier(one.house, one.carrier)
    one.carrier.mails.clear()
    return one


def morning(one) -> list[EmailMessage]:
    """The mails that leave now."""
    before = len(one.carrier.mails)
    one.runner.run(send_digests(one.house, one.courier))
    return [email.message_from_bytes(mail.raw, policy=default) for mail in list(one.carrier.mails)[before:]]


def jump(one, moment: str) -> None:
    one.clock.jump(at(moment))


def due_now(one) -> None:
    """Thursday: the call is due today."""
    jump(one, "2026-03-05T07:30+01:00")


def test_counts_first_then_tasks_with_links_and_no_person(home):
    one = house(home, "K-1", "K-2")
    due_now(one)
    (mail,) = morning(one)
    text = mail.get_body().get_content()
    assert mail["To"].addresses[0].addr_spec == ANNA
    assert mail["Subject"] == "Aufgaben am 5. März 2026: 2 fällig"
    assert text.splitlines()[2] == "Fällig bis heute Abend: 2"
    for words in ("Petersen", "K-1", "kunde1", "99999", "price", "Preis", "Auftragsbuch"):
        assert words not in text
    links = re.findall(r"https?://\S+/aufgabe/(\S+)", text)
    tasks = {task_of(one, name)["external_id"] for name in ("K-1", "K-2")}
    found = [opened(one.house, token) for token in links]
    assert {link.task for link in found} == tasks
    assert all(belongs_to(one.house, link, ANNA.upper()) for link in found)
    assert not any(belongs_to(one.house, link, BEN) for link in found)
    assert "List-Unsubscribe" not in mail
    assert "List-Id" not in mail
    assert mail["Auto-Submitted"] == "auto-generated"


def test_the_attached_file_is_a_list_of_tasks(home):
    one = house(home)
    due_now(one)
    (mail,) = morning(one)
    (file,) = mail.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == ("aufgaben.ics", "text/calendar")
    calendar = Calendar.from_ical(file.get_payload(decode=True))
    (todo,) = calendar.walk("VTODO")
    task = task_of(one)
    assert calendar["METHOD"] == "PUBLISH"
    assert todo["UID"] == f"{task['external_id']}@{one.house.addresses.message_id_domain}"
    assert todo["SEQUENCE"] == task["version"]
    assert todo.decoded("due") == task["due_at"].replace(microsecond=0)


def test_once_a_day_and_not_before_the_hour(home):
    one = house(home)
    jump(one, "2026-03-05T07:29+01:00")
    assert morning(one) == []
    jump(one, "2026-03-05T07:30+01:00")
    assert len(morning(one)) == 1
    for _ in range(3):
        one.sleep(minutes=30)
        assert morning(one) == []
    jump(one, "2026-03-06T07:30+01:00")
    (next_day,) = morning(one)
    assert "davon 1 überfällig" in next_day["Subject"]


def test_not_in_the_afternoon(home):
    one = house(home)
    jump(one, "2026-03-05T15:31+01:00")
    assert morning(one) == []


@pytest.mark.parametrize("day", ["2026-03-07", "2026-03-08", "2026-04-03", "2026-04-06"])
def test_not_on_her_days_off(home, day):
    one = house(home)
    jump(one, f"{day}T07:30+01:00" if day < "2026-03-29" else f"{day}T07:30+02:00")
    assert morning(one) == []


def test_nothing_to_do_is_no_mail_and_nothing_new_makes_one_during_the_day(home):
    one = house(home)
    jump(one, "2026-03-03T12:30+01:00")
    assert task_of(one)["due_at"] > at("2026-03-04T00:00+01:00")
    assert morning(one) == []
    states = one.rows(tables.digest.select().with_only_columns(tables.digest.c.state))
    assert states == [(digests.NOTHING,)]
    assert morning(one) == []


def test_her_deputy_gets_it_while_she_is_away(home):
    one = house(home)
    enter(one.house, Absence(ANNA, date(2026, 3, 4), date(2026, 3, 6)), "Lea")
    due_now(one)
    (mail,) = morning(one)
    assert mail["To"].addresses[0].addr_spec == BEN
    assert "in Vertretung für Anna" in mail.get_body().get_content()


def test_on_her_deputys_own_holiday_the_next_one_gets_it(home):
    """Buß- und Bettag, 18 November 2026: Ben works in Saxony, Lea does not."""
    one = house(home, owner=ANNA, start=at("2026-11-16T08:00+01:00"), end=date(2026, 10, 31))
    enter(one.house, Absence(ANNA, date(2026, 11, 16), date(2026, 11, 20)), "Lea")
    moves.snooze(one.house, task_of(one)["external_id"], at("2026-11-18T05:00+01:00"), "auf Messe")
    one.write(lambda connection: connection.execute(update(desk.task).values(due_at=at("2026-11-18T17:30+01:00"))))
    jump(one, "2026-11-18T07:30+01:00")
    tend_tasks(one.house)
    (mail,) = morning(one)
    assert mail["To"].addresses[0].addr_spec == LEA
    assert "in Vertretung für Anna" in mail.get_body().get_content()


def test_who_did_not_ask_for_one_gets_none(home):
    one = house(home, who=(BEN,))
    due_now(one)
    assert morning(one) == []


def test_a_lead_hears_what_stayed_undone(home):
    one = house(home, who=(LEA,))
    jump(one, "2026-03-09T07:30+01:00")
    tend_tasks(one.house)
    (mail,) = morning(one)
    assert mail["Subject"] == "Aufgaben am 9. März 2026: 1 aus der Gruppe liegt zu lange"
    assert "liegt bei Anna" in mail.get_body().get_content()
    assert list(mail.iter_attachments()) == []


def test_what_was_taken_back_is_said_and_taken_out(home):
    one = house(home)
    due_now(one)
    morning(one)
    one.objection()
    jump(one, "2026-03-06T07:30+01:00")
    (mail,) = morning(one)
    assert mail["Subject"] == "Aufgaben am 6. März 2026: 1 zurückgezogen"
    (file,) = mail.iter_attachments()
    calendar = Calendar.from_ical(file.get_payload(decode=True))
    (todo,) = calendar.walk("VTODO")
    assert (file.get_filename(), calendar["METHOD"]) == ("zurueckgezogen.ics", "CANCEL")
    assert (todo["STATUS"], todo["SEQUENCE"]) == ("CANCELLED", task_of(one)["version"])
    assert todo["ORGANIZER"].startswith("mailto:")
    one.sleep(days=3)
    assert morning(one) == []


def test_two_daemons_send_one(either_home):
    one = house(either_home)
    due_now(one)
    other = Courier(one.house, one.carrier)

    async def both() -> None:
        await asyncio.gather(send_digests(one.house, one.courier), send_digests(one.house, other))
        await other.close()

    one.runner.run(both())
    assert len(one.carrier.mails) == 1


def scripted(one, *outcomes: Outcome, after_go: bool = True) -> None:
    one.carrier = RecordingCarrier(answers(*outcomes, after_go=after_go))
    one.courier = Courier(one.house, one.carrier)


@pytest.mark.parametrize(
    ("outcome", "after_go", "again"),
    [
        (Outcome.TRANSIENT, True, True),
        (Outcome.TRANSIENT, False, True),
        (Outcome.UNCERTAIN, True, False),
        (Outcome.REFUSED, True, False),
        (Outcome.REFUSED, False, False),
    ],
)
def test_only_what_has_certainly_not_left_is_tried_again(home, outcome, after_go, again):
    one = house(home)
    due_now(one)
    scripted(one, outcome, after_go=after_go)
    assert one.runner.run(send_digests(one.house, one.courier)) == 0
    assert one.runner.run(send_digests(one.house, one.courier)) == int(again)


def test_a_crash_behind_the_go_is_not_made_up_for(home):
    one = house(home)
    due_now(one)
    with one.house.store.write() as connection:
        digests.begin(connection, ANNA, date(2026, 3, 5), digests.LEAVING, 1, one.clock.now())
    assert morning(one) == []


def test_a_restored_database_repeats_no_mail(home):
    one = house(home)
    jump(one, "2026-03-05T10:00+01:00")
    one.write(lambda connection: open_gap(connection, at("2026-03-05T03:00+01:00"), one.clock.now()))
    one.sleep(minutes=10)
    assert morning(one) == []
    jump(one, "2026-03-06T07:30+01:00")
    assert len(morning(one)) == 1


def test_everything_paused_means_this_mail_too(home):
    one = house(home)
    due_now(one)
    one.switch(operation.PAUSED, "all")
    assert morning(one) == []
    one.switch(operation.PAUSED, None)
    assert len(morning(one)) == 1


def test_old_rows_go(home):
    one = house(home)
    due_now(one)
    morning(one)
    one.clock.jump(one.clock.now() + timedelta(days=102))
    morning(one)
    assert [day for (day,) in one.rows(tables.digest.select().with_only_columns(tables.digest.c.day))] == [
        date(2026, 6, 15)
    ]
