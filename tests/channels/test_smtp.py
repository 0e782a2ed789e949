"""The SMTP dialogue: what is definite, what is uncertain, who is to blame, and that no octet leaves before go."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from channels.channel import Outcome
from channels.email.dialogue import stuffed
from channels.email.smtp import SmtpCarrier
from tests.channels.mails import mail_for
from tests.channels.smtp_peers import EHLO, GO_AHEAD, against, send, talker
from tests.contracts.houses import settings
from tests.rig.scripted import DROP, Script, scripted


@pytest.mark.parametrize("pipelining", [True, False])
def test_no_octet_of_the_body_before_go(*, pipelining: bool) -> None:
    script, seen = Script(pipelining=pipelining), []

    async def look() -> bool:
        seen.append(script.body_octets)
        await asyncio.sleep(0.1)
        seen.append(script.body_octets)
        return True

    async def main() -> None:
        async with scripted(script) as port:
            carrier = SmtpCarrier(settings(port))
            await carrier.transmit(mail_for(), look)
            await carrier.close()

    asyncio.run(main())
    assert seen == [0, 0]
    assert script.body_octets > len(mail_for().raw)


def test_not_one_octet_when_go_says_no() -> None:
    async def no() -> bool:
        return False

    async def main() -> int:
        script = Script()
        async with scripted(script) as port:
            carrier = SmtpCarrier(settings(port))
            await carrier.transmit(mail_for(), no)
            await asyncio.sleep(0.05)
            await carrier.close()
        return script.body_octets

    assert asyncio.run(main()) == 0


def test_the_bytes_arrive_unchanged_although_lines_begin_with_dots() -> None:
    script = Script()
    mail = mail_for()
    assert b"\r\n.ein Punkt" in mail.raw
    assert send(script, mail)[0].outcome is Outcome.ACCEPTED
    assert script.mails == [mail.raw]


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize(
    ("answer", "outcome", "code"),
    [
        ("451 4.3.0 try later", Outcome.TRANSIENT, 451),
        ("552 5.2.2 mailbox full", Outcome.REFUSED, 552),
        ("550 5.7.1 spam", Outcome.REFUSED, 550),
        ("421 4.3.2 shutting down", Outcome.TRANSIENT, 421),
    ],
)
def test_an_answer_to_the_dot_is_definite(answer: str, outcome: Outcome, code: int, *, pipelining: bool) -> None:
    (receipt,) = send(Script(after_dot=answer, pipelining=pipelining))
    assert (receipt.outcome, receipt.code, receipt.blames_recipient) == (outcome, code, False)


def test_a_lost_answer_to_the_dot_is_uncertain() -> None:
    script = Script(after_dot=DROP)
    (receipt,) = send(script)
    assert len(script.mails) == 1  # the peer has it
    assert (receipt.outcome, receipt.code) == (Outcome.UNCERTAIN, 0)
    assert receipt.detail


@pytest.mark.parametrize(
    "answer", [b"", b"garbage\r\n", b"250", b"199 eh\r\n", b"354 more\r\n", b"250-" + b"x" * 70_000]
)
def test_anything_but_a_reply_code_after_the_dot_is_uncertain(answer: bytes) -> None:
    receipt = against(talker(EHLO, GO_AHEAD, answer), data_timeout=0.2)
    assert (receipt.outcome, receipt.code) == (Outcome.UNCERTAIN, 0)


def test_a_reply_nobody_asked_for_is_not_taken_for_the_verdict() -> None:
    receipt = against(talker(EHLO, GO_AHEAD + b"250 early\r\n", b"550 no\r\n"))
    assert receipt.outcome is Outcome.UNCERTAIN


def test_a_server_that_gives_up_before_the_body_has_refused_it() -> None:
    receipt = against(talker(EHLO, GO_AHEAD + b"421 4.4.2 timeout\r\n"))
    assert (receipt.outcome, receipt.code) == (Outcome.TRANSIENT, 421)


@pytest.mark.parametrize(
    "answers", [(EHLO, b""), (EHLO, b"nonsense\r\n"), (EHLO, b"250 ok\r\n"), (EHLO, b"250 ok\r\n250 ok\r\n")]
)
def test_everything_lost_before_354_may_be_tried_again(answers: tuple[bytes, ...]) -> None:
    receipt = against(talker(*answers), command_timeout=0.2)
    assert (receipt.outcome, receipt.code) == (Outcome.TRANSIENT, 0)


def test_a_refusal_is_kept_when_the_server_hangs_up_on_it() -> None:
    receipt = against(talker(EHLO, b"421 4.7.0 too many\r\n"))
    assert (receipt.outcome, receipt.code) == (Outcome.TRANSIENT, 421)


def test_354_after_a_refused_recipient_gets_no_dot() -> None:
    arrived = []

    async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.closing(writer):
            writer.write(b"220 hello\r\n")
            await reader.read(65536)
            writer.write(EHLO)
            await reader.read(65536)
            writer.write(b"250 ok\r\n550 5.1.1 who\r\n354 go\r\n")
            with contextlib.suppress(ConnectionError):
                arrived.append(await reader.read(65536))

    receipt = against(peer)
    assert (receipt.outcome, receipt.code, receipt.blames_recipient) == (Outcome.REFUSED, 550, True)
    assert arrived in ([], [b""])


@pytest.mark.parametrize(
    ("answer", "blames"),
    [
        ("550 5.1.1 no such user", True),
        ("550 5.1.10 null MX", True),
        ("550 5.1.0 Sender address rejected", False),
        ("550 5.1.8 Sender domain not found", False),
        ("554 5.7.1 relay access denied", False),
        ("550 no such user", False),
        ("552 5.2.2 over quota", False),
    ],
)
@pytest.mark.parametrize("pipelining", [True, False])
def test_only_a_bad_address_is_the_recipients_fault(answer: str, *, blames: bool, pipelining: bool) -> None:
    (receipt,) = send(Script(rcpt=answer, pipelining=pipelining))
    assert (receipt.outcome, receipt.blames_recipient) == (Outcome.REFUSED, blames)


@pytest.mark.parametrize(
    ("raw", "wire"),
    [
        (b"a\r\n", b"a\r\n.\r\n"),
        (b"a", b"a\r\n.\r\n"),
        (b".\r\n", b"..\r\n.\r\n"),
        (b"a\r\n.\r\n..b\r\n", b"a\r\n..\r\n...b\r\n.\r\n"),
    ],
)
def test_dot_stuffing(raw: bytes, wire: bytes) -> None:
    assert stuffed(raw) == wire
