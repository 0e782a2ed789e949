"""A CSM's work in the terminal: the list, the brief as of now, claiming, and ids that need not be typed in full."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from commands.task_text import short_ids
from store import people, permissions, tasks
from store.engine import Store, sqlite_url
from store.tables import desk
from store.tasks import TaskRow
from tests.rig.tool import Tool

WIEBKE = "wiebke.thomsen@nordlicht-software.example"
INGA = "inga.soerensen@nordlicht-software.example"
DUE = datetime(2026, 3, 26, 16, 0, tzinfo=UTC)
TICKETS = """ticket_id;contact_id;opened_at;closed_at;priority;subject
T-1;{who};2026-02-12T09:00:00+01:00;;high;Export bricht ab
T-2;{who};2026-01-12T09:00:00+01:00;2026-01-14T09:00:00+01:00;normal;Frage zur Rechnung
T-3;{who};2025-06-12T09:00:00+02:00;;high;Zu lange her
"""
NPS = """contact_id;answered_at;score;comment
{who};2026-01-20T10:00:00+01:00;4;Der Export kostet uns Zeit.
{who};2025-06-20T10:00:00+02:00;8;
"""
USAGE = """contact_id;day;logins;active_users
{who};2026-03-10;40;5
{who};2026-02-10;120;9
"""


@pytest.fixture
def tool(demo: Tool, copy_of: Callable[[Tool], Tool]) -> Tool:
    return copy_of(demo)


@pytest.fixture
def call(tool: Tool) -> dict[str, Any]:
    calls = (task for task in tool("tasks", "list", "--json").objects if task["channel"] == "phone")
    return min(calls, key=lambda task: (task["due_at"], task["task_id"]))


def test_the_brief_tells_what_is_on_file_now(tool: Tool, call: dict[str, Any], tmp_path: Path) -> None:
    before = tool("tasks", "show", call["task_id"], "--json").object["facts"]
    for kind, text in (("tickets", TICKETS), ("nps", NPS), ("usage", USAGE)):
        file = tmp_path / f"{kind}.csv"
        file.write_text(text.format(who=call["contact"]), encoding="utf-8")
        tool("import", kind, file)
    facts = tool("tasks", "show", call["task_id"], "--json").object["facts"]
    assert {"Nummer", "Kontakte"} <= set(before)
    assert "Export bricht ab" in facts["Tickets"]
    assert "Zu lange her" not in facts["Tickets"]
    assert "Der Export kostet uns Zeit." in facts["Bewertung"]
    assert before["Nutzung"].startswith("347 Anmeldungen in den vier Wochen bis 01.03.2026, 376 ")
    assert facts["Nutzung"].startswith("290 Anmeldungen in den vier Wochen bis 10.03.2026, 497 ")
    shown = tool("tasks", "show", call["task_id"]).out
    assert "Export bricht ab" in shown
    assert "--outcome" in shown


def test_may_i_call_now(tool: Tool, call: dict[str, Any]) -> None:
    evening = tool("tasks", "show", call["task_id"], "--json").object["may_contact_now"]
    assert evening["verdict"] == "DEFER"
    assert evening["until"]
    tool.play(evening["until"], evening["until"])
    morning = tool("tasks", "show", call["task_id"])
    assert "Jetzt erlaubt? Ja: " in morning.out
    tool("suppress", call["contact"])
    over = tool("tasks", "show", call["task_id"])
    assert "Aufgabe zurückgezogen" in over.out
    assert "Jetzt erlaubt?" not in over.out


def test_a_beginning_of_the_id_is_enough(tool: Tool, call: dict[str, Any]) -> None:
    listed = tool("tasks", "list").out
    about = call["title"].removeprefix("Anruf: ")  # the list has a column for what is to be done
    (line,) = [line for line in listed.splitlines() if f"Anruf           {about}" in line]
    short = line.split()[2]
    assert len(short) < len(call["task_id"])
    assert call["title"] in tool("tasks", "show", short).out
    done = tool("tasks", "done", short, "--outcome", "reached", "--by", "Amira", "--json").object
    assert done["task_id"] == call["task_id"]
    assert f"{about} [" in (everything := tool("tasks", "list", "--all").out)
    assert "-> erreicht und gesprochen (Amira)" in everything


def test_a_call_says_which_number_was_shown(tool: Tool, call: dict[str, Any]) -> None:
    """law.md 45, § 15 Abs. 2 TDDDG."""
    refused = tool("tasks", "done", call["task_id"], "--outcome", "reached", "--number", "unterdrückt", code=2).err
    assert "ist keine Rufnummer" in refused
    tool("tasks", "done", call["task_id"], "--outcome", "reached", "--number", "+49 431 99999 33")
    store = Store(sqlite_url(tool.state / "wiedersehen.sqlite3"))
    with store.read() as connection:
        assert connection.execute(select(desk.outcome.c.number)).scalars().all()[-1] == "+49 431 99999 33"
    store.close()


def test_an_objection_can_be_said_whatever_the_task_is_about(tool: Tool, call: dict[str, Any]) -> None:
    """Art. 21 Abs. 2 DSGVO: an approval knows only yes and no, the person who is rung about it does not."""
    store = Store(sqlite_url(tool.state / "wiedersehen.sqlite3"))
    with store.write() as connection:
        person = people.contact_pk(connection, call["contact"])
        assert person is not None
        tasks.add(connection, TaskRow("approval-1", person, "approval", "Freigeben", "", "", DUE), DUE)
    tool("tasks", "done", "approval-1", "--outcome", "objection", "--by", "Amira")
    with store.read() as connection:
        (declared,) = permissions.objections(connection, person)
    store.close()
    assert (declared.fact.scope, declared.fact.via.value) == ("global", "call")


def test_a_time_to_call_back_lies_within_a_year(tool: Tool, call: dict[str, Any]) -> None:
    late = ("--outcome", "call_back", "--call-back", "9999-12-30T20:00")
    assert "höchstens ein Jahr" in tool("tasks", "done", call["task_id"], *late, code=2).err


def test_an_ambiguous_beginning_names_those_it_could_be(tool: Tool, call: dict[str, Any]) -> None:
    ids = ("reply-0123456789", "reply-0123466789")
    store = Store(sqlite_url(tool.state / "wiedersehen.sqlite3"))
    with store.write() as connection:
        for one in ids:
            person = people.contact_pk(connection, call["contact"])
            assert person is not None
            tasks.add(connection, TaskRow(one, person, "answer_reply", "Antworten", "", "", DUE), DUE)
    store.close()
    said = tool("tasks", "show", "reply-01234", code=1).err
    assert "nicht eindeutig" in said
    assert all(one in said for one in ids)
    assert "gibt es nicht" in tool("tasks", "show", "reply%", code=1).err


def test_claim_and_list_of_one_person(tool: Tool, call: dict[str, Any]) -> None:
    tool("tasks", "claim", call["task_id"], "--by", WIEBKE)
    mine = tool("tasks", "list", "--for", WIEBKE.capitalize(), "--json").objects
    assert call["task_id"] in [task["task_id"] for task in mine]
    assert (
        tool("tasks", "list", "--for", "Wiebke.Thomsen", "--json").objects == mine
    )  # as the list shows it in brackets
    assert tool("tasks", "list", "--for", "wiebke", "--json").objects == []
    assert "keine E-Mail-Adresse" in tool("tasks", "claim", call["task_id"], "--by", "jana", code=2).err
    assert "Keine offenen Aufgaben für x@y.example." in tool("tasks", "list", "--for", "x@y.example").out
    tool("tasks", "done", call["task_id"], "--outcome", "reached")
    assert "ist nicht offen" in tool("tasks", "claim", call["task_id"], "--by", WIEBKE, code=1).err


def test_a_task_is_claimed_for_somebody_of_the_house(tool: Tool, call: dict[str, Any]) -> None:
    slip = INGA.replace("inga", "ingo")
    said = tool("tasks", "claim", call["task_id"], "--by", slip, code=2).err
    assert said.startswith(f"--by: „{slip}“ steht in keinem Abschnitt [[person]]")
    assert f"meinten Sie „{INGA}“?" in said
    assert f"meinten Sie „{INGA}“?" in tool("tasks", "hand-over", INGA, slip, code=2).err
    done = ("tasks", "done", call["task_id"], "--outcome", "reached", "--promise", "Rückruf.", "--promise-due")
    said = tool(*done, "2026-12-01", "--promise-owner", slip, code=2).err
    assert said.startswith(f"--promise-owner: „{slip}“ steht in keinem Abschnitt [[person]]")
    (row,) = [one for one in tool("tasks", "list", "--json").objects if one["task_id"] == call["task_id"]]
    assert row["assigned_to"] == call["assigned_to"]


NO = "War freundlich. Will keine Mails mehr von uns."


def test_a_no_in_the_note_is_told_at_once_and_waits_for_a_person(tool: Tool, call: dict[str, Any]) -> None:
    said = tool("tasks", "done", call["task_id"], "--outcome", "reached", "--note", NO).out
    assert (
        "Ihre Notiz klingt wie ein Widerspruch gegen Werbung (Art. 21 DSGVO): „Will keine Mails mehr von uns.“" in said
    )
    (row,) = [one for one in tool("replies", "list", "--review", "--json").objects if one["kind"] == "note"]
    assert f"wiedersehen replies relabel {row['reply'][:8]} objection_unsubscribe" in said
    (task,) = [one for one in tool("tasks", "list", "--json").objects if one["title"].startswith("Notiz lesen")]
    assert (task["contact"], task["kind"]) == (call["contact"], "read_reply")
    assert NO in tool("replies", "show", row["reply"]).out
    assert "Notiz über ein Gespräch" in tool("replies", "list").out
    tool("replies", "relabel", row["reply"][:8], "objection_unsubscribe")
    assert "Widerspruch" in tool("why", call["contact"]).out


def test_a_harmless_note_is_told_nothing_about(tool: Tool, call: dict[str, Any]) -> None:
    done = ("tasks", "done", call["task_id"], "--outcome", "reached", "--note", "will erst im Herbst wieder sprechen")
    assert "held" not in tool(*done, "--json").object
    assert [one for one in tool("replies", "list", "--json").objects if one["kind"] == "note"] == []


def test_an_objection_after_the_task_has_ended_is_told_where_it_goes(tool: Tool, call: dict[str, Any]) -> None:
    tool("tasks", "done", call["task_id"], "--outcome", "reached")
    late = tool("tasks", "done", call["task_id"], "--outcome", "objection", code=1).err
    assert "ist nicht offen (Aufgabe erledigt). Nichts wurde eingetragen." in late
    assert f"wiedersehen suppress {call['contact']}" in late
    late = tool("tasks", "done", call["task_id"], "--outcome", "reached", "--note", NO, code=1).err
    assert "Ihre Notiz klingt wie ein Widerspruch" in late
    assert len([one for one in tool("replies", "list", "--review", "--json").objects if one["kind"] == "note"]) == 1


def test_a_call_nobody_has_made_is_no_contact_in_the_brief(tool: Tool, call: dict[str, Any]) -> None:
    before = tool("tasks", "show", call["task_id"]).out
    tool("tasks", "done", call["task_id"], "--outcome", "reached")
    after = tool("tasks", "show", call["task_id"]).out
    calls = [told.split("Kontakte:")[1].split("\n\n")[0].count(" Anruf, ") for told in (before, after)]
    assert calls[1] == calls[0] + 1


def test_the_sheet_is_a_file_of_ones_own_that_an_erasure_finds(
    tool: Tool, call: dict[str, Any], tmp_path: Path
) -> None:
    file = tmp_path / "blatt" / "anruf.html"
    told = tool("tasks", "show", call["task_id"], "--out", file, "--json").object
    assert told == {"file": str(file), "task_id": call["task_id"]}
    page = file.read_text(encoding="utf-8")
    assert "Darf ich jetzt?" in page
    assert "Ergebnis eintragen" not in page  # a file has no forms
    assert file.stat().st_mode & 0o777 == 0o600
    tool("erase", call["contact"], "--yes", "--by", "dsb")
    assert not file.exists()
    assert "endet nicht auf .html" in tool("tasks", "show", "x", "--out", tmp_path / "a.pdf", code=2).err


def test_short_ids_tell_each_from_all_others() -> None:
    ids = ["abcdefgh-1", "abcdefgh-2", "reply-0123456789", "reply-0123466789", "zz"]
    short = short_ids(ids)
    assert short["zz"] == "zz"
    assert short["reply-0123456789"] == "reply-012345"
    assert len(set(short.values())) == len(ids)
    assert all(full.startswith(beginning) for full, beginning in short.items())
