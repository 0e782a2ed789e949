"""`explain WORD`: every meaning of a key, rule, label, reason, state or term, with the place where it is met."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import FINDINGS, Config, Json, State, config_path, emit, fail, say

if TYPE_CHECKING:
    from campaigns.lexicon.entry import Entry


_MANY = 8


def register(app: typer.Typer) -> None:
    """Add `explain`."""
    app.command("explain")(explain)


def explain(
    word: Annotated[list[str], typer.Argument(help="Schlüssel, Regel, Grund, Label, Stand oder Fachwort")],
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Was bedeutet dieses Wort? Auch mit Ort: „window.from“, „step.day“; auch deutsch: „Vergleichsgruppe“."""
    from campaigns.lexicon.words import look_up

    del state  # words mean the same in every state
    asked = " ".join(word)
    book = _book(config_path(config))
    found = look_up(asked, book)
    if not found:
        fail(f"Das Wort „{asked}“ kommt in Wiedersehen nicht vor.{_hint(asked, book)}", FINDINGS)
    if json:
        for entry in found:
            emit(asdict(entry))
        return
    if len(found) > 1:
        say(f"„{asked}“ hat {len(found)} Bedeutungen:")
    for number, entry in enumerate(found):
        if number or len(found) > 1:
            say()
        _tell(entry)


def _hint(asked: str, book: tuple[Entry, ...]) -> str:
    from campaigns.lexicon.words import mentions, nearest

    near = nearest(asked, book)
    others = [word for word in mentions(asked, book) if word != near]
    return (f" Meinten Sie „{near}“?" if near else "") + (
        f" Davon handeln: {', '.join(others[:_MANY])}." if others else ""
    )


def _tell(entry: Entry) -> None:
    from campaigns.lexicon.keys import REQUIRED

    name = f" ({entry.name})" if entry.name and entry.name not in (entry.word, entry.meaning) else ""
    say(f"{entry.word}{name}: {entry.meaning}")
    rows = (
        ("Art", entry.kind),
        ("Ort", entry.place),
        ("erlaubt", entry.allowed),
        (
            "Pflicht" if entry.default == REQUIRED else "ohne Angabe",
            "ja" if entry.default == REQUIRED else entry.default,
        ),
        ("Beispiel", entry.example),
        ("Norm", entry.norm),
    )
    for title, text in rows:
        if text:
            say(f"  {title + ':':<13}{text}")


def _book(path: Path) -> tuple[Entry, ...]:
    """All entries, with the words of this installation as far as its configuration can be read."""
    from campaigns.bootstrap import ROOT
    from campaigns.lexicon.words import entries
    from campaigns.settings import Settings, load_settings, salvaged
    from commands.schema import schema_of
    from sequences.grammar.toml_source import read_text

    loaded = load_settings(path)
    settings = loaded if isinstance(loaded, Settings) else salvaged(path)
    texts = [read_text(file, file.name) for file in (path, *sorted((ROOT / "sequences").glob("*.toml")))]
    config, *sequences = (text if isinstance(text, str) else "" for text in texts)
    reasons = settings.reasons if settings else {}
    return entries(schema_of("config", settings), schema_of("sequence", settings), (config, sequences), reasons)
