"""The file of a backup: a tar.gz with a manifest of checksums, complete under its name or not there at all."""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import tarfile
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from store.backup import fault_of

PREFIX, SUFFIX = "wiedersehen-", ".tar.gz"
DATABASE = "wiedersehen.sqlite3"
MANIFEST = "manifest.json"
_FORMAT = 1
_QUICK = 3
"""Level of gzip: a database shrinks to a fifth with it, and the best level would take six times as long."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Checked:
    """What is in a backup: its manifest, or German sentences of what is wrong with it."""

    manifest: Mapping[str, Any]
    faults: tuple[str, ...] = ()


def write(folder: Path, files: Mapping[str, Path], about: Mapping[str, Any], now: datetime) -> Path:
    """Write `files` (name in the archive -> file) with their checksums; the path. Beside it FILE.sha256 for sha256sum.

    The name is taken last: a crash leaves a `.part` that the next backup removes, never half a backup. Whoever comes
    while another is writing waits.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder):
        return _written(folder, files, about, now)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold a folder (flock, so that a killed process holds nothing)."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _written(folder: Path, files: Mapping[str, Path], about: Mapping[str, Any], now: datetime) -> Path:
    for left in folder.glob(f".{PREFIX}*.part"):
        left.unlink()
    path = folder / f"{PREFIX}{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{SUFFIX}"
    temporary = folder / f".{path.name}.part"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        _fill(handle, files, {"format": _FORMAT, "taken_at": now.isoformat(), **about}, now)
        handle.flush()
        os.fsync(handle.fileno())
    checksum = folder / f"{path.name}.sha256"
    checksum.write_text(f"{sha256_of(temporary)}  {path.name}\n", encoding="ascii")
    checksum.chmod(0o600)
    temporary.replace(path)
    _sync(folder)
    return path


def _fill(handle: IO[bytes], files: Mapping[str, Path], about: Mapping[str, Any], now: datetime) -> None:
    sums = {name: sha256_of(path) for name, path in sorted(files.items())}
    manifest = json.dumps({**about, "files": sums}, ensure_ascii=False, indent=2).encode()
    with tarfile.open(fileobj=handle, mode="w:gz", compresslevel=_QUICK) as archive:
        head = tarfile.TarInfo(MANIFEST)
        head.size, head.mode, head.mtime = len(manifest), 0o600, int(now.timestamp())
        archive.addfile(head, io.BytesIO(manifest))
        for name, path in sorted(files.items()):
            archive.add(path, arcname=name, recursive=False, filter=_private)


def _private(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Whoever unpacks it owns it, and nobody else reads it."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def verify(path: Path) -> Checked:
    """Read a backup from beginning to end: every checksum, and the database by SQLite's own quick_check."""
    try:
        with tempfile.TemporaryDirectory(prefix="wiedersehen-") as folder, tarfile.open(path, "r:gz") as archive:
            return _verified(archive, Path(folder))
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError) as error:
        return Checked({}, (f"{path} ist keine lesbare Sicherung ({error}).",))


def _verified(archive: tarfile.TarFile, folder: Path) -> Checked:
    manifest: dict[str, Any] = {}
    found: dict[str, str] = {}
    faults: list[str] = []
    for member, content in _contents(archive):
        if member.name == MANIFEST:
            manifest = json.loads(content.read())
            continue
        keep = folder / DATABASE if member.name == DATABASE else None
        found[member.name] = _copied(content, keep)
    if manifest.get("format") != _FORMAT:
        return Checked(manifest, ("Das ist keine Sicherung, die dieses Programm kennt (manifest.json).",))
    for name, wanted in manifest["files"].items():
        if found.get(name) != wanted:
            faults.append(f"{name} {'fehlt' if name not in found else 'ist verändert (Prüfsumme)'}.")
    fault = fault_of(folder / DATABASE) if DATABASE in found else None
    if fault is not None:
        faults.append(f"Die Datenbank in der Sicherung ist beschädigt: {fault}.")
    return Checked(manifest, tuple(faults))


def _contents(archive: tarfile.TarFile) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    for member in archive:
        content = archive.extractfile(member)
        if content is not None:
            yield member, content


def extract(path: Path, name: str, target: Path) -> None:
    """Put one file of a backup at `target` (0600), complete or not at all. KeyError when it is not in there."""
    temporary = target.with_name(f".{target.name}.part")
    with tarfile.open(path, "r:gz") as archive:
        content = archive.extractfile(archive.getmember(name))
        if content is None:
            raise KeyError(name)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _copied(content, temporary)
    temporary.replace(target)
    _sync(target.parent)


def read_text(path: Path, name: str) -> str:
    """A small text file of a backup. KeyError when it is not in there."""
    with tarfile.open(path, "r:gz") as archive:
        content = archive.extractfile(archive.getmember(name))
        return content.read().decode("ascii", errors="replace") if content is not None else ""


def rotate(folder: Path, keep: int) -> list[Path]:
    """Delete all but the newest `keep` backups of a folder, with their checksums; what was deleted."""
    every = sorted(folder.glob(f"{PREFIX}*{SUFFIX}"))
    old = every[:-keep]
    for path in old:
        path.unlink(missing_ok=True)  # another backup may be tidying up as well
        path.with_name(f"{path.name}.sha256").unlink(missing_ok=True)
    return old


def sha256_of(path: Path) -> str:
    """The checksum of a file, read in pieces."""
    with path.open("rb") as handle:
        return _copied(handle, None)


def _copied(content: IO[bytes], target: Path | None) -> str:
    """The sha256 of everything in `content`, written to `target` (0600) on the way."""
    digest = hashlib.sha256()
    if target is None:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
        return digest.hexdigest()
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
            handle.write(chunk)
        handle.flush()
        os.fsync(handle.fileno())
    return digest.hexdigest()


def _sync(folder: Path) -> None:
    """A name is on the disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
