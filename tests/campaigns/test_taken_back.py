"""What has passed the gate and is not lawful or not possible any more is taken back, given back or handed to a person."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from sqlalchemy import select

from campaigns.effects import pause_advertising
from contacts.medium import Medium
from store import enrollments, people
from store.tables import desk
from tests.campaigns.house_of import minimal, step
from tests.campaigns.house_parts import consent_row


def test_a_withdrawn_consent_takes_the_open_call_back(home):
    one = home(texts={"probe": minimal(step("a", "day = 1", '"phone"', "winback/day_21_offer"))})
    one.customer("K-1", phone="+49431123456")
    one.consent("K-1", Medium.PHONE)
    one.cancel("K-1")
    one.play(days=1, hours=4)
    assert one.touches("state") == [("open",)]
    one.take("consents", consent_row("K-1", Medium.PHONE, withdrawn_at=one.clock.now()))
    assert one.touches("state") == [("withdrawn",)]
    assert one.rows(select(desk.task.c.state)) == [("withdrawn",)]


def test_a_spent_letter_budget_sends_the_mail_and_does_not_go_to_and_fro(home):
    one = home(texts={"probe": minimal(step("a", "day = 1", '"letter", "email"', "winback/day_01_value"))})
    money = replace(one.house.letters, max_euro_month=one.house.letters.cost * Decimal("1.5"))
    one.house = replace(one.house, letters=money)
    one.__post_init__()
    one.consenting("K-1")
    one.consenting("K-2")
    one.play(days=2)
    assert sorted(channel for _, channel, _ in one.sent()) == ["email", "letter"]


def test_a_run_that_waits_for_a_person_goes_on_when_it_is_released(home):
    one = home(texts={"probe": minimal(step("a", "day = 1"))})
    one.consenting("K-1")
    one.now()
    pk = one.write(lambda connection: people.contact_pk(connection, "K-1"))
    one.write(lambda connection: pause_advertising(connection, one.house, pk, None, "replied"))
    one.sleep(hours=20)
    assert one.runs("probe") == [("paused", "replied")]
    assert one.write(lambda connection: enrollments.release(connection, pk)) == 1
    one.play(days=2)
    assert [name for name, _, _ in one.sent()] == ["a"]
