"""What a sequence file makes of the outcome of its own task."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from campaigns.catalog import vocabulary_of
from campaigns.desk.finishing import finish_task
from sequences.grammar.load import parse_sequence
from store import tasks
from store.tables import runs
from tasks.kinds import Outcome
from tasks.report import Report
from tests.campaigns.desk.calls import at, called, calling, report, task_of
from tests.campaigns.house_of import local, minimal, shipped, step

WAITS = "wait_for_outcome = { days = 14 }"


def branching(reply: str) -> dict[str, str]:
    other = minimal(step("welcome", "day = 0"), status='"live"', day_zero='"enrolled"')
    return {**calling(WAITS, reply=reply), "other": other}


def paused_until(one):
    table = runs.enrollment.c
    return one.rows(select(table.state, table.paused_until).where(table.sequence == "probe"))[0]


def test_it_ends(home):
    one = called(home, texts=branching("reached = { stop = true }"))
    report(one, Outcome.REACHED)
    assert one.runs("probe") == [("stopped", "outcome")]


def test_another_outcome_goes_on_as_always(home):
    one = called(home, texts=branching("reached = { stop = true }"))
    report(one, Outcome.CALL_BACK)
    assert one.runs("probe") == [("active", None)]


@pytest.mark.parametrize(
    ("effect", "named", "until"),
    [
        ("{ pause_days = 30 }", None, "2026-04-02"),
        ("{ pause = 'named' }", None, "2026-03-17"),
        ("{ pause_days = 30 }", "2026-05-04T10:00+02:00", "2026-05-04"),
    ],
)
def test_it_pauses_until_the_day_that_was_named_or_the_files(home, effect, named, until):
    one = called(home, texts=branching(f"reached = {effect}"))
    report(one, Outcome.REACHED, **({"call_back_at": at(named)} if named else {}))
    state, at_ = paused_until(one)
    assert (state, local(at_).date().isoformat()) == ("paused", until)


def test_it_starts_another_sequence(home):
    one = called(home, texts=branching("interested = { start_sequence = 'other' }"))
    report(one, Outcome.INTERESTED)
    assert one.runs("probe") == [("stopped", "branched")]
    assert one.runs("other") != []


def test_it_asks_for_another_task_and_goes_on_when_that_is_done(home):
    one = called(home, texts=branching("interested = { task = 'meeting' }"))
    report(one, Outcome.INTERESTED, note="möchte uns sehen")
    with one.house.store.read() as connection:
        (meeting,) = tasks.listing(connection)
    assert (meeting["kind"], meeting["title"][:8]) == ("meeting", "Treffen:")
    assert "möchte uns sehen" in meeting["brief"]
    assert paused_until(one) == ("paused", None)
    assert finish_task(one.house, meeting["external_id"], Report(Outcome.HELD, "Anna"))
    assert paused_until(one) == ("active", None)


def test_an_objection_takes_the_other_task_as_well(home):
    one = called(home, texts=branching("interested = { task = 'meeting' }"))
    report(one, Outcome.INTERESTED)
    one.objection()
    with one.house.store.read() as connection:
        assert tasks.listing(connection) == []


def test_a_no_stays_a_no_whatever_the_file_says(home):
    one = called(home, texts=branching("reached = { pause_days = 5 }"))
    report(one, Outcome.NO_INTEREST)
    assert one.runs("probe") == [("stopped", "outcome")]
    assert task_of(one)["state"] == "done"


def problems(text: str) -> list[str]:
    found = parse_sequence(text, "x.toml", vocabulary_of(shipped().settings))
    return [str(problem) for problem in found] if isinstance(found, tuple) else []


def test_check_knows_the_kinds_of_task_and_the_outcomes():
    assert problems(branching("reached = { stop = true }\nheld = { task = 'meeting' }")["probe"]) == []
    (kind,) = problems(calling(WAITS, kind="exit_intervew")["probe"])
    assert "„exit_intervew“ ist keine Aufgabenart" in kind
    assert "meinten Sie „exit_interview“" in kind
    (outcome,) = problems(branching("reachd = { stop = true }")["probe"])
    assert "meinten Sie „reached“" in outcome
    (objection,) = problems(branching("no_interest = { pause_days = 5 }")["probe"])
    assert "no_interest" in objection
