"""`check`: what it says when all is well, that one slip hides no other, and whom an edit touches before it is live."""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.rig.tool import ROOT, SAMPLES, Tool, shipped_config

Edited = Callable[..., Tool]


@pytest.fixture
def edited(tmp_path: Path, demo: Tool) -> Edited:
    """The demo's state, with a copy of the shipped sequences in which words are replaced: `winback=("7", "10")`."""

    def make(state: Path = demo.state, **words: tuple[str, str] | None) -> Tool:
        folder = tmp_path / "folgen"
        shutil.copytree(ROOT / "sequences", folder, ignore=shutil.ignore_patterns("*.py", "grammar", "__pycache__"))
        for name, pair in words.items():
            path = folder / f"{name}.toml"
            if pair is None:
                path.unlink()
                continue
            text = path.read_text(encoding="utf-8")
            assert pair[0] in text
            path.write_text(text.replace(*pair, 1), encoding="utf-8")
        return Tool(state, shipped_config(tmp_path, sequences=f'sequences = ["{folder}"]', kind='kind = "none"'))

    return make


def by_name(tool: Tool) -> dict[str, dict[str, Any]]:
    objects = tool("check", "--diff", "--json").objects
    return {item["sequence"]: item for item in objects if item["type"] == "sequence"}


def test_the_summary_says_what_was_checked_and_who_sends(edited: Edited) -> None:
    tool = edited(winback=('"live"', '"paused"'), save_call=('"live"', '"draft"'))
    verdict, sending = tool("check").out.splitlines()
    assert verdict.startswith("Alles in Ordnung: config.toml, ")
    assert "offboarding" in sending.partition("; angehalten: ")[0]
    assert sending.endswith("angehalten: winback; Entwurf, sendet nicht: save_call.")
    (summary,) = tool("check", "--json").objects
    assert (summary["type"], summary["paused"], summary["draft"]) == ("summary", ["winback"], ["save_call"])


def test_hints_are_counted_and_keep_exit_0(edited: Edited) -> None:
    tool = edited(offboarding=("[window]", "[limits]\ntoo_late_after_days = 4\n\n[window]"))
    done = tool("check")
    assert done.out.startswith("Keine Fehler, 1 Hinweis: config.toml, ")
    assert "limits.too_late_after_days: Hinweis: wirkt auf keinen Schritt" in done.err
    problem, summary = tool("check", "--json").objects
    assert (problem["type"], problem["warning"], problem["key"]) == ("problem", True, "limits.too_late_after_days")
    assert summary["hints"] == 1


def test_one_slip_hides_no_other(tmp_path: Path, edited: Edited) -> None:
    tool = edited(winback=("day      = 7", "day      = 07"))
    text = tool.config.read_text(encoding="utf-8")
    tool.config.write_text(text.replace("cost_euro = 0.95", "cost_euro = 0,95"), encoding="utf-8")
    files = {line.partition(":")[0] for line in tool("check", code=78).err.splitlines()}
    assert files == {"config.toml", str(tmp_path / "folgen" / "winback.toml")}


def test_sequences_are_not_judged_by_words_that_could_not_be_read(edited: Edited) -> None:
    tool = edited(winback=("not_reasons = [", 'brands = ["nordlicht"]\nnot_reasons = ['))
    text = tool.config.read_text(encoding="utf-8")
    tool.config.write_text(text.replace('id = "nordlicht"', "id = nordlicht"), encoding="utf-8")
    lines = tool("check", code=78).err.splitlines()
    assert all(line.startswith("config.toml:") for line in lines), lines


def test_files_that_nobody_has_changed(demo: Tool) -> None:
    found = by_name(demo)
    # What begins with a click, a withdrawal, an end date alone or a cancellation taken back never began in the demo.
    rare = {"double_opt_in", "withdrawal", "ending", "stayed"}
    begun = {name: item for name, item in found.items() if name not in rare}
    assert {item["change"] for item in begun.values()} == {"unchanged"}
    assert found["winback"]["running"] > 0
    out = demo("check", "--diff").out
    assert all(f"{name} (" in out for name in found)
    assert out.count("unverändert; sendet") == len(begun)


def test_an_edit_is_told_with_the_people_it_does_not_reach(edited: Edited) -> None:
    tool = edited(winback=("day      = 7", "day      = 10"), save_call=("# Ein Gespräch", "# Nur ein Gespräch"))
    found = by_name(tool)
    winback = found["winback"]
    assert [change["text"] for change in winback["changes"]] == ["Schritt „news“: Tag 7 → Tag 10"]
    assert winback["running"] == winback["running_earlier"] > 0
    assert winback["chosen"] is None
    assert found["save_call"]["change"] == "wording"
    out = tool("check", "--diff").out
    assert f"{winback['running']} Personen laufen in der bisherigen Fassung und behalten sie." in out
    assert "gilt nur für Personen, die danach beginnen" in out


def test_a_step_that_goes_is_told_with_those_who_still_get_it(edited: Edited) -> None:
    tool = edited(winback=('id       = "last"', 'id       = "farewell"'))
    winback = by_name(tool)["winback"]
    assert 0 < winback["steps_gone"]["last"] <= winback["running"]
    assert f"Den Schritt „last“ bekommen noch {winback['steps_gone']['last']} Personen." in tool("check", "--diff").out


def test_whom_another_who_would_have_chosen(edited: Edited) -> None:
    tool = edited(winback=("not_reasons = [", 'not_reasons = ["price", '))
    chosen = by_name(tool)["winback"]["chosen"]
    with (SAMPLES / "cancellations.csv").open(encoding="utf-8-sig", newline="") as file:
        for_price = {row["cancellation_id"] for row in csv.DictReader(file, delimiter=";") if row["reason"] == "price"}
    assert set(chosen["dropped"]) == for_price & set(chosen["dropped"]) != set()
    assert chosen["added"] == []
    assert chosen["after"] == chosen["before"] - len(chosen["dropped"])
    few = [
        item for item in tool("check", "--diff", "--weeks", "1", "--json").objects if item.get("sequence") == "winback"
    ]
    assert few[0]["chosen"]["cancellations"] < chosen["cancellations"]


def test_a_status_touches_everybody_at_once(edited: Edited) -> None:
    tool = edited(offboarding=('"live"', '"paused"'), missing_feature=('"live"', '"draft"'))
    out = tool("check", "--diff").out
    running = by_name(tool)["offboarding"]["running"]
    assert f"Ab dem Neuladen wartet alles Fällige, in jeder Fassung: {running} Personen laufen." in out
    assert "Achtung: Auch Vertragspost wartet" in out
    assert 'laufen weiter und bekommen Post. Anhalten heißt status = "paused".' in out


def test_a_file_that_is_gone_or_renamed(edited: Edited, tmp_path: Path) -> None:
    tool = edited()
    (tmp_path / "folgen" / "winback_ruhig.toml").rename(tmp_path / "folgen" / "winback_still.toml")
    found = by_name(tool)
    assert (found["winback_ruhig"]["change"], found["winback_still"]["change"]) == ("removed", "new")
    assert found["winback_still"]["chosen"]["before"] is None
    out = tool("check", "--diff").out
    assert "laufen in der gespeicherten Fassung zu Ende." in out
    assert "„winback_still“ hat denselben Inhalt. Umbenannt?" in out


def _somebody_new(tool: Tool, folder: Path, *, until: str) -> None:
    """Somebody cancels behind the demo's end (and is not in the holdout), and time goes on."""
    customer, cancellation = folder / "customers.csv", folder / "cancellations.csv"
    customer.write_text("contact_id;last_name;kind;tier;email\nNEU-2;Neu;business;standard;neu@firma.example\n")
    moment = "2026-03-24T19:00:00+01:00"
    cancellation.write_text(f"cancellation_id;contact_id;received_at;reason\nNEU-K2;NEU-2;{moment};price\n")
    tool("import", "customers", customer)
    tool("import", "cancellations", cancellation)
    tool.play(moment, until)


def test_people_in_several_versions(
    edited: Edited, demo: Tool, copy_of: Callable[[Tool], Tool], tmp_path: Path
) -> None:
    """Somebody who cancels after the edit runs in the new definition, all others stay in theirs."""
    state = copy_of(demo).state
    tool = edited(state, winback=("day      = 7", "day      = 10"))
    before = by_name(tool)["winback"]["running"]
    _somebody_new(tool, tmp_path, until="2026-03-24T19:01:00+01:00")
    winback = by_name(tool)["winback"]
    assert winback["change"] == "unchanged"
    assert (winback["running"], winback["running_earlier"], winback["earlier_versions"]) == (before + 1, before, 1)
    assert "1 Person läuft in der Fassung dieser Datei." in tool("check", "--diff").out


def test_a_pause_that_ends_lets_out_what_waits(
    edited: Edited, demo: Tool, copy_of: Callable[[Tool], Tool], tmp_path: Path
) -> None:
    state = copy_of(demo).state
    paused = edited(state, winback=('"live"', '"paused"'))
    _somebody_new(paused, tmp_path, until="2026-03-26T19:00:00+01:00")
    live = Tool(state, demo.config)
    winback = by_name(live)["winback"]
    assert (winback["status_before"], winback["status"], winback["change"]) == ("paused", "live", "status")
    assert winback["overdue"] > 0
    assert (
        f"Achtung: Die Pause endet. Was fällig ist ({winback['overdue']}), geht hinaus" in live("check", "--diff").out
    )


def test_a_text_that_was_edited_after_its_last_use(demo: Tool, tmp_path: Path) -> None:
    texts = tmp_path / "texte"
    shutil.copytree(ROOT / "templates_de", texts)
    old, late = (datetime(2026, *day, tzinfo=UTC).timestamp() for day in ((1, 1), (3, 24, 12)))
    for path in texts.rglob("*"):
        os.utime(path, (old, old))
    os.utime(texts / "winback" / "day_21_offer" / "body.txt", (late, late))
    tool = Tool(demo.state, shipped_config(tmp_path, templates=f'templates = ["{texts}"]', kind='kind = "none"'))
    uses = {item["template"]: item for item in tool("check", "--diff", "--json").objects if item["type"] == "template"}
    assert [name for name, item in uses.items() if item["edited"]] == ["winback/day_21_offer"]
    people = uses["winback/day_21_offer"]["people"]
    assert people > 0
    assert f"nach der letzten Sendung; {people} Personen bekommen den neuen." in tool("check", "--diff").out


def test_a_state_without_a_database_stays_one(nowhere: Tool) -> None:
    out = nowhere("check", "--diff").out
    assert "Alles ist neu." in out
    assert {item["change"] for item in by_name(nowhere).values()} == {"new"}
    assert not nowhere.state.exists()
