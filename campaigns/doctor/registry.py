"""The checks in the order in which a sysadmin would ask them; JSON and headings use their names."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from campaigns.doctor import (
    backup,
    calendars,
    clock,
    configuration,
    database,
    domain,
    imap,
    machine,
    partners,
    retention,
    secrets,
    service,
    ses,
    signature,
    smtp,
    work,
)
from campaigns.doctor.finding import Finding, error
from campaigns.doctor.patient import Patient
from store.engine import FAILED

Check = Callable[[Patient], Iterator[Finding]]

CHECKS: tuple[tuple[str, str, Check], ...] = (
    ("config", "Einstellungen", configuration.check),
    ("state", "Zustandsordner", machine.check),
    ("secrets", "Schlüssel und Kennwörter", secrets.check),
    ("database", "Datenbank", database.check),
    ("clock", "Uhr", clock.check),
    ("service", "Dienst", service.check),
    ("work", "Was auf Menschen wartet", work.check),
    ("backup", "Sicherung", backup.check),
    ("retention", "Aufbewahrung", retention.check),
    ("smtp", "Mailserver", smtp.check),
    ("ses", "Amazon SES", ses.check),
    ("dkim", "Unterschrift der Mails", signature.check),
    ("imap", "Postfach", imap.check),
    ("calendar", "Kalender", calendars.check),
    ("partners", "Andere Systeme", partners.check),
    ("domain", "Absenderdomain", domain.check),
)
"""(name, German heading, check)."""


def examine(patient: Patient) -> Iterator[tuple[str, str, Finding]]:
    """(name, heading, finding) of every check; one that breaks is a finding and takes no other with it."""
    for name, heading, check in CHECKS:
        try:
            for finding in check(patient):
                yield name, heading, finding
        except FAILED:
            yield name, heading, error("Nicht geprüft: die Datenbank antwortet nicht richtig.", "Siehe Datenbank.")
        except Exception as fault:  # noqa: BLE001 (the doctor is asked when something is broken: each check stands alone)
            text = f"Diese Prüfung ist selbst gescheitert ({type(fault).__name__}: {fault})."
            yield (
                name,
                heading,
                error(text, "Bitte mit dieser Zeile dem Programm melden; die anderen Prüfungen gelten."),
            )
