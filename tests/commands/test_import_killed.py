"""`kill -9` in the middle of an import, and the bar that a person at a terminal sees meanwhile."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from store.engine import Store, sqlite_url
from store.tables import metadata
from tests.rig.tool import ROOT, Tool

ROWS = 2_000
COUNTED = re.compile(rf"(\d+)/{ROWS}")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    header = "contact_id;company_id;company_name;last_name;email;street;postcode;city;contract_id;contract_end"
    lines = [
        f"K-{n};F-{n % 700};Firma {n % 700};Person{n};p{n}@kunde.example;Weg {n};24103;Kiel;V-{n};2026-05-31"
        for n in range(ROWS)
    ]
    path = tmp_path / "kunden.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def counts(tool: Tool) -> dict[str, int]:
    """Rows of every table."""
    store = Store(sqlite_url(tool.state / "wiedersehen.sqlite3"))
    with store.read() as connection:
        found = {
            table.name: connection.exec_driver_sql(f'SELECT count(*) FROM "{table.name}"').scalar_one()
            for table in metadata.sorted_tables
        }
    store.close()
    return found


def killed_in_the_middle(tool: Tool, file: Path) -> int:
    """Import on a terminal and kill it when the bar stands at a third; the count it stood at."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "commands.main", "import", "customers", str(file)]
    process = subprocess.Popen(
        [*command, "--config", str(tool.config), "--state", str(tool.state)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    )
    os.close(theirs)
    seen, deadline = 0, time.monotonic() + 60
    try:
        while seen < ROWS // 3 and process.poll() is None and time.monotonic() < deadline:
            text = os.read(ours, 4096).decode("utf-8", "replace")
            seen = max([seen, *(int(number) for number in COUNTED.findall(text))])
        process.send_signal(signal.SIGKILL)
        assert process.wait(timeout=20) == -signal.SIGKILL, "the import was over before it could be killed"
    finally:
        process.kill()
        os.close(ours)
    return seen


@pytest.mark.slow
def test_an_import_that_is_killed_leaves_nothing_and_comes_in_whole_the_next_time(empty: Tool, file: Path) -> None:
    empty("status")
    before = counts(empty)
    assert ROWS // 3 <= killed_in_the_middle(empty, file) < ROWS
    assert counts(empty) == before
    whole = empty("import", "customers", file, "--json").object
    assert (whole["new"], whole["changed"], whole["unchanged"], whole["rejected"]) == (ROWS, 0, 0, 0)
    full = counts(empty)
    assert (full["contact"], full["company"], full["contract"]) == (ROWS, 700, ROWS)
    again = empty("import", "customers", file, "--json").object
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, ROWS)
    assert counts(empty) == full
