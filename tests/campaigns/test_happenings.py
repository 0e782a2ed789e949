"""Events: a release wakes those who waited for it, a return ends the run, each once and only when its time has come."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from campaigns.happenings import happen
from sequences.definition import EventKind
from store import operation
from store.tables import runs
from tests.campaigns.house_of import MONDAY, minimal, step

WAITING = minimal(
    step("news", "event = 'feature_released'", '"email"', "winback/day_07_news"),
    step("late", "day = 90", '"email"', "winback/day_90_checkin"),
)
RELEASED = minimal(step("news", "day = 2"), day_zero='"feature_released"')


def missing(home, feature="DATEV-Export", texts=None):
    one = home(texts=texts or {"probe": WAITING})
    one.customer()
    one.consent()
    one.cancel(reason="missing_feature", feature=feature)
    one.now()
    return one


def test_a_release_wakes_the_step_that_waited_for_it(home):
    one = missing(home)
    assert one.touches("step", "wait_event") == [("news", "feature_released")]
    one.play(days=18)
    assert one.sent() == []
    one.release("datev-export")
    one.play(days=1)
    assert one.sent() == [("news", "email", date(2026, 3, 20))]
    one.play(days=80)
    assert [name for name, _, _ in one.sent()] == ["news", "late"]


def test_outside_the_window_the_woken_step_waits_for_the_next_morning(home):
    one = missing(home)
    one.play(days=4, hours=12)  # Friday 20:00
    one.release("DATEV-Export")
    one.play(days=4)
    assert one.sent() == [("news", "email", date(2026, 3, 9))]


def test_another_feature_wakes_nobody(home):
    one = missing(home)
    one.release("API")
    one.play(days=5)
    assert one.sent() == []


def test_a_release_that_was_announced_for_later_is_told_when_it_is_there(home):
    one = missing(home)
    one.release("DATEV-Export", one.clock.now() + timedelta(days=10))
    one.play(days=9)
    assert one.sent() == []
    one.play(days=3)
    assert one.sent() == [("news", "email", date(2026, 3, 12))]


def test_a_release_is_told_once_however_often_it_is_imported(home):
    one = missing(home)
    for _ in range(3):
        one.release("DATEV-Export", MONDAY)
    one.play(days=5)
    assert len(one.sent()) == 1


def test_without_a_release_the_step_is_given_up_when_the_next_one_is_due(home):
    one = missing(home)
    one.play(days=95)
    assert one.reasons()["news"] == ("skip", "no_event")
    assert [name for name, _, _ in one.sent()] == ["late"]


def test_a_release_may_start_a_sequence_of_its_own(home):
    one = missing(home, texts={"probe": RELEASED})
    assert one.runs("probe") == []
    one.release("DATEV-Export")
    one.play(days=3)
    assert one.sent() == [("news", "email", date(2026, 3, 4))]


def test_nobody_who_objected_hears_of_a_release(home):
    one = missing(home)
    one.objection()
    one.release("DATEV-Export")
    one.play(days=30)
    assert one.sent() == []


@pytest.mark.parametrize("kind", list(EventKind))
def test_an_event_is_taken_in_and_audited_once(home, kind):
    one = home(texts={"probe": minimal(step("a", "day = 1"))})
    one.customer()
    for _ in range(2):
        now = one.clock.now()
        new = one.write(lambda c, now=now: happen(c, one.house, kind, 1, "source", "E-1", now))
        one.now()
    assert new is False
    with one.house.store.read() as connection:
        words = [row["event"] for row in operation.audit_events(connection)]
    assert words.count(f"event_{kind}") == 1


def test_an_event_of_somebody_who_never_cancelled_starts_nothing(home):
    one = home(texts={"probe": RELEASED})
    one.customer()
    now = one.clock.now()
    one.write(lambda c: happen(c, one.house, EventKind.FEATURE_RELEASED, 1, "releases", "R-1", now))
    one.play(days=5)
    assert one.runs("probe") == []


def test_what_happened_before_the_cancellation_wakes_nobody(home):
    one = home(texts={"probe": WAITING})
    one.customer()
    one.consent()
    now = datetime(2026, 2, 1, tzinfo=UTC)
    one.write(lambda c: happen(c, one.house, EventKind.FEATURE_RELEASED, 1, "releases", "R-0", now))
    one.now()
    one.cancel(reason="missing_feature", feature="DATEV-Export")
    one.play(days=30)
    assert one.sent() == []
    assert one.rows(select(runs.touch.c.state)) == [("planned",)]
