"""Every carrier with its peer, opened the same way, so that one suite can hold them all to the contract."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from channels.channel import Carrier, Outcome, Receipt
from channels.email.folder import FolderCarrier
from channels.email.recording import RecordingCarrier, Scripted
from channels.email.smtp import SmtpCarrier
from channels.email.smtp_settings import Security, SmtpSettings
from tests.rig import machine
from tests.rig.postfix import Postfix
from tests.rig.scripted import Script, scripted

LOCAL = ("recording", "folder", "smtp", "smtp-sequential", "smtp-starttls", "smtp-tls")
REAL = ("postfix", "postfix-starttls", "postfix-tls")
ALL = (*LOCAL, *(pytest.param(name, marks=pytest.mark.real) for name in REAL))

PERMANENT, TRANSIENT = "unknown@kunde.test", "later@kunde.test"
_ANSWERS = {PERMANENT: "550 5.1.1 no such user here", TRANSIENT: "450 4.2.1 mailbox busy"}


@dataclass(frozen=True)
class House:
    """`arrived(message_id)`: how often the peer has taken responsibility for that mail."""

    carrier: Carrier
    arrived: Callable[[str], int]


def server_context(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


def settings(port: int, security: Security = "none", ca_file: Path | None = None, **options: Any) -> SmtpSettings:
    """Short patience: a contract test never waits ten minutes."""
    values: dict[str, Any] = {"connect_timeout": 10.0, "command_timeout": 10.0, "data_timeout": 10.0} | options
    authority = str(ca_file) if ca_file else None
    return SmtpSettings("127.0.0.1", port, security, ca_file=authority, helo="test.firma.test", **values)


@contextlib.asynccontextmanager
async def opened(
    name: str, request: pytest.FixtureRequest, tmp_path: Path, refused: str | None = None
) -> AsyncIterator[House]:
    """The carrier called `name`; with `refused` its peer answers as it does to that recipient."""
    if name == "recording":
        answers = {PERMANENT: (Outcome.REFUSED, 550), TRANSIENT: (Outcome.TRANSIENT, 450)}
        receipts = [Receipt(*answers[refused], "scripted", "recording")] if refused else []
        carrier = RecordingCarrier([Scripted(receipt) for receipt in receipts])
        yield House(carrier, lambda wanted: sum(mail.message_id == wanted for mail in carrier.mails))
    elif name == "folder":
        folder = FolderCarrier(tmp_path / "mail")
        yield House(folder, lambda wanted: len(list((tmp_path / "mail/new").glob(f"{wanted}*"))))
    elif name.startswith("postfix"):
        async with _postfix(name, request.getfixturevalue("postfix")) as house:
            yield house
    else:
        async with _scripted(name, Script(rcpt=_ANSWERS.get(refused or "", "")), tmp_path) as house:
            yield house


@contextlib.asynccontextmanager
async def _postfix(name: str, server: Postfix) -> AsyncIterator[House]:
    how: dict[str, tuple[int, Security]] = {
        "postfix": (server.port, "none"),
        "postfix-starttls": (server.strict_port, "starttls"),
        "postfix-tls": (server.tls_port, "tls"),
    }
    port, security = how[name]
    carrier = SmtpCarrier(settings(port, security, server.certificate))
    yield House(carrier, lambda wanted: server.accepted_message_ids().count(wanted))
    await carrier.close()


@contextlib.asynccontextmanager
async def _scripted(name: str, script: Script, folder: Path) -> AsyncIterator[House]:
    script.pipelining = name != "smtp-sequential"
    how: dict[str, Security] = {"smtp-starttls": "starttls", "smtp-tls": "tls"}
    security = how.get(name, "none")
    certificate = None if security == "none" else machine.certificate(folder)
    context = None if certificate is None else server_context(certificate)
    async with scripted(script, context, starttls=security == "starttls") as port:
        carrier = SmtpCarrier(settings(port, security, None if certificate is None else certificate[0]))
        yield House(carrier, lambda wanted: sum(wanted.encode() in mail for mail in script.mails))
        await carrier.close()
