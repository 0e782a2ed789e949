"""`check`, `compliance verify`, `classify`: judging files without touching anything."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from compliance.rulebook import RULES
from tests.rig.tool import ROOT, Tool, shipped_config

CLASSIFIED = {
    "kind", "label", "stop", "review", "evidence", "reply_text", "return_date", "resume", "new_contact", "subtype",
    "failed_recipient", "recipients",
}  # fmt: skip

_HEADER = "id;recipient;channel;purpose;basis;given;objection;verdict;duties;rule;confidence;facts;note\n"
_GOOD = "G1;B2C;email;AD;C_DOI;;none;ALLOW_DUTY;D1;U7;H;;\nG2;B2C;email;AD;C_DOI;;email;DENY;;G7;H;;\n"


def test_the_shipped_configuration_is_in_order(nowhere: Tool) -> None:
    assert nowhere("check").out.startswith("Alles in Ordnung: config.toml, ")
    assert nowhere("check", "--json", code=0).err == ""
    assert not nowhere.state.exists()


def test_check_finds_all_problems_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "folgen"
    folder.mkdir()
    text = (ROOT / "sequences" / "winback.toml").read_text(encoding="utf-8")
    (folder / "meine.toml").write_text(text.replace("day      = 7\n", "day      = 07\n"), encoding="utf-8")
    config = shipped_config(tmp_path, sequences=f'sequences = ["sequences", "{folder}"]')
    done = Tool(tmp_path / "state", config)("check", "--json", code=78)
    (problem,) = done.objects
    line = next(n for n, row in enumerate(text.splitlines(), 1) if row.startswith("day      = 7"))
    assert f"meine.toml:{line}:" in problem["problem"]


def test_a_lawyers_table(empty: Tool, tmp_path: Path) -> None:
    table = tmp_path / "faelle.csv"
    table.write_text(_HEADER + _GOOD, encoding="utf-8")
    assert empty("compliance", "verify", table).out.splitlines()[-1] == "2 of 2 cases match"
    table.write_text(
        _HEADER
        + _GOOD
        + "B1;B2C;email;AD;C_DOI;;email;ALLOW;;;H;;\nB2;B2C;email;AD;C_DOI;wetter=gut;none;ALLOW;;;H;;\n",
        encoding="utf-8",
    )
    done = empty("compliance", "verify", table, "--json", code=1)
    wrong, unreadable = done.objects
    assert set(wrong) == {"id", "expected", "got", "rule", "missing_duties", "error"}
    assert (wrong["id"], wrong["expected"], wrong["got"], wrong["rule"]) == ("B1", "ALLOW", "DENY", "objection")
    assert (unreadable["id"], unreadable["got"]) == ("B2", None)
    assert "wetter" in unreadable["error"]
    assert done.err.splitlines()[-1] == "2 of 4 cases match"
    told = empty("compliance", "verify", table, code=1).out.splitlines()
    assert told[-1] == "2 of 4 cases match"
    assert "B1: erwartet ALLOW, erhalten DENY (Regel objection)" in told


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "Diese Datei gibt es nicht."),
        (b"nur;zwei\n1;2\n", "Spalten fehlen: id, recipient"),
        (_HEADER.replace(";", ",").encode(), "erwartet wird das Semikolon"),
        (_HEADER.encode() + "B1;§ 7".encode("cp1252"), "als „CSV UTF-8“ speichern"),
    ],
)
def test_a_table_that_cannot_be_read(empty: Tool, tmp_path: Path, content: bytes | None, words: str) -> None:
    table = tmp_path / "faelle.csv"
    if content is not None:
        table.write_bytes(content)
    done = empty("compliance", "verify", table, code=2)
    assert str(table) in done.err
    assert words in done.err
    assert done.out == ""


def _mail(folder: Path, name: str, subject: str, text: str) -> Path:
    path = folder / name
    head = f"From: kunde@example.test\nTo: team@firma.test\nSubject: {subject}\nDate: Mon, 02 Mar 2026 08:00:00 +0100\n"
    path.write_text(f"{head}\n{text}\n", encoding="utf-8")
    return path


def test_classify_files_and_folders(empty: Tool, tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    stop = _mail(folder, "1.eml", "AW: Angebot", "Bitte keine Werbung mehr.")
    away = _mail(folder, "2.eml", "Automatische Antwort", "Ich bin bis zum 10.03.2026 nicht im Haus.")
    first, second = empty("classify", folder, "--json").objects
    assert [next(iter(item)) for item in (first, second)] == ["file", "file"]
    assert set(first) == set(second) == CLASSIFIED | {"file"}
    assert (first["file"], first["label"], first["stop"]) == (str(stop), "objection_unsubscribe", "all_advertising")
    assert set(first["evidence"]) == {"rule", "text"}
    assert first["return_date"] is None
    assert (second["file"], second["label"], second["resume"]) == (str(away), "out_of_office", "2026-03-12")
    mbox = tmp_path / "alle.mbox"
    separator = b"From kunde@example.test Mon Mar  2 08:00:00 2026\n"
    mbox.write_bytes(b"".join(separator + path.read_bytes() + b"\n" for path in (stop, away)))
    labels = [(item["file"], item["label"]) for item in empty("classify", mbox, "--json").objects]
    assert labels == [(f"{mbox}#1", "objection_unsubscribe"), (f"{mbox}#2", "out_of_office")]
    broken = folder / "3.eml"
    broken.write_bytes(b"\x00\xff" * 100)
    assert set(empty("classify", broken, "--json").object) == CLASSIFIED | {"file"}


def test_classify_objects_from_stdin(empty: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    item = {
        "id": 7, "subject": "AW: Angebot", "from": "kunde@example.test", "to": "team@firma.test",
        "date": "Mon, 02 Mar 2026 08:00:00 +0100", "headers": {}, "body": "Bitte keine Werbung mehr.",
    }  # fmt: skip
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(item) + "\n\n"))
    (found,) = empty("classify", "--jsonl", "--json").objects
    assert set(found) == CLASSIFIED | {"id"}
    assert (found["id"], found["label"]) == (7, "objection_unsubscribe")
    monkeypatch.setattr("sys.stdin", io.StringIO('{"id": 1\n'))
    assert "Zeile 1" in empty("classify", "--jsonl", code=2).err


def test_classify_without_a_mail(empty: Tool, tmp_path: Path) -> None:
    assert "Es fehlt eine Datei" in empty("classify", code=2).err
    assert "gibt-es-nicht.eml" in empty("classify", tmp_path / "gibt-es-nicht.eml", code=2).err


def test_the_rules_and_when_they_were_read_last(nowhere: Tool) -> None:
    done = nowhere("compliance", "rules", "--json")
    assert [item["rule"] for item in done.objects] == [rule.name for rule in RULES]
    first = done.objects[0]
    assert (first["statute"], first["kind"], first["overdue"]) == (RULES[0].statute, "barrier", False)
    assert first["reviewed"] == RULES[0].reviewed.isoformat()
    told = nowhere("compliance", "rules").out
    assert "überfällig" not in told
    assert f"{len(RULES)} Vorschriften. Keine Prüfung ist länger als zwölf Monate her." in told
    assert not nowhere.state.exists()


def test_a_review_older_than_a_year_by_the_clock_of_the_house_is_a_finding(config: Path, tmp_path: Path) -> None:
    tool = Tool(tmp_path / "state", config)
    tool.play("2028-01-03T08:00:00+01:00")
    done = tool("compliance", "rules", code=1)
    assert sum(line.endswith("überfällig") for line in done.out.splitlines()) == len(RULES)
    assert "nicht geprüft" in done.out
    assert all(item["overdue"] for item in tool("compliance", "rules", "--json", code=1).objects)
