"""`check`: configuration, sequences and templates, all problems at once; `--diff`: whom an edit touches."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import (
    CONFIG,
    FINDINGS,
    OK,
    Config,
    Json,
    State,
    config_path,
    emit,
    open_database,
    played_clock,
    say,
    state_path,
)

if TYPE_CHECKING:
    from pathlib import Path

    from campaigns.bootstrap import Read
    from campaigns.catalog import Catalog
    from campaigns.editing.impact import Book
    from campaigns.rendering.lint import TemplateProblem
    from campaigns.settings import Settings
    from sequences.grammar.problem import Problem
    from store.engine import Store


def register(app: typer.Typer) -> None:
    """Add `check`."""
    app.command("check")(check)


def check(
    diff: Annotated[
        bool, typer.Option("--diff", help="zeigt, wen die geänderten Dateien treffen, bevor sie gelten")
    ] = False,
    weeks: Annotated[
        int, typer.Option("--weeks", min=1, max=520, help="mit --diff: so viele Wochen Kündigungen befragen")
    ] = 12,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Einstellungen, Sequenzen und Texte prüfen; alle Fehler auf einmal."""
    path = config_path(config)
    read, problems = _judged(path)
    for problem in problems:
        _tell(problem, json=json)
    if read is None:
        raise typer.Exit(CONFIG)
    faults = sum(not getattr(problem, "warning", False) for problem in problems)
    if not faults:
        _summary(path, read, hints=len(problems), json=json)
    if diff:
        _diff(read, state_path(state), weeks, json=json)
    raise typer.Exit(FINDINGS if faults else OK)


def _judged(path: Path) -> tuple[Read | None, list[Problem | TemplateProblem]]:
    """What was read (None: config.toml or a sequence cannot be used) and everything there is to say about it.

    A slip in config.toml hides nothing: as far as its other sections allow, sequences and texts are looked at too.
    """
    from campaigns.bootstrap import ROOT, Read, templates_of
    from campaigns.catalog import load_catalog
    from campaigns.rendering.lint import lint
    from campaigns.settings import load_settings, salvaged

    settings = load_settings(path)
    problems: list[Problem | TemplateProblem] = list(settings) if isinstance(settings, tuple) else []
    usable = salvaged(path) if isinstance(settings, tuple) else settings
    if usable is None:
        return None, problems
    catalog = load_catalog(usable, ROOT)
    problems += catalog if isinstance(catalog, tuple) else catalog.warnings
    problems += lint(templates_of(usable))
    if isinstance(settings, tuple) or isinstance(catalog, tuple):
        return None, problems
    return Read(settings, catalog), problems


def _tell(problem: Problem | TemplateProblem, *, json: bool) -> None:
    if json:
        emit({"type": "problem", "problem": str(problem), "warning": False, **asdict(problem)})
    else:
        sys.stderr.write(f"{problem}\n")


def _summary(path: Path, read: Read, *, hints: int, json: bool) -> None:
    """What was checked, and which sequences send, wait or do not."""
    by_status = _by_status(read.catalog)
    steps = sum(len(sequence.steps) for sequence in read.catalog.sequences.values())
    texts = _texts(read.settings)
    if json:
        emit({"type": "summary", "config": str(path), **by_status, "steps": steps, "texts": texts, "hints": hints})
        return
    number = len(read.catalog.sequences)
    verdict = "Alles in Ordnung" if not hints else f"Keine Fehler, {hints} Hinweis{'e' if hints > 1 else ''}"
    say(f"{verdict}: {path.name}, {number} Sequenzen mit {steps} Schritten, {texts} Texte.")
    words = {"live": "es senden", "paused": "angehalten", "draft": "Entwurf, sendet nicht"}
    parts = [f"{words[status]}: {', '.join(names)}" for status, names in by_status.items() if names]
    line = "; ".join(parts)
    say(f"{line[:1].upper()}{line[1:]}." if line else "Keine Sequenz: niemand bekommt etwas.")


def _by_status(catalog: Catalog) -> dict[str, list[str]]:
    return {
        status: sorted(name for name, sequence in catalog.sequences.items() if sequence.status == status)
        for status in ("live", "paused", "draft")
    }


def _texts(settings: Settings) -> int:
    from campaigns.bootstrap import templates_of

    return len(templates_of(settings).names())


def _diff(read: Read, state: Path, weeks: int, *, json: bool) -> None:
    from zoneinfo import ZoneInfo

    from campaigns.bootstrap import templates_of
    from campaigns.editing.impact import edits
    from campaigns.editing.telling import (
        NOTHING_CHANGED,
        NOTHING_STORED,
        WHEN,
        edit_json,
        sentences,
        text_json,
        text_sentences,
    )
    from campaigns.editing.texts import text_uses

    zone = ZoneInfo(read.settings.daemon.timezone)
    store = _existing(read, state)
    book = _book(read, store, weeks) if store else None
    found = edits(read.catalog.sequences, book)
    texts = text_uses(book, templates_of(read.settings).folders) if book else ()
    if json:
        for edit in found:
            emit(edit_json(edit, zone))
        for use in texts:
            emit(text_json(use, zone))
        return
    say()
    if book is None or not book.latest:
        say(NOTHING_STORED)
    for edit in found:
        for line in sentences(edit):
            say(line)
    for line in text_sentences(texts, zone):
        say(line)
    changed = any(edit.kind != "unchanged" for edit in found) or any(use.edited for use in texts)
    say(f"\n{WHEN if changed else NOTHING_CHANGED}")


def _existing(read: Read, state: Path) -> Store | None:
    """The database, None when there is none yet: looking at an edit creates nothing."""
    if read.settings.database.url is None and not (state / "wiedersehen.sqlite3").exists():
        return None
    return open_database(read, state)


def _book(read: Read, store: Store, weeks: int) -> Book:
    from campaigns.catalog import vocabulary_of
    from campaigns.clock import SystemClock
    from campaigns.definitions import Definitions
    from campaigns.editing.impact import book_of

    forms = {brand.id: brand.address_form for brand in read.settings.brand}
    usual = read.settings.brand[0].address_form
    definitions = Definitions(read.catalog.sequences, read.catalog.texts, vocabulary_of(read.settings))
    now = (played_clock(store) or SystemClock()).now()
    with store.read() as connection:
        return book_of(connection, definitions, lambda brand: forms.get(brand or "", usual), now, weeks)
