"""State diagrams in Mermaid, from the transition tables of sequences/."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from sequences import enrollment as enrollments
from sequences import touch as touches

State = TypeVar("State", bound=StrEnum)


def touch() -> str:
    """Every edge of a touch's life."""
    return _diagram(touches.TRANSITIONS, {touches.TouchState.PLANNED})


def enrollment() -> str:
    """Every edge of a run's life."""
    states = enrollments.EnrollmentState
    return _diagram(enrollments.TRANSITIONS, {states.ACTIVE, states.HOLDOUT, states.EXCLUDED})


def _diagram(table: Mapping[State, Iterable[State]], starts: set[State]) -> str:
    order = list(table)
    lines = ["```mermaid", "stateDiagram-v2", *(f"    [*] --> {state}" for state in order if state in starts)]
    for state in order:
        following = sorted(table[state], key=order.index)
        lines += [f"    {state} --> {new}" for new in following] or [f"    {state} --> [*]"]
    return "\n".join([*lines, "```", ""])
