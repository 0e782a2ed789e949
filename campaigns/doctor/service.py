"""The daemon: running, alive, reading its mailbox; and the switches that stop it from sending."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from campaigns.backups import generation
from campaigns.backups.restored import restored_at
from campaigns.doctor.configuration import is_activated
from campaigns.doctor.finding import Finding, error, ok, warning
from campaigns.doctor.patient import Patient
from campaigns.inbound.words import halt_words
from campaigns.settings import Settings
from store import health, operation, replies
from store.engine import running_daemon

_SILENT = timedelta(minutes=2)
"""Twelve heartbeats."""
_LATE = timedelta(minutes=15)


def check(patient: Patient) -> Iterator[Finding]:
    """Only with a database of our schema."""
    settings = patient.settings
    if not patient.fits or settings is None:
        return
    running = _is_running(patient)
    yield _life(patient, settings) if running else _standing()
    yield from _switches(patient, settings)
    yield from _inbox(patient, settings, running=running)


def _is_running(patient: Patient) -> bool:
    if patient.is_sqlite:
        return running_daemon(patient.state) is not None
    with patient.reading() as connection:
        return bool(health.daemons(connection))


def _standing() -> Finding:
    return warning(
        "Der Dienst läuft nicht: nichts geht hinaus, keine Antwort wird gelesen.",
        "systemctl start wiedersehen; steht er gleich wieder: journalctl -u wiedersehen -n 50",
    )


def _life(patient: Patient, settings: Settings) -> Finding:
    """A process that holds its lock may hang all the same: only its heartbeat tells."""
    with patient.reading() as connection:
        daemons = health.daemons(connection)
        beat = operation.switched_at(connection, operation.GENERATION)
    names = ", ".join(f"{one.host} (Prozess {one.pid}) seit {_clock(one.started_at, settings)}" for one in daemons)
    if beat is None or patient.now - beat > _SILENT:
        last = _clock(beat, settings) if beat else "keines"
        return error(
            f"Der Dienst antwortet nicht: {names}; letztes Lebenszeichen {last}.",
            "journalctl -u wiedersehen -n 50 (tick_stalled, job_failed); dann systemctl restart wiedersehen",
        )
    return ok(f"Der Dienst läuft: {names}; letztes Lebenszeichen {_clock(beat, settings)}.")


def _switches(patient: Patient, settings: Settings) -> Iterator[Finding]:
    with patient.reading() as connection:
        paused = operation.switch(connection, operation.PAUSED)
        restored = restored_at(connection)
        copy = operation.switch(connection, operation.COPY_TAKEN) is not None
        number = generation.of_database(connection)
        second = operation.switch(connection, operation.SECOND_MARK)
        halted = halt_words(operation.switch(connection, operation.PAUSE_REASON))
    marks = [patient.state, *([Path(second).parent] if second is not None else [])]
    if restored or copy:
        yield error(
            "Die Datenbank kam aus einer Sicherung; alles ist angehalten.",
            "Im Protokoll des Mailservers nachsehen, was seit der Sicherung hinausging, dann wiedersehen resume "
            "(docs/handbuch/backup.md).",
        )
    elif max(generation.beside(folder) or 0 for folder in marks) > (number or 0):
        yield error(
            "Die Datenbank ist älter als der Zustandsordner: sie kam aus einer Sicherung.",
            "Beim nächsten Start wird alles angehalten; dann docs/handbuch/backup.md.",
        )
    elif paused and halted:
        yield error(
            f"Werbung hält von selbst an: {halted}.",
            "wiedersehen replies list zeigt, was zurückkam. Ist die Ursache behoben: wiedersehen resume",
        )
    elif paused:
        what = "alles" if paused == "all" else "Werbung"
        yield warning(f"Angehalten: {what}.", "Weiter: wiedersehen resume")
    if not is_activated(patient):
        yield warning(
            f"Nicht freigeschaltet: jede Mail geht nur an {settings.activation.redirect_to}.",
            "Sehen die Proben gut aus: wiedersehen activate",
        )


def _inbox(patient: Patient, settings: Settings, *, running: bool) -> Iterator[Finding]:
    if all(box.kind == "none" for box in settings.mailbox) or not running:
        return
    with patient.reading() as connection:
        read = replies.last_read(connection)
    late = max(_LATE, timedelta(seconds=10 * settings.daemon.inbox_seconds))
    if read is None or patient.now - read > late:
        since = _clock(read, settings) if read else "noch nie"
        yield error(
            f"Das Postfach wurde zuletzt gelesen: {since}. Widersprüche bleiben solange ungelesen.",
            "journalctl -u wiedersehen | grep mailbox_unreadable; siehe auch Postfach.",
        )
    else:
        yield ok(f"Postfach zuletzt gelesen: {_clock(read, settings)}.")


def _clock(moment: datetime, settings: Settings) -> str:
    return f"{moment.astimezone(ZoneInfo(settings.daemon.timezone)):%d.%m.%Y, %H:%M Uhr}"
