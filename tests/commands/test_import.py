"""`import`: dry run, rejects, the same file twice."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rig.tool import SAMPLES, START, Tool

KEYS = {"kind", "file", "new", "unchanged", "rejected", "unknown_columns", "dry_run"}


@pytest.fixture
def started(empty: Tool) -> Tool:
    empty.play(START)
    return empty


def test_dry_run_changes_nothing(started: Tool) -> None:
    dry = started("import", "customers", SAMPLES / "customers.csv", "--dry-run", "--json").object
    assert set(dry) == KEYS
    assert (dry["new"], dry["rejected"], dry["dry_run"]) == (60, 0, True)
    real = started("import", "customers", SAMPLES / "customers.csv", "--json").object
    assert (real["new"], real["unchanged"], real["dry_run"]) == (60, 0, False)


@pytest.mark.parametrize("kind", ["customers", "consents", "activities", "cancellations"])
def test_the_same_file_twice_changes_nothing(imported: Tool, copy_of: Callable[[Tool], Tool], kind: str) -> None:
    tool = copy_of(imported)
    before = tool("status", "--json").object, tool("report", "touches", "--json").out
    again = tool("import", kind, SAMPLES / f"{kind}.csv", "--json").object
    assert (again["new"], again["rejected"]) == (0, 0)
    assert again["unchanged"] > 0
    assert (tool("status", "--json").object, tool("report", "touches", "--json").out) == before


def test_rejects_keep_the_row_and_say_why(started: Tool, tmp_path: Path) -> None:
    started.import_samples("customers")
    file, rejects = tmp_path / "k.csv", tmp_path / "abgelehnt.csv"
    file.write_text(
        "cancellation_id;contact_id;contract_id;received_at;reason;Lieblingsfarbe\n"
        "A-1;K-1003;V-1003;2026-03-01T10:00:00+01:00;price;blau\n"
        "A-2;K-9999;;2026-03-01T10:00:00+01:00;price;rot\n"
        "A-3;K-1004;V-1004;gestern;price;grün\n"
        "A-4;K-1004;V-1004;2026-03-01T10:00:00+01:00;langeweile;grün\n",
        encoding="utf-8",
    )
    done = started("import", "cancellations", file, "--rejects", rejects, "--json", code=1)
    assert (done.object["new"], done.object["rejected"]) == (1, 3)
    assert done.object["unknown_columns"] == ["Lieblingsfarbe"]
    with rejects.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter=";"))
    assert [row["cancellation_id"] for row in rows] == ["A-2", "A-3", "A-4"]
    assert [row["Lieblingsfarbe"] for row in rows] == ["rot", "grün", "grün"]
    assert {row["contact_id"] for row in rows} == {"K-9999", "K-1004"}
    told = started("import", "cancellations", file, "--rejects", rejects, code=1).out
    assert "Unbekannte Spalten, nicht beachtet: Lieblingsfarbe" in told
    assert "k.csv:3:" in told
    assert "Den Kontakt K-9999 gibt es nicht" in told
    assert "Den Kontakt K-9999 gibt es nicht" in rejects.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["kunden", SAMPLES / "customers.csv"], "kunden"),
        (["customers", Path("gibt-es-nicht.csv")], "gibt-es-nicht.csv"),
        (["cancellations", SAMPLES / "consents.csv"], "cancellation_id"),
    ],
)
def test_what_cannot_be_read(started: Tool, arguments: list[str | Path], words: str) -> None:
    done = started("import", *arguments, code=2)
    assert words in done.err
    assert done.out == ""


def test_a_return_ends_the_win_back(imported: Tool, copy_of: Callable[[Tool], Tool], tmp_path: Path) -> None:
    tool = copy_of(imported)
    tool.play(START, "2026-03-10T12:00:00+01:00")
    before = tool.touches(contact="K-1015", decision="send", purpose="advertising")
    assert [row["step"] for row in before] == ["value", "news"]
    file = tmp_path / "zurueck.csv"
    file.write_text("contact_id;returned_at\nK-1015;2026-03-10T11:00:00+01:00\n", encoding="utf-8")
    assert tool("import", "returned", file, "--json").object["new"] == 1
    assert tool("import", "returned", file, "--json").object["new"] == 0
    tool.play("2026-03-10T12:00:00+01:00", "2026-06-30T12:00:00+02:00")
    assert tool.touches(contact="K-1015", decision="send", purpose="advertising") == before
