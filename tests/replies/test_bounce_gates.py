"""Bounces, complaints, challenges and automatic answers: the gates, on all sets and on each."""

from __future__ import annotations

import pytest

from tests.replies import measure_bounces
from tests.replies.measure_bounces import FLUFL, HELD_BACK, OWN
from tests.rig import machine

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def measured():
    return measure_bounces.measure_bounces()


def test_every_gate_is_passed(measured):
    assert measured.missed == [], "\n".join(measured.wrong)


@pytest.mark.parametrize("measure", ["exceptions", "human_as_bounce", "soft_as_hard"])
@pytest.mark.parametrize("name", [OWN, HELD_BACK])
def test_no_set_of_ours_hides_a_costly_error_in_the_sum(measured, name, measure):
    assert measured.figures[f"{name} {measure}"] <= measure_bounces.AT_MOST[measure]


def test_the_sets_are_as_large_as_they_were(measured):
    assert measured.figures[f"{OWN} mails"] >= 150
    assert measured.figures[f"{HELD_BACK} mails"] >= 60


def test_the_real_bounces_of_flufl_pass_by_themselves(measured):
    if measure_bounces.flufl_folder() is None:
        machine.lacking("the source archive of flufl.bounce is not there: make corpora")
    figures = {name: measured.figures[f"{FLUFL} {name}"] for name in ("seen", "hard_right", "soft_right", "recipient")}
    assert {name: value for name, value in figures.items() if value < measure_bounces.AT_LEAST[name]} == {}
    assert measured.figures[f"{FLUFL} mails"] == 117


def test_a_wrong_answer_would_be_seen(monkeypatch):
    monkeypatch.setattr(measure_bounces, "classify", lambda _parsed: 1 / 0)
    measured = measure_bounces.measure_bounces()
    assert measured.figures["exceptions"] == 1.0
    assert any(line.startswith("seen 0.000") for line in measured.missed)
