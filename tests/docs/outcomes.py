"""What a person can report about a task, from tasks/kinds.py."""

from __future__ import annotations

from collections.abc import Iterable

from tasks.kinds import ENDS_ADVERTISING, OUTCOMES, Outcome


def outcomes() -> str:
    """One row per kind of task, and what single outcomes do."""
    lines = ["| kind of task | outcomes |", "| --- | --- |"]
    lines += [f"| `{kind}` | {_words(allowed)} |" for kind, allowed in OUTCOMES.items()]
    lines += [f"| any other | {_words(Outcome)} |", ""]
    lines += [f"End the person's advertising, without an objection: {_words(sorted(ENDS_ADVERTISING))}.", ""]
    return "\n".join(lines)


def _words(outcomes: Iterable[Outcome]) -> str:
    return ", ".join(f"`{outcome}`" for outcome in outcomes)
