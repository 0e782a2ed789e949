"""`audit verify` and `audit list`: what a data-protection officer sees of the log, and that a forger is found."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest

from tests.rig.tool import Tool


@pytest.fixture
def tool(demo: Tool, copy_of: Callable[[Tool], Tool]) -> Tool:
    return copy_of(demo)


def forge(tool: Tool, statement: str) -> None:
    """Somebody with the database file and no scruples."""
    with sqlite3.connect(next(tool.state.glob("*.sqlite3"))) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
    connection.close()


def test_a_whole_log_gives_its_head_to_be_written_down(tool: Tool) -> None:
    facts = tool("audit", "verify", "--json").object
    assert set(facts) == {"whole", "events", "erased", "first", "last", "head", "broken"}
    assert (facts["whole"], facts["erased"], facts["broken"]) == (True, 0, None)
    assert facts["first"] == "2026-03-02T08:00:00+01:00"
    assert facts["events"] == len(tool("audit", "list", "--json").objects) > 30
    told = tool("audit", "verify", "--head", facts["head"][:16]).out
    assert f"Unversehrt: {facts['events']} Ereignisse, 02.03.2026, 08:00 Uhr bis" in told
    assert "Der notierte Kopf kommt in der Kette vor" in told
    assert f"Kopf: {facts['head']}" in told
    assert "Schreiben Sie diese Zahl mit dem Datum auf" in told


def test_the_daemon_has_sealed_what_it_did(demo: Tool) -> None:
    assert all(event["position"] for event in demo("audit", "list", "--json").objects)


def test_a_changed_event_is_named_and_ends_with_1(tool: Tool) -> None:
    event = tool("audit", "list", "--json").objects[4]
    forge(tool, "UPDATE audit_event SET contact = 'K-1' WHERE position = 5")
    found = tool("audit", "verify", code=1).out
    assert f"NICHT UNVERSEHRT: Ereignis 5 ({event['event']}, 02.03.2026, 08:00 Uhr) wurde verändert." in found
    assert "Bis dahin stimmen 4 Ereignisse." in found
    broken = tool("audit", "verify", "--json", code=1).object["broken"]
    assert (broken["position"], broken["fault"], broken["event"]) == (5, "changed", event["event"])


def test_a_log_cut_at_its_end_is_found_by_the_noted_head_only(tool: Tool) -> None:
    head = tool("audit", "verify", "--json").object["head"]
    forge(tool, "DELETE FROM audit_event WHERE position > 10")
    assert tool("audit", "verify", "--json").object["whole"] is True
    found = tool("audit", "verify", "--head", head, code=1).out
    assert "der notierte Kopf kommt in der Kette nicht vor" in found
    assert tool("audit", "verify", "--head", head, "--json", code=1).object["broken"]["fault"] == "head"


@pytest.mark.parametrize("head", ["", "abc", "x" * 64, "0" * 65])
def test_a_head_that_is_none_is_refused(demo: Tool, head: str) -> None:
    assert "--head: erwartet sind" in demo("audit", "verify", "--head", head, code=2).err


def test_reading_about_a_person_is_logged_with_ids_only(tool: Tool) -> None:
    (task, *_) = [one for one in tool("tasks", "list", "--json").objects if one["contact"] == "K-1001"]
    tool("tasks", "show", task["task_id"])
    tool("tasks", "export", tool.state / "aufgaben.csv")
    tool("consent", "proof", "EW-0001")
    told = tool("audit", "list", "--contact", "K-1001").out
    assert f"Briefing einer Aufgabe gelesen (K-1001); Aufgabe: {task['task_id']}, durch: " in told
    assert "Nachweis einer Einwilligung ausgegeben (K-1001); Einwilligungen: EW-0001, durch: " in told
    everything = tool("audit", "list").out
    assert "Liste der Aufgaben ausgegeben; Aufgaben: " in everything
    assert "Aumann" not in everything
    assert tool("audit", "verify", "--json").object["whole"] is True


def test_the_list_by_time_and_for_nobody(tool: Tool) -> None:
    tool("pause")
    everything = tool("audit", "list", "--json").objects
    late = tool("audit", "list", "--since", "2026-03-24", "--json").objects
    assert 0 < len(late) < len(everything)
    assert late == everything[-len(late) :]
    assert tool("audit", "list", "--since", "2027-01-01").out == "Dazu steht nichts im Protokoll.\n"
    assert "Den Kontakt K-9999 gibt es nicht." in tool("audit", "list", "--contact", "K-9999", code=1).err


def test_an_empty_log(empty: Tool) -> None:
    assert empty("audit", "verify").out == "Das Protokoll ist leer.\n"
    assert empty("audit", "verify", "--head", "a" * 16, code=1).out.startswith("NICHT UNVERSEHRT")
