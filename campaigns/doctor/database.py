"""The database: reachable, of this program's schema, and sound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from campaigns.doctor.finding import Finding, error, ok, warning
from campaigns.doctor.patient import DATABASE, Patient
from store import health, migrate
from store.engine import Store


def check(patient: Patient) -> Iterator[Finding]:
    """What answers, which schema, and for SQLite journal and pages."""
    if patient.settings is None:
        return
    if patient.store is None:
        yield _missing(patient)
        return
    yield _schema(patient)
    found = health.engine(patient.store)
    if not patient.is_sqlite:
        yield ok(f"PostgreSQL {found.version} antwortet.")
        return
    yield from _sqlite(patient.store, found, patient.state / DATABASE)


def _missing(patient: Patient) -> Finding:
    if patient.fault is None:
        return warning("Es gibt noch keine Datenbank.", "Entsteht beim ersten Start oder mit wiedersehen migrate.")
    if patient.is_sqlite:
        cure = "Siehe Zustandsordner; ist die Datei beschädigt: wiedersehen backup restore DATEI"
        return error(f"Die Datenbank wurde nicht geöffnet: {patient.fault}", cure)
    return error(
        f"PostgreSQL antwortet nicht: {patient.fault}",
        "[database] url und password prüfen; dann: systemctl status postgresql, pg_isready, pg_hba.conf.",
    )


def _schema(patient: Patient) -> Finding:
    found, wanted = patient.schema, migrate.newest()
    if found == wanted:
        return ok(f"Schema {found}, wie dieses Programm es braucht.")
    if found is None:
        return warning("Die Datenbank ist leer.", "Wird beim ersten Start eingerichtet, oder: wiedersehen migrate")
    if found < wanted:
        cure = (
            "systemctl stop wiedersehen; wiedersehen backup (noch mit dem alten Programm); wiedersehen migrate; start."
        )
        return error(f"Das Schema der Datenbank ({found}) ist älter als dieses Programm ({wanted}).", cure)
    return error(
        f"Das Schema der Datenbank ({found}) ist neuer als dieses Programm ({wanted}).",
        "Das neuere Programm wieder einspielen, oder die Sicherung von vor dem Upgrade zurücklegen.",
    )


def _sqlite(store: Store, found: health.Engine, path: Path) -> Iterator[Finding]:
    size = f"{path.stat().st_size / 1e6:.1f} MB".replace(".", ",")
    if found.fault is not None:
        yield error(
            f"Die Datenbank ist beschädigt: {found.fault}.",
            "Dienst anhalten, den ganzen Ordner kopieren, dann die letzte Sicherung zurücklegen: wiedersehen backup "
            "restore DATEI",
        )
    else:
        yield ok(f"SQLite {found.version}, {size}, alle Seiten in Ordnung.")
    wanted = "wal" if store.wal else "truncate"
    if found.journal != wanted:
        yield warning(
            f"Journal: {found.journal}, erwartet {wanted}.",
            "Kein anderes Programm darf die Datei öffnen; den Dienst neu starten.",
        )
