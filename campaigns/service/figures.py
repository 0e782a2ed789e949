"""The figures of a running house: what the status line says and what the monitoring reads. No names, numbers only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from campaigns.house import House
from campaigns.rights.requests import urgent
from sequences.touch import TouchState
from store import figures, operation, replies, touches


@dataclass(frozen=True, slots=True)
class Figures:
    """One look at the database. Moments are aware UTC; `paused` is advertising, all or None."""

    at: datetime
    due: int
    oldest_due: datetime | None
    next_due: datetime | None
    under_way: int
    uncertain: int
    held: int
    open_tasks: int
    replies_to_review: int
    requests_urgent: int
    inbox_read_at: datetime | None
    paused: str | None
    activated: bool


class Look:
    """Looks again and again; keeps what makes each look cheap. One per process, for one thread at a time."""

    def __init__(self) -> None:
        self.decisions: Counter[str] = Counter()
        self.replies: Counter[str] = Counter()
        self._decided = figures.decisions_tail()
        self._read = figures.replies_tail()
        self._review = figures.ReviewQueue()

    def __call__(self, house: House) -> Figures:
        """The figures now; `decisions` and `replies` have grown by what came since the last look."""
        now = house.clock.now()
        with house.store.read() as connection:
            due = figures.due(connection, now)
            waiting = figures.waiting(connection)
            self.decisions += self._decided.new(connection)
            self.replies += self._read.new(connection)
            return Figures(
                at=now,
                due=due.number,
                oldest_due=due.oldest,
                next_due=touches.next_due(connection, house.definitions.paused, now),
                under_way=waiting.get(TouchState.CLAIMED, 0) + waiting.get(TouchState.SENDING, 0),
                uncertain=waiting.get(TouchState.UNCERTAIN, 0),
                held=waiting.get(TouchState.HELD, 0),
                open_tasks=figures.open_tasks(connection),
                replies_to_review=self._review.number(connection),
                requests_urgent=len(urgent(connection, house)),
                inbox_read_at=replies.last_read(connection),
                paused=operation.switch(connection, operation.PAUSED),
                activated=operation.switch(connection, operation.ACTIVATED) is not None,
            )
