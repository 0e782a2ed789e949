"""The key of the suppression list, watched: told when it goes and when it comes back, with what waits meanwhile."""

from __future__ import annotations

import structlog

from campaigns.house import House
from campaigns.list_back import key_is_back, mend
from campaigns.service.troubles import SUPPRESSION, Troubles

log = structlog.get_logger()

_WAITS = "Werbung wartet, Antworten bleiben ungelesen im Postfach, Vertragspost geht hinaus"


class ListWatch:
    """One per process."""

    def __init__(self, troubles: Troubles) -> None:
        self._troubles = troubles

    def look(self, house: House) -> bool:
        """Before each pass: may the suppression list be asked? What waited for it is made good the moment it may."""
        why = house.list_trouble()
        if why is not None:
            if self._troubles.begin(SUPPRESSION, f"{why.rstrip('.')}. {_WAITS}"):
                log.error("suppression_key_away", state=str(house.state))
            return False
        if SUPPRESSION in self._troubles:
            key_is_back(house)
            self._troubles.end(SUPPRESSION)
            log.info("suppression_key_back")
        mend(house)
        return True
