"""`import KIND FILE`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import FINDINGS, OK, USAGE, Config, Json, State, emit, fail, open_house, say
from sequences.grammar.os_errors import german

if TYPE_CHECKING:
    from campaigns.house import House
    from campaigns.imports import ImportFile

_MANY = 1000
"""From so many rows on an import takes long enough for a bar."""


def register(app: typer.Typer) -> None:
    """Add `import`."""
    app.command("import")(import_)


def import_(
    kind: Annotated[str, typer.Argument(help="customers, cancellations, consents, objections, …")],
    file: Annotated[Path, typer.Argument(help="CSV-Datei, auch ein Export aus HubSpot, Salesforce oder Pipedrive")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="nur prüfen, nichts ändern")] = False,
    rejects: Annotated[Path | None, typer.Option("--rejects", help="Datei für abgelehnte Zeilen")] = None,
    confirm: Annotated[
        int | None, typer.Option("--confirm", help="Anzahl der neuen Kündigungen, wenn es mehr als üblich sind")
    ] = None,
    ignore_column: Annotated[
        list[str] | None,
        typer.Option("--ignore-column", help="unbekannte Spalte, die keine Abmeldung ist (mehrmals möglich)"),
    ] = None,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Eine CSV-Datei einlesen: alles davon oder nichts, dieselbe Datei zweimal ändert nichts."""
    from campaigns.importing import Limit, apply
    from campaigns.imports import ImportRefused, ImportVocabulary, read
    from commands.importing_text import as_json, guard_text, lines
    from commands.options import read_config

    settings = read_config(config).settings
    found = read(kind, file, ImportVocabulary(reasons=tuple(sorted(settings.all_reasons))), ignore_column or ())
    if isinstance(found, ImportRefused):
        fail(str(found), FINDINGS if found.asks else USAGE)
    # A cancellation is confirmed whatever else is missing (§ 312k Abs. 4 BGB), the key of the suppression list too.
    house = open_house(config, state, without_list=kind == "cancellations")
    limit = Limit(settings.intake.max_new_cancellations, confirm)
    with _bar(file.name, len(found.rows)) as after_row:
        done = apply(house, found, dry_run=dry_run, limit=limit, after_row=after_row)
    found = found.refused(done.refused)
    if done.stopped and not dry_run:
        if json:
            emit(as_json(file, found, done, None, house.timezone, dry_run=False))
        fail(guard_text(file, done, house.timezone, dry_run=False), FINDINGS)
    written = _write_rejects(house, found, file, rejects, dry_run=dry_run)
    if json:
        emit(as_json(file, found, done, written, house.timezone, dry_run=dry_run))
    else:
        for line in lines(file, found, done, written, house.timezone, dry_run=dry_run):
            say(line)
    raise typer.Exit(FINDINGS if found.rejects or done.stopped else OK)


def _write_rejects(house: House, found: ImportFile, file: Path, wanted: Path | None, *, dry_run: bool) -> Path | None:
    """The file of the rejected rows; a dry run writes one only where it is told to."""
    from campaigns.imports import write_rejects
    from store import written

    if not found.rejects or (dry_run and wanted is None):
        return None
    path = wanted or file.with_suffix(".rejects.csv")
    with house.store.write() as connection:
        written.record(connection, path, written.REJECTS, house.clock.now())
    try:
        write_rejects(found, path)
    except OSError as error:
        # The rows are in by now: that must not look like a failed import.
        sys.stderr.write(
            f"Die abgelehnten Zeilen lassen sich nicht nach {path} schreiben ({german(error)}). "
            "Alles andere ist erledigt; mit --rejects DATEI und demselben Import entsteht die Liste.\n"
        )
        return None
    return path


@contextmanager
def _bar(name: str, rows: int) -> Iterator[Callable[[], None] | None]:
    """A bar on stderr for a person who waits; nothing for a few rows, a pipe or a service."""
    if rows < _MANY or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=rows)
        yield lambda: bar.advance(task)
