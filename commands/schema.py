"""`schema`: JSON Schema for editors, so that a file is checked and completed while it is being written."""

from __future__ import annotations

import json as jsonlib
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.options import Config, Json, State, config_path, emit, say

if TYPE_CHECKING:
    from campaigns.settings import Settings


class Kind(StrEnum):
    """The two kinds of files that people write."""

    SEQUENCE = "sequence"
    CONFIG = "config"


def register(app: typer.Typer) -> None:
    """Add `schema`."""
    app.command("schema")(schema)


def schema(
    kind: Annotated[Kind, typer.Argument(help="sequence oder config")] = Kind.SEQUENCE,
    out: Annotated[Path | None, typer.Option("--out", help="in diese Datei statt auf die Standardausgabe")] = None,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """JSON Schema für Editoren: prüft und ergänzt Sequenzdateien und config.toml schon beim Schreiben."""
    from campaigns.settings import Settings, load_settings, salvaged

    del state  # a schema says what may be written, not what is stored
    path = config_path(config)
    loaded = load_settings(path)
    made = schema_of(kind.value, loaded if isinstance(loaded, Settings) else salvaged(path))
    text = jsonlib.dumps(made, ensure_ascii=False, indent=2) + "\n"
    if out is None:
        emit(made) if json else sys.stdout.write(text)
        return
    out.write_text(text, encoding="utf-8")
    if json:
        emit({"schema": kind.value, "file": str(out)})
    else:
        say(f"{out} ist geschrieben. Die erste Zeile einer Datei daneben nennt es dem Editor: #:schema ./{out.name}")


def schema_of(kind: str, settings: Settings | None) -> dict[str, Any]:
    """The schema of one kind of file; without settings with the shipped words."""
    from campaigns.catalog import DOORS, vocabulary_of
    from campaigns.lexicon.schema import config_schema, sequence_schema
    from campaigns.settings import Settings as Model
    from contacts.cancellation import REASONS
    from contacts.medium import Medium
    from replies.reply import Label
    from sequences.grammar.load import json_schema
    from sequences.grammar.vocabulary import Vocabulary

    if kind == Kind.CONFIG:
        return config_schema(Model.model_json_schema(by_alias=True), Medium)
    words = (
        vocabulary_of(settings) if settings else Vocabulary(frozenset(REASONS), frozenset(Label), DOORS, frozenset())
    )
    return sequence_schema(json_schema(), words)
