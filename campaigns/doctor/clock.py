"""The clock: time zone known, not behind what has been written down already, and when the hour changes next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from campaigns.doctor.finding import Finding, error, note, ok, warning
from campaigns.doctor.patient import Patient
from store import health, operation

_TOLERANCE = timedelta(minutes=2)
"""Clocks of several hosts differ by less."""


def check(patient: Patient) -> Iterator[Finding]:
    """Zone, latest record, next change of the hour."""
    settings = patient.settings
    if settings is None:
        return
    zone = ZoneInfo(settings.daemon.timezone)  # settings have refused a zone that is not there
    local = patient.now.astimezone(zone)
    yield ok(f"Hier ist es {local:%d.%m.%Y, %H:%M Uhr} ({settings.daemon.timezone}).")
    if patient.fits:
        yield from _against_records(patient, zone)
    change = next_change(patient.now, zone)
    if change is not None:
        days = (change - patient.now).days
        yield note(f"Nächste Zeitumstellung in {days} Tagen, am {change.astimezone(zone):%d.%m.%Y}; nichts zu tun.")


def _against_records(patient: Patient, zone: ZoneInfo) -> Iterator[Finding]:
    with patient.reading() as connection:
        latest = health.latest_record(connection)
        played = operation.switch(connection, operation.PLAYED_UNTIL)
    if played is not None:
        yield warning(
            f"Dieser Zustand wurde gespielt (Demo oder --virtual), bis {datetime.fromisoformat(played):%d.%m.%Y}.",
            "Für den echten Betrieb einen eigenen, leeren Zustandsordner nehmen.",
        )
    elif latest is not None and latest > patient.now + _TOLERANCE:
        yield error(
            f"Die Uhr geht nach: der letzte Eintrag ist vom {latest.astimezone(zone):%d.%m.%Y, %H:%M Uhr}.",
            "timedatectl; Zeitabgleich einschalten: timedatectl set-ntp true. Bis dahin wiedersehen pause --all.",
        )


def next_change(now: datetime, zone: ZoneInfo) -> datetime | None:
    """The midnight of the day on which the offset changes next within a year, None where it never does."""
    before = now.astimezone(zone).utcoffset()
    for days in range(1, 367):
        later = now + timedelta(days=days)
        if later.astimezone(zone).utcoffset() != before:
            return later
    return None
