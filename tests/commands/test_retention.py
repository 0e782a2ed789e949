"""`retention`: what is due, what is refused before its day, what goes on it, and what people see."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from campaigns.retention.due import CATEGORIES
from tests.rig.tool import Tool


@pytest.fixture
def tool(demo: Tool, copy_of: Callable[[Tool], Tool]) -> Tool:
    return copy_of(demo)


def test_every_category_is_told_with_number_and_oldest_and_a_trial_changes_nothing(tool: Tool) -> None:
    trial = tool("retention", "--dry-run", "--json").objects
    assert [one["category"] for one in trial] == list(CATEGORIES)
    assert all(set(one) == {"category", "number", "oldest", "enabled", "dry_run"} for one in trial)
    assert tool("retention", "--dry-run", "--json").objects == trial
    consents = next(one for one in trial if one["category"] == "consents")
    assert consents["number"] > 0
    told = tool("retention", "--dry-run").out
    assert "Fällig ist:\n" in told
    assert f"{consents['number']} × Nachweise von Einwilligungen, deren Frist vorbei ist, das älteste vom" in told


def test_what_is_due_goes_once_and_the_log_says_so(tool: Tool) -> None:
    trial = {one["category"]: one["number"] for one in tool("retention", "--dry-run", "--json").objects}
    done = {one["category"]: one["number"] for one in tool("retention", "--json").objects}
    assert done == trial
    assert tool("retention").out == "Gelöscht:\n  nichts.\n"
    events = [one for one in tool("audit", "list", "--json").objects if one["event"] == "retention_done"]
    assert [one["data"]["consents"] for one in events] == [trial["consents"]]
    assert tool("audit", "verify", "--json").object["whole"] is True


def test_nobody_is_erased_by_itself_until_somebody_has_decided(tool: Tool) -> None:
    (contacts,) = [one for one in tool("retention", "--dry-run", "--json").objects if one["category"] == "contacts"]
    assert contacts["enabled"] is False
