"""States that several tests look at: built once by the command line, copied by whoever changes them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.rig.tool import START, Tool, shipped_config

END = "2027-12-02T08:00:00+01:00"
"""640 days after START."""


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shipped_config(tmp_path_factory.mktemp("config"), kind='kind = "none"')


@pytest.fixture(scope="session")
def imported(config: Path, tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """The sample firm on its Monday morning, activated, nothing played yet."""
    tool = Tool(tmp_path_factory.mktemp("imported") / "state", config)
    tool.play(START)
    tool("activate")
    tool.import_samples()
    return tool


@pytest.fixture(scope="session")
def simulated(imported: Tool) -> list[dict[str, Any]]:
    """What `simulate` says about 640 days."""
    return imported("simulate", "--from", START, "--until", END, "--json").objects


@pytest.fixture(scope="session")
def played(imported: Tool, simulated: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """The same 640 days lived through by the daemon on a virtual clock, after the simulation has looked ahead."""
    del simulated
    tool = copied(imported, tmp_path_factory.mktemp("played"))
    tool.play(START, END)
    return tool


@pytest.fixture(scope="session")
def demo(config: Path, tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """`run --demo --once`: three weeks of the sample firm."""
    tool = Tool(tmp_path_factory.mktemp("demo") / "state", config)
    tool("run", "--demo", "--once")
    return tool


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


def copied(tool: Tool, folder: Path) -> Tool:
    """The state of `tool` once more, below `folder`."""
    shutil.copytree(tool.state, folder / "state")
    return Tool(folder / "state", tool.config)
