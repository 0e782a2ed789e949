"""The state directory: whose it is, who may read it, how much room there is, and on what kind of disk."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from campaigns.doctor.finding import Finding, error, ok, warning
from campaigns.doctor.patient import Patient, stranger_to

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LITTLE, _TOO_LITTLE = 1_000_000_000, 100_000_000
"""Octets: a database of some ten thousand customers with its journal and one backup; and when SQLite soon stops."""
_FEW_INODES = 0.05
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "fuse.glusterfs", "ceph", "afs", "lustre"}
)
_GONE_AT_BOOT = frozenset({"tmpfs", "ramfs"})


def check(patient: Patient) -> Iterator[Finding]:
    """Owner, permissions, room and file system of the state directory."""
    state = patient.state
    if not state.exists():
        yield warning(f"{state} gibt es noch nicht.", "Entsteht mit wiedersehen init oder beim ersten Start.")
        return
    if not state.is_dir():
        yield error(f"{state} ist kein Ordner.", "Mit --state oder STATE_DIRECTORY den richtigen Ordner nennen.")
        return
    yield from _owner(state)
    yield from _room(state)
    yield from _file_system(state, sqlite=patient.is_sqlite)


def _owner(state: Path) -> Iterator[Finding]:
    about = state.stat()
    name = _name(about.st_uid)
    if stranger_to(state) is not None:
        yield error(
            f"{state} gehört {name}, Sie sind {_name(os.geteuid())}. Als anderer Benutzer legt ein Befehl Dateien an, "
            "die der Dienst nicht mehr lesen kann.",
            f"sudo -u {name} wiedersehen doctor",
        )
    if about.st_mode & _OTHERS:
        yield error(
            f"{state} können auch andere Benutzer lesen (Rechte {stat.S_IMODE(about.st_mode):o}); darin stehen "
            "Namen, Adressen und Widersprüche.",
            f"chmod 700 {state}",
        )
    else:
        yield ok(f"{state} gehört {name}, sonst liest niemand mit.")


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid {uid}"


def _room(state: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(state).free
    words = f"Frei auf der Platte: {free / 1e9:.1f} GB".replace(".", ",")
    cure = "Platz schaffen: alte Sicherungen (wiedersehen backup --keep 7), Protokolle, ausgelieferte Brieflisten."
    if free < _TOO_LITTLE:
        yield error(f"{words}. Ist sie voll, wird nichts mehr gesendet.", cure)
    elif free < _LITTLE:
        yield warning(f"{words}.", cure)
    else:
        yield ok(f"{words}.")
    inodes = os.statvfs(state)
    if inodes.f_files and inodes.f_favail / inodes.f_files < _FEW_INODES:
        yield warning(
            f"Nur noch {inodes.f_favail} Dateien können angelegt werden (Inodes).",
            f"df -i {state}; viele kleine Dateien suchen.",
        )


def _file_system(state: Path, *, sqlite: bool) -> Iterator[Finding]:
    kind = kind_of(state, Path("/proc/self/mountinfo"))
    if kind in _NETWORK and sqlite:
        yield error(
            f"{state} liegt auf einem Netzlaufwerk ({kind}): dort hält keine Sperre, SQLite geht kaputt.",
            "Einen Ordner auf einer eigenen Platte nehmen, oder PostgreSQL ([database] url).",
        )
    elif kind in _GONE_AT_BOOT:
        yield error(
            f"{state} liegt im Arbeitsspeicher ({kind}) und ist nach dem Neustart leer.", "Einen anderen Ordner nehmen."
        )
    elif kind:
        yield ok(f"Dateisystem: {kind}.")


def kind_of(path: Path, mounts: Path) -> str | None:
    """The type of the file system that `path` is on, from proc(5)'s mountinfo; None where there is none."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    found, deepest = None, -1
    place = path.resolve()
    for line in lines:
        fields = line.split(" ")
        mounted = Path(fields[4].replace("\\040", " "))
        # The last line of a mount point is the one on top.
        if place.is_relative_to(mounted) and len(mounted.parts) >= deepest:
            found, deepest = fields[fields.index("-") + 1], len(mounted.parts)
    return found
