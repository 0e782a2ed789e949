"""The calendars of our own people: reached, logged in, a calendar that takes tasks. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from campaigns.doctor.finding import Finding, error, note, ok
from campaigns.doctor.patient import Patient
from campaigns.handover.passes import account_of
from campaigns.handover.terms import CalendarOf
from campaigns.secrets import MissingCredential
from campaigns.settings.handover import handover_of
from handover.caldav import CalDav, CalDavError

_SECONDS = 10.0


def check(patient: Patient) -> Iterator[Finding]:
    """Each calendar says itself, in German, what is wrong with it; nothing where nobody has one."""
    if patient.settings is None:
        return
    for owner in handover_of(patient.settings.handover, patient.settings.person).calendars:
        place = f"Kalender von {owner.person} ({urlsplit(owner.url).netloc})"
        yield _look(owner, place) if patient.connect else note(f"{place} nicht geprüft (--offline).")


def _look(owner: CalendarOf, place: str) -> Finding:
    try:
        with CalDav(account_of(owner), _SECONDS) as dav:
            found = dav.look()
    except MissingCredential:
        return error(f"{place} nicht geprüft: das Kennwort fehlt.", "Siehe Schlüssel und Kennwörter.")
    except CalDavError as fault:
        wrong, _, cure = str(fault).partition(" Bitte ")
        return error(f"{place}: {wrong}", f"Bitte {cure}" if cure else "Es wird von selbst wieder versucht.")
    if not found.calendar:
        return error(f"{place}: unter der Adresse liegt kein Kalender.", "Bitte als url den Kalender selbst eintragen.")
    if not found.tasks:
        return error(
            f"{place} nimmt keine Aufgaben (VTODO).", "Bitte eine Aufgabenliste anlegen und als url eintragen."
        )
    if not found.writable:
        return error(f"{place} ist nur lesbar.", "Bitte dem Benutzer das Schreiben erlauben.")
    return ok(f"{place}: angemeldet als {owner.user}, nimmt Aufgaben.")
