"""Who gets a call, on which day, from when on: owners, deputies, capacity, incidents and deadlines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from campaigns.desk import away
from campaigns.desk.assigning import COOLING
from campaigns.imports import TicketRow
from campaigns.imports.rows import TicketPriority
from contacts.contact import Tier
from tasks.absence import Absence
from tests.campaigns.desk.calls import ANNA, BEN, LEA, NINA, TEAM, at, called, calling, task_of
from tests.campaigns.house_of import local

TUESDAY = date(2026, 3, 3)
WAITS = "wait_for_outcome = { days = 14 }"


def test_the_owner_gets_it_by_the_end_of_the_second_business_day(home):
    task = task_of(called(home))
    assert (task["assignee"], task["stands_in_for"], task["snoozed_until"]) == (ANNA, "", None)
    assert local(task["due_at"]).isoformat() == "2026-03-05T17:30:00+01:00"


@pytest.mark.parametrize(("owner", "due"), [(ANNA, "2026-11-19"), (BEN, "2026-11-20")])
def test_a_deadline_skips_the_holidays_of_the_one_who_calls(home, owner, due):
    """Buß- und Bettag (18 November 2026) is a holiday in Saxony alone, where Ben works."""
    task = task_of(called(home, owner=owner, start=at("2026-11-16T08:00+01:00"), end=date(2026, 10, 31)))
    assert local(task["due_at"]).date().isoformat() == due


def test_who_has_no_room_left_gets_it_on_the_next_free_business_day(home):
    busy = replace(TEAM, people=(replace(TEAM.people[0], calls_per_day=2), *TEAM.people[1:]))
    one = called(home, "K-1", "K-2", "K-3", "K-4", "K-5", team=busy)
    days = sorted(local(task_of(one, f"K-{number}")["due_at"]).date() for number in range(1, 6))
    assert days == [date(2026, 3, 5)] * 2 + [date(2026, 3, 6)] * 2 + [date(2026, 3, 9)]


def test_somebody_away_is_stood_in_for_from_the_first_moment(home):
    one = home(texts=calling(WAITS), team=TEAM)
    away.enter(one.house, Absence(ANNA, TUESDAY, TUESDAY + timedelta(days=7)), "lea")
    one = called(lambda **_: one)
    task = task_of(one)
    assert (task["assignee"], task["stands_in_for"]) == (BEN, ANNA)


def test_an_exit_interview_goes_to_somebody_neutral_who_is_there(home):
    texts = calling(WAITS, kind="exit_interview")
    assert task_of(called(home, texts=texts))["assignee"] == NINA
    one = home(texts=texts, team=TEAM)
    away.enter(one.house, Absence(NINA, TUESDAY, TUESDAY), "lea")
    assert task_of(called(lambda **_: one))["assignee"] == ANNA
    assert task_of(called(home, texts=texts, owner=NINA))["assignee"] == NINA  # nobody else is neutral


def test_a_task_of_nobody_stays_free_for_everybody(home):
    task = task_of(called(home, owner=None))
    assert (task["assignee"], task["stands_in_for"]) == (None, "")


@pytest.mark.parametrize(
    ("priority", "opened", "rests"),
    [
        (TicketPriority.CRITICAL, "2026-03-01T20:00+01:00", True),
        (TicketPriority.HIGH, "2026-02-17T20:00+01:00", True),
        (TicketPriority.NORMAL, "2026-03-01T20:00+01:00", False),
        (TicketPriority.CRITICAL, "2026-02-10T20:00+01:00", False),
    ],
)
def test_who_cancels_after_an_incident_is_called_a_day_later(home, priority, opened, rests):
    """Mission B2. The call is asked for on the very day of the cancellation, while the contract still runs."""
    one = home(texts=calling(WAITS, day=0), team=TEAM)
    one.customer(phone="+49 431 99999 10", owner_email=ANNA, end=date(2026, 12, 31))
    one.take("tickets", TicketRow("T-1", "K-1", at(opened), "Ausfall", priority))
    task = task_of(called(lambda **_: one, days=0, end=date(2026, 12, 31)))
    assert (task["snooze_reason"] == COOLING) is rests
    if rests:
        assert local(task["snoozed_until"]).isoformat() == "2026-03-03T09:00:00+01:00"


@pytest.mark.parametrize(("value", "tier", "weight"), [(500, Tier.LOW, 2), (20_000, Tier.STANDARD, 4)])
def test_value_and_deadline_make_the_order(home, value, tier, weight):
    assert task_of(called(home, annual_value=Decimal(value), tier=tier))["priority"] == weight
    assert task_of(called(home, tier=Tier.STRATEGIC, owner=LEA))["priority"] == 6
