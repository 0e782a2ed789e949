"""The German Handbuch: whatever it tells people to type can be typed, and each page is reachable from its index."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import pytest

from tests.docs.blocks import page
from tests.docs.commands import COMMON, leaves
from tests.docs.licences import ROOT

PAGES = [path.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob("docs/handbuch/*.md"))]
FIRST_DAYS = ("marketing.md", "betreuung.md", "betrieb.md", "datenschutz.md")
_BLOCK = re.compile(r"```(?:sh|console)\n(.*?)```", re.DOTALL)
_CALL = re.compile(r"^(?:\w+=\S+ )*(?:sudo (?:-\w+ \S+ )*)?(?:\S*/)?(?:wiedersehen|wds) (.+)$")
"""`wds` is the short name that the page on running the service gives the command."""


def calls(text: str) -> Iterator[str]:
    """What stands behind `wiedersehen` in the blocks of a page that show what to type, lines joined."""
    for block in _BLOCK.findall(text):
        prompt = any(line.startswith("$ ") for line in block.splitlines())
        for line in block.replace("\\\n", " ").splitlines():
            typed = line.removeprefix("$ ") if line.startswith("$ ") or not prompt else ""
            found = _CALL.search(typed.split(" #")[0].strip())
            if found and not typed.lstrip().startswith("#"):
                yield found[1].strip()


def wrong(call: str) -> str | None:
    """What cannot be typed about a call, None when all can."""
    words = shlex.split(re.split(r"[|;>]|&&", call)[0])
    while words and words[0] in COMMON:
        words = words[2:]
    for path, command in sorted(leaves(), key=lambda leaf: -len(leaf[0])):
        if words[: len(path.split())] == path.split():
            known = {name for parameter in command.params for name in parameter.opts} | {"--help"}
            strange = [word for word in words if word.startswith("--") and word.split("=")[0] not in known]
            return f"{call}: {strange}" if strange else None
    return None if words in ([], ["--help"]) else f"{call}: no such command"


@pytest.mark.parametrize("name", PAGES)
def test_everything_to_type_can_be_typed(name: str) -> None:
    assert [fault for call in calls(page(name)) if (fault := wrong(call))] == []


@pytest.mark.parametrize("name", FIRST_DAYS)
def test_each_kind_of_user_has_a_first_day_with_things_to_type(name: str) -> None:
    assert len(list(calls(page(f"docs/handbuch/{name}")))) >= 5


def test_the_index_leads_to_every_page() -> None:
    index = page("docs/handbuch/README.md")
    names = [name.rpartition("/")[2] for name in PAGES]
    assert [name for name in names if f"({name})" not in index and name != "README.md"] == []


def test_planted_faults_are_caught() -> None:
    text = "```console\n$ wiedersehen tasks list --gone\nnichts\n$ .venv/bin/wiedersehen vanish\n```"
    assert [bool(wrong(call)) for call in calls(text)] == [True, True]
    assert wrong("--state demo tasks list --json") is None
    assert wrong("simulate --until 2027-01-01 --json | head") is None
