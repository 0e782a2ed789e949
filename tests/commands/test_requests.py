"""`requests` and `restrict` as people type them, and where the month shows: status, doctor, tasks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.rig.tool import Tool


@pytest.fixture
def tool(demo: Tool, copy_of: Callable[[Tool], Tool]) -> Tool:
    return copy_of(demo)


def test_a_request_is_listed_with_the_days_left_and_entered_only_once(tool: Tool) -> None:
    told = tool("requests", "add", "K-1006", "--kind", "access", "--received", "02.03.2026", "--door", "Brief").out
    assert "eingegangen 02.03.2026, Antwort bis 02.04.2026 (noch 9 Tage)" in told
    assert "wiedersehen access K-1006 --out ORDNER" in told
    tool("requests", "add", "K-1006", "--kind", "access", "--received", "02.03.2026")
    (row,) = tool("requests", "list", "--json").objects
    assert (row["kind"], row["contact"], row["days_left"], row["door"]) == ("access", "K-1006", 9, "Brief")
    assert "Woher: Brief" in tool("requests", "show", row["request"]).out
    assert tool("status", "--json").object["requests"] == {"open": 1, "urgent": 1, "days_left": 9, "untold": 0}
    assert "wiedersehen requests list" in tool("status").out


def test_what_is_wrong_is_said_and_nothing_is_entered(tool: Tool) -> None:
    assert "erlaubt ist access" in tool("requests", "add", "K-1006", "--kind", "nope", code=2).err
    assert "Zukunft" in tool("requests", "add", "K-1006", "--kind", "access", "--received", "2027-01-01", code=2).err
    assert "gibt es nicht" in tool("requests", "add", "K-9999", "--kind", "access", code=1).err
    assert "gibt es nicht" in tool("requests", "show", "DS-00000000", code=1).err
    assert "Keine offenen Anfragen" in tool("requests", "list").out


def test_an_objection_is_not_put_on_the_clock_it_acts_at_once(tool: Tool) -> None:
    done = tool("requests", "add", "K-1001", "--kind", "objection", "--door", "Brief vom 20.3.", "--json")
    assert "läuft auf keine Frist" in done.err
    assert done.object["contacts"] == ["K-1001"]
    assert not tool("requests", "list", "--all", "--json").objects
    assert "gegen alle Werbung" in tool("why", "K-1001").out


def test_extending_and_refusing_write_what_the_person_has_to_be_told(tool: Tool) -> None:
    first = tool("requests", "add", "K-1006", "--kind", "access", "--received", "2026-03-10", "--json").object[
        "request"
    ]
    told = tool("requests", "extend", first, "--reason", "sehr viele Briefe").out
    assert "muss noch im ersten Monat hinaus" in told
    assert "spätestens am 10. Juni 2026" in told
    assert "ein zweites Mal" in tool("requests", "extend", first, "--reason", "noch mehr", code=1).err
    late = tool("requests", "add", "K-1003", "--kind", "erasure", "--received", "2026-02-10", "--json").object[
        "request"
    ]
    assert "seit 14 Tagen überfällig" in tool("requests", "list").out
    assert "verlängern ging nur bis dahin" in tool("requests", "extend", late, "--reason", "zu spät", code=1).err
    told = tool("requests", "refuse", late, "--reason", "Der Vertrag läuft noch.").out
    for words in ("Der Vertrag läuft noch.", "Art. 77 DSGVO", "Art. 79 DSGVO", "Unabhängiges Landeszentrum"):
        assert words in told
    assert "schon abgeschlossen" in tool("requests", "close", late, code=1).err


def test_a_doubt_is_recorded_and_asks_for_no_passport(tool: Tool) -> None:
    request = tool("requests", "add", "K-1006", "--kind", "access", "--json").object["request"]
    told = tool("requests", "doubt", request, "--reason", "fremde Adresse").out
    assert "Ausweiskopie ist fast nie nötig" in told
    assert tool("requests", "show", request, "--json").object["identity_doubt"] == "fremde Adresse"


def test_recipients_of_a_rectification_are_listed_until_they_are_told(tool: Tool) -> None:
    request = tool("requests", "add", "K-1046", "--kind", "rectification", "--json").object["request"]
    tool("requests", "close", request, "--rectified", "--note", "Anschrift berichtigt")
    shown = tool("requests", "show", request, "--json").object
    assert {one["recipient"] for one in shown["recipients"]} == {"druckerei", "kundenkartei"}
    assert all("Art. 19 DSGVO" in one["text"] and "berichtigt" in one["text"] for one in shown["recipients"])
    assert request in tool("requests", "list", "--untold").out
    assert "requests list --untold" in tool("status").out
    for recipient in ("druckerei", "kundenkartei"):
        tool("requests", "told", request, recipient, "--by", "Amira")
    assert "nicht (mehr)" in tool("requests", "told", request, "druckerei", code=1).err
    assert "Alle Empfänger sind unterrichtet" in tool("requests", "list", "--untold").out
    assert "durch Amira" in tool("requests", "show", request).out


def test_rectified_is_said_of_a_rectification_alone(tool: Tool) -> None:
    request = tool("requests", "add", "K-1006", "--kind", "access", "--json").object["request"]
    assert "keine Berichtigung" in tool("requests", "close", request, "--rectified", code=2).err


def test_the_doctor_sees_what_is_late(tool: Tool) -> None:
    tool("requests", "add", "K-1006", "--kind", "access", "--received", "2026-02-10")
    told = tool.raw("doctor", "--config", tool.config, "--state", tool.state).out
    assert "1 Anfragen nach Art. 15-20 DSGVO sind überfällig" in told  # by the machine's clock
    assert "wiedersehen requests list; gleich antworten" in told


def test_restricting_and_lifting(tool: Tool) -> None:
    assert "braucht einen Grund" in tool("restrict", "K-1001", code=2).err
    done = tool("restrict", "K-1001", "--reason", "Richtigkeit bestritten", "--json").object
    assert (done["restricted"], done["recipients"]) == (True, ["kundenkartei"])
    assert "schon eingeschränkt" in tool("restrict", "K-1001", "--reason", "noch einmal", code=1).err
    first = tool("restrict", "K-1001", "--lift").out
    assert "Noch nicht aufgehoben" in first
    assert "Art. 18 Abs. 3 DSGVO" in first
    assert any("Ende der Einschränkung" in row["title"] for row in tool("tasks", "list", "--json").objects)
    assert "Zukunft" in tool("restrict", "K-1001", "--lift", "--told", "2026-02-01", code=2).err
    assert tool("restrict", "K-1001", "--lift", "--told", "24.03.2026", "--json").object["restricted"] is False
    assert "nicht eingeschränkt" in tool("restrict", "K-1001", "--lift", code=1).err
