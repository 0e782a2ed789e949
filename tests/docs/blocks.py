"""Generated blocks: text between two markers of a page, made by one function. Everything around them is written by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.docs import commands, config, corpora, handbook, imports, labels, outcomes, readme, states, variables

ROOT = Path(__file__).resolve().parents[2]

BLOCKS: Mapping[tuple[str, str], Callable[[], str]] = {
    ("docs/design.md", "touch"): states.touch,
    ("docs/design.md", "enrollment"): states.enrollment,
    ("docs/config.md", "settings"): config.settings,
    ("docs/config.md", "sequence"): config.sequence,
    ("docs/commands.md", "commands"): commands.commands,
    ("docs/replies.md", "labels"): labels.labels,
    ("docs/replies.md", "outcomes"): outcomes.outcomes,
    ("docs/replies.md", "corpus gates"): corpora.gates,
    ("docs/replies.md", "corpus labels"): corpora.by_label,
    ("docs/replies.md", "corpus bounces"): corpora.bounces,
    ("docs/handbuch/texte.md", "variables"): variables.variables,
    **imports.blocks(),
    **handbook.blocks(),
    ("README.md", "demo"): readme.demo,
}
"""(page, name of the block) -> its text."""

SLOW = {("README.md", "demo"), *handbook.blocks()}
"""They play the demo and take seconds, the others none."""

REWRITE = ".venv/bin/python -m tests.docs"


def page(name: str) -> str:
    """The text of a page, by its path from the root."""
    return (ROOT / name).read_text(encoding="utf-8")


def standing(name: str, block: str) -> str:
    """What stands between the markers of a block. Raises LookupError when the page has no such block."""
    found = _between(block).search(page(name))
    if found is None:
        raise LookupError(f"{name} has no block {block}")
    return found[2]


def rewrite(name: str, block: str, text: str) -> bool:
    """Put `text` between the markers; True when that changed the page."""
    before = page(name)
    after = _between(block).sub(lambda found: found[1] + text + found[3], before)
    if after != before:
        (ROOT / name).write_text(after, encoding="utf-8")
    return after != before


def _between(block: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- generated: {block} -->\n)(.*?)(<!-- end: {block} -->)", re.DOTALL)
