"""What goes into a backup, and what does not."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from campaigns.backups import archive
from campaigns.clock import Clock
from campaigns.erasing import listed
from campaigns.evidence import kept
from store import operation, written
from store.backup import snapshot
from store.engine import Store
from store.migrate import newest

KEYS = ("hash.key", "token.key")
_OUR_CODE = frozenset({".py", ".pyc"})


@dataclass(frozen=True, slots=True)
class Sources:
    """Where things lie: `folders` are the folders of sequences and texts by their name in the archive."""

    config: Path
    state: Path
    folders: dict[str, Path]
    letters: Path


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was written and read back; `faults` are German sentences, empty when it is sound."""

    path: Path
    size: int
    has_database: bool
    faults: tuple[str, ...]
    deleted: Sequence[Path]


def make(store: Store, clock: Clock, sources: Sources, folder: Path, *, with_keys: bool, keep: int | None) -> Made:
    """Write a backup to `folder` while a daemon may be running, read it back, remember it, delete old ones.

    Old backups are deleted only when the new one is sound. A PostgreSQL database is left to pg_dump.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = clock.now()
    with tempfile.TemporaryDirectory(prefix=".wiedersehen-", dir=folder) as work:
        files = dict(_standing_still(_files(sources, with_keys=with_keys), Path(work) / "files"))
        if store.is_sqlite:
            files[archive.DATABASE] = Path(work) / archive.DATABASE
            snapshot(store, files[archive.DATABASE], now)
        about = {"schema": newest(), "database": "sqlite" if store.is_sqlite else "postgresql", "keys": with_keys}
        path = archive.write(folder, files, about, now)
    faults = archive.verify(path).faults
    if not faults:
        with store.write() as connection:
            operation.set_switch(connection, operation.LAST_BACKUP, str(path), now)
            operation.audit(connection, "backup_made", now, None, {"file": path.name})
            written.record(connection, path, written.BACKUP, now)
    deleted = archive.rotate(folder, keep) if keep and not faults else []
    return Made(path, path.stat().st_size, store.is_sqlite, faults, deleted)


def _standing_still(files: Iterator[tuple[str, Path]], folder: Path) -> Iterator[tuple[str, Path]]:
    """Copies: a daemon may be writing a letter list or its recall file at this moment."""
    for name, path in files:
        copy = folder / name
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):  # a temporary file that has got its name meanwhile
            shutil.copyfile(path, copy)
            yield name, copy


def _files(sources: Sources, *, with_keys: bool) -> Iterator[tuple[str, Path]]:
    yield "config.toml", sources.config
    for name, folder in {**sources.folders, "letters": sources.letters}.items():
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix not in _OUR_CODE:
                yield f"{name}/{path.relative_to(folder).as_posix()}", path
    for path in sorted((sources.state / kept.FOLDER).glob("*")):
        if path.is_file() and not path.suffix:  # another one is just being written
            yield f"{kept.FOLDER}/{path.name}", path
    erased = sources.state / listed.FILE
    if erased.exists():
        yield listed.FILE, erased
    for name in KEYS if with_keys else ():
        if (sources.state / name).exists():
            yield name, sources.state / name
