"""The demo's own words, from a real run in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = ("--state", "demo", "run", "--demo", "--once")


def demo() -> str:
    """What the command prints, as a Markdown block. Raises RuntimeError with its last words when it fails."""
    environment = {name: value for name, value in os.environ.items() if name != "WIEDERSEHEN_CONFIG"}
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "commands.main", *COMMAND],
            cwd=folder,
            env=environment | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=100,
        )
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    return f"```console\n$ wiedersehen {' '.join(COMMAND)}\n{done.stdout.rstrip()}\n```\n"
