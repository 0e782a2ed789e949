"""How old the last backup is, and whether a state directory that was put back would be noticed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from campaigns.backups import generation
from campaigns.doctor.configuration import is_activated
from campaigns.doctor.finding import Finding, error, note, ok, warning
from campaigns.doctor.patient import Patient
from store import operation

_OLD, _TOO_OLD = timedelta(days=2), timedelta(days=7)
_CURE = "wiedersehen backup --to /pfad/auf/anderer/platte --keep 14, täglich (docs/handbuch/backup.md)"


def check(patient: Patient) -> Iterator[Finding]:
    """Only with a database of our schema; what other tools back up is not seen."""
    if not patient.fits:
        return
    yield from _age(patient)
    yield from _second_mark(patient)


def _second_mark(patient: Patient) -> Iterator[Finding]:
    """Only when a daemon ran: it writes down where the mark is that does not come back with the state directory."""
    with patient.reading() as connection:
        ran = generation.of_database(connection) is not None
        second = operation.switch(connection, operation.SECOND_MARK)
    if not ran:
        return
    if second is None:
        yield note(
            "Kein zweites Zeichen außerhalb des Zustandsordners: wird der ganze Ordner aus einer Kopie zurückgelegt, "
            "bemerkt das niemand. Dann vor dem Start: wiedersehen restored. Mit systemd legt die mitgelieferte Einheit "
            "es an (CacheDirectory=wiedersehen)."
        )
    else:
        yield ok(f"Ein zweites Zeichen gegen zurückgelegte Zustandsordner liegt in {second}.")


def _age(patient: Patient) -> Iterator[Finding]:
    with patient.reading() as connection:
        path = operation.switch(connection, operation.LAST_BACKUP)
        at = operation.switched_at(connection, operation.LAST_BACKUP)
    if path is None or at is None:
        made = error if is_activated(patient) else warning
        yield made("Es gibt keine Sicherung mit wiedersehen backup.", _CURE)
        return
    age = patient.now - at
    text = f"Letzte Sicherung vor {age.days} Tagen: {path}"
    if age > _OLD:
        made = error if age > _TOO_OLD else warning
        yield made(f"{text}.", _CURE)
    elif not Path(path).exists():
        yield warning(f"{text}, dort liegt sie nicht mehr.", "Wurde sie weggeräumt, ist alles gut; sonst neu sichern.")
    else:
        yield ok(f"{text}.")
