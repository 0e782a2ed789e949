"""What `import` says: figures, columns, flags and opt-outs of a CRM, rejected rows, and the guard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.importing import Imported, Tally
from campaigns.imports import ImportFile, Sign

_SHOWN = 20
"""So many rejected rows are named; the file of the rejects holds all."""

_SCOPES = {
    "email": "per E-Mail",
    "phone": "per Telefon",
    "post": "per Brief",
    "fax": "per Fax",
    "global": "auf allen Wegen",
}


def as_json(
    file: Path, found: ImportFile, done: Imported, rejects: Path | None, timezone: str, *, dry_run: bool
) -> dict[str, Any]:
    """The report as one object."""
    guard = done.guard
    zone = ZoneInfo(timezone)
    return {
        "kind": found.kind,
        "file": file.name,
        "system": found.system or None,
        "new": done.new,
        "changed": done.changed,
        "unchanged": done.unchanged,
        "rejected": len(found.rejects),
        "unknown_columns": list(found.unknown_columns),
        "ignored_columns": dict(found.ignored),
        "notes": list(found.notes),
        "hints": [_tally(tally, "people", "new") for tally in _of(done, Sign.HINT)],
        "opt_outs": [_tally(tally, "scope", "people", "new", "kept", "again") for tally in _of(done, Sign.OPT_OUT)],
        "guard": {
            "new_cancellations": guard.count,
            "max": guard.most,
            "oldest": guard.oldest.astimezone(zone).isoformat(),
            "newest": guard.newest.astimezone(zone).isoformat(),
            "stops": guard.stops,
        }
        if guard
        else None,
        "erased": list(done.erased),
        "sharing": list(done.sharing),
        "cancelled_since": list(done.cancelled_since),
        "consented_since": list(done.consented_since),
        "tasks_moved": list(done.tasks_moved),
        "tasks_kept": list(done.tasks_kept),
        "rejects_file": str(rejects) if rejects else None,
        "dry_run": dry_run,
    }


def lines(
    file: Path, found: ImportFile, done: Imported, rejects: Path | None, timezone: str, *, dry_run: bool
) -> Iterator[str]:
    """The report for a person."""
    system = f" ({found.system})" if found.system else ""
    verb = "Geprüft (nichts geändert)" if dry_run else "Eingelesen"
    yield (
        f"{verb}: {file.name}{system}: {done.new} neu, {done.changed} geändert, {done.unchanged} unverändert, "
        f"{len(found.rejects)} abgelehnt."
    )
    if done.guard and done.stopped:
        yield from guard_text(file, done, timezone, dry_run=dry_run).splitlines()
    if found.ignored:
        yield f"  Nicht übernommen: {', '.join(f'{label} ({reason})' for label, reason in found.ignored)}"
    if found.unknown_columns:
        yield f"  Unbekannte Spalten, nicht beachtet: {', '.join(found.unknown_columns)}"
    yield from (f"  {note}" for note in found.notes)
    for tally in done.tallies:
        yield from (f"  {sentence}" for sentence in _sentences(tally, dry_run=dry_run))
    yield from _erased(done)
    yield from _owners(done)
    yield from _rejected(file, found, rejects)


def _erased(done: Imported) -> Iterator[str]:
    """People who had been erased, apart from those who only share an address with one of them."""
    if done.erased:
        who = _people(len(done.erased), "war gelöscht und steht", "waren gelöscht und stehen")
        yield f"  {who} wieder im CRM: {', '.join(done.erased)}. Werbung geht dorthin keine."
        yield "  Bitte im CRM löschen, dann hier: wiedersehen erase KENNUNG."
    if done.sharing:
        who = _people(len(done.sharing), "benutzt", "benutzen")
        yield f"  {who} eine Adresse, die auch eine gelöschte Person benutzt hat: {', '.join(done.sharing)}."
        yield "  Werbung geht dorthin keine. Andere Person, gleiche Adresse: zu löschen ist nichts."
    if done.cancelled_since:
        who = _people(len(done.cancelled_since), "hat", "haben")
        yield f"  {who} nach der Löschung neu gekündigt: {', '.join(done.cancelled_since)}. Der Eingang wird bestätigt."
    if done.consented_since:
        who = _people(len(done.consented_since), "hat", "haben")
        yield f"  {who} nach der Löschung neu eingewilligt: {', '.join(done.consented_since)}."
        yield "  Das zählt, für diesen einen Weg. Den Nachweis zeigt: wiedersehen consent list KENNUNG."


def _owners(done: Imported) -> Iterator[str]:
    """What became of open tasks where somebody else looks after a person from now on."""
    if done.tasks_moved:
        number = len(done.tasks_moved)
        went = "1 offene Aufgabe geht" if number == 1 else f"{number} offene Aufgaben gehen"
        yield f"  {went} an die neue Betreuung, mit ihrer Frist."
    if done.tasks_kept:
        stays = "1 bleibt" if len(done.tasks_kept) == 1 else f"{len(done.tasks_kept)} bleiben"
        yield f"  {stays} bei der bisherigen, die sie übernommen hat: {', '.join(done.tasks_kept)}."
        yield "  Soll sie wechseln: wiedersehen tasks claim KENNUNG --by ADRESSE."


def guard_text(file: Path, done: Imported, timezone: str, *, dry_run: bool) -> str:
    """Why nothing came in, and how it does if the file is the right one."""
    guard = done.guard
    if guard is None:
        return ""
    zone = ZoneInfo(timezone)
    start = "Der Import würde anhalten" if dry_run else "Angehalten, nichts wurde gespeichert"
    wrong = f"--confirm {guard.confirmed} passt nicht dazu. " if guard.confirmed is not None else ""
    return (
        f"{start}: {file.name} bringt {guard.count} neue Kündigungen, üblich sind höchstens {guard.most} "
        "([intake] max_new_cancellations).\n"
        f"  Die älteste ging am {_moment(guard.oldest, zone)} ein, die neueste am {_moment(guard.newest, zone)}.\n"
        f"  {wrong}Wenn es die richtige Datei ist: noch einmal mit --confirm {guard.count}."
    )


def _sentences(tally: Tally, *, dry_run: bool) -> Iterator[str]:
    mark = f"{tally.column}: {tally.value}"
    if tally.sign is Sign.HINT:
        if tally.people:
            yield (
                f"{_people(tally.people, 'trägt', 'tragen')} das Merkmal „{mark}“. Das ist ein Hinweis und keine "
                "Einwilligung; Werbung erlaubt es nicht. Nachweise bringt: wiedersehen import consents DATEI."
            )
        return
    against = f"Widerspruch gegen Werbung {_SCOPES.get(tally.scope, tally.scope)}"
    if tally.people:
        effect = "würde sofort wirksam" if dry_run else "gilt ab sofort"
        known = f"{tally.new} neu, {tally.people - tally.new} schon bekannt"
        yield f"{_people(tally.people, 'trägt', 'tragen')} „{mark}“: {against}, {effect} ({known})."
    if tally.again:
        yield (
            f"{_people(tally.again, 'hatte', 'hatten')} nach dem Widerspruch eingewilligt und "
            f"{'trägt' if tally.again == 1 else 'tragen'} „{mark}“ trotzdem: es zählt das Nein."
        )
    if tally.kept:
        yield (
            f"{_people(tally.kept, 'trägt', 'tragen')} „{tally.column}“ nicht mehr. Der Widerspruch gilt weiter; "
            "aufheben kann ihn nur eine neue, nachweisbare Einwilligung."
        )


def _rejected(file: Path, found: ImportFile, rejects: Path | None) -> Iterator[str]:
    for reject in found.rejects[:_SHOWN]:
        yield f"  {file.name}:{reject.line}: {reject.column or '–'}: {reject.reason}"
    if len(found.rejects) > _SHOWN:
        yield f"  … und {len(found.rejects) - _SHOWN} weitere."
    if rejects:
        yield f"  Abgelehnte Zeilen zum Ausbessern und noch einmal Einlesen: {rejects}"


def _of(done: Imported, sign: Sign) -> list[Tally]:
    return [tally for tally in done.tallies if tally.sign is sign]


def _tally(tally: Tally, *names: str) -> dict[str, Any]:
    return {"system": tally.system, "column": tally.column, **{name: getattr(tally, name) for name in names}}


def _people(number: int, one: str, many: str) -> str:
    return f"{number} Person {one}" if number == 1 else f"{number} Personen {many}"


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%d.%m.%Y um %H:%M Uhr}"
