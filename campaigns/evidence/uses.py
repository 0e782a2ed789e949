"""What a consent or a contract was used for: each advertising touch that left, by the evidence its ruling rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from compliance.verdict import Verdict
from contacts.medium import Purpose

EXISTING_CUSTOMER = "existing_customer"
"""The one basis of e-mail that rests on a contract, not on a consent (§ 7 Abs. 3 UWG)."""


@dataclass(frozen=True, slots=True)
class Use:
    """One touch that left; `touch_id` is a row id, for what became of it."""

    touch_id: int
    at: datetime
    sequence: str
    step: str
    channel: str
    statute: str
    values: Mapping[str, Any]


def uses_by_evidence(history: Iterable[Mapping[str, Any]]) -> dict[str, list[Use]]:
    """Uses by the id of their evidence, and those of § 7 Abs. 3 UWG under EXISTING_CUSTOMER; the oldest first.

    `history` is store.decisions.history. The last look counts: a touch that was postponed before it left has one use.
    """
    found: defaultdict[str, dict[int, Use]] = defaultdict(dict)
    for row in history:
        if row["decision"] != "send" or row["touch_id"] is None or not Purpose(row["purpose"]).is_advertising:
            continue
        for gate in carrying(row):
            use = Use(
                row["touch_id"],
                row["at"],
                row["sequence"],
                row["step"],
                row["channel"],
                gate["statute"],
                gate["values"] or {},
            )
            names = [EXISTING_CUSTOMER] if gate["rule"] == EXISTING_CUSTOMER else gate["evidence"]
            for name in names:
                found[name][use.touch_id] = use
    return {name: list(uses.values()) for name, uses in found.items()}


def carrying(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The gates that let a decided touch pass on its channel. A basis beside the decisive one carried nothing."""
    ruling: Iterable[Mapping[str, Any]] = row["ruling"] or ()
    gates = next((item["gates"] for item in ruling if item["channel"] == row["channel"]), ())
    return [
        gate
        for gate in gates
        if Verdict[gate["verdict"]].allows and (gate["values"] or {}).get("decisive") is not False
    ]
