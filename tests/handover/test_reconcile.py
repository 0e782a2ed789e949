"""What one entry needs, case by case; and that every act leads to rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from handover.entry import Entry, Status
from handover.ics import drawn, read, redrawn
from handover.reconcile import MAX_REDRAWN, Act, Known, State, decide
from tasks.kinds import Outcome

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
BERLIN = "Europe/Berlin"
OPEN = Entry("t", "t@x.example", 3, "call", "Anruf t", NOW, 5, "https://x.example/aufgabe/t")
DONE = replace(OPEN, version=4, status=Status.COMPLETED, ended_at=NOW)
GONE = replace(OPEN, version=4, status=Status.CANCELLED, ended_at=NOW)
KNOWN = Known("/t.ics", '"1"', 3)
DROPPED = replace(KNOWN, etag="", state=State.DROPPED)
CLOSED = replace(KNOWN, state=State.CLOSED)


def shows(entry: Entry, etag: str = '"1"', text: str = ""):
    """The calendar shows this entry, with another description when `text` is given."""
    seen = read(drawn(entry, NOW, BERLIN), etag, BERLIN)
    return replace(seen, texts=(text,)) if text else seen


SAME, EDITED = shows(OPEN), replace(shows(OPEN, '"2"'), due=NOW + timedelta(days=3))
TICKED = replace(shows(OPEN, '"2"'), status="COMPLETED", ticked=True)
SAID = replace(TICKED, texts=("Ergebnis: erreicht",))


@pytest.mark.parametrize(
    ("entry", "known", "seen", "act"),
    [
        (OPEN, None, None, Act.CREATE),
        (OPEN, None, SAME, Act.NOTE),
        (OPEN, None, EDITED, Act.DRAW),
        (OPEN, KNOWN, SAME, Act.NOTHING),
        (OPEN, replace(KNOWN, etag=""), SAME, Act.NOTE),
        (OPEN, KNOWN, None, Act.DROP),
        (OPEN, DROPPED, None, Act.NOTHING),
        (replace(OPEN, version=4), DROPPED, None, Act.CREATE),
        (OPEN, DROPPED, SAME, Act.NOTE),
        (OPEN, CLOSED, None, Act.CREATE),
        (replace(OPEN, version=4, priority=1), KNOWN, SAME, Act.DRAW),
        (OPEN, KNOWN, EDITED, Act.RESTORE),
        (OPEN, KNOWN, replace(SAME, priority=0), Act.RESTORE),  # a server that keeps no priority
        (OPEN, replace(KNOWN, redrawn=MAX_REDRAWN), replace(SAME, priority=0), Act.NOTHING),
        (OPEN, replace(KNOWN, redrawn=MAX_REDRAWN), EDITED, Act.NOTE),
        (OPEN, replace(KNOWN, redrawn=MAX_REDRAWN, etag='"2"'), EDITED, Act.NOTHING),
        (OPEN, KNOWN, SAID, Act.FINISH),
        (OPEN, KNOWN, TICKED, Act.HINT),
        (OPEN, KNOWN, replace(SAME, status="CANCELLED"), Act.HINT),
        (OPEN, KNOWN, shows(OPEN, '"2"', "Ergebnis: erreicht"), Act.NOTE),
        (OPEN, KNOWN, shows(OPEN, '"2"', "Ergebnis: Widerspruch"), Act.FINISH),
        (DONE, None, None, Act.NOTHING),
        (DONE, KNOWN, None, Act.FORGET),
        (DONE, KNOWN, SAME, Act.CLOSE),
        (GONE, KNOWN, SAME, Act.CLOSE),
        (DONE, KNOWN, TICKED, Act.NOTE),
        (GONE, KNOWN, SAID, Act.CLOSE),
        (GONE, KNOWN, shows(OPEN, '"2"', "Ergebnis: Widerspruch"), Act.OBJECT),
        (DONE, CLOSED, SAME, Act.NOTHING),
        (None, KNOWN, SAME, Act.REMOVE),
        (None, KNOWN, None, Act.FORGET),
    ],
)
def test_what_is_needed(entry, known, seen, act):
    assert decide(entry, known, seen, BERLIN).act is act


def test_a_tick_brings_its_outcome():
    need = decide(OPEN, KNOWN, SAID, BERLIN)
    assert (need.answer.outcome, need.why) == (Outcome.REACHED, "")
    assert decide(OPEN, KNOWN, TICKED, BERLIN).why == "no_outcome"


@pytest.mark.parametrize("entry", [OPEN, DONE, GONE])
@pytest.mark.parametrize("seen", [SAME, EDITED, TICKED, SAID])
def test_what_was_drawn_over_anything_needs_nothing_more(entry, seen):
    after = read(redrawn(entry, seen, NOW, BERLIN, afresh=True), '"9"', BERLIN)
    known = replace(KNOWN, etag='"9"', version=entry.version, state=State.OPEN if entry.is_open else State.CLOSED)
    assert decide(entry, known, after, BERLIN).act is Act.NOTHING
