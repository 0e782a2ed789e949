"""What is configured about handing tasks over: who gets a morning mail, and whose calendar is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class CalendarOf:
    """The calendar of one of our people: `person` is casefolded, `credential` the name of the password's file."""

    person: str
    url: str
    user: str
    credential: str


@dataclass(frozen=True, slots=True)
class HandoverTerms:
    """`digest_at` is a wall time in the house's zone, `digests` who gets the mail (casefolded)."""

    digest_at: time = time(7, 30)
    digests: frozenset[str] = frozenset()
    calendars: tuple[CalendarOf, ...] = ()
