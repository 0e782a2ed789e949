"""The letter shop's files: whole or absent, always the same bytes, checkable with the shop's own tool."""

from __future__ import annotations

import csv
import hashlib
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from channels.channel import BatchRow, Refused
from channels.letter.batch import BatchFrozen, is_complete, write_batch, write_letters, write_recall
from channels.letter.letter import LetterChannel
from tests.channels.test_letter import LETTER


def rows(count: int = 3) -> list[BatchRow]:
    return [LetterChannel().prepare(replace(LETTER, send_id=f"send-{number:05}")) for number in range(count)]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_shop_can_check_and_read_it(tmp_path: Path) -> None:
    path = write_batch(tmp_path, "2026-03-02-winback", rows())
    assert names(tmp_path) == [
        "2026-03-02-winback.csv",
        "2026-03-02-winback.csv.sha256",
        "2026-03-02-winback.satzbeschreibung.txt",
    ]
    check = subprocess.run(
        ["sha256sum", "--strict", "-c", f"{path.name}.sha256"], cwd=tmp_path, check=False, capture_output=True
    )
    assert check.returncode == 0, check.stderr
    assert path.read_bytes().startswith('\ufeff"Sendungs-ID";'.encode())
    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n") == 4
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.DictReader(file, delimiter=";"))
    assert [row["PLZ"] for row in read] == ["01067"] * 3
    assert read[0] == dict(rows()[0].columns)
    assert path.stat().st_mode & 0o777 == 0o600


def test_writing_again_in_another_order_gives_the_same_bytes(tmp_path: Path) -> None:
    first = write_batch(tmp_path / "a", "b1", rows())
    second = write_batch(tmp_path / "b", "b1", reversed(rows()))
    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "a").iterdir()}
    write_batch(tmp_path / "a", "b1", rows())
    assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / "a").iterdir()} == before
    for name in names(tmp_path / "a"):
        assert first.with_name(name).read_bytes() == second.with_name(name).read_bytes()


def test_a_frozen_batch_is_never_replaced(tmp_path: Path) -> None:
    path = write_batch(tmp_path, "b1", rows())
    before = path.read_bytes()
    with pytest.raises(BatchFrozen):
        write_batch(tmp_path, "b1", rows(4))
    assert path.read_bytes() == before
    assert is_complete(path)


def test_only_a_list_settles_what_is_in_a_batch(tmp_path: Path) -> None:
    """A description, and finished letters without their checksum, are what a death left behind: they are made anew."""
    (tmp_path / "b1.satzbeschreibung.txt").write_text("Sätze: 4")
    path = write_batch(tmp_path, "b1", rows())
    assert is_complete(path)
    assert "Sätze: 3 " in (tmp_path / "b1.satzbeschreibung.txt").read_text("utf-8")
    (tmp_path / "b1.brief-001.pdf").write_bytes(b"%PDF of an older compiler")
    letters = write_letters(tmp_path, "b1", 1, b"%PDF")
    assert letters.read_bytes() == b"%PDF"
    assert is_complete(letters)
    with pytest.raises(BatchFrozen):
        write_letters(tmp_path, "b1", 1, b"%PDF of another day")


@pytest.mark.parametrize("batch_id", ["", "../b", "a/b", ".b", "b.csv", "b\n", "ä", "b" * 81])
def test_a_batch_id_is_no_path(tmp_path: Path, batch_id: str) -> None:
    with pytest.raises(Refused):
        write_batch(tmp_path / "x", batch_id, rows())
    with pytest.raises(Refused):
        write_recall(tmp_path / "x", batch_id, ["send-1"])
    assert names(tmp_path) == []


def test_what_is_no_batch(tmp_path: Path) -> None:
    other = BatchRow("send-9", {"Sendungs-ID": "send-9"})
    for faulty in ([], [*rows(), other], [*rows(), rows()[0]]):
        with pytest.raises(Refused):
            write_batch(tmp_path / "x", "b1", faulty)
    assert names(tmp_path) == []


def test_a_recall_names_its_content_and_replaces_no_earlier_one(tmp_path: Path) -> None:
    first = write_recall(tmp_path, "b1", ["send-2", "send-1", "send-2"])
    assert first.read_bytes() == '\ufeff"Sendungs-ID"\r\n"send-1"\r\n"send-2"\r\n'.encode()
    assert first.name == f"b1.rueckruf-{hashlib.sha256(first.read_bytes()).hexdigest()[:8]}.csv"
    assert write_recall(tmp_path, "b1", ["send-1", "send-2"]) == first
    longer = write_recall(tmp_path, "b1", ["send-1", "send-2", "send-3"])
    assert longer != first
    assert is_complete(first)
    assert is_complete(longer)
    for faulty in ([], ["=1"], ["a\nb"]):
        with pytest.raises(Refused):
            write_recall(tmp_path, "b1", faulty)


def test_a_reader_that_polls_never_takes_half_a_file(tmp_path: Path) -> None:
    """L2: whoever takes only files with a fitting checksum sees the whole batch or none."""
    taken, stop = [], threading.Event()
    path = tmp_path / "b1.csv"

    def poll() -> None:
        while not stop.is_set():
            if is_complete(path):
                taken.append(len(path.read_bytes()))

    reader = threading.Thread(target=poll)
    reader.start()
    write_batch(tmp_path, "b1", rows(2000))
    while not taken:
        pass
    stop.set()
    reader.join()
    assert set(taken) == {path.stat().st_size}


_CRASH = """
import os, pathlib, signal, sys
from channels.letter import batch
from tests.channels.test_batch import rows
calls, wanted = 0, int(sys.argv[2])
def dying(name):
    real = getattr(os, name)
    def call(*arguments):
        global calls
        calls += 1
        if calls == wanted: os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments)
    setattr(os, name, call)
for name in ("fsync", "rename"): dying(name)
batch.write_batch(pathlib.Path(sys.argv[1]), "b1", rows())
"""


@pytest.mark.parametrize("instant", range(1, 10))
def test_killed_at_any_step_the_next_run_mends_it(tmp_path: Path, instant: int) -> None:
    """L1: SIGKILL before each fsync and each rename; three files of (fsync, rename, fsync) make nine instants."""
    broken, whole = tmp_path / "broken", tmp_path / "whole"
    died = subprocess.run([sys.executable, "-c", _CRASH, str(broken), str(instant)], check=False, cwd=Path.cwd())
    assert died.returncode == -signal.SIGKILL
    # Before its list stands nobody is in a batch: whoever objects meanwhile is not in the one that is written then.
    mended = rows() if (broken / "b1.csv").exists() else rows(2)
    write_batch(broken, "b1", mended)
    write_batch(whole, "b1", mended)
    assert names(broken) == names(whole)
    for name in names(whole):
        assert (broken / name).read_bytes() == (whole / name).read_bytes()
