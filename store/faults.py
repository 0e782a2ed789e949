"""What a database or disk says when it cannot work, as one of a few words: whoever is told must know what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from enum import StrEnum

from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError


class Fault(StrEnum):
    """Why nothing can be stored or read now. CORRUPT is the only one that time does not heal."""

    DISK_FULL = "disk_full"
    READ_ONLY = "read_only"
    LOCKED = "locked"
    DISK_ERROR = "disk_error"
    CORRUPT = "corrupt"
    NO_ACCESS = "no_access"
    UNREACHABLE = "unreachable"


_SQLITE = (
    ("SQLITE_FULL", Fault.DISK_FULL),
    ("SQLITE_READONLY", Fault.READ_ONLY),
    ("SQLITE_BUSY", Fault.LOCKED),
    ("SQLITE_LOCKED", Fault.LOCKED),
    ("SQLITE_CORRUPT", Fault.CORRUPT),
    ("SQLITE_NOTADB", Fault.CORRUPT),
    ("SQLITE_IOERR", Fault.DISK_ERROR),
    ("SQLITE_CANTOPEN", Fault.NO_ACCESS),
)
"""Beginnings of SQLite's extended result codes (SQLITE_IOERR_WRITE, SQLITE_READONLY_DBMOVED, ...)."""

_POSTGRES = {
    "53100": Fault.DISK_FULL,
    "25006": Fault.READ_ONLY,
    "55P03": Fault.LOCKED,
    "58030": Fault.DISK_ERROR,
    "XX001": Fault.CORRUPT,
    "XX002": Fault.CORRUPT,
}
"""SQLSTATE by PostgreSQL's appendix A."""

_ERRNO = {
    errno.ENOSPC: Fault.DISK_FULL,
    errno.EDQUOT: Fault.DISK_FULL,
    errno.EFBIG: Fault.DISK_FULL,
    errno.EROFS: Fault.READ_ONLY,
    errno.EIO: Fault.DISK_ERROR,
}


def fault_of(error: BaseException) -> Fault | None:
    """The fault behind an exception, None when it is none of the database's or the disk's."""
    return next((found for one in _chain(error) if (found := _single(one)) is not None), None)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or following.__context__


def _single(error: BaseException) -> Fault | None:
    if isinstance(error, OSError):
        return _ERRNO.get(error.errno or 0)
    if not isinstance(error, DBAPIError):
        return None
    name = getattr(error.orig, "sqlite_errorname", None) or ""
    for beginning, fault in _SQLITE:
        if name.startswith(beginning):
            return fault
    state = getattr(error.orig, "sqlstate", None)
    if state in _POSTGRES:
        return _POSTGRES[state]
    # A statement that is wrong (SQLITE_ERROR, class 42) is our own fault and no weather; only what has no code, or a
    # code of connections and servers (08, 57), is a database that does not answer.
    lost = isinstance(error, OperationalError | InterfaceError) and name != "SQLITE_ERROR"
    if lost and (state is None or state[:2] in {"08", "40", "53", "55", "57", "58"}):
        return Fault.UNREACHABLE
    return Fault.UNREACHABLE if isinstance(error, DatabaseError) and error.connection_invalidated else None
