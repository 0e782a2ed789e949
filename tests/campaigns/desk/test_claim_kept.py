"""A claim is whose task it is, and lasts while somebody stands in for her."""

from __future__ import annotations

from datetime import date, timedelta

from campaigns.desk import away, moves
from campaigns.desk.tending import tend_tasks
from tasks.absence import Absence
from tests.campaigns.desk.calls import ANNA, BEN, LEA, called, calling, task_of
from tests.campaigns.desk.test_new_owner import taken_over

LONG = calling("wait_for_outcome = { days = 60 }")
TUESDAY = date(2026, 3, 3)


def whose(one):
    task = task_of(one)
    return task["assignee"], task["stands_in_for"], task["claimed_at"] is not None


def absent(one, person, days=9):
    away.enter(one.house, Absence(person, TUESDAY, TUESDAY + timedelta(days=days)), "lea")


def claimed(home):
    """Ben has claimed what was Anna's; he is away, and Lea (his deputy's place) has it."""
    one = called(home, texts=LONG)
    assert moves.claim(one.house, task_of(one)["external_id"], BEN)
    absent(one, BEN)
    holder, owner, kept = whose(one)
    assert (holder != BEN, owner, kept) == (True, BEN, True)
    return one


def test_it_comes_back_to_who_claimed_it_still_claimed(home):
    one = claimed(home)
    one.sleep(days=12)
    assert tend_tasks(one.house).handed_over == 1
    assert whose(one) == (BEN, "", True)


def test_a_second_one_who_stands_in_changes_nothing_about_it(home):
    one = claimed(home)
    absent(one, whose(one)[0])
    assert whose(one)[1:] == (BEN, True)
    one.sleep(days=12)
    tend_tasks(one.house)
    assert whose(one) == (BEN, "", True)


def test_a_new_owner_of_the_contact_does_not_get_what_she_had_claimed_before_she_went_away(home):
    """Anna has claimed her own; while Ben or Lea stands in, the CRM names another owner."""
    one = called(home, texts=LONG)
    name = task_of(one)["external_id"]
    assert moves.claim(one.house, name, ANNA)
    absent(one, ANNA)
    assert whose(one)[1:] == (ANNA, True)
    assert taken_over(one, LEA).tasks_kept == (name,)
    one.sleep(days=12)
    tend_tasks(one.house)
    assert whose(one) == (ANNA, "", True)


def test_who_stands_in_may_claim_it_and_who_gets_it_for_good_has_no_claim(home):
    one = claimed(home)
    holder = whose(one)[0]
    assert moves.claim(one.house, task_of(one)["external_id"], holder)
    assert whose(one) == (holder, "", True)
    other = ANNA if holder != ANNA else LEA
    assert moves.hand_over(one.house, holder, other, "lea")
    assert whose(one) == (other, "", False)
