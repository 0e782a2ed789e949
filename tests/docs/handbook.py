"""What the handbook shows: commands on one demo state, one after the other, with their real output."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import tempfile
import textwrap
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from pathlib import Path
from unittest import mock

from tests.rig.tool import Tool

ROOT = Path(__file__).resolve().parents[2]
PRIVACY = "docs/handbuch/datenschutz.md"
CARE = "docs/handbuch/betreuung.md"
_WIDTH = 118

Story = Mapping[str, tuple[tuple[str, ...], ...]]
"""Block -> the commands it shows. The order is the order of the page: what a command did is seen later."""

_PRIVACY: Story = {
    "wer": (("why", "x.obermoser@alpenrad.example", "--step", "missing_feature/value"),),
    "nachweis": (("consent", "proof", "EW-0004"),),
    "probe": (("suppress", "K-1003", "--dry-run"),),
    "widerspruch": (
        ("suppress", "K-1003", "--verbatim", "Keine Werbung mehr, bitte.", "--source", "Brief vom 20.03., Ordner 7"),
        ("suppress", "K-1003"),
    ),
    "danach": (("consent", "list", "K-1003"),),
    "brief": (("suppress", "K-1046", "--scope", "post"),),
    "fremd": (("suppress", "fremd@rad.example"),),
    "protokoll": (("audit", "list", "--contact", "K-1003"),),
    "kette": (("audit", "verify"),),
    "regelwerk": (("compliance", "verify", "compliance/cases/decision_table.csv"),),
}

_CARE: Story = {
    "liste": (("tasks", "list"),),
    "meine": (("tasks", "list", "--for", "wiebke.thomsen@nordlicht-software.example"),),
    "anruf": (("tasks", "show", "58bdaf"),),
    "ergebnis": (("tasks", "done", "58bdaf", "--outcome", "not_reached", "--by", "Wiebke"),),
    "antworten": (("replies", "list", "--review"),),
    "freigeben": (("replies", "release", "{reply}"),),
}

STORIES: Mapping[str, Story] = {PRIVACY: _PRIVACY, CARE: _CARE}
"""Page -> its story; each page has a demo of its own."""

_LINES = {"anruf": 34}
"""Where a block is longer than this, the page shows its beginning."""

_MASKS = (
    (re.compile(r"\b[0-9a-f]{64}\b"), "‹64 Zeichen›"),
    (re.compile(r"\bobj-[0-9a-f]{24}\b"), "obj-‹24 Zeichen›"),
    (re.compile(r"\breply-[0-9a-f]{6,}"), "reply-xxxxxx"),
    (re.compile(r"^(\d\d\.\d\d\.\d{4} \d\d:\d\d  )[0-9a-f]{8}(?=  )", re.MULTILINE), r"\1xxxxxxxx"),
    (re.compile(r"(release) [0-9a-f]{8}\b"), r"\1 xxxxxxxx"),
    (re.compile(r"(--head) [0-9a-f]{16}\b"), r"\1 ‹16 Zeichen›"),
    (re.compile(r"(Prüfsumme(?: der \w+:)?)\s+[0-9a-f]{16}\b"), r"\1 ‹16 Zeichen›"),
    # Deliveries side by side are written down in the order in which they end.
    (re.compile(r"^ +\d+(?=  \d\d\.\d\d\.\d{4}, \d\d:\d\d Uhr)", re.MULTILINE), "   ‹…›"),
)
"""What differs from one installation to the next."""


def blocks() -> dict[tuple[str, str], Callable[[], str]]:
    """(page, block) -> its text, for tests.docs.blocks."""
    return {(page, name): partial(_block, page, name) for page, story in STORIES.items() for name in story}


def _block(page: str, name: str) -> str:
    return _played(page)[name]


@lru_cache
def demo() -> Path:
    """The state that `run --demo --once` leaves behind with the shipped configuration; to be copied."""
    folder = Path(tempfile.mkdtemp(prefix="wds-handbook-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with mock.patch.dict(os.environ, SUDO_USER="dsb"):
        Tool(folder / "demo", ROOT / "config.toml")("run", "--demo", "--once")
    return folder / "demo"


@lru_cache
def _played(page: str) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, SUDO_USER="dsb"):
        tool = Tool(Path(shutil.copytree(demo(), Path(folder) / "demo")), ROOT / "config.toml")
        return {name: _shown(tool, commands, folder, _LINES.get(name)) for name, commands in STORIES[page].items()}


def _shown(tool: Tool, commands: tuple[tuple[str, ...], ...], folder: str, most: int | None) -> str:
    lines = []
    for asked in commands:
        command = tuple(_waiting(tool) if word == "{reply}" else word for word in asked)
        done = tool(*(str(ROOT / word) if word.startswith("compliance/") else word for word in command))
        lines.append("$ wiedersehen " + " ".join(f"'{word}'" if " " in word else word for word in command))
        lines += [wrapped for line in done.out.rstrip().splitlines() for wrapped in _wrapped(line)]
        lines.append("")
    if most is not None and len(lines) > most:
        lines[most:] = ["[…]"]
    text = "\n".join(lines).rstrip().replace(f"{folder}/", "")
    for pattern, mask in _MASKS:
        text = pattern.sub(mask, text)
    return f"```console\n{text}\n```\n"


def _waiting(tool: Tool) -> str:
    """The beginning of the id of the reply that waits for a person; it holds a Message-ID of this very installation."""
    (reply,) = tool("replies", "list", "--review", "--json").objects
    return str(reply["reply"])[:8]


def _wrapped(line: str) -> list[str]:
    """As a terminal would break it, so that the page stays readable."""
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.wrap(line, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]
