"""The daemon's name in the database: registered, beating, watching others die, taking over what they left."""

from __future__ import annotations

import os
import socket
import time
from dataclasses import dataclass, field

from campaigns.backups import generation
from campaigns.house import House
from campaigns.housekeeping import rescue
from store import claims, operation

DEAD_AFTER_SECONDS = 60


@dataclass(slots=True)
class Watch:
    """Other daemons' heartbeats as seen on our own monotonic clock: skewed host clocks never matter."""

    seen: dict[str, tuple[int, float]] = field(default_factory=dict)

    def alive(self, beats: dict[str, int], now: float) -> set[str]:
        """Daemons whose counter has moved within DEAD_AFTER_SECONDS, or that we have not watched long enough."""
        for name, beat in beats.items():
            if self.seen.get(name, (-1, 0.0))[0] != beat:
                self.seen[name] = (beat, now)
        return {name for name in beats if now - self.seen[name][1] < DEAD_AFTER_SECONDS}


class Heart:
    """One per process; `name` owns its claims."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._watch = Watch()

    def register(self, house: House) -> None:
        """Make ourselves known and take over what dead daemons left. On SQLite the lock says that all others are."""
        with house.store.write() as connection:
            operation.register_daemon(connection, self._name, socket.gethostname(), os.getpid(), house.clock.now())
        rescue(house, self._alive(house))

    def beat(self, house: House) -> None:
        """We are alive; who is not any more loses his claims."""
        with house.store.write() as connection:
            operation.beat(connection, self._name)
        generation.grow(house)
        rescue(house, self._alive(house))

    def give_back(self, house: House) -> int:
        """Give our own claims back; their number."""
        with house.store.write() as connection:
            return claims.rescue_claims(connection, [self._name])

    def forget(self, house: House) -> None:
        """A proper end: nothing is ours any more."""
        with house.store.write() as connection:
            claims.rescue_claims(connection, [self._name])
            operation.forget_daemon(connection, self._name)

    def _alive(self, house: House) -> set[str]:
        if house.store.is_sqlite:
            return {self._name}
        with house.store.read() as connection:
            beats = claims.heartbeats(connection)
        return self._watch.alive(beats, time.monotonic()) | {self._name}
