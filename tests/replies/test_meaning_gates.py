"""The gates of `make bench-replies` on every run. Tuned mails pass all of them; the held-back ones name what is missed.

Whoever mends a missed measure takes it out of the list; whoever breaks one that was reached fails here.
"""

from __future__ import annotations

import pytest

from tests.replies.measure import measure, missed, read_set

MISSED_OBLIQUE = {"review_share"}
"""Of mails that say things sideways a person reads every fifth."""


def _names(set_name: str) -> set[str]:
    return {gate.split()[0] for gate in missed(measure(read_set(set_name)).figures)}


@pytest.mark.parametrize("name", ["tuning", "held_back", "fresh"])
def test_every_gate_is_passed(name):
    assert _names(name) == set()


def test_sideways_mails_miss_what_is_known_and_nothing_else():
    assert _names("oblique") <= MISSED_OBLIQUE


def test_the_corpora_are_large_enough_and_a_third_is_held_back():
    tuning, held_back = read_set("tuning"), read_set("held_back")
    assert len(tuning) + len(held_back) >= 600
    assert len(held_back) * 3 >= len(tuning) + len(held_back)
    assert len({mail.id for mail in (*tuning, *held_back)}) == len(tuning) + len(held_back)
