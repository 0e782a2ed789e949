"""Who competes for one cap is judged in the order of the touches, however many wait at the same moment."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from campaigns.rivals import Rival, Waiting, without_rivals

KEYS = st.frozensets(st.tuples(st.sampled_from(["person", "company", "letters"]), st.integers(1, 3)), min_size=1)


def _waiting(keys: list[frozenset[Rival]]) -> list[Waiting]:
    return [Waiting(place, cast("Any", None), rivals) for place, rivals in enumerate(keys)]


@given(st.lists(KEYS, max_size=12))
def test_nobody_overtakes_a_rival(keys: list[frozenset[Rival]]) -> None:
    waiting, rounds = _waiting(keys), []
    while waiting:
        first, waiting = without_rivals(waiting)
        assert first
        taken = [key for one in first for key in one.rivals]
        assert len(taken) == len(set(taken)), "two rivals were judged on the same counts"
        rounds.append(first)
    judged = [one.place for first in rounds for one in first]
    assert sorted(judged) == list(range(len(keys)))
    for rival in {key for rivals in keys for key in rivals}:
        order = [place for place in judged if rival in keys[place]]
        assert all(before < after for before, after in pairwise(order))


def test_a_mail_does_not_pass_the_letter_its_colleague_waits_for() -> None:
    letter: Rival = ("letters", None)
    keys = [frozenset({letter, ("company", 1)}), frozenset({letter, ("company", 2)}), frozenset({("company", 2)})]
    first, later = without_rivals(_waiting(keys))
    assert [one.place for one in first] == [0]
    assert [one.place for one in later] == [1, 2]
