"""A pause from the preference page: nothing leaves before its end, what the letter shop has stays there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from campaigns.export import export_letters
from campaigns.pages.preferences import Wish, change
from contacts.medium import Medium
from store.tables import desk
from tests.campaigns.house_of import minimal, step

PAUSED = Wish(paused_until=date(2026, 4, 1))
LETTER = step("letter", "day = 1", '"letter"', "winback/day_01_value")
MAIL = step("mail", "day = 8")
CALL = step("call", "day = 1", '"phone"', "winback/day_21_offer", "wait_for_outcome = { days = 7, then = 'continue' }")


def pause(one, step, wish=PAUSED):
    ((send_id,),) = one.touches("send_id", step=step)
    assert change(one.house, send_id, wish) is not None


def batched(home):
    one = home(texts={"probe": minimal(LETTER, MAIL)})
    one.customer()
    one.consent()
    one.cancel()
    one.play(days=1, hours=2)
    assert one.touches("state", step="letter") == [("batched",)]
    return one


@pytest.mark.parametrize(
    ("wish", "state", "files"),
    [(PAUSED, ("stopped", "own_pause"), 0), (Wish(gap_days=30), ("exported", None), 1)],
)
def test_a_letter_that_waits_for_the_letter_shop_is_stopped_by_a_pause_only(home, wish, state, files):
    one = batched(home)
    pause(one, "letter", wish)
    one.sleep(hours=6)
    assert export_letters(one.house) == files
    assert one.touches("state", "reason", step="letter") == [state]
    assert len(list(one.house.letters.folder.glob("*.csv"))) == files


def test_what_comes_behind_the_letter_waits_for_the_end_of_the_pause(home):
    one = batched(home)
    pause(one, "letter", Wish(paused_until=date(2026, 3, 12)))
    one.play(days=30)
    assert [day for name, _, day in one.sent("K-1") if name == "mail"] == [date(2026, 3, 12)]


def test_a_letter_that_the_letter_shop_has_is_not_recalled(home):
    one = batched(home)
    one.sleep(hours=6)
    assert export_letters(one.house) == 1
    pause(one, "letter")
    assert one.touches("state", step="letter") == [("exported",)]
    assert not list(one.house.letters.folder.glob("*rueckruf*"))


def test_an_open_task_is_withdrawn_and_its_sequence_does_not_stand_still(home):
    one = home(texts={"probe": minimal(CALL, MAIL)})
    one.customer(phone="+49 431 123456")
    one.consent()
    one.consent(medium=Medium.PHONE)
    one.cancel()
    one.play(days=1, hours=6)
    assert one.rows(select(desk.task.c.state)) == [("open",)]
    pause(one, "call", Wish(paused_until=(one.clock.now() + timedelta(days=9)).date()))
    assert one.rows(select(desk.task.c.state)) == [("withdrawn",)]
    one.play(days=30)
    assert [name for name, _, _ in one.sent("K-1")] == ["call", "mail"]
