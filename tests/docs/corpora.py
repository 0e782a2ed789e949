"""What the classifier reaches on its corpora, for docs/replies.md: by measure and by label."""

from __future__ import annotations

from functools import cache

from tests.replies.measure import AT_LEAST, AT_MOST, Measured, measure, read_set
from tests.replies.measure_bounces import HELD_BACK, OWN, measure_bounces

_SETS = ("tuning", "held_back", "fresh")
_NAMES = ("tuning", "held back", "fresh")
_ALL = (*_SETS, "oblique", "unseen")


@cache
def _measured() -> dict[str, Measured]:
    return {name: measure(read_set(name)) for name in _ALL}


def gates() -> str:
    """One row per measure with its gate and all sets."""
    results = _measured()
    lines = ["| measure | gate | tuning | held back | fresh | oblique | unseen |", "| --- |" + " --- |" * 6]
    lines.append("| mails | | " + " | ".join(f"{results[name].figures['mails']:.0f}" for name in _ALL) + " |")
    for name, gate in AT_LEAST.items():
        lines.append(_row(name, f"≥ {gate:.3f}"))
    for name, limit in AT_MOST.items():
        lines.append(_row(name, f"≤ {limit:.3f}"))
    return "\n".join([*lines, ""])


def _row(name: str, gate: str) -> str:
    found = [_measured()[one].figures.get(name) for one in _ALL]
    cells = " | ".join("–" if value is None else f"{value:.3f}" for value in found)
    return f"| `{name}` | {gate} | {cells} |"


def by_label() -> str:
    """One row per label: mails, recall and precision in each set."""
    lines = [
        "| label | " + " | ".join(f"{name}: mails | recall | precision" for name in _NAMES) + " |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    rows = {name: {row[0]: row[1:] for row in result.labels} for name, result in _measured().items()}
    for label in sorted(set(rows["tuning"]) | set(rows["held_back"])):
        cells = [cell for name in _SETS for cell in _cells(rows[name].get(label))]
        lines.append(f"| `{label}` | " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])


def _cells(row: tuple[int, float | None, float | None] | None) -> tuple[str, str, str]:
    if row is None:
        return "0", "–", "–"
    number, recall, precision = row
    return str(number), _share(recall), _share(precision)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


_BOUNCES = (
    *("seen", "hard_right", "soft_right", "soft_as_hard", "recipient"),
    *("human_as_bounce", "complaints", "auto_replies", "challenges"),
)


def bounces() -> str:
    """One row per measure of transport mail; the mails of flufl.bounce are not in this tree and so not in this table."""
    figures = measure_bounces().figures
    lines = ["| measure | own | held back |", "| --- | --- | --- |"]
    for name in ("mails", *_BOUNCES):
        cells = (figures.get(f"{one} {name}") for one in (OWN, HELD_BACK))
        lines.append(f"| `{name}` | " + " | ".join("–" if cell is None else f"{cell:g}" for cell in cells) + " |")
    return "\n".join([*lines, ""])
