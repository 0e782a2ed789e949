"""What became of keeping the calendars: told once, asked more rarely while one is away."""

from __future__ import annotations

import time

import structlog

from campaigns.handover.passes import Kept, keep_all
from campaigns.house import House
from campaigns.service.troubles import CALENDAR, Troubles

log = structlog.get_logger()

_LONGEST = 900.0
_LONGEST_REFUSED = 3600.0
"""Seconds after a refused login: servers lock accounts after some ten tries, and no password mends itself."""


class Calendars:
    """The calendars of one process; `seconds` is the usual interval."""

    def __init__(self, troubles: Troubles, seconds: float) -> None:
        self._troubles, self._seconds = troubles, seconds
        self._failures: dict[str, int] = {}
        self._not_before: dict[str, float] = {}
        self._wrong: dict[str, str] = {}

    def look(self, house: House) -> None:
        """One pass. Raises what the database says."""
        owners = {owner.person for owner in house.handover.calendars}
        for gone in self._wrong.keys() - owners:
            del self._wrong[gone]
        for kept in keep_all(house, self._is_due):
            self._note(kept, house)
        if self._wrong:
            self._troubles.begin(CALENDAR, "; ".join(self._wrong[person] for person in sorted(self._wrong)))
        elif self._troubles.end(CALENDAR):
            log.info("calendars_back")

    def _is_due(self, person: str) -> bool:
        return time.monotonic() >= self._not_before.get(person, 0.0)

    def _note(self, kept: Kept, house: House) -> None:
        if not kept.trouble:
            self._failures.pop(kept.person, None)
            self._not_before.pop(kept.person, None)
            self._wrong.pop(kept.person, None)
            return
        failures = self._failures[kept.person] = self._failures.get(kept.person, 0) + 1
        longest = _LONGEST_REFUSED if kept.refused else _LONGEST
        self._not_before[kept.person] = time.monotonic() + min(self._seconds * 2.0 ** min(failures, 10), longest)
        sentence = f"Kalender von {house.team.of(kept.person).name or kept.person}: {kept.trouble.rstrip('.')}"
        if self._wrong.get(kept.person) != sentence:
            log.warning("calendar_away", refused=kept.refused)
        self._wrong[kept.person] = sentence
