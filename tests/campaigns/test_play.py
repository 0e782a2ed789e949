"""A person's whole way: on its days, ended by what she says and does, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, timedelta

import pytest

from campaigns.play import next_moment
from contacts.cancellation import EXCLUDING_REASONS
from contacts.contact import ContactKind, Tier
from contacts.medium import Medium
from tests.campaigns.house_of import MONDAY, WINBACK, local, minimal, parsed, step

DAYS = (1, 7, 14, 21, 30, 90, 180, 365, 540)
MOVED = {90: 1, 180: 2}
"""Day 90 is a Sunday, day 180 a Saturday: both wait for Monday."""


def on_day(day):
    return MONDAY.date() + timedelta(days=day + MOVED.get(day, 0))


def test_the_whole_winback_leaves_on_its_days(either_home):
    one = either_home()
    one.consenting()
    one.play(days=600)
    assert one.sent() == [(name, "email", on_day(day)) for name, day in zip(WINBACK, DAYS, strict=True)]
    assert len(one.carrier.mails) == len(one.sent(advertising=False))


def test_every_advertising_mail_leaves_on_a_business_day_in_office_hours(home):
    one = home()
    for number in range(6):
        one.consenting(f"K-{number}")
        one.play(days=1)
    one.play(days=200)
    moments = [local(row["at"]) for row in one.decided() if row["decision"] == "send"]
    assert len(moments) > 30
    assert {moment.weekday() for moment in moments} <= {0, 1, 2, 3, 4}
    assert all(9 <= moment.hour < 18 for moment in moments)


@pytest.mark.parametrize("days", [0, 1, 8, 100])
def test_nothing_of_advertising_leaves_after_an_objection(either_home, days):
    one = either_home()
    one.consenting()
    one.play(days=days)
    before = one.sent()
    one.objection()
    one.play(days=600)
    assert one.sent() == before
    assert one.runs() == [("stopped", "objection")]


def test_contract_mail_passes_an_objection(home):
    one = home()
    one.customer(end=date(2026, 5, 31))
    one.objection()
    one.cancel(receipt_confirmed_at=None)
    one.play(days=200)
    sent = one.sent(advertising=False)
    assert [name for name, _, _ in sent][:2] == ["receipt", "plan"]
    assert sent[0][2] == MONDAY.date()
    assert {"closure", "farewell"} <= {name for name, _, _ in sent}
    assert not set(WINBACK) & {name for name, _, _ in sent}


def test_an_objection_written_into_the_cancellation_counts_before_anything_starts(home):
    one = home()
    one.customer()
    one.consent()
    one.cancel(text="Hiermit kündige ich. Bitte schicken Sie mir keine Werbung mehr.")
    one.play(days=600)
    assert one.sent() == []


def test_whoever_returns_leaves_at_once(home):
    one = home()
    one.consenting()
    one.play(days=10)
    one.returned()
    assert one.runs() == [("stopped", "goal")]
    one.play(days=600)
    # Behind the return only work in the house: no mail, no call.
    assert [name for name, _, _ in one.sent()] == ["value", "news", "summary", "week_1", "week_2", "week_4", "week_8"]


def test_the_holdout_is_never_touched_and_says_so(home):
    texts = {"measured": minimal(step("a", "day = 1"), group='"g"') + "[limits]\nholdout_percent = 50\n"}
    one = home(texts=texts)
    for number in range(30):
        one.consenting(f"K-{number}")
    one.play(days=5)
    held = {row["contact"] for row in one.decided() if row["decision"] == "holdout"}
    written = {row["contact"] for row in one.decided() if row["decision"] == "send"}
    assert held | written == {f"K-{number}" for number in range(30)}
    assert not held & written
    assert 5 < len(held) < 25


def test_a_person_runs_in_one_sequence_of_a_group(home):
    one = home()
    one.customer(kind=ContactKind.CONSUMER)
    one.consent()
    one.cancel()
    one.cancel(external_id="KUE-2")
    one.play(days=30)
    assert one.runs("winback_ruhig") == [("active", None), ("excluded", "group_busy")]
    assert one.runs() == [("excluded", "group_busy")]


@pytest.mark.parametrize("reason", sorted(EXCLUDING_REASONS))
def test_where_asking_would_be_indecent_nobody_is_won_back(home, reason):
    one = home()
    one.customer()
    one.consent()
    one.cancel(reason=reason)
    one.play(days=100)
    assert one.sent() == []
    assert one.runs() == [("excluded", f"excluded:{reason}")]


def test_who_left_long_ago_starts_only_where_a_step_stands_alone(home):
    one = home()
    one.customer()
    one.consent()
    one.cancel(received_at=MONDAY - timedelta(days=60))
    one.play(days=300)
    assert [name for name, _, _ in one.sent()] == ["checkin", "half_year"]
    assert one.reasons()["value"] == ("skip", "entered_too_late")


def test_a_paused_sequence_holds_what_is_due_and_later_skips_what_is_stale(home):
    live = minimal(step("a", "day = 1"), step("b", "day = 9"))
    one = home(texts={"probe": live})
    one.consenting()
    in_force = one.house.definitions.current
    in_force["probe"] = parsed("probe", live.replace('"live"', '"paused"'))
    one.play(days=8)
    assert one.decided() == []
    in_force["probe"] = parsed("probe", live)
    one.play(days=5)
    assert one.reasons()["a"] == ("skip", "too_late")
    assert [name for name, _, _ in one.sent()] == ["b"]


def test_a_draft_enrols_nobody(home):
    one = home(texts={"probe": minimal(step("a", "day = 1"), status='"draft"')})
    one.consenting()
    one.play(days=5)
    assert one.decided() == []


@pytest.mark.parametrize(("word", "meanwhile"), [("all", []), ("advertising", ["receipt", "plan", "export"])])
def test_a_pause_stops_the_house_and_time_goes_on(home, word, meanwhile):
    one = home()
    one.customer(end=date(2026, 5, 31))
    one.consent()
    one.cancel(receipt_confirmed_at=None)
    one.switch("paused", word)
    one.play(days=3, hours=20)
    assert one.clock.now() == MONDAY + timedelta(days=3, hours=20)
    assert [name for name, _, _ in one.sent(advertising=False)] == meanwhile
    one.switch("paused", None)
    one.play(days=10)
    assert [name for name, _, _ in one.sent(advertising=False) if name not in WINBACK] == ["receipt", "plan", "export"]
    assert [name for name, _, _ in one.sent()] == ["value", "news"]


def test_when_nothing_is_planned_there_is_no_next_moment(home):
    one = home()
    assert next_moment(one.house) is None
    one.play(days=30)
    assert one.clock.now() == MONDAY.astimezone(UTC) + timedelta(days=30)


def test_strategic_customers_are_called_instead(home):
    one = home()
    one.customer(tier=Tier.STRATEGIC, phone="+49 431 99999 20")
    one.consent()
    one.consent(medium=Medium.PHONE)
    one.cancel()
    one.play(days=45)
    assert [(name, how) for name, how, _ in one.sent()] == [
        ("value", "email"),
        ("news", "email"),
        ("story_personal", "email"),
        ("offer_personal", "phone"),
        ("last", "email"),
    ]
