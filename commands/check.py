"""`check`: configuration, sequences and templates, all problems at once."""

from __future__ import annotations

import sys

import typer

from commands.options import CONFIG, FINDINGS, OK, Config, Json, State, config_path, emit, say


def register(app: typer.Typer) -> None:
    """Add `check`."""
    app.command("check")(check)


def check(config: Config = None, state: State = None, json: Json = False) -> None:
    """Einstellungen, Sequenzen und Texte prüfen; alle Fehler auf einmal."""
    from campaigns.bootstrap import read, templates_of
    from campaigns.rendering.lint import lint

    del state  # nothing is opened: a checked file may lie anywhere
    found = read(config_path(config))
    problems: list[object] = list(found) if isinstance(found, tuple) else list(found.catalog.warnings)
    code = CONFIG if isinstance(found, tuple) else OK
    if not isinstance(found, tuple):
        faults = lint(templates_of(found.settings))
        problems += list(faults)
        code = FINDINGS if faults else OK
    for problem in problems:
        if json:
            emit({"problem": str(problem)})
        else:
            sys.stderr.write(f"{problem}\n")
    if not problems and not json:
        say("Alles in Ordnung.")
    raise typer.Exit(code)
