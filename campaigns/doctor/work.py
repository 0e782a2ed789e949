"""What waits for people, and what should have left long ago."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from campaigns.doctor.finding import Finding, error, ok, warning
from campaigns.doctor.patient import Patient
from store import health, operation, touches

_UNREAD = timedelta(hours=24)
"""A reply may be an objection, and that has to be acted on at once (Art. 21 Abs. 3 DSGVO)."""
_OVERDUE = timedelta(minutes=30)


def check(patient: Patient) -> Iterator[Finding]:
    """Only with a database of our schema."""
    if not patient.fits or patient.settings is None:
        return
    with patient.reading() as connection:
        uncertain = len(touches.uncertain(connection))
        held = touches.counts(connection).get("held", 0)
        unread = health.replies_waiting(connection, patient.now - _UNREAD)
        letters = health.letters_waiting(connection)
        advertising, rest = health.due(connection, patient.now - _OVERDUE)
        stopped = operation.switch(connection, operation.PAUSED), operation.switch(connection, operation.PLAYED_UNTIL)
    findings = list(_counted(uncertain, held, unread))
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
