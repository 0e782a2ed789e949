"""What lies too long is reached however much lies in front; a run whose task is taken away does not stand still."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from campaigns.desk import moves, tending
from campaigns.desk.tending import tend_tasks
from campaigns.effects import keep_quiet
from contacts.medium import Medium
from store import people, reply_tasks, tasks, wishes
from store.tables import desk, runs
from store.tasks import TaskRow
from tasks.kinds import Outcome
from tests.campaigns.desk.calls import BEN, at, called, calling, report, task_of
from tests.campaigns.house_of import consent_row

LONG = calling("wait_for_outcome = { days = 60 }")
AGAIN = calling("wait_for_outcome = { days = 14 }", reply="interested = { task = 'meeting' }")


def test_everything_that_lies_too_long_is_reached_in_pieces(either_home, monkeypatch):
    monkeypatch.setattr(tending, "_AT_ONCE", 2)
    names = [f"K-{number}" for number in range(1, 6)]
    one = called(either_home, *names, texts=LONG)
    one.sleep(days=7)
    assert tend_tasks(one.house).escalated == len(names)
    assert {task_of(one, name)["priority"] for name in names} == {8}
    assert tend_tasks(one.house).escalated == 0


def test_what_is_not_ripe_yet_hides_nothing_behind_it(home, monkeypatch):
    """Buß- und Bettag, 18 November 2026: Ben in Saxony did not work, so only Anna's task lies too long."""
    monkeypatch.setattr(tending, "_AT_ONCE", 1)
    one = called(home, "K-1", "K-2", texts=LONG, start=at("2026-11-16T08:00+01:00"), end=date(2026, 10, 31))
    assert moves.claim(one.house, task_of(one)["external_id"], BEN)
    for name, moment in (("K-1", "2026-11-17T17:00+01:00"), ("K-2", "2026-11-17T17:01+01:00")):
        mine = desk.task.c.external_id == task_of(one, name)["external_id"]
        one.write(lambda connection, m=mine, t=moment: connection.execute(
            update(desk.task).where(m).values(due_at=at(t))
        ))  # fmt: skip
    one.clock.jump(at("2026-11-18T17:25+01:00"))
    assert tend_tasks(one.house).escalated == 1
    assert [task_of(one, name)["escalated_at"] is not None for name in ("K-1", "K-2")] == [False, True]


def follow_up(one):
    with one.house.store.read() as connection:
        return next(row for row in tasks.listing(connection, None) if row["touch_id"] is None)


def state_of(one):
    table = runs.enrollment.c
    return one.rows(select(table.state, table.paused_until, table.reason).where(table.sequence == "probe"))[0]


@pytest.fixture
def waiting(either_home):
    """Somebody wants to go on talking: a meeting is to be agreed on, and her run waits for it without a date."""
    one = called(either_home, texts=AGAIN)
    report(one, Outcome.INTERESTED)
    assert (follow_up(one)["state"], state_of(one)) == ("open", ("paused", None, "outcome"))
    return one


def test_after_an_objection_to_calls_alone_the_run_goes_on_by_its_other_channels(waiting):
    waiting.objection(scope=Medium.PHONE.value)
    assert (follow_up(waiting)["state"], state_of(waiting)) == ("withdrawn", ("active", None, None))
    waiting.play(days=25)
    assert ("later", "email") in [(step, channel) for step, channel, _ in waiting.sent()]


def test_an_objection_to_letters_leaves_the_meeting_and_the_wait(waiting):
    waiting.objection(scope=Medium.POST.value)
    tend_tasks(waiting.house)
    assert (follow_up(waiting)["state"], state_of(waiting)[0]) == ("open", "paused")


def test_a_withdrawn_consent_to_calls_frees_the_run_as_well(waiting):
    waiting.take("consents", consent_row("K-1", Medium.PHONE, withdrawn_at=waiting.clock.now()))
    assert (follow_up(waiting)["state"], state_of(waiting)[0]) == ("withdrawn", "active")


def test_her_own_pause_frees_the_run_too_and_the_law_waits_for_its_end(waiting):
    def pause(connection):
        pk = people.contact_pk(connection, "K-1")
        until = waiting.clock.now() + timedelta(days=10)
        wishes.put_preference(connection, pk, "W-1", waiting.clock.now(), until, None, "Seite")
        keep_quiet(connection, waiting.house, pk, waiting.clock.now())

    waiting.write(pause)
    assert (follow_up(waiting)["state"], state_of(waiting)[0]) == ("withdrawn", "active")


def test_while_a_reply_waits_for_its_answer_the_run_waits_for_that(waiting):
    def answer(connection):
        pk = people.contact_pk(connection, "K-1")
        now = waiting.clock.now()
        row = TaskRow(f"{reply_tasks.PREFIX}abc", pk, "answer_reply", "Antwort", "", "", now + timedelta(days=1))
        tasks.add(connection, row, now)

    waiting.write(answer)
    waiting.objection(scope=Medium.PHONE.value)
    assert state_of(waiting)[0] == "paused"


def test_a_run_that_stood_still_before_is_found_and_goes_on(waiting):
    gone = {"state": "withdrawn", "ended_at": waiting.clock.now()}
    open_ones = desk.task.c.state == "open"
    waiting.write(lambda connection: connection.execute(update(desk.task).where(open_ones).values(gone)))
    assert state_of(waiting)[0] == "paused"
    tend_tasks(waiting.house)
    assert state_of(waiting) == ("active", None, None)
