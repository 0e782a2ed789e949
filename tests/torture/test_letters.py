"""The export killed at some of its lines; `make letters-torture` takes every one of them, with 10,000 letters."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).with_name("letters.py")


def killed(*given: str) -> tuple[int, dict[str, Any]]:
    """(exit code, figures): a process of its own, for a fork takes nothing of pytest's threads along."""
    command = [sys.executable, str(SCRIPT), "--letters", "24", "--json", *given]
    done = subprocess.run(command, capture_output=True, text=True, timeout=110, check=False)
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


@pytest.mark.parametrize("more", [("export", "--later", "26"), ("objection", "--pdf"), ("address",), ("recall",)])
def test_an_export_that_dies_leaves_the_same_bytes_nobody_twice_and_every_recall(more):
    code, figures = killed("--scene", *more)
    assert code == 0, figures
    assert figures["cases"] > 600, figures
    assert figures["deaths"] >= 9, figures
    assert figures["wrong"] == [], figures


@pytest.mark.real
@pytest.mark.usefixtures("postgres")
@pytest.mark.parametrize("scene", ["export", "recall"])
def test_the_same_on_postgresql(scene):
    code, figures = killed("--postgres", "--scene", scene, "--lines", "campaigns/")
    assert (code, figures["wrong"]) == (0, []), figures
    assert figures["deaths"] > 3, figures


def test_where_the_disk_is_the_same_a_death_of_its_own_changes_nothing():
    code, figures = killed("--every", "--points", "24", "--hits", "all")
    assert (code, figures["deaths"], figures["wrong"]) == (0, 24, []), figures


@pytest.mark.parametrize(
    ("plant", "lines", "more"),
    [
        ("aside", "channels/letter/batch.py _put", ("--scene", "objection")),
        ("clock", "campaigns/letters/writing.py write_files", ("--later", "26")),
        ("untold", "campaigns/importing/apply.py apply", ("--scene", "recall")),
    ],
)
def test_a_broken_export_is_caught(plant, lines, more):
    code, figures = killed("--plant", plant, "--lines", lines, *more)
    assert code == 0, figures
    assert figures["wrong"], figures
