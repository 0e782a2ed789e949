"""Tasks, objections, pause: the commands of those who work with the house every day."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rig.tool import START, Tool, shipped_config

TASK = {
    "task_id", "contact", "kind", "channel", "state", "title", "assigned_to", "due_at", "expires_at", "sample",
}  # fmt: skip
REPLY = {"reply", "received_at", "contact", "step", "kind", "label", "effect", "review", "evidence"}


@pytest.fixture
def tool(demo: Tool, copy_of: Callable[[Tool], Tool]) -> Tool:
    return copy_of(demo)


def test_tasks_from_list_to_done(tool: Tool, tmp_path: Path) -> None:
    listed = tool("tasks", "list", "--json").objects
    assert listed
    assert all(set(task) >= TASK for task in listed)
    assert listed == sorted(listed, key=lambda task: (-task["priority"], task["due_at"], task["task_id"]))
    call = next(task for task in listed if task["channel"] == "phone")
    shown = tool("tasks", "show", call["task_id"], "--json").object
    assert {key: shown[key] for key in TASK} == {key: call[key] for key in TASK}
    assert len(shown["brief"]) > 100
    assert len(shown["guide"]) > 100
    assert shown["brief"] in tool("tasks", "show", call["task_id"]).out
    file = tmp_path / "aufgaben.csv"
    assert tool("tasks", "export", file, "--json").object == {"file": str(file), "tasks": len(listed)}
    with file.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter=";"))
    assert [row["task_id"] for row in rows] == [task["task_id"] for task in listed]
    assert shown["brief"].splitlines()[0] not in file.read_text(encoding="utf-8-sig")  # the brief stays in the house
    done = tool("tasks", "done", call["task_id"], "--outcome", "reached", "--by", "Amira Haddad", "--json").object
    assert done == {"task_id": call["task_id"], "state": "done", "outcome": "reached"}
    assert call["task_id"] not in {task["task_id"] for task in tool("tasks", "list", "--json").objects}
    everything = {task["task_id"]: task["state"] for task in tool("tasks", "list", "--all", "--json").objects}
    assert everything[call["task_id"]] == "done"
    again = tool("tasks", "done", call["task_id"], "--outcome", "reached", code=1)
    assert "ist nicht offen" in again.err


def test_tasks_that_do_not_exist(tool: Tool) -> None:
    assert "Die Aufgabe X gibt es nicht." in tool("tasks", "show", "X", code=1).err
    assert "Die Aufgabe X gibt es nicht." in tool("tasks", "done", "X", "--outcome", "reached", code=1).err
    (task, *_) = tool("tasks", "list", "--json").objects
    refused = tool("tasks", "done", task["task_id"], "--outcome", "vielleicht", code=2)
    assert "„vielleicht“ gibt es hier nicht; erlaubt ist eines davon" in refused.err


def test_no_tasks(empty: Tool) -> None:
    assert empty("tasks", "list").out == "Keine offenen Aufgaben.\n"
    assert empty("tasks", "list", "--json").objects == []


def test_suppress_withdraws_at_once(tool: Tool) -> None:
    call = next(task for task in tool("tasks", "list", "--json").objects if task["channel"] == "phone")
    person = call["contact"]
    done = tool("suppress", person, "--verbatim", "Keine Anrufe, keine Mails.", "--json").object
    assert (done["who"], done["scope"]) == (person, "global")
    states = {task["task_id"]: task["state"] for task in tool("tasks", "list", "--all", "--json").objects}
    assert states[call["task_id"]] == "withdrawn"
    now = tool("status", "--json").object["now"]
    sent = tool.sent(person)
    tool.play(now, "2026-09-01T12:00:00+02:00")
    assert tool.sent(person) == sent


def test_suppress_by_address_and_what_it_refuses(tool: Tool) -> None:
    done = tool("suppress", "x.obermoser@alpenrad.example", "--scope", "email")
    assert "Widerspruch gegen Werbung per E-Mail eingetragen" in done.out
    assert "erlaubt ist global, email" in tool("suppress", "K-1003", "--scope", "alles", code=2).err
    assert "weder ein bekannter Kontakt noch eine Adresse" in tool("suppress", "niemand", code=2).err


def test_pause_holds_advertising_and_resume_lets_it_go(imported: Tool, copy_of: Callable[[Tool], Tool]) -> None:
    tool = copy_of(imported)
    assert "Vertragspost geht weiter hinaus" in tool("pause").out
    tool.play(START, "2026-03-02T12:00:00+01:00")
    assert tool.touches(decision="send", purpose="advertising") == []
    assert len(tool.touches(decision="send", purpose="contract")) > 20
    assert tool("status", "--json").object["paused"] == "advertising"
    assert tool("resume", "--json").object == {"paused": None, "released": 0, "left_out": 0}
    tool.play("2026-03-02T12:00:00+01:00", "2026-03-02T13:00:00+01:00")
    assert len(tool.touches(decision="send", purpose="advertising")) > 5


def test_pause_all_holds_contract_mail_too(imported: Tool, copy_of: Callable[[Tool], Tool]) -> None:
    tool = copy_of(imported)
    assert tool("pause", "--all", "--json").object == {"paused": "all"}
    tool.play(START, START)
    assert tool.touches(decision="send") == []
    assert tool("resume").out.startswith("Es geht weiter;")
    tool("run", "--once")
    assert len(tool.touches(decision="send", purpose="contract")) > 20


def test_before_activation_everything_goes_to_one_address(empty: Tool) -> None:
    empty.play(START)
    assert empty("status", "--json").object["activated"] is False
    empty.import_samples()
    empty("run", "--once")
    mails = [path.read_text(errors="replace") for path in (empty.state / "mail" / "new").iterdir()]
    assert len(mails) > 20
    assert {_envelope(mail) for mail in mails} == {"pruefung@nordlicht-software.example"}
    assert empty("activate", "--json").object == {"activated": True, "due": 0}
    assert empty("status", "--json").object["activated"] is True


def _envelope(mail: str) -> str:
    line = next(line for line in mail.splitlines() if line.lower().startswith(("to:", "delivered-to:")))
    return line.split(":", 1)[1].strip().strip("<>")


def test_status_for_people_and_machines(tool: Tool) -> None:
    facts = tool("status", "--json").object
    keys = {"now", "activated", "paused", "enrollments", "touches", "next_due", "open_tasks", "uncertain"}
    assert set(facts) >= keys
    told = tool("status").out
    assert all(word in told for word in ("Uhrzeit", "Dienst", "Freigeschaltet", "Angehalten", "Nächste Fälligkeit"))


def test_a_held_reply_from_list_to_release(imported: Tool, copy_of: Callable[[Tool], Tool], tmp_path: Path) -> None:
    tool = copy_of(imported)
    text = tool.config.read_text(encoding="utf-8").replace('kind = "none"', 'kind = "folder"')
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    tool = Tool(tool.state, tmp_path / "config.toml")
    inbox = tool.state / "inbox"
    for part in ("new", "cur", "tmp"):
        (inbox / part).mkdir(parents=True)
    (inbox / "new" / "1.mail").write_text(
        "From: x.obermoser@alpenrad.example\nTo: kundenbetreuung@nordlicht-software.example\nSubject: Hm\n"
        "Date: Mon, 02 Mar 2026 08:00:00 +0100\nMessage-ID: <hm@alpenrad.example>\n\nBlaue Kisten am Dienstag, wie gehabt.\n"
    )
    tool.play(START, "2026-03-02T12:00:00+01:00")
    (reply,) = tool("replies", "list", "--review", "--json").objects
    assert set(reply) >= REPLY
    assert (reply["contact"], reply["label"], reply["effect"], reply["review"]) == ("K-1003", None, "hold", True)
    assert tool.sent("K-1003", "missing_feature") == []
    (task,) = [row for row in tool("tasks", "list", "--json").objects if row["contact"] == "K-1003"]
    assert task["kind"] == "read_reply"
    assert "Blaue Kisten" in tool("replies", "list").out
    assert "gibt es nicht" in tool("replies", "release", "unbekannt", code=1).err
    released = tool("replies", "release", reply["reply"], "--json").object
    assert released == {"reply": reply["reply"], "released": True}
    assert tool("replies", "list", "--review", "--json").objects == []
    assert [row for row in tool("tasks", "list", "--json").objects if row["contact"] == "K-1003"] == []
    tool.play("2026-03-02T12:00:00+01:00", "2026-03-03T12:00:00+01:00")
    assert tool.sent("K-1003", "missing_feature") == [("value", "email")]


def test_the_emergency_brake_works_while_somebody_breaks_a_sequence_file(imported: Tool, tmp_path: Path) -> None:
    folder = tmp_path / "folgen"
    folder.mkdir()
    (folder / "winback.toml").write_text("[sequence]\ntitle = “kaputt”\n", encoding="utf-8")
    config = shipped_config(tmp_path, sequences=f'sequences = ["{folder}"]')
    tool = Tool(imported.state, config)
    paused = tool("pause", "--all", "--json")
    assert paused.object == {"paused": "all"}
    assert "winback.toml:2:" in paused.err
    assert tool("status", "--json").object["paused"] == "all"
    assert "winback.toml:2:" in tool("run", "--once", code=78).err
    imported("resume")


def test_suppress_takes_no_id_for_a_number(imported: Tool) -> None:
    assert "weder ein bekannter Kontakt noch eine Adresse" in imported("suppress", "K-9999", code=2).err
