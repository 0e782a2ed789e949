"""The key of the suppression list is away: what needs no address goes on, what needs one ends with 78."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.rig.tool import Tool


@pytest.fixture
def tool(demo: Tool, copy_of: Callable[[Tool], Tool]) -> Tool:
    lived = copy_of(demo)
    (lived.state / "hash.key").unlink()
    return lived


def test_what_needs_no_address_works(tool: Tool) -> None:
    tool("pause", "--all")
    tool("resume")
    task = next(one["task_id"] for one in tool("tasks", "list", "--json").objects if one["kind"] == "call")
    tool("tasks", "show", task)
    tool("tasks", "done", task, "--outcome", "objection")
    reply = tool("replies", "list", "--json").objects[0]["reply"]
    tool("replies", "show", reply)
    tool("requests", "list", "--all")
    assert "Friederike Aumann" in tool("why", "K-1001").out
    tool("audit", "list", "--contact", "K-1001")
    tool("audit", "verify")
    assert tool("backup", "--json").object["faults"] == []
    done = tool("suppress", "K-1002", "--json").object
    assert done["contacts"] == ["K-1002"]
    assert "gegen alle Werbung" in tool("why", "K-1002").out
    assert tool("uncertain", "list").code == 0
    assert not (tool.state / "hash.key").exists(), "no new key: it would find no objection"


def test_what_needs_one_ends_with_78_and_changes_nothing(tool: Tool) -> None:
    events = len(tool("audit", "list", "--json").objects)
    for words in (
        ("suppress", "f.aumann@beispiel.example"),
        ("why", "f.aumann@beispiel.example"),
        ("why", "K-1001", "--letter"),
        ("why", "K-9999"),
        ("backup", "--with-keys"),
        ("activate", "--yes"),
        ("erase", "K-1001", "--yes", "--by", "dsb"),
    ):
        assert "hash.key" in tool(*words, code=78).err, words
    assert len(tool("audit", "list", "--json").objects) == events


def test_a_restored_database_waits_for_the_key(demo: Tool, copy_of: Callable[[Tool], Tool]) -> None:
    tool = copy_of(demo)
    tool("restored")
    (tool.state / "hash.key").unlink()
    assert "hash.key" in tool("resume", code=78).err
    assert tool("status", "--json").object["paused"] == "all"
