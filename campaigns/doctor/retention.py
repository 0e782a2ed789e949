"""What has been kept too long, and whether somebody has decided about people whose purpose has ended."""

from __future__ import annotations

from collections.abc import Iterator

from campaigns.doctor.configuration import is_activated
from campaigns.doctor.finding import Finding, error, note, ok, warning
from campaigns.doctor.patient import Patient
from campaigns.erasing import journal
from campaigns.erasing.again import found_again
from campaigns.retention.due import look

_SHOWN = 5


def check(patient: Patient) -> Iterator[Finding]:
    """Only with a house: all keys there, the database of our schema."""
    if patient.house is None:
        return
    with patient.reading() as connection:
        found = look(patient.house, connection)
        older, read_in = found_again(patient.house, connection)
    due = sum(one.number for one in found if one.on)
    if due and is_activated(patient):
        yield warning(
            f"Länger aufbewahrt als erlaubt: {due}.",
            "Der Dienst löscht sie täglich von selbst; sofort: wiedersehen retention. Was es ist: --dry-run.",
        )
    elif not due:
        yield ok("Nichts ist länger aufbewahrt als erlaubt.")
    left = journal.waiting(patient.state)
    if left:
        yield warning(
            f"Löschungen, die noch nicht in allen Dateien zu Ende sind: {len(left)}.",
            "Der Dienst bringt sie beim Start und täglich zu Ende; sofort: wiedersehen retention.",
        )
    if older:
        yield error(
            f"Gelöscht und mit einer älteren Datenbank wieder da: {len(older)} ({_named(older)}).",
            "Der nächste Start des Dienstes löscht sie erneut, bevor etwas hinausgeht: systemctl restart wiedersehen.",
        )
    if read_in:
        yield warning(
            f"Gelöscht und aus dem CRM wieder eingelesen: {len(read_in)} ({_named(read_in)}).",
            "Werbung geht dorthin keine. Im CRM löschen, dann wiedersehen erase KENNUNG; die Kennungen nannte der "
            "Import: wiedersehen import customers DATEI --dry-run.",
        )
    (people,) = [one for one in found if one.category == "contacts"]
    if not people.on:
        yield note(
            "Über das selbsttätige Löschen von Personen ist nicht entschieden ([retention] enabled = false); "
            f"heute beträfe es: {people.number}."
        )


def _named(pseudonyms: list[str]) -> str:
    """The beginnings, as the audit log has them: no names, and enough to tell one from another."""
    more = f" und {len(pseudonyms) - _SHOWN} weitere" if len(pseudonyms) > _SHOWN else ""
    return ", ".join(one[:16] for one in pseudonyms[:_SHOWN]) + more
