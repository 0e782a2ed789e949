"""The look at our own DKIM key: against a real name server, with what people put there."""

from __future__ import annotations

from pathlib import Path

import dns.rcode
import pytest

from channels.email.dkim_look import Record, bits, look
from tests.rig import machine
from tests.rig.dns import NameServer

NAME = "w1._domainkey.firma.test."


def pair(folder: Path, length: int = 2048, *, pkcs8: bool = False) -> tuple[bytes, str]:
    """(private key, base64 of the public one)."""
    machine.need("openssl")
    key = folder / f"key{length}{pkcs8}.pem"
    machine.run(["openssl", "genrsa", *([] if pkcs8 else ["-traditional"]), "-out", key, str(length)])
    public = machine.run(["openssl", "rsa", "-in", key, "-pubout"])
    return key.read_bytes(), "".join(line for line in public.splitlines() if "-----" not in line)


@pytest.fixture(scope="module")
def ours(tmp_path_factory) -> tuple[bytes, str]:
    return pair(tmp_path_factory.mktemp("dkim"))


@pytest.mark.parametrize(
    ("record", "found"),
    [
        ("v=DKIM1; k=rsa; p={p}", Record.FITS),
        ("k=rsa;p={p};", Record.FITS),
        ("v=DKIM1; p={p}; s=email", Record.FITS),
        ("v=DKIM1; k=rsa; p=", Record.REVOKED),
        ("v=DKIM1; k=rsa; p=AAAA", Record.UNREADABLE),
        ("v=DKIM1; k=rsa; p=%%%", Record.UNREADABLE),
        ("v=spf1 -all", Record.UNREADABLE),
    ],
)
def test_what_stands_in_the_dns(ours, record, found):
    with NameServer({NAME: record.replace("{p}", ours[1])}) as there:
        assert look("firma.test", "w1", ours[0], there.resolver).record is found


def test_a_key_of_another_time_and_none_at_all(ours, tmp_path):
    _, other = pair(tmp_path, 1024)
    with NameServer({NAME: f"v=DKIM1; p={other}"}) as there:
        assert look("firma.test", "w1", ours[0], there.resolver).record is Record.OTHER_KEY
        assert look("firma.test", "w2", ours[0], there.resolver).record is Record.MISSING


def test_a_name_server_that_cannot_or_does_not_answer_says_nothing_about_the_key(ours):
    with NameServer() as there:
        there.rcode = dns.rcode.SERVFAIL
        assert look("firma.test", "w1", ours[0], there.resolver).record is Record.UNKNOWN
        there.rcode, there.silent = None, True
        assert look("firma.test", "w1", ours[0], there.resolver).record is Record.UNKNOWN


def test_lengths_and_what_is_no_key(ours, tmp_path):
    assert bits(ours[0]) == 2048
    assert bits(pair(tmp_path, 1024, pkcs8=True)[0]) == 1024
    public = f"-----BEGIN PUBLIC KEY-----\n{ours[1]}\n-----END PUBLIC KEY-----\n".encode()
    for broken in (b"", b"geheim", ours[0][:200], public):
        assert bits(broken) is None
