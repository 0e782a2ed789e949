"""The export killed at some of its lines; `make letters-torture` takes every one of them, with 10,000 letters."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("letters.py")


@pytest.mark.slow
def test_an_export_that_dies_leaves_the_same_bytes_and_nobody_twice():
    command = [sys.executable, str(SCRIPT), "--letters", "40", "--points", "16", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(done.stdout)
    assert figures["deaths"] >= 16, figures
    assert figures["files"] == 3, figures
