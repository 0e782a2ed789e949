"""Between the ticks: tasks that run out, outcomes people report, daemons that died."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from campaigns.desk.finishing import finish_task
from campaigns.housekeeping import Rescued, expire_tasks, rescue
from contacts.medium import Medium
from store import tasks
from store.tables import desk, permission, runs
from tasks.kinds import ENDS_ADVERTISING, NOT_THE_ONE, OUTCOMES, Outcome
from tasks.report import Report
from tests.campaigns.house_of import OWNER, minimal, step


def call(wait="wait_for_outcome = { days = 7, then = 'continue' }"):
    calling = step("call", "day = 1", '"phone"', "winback/day_21_offer", wait)
    return {"probe": minimal(calling, step("later", "day = 14"))}


def called(home, *contacts, texts=None):
    one = home(texts=texts or call())
    for name in contacts or ("K-1",):
        one.customer(name, phone=f"+49 431 99999 {name[-1]}0")
        one.consent(name)
        one.consent(name, Medium.PHONE)
        one.cancel(name)
    one.play(days=1, hours=4)
    return one


def open_task(one):
    with one.house.store.read() as connection:
        return tasks.listing(connection)[0]["external_id"]


@pytest.mark.parametrize(("then", "end"), [("continue", "finished"), ("stop", "stopped")])
def test_a_task_that_runs_out_goes_on_or_stops_as_the_step_says(home, then, end):
    one = called(home, texts=call(f"wait_for_outcome = {{ days = 7, then = '{then}' }}"))
    one.play(days=6)
    assert one.touches("step", "state") == [("call", "open")]
    one.play(days=20)
    expected = [("call", "expired"), ("later", "sent")] if then == "continue" else [("call", "expired")]
    assert one.touches("step", "state") == expected
    assert one.runs("probe")[0][0] == end


def test_a_step_that_waits_for_nobody_is_not_held_up_by_its_task(home):
    one = called(home, texts=call(""))
    assert one.touches("step", "state") == [("call", "open"), ("later", "planned")]
    one.play(days=30)
    assert one.touches("step", "state") == [("call", "expired"), ("later", "sent")]


@pytest.mark.parametrize("outcome", OUTCOMES["call"])
def test_what_a_person_reports_goes_on_ends_or_silences(home, outcome):
    one = called(home)
    assert finish_task(one.house, open_task(one), Report(outcome, "Amira", note="Notiz"))
    one.play(days=30)
    ends = outcome in ENDS_ADVERTISING | NOT_THE_ONE or outcome is Outcome.OBJECTION
    assert ("later" in {name for name, _, _ in one.sent()}) is not ends
    objections = one.rows(select(permission.objection.c.scope, permission.objection.c.via).distinct())
    assert objections == ([("global", "call")] if outcome is Outcome.OBJECTION else [])
    assert one.rows(select(desk.outcome.c.outcome, desk.outcome.c.by, desk.outcome.c.note)) == [
        (outcome, "Amira", "Notiz")
    ]


def test_a_task_is_finished_once(home):
    one = called(home)
    name = open_task(one)
    assert finish_task(one.house, name, Report(Outcome.REACHED, "Amira"))
    assert not finish_task(one.house, name, Report(Outcome.OBJECTION, "Amira"))
    assert not finish_task(one.house, "no such task", Report(Outcome.REACHED, "Amira"))
    assert one.rows(select(permission.objection.c.id)) == []


def test_one_run_that_cannot_go_on_holds_up_no_other(home):
    """A planted fault: a step that the pinned definition does not have."""
    one = called(home, "K-1", "K-2")
    first = select(runs.touch.c.id).order_by(runs.touch.c.id).limit(1).scalar_subquery()
    one.write(lambda c: c.execute(runs.touch.update().where(runs.touch.c.id == first).values(step="gone")))
    one.sleep(days=9)
    assert expire_tasks(one.house) == 2
    assert expire_tasks(one.house) == 0
    assert one.touches("step", "state") == [("gone", "expired"), ("call", "expired"), ("later", "planned")]


def test_nobody_is_rescued_while_everybody_is_alive(home):
    one = called(home)
    one.play(days=12)
    assert rescue(one.house, [OWNER]) == Rescued(0, 0)
    assert rescue(one.house, []) == Rescued(0, 0)
