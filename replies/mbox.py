"""An mbox file as a mailbox: one file that mail is appended to, only ever read, however big it is.

A mail's number is the place where it ends, and the "UIDVALIDITY" is a fingerprint of what stands right before that
place. When both still fit, only what was appended is read. When they do not, a mail program has written the file anew,
and it is looked through from the start; what is known is recognised by its own fingerprint, as after a restored IMAP
mailbox.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate
from pathlib import Path
from typing import BinaryIO

from replies.folder import FOLDER, MAX_BYTES, MAX_PER_POLL
from replies.reply import Cursor, MailboxError, RawMail

_LINE = 65_536
_BEFORE = 4_096
_DAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*,?"
_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_SEPARATOR = re.compile(rb"From .{0,1000}\b" + _DAY + rb" +" + _MONTH + rb" +\d{1,2} +\d{1,2}:\d\d\b.{0,60}\b\d{4}\b")
"""RFC 4155: sender, then a date as asctime writes it. `From ` alone begins many a sentence."""
_QUOTED = re.compile(rb">+From ")
_ITS_OWN = re.compile(
    rb"(?i)(?:status|x-status|x-keywords|x-uid|x-imap|x-imapbase|content-length|lines|x-mozilla-\w+):"
)
"""Headers that mail programs keep their marks in: a mail that somebody has read is the same mail."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One mail of an mbox: where it ends in the file, its first octets, its whole size in octets, and its day.

    The day is that of arrival, by the separator; None when it does not say.
    """

    end: int
    raw: bytes
    size: int
    day: date | None = None


def split(file: BinaryIO, limit: int = MAX_BYTES) -> Iterator[Piece]:
    """The mails from the file's position on, each cut at `limit` octets; holds one mail in memory, never the file."""
    first, size, lines, kept, day = True, 0, _Lines(limit), False, None
    while line := file.readline(_LINE):
        begins = line.startswith(b"From ") and (first or _SEPARATOR.match(line) is not None)
        if begins and lines.at_line_start:
            if kept:
                yield Piece(file.tell() - len(line), lines.taken(), size, day)
            first, size, lines, kept, day = False, 0, _Lines(limit), True, _day(line)
            continue
        first = False
        kept = kept or bool(line.strip())
        size += len(line)
        lines.add(line)
    if kept:
        yield Piece(file.tell(), lines.taken(), size, day)


def _day(separator: bytes) -> date | None:
    found = re.search(_DAY + rb" .*", separator)
    try:
        parsed = parsedate(found.group().decode("ascii", "replace")) if found else None
        return date(*parsed[:3]) if parsed else None
    except ValueError:
        return None


class _Lines:
    """The lines of one mail: without the marks of mail programs, unquoted, cut, without the blank line behind it."""

    def __init__(self, limit: int) -> None:
        self._limit, self._left, self._parts = limit, limit, list[bytes]()
        self._head, self._leaving_out = True, False
        self.at_line_start = True

    def add(self, line: bytes) -> None:
        begins, self.at_line_start = self.at_line_start, line.endswith(b"\n")
        if begins and self._head:
            folded = line[:1] in (b" ", b"\t")
            self._head = bool(line.strip())
            self._leaving_out = self._head and (self._leaving_out if folded else _ITS_OWN.match(line) is not None)
        if self._leaving_out:
            return
        if begins and _QUOTED.match(line):
            line = line[1:]
        if self._left > 0:
            self._parts.append(line[: self._left])
            self._left -= len(line)

    def taken(self) -> bytes:
        """The mail. The blank line before the next separator is the file's, not the mail's."""
        if self._left >= 0 and len(self._parts) > 1 and self._parts[-1] in (b"\n", b"\r\n"):
            self._parts.pop()
        return b"".join(self._parts)


class MboxMailbox:
    """A `Mailbox` over one mbox file. A file that is not there yet is an empty one; its folder must be there.

    `initial_days` is how far back is read when the file is new to us or has been written anew.
    """

    def __init__(self, path: Path, account: str | None = None, initial_days: int = 90) -> None:
        self.account = account or f"mbox:{path.name}"
        self._path, self._initial_days = path, initial_days
        self._reached: Cursor | None = None

    def cursors(self) -> tuple[str, ...]:
        """One folder."""
        return (FOLDER,)

    def fetch_new(self, cursor: Cursor, now: datetime) -> Iterator[RawMail]:
        """Appended mails in the file's order, at most MAX_PER_POLL; none while another program writes to the file."""
        self._reached, count = None, 0
        oldest = (now - timedelta(days=self._initial_days)).date()
        try:
            with self._path.open("rb") as file:
                if self._is_written_to(file):
                    return
                fits = _fits(file, cursor)
                file.seek(cursor.last_uid if fits else 0)
                for piece in split(file):
                    back = file.tell()
                    mark = _mark(file, piece.end)
                    file.seek(back)
                    if fits or piece.day is None or piece.day >= oldest:
                        cut = piece.size > MAX_BYTES
                        yield RawMail(self.account, cursor.folder, mark, piece.end, piece.raw, now, truncated=cut)
                        count += 1
                    self._reached = Cursor(cursor.account, cursor.folder, mark, piece.end)
                    if count >= MAX_PER_POLL:
                        return
        except FileNotFoundError:
            if not self._path.parent.is_dir():
                raise MailboxError(self._sentence()) from None
        except OSError as error:
            raise MailboxError(self._sentence()) from error

    def reached(self, cursor: Cursor) -> Cursor:
        """The place behind the last mail, also behind those that are older than the window."""
        return self._reached or cursor

    def watch(self, wake: Callable[[], None]) -> None:
        """Nobody tells."""

    def close(self) -> None:
        """Nothing is held open."""

    def _is_written_to(self, file: BinaryIO) -> bool:
        """Delivery agents lock by fcntl and by a file beside (mutt_dotlock, procmail): half a mail is not a mail."""
        if self._path.with_name(f"{self._path.name}.lock").exists():
            return True
        try:
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.lockf(file, fcntl.LOCK_UN)  # not held while we work: delivery must not wait for us
        return False

    def _sentence(self) -> str:
        return (
            f"Die Datei „{self._path}“ ist nicht lesbar. Bitte den Pfad unter [[mailbox]] file prüfen und dem Dienst "
            "das Leserecht geben (unter systemd auch BindReadOnlyPaths=)."
        )


def _fits(file: BinaryIO, cursor: Cursor) -> bool:
    """What was read is still there as it was, and what follows begins with a mail, or there is nothing more."""
    if cursor.last_uid <= 0 or cursor.last_uid > os.fstat(file.fileno()).st_size:
        return False
    if _mark(file, cursor.last_uid) != cursor.uidvalidity:
        return False
    file.seek(cursor.last_uid)
    return file.read(5) in (b"From ", b"")


def _mark(file: BinaryIO, end: int) -> int:
    start = max(0, end - _BEFORE)
    file.seek(start)
    return int.from_bytes(hashlib.sha256(file.read(end - start)).digest()[:8], "big") >> 1
