"""Verdict, finding and ruling: what the rulebook answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from types import MappingProxyType

from contacts.medium import Medium, Purpose


class Verdict(IntEnum):
    """The answers a rule can give, strictest last; the strictest of all applicable rules wins."""

    ALLOW = 1
    ALLOW_DUTY = 2
    STRIP = 3
    DEFER = 4
    DENY_DEFAULT = 5
    DENY = 6

    @property
    def allows(self) -> bool:
        """True when the message may leave now (its duties fulfilled)."""
        return self <= Verdict.ALLOW_DUTY


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says about one case.

    `reason` is German and shown to people; `values` are the facts looked at; `evidence` are external ids of consents,
    objections, replies; `until` (aware UTC) is set with DEFER; `outcome` is set by caps (postpone, next_channel, skip).
    """

    verdict: Verdict
    reason: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    evidence: tuple[str, ...] = ()
    duties: frozenset[str] = frozenset()
    until: datetime | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """One rule's finding inside a ruling; `n` is the rule's place in the table."""

    n: int
    rule: str
    statute: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Ruling:
    """All gates of one case and the verdict they combine to. `rule` names the gate that decided."""

    medium: Medium
    purpose: Purpose
    verdict: Verdict
    rule: str
    reason: str
    duties: frozenset[str]
    gates: tuple[Gate, ...]
    rulebook: str
    until: datetime | None = None
    outcome: str | None = None
