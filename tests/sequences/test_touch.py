from __future__ import annotations

from typing import get_args

import pytest

from sequences.definition import Channel, Sequence, Status
from sequences.touch import (
    DECISION_WORDS,
    PENDING,
    REACHED,
    TRANSITIONS,
    Decision,
    IllegalTransition,
    TouchState,
    check_transition,
)
from tests.sequences.samples import winback

S = TouchState
ENDS = {S.SENT, S.SKIPPED, S.STOPPED, S.FAILED, S.RECALLED, S.DONE, S.EXPIRED, S.WITHDRAWN}


def test_every_state_is_in_the_table_and_no_other():
    assert set(TRANSITIONS) == set(TouchState)
    assert frozenset.union(*TRANSITIONS.values()) <= set(TouchState)


def test_exactly_the_ends_have_no_exit():
    assert {state for state, exits in TRANSITIONS.items() if not exits} == ENDS


def test_no_state_leads_to_itself():
    assert not [state for state, exits in TRANSITIONS.items() if state in exits]


def test_every_state_can_be_reached_and_can_end():
    def from_state(state, seen=()):
        return {state}.union(*(from_state(new, (*seen, state)) for new in TRANSITIONS[state] if new not in seen))

    assert from_state(S.PLANNED) == set(TouchState)
    assert all(from_state(state) & ENDS for state in TouchState)


@pytest.mark.parametrize("old", TouchState)
@pytest.mark.parametrize("new", TouchState)
def test_a_move_is_refused_unless_the_table_has_it(old, new):
    if new in TRANSITIONS[old]:
        check_transition(old, new)
    else:
        with pytest.raises(IllegalTransition, match=f"{old} -> {new}"):
            check_transition(old, new)


def test_after_the_go_nothing_is_taken_back():
    assert S.STOPPED not in TRANSITIONS[S.SENDING] | TRANSITIONS[S.UNCERTAIN]
    assert S.SKIPPED not in TRANSITIONS[S.SENDING] | TRANSITIONS[S.UNCERTAIN]


def test_the_groups_of_states():
    assert not PENDING & ENDS
    assert S.SENDING in REACHED  # in doubt a person was reached
    assert not REACHED & {S.PLANNED, S.CLAIMED, S.HELD, S.SKIPPED, S.STOPPED, S.FAILED, S.RECALLED}


def test_every_decision_has_its_word():
    assert set(DECISION_WORDS) == set(get_args(Decision))
    assert sorted(DECISION_WORDS.values()) == ["hold", "postpone", "send", "skip", "stop"]


def test_every_channel_has_one_medium():
    assert len({channel.medium for channel in Channel}) == len(Channel)


def test_a_step_is_found_by_its_id():
    sequence = winback()
    assert isinstance(sequence, Sequence)
    assert sequence.status is Status.LIVE
    assert sequence.step("d30").when.day == 30
    with pytest.raises(KeyError, match="d31"):
        sequence.step("d31")
