"""Every advertising mail behind a signing relay: what Gmail, a mail program and a spam filter make of it."""

from __future__ import annotations

import json
import re
import smtplib
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import dkim
import pytest

from campaigns.bootstrap import ROOT
from channels.channel import EmailContent, From, Message, Recipient
from channels.email.compose import EmailChannel
from channels.email.message_id import message_id
from contacts.medium import Purpose
from sequences.definition import Channel
from tests.campaigns.house_parts import shipped
from tests.mail.rendered import contents
from tests.rig import machine
from tests.rig.opendkim import PROGRAM, SELECTOR, SIGNED, OpenDkim
from tests.rig.postfix import SBIN, Postfix

HERE = Path(__file__).resolve().parent
URL = "https://antwort.nordlicht.test/abmelden/"
MAILTO = "abmelden@nordlicht.test"
HIGHEST_SCORE = 2.0
_TOKEN = "WyJhIiwxXQ.c2lnbmF0dXItbWl0LXZpZWxlbi1aZWljaGVuLXdpZS1pbi1lY2h0"

pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]


@dataclass(frozen=True)
class Arrived:
    """A mail as it lies in the recipient's mailbox."""

    name: str
    url: str
    raw: bytes

    @property
    def parsed(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)


def _advertised() -> dict[str, EmailContent]:
    """`template bare|rich sie|du` -> content, of the templates that a shipped step sends as advertising."""
    purposes: dict[str, set[Purpose]] = {}
    for sequence in shipped().catalog.sequences.values():
        for step in sequence.steps:
            for name in (step.template, *step.variants.values()):
                if Channel.EMAIL in step.channels:
                    purposes.setdefault(name, set()).add(step.purpose)
    advertising = (name for name, found in purposes.items() if any(purpose.is_advertising for purpose in found))
    return contents(tuple(sorted(advertising)))


def _mail(number: int, content: EmailContent) -> tuple[str, bytes]:
    url = f"{URL}{_TOKEN}{number}"
    channel = EmailChannel("nordlicht")
    sender = From("Nordlicht Software GmbH", "kundenbetreuung@nordlicht.test", "antwort@nordlicht.test")
    send_id = f"{number:032x}"
    message = Message(
        send_id=send_id,
        message_id=message_id(b"k" * 32, send_id, "nordlicht.test"),
        created_at=datetime.now(UTC).replace(microsecond=0),
        purpose=Purpose.ADVERTISING,
        sender=sender,
        recipient=Recipient(f"K-{number}", "Wiebke Petersen", email=f"kundin{number}@kunde.test"),
        content=content,
        sequence="winback",
        step="value",
        envelope_from="ruecklauf@nordlicht.test",
        unsubscribe_url=url,
        unsubscribe_mailto=MAILTO,
    )
    return url, channel.prepare(message).raw


@pytest.fixture(scope="module")
def relay() -> Iterator[tuple[OpenDkim, Postfix]]:
    machine.need(SBIN, PROGRAM)
    machine.need_root("Postfix")
    signer = OpenDkim()
    signer.start()
    postfix = Postfix(milter=signer.port)
    postfix.start()
    yield signer, postfix
    postfix.stop()
    signer.stop()


@pytest.fixture(scope="module")
def arrived(relay: tuple[OpenDkim, Postfix]) -> list[Arrived]:
    """All of them, sent through the relay and read from the mailbox."""
    _, postfix = relay
    mails = [(name, *_mail(number, content)) for number, (name, content) in enumerate(_advertised().items())]
    with smtplib.SMTP("127.0.0.1", postfix.port) as session:
        for number, (_, _, raw) in enumerate(mails):
            session.sendmail("ruecklauf@nordlicht.test", [f"kundin{number}@kunde.test"], raw)
    return [
        Arrived(name, url, postfix.delivered(f"kundin{number}@kunde.test")[0])
        for number, (name, url, _) in enumerate(mails)
    ]


def test_all_shipped_advertising_is_looked_at(arrived):
    templates = {mail.name.split()[0] for mail in arrived}
    shipped_ones = {f"winback/{folder.name}" for folder in (ROOT / "templates_de/winback").iterdir() if folder.is_dir()}
    assert shipped_ones <= templates
    assert len(arrived) >= 4 * len(shipped_ones)


def test_both_list_headers_stand_once_and_unfolded(arrived):
    for mail in arrived:
        head = mail.raw.partition(b"\n\n")[0].decode()
        assert f"\nList-Unsubscribe: <{mail.url}>, <mailto:{MAILTO}>\n" in head, mail.name
        assert "\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n" in head, mail.name
        assert len(re.findall(r"(?im)^list-unsubscribe:", head)) == 1
        assert len(re.findall(r"(?im)^list-unsubscribe-post:", head)) == 1


def test_the_signature_is_valid_and_covers_what_rfc_8058_demands(arrived, relay):
    signer, _ = relay
    for mail in arrived:
        key = {f"{SELECTOR}._domainkey.nordlicht.test.".encode(): signer.record}
        assert dkim.verify(mail.raw, dnsfunc=lambda name, key=key, **_: key.get(name)), mail.name
        signature = mail.parsed["DKIM-Signature"]
        assert isinstance(signature, str)
        covered = re.search(r"\bh=([^;]+)", re.sub(r"\s", "", signature))
        assert covered is not None
        names = {name.lower() for name in covered[1].split(":")}
        assert {name.lower() for name in SIGNED} <= names
        assert not re.search(r"\bl=", signature)


def test_the_handbook_tells_the_relay_to_sign_the_same_headers():
    page = (ROOT / "docs/handbuch/mail.md").read_text(encoding="utf-8")
    assert f"SignHeaders {','.join(SIGNED)}" in page


def test_a_changed_list_header_breaks_the_signature(arrived, relay):
    signer, _ = relay
    forged = arrived[0].raw.replace(b"/abmelden/", b"/abmeldem/", 1)
    assert not dkim.verify(forged, dnsfunc=lambda _name, **_: signer.record)


def test_a_mail_programs_parser_reads_the_list_headers_back(arrived):
    done = subprocess.run(
        ["node", HERE / "list_headers.mjs"],
        input=json.dumps([b64encode(mail.raw).decode() for mail in arrived]),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    for mail, found in zip(arrived, json.loads(done.stdout), strict=True):
        assert found["unsubscribe"]["url"] == mail.url
        assert found["unsubscribe"]["mail"] == MAILTO
        assert found["unsubscribe-post"]["name"] == "List-Unsubscribe=One-Click"
        assert found["id"]["name"] == "werbung.nordlicht.test"


def test_a_spam_filter_finds_nothing_worth_two_points(arrived, tmp_path):
    machine.need("spamassassin")
    files = []
    for number, mail in enumerate(arrived):
        files.append(tmp_path / f"{number:03}.eml")
        files[-1].write_bytes(mail.raw)
    done = subprocess.run(
        ["spamassassin", "-L", "-t", "-p", "/dev/null", "--siteconfigpath=/etc/spamassassin", *files],
        capture_output=True,
        check=True,
        timeout=280,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LC_ALL": "C"},
    )
    scores = [float(score) for score in re.findall(rb"(?m)^X-Spam-Status: \S+ score=(-?[0-9.]+)", done.stdout)]
    assert len(scores) == len(arrived)
    assert {m.name: s for m, s in zip(arrived, scores, strict=True) if s >= HIGHEST_SCORE} == {}


def test_the_spam_filter_would_find_something(tmp_path):
    machine.need("spamassassin")
    spam = tmp_path / "spam.eml"
    spam.write_bytes(
        b"From: a@example.test\nTo: b@example.test\nSubject: test\n\n"
        b"XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\n"
    )
    done = subprocess.run(
        ["spamassassin", "-L", "-t", "-p", "/dev/null", spam], capture_output=True, check=True, timeout=60
    )
    score = re.search(rb"(?m)^X-Spam-Status: \S+ score=(-?[0-9.]+)", done.stdout)
    assert score is not None
    assert float(score[1]) > HIGHEST_SCORE
