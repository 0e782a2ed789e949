"""The objects of `simulate` and `report touches`: one per decision, the same keys from both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sequences.definition import Sequence


def touch_object(row: Mapping[str, Any], sequences: Mapping[str, Sequence], zone: ZoneInfo) -> dict[str, Any]:
    """One decision as JSON; times ISO 8601 with offset in the house's zone."""
    purpose = row["purpose"] or _purpose(row, sequences)
    return {
        "type": "touch",
        "at": iso(row["at"], zone),
        "contact": row["contact"],
        "company": row["company"],
        "cancellation": row["cancellation"],
        "sequence": row["sequence"],
        "step": row["step"],
        "purpose": purpose,
        "channel": row["channel"],
        "decision": decision_word(row["decision"]),
        "until": iso(row["until"], zone),
        "reason": row["reason"] or None,
        "verdict": row["verdict"],
        "rule": row["rule"],
        "variant": row["variant"],
    }


def decision_word(decision: str) -> str:
    """The words of the contract: what is held for a person is a postponement without a date."""
    return "postpone" if decision == "hold" else decision


def summary(objects: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The last line: how often each decision was made, and what left by which channel."""
    rows = list(objects)
    return {
        "type": "summary",
        "touches": len(rows),
        "decisions": dict(sorted(Counter(row["decision"] for row in rows).items())),
        "sent": dict(sorted(Counter(row["channel"] for row in rows if row["decision"] == "send").items())),
        "contacts": len({row["contact"] for row in rows}),
    }


def iso(moment: datetime | None, zone: ZoneInfo) -> str | None:
    """ISO 8601 with offset, None for None."""
    return moment.astimezone(zone).isoformat() if moment is not None else None


def _purpose(row: Mapping[str, Any], sequences: Mapping[str, Sequence]) -> str | None:
    sequence = sequences.get(row["sequence"])
    if sequence is None:
        return None
    return next((step.purpose.value for step in sequence.steps if step.id == row["step"]), None)
