"""States that several tests look at: built once by the command line, copied by whoever changes them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
import pytest

from tests.rig.once import once
from tests.rig.tool import START, Tool, shipped_config

DATABASE = "wiedersehen.sqlite3"
END = "2027-12-02T08:00:00+01:00"
"""640 days after START."""


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = once(tmp_path_factory, "config", lambda folder: shipped_config(folder, kind='kind = "none"'))
    return folder / "config.toml"


@pytest.fixture(scope="session")
def imported(config: Path, tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """The sample firm on its Monday morning, activated, nothing played yet."""

    def build(folder: Path) -> None:
        tool = Tool(folder / "state", config)
        tool.play(START)
        tool("activate")
        tool.import_samples()

    return Tool(once(tmp_path_factory, "imported", build) / "state", config)


@pytest.fixture(scope="session")
def simulated(imported: Tool, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What `simulate` says about 640 days."""
    return foretold(imported, tmp_path_factory, END)


@pytest.fixture(scope="session")
def played(imported: Tool, simulated: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """The same 640 days lived through by the daemon on a virtual clock, after the simulation has looked ahead."""
    del simulated
    folder = once(tmp_path_factory, "played", lambda folder: copied(imported, folder).play(START, END))
    return Tool(folder / "state", imported.config)


@pytest.fixture(scope="session")
def demo(config: Path, tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """`run --demo --once`: three weeks of the sample firm."""
    folder = once(tmp_path_factory, "demo", lambda folder: Tool(folder / "state", config)("run", "--demo", "--once"))
    return Tool(folder / "state", config)


@pytest.fixture
def copy_of(tmp_path: Path) -> Callable[[Tool], Tool]:
    """A copy of a shared state that a test may change."""
    return lambda tool: copied(tool, tmp_path)


@pytest.fixture
def empty(tmp_path: Path, config: Path) -> Tool:
    (tmp_path / "state").mkdir(mode=0o700)
    return Tool(tmp_path / "state", config)


@pytest.fixture
def nowhere(tmp_path: Path, config: Path) -> Tool:
    """A state directory that is not there."""
    return Tool(tmp_path / "state", config)


def foretold(tool: Tool, factory: pytest.TempPathFactory, until: str) -> list[dict[str, Any]]:
    """The objects of `simulate` from START to `until`; `tool` is the same state whoever asks."""

    def build(folder: Path) -> None:
        told = tool("simulate", "--from", START, "--until", until, "--json")
        (folder / "told.jsonl").write_text(told.out, encoding="utf-8")

    told = once(factory, f"foretold-{until[:10]}", build) / "told.jsonl"
    return [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]


def copied(tool: Tool, folder: Path) -> Tool:
    """The state of `tool` once more, below `folder`; another worker may just look at it."""
    shutil.copytree(tool.state, folder / "state", ignore=lambda _, names: [name for name in names if DATABASE in name])
    with (
        closing(sqlite.connect(tool.state / DATABASE)) as known,
        closing(sqlite.connect(folder / "state" / DATABASE)) as new,
    ):
        known.backup(new)
    shutil.copymode(tool.state / DATABASE, folder / "state" / DATABASE)
    return Tool(folder / "state", tool.config)
