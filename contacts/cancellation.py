"""The cancellation (the case) and the closed list of churn reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

REASONS = (
    "relocation",
    "financial_squeeze",
    "wants_change",
    "life_phase",
    "price",
    "quality",
    "service",
    "image",
    "location_gap",
    "contact_changed",
    "competitor_offer",
    "missing_feature",
    "project_ended",
    "low_use",
    "closure",
    "takeover",
    "insolvency",
    "deceased",
    "special_termination",
    "terminated_by_us",
    "other",
    "unknown",
)
"""Shipped churn reasons; `[reasons]` in config.toml adds more, never removes."""

EXCLUDING_REASONS = frozenset({"deceased", "insolvency", "closure", "terminated_by_us", "special_termination"})
"""Reasons after which nobody is won back: there is no customer left, or asking would be indecent (mission A3)."""

ENDS_THE_FIRM = frozenset({"insolvency", "closure"})
"""Of these, the ones that are about the company: none of its people is won back any more."""


FORM = "form"
"""The door of the public pages."""


class DeclarationKind(StrEnum):
    """What somebody declared: the end of a contract for the future, or its withdrawal (§ 355, § 356a BGB)."""

    CANCELLATION = "cancellation"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True)
class Cancellation:
    """A customer's declaration as received; `received_at` is aware UTC, `wished_end` a local day."""

    external_id: str
    contact_id: str
    received_at: datetime
    reason: str
    contract_id: str | None = None
    wished_end: date | None = None
    feature: str | None = None
    text: str = ""
    door: str = "csv"
    receipt_confirmed_at: datetime | None = None
    competitor: str | None = None
    competitor_source: str | None = None
    kind: DeclarationKind = DeclarationKind.CANCELLATION

    @property
    def assigned(self) -> bool:
        """False for a declaration from the public form that fits no contract: whose address it names is unknown."""
        return self.door != FORM or self.contract_id is not None
