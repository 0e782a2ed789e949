"""Secrets by reference: systemd credentials, or keys that the state directory keeps for itself (0600)."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

_KEY_BYTES = 32
HASH_KEY, TOKEN_KEY = "hash.key", "token.key"
_GONE = {
    HASH_KEY: "Der Schlüssel der Sperrliste fehlt: {path}. Mit einem neuen würde kein Widerspruch gefunden. Die Datei "
    "aus der getrennten Aufbewahrung zurücklegen (Rechte 0600).",
    TOKEN_KEY: "Der Schlüssel der Abmeldelinks fehlt: {path}. Mit einem neuen wären alle Abmeldelinks in verschickten "
    "Mails tot. Die Datei aus der getrennten Aufbewahrung zurücklegen (Rechte 0600); ist sie verloren: "
    "wiedersehen rekey.",
}


class MissingCredential(RuntimeError):
    """config.toml names a credential that is not there; the text is German."""


def credential(name: str) -> str:
    """The secret called `name` from $CREDENTIALS_DIRECTORY (systemd: LoadCredential=)."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    path = Path(folder or "/nonexistent") / name
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        raise MissingCredential(
            f"Das Geheimnis „{name}“ fehlt: erwartet als Datei {name} in $CREDENTIALS_DIRECTORY "
            f"({folder or 'nicht gesetzt'}). Mit systemd: LoadCredential={name}:/pfad/zur/datei."
        ) from None


class MissingKey(MissingCredential):
    """A key is gone that hashes, links or Message-IDs were made with; the text is German."""


def key(reference: str | None, state: Path, file_name: str, *, make: bool = True) -> bytes:
    """A key of this installation: the credential when one is named, else a file in the state directory.

    A missing file is made, once; with `make` False it raises MissingKey: a new key would not be the one in use.
    """
    if reference is not None:
        return credential(reference).encode()
    path = state / file_name
    try:
        return path.read_bytes().strip()  # out of a safe it comes back with the line end of an editor
    except FileNotFoundError:
        if not make:
            raise MissingKey(_GONE[file_name].format(path=path)) from None
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = secrets.token_hex(_KEY_BYTES).encode()
    temporary = path.with_suffix(".new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(made)
        handle.flush()
        os.fsync(handle.fileno())
    try:
        os.link(temporary, path)  # the first process wins: two keys would make two suppression lists
    except FileExistsError:
        made = path.read_bytes()
    finally:
        temporary.unlink()
    return made
