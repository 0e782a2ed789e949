"""The pool of SMTP sessions: used again, bounded, mended; login and TLS; what may not enter it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from channels.channel import Outcome, Receipt
from channels.email.probe import Fault, Probe, probe
from channels.email.smtp import SmtpCarrier
from channels.email.smtp_settings import SmtpSettings
from tests.channels.mails import mail_for
from tests.channels.smtp_peers import send, yes
from tests.contracts.houses import server_context, settings
from tests.rig import machine
from tests.rig.scripted import DROP, Script, scripted


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
            while script.sessions < 2:  # noqa: ASYNC110  # the peer counts on its own, there is no event to wait for
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


class Issuer:
    """Gives token-1, token-2 …; `good` is the one that the server takes."""

    def __init__(self) -> None:
        self.number, self.renewed = 1, 0

    async def token(self) -> str:
        return f"token-{self.number}"

    def renew(self) -> None:
        self.renewed += 1
        self.number += 1

    @property
    def options(self) -> dict[str, Any]:
        return {"username": "user", "token": self.token, "renew": self.renew}


def test_a_token_that_is_refused_is_renewed_once_and_then_told() -> None:
    issuer, script = Issuer(), Script(login=("user", "token-2"))
    assert send(script, **issuer.options)[0].outcome is Outcome.ACCEPTED
    assert script.logins == ["xoauth2 False", "xoauth2 True"]
    issuer, script = Issuer(), Script(login=("user", "token-9"))
    (receipt,) = send(script, **issuer.options)
    assert (receipt.outcome, receipt.code, issuer.renewed) == (Outcome.TRANSIENT, 0, 1)
    assert "also with a new token" in receipt.detail
    assert "535" in receipt.detail
    assert script.logins == ["xoauth2 False", "xoauth2 False"]


@pytest.mark.parametrize("words", ["530 5.7.57 Client not authenticated to send mail", "535 5.7.3 session expired"])
def test_a_token_that_runs_out_while_a_session_rests_costs_a_new_login_and_no_mail(words: str) -> None:
    """The second mail meets the old session's end; nothing was said about it, and no later mail meets it again."""
    script = Script(login=("user", "token-1"))

    class Provider(Issuer):
        def renew(self) -> None:
            super().renew()
            script.mail = ""  # with the new token the server takes mails again

    issuer = Provider()

    async def main() -> list[Receipt]:
        async with scripted(script) as port:
            carrier = SmtpCarrier(settings(port, **issuer.options))
            first = await carrier.transmit(mail_for(send_id="1"), yes)
            script.login, script.mail = ("user", "token-2"), words
            goes: list[int] = []

            async def go() -> bool:
                goes.append(1)
                return True

            second = await carrier.transmit(mail_for(send_id="2"), go)
            third = await carrier.transmit(mail_for(send_id="3"), yes)
            assert len(goes) == 1
            await carrier.close()
            return [first, second, third]

    assert [receipt.outcome for receipt in asyncio.run(main())] == [Outcome.ACCEPTED] * 3
    assert (script.logins, script.sessions, issuer.renewed) == (["xoauth2 True"] * 2, 2, 1)


def test_a_server_that_keeps_saying_who_are_you_is_told_and_the_session_is_not_kept() -> None:
    issuer, script = Issuer(), Script(login=("user", "token-1"), mail="530 5.7.57 not authenticated")
    issuer.renew = lambda: None  # the provider gives the same one again
    receipts = send(script, mail_for(send_id="1"), mail_for(send_id="2"), **issuer.options)
    assert {(one.outcome, one.code) for one in receipts} == {(Outcome.TRANSIENT, 0)}
    assert all("also with a new token" in one.detail for one in receipts)
    assert script.sessions == 4
    assert not script.mails


def test_many_sessions_whose_token_ran_out_ask_for_one_new_token() -> None:
    issuer, script = Issuer(), Script(login=("user", "token-2"))

    async def main() -> list[Receipt]:
        async with scripted(script) as port:
            carrier = SmtpCarrier(settings(port, connections=4, **issuer.options))
            mails = (mail_for(send_id=str(number)) for number in range(8))
            receipts = await asyncio.gather(*(carrier.transmit(mail, yes) for mail in mails))
            await carrier.close()
            return receipts

    assert {receipt.outcome for receipt in asyncio.run(main())} == {Outcome.ACCEPTED}
    assert issuer.renewed == 1


@pytest.mark.parametrize(
    ("good", "fault"), [("token-1", None), ("token-2", Fault.LOGIN), (None, Fault.TOKEN)], ids=["good", "stale", "none"]
)
def test_the_look_of_the_doctor_logs_in_by_a_token_as_well(good: str | None, fault: Fault | None) -> None:
    issuer, script = Issuer(), Script(login=("user", good or ""))

    async def nothing() -> str:
        raise LookupError("issuer is down")

    async def main() -> Probe:
        async with scripted(script) as port:
            token = issuer.token if good else nothing
            return await probe(settings(port, username="user", token=token), "team@firma.test", 5.0)

    seen = asyncio.run(main())
    assert seen.fault is fault
    assert script.logins == ([] if good is None else [f"xoauth2 {fault is None}"])
    assert not script.mails


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
    with pytest.raises(ValueError, match=r"[A-ZÄÖÜ].*\."):
        SmtpSettings(**options)


def test_a_password_is_not_in_the_repr() -> None:
    assert "geheim" not in repr(SmtpSettings("relay.firma.de", username="a", password="geheim"))
