"""A few of the races of races.py on each database, and the proof that they would see a broken gate."""

from __future__ import annotations

import pytest

from tests.torture import races

KINDS = races.KINDS


def outcome(figures):
    won = [figures[kind] for kind in KINDS]
    return figures["violations"], figures["races"], [len(sides) for sides in won]


def test_nothing_leaves_behind_a_stop_or_beyond_a_cap_on_sqlite(tmp_path):
    figures = races.race(120, tmp_path, None, seed=7)
    assert figures["violations"] == 0, figures
    # Each kind was won by either side: a race that one side always wins shows nothing.
    assert outcome(figures) == (0, 120, [2] * len(KINDS)), figures


@pytest.mark.real
def test_nothing_leaves_behind_a_stop_or_beyond_a_cap_on_postgresql(crowd_of_one, tmp_path):
    figures = races.race(120, tmp_path, crowd_of_one, seed=7)
    assert outcome(figures) == (0, 120, [2] * len(KINDS)), figures


def test_a_gate_that_believes_an_old_look_is_caught(tmp_path):
    with races.planted("stale"):
        figures = races.race(48, tmp_path, None, seed=7, kinds=("objection_to_mail", "withdrawal", "cap_of_a_company"))
    assert figures["violations"] > 5, figures


@pytest.mark.real
def test_a_gate_without_locks_is_caught(crowd_of_one, tmp_path):
    with races.planted("unlocked"):
        figures = races.race(60, tmp_path, crowd_of_one, seed=7, kinds=("objection_to_mail", "cap_of_a_company"))
    assert figures["violations"] > 0, figures


@pytest.fixture
def crowd_of_one(request):
    """An empty PostgreSQL database of the session's server."""
    return request.getfixturevalue("postgres").database("races")
