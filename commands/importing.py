"""`import KIND FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commands.options import FINDINGS, OK, USAGE, Config, Json, State, emit, fail, open_house, say


def register(app: typer.Typer) -> None:
    """Add `import`."""
    app.command("import")(import_)


def import_(
    kind: Annotated[str, typer.Argument(help="customers, cancellations, consents, objections, …")],
    file: Annotated[Path, typer.Argument(help="CSV-Datei")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="nur prüfen, nichts ändern")] = False,
    rejects: Annotated[Path | None, typer.Option("--rejects", help="Datei für abgelehnte Zeilen")] = None,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Eine CSV-Datei einlesen."""
    from campaigns.importing import apply
    from campaigns.imports import ImportRefused, ImportVocabulary, read, write_rejects
    from commands.options import read_config

    settings = read_config(config).settings
    words = ImportVocabulary(reasons=tuple(sorted(settings.all_reasons)))
    found = read(kind, file, words)
    if isinstance(found, ImportRefused):
        fail(str(found), USAGE)
    house = open_house(config, state)
    done = apply(house, found, dry_run=dry_run)
    found = found.refused(done.refused)
    if found.rejects:
        write_rejects(found, rejects or file.with_suffix(".rejects.csv"))
    report = {
        "kind": kind,
        "file": file.name,
        "new": done.new,
        "unchanged": done.unchanged,
        "rejected": len(found.rejects),
        "unknown_columns": list(found.unknown_columns),
        "dry_run": dry_run,
    }
    if json:
        emit(report)
    else:
        _tell(report)
        for reject in found.rejects:
            say(f"  {file.name}:{reject.line}: {reject.column or '–'}: {reject.reason}")
    raise typer.Exit(FINDINGS if found.rejects else OK)


def _tell(report: dict[str, object]) -> None:
    verb = "Geprüft (nichts geändert)" if report["dry_run"] else "Eingelesen"
    figures = f"{report['new']} neu, {report['unchanged']} unverändert, {report['rejected']} abgelehnt"
    say(f"{verb}: {report['file']}: {figures}.")
    unknown = report["unknown_columns"]
    if isinstance(unknown, list) and unknown:
        say(f"  Unbekannte Spalten, nicht beachtet: {', '.join(unknown)}")
