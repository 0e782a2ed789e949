"""The samples' second story: who left for the lack of a feature hears that it is there, and nobody else does."""

from __future__ import annotations

from collections.abc import Callable

from tests.rig.tool import START, Tool

END = "2027-02-15T00:00:00+01:00"
"""Four weeks after the release in samples/releases.csv."""


def test_a_released_feature_is_told_to_those_who_missed_it(imported: Tool, copy_of: Callable[[Tool], Tool]) -> None:
    tool = copy_of(imported)
    tool.import_samples("releases")
    tool.play(START, END)
    assert tool.sent("K-1003", "missing_feature") == [("value", "email"), ("news", "email"), ("call", "phone")]
    assert tool.sent("K-1020", "missing_feature") == [("value", "email"), ("news", "email")]
    assert tool.sent("K-1017", "missing_feature") == [("value", "email")]
    told = tool.touches(sequence="missing_feature", step="news", decision="send")
    assert {(row["contact"], row["at"]) for row in told} == {
        ("K-1003", "2027-01-18T09:00:00+01:00"),
        ("K-1020", "2027-01-18T09:00:00+01:00"),
    }
    assert tool.sent("K-1003") == []  # one sequence of the group at a time
