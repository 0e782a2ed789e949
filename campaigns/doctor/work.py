"""What waits for people, and what should have left long ago."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from campaigns.doctor.finding import Finding, error, ok, warning
from campaigns.doctor.patient import Patient
from campaigns.rights.deadline import warn_from
from sequences.calendar import local_day
from store import health, operation, requests, touches

_UNREAD = timedelta(hours=24)
"""A reply may be an objection, and that has to be acted on at once (Art. 21 Abs. 3 DSGVO)."""
_OVERDUE = timedelta(minutes=30)


def check(patient: Patient) -> Iterator[Finding]:
    """Only with a database of our schema."""
    if not patient.fits or patient.settings is None:
        return
    zone = patient.settings.daemon.timezone
    with patient.reading() as connection:
        uncertain = len(touches.uncertain(connection))
        held = touches.counts(connection).get("held", 0)
        unread = health.replies_waiting(connection, patient.now - _UNREAD)
        letters = health.letters_waiting(connection)
        advertising, rest = health.due(connection, patient.now - _OVERDUE)
        late = [one for one in requests.listing(connection) if patient.now > one.due_at]
        soon = [one for one in requests.listing(connection) if local_day(patient.now, zone) >= warn_from(one, zone)]
        untold = [notice.created_at for _, notice in requests.untold(connection)]
        stopped = operation.switch(connection, operation.PAUSED), operation.switch(connection, operation.PLAYED_UNTIL)
    findings = [
        *_counted(uncertain, held, unread),
        *_requests(len(late), len(soon) - len(late)),
        *_untold(untold, patient.now),
    ]
    if letters and not patient.settings.letter.processor_contract:
        findings.append(
            error(
                f"{letters} Briefe warten auf die Druckerei, aber der Vertrag zur Auftragsverarbeitung fehlt.",
                "[letter] processor_contract: liegt er vor, auf true; sonst wiedersehen pause, bis er vorliegt.",
            )
        )
    if advertising + rest and stopped == (None, None):
        findings.append(
            warning(
                f"{advertising + rest} Schritte sind seit über 30 Minuten fällig und gingen nicht hinaus.",
                "Läuft der Dienst? Nimmt der Mailserver an? journalctl -u wiedersehen -n 50; wiedersehen why KONTAKT",
            )
        )
    yield from findings or [ok("Nichts wartet auf einen Menschen.")]


def _requests(late: int, soon: int) -> Iterator[Finding]:
    if late:
        yield error(
            f"{late} Anfragen nach Art. 15-20 DSGVO sind überfällig (ein Monat, Art. 12 Abs. 3 DSGVO).",
            "wiedersehen requests list; gleich antworten",
        )
    if soon:
        yield warning(f"Bei {soon} Anfragen nach Art. 15-20 DSGVO läuft der Monat ab.", "wiedersehen requests list")


def _untold(noted: list[datetime], now: datetime) -> Iterator[Finding]:
    if noted:
        days = (now - min(noted)).days
        since = "seit heute" if days == 0 else "seit gestern" if days == 1 else f"seit {days} Tagen"
        many = "1 Mitteilung an einen Empfänger steht" if len(noted) == 1 else f"{len(noted)} Mitteilungen stehen"
        yield warning(
            f"{many} aus (Art. 19 DSGVO), die älteste {since}.",
            "wiedersehen requests list --untold; Text: requests show VORGANG; danach: requests told VORGANG EMPFÄNGER",
        )


def _counted(uncertain: int, held: int, unread: int) -> Iterator[Finding]:
    if uncertain:
        yield warning(f"{uncertain} ungewisse Sendungen.", "wiedersehen uncertain list, dann uncertain settle")
    if held:
        yield warning(
            f"{held} Schritte sind angehalten, bis jemand hinsieht.",
            "wiedersehen why KONTAKT nennt den Grund; behoben: wiedersehen resume --held",
        )
    if unread:
        yield error(
            f"{unread} Antworten warten seit über 24 Stunden auf einen Menschen; darunter kann ein Widerspruch sein.",
            "wiedersehen replies list --review",
        )
