"""Who was not reached is tried again: law row 49, with tries and conversations counted apart from contacts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from campaigns.counts import SAVE_ATTEMPTS
from campaigns.desk.finishing import WrongOutcome, finish_task
from campaigns.desk.may_contact import may_contact
from contacts.contact import Tier
from sequences.definition import Channel
from store import ledger, tasks
from store.tables import desk, operation, permission, runs
from tasks.kinds import Outcome
from tasks.person import TaskTerms
from tasks.report import Door, Report
from tests.campaigns.desk.calls import TEAM, at, called, calling, report, task_of
from tests.campaigns.house_of import local, minimal, step

LONG = calling("wait_for_outcome = { days = 60 }")
END = date(2026, 12, 31)


def events(one):
    table = operation.audit_event.c
    query = select(table.event).where(table.event.like("task%")).order_by(table.id)
    return [name for (name,) in one.rows(query)]


def test_four_tries_one_a_day_two_a_week_then_the_sequence_goes_on(home):
    one = called(home, texts=LONG)
    days = []
    for _ in range(4):
        days.append(local(one.clock.now()).date().isoformat())
        assert report(one, Outcome.NOT_REACHED)
        task = task_of(one)
        if task["state"] == "open":
            assert one.touches("state", step="call") == [("open",)]
            one.sleep(seconds=(task["snoozed_until"] - one.clock.now()).total_seconds())
    assert days == ["2026-03-03", "2026-03-04", "2026-03-10", "2026-03-11"]
    assert task["state"] == "done"
    assert events(one) == ["task_tried"] * 3 + ["task_done"]
    assert one.touches("step", "state") == [("call", "done"), ("later", "planned")]


def test_each_try_is_a_use_of_the_consent_and_makes_the_task_another_version(home):
    """§ 7a UWG: every use of a consent, with its number."""
    one = called(home, texts=LONG)
    version = task_of(one)["version"]
    assert report(one, Outcome.NOT_REACHED, number="+49 431 99999 77")
    task = task_of(one)
    assert task["version"] > version
    assert task["snooze_reason"] == "nicht erreicht, Versuch 2 von höchstens 4"
    assert local(task["due_at"]).isoformat() == "2026-03-04T17:30:00+01:00"
    table = permission.consent_event.c
    uses = [data for event, data in one.rows(select(table.event, table.data)) if event == "used"]
    assert [(use["outcome"], use["number"]) for use in uses] == [("not_reached", "+49 431 99999 77")]


def test_the_caps_count_the_day_of_the_call_not_the_day_it_was_asked_for(home):
    one = called(home, texts=LONG)
    one.sleep(days=3)
    assert report(one, Outcome.REACHED)
    with one.house.store.read() as connection:
        (contact,) = ledger.latest(connection, task_of(one)["contact_id"], 5)
    assert (contact["at"], contact["medium"]) == (one.clock.now(), "phone")


def test_a_call_that_nobody_made_is_no_contact_and_counts_all_the_same(home):
    """Nobody reported it; somebody may have called. So it keeps its place in the caps, and no brief claims a talk."""
    one = called(home, texts=calling("wait_for_outcome = { days = 3 }"))
    one.play(days=5)
    task = task_of(one)
    assert task["state"] == "expired"
    with one.house.store.read() as connection:
        assert ledger.latest(connection, task["contact_id"], 5) == []
    assert len(one.rows(select(runs.ledger.c.id))) == 1


def test_nobody_is_tried_longer_than_the_step_waits(home):
    """Two tries are a week's; the third would be on Tuesday, and the step waits until Friday."""
    one = called(home, texts=calling("wait_for_outcome = { days = 3 }"))
    assert report(one, Outcome.NOT_REACHED)
    assert task_of(one)["state"] == "open"
    one.sleep(days=1)
    assert report(one, Outcome.NOT_REACHED)
    assert task_of(one)["state"] == "done"


def test_the_day_is_used_up_at_the_desk_too(home):
    one = called(home, texts=LONG)
    touch = task_of(one)["touch_id"]
    assert may_contact(one.house, touch, Channel.PHONE).verdict.allows
    report(one, Outcome.NOT_REACHED)
    ruling = may_contact(one.house, touch, Channel.PHONE)
    assert (ruling.verdict.name, ruling.rule) == ("DEFER", "frequency_cap")
    assert "dials 1/1" in ruling.reason
    one.sleep(days=1)
    assert may_contact(one.house, touch, Channel.PHONE).verdict.allows


def test_a_time_the_person_named_is_hers_and_counts_against_no_limit(home):
    one = called(home, texts=LONG)
    report(one, Outcome.NOT_REACHED)
    assert report(one, Outcome.CALL_BACK, call_back_at=at("2026-03-07T20:00+01:00"), minutes=3)
    task = task_of(one)
    assert (task["state"], task["snooze_reason"]) == ("open", "Rückruf vereinbart")
    assert local(task["snoozed_until"]).isoformat() == "2026-03-09T09:00:00+01:00"  # no call on Saturday night
    assert may_contact(one.house, task["touch_id"], Channel.PHONE).verdict.allows
    assert report(one, Outcome.REACHED, minutes=12, via=Door.API)
    told = desk.outcome.c
    assert one.rows(select(told.outcome, told.via, told.minutes).order_by(told.id)) == [
        ("not_reached", "terminal", None),
        ("call_back", "terminal", 3),
        ("reached", "api", 12),
    ]


def test_without_a_time_a_call_back_ends_the_task(home):
    one = called(home, texts=LONG)
    assert report(one, Outcome.CALL_BACK)
    assert task_of(one)["state"] == "done"


def test_a_task_lives_as_long_as_the_time_that_was_named(home):
    one = called(home, texts=calling("wait_for_outcome = { days = 3 }"))
    assert report(one, Outcome.CALL_BACK, call_back_at=at("2026-04-15T10:00+02:00"))
    one.play(days=30)
    assert task_of(one)["state"] == "open"
    one.play(days=30)
    assert task_of(one)["state"] == "expired"


def test_the_same_report_twice_changes_nothing(home):
    one = called(home, "K-1", "K-2", texts=LONG)
    first, second = (task_of(one, name)["external_id"] for name in ("K-1", "K-2"))
    told = Report(Outcome.NOT_REACHED, "crm", Door.API, external_id="call-4711")
    assert finish_task(one.house, first, told)
    before = task_of(one, "K-1")
    assert finish_task(one.house, first, told)
    assert task_of(one, "K-1") == before
    assert not finish_task(one.house, second, told)
    assert len(one.rows(select(desk.outcome.c.id))) == 1
    assert finish_task(one.house, first, Report(Outcome.REACHED, "crm", Door.API, external_id="call-4712"))
    assert finish_task(one.house, first, told)
    assert not finish_task(one.house, first, Report(Outcome.REACHED, "crm", Door.API, external_id="call-4713"))


def test_an_outcome_that_a_call_cannot_have_is_refused(home):
    one = called(home)
    with pytest.raises(WrongOutcome, match="erlaubt ist reached, not_reached"):
        report(one, Outcome.KEPT)
    assert task_of(one)["state"] == "open"


SAVE = {
    name: minimal(
        step("call", f"day = {day}", '"phone"', "winback/day_21_offer", "wait_for_outcome = { days = 5 }"),
        step("then", f"day = {day + 8}"),
        goal='"saved"',
        group=f'"{name}"',
    )
    for name, day in (("first", 0), ("second", 15), ("third", 30))
}


@pytest.mark.parametrize(("tier", "calls"), [(Tier.STANDARD, 1), (Tier.STRATEGIC, 2)])
def test_one_conversation_to_keep_a_contract_two_with_strategic_customers(home, tier, calls):
    """Mission B5: never more; a try that reached nobody is no conversation."""
    one = called(home, texts=SAVE, days=0, tier=tier, end=END)
    for _ in range(3):
        for task in _open(one):
            report_on(one, task, Outcome.REACHED)
        one.play(days=15)
    made = [row for row in one.sent() if row[1] == "phone"]
    assert len(made) == calls
    full = [row for row in one.decided() if row["decision"] == "skip" and row["step"] == "call"]
    assert len(full) == 3 - calls
    assert all(row["reason"] == "frequency_cap" for row in full)


def test_a_try_is_no_conversation(home):
    one = called(home, texts=SAVE, days=0, end=END)
    report(one, Outcome.NOT_REACHED)
    one.play(days=15)
    assert len([row for row in one.sent() if row[1] == "phone"]) == 2
    assert SAVE_ATTEMPTS not in str(one.decided())


def _open(one):
    with one.house.store.read() as connection:
        return tasks.listing(connection)


def report_on(one, task, outcome):
    assert finish_task(one.house, task["external_id"], Report(outcome, "Anna"))
    one.sleep(minutes=1)


def test_tries_of_an_earlier_cancellation_are_another_campaign(home):
    one = called(home, texts=LONG)
    for _ in range(4):
        report(one, Outcome.NOT_REACHED)
        one.sleep(days=7)
    assert task_of(one)["state"] == "done"
    one.play(days=1)
    one.cancel(external_id="KUE-2", received_at=one.clock.now() + timedelta(hours=1))
    one.play(days=3)
    states = [row["state"] for row in _open(one)]
    assert states == ["open"]


@pytest.mark.parametrize(("tier", "calls"), [(Tier.STANDARD, 0), (Tier.STRATEGIC, 1)])
def test_a_house_may_hold_no_conversations_to_keep_contracts(home, tier, calls):
    team = replace(TEAM, terms=TaskTerms(save_attempts=0))
    one = called(home, texts=SAVE, days=0, tier=tier, end=END, team=team)
    assert len([row for row in one.sent() if row[1] == "phone"]) == calls


def at_once(*acts):
    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(act) for act in acts]]


def test_of_several_who_report_at_the_same_moment_one_counts(either_home):
    one = called(either_home, "K-1", "K-2", "K-3", texts=LONG)
    for name in ("K-1", "K-2", "K-3"):
        task = task_of(one, name)["external_id"]
        told = (Report(outcome, "Anna") for outcome in (Outcome.REACHED, Outcome.INTERESTED, Outcome.REACHED))
        done = at_once(*(partial(finish_task, one.house, task, each) for each in told))
        assert sorted(one_done is not None for one_done in done) == [False, False, True]
    assert len(one.rows(select(desk.outcome.c.id))) == 3


def test_of_several_tasks_with_the_same_report_at_the_same_moment_one_gets_it(either_home):
    one = called(either_home, "K-1", "K-2", "K-3", texts=LONG)
    told = Report(Outcome.REACHED, "crm", Door.API, external_id="call-4711")
    ids = [task_of(one, name)["external_id"] for name in ("K-1", "K-2", "K-3")]
    done = at_once(*(partial(finish_task, one.house, task, told) for task in ids))
    assert sorted(one_done is not None for one_done in done) == [False, False, True]
