"""`suppress`: who is meant, what it stops on every way, what it says when there is nothing to stop."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rig.tool import START, Tool

KEYS = {
    "who", "scope", "dry_run", "known_since", "contacts", "sharing", "runs_ended", "touches_stopped", "tasks_withdrawn",
    "recalled_letters", "recall_files", "letters_until", "door", "by", "evidence",
}  # fmt: skip


@pytest.fixture
def tool(demo: Tool, copy_of: Callable[[Tool], Tool]) -> Tool:
    return copy_of(demo)


def _open_tasks(tool: Tool, contact: str) -> set[str]:
    return {task["task_id"] for task in tool("tasks", "list", "--json").objects if task["contact"] == contact}


def test_the_report_names_what_ended_and_a_trial_changes_nothing(tool: Tool) -> None:
    before = _open_tasks(tool, "K-1001")
    assert len(before) == 2
    trial = tool("suppress", "K-1001", "--dry-run", "--json").object
    assert set(trial) == KEYS
    assert (trial["dry_run"], trial["known_since"], trial["contacts"]) == (True, None, ["K-1001"])
    assert trial["runs_ended"] == [{"contact": "K-1001", "sequence": "winback"}]
    assert {task["task"] for task in trial["tasks_withdrawn"]} == before
    assert _open_tasks(tool, "K-1001") == before
    assert "Widersprüche: keine" in tool("why", "K-1001").out
    done = tool("suppress", "K-1001", "--json").object
    assert done == trial | {"dry_run": False}
    assert _open_tasks(tool, "K-1001") == set()


def test_wording_source_and_day_are_kept(tool: Tool) -> None:
    words = ("--verbatim", "Lassen Sie mich in Ruhe.", "--source", "Brief, Ordner 7", "--received", "20.3.2026")
    told = tool("suppress", "K-1001", *words).out
    assert "Friederike Aumann" in told
    assert "Widerspruch gegen alle Werbung eingetragen, eingegangen 20.03.2026, 00:00 Uhr; er gilt ab sofort." in told
    why = tool("why", "K-1001").out
    assert "20.03.2026, 00:00 Uhr  gegen alle Werbung, von Hand eingetragen (Quelle: Brief, Ordner 7)" in why
    assert "Wortlaut: „Lassen Sie mich in Ruhe.“" in why
    assert "liegt in der Zukunft" in tool("suppress", "K-1001", "--received", "2026-04-01", code=2).err


def test_a_second_time_changes_nothing_and_says_so_new_words_are_kept(tool: Tool) -> None:
    tool("suppress", "K-1001", "--received", "2026-03-20")
    events = len(tool("audit", "list", "--json").objects)
    told = tool("suppress", "K-1001").out
    assert "Das steht schon da: Widerspruch gegen alle Werbung vom 20.03.2026, 00:00 Uhr. Nichts geändert." in told
    assert "schon da" in tool("suppress", "K-1001", "--scope", "email").out  # the wider one covers it
    assert len(tool("audit", "list", "--json").objects) == events
    assert tool("suppress", "K-1001", "--verbatim", "Noch einmal: nein!", "--json").object["known_since"] is None
    assert "Noch einmal: nein!" in tool("why", "K-1001").out


def test_a_narrow_scope_is_widened_by_a_second_one(tool: Tool) -> None:
    assert tool("suppress", "K-1001", "--scope", "linkedin", "--json").object["scope"] == "linkedin_dm"
    assert len(_open_tasks(tool, "K-1001")) == 1
    assert "Werbung ist damit verboten auf: LinkedIn-Nachricht\n" in tool("why", "K-1001").out
    assert tool("suppress", "K-1001", "--json").object["known_since"] is None
    assert _open_tasks(tool, "K-1001") == set()


def test_an_exported_letter_is_recalled_and_the_file_is_named(tool: Tool) -> None:
    done = tool("suppress", "K-1046", "--json").object
    assert done["recalled_letters"] == 1
    (file,) = map(Path, done["recall_files"])
    assert file.parent == tool.state / "letters"
    assert ".rueckruf-" in file.name
    assert len(file.read_text(encoding="utf-8-sig").split()) == 2  # the heading and the one letter
    assert "winback_ruhig/story: Brief zurückgerufen" in tool("why", "K-1046").out
    assert tool("suppress", "K-1046", "--json").object["recall_files"] == []


def test_an_address_means_everybody_who_uses_it_and_who_comes_later(tool: Tool, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text(
        "contact_id;last_name;email\nX-1;Eins;buero@x.example\nX-2;Zwei;buero@x.example\n", encoding="utf-8"
    )
    tool("import", "customers", file)
    assert tool("suppress", "X-1", "--dry-run", "--json").object["sharing"] == ["X-2"]
    assert "Dieselbe Adresse benutzen: X-2." in tool("suppress", "X-1", "--dry-run").out
    assert tool("suppress", "Buero@X.example", "--json").object["contacts"] == ["X-1", "X-2"]
    assert tool("why", "X-1").out.count("gegen alle Werbung") == 2  # hers, and X-2's as one who shares it
    assert tool("suppress", "buero@x.example", "--json").object["known_since"].startswith("2026-03-24T")
    file.write_text("contact_id;last_name;email\nX-3;Drei;BUERO@x.example\n", encoding="utf-8")
    tool("import", "customers", file)
    assert "Werbung ist damit verboten auf: E-Mail, Anruf, Brief, LinkedIn-Nachricht" in tool("why", "X-3").out


def test_an_address_nobody_has_is_kept_as_a_hash_for_whoever_comes_with_it(tool: Tool, tmp_path: Path) -> None:
    told = tool("suppress", "+49 431 7654321", "--scope", "phone", "--verbatim", "Keine Anrufe!").out
    assert "Niemand im Bestand hat die Adresse +494317654321." in told
    assert "beendete Sequenzen" not in told
    assert "Das steht schon da" in tool("suppress", "0431 7654321", "--scope", "phone").out
    event = [one for one in tool("audit", "list", "--json").objects if "address" in one["data"]][-1]
    assert (event["event"], event["contact"], event["data"]["scope"]) == ("objection_recorded", None, "phone")
    assert "7654321" not in str(event)
    unknown = tool("why", "0431/7654321", code=1).err
    assert "Gesperrt ist sie: Widerspruch gegen Werbung per Anruf vom 24.03.2026" in unknown
    file = tmp_path / "customers.csv"
    file.write_text("contact_id;last_name;phone\nX-9;Neun;0431/7654321\n", encoding="utf-8")
    tool("import", "customers", file)
    why = tool("why", "X-9").out
    assert "Wortlaut: „Keine Anrufe!“" in why
    assert "Werbung ist damit verboten auf: Anruf\n" in why


@pytest.mark.parametrize("who", ["niemand", "K-99999", "linkedin.com/company/x", "110"])
def test_what_is_neither_id_nor_address_is_refused(tool: Tool, who: str) -> None:
    refused = tool("suppress", who, code=2)
    assert "ist weder ein bekannter Kontakt noch eine Adresse. Nichts wurde eingetragen." in refused.err
    assert refused.out == ""


def test_a_slip_in_the_id_finds_the_near_one(tool: Tool) -> None:
    assert "Gemeint: K-1001" in tool("suppress", "K-10001", code=2).err


def test_a_letter_that_names_only_the_person_finds_her(tool: Tool) -> None:
    assert "Gemeint: K-1003?" in tool("suppress", "Xaver Obermoser, Isargrund 7", code=2).err


def test_ways_have_german_names_and_days_too(tool: Tool) -> None:
    told = tool("suppress", "K-1003", "--scope", "Brief", "--received", "20.03.2026", "--dry-run").out
    assert "Widerspruch gegen Werbung per Brief würde eingetragen, eingegangen 20.03.2026, 00:00 Uhr" in told
    assert "31.02.2026“ ist kein Zeitpunkt" in tool("suppress", "K-1003", "--received", "31.02.2026", code=2).err


def test_nothing_of_advertising_leaves_after_it(tool: Tool) -> None:
    sent = tool.sent("K-1001")
    assert sent
    tool("suppress", "K-1001")
    tool.play(START, "2026-09-01T12:00:00+02:00")
    assert tool.sent("K-1001") == sent


def test_a_scanned_letter_is_entered_in_one_step_with_its_evidence(tool: Tool, tmp_path: Path) -> None:
    """Requirement 69: who, through which door, in which words, with the scan beside the database."""
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7 Bitte keine Werbung mehr.")
    words = ("--door", "letter", "--evidence", scan, "--received", "20.3.2026", "--by", "jana.petersen")
    trial = tool("suppress", "K-1001", *words, "--dry-run", "--json").object
    assert not Path(trial["evidence"]).exists()
    done = tool("suppress", "K-1001", *words, "--json").object
    assert (done["door"], done["by"]) == ("letter", "jana.petersen")
    kept = Path(done["evidence"])
    assert (kept.parent, kept.read_bytes()) == (tool.state / "evidence", scan.read_bytes())
    assert kept.name == hashlib.sha256(scan.read_bytes()).hexdigest()
    assert kept.stat().st_mode & 0o077 == 0
    event = [one for one in tool("audit", "list", "--json").objects if one["event"] == "objection_recorded"][-1]
    assert event["data"] == {"scope": "global", "via": "letter", "by": "jana.petersen"}
    why = tool("why", "K-1001").out
    assert f"per Brief (Quelle: Beleg {kept.name})" in why
    scan.write_bytes(b"")
    assert "ist leer" in tool("suppress", "K-1001", "--evidence", scan, code=2).err
    assert "lässt sich nicht lesen" in tool("suppress", "K-1001", "--evidence", tmp_path / "x", code=2).err
    assert "erlaubt ist letter" in tool("suppress", "K-1001", "--door", "fenster", code=2).err


def test_a_postal_address_means_whoever_is_on_file_under_it(tool: Tool, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    lines = "contact_id;last_name;street;postcode;city\nX-1;Ostermann;Lange Str. 7b;26122;Oldenburg\n"
    file.write_text(lines, encoding="utf-8")
    tool("import", "customers", file)
    line = "Frau Dr. Inge OSTERMANN, Lange Straße 7 B, 26122 Oldenburg"
    done = tool("suppress", line, "--scope", "post", "--json").object
    assert done["contacts"] == ["X-1"]
    assert "Das steht schon da" in tool("suppress", line, "--scope", "post").out
    assert (
        "Niemand im Bestand hat die Adresse Otto Kern, Weg 1, 26122 Oldenburg."
        in tool("suppress", "Otto Kern, Weg 1, 26122 Oldenburg").out
    )
    file.write_text(lines.replace("X-1;Ostermann;Lange Str. 7b", "X-2;Kern;Weg 1"), encoding="utf-8")
    tool("import", "customers", file)
    assert "Werbung ist damit verboten auf: E-Mail, Anruf, Brief, LinkedIn-Nachricht" in tool("why", "X-2").out
