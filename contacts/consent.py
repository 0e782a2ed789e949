"""Consent with its proof, and objection with its scope. Both are append-only facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from contacts.medium import Medium, Platform, Purpose


class ConsentMethod(StrEnum):
    """How a consent was given; FLAG is a mere CRM tick and proves nothing (BGH I ZR 164/09)."""

    DOI = "doi"
    SIGNED = "signed"
    RECORDED = "recorded"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Consent:
    """An express consent for one medium. Times are aware UTC; `purposes` empty means advertising only.

    For AUDIENCE_UPLOAD `platforms` are those that may match a list, `matched_by` the addresses that may stand in it
    (empty = e-mail).

    `declared_name` and `declared_address` are what the person stated (for calls the number), `receiver` is the form or
    the pseudonym of the member of staff who took the declaration down, `privacy_version` what was shown beside it.
    """

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
    declared_name: str = ""
    declared_address: str = ""
    receiver: str = ""
    language: str = "de"
    privacy_version: str = ""
    platforms: frozenset[Platform] = frozenset()
    matched_by: frozenset[Medium] = frozenset()


MATCHED_BY = (Medium.EMAIL, Medium.PHONE)
"""Addresses by which an advertising network finds somebody."""

_CALLED = {
    Platform.LINKEDIN: re.compile(r"\blinkedin\b", re.IGNORECASE),
    Platform.GOOGLE: re.compile(r"\b(google|youtube)\b", re.IGNORECASE),
    Platform.META: re.compile(r"\b(meta|facebook|instagram)\b", re.IGNORECASE),
}


def platforms_named(consent: Consent) -> frozenset[Platform]:
    """The platforms of a consent that its wording names as well (Art. 4 Nr. 11 DSGVO: informed, for the case in hand).

    A mark in a file that the declaration does not bear out names nobody.
    """
    return frozenset(platform for platform in consent.platforms if _CALLED[platform].search(consent.text))


CONFIRM_WITHIN = timedelta(days=7)
"""So long a double opt-in waits for its click; then the person asks again."""


CALL_RECORD = ("text", "text_version", "proof_ref", "declared_name", "declared_address", "receiver")
"""What § 7a UWG asks for beside date and method: who declared what to whom, and where that can be looked up."""


class ConsentEvent(StrEnum):
    """What became of a consent, in the order it may happen."""

    REQUESTED = "requested"
    MAIL_SENT = "mail_sent"
    CLICKED = "clicked"
    CONFIRMED = "confirmed"
    USED = "used"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


GLOBAL = "global"
"""Objection scope that covers advertising on every medium (Art. 21 Abs. 2 DSGVO)."""

OBJECTION_SCOPES = (GLOBAL, *(medium.value for medium in Medium))


@dataclass(frozen=True, slots=True)
class Objection:
    """Somebody does not want advertising. `scope` is GLOBAL or a medium; `source` says through which door it came.

    `also` are further keys of a postal address whose addressee is named in full (see normalize.letterbox).
    """

    scope: str
    received_at: datetime
    contact_id: str | None = None
    address: str | None = None
    source: str = ""
    verbatim: str = ""
    also: tuple[str, ...] = ()
