"""Other systems: whether their secrets are of the right kind, and who wants to hear of something hears it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from campaigns.doctor.finding import Finding, error, ok, warning
from campaigns.doctor.patient import Patient
from campaigns.partners import source_of, target_of
from campaigns.secrets import MissingCredential
from store import deliveries

_LOST_SINCE = timedelta(days=7)
_WORDS = {
    "timeout": "antwortet nicht rechtzeitig",
    "refused": "nimmt keine Verbindung an",
    "no_address": "hat einen Namen ohne Adresse",
    "private_address": "führt zu einer Adresse im eigenen Netz, die nicht angerufen wird",
    "redirect": "leitet um; Umleitungen wird nicht gefolgt",
    "tls": "hat kein gültiges Zertifikat",
    "cut": "bricht ab",
}


def check(patient: Patient) -> Iterator[Finding]:
    """Only where [[api]] or [[webhook]] is configured."""
    settings = patient.settings
    if settings is None:
        return
    for source in settings.api:
        yield from _secret(partial(source_of, source))
    for target in settings.webhook:
        yield from _secret(partial(target_of, target))
        if patient.fits:
            yield from _target(patient, target.id)


def _secret(read: Callable[[], object]) -> Iterator[Finding]:
    try:
        read()
    except MissingCredential as wrong:
        yield error(str(wrong), "Ohne dieses Geheimnis startet der Dienst nicht; siehe auch Schlüssel und Kennwörter.")


def _target(patient: Patient, target: str) -> Iterator[Finding]:
    with patient.reading() as connection:
        found = deliveries.health(connection, target, patient.now - _LOST_SINCE)
        off = deliveries.is_off(connection, target)
    if off:
        yield error(
            f"[[webhook]] {target} hat sich selbst abgemeldet (HTTP 410) und hört nichts mehr.",
            f"Gibt es die Adresse noch? Dann: wiedersehen webhooks enable {target}; sonst den Abschnitt streichen.",
        )
    elif found.failing:
        why = _WORDS.get(found.detail, f"antwortet mit {found.detail.removeprefix('http_')}")
        yield warning(
            f"[[webhook]] {target} {why}; {found.waiting} Meldungen warten.",
            "Adresse und Gegenseite prüfen; drei Tage lang wird es von selbst weiter versucht.",
        )
    else:
        yield ok(f"[[webhook]] {target}: {found.waiting} Meldungen warten.")
    if found.gave_up:
        yield warning(
            f"[[webhook]] {target}: {found.gave_up} Meldungen der letzten sieben Tage kamen nicht an.",
            "Im anderen System von Hand abgleichen: wiedersehen tasks list",
        )
