"""Another system that may call us: how it proves who it is, and what it may report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

Scheme = Literal["standard", "bearer", "hubspot"]
Kind = Literal["cancellations", "returned", "outcomes", "activities", "objections", "consents-withdrawn", "tasks"]
KINDS: Final[tuple[Kind, ...]] = (
    *("cancellations", "returned", "outcomes", "activities", "objections", "consents-withdrawn", "tasks"),
)
"""What a source may do; `tasks` is reading one."""
MIN_TOKEN_BYTES: Final = 32
MIN_SIGNING_BYTES, MAX_SIGNING_BYTES = 24, 64
"""Of a secret of Standard Webhooks (its specification, „Symmetric signatures“)."""


@dataclass(frozen=True, slots=True)
class Source:
    """One [[api]] section. Of several `secrets` each opens: the newest first, the older ones while keys change."""

    id: str
    scheme: Scheme
    may: frozenset[str]
    per_minute: int
    secrets: tuple[str, ...] = field(repr=False)
