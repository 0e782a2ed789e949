"""`access` and `why --letter`: what a person at the desk types, and the files that come of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rig.tool import Tool


@pytest.fixture
def tool(demo: Tool, copy_of: Callable[[Tool], Tool]) -> Tool:
    return copy_of(demo)


def test_the_answer_is_a_page_to_read_and_a_file_for_machines_for_our_account_alone(tool: Tool, tmp_path: Path) -> None:
    out = tmp_path / "auskunft"
    told = tool("access", "enno.ohlendiek@tischlerei-ohlendiek.example", "--out", out, code=0)
    assert "kein Kontakt" in told.out  # another address of the firm: nobody uses it
    done = tool("access", "werkstatt@tischlerei-ohlendiek.example", "--out", out, "--json").object
    assert (done["contact"], done["known"], done["closed"]) == ("K-1006", True, [])
    assert done["rows"]["attempt"] >= 5
    for path in map(Path, done["files"]):
        assert path.stat().st_mode & 0o777 == 0o600
    assert out.stat().st_mode & 0o777 == 0o700
    value = json.loads((out / "auskunft.json").read_text(encoding="utf-8"))
    assert value["subject"] == "K-1006"
    assert value["data"]["cancellation"][0]["text"].startswith("Der Großhändler")
    assert (out / "mails" / value["data"]["attempt"][0]["raw"]).read_bytes().startswith(b"From: ")


def test_the_page_is_german_and_loads_nothing_from_anywhere(tool: Tool, tmp_path: Path) -> None:
    tool("access", "K-1006", "--out", tmp_path)
    page = (tmp_path / "auskunft.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in page
    assert not re.search(r'(?:src|href)\s*=\s*"', page)
    assert "default-src 'none'" in page
    for heading in ("Stammdaten und Adressen", "Empfänger", "Wie lange wir speichern", "Ihre Rechte", "und ihre Logik"):
        assert heading in page
    for words in ("Enno", "Ohlendiek", "Fördedruck Lettershop GmbH", "Unabhängiges Landeszentrum", "Art. 77 DSGVO"):
        assert words in page
    assert "amira.haddad" not in page


def test_an_open_request_is_closed_and_the_reading_is_logged(tool: Tool, tmp_path: Path) -> None:
    request = tool("requests", "add", "K-1006", "--kind", "access", "--json").object["request"]
    assert request in tool("requests", "list").out
    told = tool("access", "K-1006", "--out", tmp_path).out
    assert f"Vorgang {request} ist damit erledigt." in told
    assert "Keine offenen Anfragen" in tool("requests", "list").out
    events = [row for row in tool("audit", "list", "--json").objects if row["event"] == "access_given"]
    assert [(row["contact"], row["data"]["kind"]) for row in events] == [("K-1006", "access")]


def test_portable_has_one_file_and_closes_its_own_kind(tool: Tool, tmp_path: Path) -> None:
    tool("requests", "add", "K-1006", "--kind", "access")
    request = tool("requests", "add", "K-1006", "--kind", "portability", "--json").object["request"]
    done = tool("access", "K-1006", "--portable", "--out", tmp_path, "--json").object
    assert [Path(name).name for name in done["files"]] == ["daten.json"]
    assert done["closed"] == [request]
    value = json.loads((tmp_path / "daten.json").read_text(encoding="utf-8"))
    assert set(value) == {"type", "as_of", "subject", "data"}
    assert "decision" not in value["data"]
    assert "tier" not in value["data"]["contact"][0]


def test_nobody_by_that_id_is_a_finding_and_somebody_unknown_gets_an_answer(tool: Tool, tmp_path: Path) -> None:
    assert "wurde nicht gelöscht" in tool("access", "K-9999", "--out", tmp_path, code=1).err
    told = tool("access", "niemand@nirgends.example", "--out", tmp_path / "n").out
    assert "kein Kontakt" in told
    assert "nichts gespeichert" in (tmp_path / "n" / "auskunft.html").read_text(encoding="utf-8")


def test_the_answer_to_a_complaint_has_basis_evidence_and_source_and_no_keys(tool: Tool) -> None:
    told = tool("why", "x.obermoser@alpenrad.example", "--letter").out
    for words in (
        "Guten Tag Xaver Obermoser",
        "Einwilligung vom: 18. März 2024, 16:20 Uhr",
        "Ja, die Nordlicht Software GmbH darf mir per E-Mail",
        "Sie haben sie uns selbst gegeben.",
        "§ 7 Abs. 2 Nr. 2 UWG",
        "Widerspruchsrecht:",
    ):
        assert words in told
    for key in ("missing_feature", "winback", "K-1003", "EW-0004", "ALLOW", "email_consent"):
        assert key not in told
    one = tool("why", "K-1003", "--letter", "--step", "missing_feature/value").out
    assert "drei Dinge" in one
    assert "Bestätigung Ihrer Kündigung" not in one
    assert "gibt es nicht" in tool("why", "K-1003", "--letter", "--step", "winback/nope", code=2).err


def test_an_objection_and_what_it_stopped_are_told(tool: Tool) -> None:
    told = tool("why", "K-1035", "--letter").out
    assert told.count("Widerspruch vom 16. März 2026, 19:32 Uhr") == 1
    assert "Bitte schickt uns keine Werbung mehr." in told
    assert "Eingestellt am 16. März 2026" in told


def test_the_letter_goes_into_a_page_on_the_list_of_written_files(tool: Tool, tmp_path: Path) -> None:
    page = tmp_path / "antwort.html"
    assert str(page) in tool("why", "K-1003", "--out", page).out
    text = page.read_text(encoding="utf-8")
    assert 'class="letterhead"' in text
    assert page.stat().st_mode & 0o777 == 0o600
    assert "Maschinen" in tool("why", "K-1003", "--letter", "--json", code=2).err
    plain = tmp_path / "antwort.txt"
    tool("why", "K-1003", "--out", plain)
    assert "<html" not in plain.read_text(encoding="utf-8")
