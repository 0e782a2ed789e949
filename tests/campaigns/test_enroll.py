"""Who starts which sequence: exclusions, conditions, groups, entry, holdout; and why the others do not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from campaigns.enroll import anchors_of
from contacts.cancellation import Cancellation
from contacts.contact import Tier
from contacts.contract import Contract
from sequences.enrollment import in_holdout
from store import decisions
from tests.campaigns.house_of import MONDAY, minimal, step

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
ONE = step("a", "day = 1")


def who(lines, **head):
    return minimal(ONE, **head) + f"[who]\n{lines}\n"


def joined(home, texts, **cancellation):
    one = home(texts=texts)
    one.customer(tier=Tier.HIGH, customer_since=date(2024, 1, 1))
    one.consent()
    one.cancel(**cancellation)
    return one


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ((None, None), None),
        ((date(2026, 5, 31), None), date(2026, 5, 31)),
        ((None, date(2026, 4, 30)), date(2026, 4, 30)),
        ((date(2026, 5, 31), date(2026, 4, 30)), date(2026, 5, 31)),
        ((date(2026, 3, 31), date(2026, 4, 30)), date(2026, 4, 30)),
    ],
)
def test_the_contract_ends_as_asked_but_never_before_it_allows(ends, expected):
    contract = Contract("V-1", end=ends[0])
    said = Cancellation("KUE-1", "K-1", NOW, "price", wished_end=ends[1])
    anchors = anchors_of(said, contract, "Europe/Berlin", returned=NOW)
    assert (anchors.cancellation_received, anchors.returned) == (NOW, NOW)
    if expected is None:
        assert anchors.contract_end is None
        assert anchors_of(said, None, "Europe/Berlin").contract_end is None
    else:
        assert anchors.contract_end.astimezone(UTC).date() == expected


def test_of_an_exclusive_group_the_first_that_fits_starts(home):
    texts = {
        "best": who("tiers = ['low']", group='"g"', priority="30"),
        "good": who("tiers = ['high']", group='"g"', priority="20"),
        "fair": who("", group='"g"', priority="10"),
        "alone": who(""),
    }
    one = joined(home, texts)
    assert {name: one.runs(name) for name in texts} == {
        "best": [],
        "good": [("active", None)],
        "fair": [],
        "alone": [("active", None)],
    }


def test_who_fits_nothing_is_told_why_for_each(home):
    texts = {
        "reasons": who("reasons = ['quality']", group='"g"'),
        "tenure": who("min_tenure_months = 60", group='"g"'),
        "value": who("min_annual_value = 1"),
    }
    one = joined(home, texts)
    assert [one.runs(name) for name in texts] == [
        [("excluded", "who:reasons")],
        [("excluded", "who:min_tenure_months")],
        [("excluded", "who:min_annual_value")],
    ]
    with one.house.store.read() as connection:
        told = {(row["sequence"], row["decision"], row["reason"]) for row in decisions.history(connection)}
    assert ("value", "stop", "who:min_annual_value") in told


def test_day_zero_decides_which_sequences_a_cancellation_starts(home):
    texts = {
        "received": minimal(ONE),
        "ended": minimal(ONE, day_zero='"contract_end"'),
        "returned": minimal(ONE, day_zero='"returned"'),
    }
    one = home(texts=texts)
    one.customer(end=date(2026, 3, 31))
    one.cancel()
    assert [len(one.runs(name)) for name in texts] == [1, 1, 0]
    one.returned()
    assert len(one.runs("returned")) == 1


def test_without_a_known_end_nothing_is_counted_from_it(home):
    one = home(texts={"ended": minimal(ONE, day_zero='"contract_end"')})
    one.customer(end=None)
    one.cancel()
    assert one.runs("ended") == [("excluded", "no_anchor")]


@pytest.mark.parametrize(("days", "started"), [(3, True), (4, False)])
def test_who_left_too_long_ago_does_not_start(home, days, started):
    one = joined(home, {"probe": minimal(step("a", "day = 9"))}, received_at=MONDAY - timedelta(days=days))
    assert one.runs("probe") == [("active", None) if started else ("excluded", "entered_too_late")]


def test_the_holdout_is_the_same_for_every_sequence_of_a_group(home):
    held = minimal(ONE, group='"g"') + "[limits]\nholdout_percent = 40\n"
    one = home(texts={"a": held})
    expected = {}
    for number in range(20):
        name = f"K-{number}"
        one.customer(name)
        one.cancel(name)
        expected[name] = "holdout" if in_holdout(name, "g", 40) else "active"
    assert [state for state, _ in one.runs("a")] == list(expected.values())
    assert set(expected.values()) == {"holdout", "active"}


def test_the_same_cancellation_twice_starts_nothing_twice(home):
    one = home(texts={"probe": minimal(ONE)})
    one.customer()
    one.cancel()
    one.cancel()
    assert one.runs("probe") == [("active", None)]


def test_who_has_returned_meanwhile_is_not_won_back(home):
    one = home(texts={"probe": minimal(ONE, goal='"returned"')})
    one.customer()
    one.consent()
    one.returned()
    one.cancel(received_at=MONDAY - timedelta(days=1))
    one.play(days=5)
    assert one.runs("probe") == [("excluded", "goal_met")]


def test_a_second_cancellation_after_a_return_starts_again(home):
    one = home(texts={"probe": minimal(ONE, goal='"returned"')})
    one.consenting()
    one.play(days=10)
    one.returned()
    one.play(days=100)
    one.cancel(external_id="KUE-2")
    one.play(days=5)
    assert [name for name, _, _ in one.sent()] == ["a", "a"]
