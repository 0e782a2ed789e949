"""`classify FILE...`: what a mail is and means."""

from __future__ import annotations

import json as json_module
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.options import USAGE, Config, Json, State, emit, fail
from sequences.grammar.os_errors import german

if TYPE_CHECKING:
    from replies.reply import Classified

_MAILDIR = ("cur", "new")
_NO_MAIL = (".", "dovecot")
"""Beginnings of names: locks and notes of a mail server, remnants of an editor."""


def register(app: typer.Typer) -> None:
    """Add `classify`."""
    app.command("classify")(classify)


def classify(
    files: Annotated[list[Path] | None, typer.Argument(help="Mails: Dateien, Ordner, Maildir, mbox")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Objekte von der Standardeingabe lesen")] = False,
    land: Annotated[str | None, typer.Option("--land", help="Bundesland für Feiertage")] = None,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Mails einordnen; eine JSON-Zeile je Mail."""
    from replies.child import Parser
    from replies.classify import classify as classify_mail
    from replies.parse import from_fields

    del json, config, state  # JSON Lines in any case; a mail is judged without house and state
    if jsonl:
        for item in _objects():
            emit({"id": item.get("id"), **as_json(classify_mail(from_fields(item), land))})
        return
    if not files:
        fail("Es fehlt eine Datei (oder --jsonl).", USAGE)
    for file in files:
        if not file.exists():
            fail(f"{file}: Diese Datei gibt es nicht.", USAGE)
    with Parser() as parser:
        for name, raw in (mail for file in files for mail in _mails(file)):
            emit({"file": name, **as_json(classify_mail(parser.parse(raw), land))})


def as_json(answer: Classified) -> dict[str, Any]:
    """The contract of the classifier: every key, null where nothing is given."""
    contact = answer.new_contact
    return {
        "kind": answer.kind.value,
        "label": answer.label.value if answer.label else None,
        "stop": answer.stop,
        "review": answer.review,
        "evidence": {"rule": answer.evidence.rule, "text": answer.evidence.text},
        "reply_text": answer.reply_text,
        "return_date": answer.return_date.isoformat() if answer.return_date else None,
        "resume": answer.resume.isoformat() if answer.resume else None,
        "new_contact": {"name": contact.name, "email": contact.email, "phone": contact.phone} if contact else None,
        "subtype": answer.subtype,
        "failed_recipient": answer.failed_recipient,
        "recipients": list(answer.recipients),
    }


def _objects() -> Iterator[dict[str, Any]]:
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            item = json_module.loads(line)
        except ValueError:
            item = None
        if not isinstance(item, dict):
            fail(f"Standardeingabe, Zeile {number}: kein JSON-Objekt.", USAGE)
        yield item


def _mails(path: Path) -> Iterator[tuple[str, bytes]]:
    """(name, first octets) of each mail: of a folder all its mails, of an mbox each with its number.

    No more is read of a mail than the daemon reads, so that both say the same, whatever its size.
    """
    from replies.folder import MAX_BYTES
    from replies.mbox import split

    if path.is_dir():
        for inner in _files(path):
            yield from _mails(inner)
        return
    try:
        with path.open("rb") as file:
            is_mbox = file.read(5) == b"From "
            file.seek(0)
            if not is_mbox:
                yield str(path), file.read(MAX_BYTES)
                return
            for number, piece in enumerate(split(file), start=1):
                yield f"{path}#{number}", piece.raw
    except OSError as error:
        fail(f"{path}: nicht lesbar ({german(error)}).", USAGE)


def _files(folder: Path) -> Iterator[Path]:
    """A folder's mails in the order of their names; of a Maildir only `new` and `cur`, and no server's own files."""
    is_maildir = all((folder / part).is_dir() for part in _MAILDIR)
    for inner in sorted(folder.iterdir()):
        if inner.is_dir() and not inner.is_symlink():
            if not (is_maildir and inner.name == "tmp"):
                yield from _files(inner)
        elif inner.is_file() and not is_maildir and not inner.name.startswith(_NO_MAIL):
            yield inner
