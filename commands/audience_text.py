"""What `audience` says to a person."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from campaigns.reason_words import PLATFORMS

if TYPE_CHECKING:
    from campaigns.audiences.exporting import Refusal, Written
    from campaigns.house import House
    from contacts.medium import Platform
    from store.audiences import Export

_LEAST = {"linkedin": 300, "meta": 100}
"""Rows below which the network takes no list, as its help says."""


def list_told(out: Path, done: Written) -> str:
    """What was written, and what is to be done with it."""
    name = PLATFORMS[done.export.platform]
    many = "1 Person" if done.people == 1 else f"{done.people} Personen"
    lines = [f"{many} mit {addresses(done.export.number)} für {name}: {out} ({done.export.external_id})."]
    if done.again:
        lines.append("Dieselbe Liste gab es heute schon; sie zählt als eine Verwendung.")
    least = _LEAST.get(done.export.platform.value, 0)
    if done.people < least:
        lines.append(f"{name} nimmt erst Listen ab {least} Zeilen.")
    if done.unknown:
        lines.append(_replace(done.export))
    elif done.stale:
        lines.append(
            f"{_must(done.stale)} aus der Liste von {name} heraus: wiedersehen audience export "
            f"--platform {done.export.platform} --removed --out DATEI."
        )
    lines.append("Bitte die Datei nach dem Hochladen löschen.")
    return "\n".join(lines)


def _replace(export: Export) -> str:
    return (
        f"Wer bei {PLATFORMS[export.platform]} schon steht, ist seit der Sicherung unbekannt: bitte dort die ganze "
        "Liste durch diese ersetzen, nicht ergänzen.\n"
        f"Ist sie ersetzt: wiedersehen audience confirm {export.external_id}."
    )


def whole(platform: Platform) -> str:
    """After a restore: the network's list is replaced or deleted as a whole."""
    return (
        f"Seit der Sicherung ist unbekannt, wer auf der Liste von {PLATFORMS[platform]} steht; eine Entfernliste "
        f"genügt nicht. Die ganze Liste dort ersetzen: wiedersehen audience export --platform {platform} --out DATEI, "
        f"danach audience confirm. Oder sie dort löschen: wiedersehen audience confirm {platform} --deleted."
    )


def removal_told(out: Path, done: Written) -> str:
    """Who has to come out, and what ends it."""
    doubt = f"\n{whole(done.export.platform)}" if done.unknown else ""
    return _removal_lines(out, done) + doubt


def _removal_lines(out: Path, done: Written) -> str:
    name, number = PLATFORMS[done.export.platform], done.export.number
    if not number:  # somebody else with the same address may stay
        return (
            f"Bei {name} ist nichts zu entfernen: Jede Adresse gehört auch jemandem, der dort stehen darf; {out} hat "
            f"nur die Kopfzeile.\nBitte abschließen: wiedersehen audience confirm {done.export.external_id}."
        )
    return (
        f"{_must(number)} bei {name} aus der Liste: {out}.\n"
        f"Sind sie dort entfernt: wiedersehen audience confirm {done.export.external_id}. "
        "Bis dahin erinnern status und doctor daran."
    )


def refused(platform: Platform, refusal: Refusal) -> str:
    """Why nothing was written, and what to do."""
    name = PLATFORMS[platform]
    return {
        "no_contract": f"Ohne Vertrag zur Auftragsverarbeitung mit {name} geht keine Liste hinaus (Art. 28 DSGVO). "
        f'Liegt er vor: [[recipient]] mit role = "ad_platform" und [[audience]] platform = "{platform}", '
        "processor_contract = true, processor = seine Kennung.",
        "not_activated": "Vor der Freischaltung geht keine Liste hinaus: wiedersehen activate.",
        "paused": "Werbung ist angehalten, also geht auch keine Liste hinaus: wiedersehen resume. Wer herausmuss, "
        "schreibt audience export --removed jederzeit.",
        "no_suppression_list": "Die Sperrliste ist nicht lesbar, niemand kann geprüft werden: wiedersehen doctor.",
        "nobody": f"Niemand hat eine nachgewiesene Einwilligung, die {name} nennt und heute trägt. Nichts geschrieben. "
        "Einlesen: wiedersehen import consents, medium audience_upload, platforms " + f"{platform}.",
        "unknown": whole(platform),
    }[refusal.value]


def addresses(number: int) -> str:
    """So many hashes."""
    return "1 Prüfsumme" if number == 1 else f"{number} Prüfsummen"


def _must(number: int) -> str:
    return f"{addresses(number)} {'muss' if number == 1 else 'müssen'}"


def moment(house: House, at: datetime) -> str:
    """A moment on the firm's clock."""
    return f"{at.astimezone(ZoneInfo(house.timezone)):%d.%m.%Y, %H:%M Uhr}"
