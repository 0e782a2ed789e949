"""`backup`, and a database from the past: nothing is sent twice, and somebody is told why nothing is sent at all."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import tarfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from store.engine import sole_daemon
from tests.commands.conftest import copied
from tests.rig.once import once
from tests.rig.tool import START, Tool, shipped_config

BEFORE, AFTER = "2026-03-12T12:00:00+01:00", "2026-03-20T12:00:00+01:00"
LATER = "2026-04-30T12:00:00+02:00"


def message_ids(tool: Tool) -> Counter[str]:
    mails = (path.read_text(encoding="utf-8") for path in (tool.state / "mail" / "new").iterdir())
    return Counter(re.search(r"(?im)^message-id:\s*(<[^>]+>)", mail)[1] for mail in mails)


def letters(tool: Tool) -> Counter[str]:
    """How often each letter stands in a list for the letter shop."""
    lines = (path.read_text(encoding="utf-8-sig").splitlines()[1:] for path in (tool.state / "letters").glob("2*.csv"))
    return Counter(line for each in lines for line in each)


@pytest.fixture(scope="module")
def ten_days(imported: Tool, tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """The sample firm ten days on."""
    folder = once(tmp_path_factory, "ten_days", lambda folder: copied(imported, folder).play(START, BEFORE))
    return Tool(folder / "state", imported.config)


@pytest.fixture
def living(ten_days: Tool, copy_of: Callable[[Tool], Tool]) -> Tool:
    """The same, to be changed."""
    return copy_of(ten_days)


@dataclass(frozen=True)
class Kept:
    """What was put aside of a firm that lived on afterwards."""

    tool: Tool
    plain: Path
    backup: Path


@pytest.fixture(scope="module")
def further(ten_days: Tool, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Eight days after the backup."""

    def build(folder: Path) -> None:
        tool = copied(ten_days, folder)
        shutil.copy(tool.state / "wiedersehen.sqlite3", folder / "plain.sqlite3")
        made(tool, "--to", folder / "kept")
        tool.play(BEFORE, AFTER)

    folder = once(tmp_path_factory, "further", build)
    (backup,) = (folder / "kept").glob("*.tar.gz")
    return Kept(Tool(folder / "state", ten_days.config), folder / "plain.sqlite3", backup)


def made(tool: Tool, *arguments: str | Path) -> Path:
    return Path(tool("backup", "--json", *arguments).object["file"])


def put_back_by_hand(tool: Tool, backup: Path) -> None:
    """What somebody does who has never heard of `backup restore`."""
    for path in tool.state.glob("wiedersehen.sqlite3*"):
        path.unlink()
    with tarfile.open(backup) as archive:
        archive.extract("wiedersehen.sqlite3", tool.state, filter="data")


@pytest.mark.parametrize("way", ["command", "by hand", "plain copy", "copy on a new machine"])
def test_a_restored_database_sends_nothing_twice(further: Kept, copy_of: Callable[[Tool], Tool], way: str) -> None:
    living = copy_of(further.tool)
    before, before_letters = message_ids(living), letters(living)
    if way == "command":
        done = living("backup", "restore", further.backup)
        assert "Die bisherige Datenbank liegt in" in done.out
    elif way == "by hand":
        put_back_by_hand(living, further.backup)
    else:
        shutil.copy(further.plain, living.state / "wiedersehen.sqlite3")
        if way == "copy on a new machine":
            (living.state / "generation").unlink()
    started = living.play(AFTER, "2026-03-24T12:00:00+01:00")
    assert "Diese Datenbank kam aus einer Sicherung" in started.err
    assert (message_ids(living), letters(living)) == (before, before_letters)
    status = living("status", "--json").object
    assert (status["paused"], status["restored"]) == ("all", AFTER)
    assert "aus einer Sicherung" in living("status").out
    assert "Erst" in living("resume", "--held", code=2).err  # not before somebody has read why
    resumed = living("resume", "--json").object
    assert resumed["left_out"] > 0
    living.play(AFTER, LATER)
    assert max(message_ids(living).values()) == 1
    assert max(letters(living).values()) == 1
    assert len(message_ids(living)) > len(before) + 10  # it goes on
    left_out = living.touches(reason="restored", decision="skip")
    assert len(left_out) == resumed["left_out"]
    assert living("status", "--json").object["restored"] is None


def test_no_letter_is_handed_over_before_a_daemon_has_noticed(further: Kept, copy_of: Callable[[Tool], Tool]) -> None:
    living = copy_of(further.tool)
    living("backup", "restore", further.backup)
    before = letters(living)
    assert "kam aus einer Sicherung" in living("letters", "export", "--now", code=1).err
    assert letters(living) == before
    living.play(AFTER)
    living("letters", "export", "--now")


def test_contract_mail_waits_for_a_person(further: Kept, copy_of: Callable[[Tool], Tool]) -> None:
    living = copy_of(further.tool)
    before = message_ids(living)
    living("backup", "restore", further.backup)
    living.play(AFTER)
    living("resume")
    held = living("status", "--json").object["held"]
    assert held > 0
    living("resume", "--held")
    living.play(AFTER, "2026-03-21T12:00:00+01:00")
    again = {name for name, number in message_ids(living).items() if number > 1}
    assert again <= set(before)  # a second copy carries the same Message-ID, so that mail programs show one
    assert not again & {item["message_id"] for item in living.touches(purpose="advertising")}


def test_a_person_who_knows_that_nothing_was_sent(living: Tool, tmp_path: Path) -> None:
    backup = made(living, "--to", tmp_path)
    living("backup", "restore", backup)
    living.play(AFTER)
    assert living("resume", "--nothing-sent", "--json").object["left_out"] == 0
    before = len(message_ids(living))
    living.play(AFTER, "2026-03-24T12:00:00+01:00")
    assert len(message_ids(living)) > before


def test_moving_with_everything_is_no_restore(living: Tool, tmp_path: Path) -> None:
    shutil.copytree(living.state, tmp_path / "moved")
    moved = Tool(tmp_path / "moved", living.config)
    assert moved.play(BEFORE, AFTER).err.count("Sicherung") == 0
    assert moved("status", "--json").object["paused"] is None


def test_telling_what_the_program_cannot_see(living: Tool) -> None:
    assert living("restored", "--json").object["paused"] == "all"
    before = message_ids(living)
    living.play(BEFORE, AFTER)
    assert message_ids(living) == before


def test_the_suppression_list_needs_its_own_key(living: Tool) -> None:
    key = living.state / "hash.key"
    kept = key.read_bytes()
    key.unlink()
    assert "Der Schlüssel der Sperrliste fehlt" in living("status").out
    assert (
        "Der Schlüssel der Sperrliste fehlt"
        in living("access", "K-1001", "--out", living.state.parent / "auskunft", code=78).err
    )
    assert "nur Vertragspost und Eingangsbestätigungen" in living.play(BEFORE, AFTER).err
    assert not key.exists()  # a new one would be as wrong, and look right
    key.write_bytes(kept[::-1])
    assert "Der Schlüssel der Sperrliste passt nicht zur Datenbank" in living("status").out
    done = living("access", "K-1001", "--out", living.state.parent / "auskunft", code=78)
    assert "hash.key" in done.err


def test_a_backup_is_complete_checked_and_private(living: Tool, tmp_path: Path) -> None:
    said = living("backup", "--to", tmp_path / "kept").out
    assert "hash.key" in said
    assert "Getrennt aufzubewahren" in said
    (backup,) = (tmp_path / "kept").glob("*.tar.gz")
    assert backup.stat().st_mode & 0o077 == 0
    checked = subprocess.run(["sha256sum", "-c", f"{backup.name}.sha256"], cwd=backup.parent, check=False)
    assert checked.returncode == 0
    with tarfile.open(backup) as archive:
        names = archive.getnames()
        archive.extractall(tmp_path / "out", filter="data")
    assert {"config.toml", "wiedersehen.sqlite3", "sequences/1/winback.toml"} <= set(names)
    assert not any(name.endswith(".key") for name in names)
    with sqlite3.connect(tmp_path / "out" / "wiedersehen.sqlite3") as copy:
        (touches,) = copy.execute("SELECT count(*) FROM touch").fetchone()
    copy.close()
    assert touches == sum(living("status", "--json").object["touches"].values())
    assert living("status", "--json").object["last_backup"] == BEFORE
    assert "ist vollständig" in living("backup", "verify", backup).out
    with tarfile.open(made(living, "--to", tmp_path / "keys", "--with-keys")) as archive:
        assert {"hash.key", "token.key"} <= set(archive.getnames())


def test_damage_is_found_and_nothing_restored_from_it(living: Tool, tmp_path: Path) -> None:
    backup = made(living, "--to", tmp_path)
    content = backup.read_bytes()
    database = (living.state / "wiedersehen.sqlite3").read_bytes()
    for number, broken in enumerate((content[:-1000], content[:3000] + b"x" * 100 + content[3100:], b"kein Archiv")):
        bad = tmp_path / f"bad{number}.tar.gz"
        bad.write_bytes(broken)
        assert living("backup", "verify", bad, "--json", code=1).object["faults"]
        assert "Es wurde nichts verändert." in living("backup", "restore", bad, code=1).err
    assert (living.state / "wiedersehen.sqlite3").read_bytes() == database
    assert living("backup", "verify", tmp_path / "fehlt.tar.gz", code=1).err


def test_only_the_newest_are_kept(living: Tool, tmp_path: Path) -> None:
    for day in (13, 16, 17):
        living.play(living("status", "--json").object["now"], f"2026-03-{day}T12:00:00+01:00")
        made(living, "--to", tmp_path / "kept", "--keep", "2")
    names = sorted(path.name for path in (tmp_path / "kept").iterdir())
    assert len(names) == 4
    assert names[0].startswith("wiedersehen-20260316")


def test_restore_beside_a_running_daemon_is_refused(living: Tool, tmp_path: Path) -> None:
    backup = made(living, "--to", tmp_path)
    with sole_daemon(living.state):
        assert "systemctl stop wiedersehen" in living("backup", "restore", backup, code=1).err


@pytest.mark.real
def test_postgresql_is_left_to_its_own_tool_and_recognised_all_the_same(postgres, tmp_path: Path) -> None:
    url = postgres.database("backup")
    config = shipped_config(tmp_path, kind='kind = "none"')
    config.write_text(config.read_text(encoding="utf-8").replace("[database]\n", f'[database]\nurl = "{url}"\n'))
    tool = Tool(tmp_path / "state", config)
    tool.play("2026-03-02T08:00:00+01:00")
    tool("activate")
    tool.import_samples()
    tool.play("2026-03-02T08:00:00+01:00", BEFORE)
    said = tool("backup", "--to", tmp_path / "kept").out
    assert "pg_dump" in said
    # pg_restore is PostgreSQL's business; what it leaves behind is a number below the one beside the database.
    (tmp_path / "state" / "generation").write_text("7\n")
    assert "aus einer Sicherung" in tool.play(AFTER).err
    assert tool("status", "--json").object["paused"] == "all"
