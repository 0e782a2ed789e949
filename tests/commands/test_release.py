"""The third story of the samples: who left for the lack of a feature hears that it is there, and nobody else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import copied
from tests.rig.once import once
from tests.rig.tool import START, Tool

END = "2026-04-14T00:00:00+02:00"
"""Four weeks after the release of the DATEV export in samples/releases.csv."""

AT = "2026-03-17T09:00:00+01:00"


@pytest.fixture(scope="module")
def tool(imported: Tool, tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """Six weeks in which the feature came; nobody changes anything here."""

    def build(folder: Path) -> None:
        tool = copied(imported, folder)
        tool.import_samples("releases", "returned")
        tool.play(START, END)

    return Tool(once(tmp_path_factory, "released", build) / "state", imported.config)


def test_a_released_feature_is_told_to_those_who_missed_it(tool: Tool) -> None:
    assert tool.sent("K-1003", "missing_feature") == [("value", "email"), ("news", "email"), ("call", "phone")]
    assert tool.sent("K-2009", "missing_feature") == [("news", "email"), ("call", "phone")]  # long gone, called as well
    assert tool.sent("K-1061", "missing_feature") == [("news", "email")]  # seven months later
    assert tool.sent("K-1062", "missing_feature") == [("news", "letter")]
    told = tool.touches(sequence="missing_feature", step="news", decision="send")
    assert {row["contact"] for row in told} == {"K-1003", "K-1020", "K-1061", "K-1062", "K-1066", "K-2009"}
    assert {row["at"] for row in told} == {AT}
    assert tool.sent("K-1003") == []  # one sequence of the group at a time


def test_who_may_not_be_told_is_named_with_the_reason(tool: Tool) -> None:
    silent = tool.touches(sequence="missing_feature", decision="skip", step="news")
    assert {row["contact"]: row["rule"] for row in silent} == {"K-1064": "email_consent"}
    (never,) = tool.touches(sequence="missing_feature", contact="K-1063")
    assert (never["decision"], never["verdict"], never["rule"]) == ("stop", "DENY", "objection")  # not even enrolled
    (returned,) = tool.touches(sequence="missing_feature", contact="K-1065")
    assert (returned["decision"], returned["reason"]) == ("stop", "goal_met")
    waiting = {row["contact"] for row in tool.touches(sequence="missing_feature") if row["contact"] not in _asked(tool)}
    assert "K-1017" in waiting  # misses something else


def _asked(tool: Tool) -> set[str]:
    return {row["contact"] for row in tool.touches(sequence="missing_feature", step="news")}
