"""Work that rests or changes hands in the terminal: snooze, hand-over, away, tries and call-backs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from store import task_changes, tasks
from store.engine import Store, sqlite_url
from tests.rig.tool import Tool

JANA, MAX = "jana@nordlicht-software.example", "jannik.petersen@nordlicht-software.example"
"""She stands in no `[[person]]` and has work all the same, as an import may name somebody; he is one of the house."""


@pytest.fixture
def tool(demo: Tool, copy_of: Callable[[Tool], Tool]) -> Tool:
    return copy_of(demo)


@pytest.fixture
def call(tool: Tool) -> dict[str, Any]:
    """The call that is due last: it lives long enough to be put off."""
    calls = [task for task in tool("tasks", "list", "--json").objects if task["channel"] == "phone"]
    chosen = max(calls, key=lambda task: task["expires_at"])
    store = Store(sqlite_url(tool.state / "wiedersehen.sqlite3"))
    with store.write() as connection:
        row = tasks.show(connection, chosen["task_id"])
        assert row is not None
        task_changes.claim(connection, row["id"], JANA, row["created_at"])
    store.close()
    return chosen


def listed(tool: Tool, task: dict[str, Any], *options: str) -> dict[str, Any] | None:
    rows = tool("tasks", "list", "--json", *options).objects
    return next((row for row in rows if row["task_id"] == task["task_id"]), None)


def test_the_list_begins_with_what_matters_most(tool: Tool) -> None:
    rows = tool("tasks", "list", "--json").objects
    order = [(-row["priority"], datetime.fromisoformat(row["due_at"])) for row in rows]
    assert order == sorted(order)
    assert len({row["priority"] for row in rows}) > 1


def test_a_task_rests_and_says_why(tool: Tool, call: dict[str, Any]) -> None:
    until = (datetime.fromisoformat(call["expires_at"]) - timedelta(days=1)).isoformat()
    done = tool("tasks", "snooze", call["task_id"], "--until", until, "--reason", "auf Messe", "--json").object
    assert (done["task_id"], done["reason"]) == (call["task_id"], "auf Messe")
    row = listed(tool, call)
    assert row is not None
    assert row["snoozed_until"] == done["snoozed_until"]
    assert row["version"] == call["version"] + 2  # claimed and put off
    assert ": auf Messe)" in tool("tasks", "list", "--for", "jana").out
    assert ": auf Messe" in tool("tasks", "show", call["task_id"]).out
    assert listed(tool, call, "--today") is None
    late = tool("tasks", "snooze", call["task_id"], "--until", "2030-01-01", "--reason", "x", code=1).err
    assert "Die Aufgabe endet am" in late
    assert "Nichts wurde eingetragen." in late
    tool("tasks", "snooze", call["task_id"], "--until", "morgen", "--reason", "x", code=2)


def test_today_is_what_is_due_and_awake(tool: Tool) -> None:
    everything = tool("tasks", "list", "--json").objects
    today = tool("tasks", "list", "--today", "--json").objects
    assert {row["task_id"] for row in today} <= {row["task_id"] for row in everything}
    said = tool("tasks", "list", "--today", "--for", "niemand@x.example").out
    assert said == "Heute ist nichts fällig für niemand@x.example.\n"


def test_all_tasks_of_one_go_to_another(tool: Tool, call: dict[str, Any]) -> None:
    moved = tool("tasks", "hand-over", JANA, MAX, "--json").object
    assert moved == {"from": JANA, "to": MAX, "tasks": [call["task_id"]]}
    assert "Keine Aufgaben von" in tool("tasks", "hand-over", JANA, MAX).out
    assert "dieselbe Person" in tool("tasks", "hand-over", JANA, JANA.upper(), code=2).err
    assert "keine E-Mail-Adresse" in tool("tasks", "hand-over", "jana", MAX, code=2).err


AMIRA, WIEBKE = "amira.haddad@nordlicht-software.example", "wiebke.thomsen@nordlicht-software.example"


def test_somebody_is_away_and_another_stands_in(tool: Tool, call: dict[str, Any]) -> None:
    now = call["due_at"][:10]
    told = tool("tasks", "away", JANA, "--from", "01.01.2026", "--to", "31.12.2026", "--deputy", WIEBKE)
    assert "Es vertritt Wiebke Thomsen. 1 Aufgabe übergeben." in told.out
    row = listed(tool, call)
    assert row is not None
    assert (row["assigned_to"], row["stands_in_for"]) == (WIEBKE, JANA)
    assert "(für jana)" in tool("tasks", "list").out
    assert f"bei Wiebke Thomsen in Vertretung für {JANA}" in tool("tasks", "show", call["task_id"]).out
    back = tool("tasks", "away", JANA, "--from", "2026-02-02", "--to", "2026-02-01", code=2).err
    assert "vor dem ersten" in back
    assert (
        "vertritt sich selbst" in tool("tasks", "away", JANA, "--from", now, "--to", now, "--deputy", JANA, code=2).err
    )
    assert "Abwesenheit" in tool("audit", "list").out


def test_whom_nobody_knows_is_refused_with_who_is_known(tool: Tool) -> None:
    nobody = "ana@nordlicht-software.example"
    said = tool("tasks", "away", nobody, "--from", "2026-04-01", "--to", "2026-04-02", code=1).err
    assert f"„{nobody}“ ist hier niemand" in said
    assert AMIRA in said
    assert "Nichts wurde eingetragen." in said
    assert nobody in tool("tasks", "away", AMIRA, "--to", "2026-04-02", "--deputy", nobody, code=1).err


def test_an_absence_is_listed_changed_and_ended(tool: Tool, call: dict[str, Any]) -> None:
    assert tool("tasks", "away").out == "Niemand ist abwesend, auch geplant ist nichts.\n"
    tool("tasks", "away", JANA, "--from", "2026-01-01", "--to", "2026-04-30", "--deputy", WIEBKE)
    (item,) = tool("tasks", "away", "--json").objects
    assert (item["person"], item["deputy"], item["to"]) == (JANA, WIEBKE, "2026-04-30")
    assert f"01.01.2026 bis 30.04.2026  {JANA}  Es vertritt Wiebke Thomsen." in tool("tasks", "away", JANA).out
    assert tool("tasks", "away", AMIRA).out == f"Für {AMIRA} steht keine Abwesenheit.\n"
    again = tool("tasks", "away", JANA, "--from", "2026-04-01", "--to", "2026-04-02", code=1).err
    assert f"wiedersehen tasks away {JANA} --end" in again
    changed = tool("tasks", "away", JANA, "--to", "2026-05-08", "--deputy", AMIRA, "--json").object
    assert (changed["to"], changed["deputy"], changed["tasks"]) == ("2026-05-08", AMIRA, [call["task_id"]])
    ended = tool("tasks", "away", JANA, "--end").out
    assert ended == f"{JANA} ist wieder da. 1 Aufgabe zurückgegeben.\n"
    row = listed(tool, call)
    assert row is not None
    assert (row["assigned_to"], row["stands_in_for"]) == (JANA, None)
    assert "keine Abwesenheit" in tool("tasks", "away", JANA, "--end", code=1).err
    tool("tasks", "away", JANA, "--from", "2026-03-20", "--to", "2026-03-27")
    assert "ist wieder da" in tool("tasks", "away", JANA, "--to", "2026-03-23").out  # since today
    for wrong in (("--end",), (JANA, "--end", "--to", "2026-05-01"), (JANA, "--from", "2026-05-01")):
        tool("tasks", "away", *wrong, code=2)


def test_the_list_says_what_is_not_to_be_done_while_the_house_is_paused(tool: Tool, call: dict[str, Any]) -> None:
    tool("pause")
    said = tool("tasks", "list").out
    assert said.startswith("Werbung ist angehalten; weiter geht es nach wiedersehen resume. Ein Ergebnis lässt sich")
    assert "ANGEHALTEN, nicht ausführen" in said
    row = listed(tool, call)
    assert row is not None
    assert row["halted"].startswith("Werbung ist angehalten")
    shown = tool("tasks", "show", call["task_id"])
    assert "Jetzt erlaubt? Nein: Werbung ist angehalten" in shown.out
    item = tool("tasks", "show", call["task_id"], "--json").object
    assert (item["may_contact_now"]["rule"], item["guide_frozen"]) == ("halted", None)
    tool("tasks", "done", call["task_id"], "--outcome", "not_done")
    tool("resume")
    assert "ANGEHALTEN" not in tool("tasks", "list").out


def test_who_was_not_reached_is_tried_again(tool: Tool, call: dict[str, Any]) -> None:
    """law.md 49: the next try is planned, and the list says when."""
    tried = tool("tasks", "done", call["task_id"], "--outcome", "not_reached", "--minutes", "2", "--json").object
    assert (tried["state"], bool(tried["snoozed_until"])) == ("open", True)
    assert "Versuch 2 von höchstens 4" in tool("tasks", "show", call["task_id"]).out
    back = (datetime.fromisoformat(call["due_at"]) + timedelta(days=300)).isoformat()
    said = tool("tasks", "done", call["task_id"], "--outcome", "call_back", "--call-back", back).out
    assert "Rückruf vereinbart. Ruht bis" in said
    wrong = tool("tasks", "done", call["task_id"], "--outcome", "reached", "--call-back", back, code=2).err
    assert "zusammen mit --outcome call_back" in wrong
    gone = tool("tasks", "done", call["task_id"], "--outcome", "call_back", "--call-back", "2020-01-01", code=2).err
    assert "in der Zukunft" in gone


def test_an_import_with_another_owner_says_where_the_tasks_are(tool: Tool, tmp_path: Path) -> None:
    (mine,) = [
        task
        for task in tool("tasks", "list", "--json").objects
        if (task["contact"], task["kind"]) == ("K-1003", "call")
    ]
    file = tmp_path / "kunden.csv"
    told = {}
    for owner in (WIEBKE, AMIRA):
        file.write_text(f"contact_id;last_name;owner_email\nK-1003;Obermoser;{owner}\n", encoding="utf-8")
        told[owner] = tool("import", "customers", file).out
        tool("tasks", "claim", mine["task_id"], "--by", WIEBKE)
    assert "1 offene Aufgabe geht an die neue Betreuung, mit ihrer Frist." in told[WIEBKE]
    assert f"1 bleibt bei der bisherigen, die sie übernommen hat: {mine['task_id']}." in told[AMIRA]
    row = listed(tool, mine)
    assert row is not None
    assert row["assigned_to"] == WIEBKE
