"""Folder, recording and redirect in their particulars; the common contract is in tests/contracts."""

from __future__ import annotations

import asyncio
import email
import email.policy
import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest

from channels.channel import Mail, Outcome, Receipt, Refused
from channels.email.folder import FolderCarrier
from channels.email.recording import RecordingCarrier, Scripted
from channels.email.redirect import RedirectCarrier, redirected
from tests.channels.mails import mail_for


async def yes() -> bool:
    return True


def into(folder: Path, mail: Mail) -> Receipt:
    return asyncio.run(FolderCarrier(folder).transmit(mail, yes))


def test_a_folder_keeps_the_exact_bytes_under_the_message_id(tmp_path: Path) -> None:
    mail = mail_for()
    assert into(tmp_path, mail).detail == mail.message_id
    file = tmp_path / "new" / mail.message_id
    assert hashlib.sha256(file.read_bytes()).hexdigest() == mail.sha256
    assert file.stat().st_mode & 0o777 == 0o600
    assert list((tmp_path / "tmp").iterdir()) == []


def test_further_copies_overwrite_nothing_also_when_the_first_was_read(tmp_path: Path) -> None:
    mail = mail_for()
    into(tmp_path, mail)
    (tmp_path / "new" / mail.message_id).rename(tmp_path / "cur" / f"{mail.message_id}:2,S")
    assert into(tmp_path, mail).detail == f"{mail.message_id}.2"
    assert into(tmp_path, mail).detail == f"{mail.message_id}.3"
    assert len(list((tmp_path / "new").iterdir())) == 2


def test_nothing_is_visible_and_nothing_left_over_when_go_says_no(tmp_path: Path) -> None:
    seen = []

    async def no() -> bool:
        seen.append((len(os.listdir(tmp_path / "new")), len(os.listdir(tmp_path / "tmp"))))  # noqa: PTH208  # counts
        return False

    asyncio.run(FolderCarrier(tmp_path).transmit(mail_for(), no))
    assert seen == [(0, 1)]
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


def test_a_folder_that_cannot_be_written_is_transient_before_go(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert into(tmp_path / "file", mail_for()).outcome is Outcome.TRANSIENT


def test_a_message_id_is_no_path(tmp_path: Path) -> None:
    hostile = replace(mail_for(), message_id="../../escape@firma.test")
    assert into(tmp_path / "mail", hostile).outcome is Outcome.REFUSED
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("after_go", [False, True])
def test_a_script_is_played_once_and_in_order(*, after_go: bool) -> None:
    late = Scripted(Receipt(Outcome.TRANSIENT, 451, "later"), after_go=after_go)
    lost = Scripted(Receipt(Outcome.UNCERTAIN))
    carrier = RecordingCarrier([late, lost])
    goes = []

    async def count() -> bool:
        goes.append(1)
        return True

    async def main() -> list[Outcome]:
        return [(await carrier.transmit(mail_for(), count)).outcome for _ in range(3)]

    assert asyncio.run(main()) == [Outcome.TRANSIENT, Outcome.UNCERTAIN, Outcome.ACCEPTED]
    assert len(goes) == 2 + after_go
    assert len(carrier.mails) == 2


def test_memory_can_be_bounded() -> None:
    carrier = RecordingCarrier(limit=2)

    async def main() -> None:
        for number in range(5):
            await carrier.transmit(mail_for(send_id=str(number)), yes)

    asyncio.run(main())
    assert [mail.send_id for mail in carrier.mails] == ["3", "4"]
    assert carrier.offered == 5


def test_a_redirected_mail_says_what_it_is_and_whom_it_was_for() -> None:
    mail = mail_for()
    sample = redirected(mail, "probe@firma.test")
    before, after = (email.message_from_bytes(each.raw, policy=email.policy.SMTP) for each in (mail, sample))
    assert after["To"] == "probe@firma.test"
    assert after["Subject"] == f"[Probe] {before['Subject']}"
    assert after["X-Wiedersehen-Original-To"] == "koehler@kunde.test"
    assert after["List-Unsubscribe"] == before["List-Unsubscribe"]
    assert sample.envelope_to == "probe@firma.test"
    assert b"koehler" not in sample.raw.split(b"X-Wiedersehen-Original-To")[0]
    assert sample.raw.partition(b"\r\n\r\n")[2] == mail.raw.partition(b"\r\n\r\n")[2]
    assert sample.sha256 == hashlib.sha256(sample.raw).hexdigest()


@pytest.mark.parametrize("raw", [b"", b"no header at all", b"Subject: x\r\nBcc: victim@kunde.test\r\n\r\nx"])
def test_what_cannot_be_redirected_does_not_go_at_all(raw: bytes) -> None:
    under = RecordingCarrier()
    receipt = asyncio.run(RedirectCarrier(under, "probe@firma.test").transmit(replace(mail_for(), raw=raw), yes))
    assert receipt.outcome is Outcome.REFUSED
    assert under.offered == 0


def test_a_redirect_to_nowhere_is_refused_at_once() -> None:
    with pytest.raises(Refused):
        RedirectCarrier(RecordingCarrier(), "niemand")


def test_testers_get_their_mail_before_the_activation() -> None:
    under = RecordingCarrier()
    carrier = RedirectCarrier(under, "probe@firma.test", allowed=["@Firma.test", "jana@kunde.test"])

    async def main() -> None:
        for number, address in enumerate(("anna@firma.test", "jana@kunde.test", "jan@kunde.test", "x@afirma.test")):
            await carrier.transmit(mail_for(address, send_id=str(number)), yes)

    asyncio.run(main())
    assert [mail.envelope_to for mail in under.mails] == [
        *("anna@firma.test", "jana@kunde.test"),
        *("probe@firma.test", "probe@firma.test"),
    ]
