"""What comes next is planned in the transaction that ended the last step; what is passed over says why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from store.tables import runs
from tests.campaigns.house_of import BERLIN, WINBACK, minimal, step

THREE = {"probe": minimal(step("a", "day = 1"), step("b", "after = { step = 'a', days = 9 }"), step("c", "day = 30"))}


def test_each_step_is_planned_when_the_one_before_is_over(home):
    one = home(texts=THREE)
    one.consenting()
    seen = []
    for days in (1, 1, 9, 25):
        seen.append([name for (name,) in one.touches("step")])
        one.play(days=days, hours=2)
    assert seen == [["a"], ["a", "b"], ["a", "b"], ["a", "b", "c"]]
    assert one.runs("probe") == [("finished", None)]


def test_a_run_ends_behind_its_last_step(home):
    one = home(texts=THREE)
    one.consenting()
    one.play(days=60)
    ((ended, last),) = one.rows(select(runs.enrollment.c.ended_at, runs.enrollment.c.last_step))
    assert last == "c"
    assert ended.astimezone(BERLIN).date() == date(2026, 4, 1)


def test_steps_for_others_are_passed_over_with_their_reason(home):
    texts = {
        "probe": minimal(
            step("a", "day = 1", '"email"', "winback/day_07_news", "only_if = { tiers = ['low'] }"),
            step("b", "day = 2"),
        )
    }
    one = home(texts=texts)
    one.consenting()
    one.play(days=4)
    assert one.touches("step", "state", "reason") == [("a", "skipped", "condition"), ("b", "sent", None)]
    assert one.reasons()["a"] == ("skip", "condition")


def test_a_step_behind_one_that_was_never_made_is_not_made_either(home):
    one = home(texts=THREE)
    one.customer(address=None)
    one.cancel()
    one.play(days=60)
    assert {name: reason for name, (_, reason) in one.reasons().items()} == {
        "a": "email_consent",
        "b": "predecessor_missing",
        "c": "email_consent",
    }


@pytest.mark.parametrize("days", [20, 60, 200, 700])
def test_after_a_long_downtime_at_most_one_touch_a_day_catches_up(home, days):
    one = home()
    one.consenting()
    one.play(days=2)
    one.sleep(days=days)
    one.play(days=12)
    made = [row for row in one.sent() if row[0] != "value"]
    assert len({day for _, _, day in made}) == len(made)
    assert {name for name, _, _ in one.sent()} | set(one.reasons()) <= {
        *WINBACK,
        "story_personal",
        "offer_personal",
        "call",
    }
    stale = {reason for decision, reason in one.reasons().values() if decision == "skip"}
    assert stale <= {"too_late", "superseded", "condition", "frequency_cap"}
    assert "too_late" in stale or days < 20


def test_after_sixty_days_of_downtime_stale_steps_are_skipped_and_the_rest_comes_on_its_day(home):
    one = home()
    one.consenting()
    one.sleep(days=60)
    one.play(days=60)
    assert one.sent() == [("checkin", "email", date(2026, 6, 1))]
    assert {name: one.reasons()[name] for name in ("value", "news", "story", "offer", "last")} == dict.fromkeys(
        ("value", "news", "story", "offer", "last"), ("skip", "too_late")
    )


def test_contract_mail_is_caught_up_however_late_one_a_day(home):
    one = home()
    one.customer(end=date(2026, 5, 31))
    one.cancel(receipt_confirmed_at=None)
    one.sleep(days=60)
    one.play(days=10)
    sent = one.sent(advertising=False)
    assert [name for name, _, _ in sent][:3] == ["receipt", "plan", "export"]
    assert len({day for _, _, day in sent}) == len(sent)


def test_nobody_ever_has_two_pending_touches_in_a_run(home):
    one = home()
    for number in range(5):
        one.consenting(f"K-{number}")
    pending = (
        select(func.count())
        .where(runs.touch.c.state.in_(("planned", "claimed", "sending", "held")))
        .group_by(runs.touch.c.enrollment_id)
    )
    for _ in range(8):
        one.play(days=9)
        assert {number for (number,) in one.rows(pending)} <= {1}


def test_the_identity_of_a_touch_never_depends_on_row_ids(home):
    sent = []
    for extra in (0, 3):
        one = home(texts=THREE)
        for number in range(extra):
            one.customer(f"K-{number + 50}")
            one.cancel(f"K-{number + 50}")
        one.consenting()
        columns = runs.touch.c
        query = select(columns.send_id).order_by(columns.id.desc()).limit(1)
        sent.append(one.rows(query))
    assert sent[0] == sent[1]


def test_time_between_steps_is_counted_in_local_days_over_the_change_of_clocks(home):
    one = home()
    one.consenting()
    one.play(days=40)
    hours = {row["step"]: row["at"].astimezone(BERLIN).hour for row in one.decided() if row["decision"] == "send"}
    assert set(hours.values()) == {9}  # the clocks changed on 29 March
    assert timedelta(hours=1) == one.decided()[0]["at"].astimezone(BERLIN).utcoffset()
