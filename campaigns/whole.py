"""A file with persons in it that is there whole or not at all, for our account alone."""

from __future__ import annotations

import os
from pathlib import Path


def unfinished(path: Path) -> Path:
    """Where `write_whole` writes first: what a death leaves lies there, and an erasure looks for it."""
    return path.with_name(f".{path.name}.neu")


def write_whole(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Durably: after a crash the old or the new file is there. OSError when it fails, with nothing left behind."""
    write_unfinished(path, content, mode=mode)
    try:
        unfinished(path).replace(path)
    except OSError:
        unfinished(path).unlink(missing_ok=True)
        raise


def write_unfinished(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Durably under the name of `unfinished`: only the renaming is left. OSError as above.

    In a folder that others write to as well, a link laid under that name would lead the persons somewhere else.
    """
    temporary = unfinished(path)
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, mode)
        with os.fdopen(descriptor, "wb") as handle:
            os.fchmod(handle.fileno(), mode)  # also of a leftover with other rights
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
