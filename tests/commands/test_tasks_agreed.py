"""`tasks done --promise … --offer …`: what was agreed is a task, stands in the next brief, and asks whom it must."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.rig.tool import Tool


@pytest.fixture
def tool(demo: Tool, copy_of: Callable[[Tool], Tool]) -> Tool:
    return copy_of(demo)


@pytest.fixture
def call(tool: Tool) -> dict[str, Any]:
    calls = (task for task in tool("tasks", "list", "--json").objects if task["channel"] == "phone")
    return min(calls, key=lambda task: (task["due_at"], task["task_id"]))


def opened(tool: Tool, kind: str, contact: str) -> list[dict[str, Any]]:
    rows = tool("tasks", "list", "--json").objects
    return [row for row in rows if row["kind"] == kind and row["contact"] == contact]


def test_what_was_agreed_goes_on_as_tasks(tool: Tool, call: dict[str, Any]) -> None:
    done = ("tasks", "done", call["task_id"], "--outcome", "reached", "--number", "+49 431 123456", "--by", "anna@x.de")
    tool(
        *done, "--promise", "Die Rechnung kommt neu.", "--promise-due", "2099-01-01",
        "--offer", "discount_percent=90", "--accepted", code=2,
    )  # fmt: skip
    assert opened(tool, "promise", call["contact"]) == []
    tool(
        *done, "--promise", "Die Rechnung kommt neu.", "--promise-due", soon(tool), "--promise-owner", "inga.soerensen@nordlicht-software.example",
        "--offer", "discount_percent=90", "--accepted",
    )  # fmt: skip
    (promise,) = opened(tool, "promise", call["contact"])
    assert promise["assigned_to"] == "inga.soerensen@nordlicht-software.example"
    (approval,) = opened(tool, "approval", call["contact"])
    said = tool("tasks", "show", approval["task_id"]).out
    assert "Nachlass von 90 Prozent (angenommen)" in said
    assert "Vollmacht" in said
    own = tool("tasks", "done", approval["task_id"], "--outcome", "approved", "--by", "anna@x.de", code=2).err
    assert own.startswith("--outcome: Wer etwas zusagt, gibt es nicht selbst frei.")
    tool("tasks", "done", approval["task_id"], "--outcome", "refused", "--by", "lea@x.example")
    assert "Die Aufgabe bleibt offen." in tool("tasks", "done", promise["task_id"], "--outcome", "objection").out
    tool("tasks", "done", promise["task_id"], "--outcome", "kept")
    tool("access", call["contact"], "--out", tool.state / "auskunft")
    told = "".join(file.read_text(encoding="utf-8") for file in (tool.state / "auskunft").rglob("*.html"))
    for words in ("Die Rechnung kommt neu.", "Nachlass in Prozent", "nicht freigegeben"):
        assert words in told


def soon(tool: Tool) -> str:
    """Today, as the machine's clock has it: commands of people run in real time."""
    return str(tool("status", "--json").object["now"])[:10]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--promise", "Etwas."), "--promise-due: Es fehlt, bis wann"),
        (("--promise-due", "2026-03-09"), "--promise: Was zugesagt wurde, fehlt"),
        (("--promise", "Etwas.", "--promise-due", "morgen"), "--promise-due: „morgen“ ist kein Datum"),
        (("--promise", "Etwas.", "--promise-due", "1999-01-01"), "--promise-due: Bis wann"),
        (("--offer", "discount_percent=zehn"), "„zehn“ ist keine ganze Zahl"),
        (("--offer", "discount_percent"), "--offer: Wie viel"),
        (("--offer", "Gratis"), "--offer: Dieses Angebot gibt es nicht"),
        (("--offer", "monthly_term", "--approved-by", "wer@x.example"), "--approved-by: Diese Adresse"),
        (("--accepted",), "--offer: Was angeboten wurde, fehlt"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_done(
    tool: Tool, call: dict[str, Any], options: tuple[str, ...], words: str
) -> None:
    number = ("--number", "+49 431 123456")
    refused = tool("tasks", "done", call["task_id"], "--outcome", "reached", *number, *options, code=2)
    assert words in refused.err
    assert tool("tasks", "show", call["task_id"], "--json").object["state"] == "open"
