"""A file with persons in it is there whole or not at all, whatever was left of an earlier attempt."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaigns.whole import unfinished, write_whole


def test_a_leftover_with_other_rights_is_no_way_in(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    unfinished(path).write_text("halb", encoding="utf-8")
    unfinished(path).chmod(0o644)
    write_whole(path, b"ganz")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"ganz", 0o600)
    assert [one.name for one in tmp_path.iterdir()] == ["list.csv"]


def test_what_fails_changes_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "folder"
    path.mkdir()
    with pytest.raises(IsADirectoryError):
        write_whole(path, b"ganz")
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]
