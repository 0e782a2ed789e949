"""Tasks that no step asked for: whose, by when, in whose place; by the one mechanism of all tasks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from campaigns.desk import away
from campaigns.desk.assigning import give
from store import tasks
from store.tables import desk
from tasks.absence import Absence
from tasks.due import Deadline
from tasks.kinds import OWED, Outcome
from tests.campaigns.desk.calls import ANNA, BEN, TEAM, at, called, calling, report, task_of
from tests.campaigns.house_of import local

BEFORE_REPENTANCE = "2026-11-17T10:00+01:00"
"""The day before Buß- und Bettag, a holiday in Saxony alone, where Ben works."""


def given(one, owner, kind="answer_reply", wanted=None):
    wanted = wanted or Deadline(days=1)
    with one.house.store.write() as connection:
        found = give(one.house, connection, owner, kind, wanted, one.clock.now())
    return found.assignee, found.stands_in_for, local(found.due_at).isoformat()[:16]


@pytest.fixture
def one(home):
    return home(start=at(BEFORE_REPENTANCE), team=TEAM, texts=calling())


@pytest.mark.parametrize(("owner", "due"), [(ANNA, "2026-11-18T17:30"), (BEN, "2026-11-19T17:30")])
def test_the_term_runs_by_the_holidays_of_whose_it_is(one, owner, due):
    assert given(one, owner) == (owner, "", due)


def test_somebody_away_is_stood_in_for_at_once(one):
    away.enter(one.house, Absence(ANNA, date(2026, 11, 19), date(2026, 11, 27)), "lea")
    assert given(one, ANNA)[:2] == (ANNA, "")
    assert given(one, ANNA, wanted=Deadline(days=2))[:2] == (BEN, ANNA)


def test_nobody_has_it_where_nobody_looks_after_her(one):
    assert given(one, None) == (None, "", "2026-11-18T17:30")


@pytest.mark.parametrize(
    ("kind", "day"), [("answer_reply", "2026-11-19"), *((kind, "2026-11-18") for kind in sorted(OWED))]
)
def test_a_full_day_puts_off_what_is_not_owed(home, kind, day):
    full = replace(TEAM, people=(replace(TEAM.people[0], tasks_per_day=1), *TEAM.people[1:]))
    one = called(home, owner=ANNA, team=full, start=at("2026-11-16T08:00+01:00"), end=date(2026, 10, 31))
    with one.house.store.write() as connection:
        wanted = at("2026-11-18T12:00+01:00")
        connection.execute(desk.task.update().values(due_at=wanted))
    one.clock.jump(at(BEFORE_REPENTANCE) + timedelta(hours=4))
    assert given(one, ANNA, kind)[2][:10] == day
    assert given(one, ANNA, kind, at("2026-11-18T12:00+01:00"))[2] == "2026-11-18T12:00"  # a fixed moment stays


def test_a_task_that_follows_goes_to_whose_it_is_and_to_her_deputy_meanwhile(home):
    one = called(home, texts=calling("wait_for_outcome = { days = 60 }", reply="interested = { task = 'meeting' }"))
    away.enter(one.house, Absence(ANNA, date(2026, 3, 3), date(2026, 3, 20)), "lea")
    report(one, Outcome.INTERESTED)
    with one.house.store.read() as connection:
        (follow_up,) = tasks.listing(connection)
    assert (follow_up["assignee"], follow_up["stands_in_for"]) == (BEN, ANNA)
    away.end(one.house, ANNA, "lea")
    with one.house.store.read() as connection:
        (follow_up,) = tasks.listing(connection)
    assert (follow_up["assignee"], follow_up["stands_in_for"]) == (ANNA, "")
    assert task_of(one, state="open")["kind"] == "meeting"
