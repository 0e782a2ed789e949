from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from sequences.enrollment import TRANSITIONS, EnrollmentState, choose_variant, fraction, in_holdout
from tests.sequences.samples import few

E = EnrollmentState
PEOPLE = [f"C{number}" for number in range(4000)]


def test_every_state_is_in_the_table_and_the_ends_have_no_exit():
    assert set(TRANSITIONS) == set(EnrollmentState)
    assert {state for state, exits in TRANSITIONS.items() if not exits} == {E.FINISHED, E.STOPPED, E.EXCLUDED}


def test_nobody_in_the_holdout_is_ever_touched():
    assert E.ACTIVE not in TRANSITIONS[E.HOLDOUT]
    assert not [state for state in EnrollmentState if E.HOLDOUT in TRANSITIONS[state]]


def test_fractions_are_frozen_for_ever():
    # A release that changed these would swap the holdout and the variants of running measurements.
    assert fraction("holdout", "winback", "C1") == 0.2557411013121197
    assert fraction("ab", "c") != fraction("a", "bc")


@given(parts=st.lists(st.text(), max_size=3))
@few
def test_fractions_lie_in_the_unit_interval(parts):
    assert 0 <= fraction(*parts) < 1


def test_the_holdout_has_its_share_and_grows_without_swapping_people():
    tenth = {person for person in PEOPLE if in_holdout(person, "winback", 10)}
    fifth = {person for person in PEOPLE if in_holdout(person, "winback", 20)}
    assert 330 < len(tenth) < 470
    assert tenth < fifth
    assert not [person for person in PEOPLE if in_holdout(person, "winback", 0)]
    assert all(in_holdout(person, "winback", 100) for person in PEOPLE)


def test_groups_have_holdouts_of_their_own():
    one = {person for person in PEOPLE if in_holdout(person, "winback", 50)}
    other = {person for person in PEOPLE if in_holdout(person, "ruhig", 50)}
    assert 0.4 < len(one & other) / len(one) < 0.6


def test_variants_are_even_and_sticky():
    chosen = Counter(choose_variant(person, "winback", "value", ("a", "b")) for person in PEOPLE)
    assert set(chosen) == {"a", "b"}
    assert abs(chosen["a"] - chosen["b"]) < 250
    assert choose_variant("C1", "winback", "value", ("a", "b")) == choose_variant("C1", "winback", "value", ("a", "b"))


def test_a_step_without_variants_has_none():
    assert choose_variant("C1", "winback", "value", ()) is None
