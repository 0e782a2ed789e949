"""Rights as people meet them at the desk: whose words, who was erased, what rests, what was never done."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rig.tool import Tool

MEYERHOFF, BRANDT = "K-1081", "K-1082"
"""Tobias Brandt answered a mail to Corinna Meyerhoff: his words lie at her case."""
WORDS = "Unsere Entscheidung ist gefallen"
OBERMOSER = "K-1003"


@pytest.fixture
def tool(demo: Tool, copy_of: Callable[[Tool], Tool]) -> Tool:
    return copy_of(demo)


def _copy(tool: Tool, who: str, out: Path) -> tuple[str, dict]:
    tool("access", who, "--out", out)
    text = (out / "auskunft.json").read_text(encoding="utf-8")
    return text + (out / "auskunft.html").read_text(encoding="utf-8"), json.loads(text)


def test_who_wrote_gets_the_words_and_who_was_written_about_gets_the_fact(tool: Tool, tmp_path: Path) -> None:
    text, value = _copy(tool, MEYERHOFF, tmp_path / "her")
    assert WORDS not in text
    assert "tobias.brandt@" not in text
    (reply,) = value["data"]["reply"]
    assert (reply["kind"], reply["from_address"], reply["label"]) == ("human_reply", None, None)
    assert reply["received_at"].startswith("2026-03-04T11:15")
    assert any("Wortlaut von Mails anderer" in one["what"] for one in value["withheld"])
    text, value = _copy(tool, BRANDT, tmp_path / "his")
    (reply,) = value["data"]["reply"]
    assert WORDS in reply["new_text"]
    assert reply["send_id"] is None  # hers
    assert not any("Wortlaut von Mails anderer" in one["what"] for one in value["withheld"])


def test_from_a_shared_mailbox_nobody_can_say_who_wrote_so_only_the_addressed_one_gets_it(
    tool: Tool, tmp_path: Path
) -> None:
    assert "schickt uns keine Werbung" in _copy(tool, "K-1035", tmp_path / "a")[0]
    text, value = _copy(tool, "K-1036", tmp_path / "b")
    assert "schickt uns keine Werbung" not in text
    assert len(value["data"]["reply"]) == 1
    assert "schickt uns keine Werbung" not in tool("why", "K-1036", "--letter").out


def test_the_portable_copy_has_no_mail_of_anybody_else(tool: Tool, tmp_path: Path) -> None:
    tool("access", MEYERHOFF, "--portable", "--out", tmp_path)
    assert json.loads((tmp_path / "daten.json").read_text(encoding="utf-8"))["data"]["reply"] == []


def test_the_letter_does_not_say_that_she_answered_when_a_colleague_did(tool: Tool) -> None:
    told = tool("why", MEYERHOFF, "--letter").out
    assert "auf unsere Nachricht antwortete jemand anderes" in told
    assert "die Person" not in told
    assert "Sie haben geantwortet" in tool("why", "K-1015", "--letter").out


@pytest.fixture
def erased(tool: Tool) -> tuple[Tool, str, str]:
    """The tool, the request of an erasure and its pseudonym as the audit log has it."""
    request = tool("erase", OBERMOSER, "--by", "dsb", "--yes", "--json").object["request"]
    events = tool("audit", "list", "--json").objects
    (mark,) = [one["data"]["pseudonym"] for one in events if one["event"] == "person_erased"]
    return tool, request, mark


def test_an_erased_person_is_found_by_whatever_she_can_still_name(
    erased: tuple[Tool, str, str], tmp_path: Path
) -> None:
    tool, request, mark = erased
    seen = []
    letterbox = "Xaver Obermoser, Isargrund 7, 80331 München"
    for who in (OBERMOSER, "x.obermoser@alpenrad.example", "089 99998 231", letterbox, request, mark):
        _, value = _copy(tool, who, tmp_path / str(len(seen)))
        (rest,) = [one["items"] for one in value["withheld"] if "items" in one]
        rows = {table: len(found) for table, found in value["data"].items() if found}
        seen.append((rows, {one["kind"] for one in rest}, [one["received"] for one in value["recipients"]]))
        ids = {one["consent"] for one in tool("consent", "proof", who, "--json").objects}
        assert ids == {"EW-0004", "EW-0005"}, who
    assert seen[0][0] == {"objection": 4, "data_request": 1, "recipient_notice": 1, "erasure": 1}
    assert seen[0][1] >= {"consent", "commercial_letter", "contract"}
    assert seen[0][2] == [False, False, True]
    assert all(one == seen[0] for one in seen)


def test_the_page_of_an_erased_person_says_which_recipient_was_told(
    erased: tuple[Tool, str, str], tmp_path: Path
) -> None:
    tool, request, _ = erased
    assert "noch nicht unterrichtet" in _copy(tool, OBERMOSER, tmp_path / "a")[0]
    tool("requests", "told", request, "kundenkartei")
    assert "hatte sie; am 24.03.2026 unterrichtet: Löschung" in _copy(tool, OBERMOSER, tmp_path / "b")[0]


def test_the_proof_of_an_older_erasure_is_found_by_the_declared_number_itself(erased: tuple[Tool, str, str]) -> None:
    tool, _, _ = erased
    with sqlite3.connect(tool.state / "wiedersehen.sqlite3") as database:
        database.execute("DELETE FROM retained WHERE kind = 'address'")
    database.close()
    assert len(tool("consent", "proof", "089/99998231", "--json").objects) == 2
    assert tool("consent", "proof", "089/99998232", code=1)


def test_a_restriction_is_seen_wherever_the_person_is_looked_at(tool: Tool) -> None:
    assert "    trägt: " in tool("consent", "list", OBERMOSER).out
    tool("restrict", OBERMOSER, "--reason", "Richtigkeit bestritten")
    listed = tool("consent", "list", OBERMOSER).out
    for told in (listed, tool("why", OBERMOSER).out):
        assert "EINGESCHRÄNKT seit 24.03.2026" in told
        assert "Grund: Richtigkeit bestritten" in told
    assert "    trägt: " not in listed
    assert "eingeschränkt (Art. 18 DSGVO)" in tool("why", OBERMOSER, "--letter").out
    assert not any(one["carries"] for one in tool("consent", "list", OBERMOSER, "--json").objects)


def test_what_waits_by_hand_for_a_restricted_person_waits_for_the_officer(tool: Tool) -> None:
    task = next(row for row in tool("tasks", "list", "--json").objects if row["kind"] == "by_hand")
    name = task["title"].partition(": ")[2]
    tool("restrict", task["contact"], "--reason", "Richtigkeit bestritten")
    (line,) = [one for one in tool("tasks", "list").out.splitlines() if name in one and "Post von Hand" in one]
    assert "Hand prüfen" in line
    assert "EINGESCHRÄNKT" in line
    shown = tool("tasks", "show", task["task_id"]).out
    assert "Nichts zustellen, bevor die Datenschutzbeauftragte zugestimmt hat" in shown
    assert "Art. 18 Abs. 2 DSGVO" in shown.partition("BRIEFING")[0]


def test_recipients_nobody_told_remind_in_status_doctor_and_list(tool: Tool) -> None:
    request = tool("restrict", OBERMOSER, "--reason", "Richtigkeit bestritten", "--json").object["request"]
    assert "Empfänger zu unterrichten   1" in tool("status").out
    listed = tool("requests", "list").out
    assert request in listed
    assert "Art. 19 DSGVO" in listed
    assert "1 Mitteilung an einen Empfänger steht aus" in tool("doctor", "--offline", code=1).out
    done = tool("erase", OBERMOSER, "--by", "dsb", "--yes", "--json").object
    (row,) = tool("requests", "list", "--untold", "--json").objects
    assert row["request"] == done["request"]  # what is to be erased has no longer to be rested


def test_nothing_done_is_not_closed_as_done(tool: Tool) -> None:
    for kind, words in (("erasure", "ist nicht gelöscht"), ("restriction", "sind nicht eingeschränkt")):
        request = tool("requests", "add", OBERMOSER, "--kind", kind, "--json").object["request"]
        told = tool("requests", "close", request, code=1).err
        assert words in told
        assert "requests refuse" in told
        tool("requests", "close", request, "--note", "Die Person hat den Antrag zurückgenommen.")


def test_the_same_request_again_is_said_to_stand_there(tool: Tool) -> None:
    first = tool("requests", "add", OBERMOSER, "--kind", "access", "--received", "2026-03-10", "--json")
    assert first.err == ""
    again = tool("requests", "add", OBERMOSER, "--kind", "access", "--json")
    assert "steht schon da" in again.err
    assert again.object["request"] == first.object["request"]
    assert again.object["due_at"] == first.object["due_at"]
    assert len(tool("requests", "list", "--json").objects) == 1


def test_why_says_what_is_true_of_an_ended_run(tool: Tool) -> None:
    told = tool("why", "K-1035").out
    assert "winback_ruhig/news: beendet, war geplant für 30.04.2026" in told
    assert "winback_ruhig/news: geplant" not in told


def test_an_unknown_step_names_those_there_are(tool: Tool) -> None:
    told = tool("why", "K-1035", "--step", "winback/gibtsnicht", code=2).err
    assert "winback_ruhig/story" in told
    assert "winback/story" in told
    assert "nichts geplant" in tool("why", "K-1035", "--step", "winback/story").out


@pytest.mark.parametrize(
    "command",
    [("why", "K-1"), ("consent", "list", "K-1"), ("requests", "list"), ("tasks", "list"), ("suppress", "K-1")],
)
def test_a_state_directory_that_is_not_there_is_not_made(
    config: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    missing = Tool(tmp_path / "vertippt", config)
    assert "gibt es nicht. Nichts wurde angelegt" in missing(*command, code=2).err
    assert not missing.state.exists()


def test_every_door_that_is_taken_is_named(tool: Tool) -> None:
    told = tool("suppress", "K-1001", "--door", "brieftaube", code=2).err
    for door in ("letter", "fax", "call", "email", "operator"):
        assert door in told
        assert tool("suppress", "K-1001", "--door", door, "--dry-run")


def test_a_consent_of_the_future_is_listed_and_does_not_carry(tool: Tool, tmp_path: Path) -> None:
    file = tmp_path / "ew.csv"
    text = "Ich möchte von der Nordlicht Software GmbH per E-Mail über Angebote informiert werden."
    file.write_text(
        "consent_id,contact_id,medium,granted_at,method,text,text_version,proof_ref,confirmed_at\n"
        f"EW-Z,K-1006,email,2026-03-20T09:00:00+01:00,signed,{text},v1,Ordner 1,\n",
        encoding="utf-8",
    )
    tool("import", "consents", file)
    with sqlite3.connect(tool.state / "wiedersehen.sqlite3") as database:
        database.executescript("DROP TRIGGER IF EXISTS consent_unchanged")
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for name in (one for one in names if "consent" in one):
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE consent SET granted_at = granted_at + 2592000000000 WHERE external_id = 'EW-Z'")
    database.close()
    (row,) = [one for one in tool("consent", "list", "K-1006", "--json").objects if one["consent"] == "EW-Z"]
    assert row["carries"] is False
    assert "Zukunft" in row["reason"]
