"""The table of the variables that texts may use."""

from __future__ import annotations

from campaigns.lexicon.variables import VARIABLES


def variables() -> str:
    """One line a variable."""
    rows = (f"| `{name}` | {meaning} |\n" for name, meaning in VARIABLES.items())
    return "| Variable | was dort steht |\n| --- | --- |\n" + "".join(rows)
