"""Rulings as JSON: the form in which `why`, reports and the decision rows keep them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import NoneType
from typing import Any

from compliance.verdict import Ruling
from sequences.definition import Channel


def tried_json(tried: Iterable[tuple[Channel, Ruling]]) -> list[dict[str, Any]]:
    """One object per channel tried, with every gate, also passed ones."""
    return [
        {
            "channel": channel.value,
            "verdict": ruling.verdict.name,
            "rule": ruling.rule,
            "reason": ruling.reason,
            "duties": sorted(ruling.duties),
            "rulebook": ruling.rulebook,
            "until": plain(ruling.until),
            "outcome": ruling.outcome,
            "gates": [
                {
                    "n": gate.n,
                    "rule": gate.rule,
                    "statute": gate.statute,
                    "verdict": gate.finding.verdict.name,
                    "reason": gate.finding.reason,
                    "values": {name: plain(value) for name, value in gate.finding.values.items()},
                    "evidence": list(gate.finding.evidence),
                }
                for gate in ruling.gates
            ],
        }
        for channel, ruling in tried
    ]


_AS_THEY_ARE = frozenset({NoneType, bool, int, float, str})


def plain(value: Any) -> Any:
    """`value` with only JSON types: times ISO 8601, decimals as text, enumerations by their word."""
    if type(value) in _AS_THEY_ARE:
        return value
    match value:
        case Enum():
            return value.value if isinstance(value.value, str) else value.name
        case str():
            return value
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case _:
            return [plain(item) for item in value]
