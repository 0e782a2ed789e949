"""A mail that waits for approval, in the terminal: written to a file, adapted, approved; simulated as if approved."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.rig.tool import ROOT, START, Tool, shipped_config

UNTIL = "2026-03-12T12:00:00+01:00"


@pytest.fixture
def careful(imported: Tool, tmp_path: Path) -> Tool:
    """The sample firm, whose win-back a person reads first."""
    shutil.copytree(imported.state, tmp_path / "state")
    sequences = tmp_path / "sequences"
    shutil.copytree(ROOT / "sequences", sequences)
    path = sequences / "winback.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(\nday_zero)", r"\nrelease_first = 2\1", text, count=1), encoding="utf-8")
    config = shipped_config(tmp_path, kind='kind = "none"', sequences=f'sequences = ["{sequences}"]')
    return Tool(tmp_path / "state", config)


def drafts(tool: Tool) -> list[dict[str, Any]]:
    return [task for task in tool("tasks", "list", "--json").objects if task["kind"] == "approval"]


def test_from_the_list_to_the_persons_own_words(careful: Tool, tmp_path: Path) -> None:
    told = careful("simulate", "--from", START, "--until", "2026-03-12").out
    assert "gelten als sofort freigegeben" in told
    careful.play(START, UNTIL)
    first, second = drafts(careful)
    assert first["title"].startswith("Mail freigeben: ")
    assert "Betreff: Werbung von" in careful("tasks", "show", first["task_id"]).out
    assert "Mails warten, bis die ersten freigegeben sind" in careful("status").out
    file = tmp_path / "mail.txt"
    careful("tasks", "draft", first["task_id"], "--out", file)
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# Betreff und Text")
    careful("tasks", "draft", first["task_id"], "--out", file, code=2)  # an edited file is never overwritten
    file.write_text(text.replace("Betreff: ", "Betreff: Re: "), encoding="utf-8")
    refused = careful("tasks", "done", first["task_id"], "--outcome", "approved", "--text", file, code=1)
    assert "täuscht eine Antwort vor" in refused.err
    assert "Nichts wurde eingetragen" in refused.err
    file.write_bytes(b"\xff\xfe kein Text")
    broken = careful("tasks", "done", first["task_id"], "--outcome", "approved", "--text", file, code=2)
    assert "UTF-8" in broken.err
    careful("tasks", "done", first["task_id"], "--outcome", "approved", "--text", tmp_path / "nirgends", code=2)
    file.write_text(text + "\nIch bin bis Freitag erreichbar.\n", encoding="utf-8", newline="\r\n")
    careful("tasks", "done", first["task_id"], "--outcome", "approved", "--by", "Jana", "--text", file)
    careful("tasks", "done", second["task_id"], "--outcome", "refused", "--by", "Jana")
    states = {task["task_id"]: task["state"] for task in careful("tasks", "list", "--all", "--json").objects}
    assert states[first["task_id"]] == states[second["task_id"]] == "done"


def test_only_a_mail_has_words(careful: Tool, tmp_path: Path) -> None:
    careful.play(START, UNTIL)
    other = next(task for task in careful("tasks", "list", "--json").objects if task["kind"] != "approval")
    done = careful("tasks", "draft", other["task_id"], "--out", tmp_path / "x.txt", code=1)
    assert "hängt keine Mail" in done.err


def test_a_simulation_assumes_the_approval(careful: Tool) -> None:
    before = careful("simulate", "--from", START, "--until", "2026-03-20", "--json").objects
    reasons = {item.get("reason") for item in before[:-1]}
    assert not reasons & {"draft", "waits_for_release"}
    assert any(item["decision"] == "send" and item["channel"] == "email" for item in before[:-1])
