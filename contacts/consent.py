"""Consent with its proof, and objection with its scope. Both are append-only facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contacts.medium import Medium, Purpose


class ConsentMethod(StrEnum):
    """How a consent was given; FLAG is a mere CRM tick and proves nothing (BGH I ZR 164/09)."""

    DOI = "doi"
    SIGNED = "signed"
    RECORDED = "recorded"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Consent:
    """An express consent for one medium. Times are aware UTC; `purposes` empty means advertising only."""

    external_id: str
    contact_id: str
    medium: Medium
    granted_at: datetime
    method: ConsentMethod
    purposes: frozenset[Purpose] = frozenset({Purpose.ADVERTISING})
    products: frozenset[str] = frozenset()
    text: str = ""
    text_version: str = ""
    proof_ref: str = ""
    confirmed_at: datetime | None = None
    valid_until: datetime | None = None
    withdrawn_at: datetime | None = None


GLOBAL = "global"
"""Objection scope that covers advertising on every medium (Art. 21 Abs. 2 DSGVO)."""

OBJECTION_SCOPES = (GLOBAL, *(medium.value for medium in Medium))


@dataclass(frozen=True, slots=True)
class Objection:
    """Somebody does not want advertising. `scope` is GLOBAL or a medium; `source` says through which door it came."""

    scope: str
    received_at: datetime
    contact_id: str | None = None
    address: str | None = None
    source: str = ""
    verbatim: str = ""
