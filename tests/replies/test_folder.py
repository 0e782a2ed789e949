from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest

from replies.mailbox import FolderMailbox
from replies.reply import Cursor, MailboxError

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
CURSOR = Cursor("folder", "INBOX")


@pytest.fixture
def maildir(tmp_path):
    for part in ("new", "cur", "tmp"):
        (tmp_path / part).mkdir()
    return tmp_path


def put(maildir, name: str, age: int, words: bytes = b"\n\nHallo") -> None:
    (maildir / name).write_bytes(words)
    os.utime(maildir / name, (1_700_000_000 - age, 1_700_000_000 - age))


def test_new_and_cur_are_read_oldest_first_and_nothing_moves(maildir):
    put(maildir, "new/b", 10, b"\n\nzwei")
    put(maildir, "cur/a:2,S", 20, b"\n\neins")
    put(maildir, "tmp/c", 30)
    before = sorted(path.relative_to(maildir) for path in maildir.rglob("*"))
    mails = list(FolderMailbox(maildir).fetch_new(CURSOR, NOW))
    assert [mail.raw for mail in mails] == [b"\n\neins", b"\n\nzwei"]
    assert sorted(path.relative_to(maildir) for path in maildir.rglob("*")) == before


def test_a_mail_keeps_its_uid_when_a_mail_program_reads_it(maildir):
    put(maildir, "new/1.a", 10)
    first = [mail.uid for mail in FolderMailbox(maildir).fetch_new(CURSOR, NOW)]
    (maildir / "new/1.a").rename(maildir / "cur/1.a:2,S")
    assert [mail.uid for mail in FolderMailbox(maildir).fetch_new(CURSOR, NOW)] == first
    assert 0 < first[0] < 2**63


def test_a_mail_taken_comes_no_more_but_one_whose_work_failed_does(maildir):
    put(maildir, "new/1", 20, b"\n\neins")
    put(maildir, "new/2", 10, b"\n\nzwei")
    box = FolderMailbox(maildir)
    interrupted = box.fetch_new(CURSOR, NOW)
    next(interrupted)
    next(interrupted)
    interrupted.close()
    assert [mail.raw for mail in box.fetch_new(CURSOR, NOW)] == [b"\n\nzwei"]
    assert list(box.fetch_new(CURSOR, NOW)) == []


def test_known_names_are_skipped(maildir):
    put(maildir, "new/1", 20, b"\n\neins")
    put(maildir, "cur/2:2,RS", 10, b"\n\nzwei")
    assert [mail.raw for mail in FolderMailbox(maildir, known={"2"}.__contains__).fetch_new(CURSOR, NOW)] == [
        b"\n\neins"
    ]


def test_big_files_are_cut_and_links_are_not_followed(maildir):
    put(maildir, "new/1", 10, b"x" * 300_000)
    (maildir / "new" / "2").symlink_to("/etc/hostname")
    mails = list(FolderMailbox(maildir).fetch_new(CURSOR, NOW))
    assert [(len(mail.raw), mail.truncated) for mail in mails] == [(262_144, True)]


def test_no_maildir_is_a_german_error(tmp_path):
    with pytest.raises(MailboxError, match="kein lesbares Maildir"):
        list(FolderMailbox(tmp_path / "fehlt").fetch_new(CURSOR, NOW))


def test_eml_files_are_read_alone_or_beside_a_maildir(tmp_path):
    put(tmp_path, "b.EML", 10, b"\n\nzwei")
    put(tmp_path, "a.eml", 20, b"\n\neins")
    put(tmp_path, "notiz.txt", 20)
    box = FolderMailbox(tmp_path)
    assert [mail.raw for mail in box.fetch_new(CURSOR, NOW)] == [b"\n\neins", b"\n\nzwei"]
    assert list(box.fetch_new(CURSOR, NOW)) == []
    for part in ("new", "cur"):
        (tmp_path / part).mkdir()
    put(tmp_path, "new/1", 5, b"\n\ndrei")
    assert [mail.raw for mail in box.fetch_new(CURSOR, NOW)] == [b"\n\ndrei"]


def test_an_eml_that_was_still_being_copied_comes_again_when_it_is_whole(tmp_path):
    put(tmp_path, "a.eml", 20, b"\n\nein hal")
    box = FolderMailbox(tmp_path)
    assert [mail.raw for mail in box.fetch_new(CURSOR, NOW)] == [b"\n\nein hal"]
    put(tmp_path, "a.eml", 10, b"\n\nein halber Satz mehr")
    assert [mail.raw for mail in box.fetch_new(CURSOR, NOW)] == [b"\n\nein halber Satz mehr"]
