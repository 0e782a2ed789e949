"""Signatures of our own hold against the DNS record, cover the one-click headers, and break with the mail."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import dkim
import pytest

from channels.channel import Mail, Outcome, Receipt
from channels.email.dkim_signature import DkimSettings, SigningCarrier
from channels.email.recording import RecordingCarrier
from channels.email.redirect import RedirectCarrier
from tests.channels.mails import mail_for
from tests.rig import machine


@pytest.fixture(scope="module")
def keys(tmp_path_factory) -> tuple[bytes, bytes]:
    """(private key, what stands in the DNS)."""
    folder: Path = tmp_path_factory.mktemp("dkim")
    machine.need("openssl")
    machine.run(["openssl", "genrsa", "-traditional", "-out", folder / "key.pem", "2048"])
    public = machine.run(["openssl", "rsa", "-in", folder / "key.pem", "-pubout"])
    record = "".join(line for line in public.splitlines() if "-----" not in line)
    return (folder / "key.pem").read_bytes(), f"v=DKIM1; k=rsa; p={record}".encode()


def carried(key: bytes, *, redirect: bool = False) -> tuple[Receipt, list[Mail]]:
    under = RecordingCarrier()
    signing = SigningCarrier(under, DkimSettings("firma.test", "w1", key))
    carrier = RedirectCarrier(signing, "probe@firma.test") if redirect else signing

    async def go() -> bool:
        return True

    return asyncio.run(carrier.transmit(mail_for(), go)), list(under.mails)


def holds(raw: bytes, record: bytes) -> bool:
    return dkim.verify(raw, dnsfunc=lambda name, **_: record if name == b"w1._domainkey.firma.test." else None)


@pytest.mark.parametrize("redirect", [False, True])
def test_the_signature_holds_and_covers_one_click(keys, redirect):
    receipt, (mail,) = carried(keys[0], redirect=redirect)
    assert receipt.outcome is Outcome.ACCEPTED
    assert holds(mail.raw, keys[1])
    assert mail.sha256 == hashlib.sha256(mail.raw).hexdigest()
    covered = mail.raw.partition(b" h=")[2].partition(b";")[0].lower()
    for name in (b"from", b"to", b"subject", b"list-unsubscribe", b"list-unsubscribe-post", b"message-id"):
        assert name in covered


def test_a_changed_mail_breaks_it(keys):
    _, (mail,) = carried(keys[0])
    assert not holds(mail.raw.replace(b"To: ", b"To: x", 1), keys[1])
    assert not holds(mail.raw + b"more\r\n", keys[1])


@pytest.mark.parametrize(
    "key", [b"no key", b"", b"-----BEGIN RSA PRIVATE KEY-----\nAAAAA\n-----END RSA PRIVATE KEY-----\n"]
)
def test_a_key_that_is_none_holds_the_mail_back(key):
    receipt, mails = carried(key)
    assert (receipt.outcome, receipt.code, mails) == (Outcome.TRANSIENT, 0, [])
