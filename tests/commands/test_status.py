"""`status`, `pause`, `resume`, `activate`: what they say to a person at three in the morning."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from campaigns.bootstrap import Read, build, read
from campaigns.carriers import carrier_of
from campaigns.clock import SystemClock
from commands import options
from commands.main import main
from store.engine import Store, sqlite_url
from tests.channels.mails import mail_for
from tests.channels.smtp_peers import yes
from tests.rig.tool import START, Tool, shipped_config


def line(tool: Tool, word: str) -> str:
    return next(text for text in tool("status").out.splitlines() if text.startswith(word))


def test_every_line_is_german_and_aligned(demo: Tool) -> None:
    lines = demo("status").out.splitlines()
    table = lines[: lines.index("")]
    column = len(table[0]) - len(table[0].split("  ")[-1].lstrip())
    assert all(text[column - 1] == " " and text[column] != " " for text in table)
    assert not any("{" in text or "None" in text or "_" in text for text in table)
    assert line(demo, "Uhrzeit (gespielt)").endswith("24.03.2026, 18:00 Uhr")
    assert "laufen" in line(demo, "Läufe")


def test_the_keys_for_machines(demo: Tool) -> None:
    facts = demo("status", "--json").object
    assert list(facts)[:10] == [
        *("now", "activated", "paused", "enrollments", "touches"),
        *("next_due", "open_tasks", "uncertain", "held_replies", "replies_read_at"),
    ]
    assert facts["due_now"] == {"advertising": 0, "other": 0}
    assert facts["running"] is False
    assert facts["schema"]


def test_what_a_person_has_to_do_stands_at_the_end(empty: Tool) -> None:
    said = empty("status").out
    assert "→ systemctl start wiedersehen" in said
    assert "→ wiedersehen activate" in said
    empty("pause")
    assert "→ wiedersehen resume" in empty("status").out
    assert line(empty, "Angehalten").endswith("Werbung; Vertragspost geht hinaus")


def test_pause_and_resume_say_what_follows(empty: Tool) -> None:
    assert "Vertragspost geht weiter hinaus" in empty("pause").out
    assert "auch Vertragspost" in empty("pause", "--all").out
    assert "Es geht weiter" in empty("resume").out


def test_beside_an_installed_service_a_command_says_which_data_it_means(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.setattr(options, "_ROOT", tmp_path)
    monkeypatch.setattr(options, "_INSTALLED", tmp_path)
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    assert main(["pause", "--all", "--config", str(shipped_config(tmp_path))]) == options.USAGE
    assert "Welche Daten sind gemeint?" in capsys.readouterr().err
    assert not (tmp_path / "var").exists()


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_activation_is_asked_for_at_a_terminal(empty: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", _Terminal("n\n"))
    refused = empty("activate", code=1)
    assert "an echte Menschen" in refused.out
    assert empty("status", "--json").object["activated"] is False
    monkeypatch.setattr("sys.stdin", _Terminal(""))
    assert "Freigeschaltet" in empty("activate", "--yes").out
    assert line(empty, "Freigeschaltet").split()[1] == "ja:"


def test_a_running_daemon_follows_an_activation(tmp_path: Path) -> None:
    """The same process, mails before and after: the carrier asks before each."""
    tool = Tool(tmp_path / "state", shipped_config(tmp_path, kind='kind = "none"'))
    tool("status")
    configured = read(tool.config)
    assert isinstance(configured, Read)
    store = Store(sqlite_url(tool.state / "wiedersehen.sqlite3"))
    house = build(configured, tool.state, store, SystemClock())

    async def twice() -> None:
        carrier = carrier_of(house, configured.settings)
        await carrier.transmit(mail_for(), yes)
        tool("activate")
        await carrier.transmit(mail_for(), yes)
        await carrier.close()

    asyncio.run(twice())
    store.close()
    mails = sorted((tool.state / "mail" / "new").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    redirected = [b"X-Wiedersehen-Original-To" in mail.read_bytes() for mail in mails]
    assert redirected == [True, False]


def test_due_work_is_counted_before_it_goes(imported: Tool, copy_of: Callable[[Tool], Tool]) -> None:
    tool = copy_of(imported)
    tool("pause", "--all")
    tool.play(START)
    due = tool("status", "--json").object["due_now"]
    assert due["other"] > 20  # the receipts
    assert tool("activate", "--json").object["due"] == sum(due.values())
    assert f"{sum(due.values())} (Werbung {due['advertising']}" in line(tool, "Jetzt fällig")
