"""The SMTP dialogue: what is definite, what is uncertain, who is to blame, and that no octet leaves before go."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from channels.channel import Mail, Outcome, Receipt
from channels.email.dialogue import stuffed
from channels.email.smtp import SmtpCarrier
from channels.email.smtp_settings import SmtpSettings
from tests.channels.mails import mail_for
from tests.contracts.houses import server_context, settings
from tests.rig import machine
from tests.rig.scripted import DROP, Script, scripted


async def yes() -> bool:
    return True


def send(script: Script, *mails: Mail, **options: Any) -> list[Receipt]:
    async def main() -> list[Receipt]:
        async with scripted(script) as port:
            carrier = SmtpCarrier(settings(port, **options))
            receipts = [await carrier.transmit(mail, yes) for mail in mails or (mail_for(),)]
            await carrier.close()
            return receipts

    return asyncio.run(main())


def against(peer: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]], **options: Any) -> Receipt:
    """One mail to a peer that is no SMTP server we know."""

    async def main() -> Receipt:
        server = await asyncio.start_server(peer, "127.0.0.1", 0)
        carrier = SmtpCarrier(settings(server.sockets[0].getsockname()[1], **options))
        try:
            return await carrier.transmit(mail_for(), yes)
        finally:
            await carrier.close()
            server.close()

    return asyncio.run(main())


def talker(*answers: bytes) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]]:
    """A peer that greets, and answers each read with the next of `answers`; b"" hangs up."""

    async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.closing(writer), contextlib.suppress(ConnectionError):
            writer.write(b"220 hello\r\n")
            for answer in answers:
                await reader.read(65536)
                if not answer:
                    return
                writer.write(answer)
                await writer.drain()
            await asyncio.sleep(0.3)

    return peer


EHLO = b"250-x\r\n250 PIPELINING\r\n"
GO_AHEAD = b"250 ok\r\n250 ok\r\n354 go\r\n"


@pytest.mark.parametrize("pipelining", [True, False])
def test_no_octet_of_the_body_before_go(pipelining: bool) -> None:
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
def test_an_answer_to_the_dot_is_definite(answer: str, outcome: Outcome, code: int, pipelining: bool) -> None:
    (receipt,) = send(Script(after_dot=answer, pipelining=pipelining))
    assert (receipt.outcome, receipt.code, receipt.blames_recipient) == (outcome, code, False)


def test_a_lost_answer_to_the_dot_is_uncertain() -> None:
    script = Script(after_dot=DROP)
    (receipt,) = send(script)
    assert len(script.mails) == 1  # the peer has it
    assert (receipt.outcome, receipt.code) == (Outcome.UNCERTAIN, 0)
    assert receipt.detail


@pytest.mark.parametrize("answer", [b"", b"garbage\r\n", b"250", b"199 eh\r\n", b"354 more\r\n", b"250-" + b"x" * 70_000])
def test_anything_but_a_reply_code_after_the_dot_is_uncertain(answer: bytes) -> None:
    receipt = against(talker(EHLO, GO_AHEAD, answer), data_timeout=0.2)
    assert (receipt.outcome, receipt.code) == (Outcome.UNCERTAIN, 0)


def test_a_reply_nobody_asked_for_is_not_taken_for_the_verdict() -> None:
    receipt = against(talker(EHLO, GO_AHEAD + b"250 early\r\n", b"550 no\r\n"))
    assert receipt.outcome is Outcome.UNCERTAIN


def test_a_server_that_gives_up_before_the_body_has_refused_it() -> None:
    receipt = against(talker(EHLO, GO_AHEAD + b"421 4.4.2 timeout\r\n"))
    assert (receipt.outcome, receipt.code) == (Outcome.TRANSIENT, 421)


@pytest.mark.parametrize("answers", [(EHLO, b""), (EHLO, b"nonsense\r\n"), (EHLO, b"250 ok\r\n"), (EHLO, b"250 ok\r\n250 ok\r\n")])
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
def test_only_a_bad_address_is_the_recipients_fault(answer: str, blames: bool, pipelining: bool) -> None:
    (receipt,) = send(Script(rcpt=answer, pipelining=pipelining))
    assert (receipt.outcome, receipt.blames_recipient) == (Outcome.REFUSED, blames)


def test_a_login_that_is_asked_for_is_our_trouble() -> None:
    (receipt,) = send(Script(rcpt="530 5.7.0 Authentication required"))
    assert (receipt.outcome, receipt.code) == (Outcome.TRANSIENT, 0)


def test_a_session_is_used_again_also_after_a_refusal() -> None:
    script = Script(rcpt="450 4.2.1 busy")

    async def main() -> list[Outcome]:
        async with scripted(script) as port:
            carrier = SmtpCarrier(settings(port))
            outcomes = [(await carrier.transmit(mail_for(), yes)).outcome]
            script.rcpt = ""
            outcomes += [(await carrier.transmit(mail_for(), yes)).outcome for _ in range(3)]
            await carrier.close()
            return outcomes

    assert asyncio.run(main()) == [Outcome.TRANSIENT, *[Outcome.ACCEPTED] * 3]
    assert script.sessions == 1


def test_a_session_carries_only_so_many_mails() -> None:
    script = Script()
    receipts = send(script, *[mail_for()] * 5, mails_per_connection=2)
    assert [receipt.outcome for receipt in receipts] == [Outcome.ACCEPTED] * 5
    assert script.sessions == 3


def test_a_resting_session_that_was_cut_costs_nothing() -> None:
    """The peer hangs up between two mails without a word; the second goes over a new session."""
    script = Script()

    async def main() -> list[Outcome]:
        outcomes = []
        async with scripted(script) as port:
            carrier = SmtpCarrier(settings(port))
            outcomes.append((await carrier.transmit(mail_for(), yes)).outcome)
            script.rcpt = DROP  # the resting session dies in the middle of the next envelope
            task = asyncio.create_task(carrier.transmit(mail_for(), yes))
            while script.sessions < 2:
                await asyncio.sleep(0)
            script.rcpt = ""
            outcomes.append((await task).outcome)
            await carrier.close()
        return outcomes

    assert asyncio.run(main()) == [Outcome.ACCEPTED] * 2
    assert len(script.mails) == 2


def test_never_more_sessions_than_allowed() -> None:
    script = Script()

    async def main() -> None:
        async with scripted(script) as port:
            carrier = SmtpCarrier(settings(port, connections=3))
            await asyncio.gather(*(carrier.transmit(mail_for(), yes) for _ in range(20)))
            await carrier.close()

    asyncio.run(main())
    assert len(script.mails) == 20
    assert script.sessions <= 3


def test_too_large_is_known_before_the_dialogue() -> None:
    script = Script(size=2000)
    (receipt,) = send(script)
    assert receipt.outcome is Outcome.REFUSED
    assert "2000" in receipt.detail
    assert script.body_octets == 0


@pytest.mark.parametrize(
    "change",
    [
        {"envelope_to": "a@b.test>\r\nRCPT TO:<victim@x.test"},
        {"envelope_to": "a b@b.test"},
        {"envelope_to": "müller@b.test"},
        {"envelope_from": "a@b.test> SIZE=1"},
        {"raw": b"Subject: x\r\n\r\nhi\n.\nMAIL FROM:<evil@x.test>\r\n"},
        {"raw": b"Subject: x\r\n\r\nhi\r.\r\n"},
    ],
)
def test_nothing_that_could_become_a_command_enters_the_dialogue(change: dict[str, Any]) -> None:
    script = Script()
    (receipt,) = send(script, replace(mail_for(), **change))
    assert receipt.outcome is Outcome.REFUSED
    assert script.sessions == 0


def test_connection_refused_wrong_certificate_and_wrong_password_are_transient(tmp_path: Path) -> None:
    async def main() -> list[Receipt]:
        closed = await SmtpCarrier(settings(machine.free_port())).transmit(mail_for(), yes)
        script = Script(login=("user", "right"))
        async with scripted(script) as port:
            denied = await SmtpCarrier(settings(port, username="user", password="wrong")).transmit(mail_for(), yes)
        async with scripted(Script(), server_context(machine.certificate(tmp_path))) as port:
            untrusted = await SmtpCarrier(settings(port, "tls")).transmit(mail_for(), yes)
        async with scripted(Script()) as port:
            stripped = await SmtpCarrier(settings(port, "starttls")).transmit(mail_for(), yes)
        return [closed, denied, untrusted, stripped]

    receipts = asyncio.run(main())
    assert {(receipt.outcome, receipt.code) for receipt in receipts} == {(Outcome.TRANSIENT, 0)}
    for receipt, word in zip(receipts, ("Connect", "535", "certificate", "STARTTLS"), strict=True):
        assert word in receipt.detail


def test_the_right_password_lets_us_in() -> None:
    script = Script(login=("user", "right"))
    assert send(script, username="user", password="right")[0].outcome is Outcome.ACCEPTED
    assert script.logins == ["password True"]


@pytest.mark.parametrize(("value", "outcome"), [("right", Outcome.ACCEPTED), ("stale", Outcome.TRANSIENT)])
def test_an_access_token_instead_of_a_password(value: str, outcome: Outcome) -> None:
    async def token() -> str:
        return value

    script = Script(login=("user", "right"))
    assert send(script, username="user", token=token)[0].outcome is outcome
    assert script.logins == [f"xoauth2 {value == 'right'}"]


def test_a_broken_token_source_is_transient() -> None:
    async def token() -> str:
        raise LookupError("issuer is down")

    (receipt,) = send(Script(login=("user", "right")), username="user", token=token)
    assert (receipt.outcome, receipt.code) == (Outcome.TRANSIENT, 0)
    assert "issuer is down" in receipt.detail


@pytest.mark.parametrize(
    "options",
    [
        {"host": "relay.firma.de", "security": "none"},
        {"host": "relay.firma.de", "username": "a"},
        {"host": "relay.firma.de", "password": "a"},
        {"host": "relay.firma.de", "connections": 0},
        {"host": "relay.firma.de", "data_timeout": 0.0},
    ],
)
def test_what_must_not_be_configured(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="[a-zäöü]"):
        SmtpSettings(**options)


def test_a_password_is_not_in_the_repr() -> None:
    assert "geheim" not in repr(SmtpSettings("relay.firma.de", username="a", password="geheim"))


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
