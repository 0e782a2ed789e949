"""What a task weighs: never less for a higher value or a nearer deadline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts.contact import Tier
from tasks.kinds import OUTCOMES
from tasks.priority import ESCALATED, HIGHEST, escalated, of_kind, priority

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
VALUES = st.none() | st.decimals(0, 10**7, places=2)
LEFT = st.timedeltas(timedelta(days=-30), timedelta(days=90))


@given(VALUES, VALUES, LEFT, LEFT, st.sampled_from([None, *Tier]))
def test_value_and_deadline_only_add(one, other, soon, late, tier):
    small, great = sorted((one or Decimal(0), other or Decimal(0)))
    near, far = sorted((soon, late))

    def weight(value: Decimal | None, left: timedelta) -> int:
        return priority(NOW, NOW + left, value, tier, at_once=False)

    assert 0 <= weight(one, soon) < HIGHEST
    assert weight(small, soon) <= weight(great, soon)
    assert weight(one, far) <= weight(one, near)


@given(VALUES, LEFT, st.sampled_from([None, *Tier]))
def test_what_must_happen_at_once_comes_first(value, left, tier):
    assert priority(NOW, NOW + left, value, tier, at_once=True) == HIGHEST


@pytest.mark.parametrize(
    ("value", "tier", "days", "weight"),
    [(None, Tier.LOW, 10, 1), (None, Tier.STRATEGIC, 10, 5), (60_000, Tier.STANDARD, 2, 5), (120_000, Tier.HIGH, 1, 7)],
)
def test_some_weights(value, tier, days, weight):
    stake = Decimal(value) if value is not None else None
    assert priority(NOW, NOW + timedelta(days=days), stake, tier, at_once=False) == weight


def test_every_kind_has_a_weight_and_nothing_beats_a_cancellation_taken_back():
    assert {kind for kind in OUTCOMES if of_kind(kind) == HIGHEST} == {"taken_back"}
    assert all(0 < of_kind(kind) <= HIGHEST for kind in (*OUTCOMES, "some other kind"))


@given(st.integers(0, HIGHEST))
def test_what_stayed_undone_comes_up(current):
    assert escalated(current) == max(current, ESCALATED)
