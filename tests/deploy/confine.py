"""`python confine.py UNIT COMMAND...`: run a command under a unit's system call filter, as systemd would set it up.

For machines where systemd is not the init system: the same library (libseccomp) and the same lists, but whoever makes a
forbidden call is killed instead of getting an error, so that nothing forbidden can go unnoticed.
"""

from __future__ import annotations

import ctypes
import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

KILL, ALLOW, ERRNO = 0x80000000, 0x7FFF0000, 0x00050000
EQUAL = 4
NO_NEW_PRIVS, SET_MDWE, REFUSE_EXEC_GAIN = 38, 65, 1


class Argument(ctypes.Structure):
    """struct scmp_arg_cmp."""

    _fields_ = (("arg", ctypes.c_uint), ("op", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64))


def values(unit: Path, key: str) -> list[list[str]]:
    """Every line `key=...` of a unit, split into words."""
    lines = unit.read_text(encoding="utf-8").splitlines()
    return [line.split("=", 1)[1].split() for line in lines if line.startswith(f"{key}=")]


def members(group: str) -> set[str]:
    """The system calls of `@group`, groups inside it written out; a plain name is itself."""
    if not group.startswith("@"):
        return {group}
    listed = subprocess.run(["systemd-analyze", "syscall-filter", group], check=True, capture_output=True, text=True)
    names = [line.strip() for line in listed.stdout.splitlines() if line.startswith("    ") and "#" not in line]
    return {one for name in names for one in members(name)}


def allowed(unit: Path) -> set[str]:
    """What SystemCallFilter= leaves: lists are added in order, those behind `~` taken away."""
    found: set[str] = members("@default")
    for words in values(unit, "SystemCallFilter"):
        takes = words[0].startswith("~")
        for word in [words[0].removeprefix("~"), *words[1:]]:
            found = found - members(word) if takes else found | members(word)
    return found


def confine(unit: Path) -> None:
    """From now on this process and its children are as confined as the unit."""
    library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    libc = ctypes.CDLL(None, use_errno=True)
    library.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(KILL)))
    permitted = allowed(unit) - {"socket"}
    for name in sorted(permitted):
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:  # others are of other machines
            library.seccomp_rule_add(context, ctypes.c_uint32(ALLOW), number, 0)
    for name in sorted(members("@chown") - permitted):
        # SQLite asks for this only as root, which these tests may be, and takes no offence at a refusal.
        number = library.seccomp_syscall_resolve_name(name.encode())
        library.seccomp_rule_add(context, ctypes.c_uint32(ERRNO | errno.EPERM), number, 0)
    number = library.seccomp_syscall_resolve_name(b"socket")
    families = [getattr(socket, word) for words in values(unit, "RestrictAddressFamilies") for word in words]
    for family in families:
        rule = Argument(0, EQUAL, family, 0)
        library.seccomp_rule_add_array(context, ctypes.c_uint32(ALLOW), number, 1, ctypes.byref(rule))
    if values(unit, "MemoryDenyWriteExecute") == [["yes"]]:
        _check(libc.prctl(SET_MDWE, REFUSE_EXEC_GAIN, 0, 0, 0))
    _check(libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0))
    if library.seccomp_load(context) != 0:
        raise OSError(errno.EPERM, "seccomp_load")


def _check(result: int) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), "prctl")


if __name__ == "__main__":
    confine(Path(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])
