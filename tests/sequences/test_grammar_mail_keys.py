"""`draft`, `thread` and `release_first`: read as they stand, off where nothing stands."""

from __future__ import annotations

import pytest

from sequences.definition import Sequence
from sequences.grammar.load import parse_sequence
from tests.sequences.grammar_words import WORDS

TEXT = """
[sequence]
title = "Probe"
status = "live"
day_zero = "cancellation_received"
{head}

[[step]]
id = "a"
day = 1
channels = ["letter", "email"]
template = "winback/day_07_news"
{step}
"""


def parsed(head: str = "", step: str = "") -> Sequence:
    found = parse_sequence(TEXT.format(head=head, step=step), "probe.toml", WORDS)
    assert isinstance(found, Sequence), found
    return found


def test_nobody_reads_a_mail_first_unless_the_file_says_so():
    sequence = parsed()
    assert (sequence.release_first, sequence.steps[0].draft, sequence.steps[0].thread) == (0, False, False)


@pytest.mark.parametrize("purpose", ["advertising", "survey", "repermission", "mixed"])
def test_every_kind_of_advertising_may_be_read_first(purpose):
    sequence = parsed(f'release_first = 5\npurpose = "{purpose}"', "draft = true\nthread = true")
    assert (sequence.release_first, sequence.steps[0].draft, sequence.steps[0].thread) == (5, True, True)


@pytest.mark.parametrize("purpose", ["contract", "service", "double_opt_in"])
def test_what_is_owed_waits_for_nobody(purpose):
    text = TEXT.format(head=f'purpose = "{purpose}"\nrelease_first = 1', step="draft = true\nthread = true")
    found = parse_sequence(text, "probe.toml", WORDS)
    assert [problem.key for problem in found] == ["sequence.release_first", "step[1].draft", "step[1].thread"]


def test_an_order_that_is_no_number_of_mails_is_refused():
    (problem,) = parse_sequence(TEXT.format(head="release_first = 101", step=""), "probe.toml", WORDS)
    assert problem.key == "sequence.release_first"
    assert "100" in problem.message
