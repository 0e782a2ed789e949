"""The words that an installation allows in its sequence files, given from above: no sibling room is imported."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Closed lists of words. An empty `task_kinds` leaves the kind of a task unchecked.

    `labels` are the labels of replies, `outcomes` further allowed keys of [on_reply] (outcomes of tasks).
    """

    reasons: frozenset[str]
    labels: frozenset[str]
    doors: frozenset[str]
    brands: frozenset[str]
    task_kinds: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()
