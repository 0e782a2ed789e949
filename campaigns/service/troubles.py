"""What is wrong right now: each trouble is told when it begins and when it ends, never once per second between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from campaigns.clock import Clock
from store.faults import Fault

DATABASE = "database"
MAILBOX = "mailbox"
RELAY = "relay"
CONFIGURATION = "configuration"
BLIND = "blind"
RESTART = "restart"
SUPPRESSION = "suppression"
CALENDAR = "calendar"
QUEUE = "queue"
CARRIER_LIST = "carrier_list"

NAMES = (DATABASE, MAILBOX, RELAY, CONFIGURATION, BLIND, RESTART, SUPPRESSION, CALENDAR, QUEUE, CARRIER_LIST)
"""The closed vocabulary; `database/tick` is the trouble of one job."""

_DISK = "Platz schaffen; es geht dann von selbst weiter, verloren ist nichts"
FAULTS = {
    Fault.DISK_FULL: f"Datenträger voll: {_DISK}",
    Fault.READ_ONLY: "Datenbank nur lesbar: Rechte und Einbindung des Datenträgers prüfen",
    Fault.LOCKED: "Datenbank gesperrt: ein anderes Programm hält sie fest; es wird weiter versucht",
    Fault.DISK_ERROR: "Datenträger meldet Fehler: freien Platz (df), dmesg und Dateisystem prüfen",
    Fault.CORRUPT: "Datenbank beschädigt: Dienst angehalten lassen, Datei beiseitelegen, letzte Sicherung einspielen",
    Fault.NO_ACCESS: "Datenbankdatei nicht zu öffnen: freien Platz (df), Rechte und Einbindung (nur lesbar?) prüfen",
    Fault.UNREACHABLE: "Datenbank antwortet nicht: Dienst und Netz prüfen; es wird weiter versucht",
}
"""What a person at 3 a.m. is told: cause, colon, what to do."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A German sentence without a full stop, and since when it is true."""

    name: str
    sentence: str
    since: datetime


class Troubles:
    """The troubles of one process by name."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._open: dict[str, Trouble] = {}

    def begin(self, name: str, sentence: str) -> bool:
        """Note a trouble; True when it is new or has become another one. Its beginning stays when only words change."""
        known = self._open.get(name)
        if known is not None and known.sentence == sentence:
            return False
        self._open[name] = Trouble(name, sentence, known.since if known else self._clock.now())
        return True

    def end(self, name: str) -> bool:
        """It is over; False when it never was."""
        return self._open.pop(name, None) is not None

    def __contains__(self, name: str) -> bool:
        return name in self._open

    def told(self, sentence: str) -> bool:
        """True when some trouble says just this: several jobs meet the same full disk."""
        return any(trouble.sentence == sentence for trouble in self._open.values())

    def any_of(self, prefix: str) -> bool:
        """True while a trouble whose name begins with `prefix` is open."""
        return any(name.startswith(prefix) for name in self._open)

    @property
    def names(self) -> frozenset[str]:
        """What is wrong now, by name; `database/tick` says whose trouble it is."""
        return frozenset(self._open)

    @property
    def all(self) -> tuple[Trouble, ...]:
        """What is wrong now, the oldest first, each sentence once."""
        found: dict[str, Trouble] = {}
        for trouble in sorted(self._open.values(), key=lambda trouble: trouble.since):
            found.setdefault(trouble.sentence, trouble)
        return tuple(found.values())
