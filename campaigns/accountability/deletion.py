"""The deletion concept (Löschkonzept, DIN 66398): each category with period, statute, trigger, and how it goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.house import House
from campaigns.rendering.case import PlanDates
from campaigns.rendering.documents import Block, Document, Grid, Section, Text
from campaigns.rendering.german import german_date
from campaigns.retention.due import CATEGORIES
from campaigns.rights.categories import categories
from campaigns.touch_json import iso
from store.dossier import NOT_PERSONAL
from store.erasing import BECOMES, Becomes

_FATES = {
    Becomes.DELETED: "gelöscht",
    Becomes.RETAINED: "gelöscht; was ein Gesetz verlangt, wandert in den gesperrten Rest",
    Becomes.ANONYMISED: "bleibt ohne das, was zur Person führt",
    Becomes.NOTHING: "führt zu niemandem",
}


def concept(house: House) -> dict[str, Any]:
    """The concept as plain values."""
    return {
        "type": "deletion_concept",
        "as_of": iso(house.clock.now(), ZoneInfo(house.timezone)),
        "categories": [
            {
                "category": one.id,
                "title": one.title,
                "period": one.period,
                "statute": one.statute,
                "trigger": one.trigger,
                "how": one.how,
                "tables": {table: _FATES[BECOMES[table]] for table in one.tables},
            }
            for one in categories(house)
        ],
        "daily": dict(CATEGORIES),
        "daily_erases_persons": house.retention.contacts,
        "backup_months": PlanDates().backup_months,
        "recipients": [{"name": one.name, "deletion_days": one.deletion_days} for one in house.recipients],
        "not_personal": dict(NOT_PERSONAL),
    }


def document(values: dict[str, Any], company: str) -> Document:
    """The same as a German document."""
    day = german_date(date.fromisoformat(values["as_of"][:10]))
    return Document(
        "Löschkonzept",
        [
            Section("Fristen je Art der Daten", [_categories(values)]),
            Section("Was eine Löschung mit jeder Tabelle tut", [_tables(values)]),
            Section("Was der Dienst jeden Tag prüft und löscht", list(_daily(values))),
            Section("Sicherungen", list(_backups(values))),
            Section("Empfänger", list(_recipients(values))),
            Section("Tabellen ohne Personenbezug", [_not_personal(values)]),
        ],
        f"{company}; aus Programm und Konfiguration erzeugt, Stand {day}",
    )


def _categories(values: dict[str, Any]) -> Grid:
    rows = [[one["title"], one["period"], one["statute"], one["trigger"], one["how"]] for one in values["categories"]]
    return Grid(["Daten", "Frist", "Vorschrift", "beginnt mit", "wie gelöscht wird"], rows)


def _tables(values: dict[str, Any]) -> Grid:
    rows = [[table, fate] for one in values["categories"] for table, fate in one["tables"].items()]
    return Grid(["Tabelle", "bei der Löschung einer Person"], rows)


def _daily(values: dict[str, Any]) -> Iterator[Block]:
    for words in values["daily"].values():
        yield Text(f"– {words}")
    if not values["daily_erases_persons"]:
        yield Text("Personen werden nur gezählt, nicht von selbst gelöscht: [retention] enabled = false.")
    yield Text("Was heute fällig ist: wiedersehen retention --dry-run")


def _backups(values: dict[str, Any]) -> Iterator[Block]:
    months = values["backup_months"]
    yield Text(
        f"Sicherungen verfallen spätestens {months} Monate nach der Löschung; so steht es auch in der Mail an die "
        "Kunden. Der mitgelieferte Zeitplan (deploy/wiedersehen-backup.service) behält die letzten 14. Kommt eine alte "
        "Sicherung zurück, werden gelöschte Personen beim Start noch einmal gelöscht, bevor etwas hinausgeht."
    )


def _recipients(values: dict[str, Any]) -> Iterator[Block]:
    yield Text("Von jeder Löschung erfahren sie (Art. 19 DSGVO): wiedersehen requests list --untold")
    if values["recipients"]:
        rows = [[one["name"], f"{one['deletion_days']} Tage"] for one in values["recipients"]]
        yield Grid(["Firma", "löscht nach"], rows)


def _not_personal(values: dict[str, Any]) -> Grid:
    return Grid(["Tabelle", "Inhalt"], [[table, reason] for table, reason in values["not_personal"].items()])
