"""What the outside sees of a running process: the status line, kept current without asking more often than needed."""

from __future__ import annotations

import asyncio

from campaigns.house import House
from campaigns.service import notify
from campaigns.service.figures import Figures, Look
from campaigns.service.sentence import STOPPING, sentence
from campaigns.service.troubles import Troubles


class Face:
    """One per process. `figures` are the last ones seen, None while the database does not answer."""

    def __init__(self, troubles: Troubles) -> None:
        self.look = Look()
        self.figures: Figures | None = None
        self._troubles = troubles
        self._told = ""
        self._stopping = False

    async def refresh(self, house: House) -> None:
        """Look again and say so. Raises what the database says."""
        try:
            self.figures = await asyncio.to_thread(self.look, house)
        except Exception:
            self.figures = None
            raise
        finally:
            self.tell(house)

    def line(self, house: House) -> str:
        """The status line now."""
        return STOPPING if self._stopping else sentence(self.figures, self._troubles.all, house.timezone)

    def tell(self, house: House) -> None:
        """Tell systemd, when it is something new."""
        line = self.line(house)
        if line != self._told:
            self._told = line
            notify.status(line)

    def stop(self) -> None:
        """The end has begun; the line stays what it is now."""
        self._stopping = True
        notify.stopping(STOPPING)
