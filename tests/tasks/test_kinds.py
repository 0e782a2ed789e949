"""Kinds of task and their outcomes: what was a call, what shows a number, what a sequence may branch by."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tasks.kinds import (
    BRANCHING,
    DIALLED,
    FOR_NEUTRAL,
    IN_SEQUENCES,
    OUTCOMES,
    SPOKEN,
    Outcome,
    may_report,
    outcomes_of,
    shows_number,
    was_made,
)
from tasks.report import Door, Report


def test_every_kind_a_sequence_may_ask_for_has_its_own_outcomes():
    assert set(OUTCOMES) >= IN_SEQUENCES
    assert IN_SEQUENCES >= FOR_NEUTRAL
    assert set(OUTCOMES) >= DIALLED


@pytest.mark.parametrize("kind", sorted(OUTCOMES))
def test_a_use_of_a_consent_is_what_reached_out_to_somebody(kind):
    made = {outcome for outcome in Outcome if was_made(kind, outcome)}
    if kind in DIALLED:
        assert made == set(outcomes_of(kind)) - {Outcome.NOT_DONE}
    elif kind == "linkedin":
        never = {Outcome.NOT_DONE, Outcome.WRONG_ADDRESS, Outcome.WRONG_PERSON, Outcome.LEFT_COMPANY}
        assert made == set(outcomes_of(kind)) - never
    else:
        assert made == set()


@pytest.mark.parametrize("kind", sorted(OUTCOMES))
def test_a_number_is_shown_where_somebody_was_rung(kind):
    """§ 15 Abs. 2 TDDDG; who was met was not rung, and what was not done rang nobody."""
    shown = {outcome for outcome in Outcome if shows_number(kind, outcome)}
    assert shown == (set(outcomes_of(kind)) - {Outcome.HELD, Outcome.NOT_DONE} if kind in DIALLED else set())


def test_no_file_softens_a_no_or_an_objection():
    assert not BRANCHING & {Outcome.OBJECTION, Outcome.NO_INTEREST}
    assert Outcome.NOT_REACHED not in SPOKEN
    assert Outcome.CALL_BACK not in SPOKEN


@pytest.mark.parametrize("kind", [*sorted(OUTCOMES), "something else"])
def test_an_objection_can_always_be_reported(kind):
    """Art. 21 Abs. 2 DSGVO: whoever hears one has a way to say so."""
    assert may_report(kind, Outcome.OBJECTION)
    assert may_report(kind, Outcome.KEPT) is (Outcome.KEPT in outcomes_of(kind))


def test_a_report_is_checked_where_it_is_made():
    assert Report(Outcome.REACHED, "Amira").via is Door.TERMINAL
    with pytest.raises(ValueError, match="negative"):
        Report(Outcome.REACHED, "Amira", minutes=-1)
    with pytest.raises(ValueError, match="aware"):
        Report(Outcome.CALL_BACK, "Amira", call_back_at=datetime(2026, 3, 2))  # noqa: DTZ001 (the naive one is what is refused)
    assert Report(Outcome.CALL_BACK, "Amira", call_back_at=datetime(2026, 3, 2, tzinfo=UTC)).minutes is None
