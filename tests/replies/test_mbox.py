"""An mbox that others append to, lock, mark and write anew: every mail comes, and none comes as another one."""

from __future__ import annotations

import fcntl
import io
import os
import tracemalloc
from datetime import UTC, datetime

import pytest

from replies.folder import MAX_BYTES, MAX_PER_POLL
from replies.mbox import MboxMailbox, split
from replies.parse import fingerprint
from replies.reply import Cursor, MailboxError

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
LINE = b"From jana@kunde.test Fri Nov 20 09:00:00 2026\n"
CURSOR = Cursor("mbox", "INBOX")


def mail(number: int, more: bytes = b"") -> bytes:
    return b"Subject: %d\n\nMail %d\n%s" % (number, number, more)


def raws(data: bytes) -> list[bytes]:
    return [piece.raw for piece in split(io.BytesIO(data))]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "team"


def put(path, *numbers: int) -> None:
    with path.open("ab") as file:
        for number in numbers:
            file.write(LINE + mail(number) + b"\n")


def read(path, cursor: Cursor = CURSOR, **options) -> tuple[list[bytes], Cursor]:
    """As campaigns.inbound.poll does it."""
    box = MboxMailbox(path, **options)
    mails = list(box.fetch_new(cursor, NOW))
    last = Cursor(cursor.account, cursor.folder, mails[-1].uidvalidity, mails[-1].uid) if mails else cursor
    return [one.raw for one in mails], box.reached(last)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", []),
        (b"\n\n", []),
        (LINE + mail(1) + b"\n" + LINE + mail(2), [mail(1), mail(2)]),
        (LINE + mail(1, b"From here on\nFrom: x\n"), [mail(1, b"From here on\nFrom: x\n")]),
        (b"From whoever it was\n" + mail(1), [mail(1)]),
        (LINE + mail(1, b">From me\n>>From you\n"), [mail(1, b"From me\n>From you\n")]),
        (LINE + mail(1) + b"From - Sat Jan  3 01:05:34 1996\n" + mail(2), [mail(1), mail(2)]),
        (LINE + mail(1) + b"\nFrom a@b Sat Jan 03 01:05 MET 1996\n" + mail(2), [mail(1), mail(2)]),
        ((LINE + mail(1) + b"\n" + LINE + mail(2)).replace(b"\n", b"\r\n"), [m.replace(b"\n", b"\r\n") for m in (mail(1), mail(2))]),
        (LINE + b"Subject: \xfc\n\n\xe4\xf6\xff\x00\n", [b"Subject: \xfc\n\n\xe4\xf6\xff\x00\n"]),
        (LINE + b"Subject: a\nStatus: RO\nX-Keywords: a\n b\nTo: b\n\nStatus: here\n", [b"Subject: a\nTo: b\n\nStatus: here\n"]),
        (LINE + LINE + mail(1), [b"", mail(1)]),
    ],
)  # fmt: skip
def test_where_a_mail_begins_and_ends(data, found):
    assert raws(data) == found


def test_a_huge_file_is_never_in_memory(path):
    with path.open("wb") as file:
        for number in range(3):
            file.write(LINE + mail(number))
            for _ in range(40):
                file.write(b"x" * 500_000)  # no line end at all: an attachment that nobody wrapped
            file.write(b"\n\n")
    tracemalloc.start()
    with path.open("rb") as file:
        pieces = list(split(file))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [(len(piece.raw), piece.size > 20_000_000) for piece in pieces] == [(MAX_BYTES, True)] * 3
    assert peak < 6 * MAX_BYTES


def test_what_is_appended_is_read_and_nothing_else(path):
    put(path, 1, 2)
    found, cursor = read(path)
    assert found == [mail(1), mail(2)]
    assert read(path, cursor)[0] == []
    put(path, 3)
    found, cursor = read(path, cursor)
    assert found == [mail(3)]
    assert read(path, cursor)[0] == []


def test_after_a_rewrite_nothing_is_lost_and_nothing_is_another_mail(path):
    put(path, 1, 2, 3)
    _, cursor = read(path)
    path.write_bytes(b"")
    put(path, 1, 3, 4)  # the second one was deleted by a mail program, a fourth one came
    found, cursor = read(path, cursor)
    assert found == [mail(1), mail(3), mail(4)]
    marked = path.read_bytes().replace(b"\n\nMail 3", b"\nStatus: RO\nX-UID: 7\n\nMail 3")
    path.write_bytes(marked)
    put(path, 5)
    found, _ = read(path, cursor)
    assert [fingerprint(raw) for raw in found] == [fingerprint(mail(n)) for n in (1, 3, 4, 5)]


def test_an_emptied_file_is_read_from_its_start_again(path):
    put(path, 1, 2)
    _, cursor = read(path)
    path.write_bytes(b"")
    assert read(path, cursor)[0] == []
    put(path, 3)
    assert read(path, cursor)[0] == [mail(3)]


def test_only_so_many_a_look_and_the_rest_with_the_next(path):
    put(path, *range(MAX_PER_POLL + 5))
    first, cursor = read(path)
    second, _ = read(path, cursor)
    assert (len(first), second) == (MAX_PER_POLL, [mail(n) for n in range(MAX_PER_POLL, MAX_PER_POLL + 5)])


def test_what_is_older_than_the_window_is_passed_over_once(path):
    path.write_bytes(b"From a@b Mon Jan  1 09:00:00 2018\n" + mail(1) + b"\n")
    found, cursor = read(path)
    assert found == []
    assert cursor.last_uid == path.stat().st_size
    assert read(path, initial_days=36500)[0] == [mail(1)]
    with path.open("ab") as file:
        file.write(b"From a@b Mon Jan  1 09:00:00 2018\n" + mail(2))  # a clock that is wrong, but the mail is new
    assert read(path, cursor)[0] == [mail(2)]


def test_while_somebody_writes_nothing_is_read(path):
    put(path, 1)
    lock = path.with_name("team.lock")
    lock.touch()
    assert read(path)[0] == []
    lock.unlink()
    child = _holds(path)
    try:
        assert read(path)[0] == []
    finally:
        os.write(child[1], b"x")
        os.waitpid(child[0], 0)
        os.close(child[1])
    assert read(path)[0] == [mail(1)]


def _holds(path) -> tuple[int, int]:
    """Another process has the lock of a delivery agent, until a word comes."""
    word, tell = os.pipe()
    ready, locked = os.pipe()
    child = os.fork()
    if child == 0:
        with path.open("ab") as file:
            fcntl.lockf(file, fcntl.LOCK_EX)
            os.write(locked, b"x")
            os.read(word, 1)
        os._exit(0)
    os.read(ready, 1)
    for end in (word, ready, locked):
        os.close(end)
    return child, tell


def test_a_file_that_is_not_there_yet_is_empty_but_its_folder_must_be(path, tmp_path):
    assert read(path) == ([], CURSOR)
    with pytest.raises(MailboxError, match="BindReadOnlyPaths"):
        read(tmp_path / "fehlt" / "team")
    with pytest.raises(MailboxError, match="nicht lesbar"):
        read(tmp_path)


def test_nothing_is_written(path):
    put(path, 1)
    before = path.stat()
    read(path)
    after = path.stat()
    assert (before.st_mtime_ns, before.st_size, before.st_ino) == (after.st_mtime_ns, after.st_size, after.st_ino)
    assert [found.name for found in path.parent.iterdir()] == ["team"]
