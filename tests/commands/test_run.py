"""`run`: one pass, the virtual clock, the demo, and what it refuses."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import copied
from tests.rig.tool import ROOT, START, Tool, shipped_config


def test_once_on_an_empty_state(empty: Tool) -> None:
    assert empty("run", "--once").out == ""
    assert empty("status", "--json").object["touches"] == {}


def test_once_on_a_played_state_stays_in_its_time(imported: Tool, copy_of: Callable[[Tool], Tool]) -> None:
    tool = copy_of(imported)
    before = tool("status", "--json").object
    tool("run", "--once")
    after = tool("status", "--json").object
    assert after["now"] == before["now"] == START
    assert after["touches"]["sent"] > 20  # receipts leave at once
    first = tool("report", "touches", "--json").out
    tool("run", "--once")
    assert tool("report", "touches", "--json").out == first


def test_virtual_goes_on_where_it_stopped(imported: Tool, copy_of: Callable[[Tool], Tool], tmp_path: Path) -> None:
    tool = copy_of(imported)
    tool.play(START, "2026-03-20T12:00:00+01:00")
    whole = tool("report", "touches", "--json").out
    parts = copied(imported, tmp_path / "parts")
    for day in (5, 11, 20, 20):
        parts.play(parts("status", "--json").object["now"], f"2026-03-{day:02}T12:00:00+01:00")
    assert parts("report", "touches", "--json").out.count("\n") == whole.count("\n")
    assert len(list((parts.state / "mail" / "new").iterdir())) == len(list((tool.state / "mail" / "new").iterdir()))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--virtual", START], "--virtual und --until gehören zusammen."),
        (["--virtual", START, "--until", "2026-03-01"], "--until: 2026-03-01 liegt vor --virtual"),
        (["--virtual", START, "--until", "bald"], "--until: „bald“ ist kein Zeitpunkt"),
        (["--virtual", START, "--until", "2026-04-01", "--demo"], "--demo und --with-web passen nicht dazu"),
    ],
)
def test_what_virtual_refuses(nowhere: Tool, arguments: list[str], sentence: str) -> None:
    assert sentence in nowhere("run", *arguments, code=2).err
    assert not nowhere.state.exists()


def test_virtual_never_reaches_a_real_mail_server(tmp_path: Path) -> None:
    config = shipped_config(
        tmp_path, carrier='carrier = "smtp"', host='host = "mail.nordlicht-software.example"', kind='kind = "none"'
    )
    tool = Tool(tmp_path / "state", config)
    done = tool("run", "--virtual", START, "--until", START, code=78)
    assert "Mit virtueller Uhr wird nicht an mail.nordlicht-software.example gesendet" in done.err


def test_a_second_daemon_on_one_file(empty: Tool) -> None:
    command = [sys.executable, "-m", "commands.main", "run", "--config", empty.config, "--state", empty.state]
    first = subprocess.Popen([str(part) for part in command], cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        assert first.stderr is not None
        while "daemon_started" not in first.stderr.readline():
            assert first.poll() is None
        done = empty("run", "--once", code=1)
        assert done.err.startswith(f"Für {empty.state} läuft schon ein Wiedersehen-Dienst (Prozess {first.pid}).")
        assert empty("status", "--json").object["paused"] is None  # reading is free
    finally:
        first.terminate()
        _, log = first.communicate(timeout=20)
    assert first.returncode == 0
    assert "daemon_stopped" in log
    empty("run", "--once")


def test_a_bad_configuration_names_file_line_and_column(tmp_path: Path) -> None:
    config = shipped_config(tmp_path, tick_seconds='tick_seconds = "eins"', batch_size="batch_sise = 200")
    lines = config.read_text(encoding="utf-8").splitlines()
    tool = Tool(tmp_path / "state", config)
    for command in (["run", "--once"], ["check"], ["status"], ["simulate", "--until", "2027-01-01"]):
        done = tool(*command, code=78)
        tick = next(n for n, line in enumerate(lines, 1) if line.startswith("tick_seconds"))
        size = next(n for n, line in enumerate(lines, 1) if line.startswith("batch_sise"))
        first, second = done.err.splitlines()
        assert first.startswith(f"config.toml:{tick}:16: ")
        assert second.startswith(f"config.toml:{size}:1: ")
        assert "batch_size" in second  # did you mean
    assert not tool.state.exists()


def test_no_configuration_at_all(tmp_path: Path) -> None:
    done = Tool(tmp_path / "state", tmp_path / "fehlt.toml")("run", "--once", code=78)
    assert "fehlt.toml" in done.err


def test_another_schema_is_refused_and_migrate_named(empty: Tool) -> None:
    made = empty("migrate", "--json").object
    assert made["before"] is None
    assert empty("migrate", "--json").object == {"before": made["schema"], "schema": made["schema"]}
    with sqlite3.connect(empty.state / "wiedersehen.sqlite3") as database:
        database.execute("UPDATE alembic_version SET version_num = '0000'")
    database.close()
    done = empty("run", "--once", code=78)
    assert "ist älter als dieses Programm" in done.err
    assert "wiedersehen migrate" in done.err
    with sqlite3.connect(empty.state / "wiedersehen.sqlite3") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    assert "ist neuer als dieses Programm" in empty("status", code=78).err
    assert "ist neuer als dieses Programm" in empty("migrate", code=78).err


def test_a_state_directory_that_is_a_file(tmp_path: Path, config: Path) -> None:
    (tmp_path / "state").write_text("")
    done = Tool(tmp_path / "state", config)("status", code=2)
    assert "Der Zustandsordner" in done.err


def test_the_demo_twice_repeats_nothing(demo: Tool, copy_of: Callable[[Tool], Tool]) -> None:
    tool = copy_of(demo)
    mails = sorted(path.name for path in (tool.state / "mail" / "new").iterdir())
    before = tool("report", "touches", "--json").out
    assert len(mails) > 100
    started = time.monotonic()
    done = tool("run", "--demo", "--once")
    assert time.monotonic() - started < 30
    assert "Es geht weiter, wo die Demo aufgehört hat" in done.out
    assert sorted(path.name for path in (tool.state / "mail" / "new").iterdir()) == mails
    assert tool("report", "touches", "--json").out == before
