"""`classify FILE...`: what a mail is and means."""

from __future__ import annotations

import json as json_module
import sys
from pathlib import Path
from typing import Annotated

import typer

from commands.options import USAGE, Config, Json, State, emit, fail


def register(app: typer.Typer) -> None:
    """Add `classify`."""
    app.command("classify")(classify)


def classify(
    files: Annotated[list[Path] | None, typer.Argument(help="Mails als Dateien")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Objekte von der Standardeingabe lesen")] = False,
    land: Annotated[str | None, typer.Option("--land", help="Bundesland für Feiertage")] = None,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Mails einordnen; eine JSON-Zeile je Mail."""
    from replies.as_json import as_json, mail_of
    from replies.child import Parser
    from replies.classify import classify as classify_mail

    del json, config, state  # JSON Lines in any case; a mail is judged without house and state
    parser = Parser()
    try:
        if jsonl:
            for line in sys.stdin:
                item = json_module.loads(line)
                emit({"id": item.get("id"), **as_json(classify_mail(parser.parse(mail_of(item)), land))})
            return
        if not files:
            fail("Es fehlt eine Datei (oder --jsonl).", USAGE)
        for path in [inner for file in files for inner in _mails(file)]:
            emit({"file": str(path), **as_json(classify_mail(parser.parse(path.read_bytes()), land))})
    finally:
        parser.close()


def _mails(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(inner for inner in path.rglob("*") if inner.is_file())
    return [path]
