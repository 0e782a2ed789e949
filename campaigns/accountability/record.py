"""The record of processing activities (Art. 30 Abs. 1 DSGVO), as this installation is configured."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.accountability.sections import NOT_RELEVANT, RELEVANT
from campaigns.house import House
from campaigns.rendering.documents import Block, Document, Grid, Pairs, Section, Text
from campaigns.rendering.german import german_date
from campaigns.rights.categories import categories
from campaigns.rights.recipients import ROLES
from campaigns.settings import Settings
from campaigns.touch_json import iso

PERSONS = (
    (
        "frühere und heutige Kunden",
        "Verbraucher und Ansprechpartner in Unternehmen, die gekündigt oder widerrufen haben",
    ),
    ("Menschen, die uns schreiben", "Absender von Mails und Formularen, auch wenn wir sie nicht kennen"),
    ("gelöschte Personen", "nur der gesperrte Rest und die Prüfsummen der Sperrliste"),
    ("Beschäftigte", "wer Kunden betreut, Aufgaben erledigt, Freigaben erteilt"),
)
MEASURES = (
    (
        "Pseudonymisierung",
        "Sperrliste und gelöschte Personen nur als HMAC-SHA-256 mit einem Schlüssel außerhalb der Datenbank",
    ),
    (
        "Vertraulichkeit",
        "Zustandsordner und Dateien nur für das Konto des Dienstes; keine Personendaten in Journal und Adressen",
    ),
    ("Integrität", "Protokoll als Prüfkette, Einwilligungen und Widersprüche unveränderlich (Trigger der Datenbank)"),
    (
        "Zweckbindung",
        "Rechtsprüfung unmittelbar vor jeder Sendung, im selben Schritt wie die Freigabe; im Zweifel nichts",
    ),
    (
        "Verfügbarkeit",
        "geprüfte Sicherungen; nach einer Rücksicherung wartet alles, und Gelöschte werden wieder gelöscht",
    ),
    ("Überprüfung", "Selbstprüfung (doctor), Bericht für die Datenschutzbeauftragte, Prüfdatum an jeder Rechtsregel"),
)


def record(house: House, settings: Settings) -> dict[str, Any]:
    """The record as plain values."""
    sender = settings.sender
    return {
        "type": "processing_record",
        "as_of": iso(house.clock.now(), ZoneInfo(house.timezone)),
        "controller": {
            "name": sender.name,
            "address": f"{sender.street}, {sender.postcode} {sender.city}",
            "register": f"{sender.register_court}, {sender.register_number}",
            "directors": sender.directors,
            "email": sender.email,
            "phone": sender.phone,
        },
        "data_protection_officer": sender.data_protection_email,
        "authority": sender.supervisory_authority,
        "activities": [
            {"category": one.id, "title": one.title, "purpose": one.purpose, "basis": one.basis, "origin": one.origin}
            for one in categories(house)
        ],
        "persons": [{"persons": name, "who": who} for name, who in PERSONS],
        "data": [{"category": one.id, "title": one.title, "tables": list(one.tables)} for one in categories(house)],
        "recipients": [
            {
                "id": one.id,
                "name": one.name,
                "role": ROLES[one.role],
                "contract": one.contract,
                "data": list(one.data),
                "country": one.country,
                "safeguard": one.safeguard or None,
                "deletion_days": one.deletion_days,
            }
            for one in house.recipients
        ],
        "periods": [{"category": one.id, "period": one.period, "statute": one.statute} for one in categories(house)],
        "measures": [{"measure": name, "how": how} for name, how in MEASURES],
        "settings": [{"section": name, "words": words(settings)} for name, words in RELEVANT.items()],
        "settings_without_persons": [{"section": name, "words": words} for name, words in NOT_RELEVANT.items()],
    }


def document(values: dict[str, Any]) -> Document:
    """The same as a German document."""
    controller = values["controller"]
    day = german_date(date.fromisoformat(values["as_of"][:10]))
    return Document(
        "Verzeichnis von Verarbeitungstätigkeiten (Art. 30 Abs. 1 DSGVO)",
        [
            Section("a) Verantwortlicher", [Pairs(list(_controller(values)))]),
            Section("b) Zwecke und Rechtsgrundlagen", [_purposes(values)]),
            Section("c) Kategorien von Personen und Daten", list(_categories(values))),
            Section("d) Empfänger", list(_recipients(values))),
            Section("e) Übermittlung in Drittländer", list(_transfers(values))),
            Section("f) Löschfristen", [_periods(values)]),
            Section("g) Technische und organisatorische Maßnahmen (Art. 32 DSGVO)", list(_measures(values))),
        ],
        f"{controller['name']}; aus der Konfiguration erzeugt, Stand {day}",
    )


def _controller(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    controller = values["controller"]
    yield "Name", controller["name"]
    yield "Anschrift", controller["address"]
    yield "Register", controller["register"]
    yield "vertreten durch", ", ".join(controller["directors"])
    yield "Kontakt", f"{controller['email']}, {controller['phone']}"
    yield "Datenschutzbeauftragte", values["data_protection_officer"]
    yield "Aufsichtsbehörde", values["authority"] or "nicht eingetragen ([sender] supervisory_authority)"


def _purposes(values: dict[str, Any]) -> Grid:
    rows = [[one["title"], one["purpose"], one["basis"]] for one in values["activities"]]
    return Grid(["Daten", "Zweck", "Rechtsgrundlage"], rows)


def _categories(values: dict[str, Any]) -> Iterator[Block]:
    yield Grid(["Personen", "wer das ist"], [[one["persons"], one["who"]] for one in values["persons"]])
    yield Grid(["Daten", "Tabellen"], [[one["title"], ", ".join(one["tables"])] for one in values["data"]])


def _recipients(values: dict[str, Any]) -> Iterator[Block]:
    if not values["recipients"]:
        yield Text("Keine eingetragen: [[recipient]] in config.toml. Intern: Kundenbetreuung und Datenschutz.")
        return
    yield Text("Intern: Kundenbetreuung und Datenschutz. Extern:")
    rows = [
        [one["name"], one["role"], one["contract"], ", ".join(one["data"]), f"{one['deletion_days']} Tage"]
        for one in values["recipients"]
    ]
    yield Grid(["Firma", "Aufgabe", "Vertrag (Art. 28)", "Daten", "löscht nach"], rows)


def _transfers(values: dict[str, Any]) -> Iterator[Block]:
    abroad = [one for one in values["recipients"] if one["safeguard"]]
    for one in abroad:
        yield Text(f"{one['name']}: {one['country']}, Garantie: {one['safeguard']}")
    if not abroad:
        yield Text("Keine.")


def _periods(values: dict[str, Any]) -> Grid:
    titles = {one["category"]: one["title"] for one in values["activities"]}
    rows = [[titles[one["category"]], one["period"], one["statute"]] for one in values["periods"]]
    return Grid(["Daten", "Frist", "Vorschrift"], rows)


def _measures(values: dict[str, Any]) -> Iterator[Block]:
    yield Grid(["Maßnahme", "wie"], [[one["measure"], one["how"]] for one in values["measures"]])
    yield Grid(["Abschnitt", "so eingestellt"], [[one["section"], one["words"]] for one in values["settings"]])
    without = ", ".join(f"[{one['section']}] ({one['words']})" for one in values["settings_without_persons"])
    yield Text(f"Ohne Bezug zu Personen: {without}.")
