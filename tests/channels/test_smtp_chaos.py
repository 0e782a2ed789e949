"""A real Postfix that refuses at every verb with every code, and lines that are cut at any octet or slow: what we believe
of a mail is never wrong, in plain text, over STARTTLS and over TLS.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace

import pytest

from channels.channel import Mail, Outcome, Receipt
from channels.email.smtp import SmtpCarrier
from tests.channels.mails import mail_for
from tests.contracts.houses import settings
from tests.rig.cutter import Cutter
from tests.rig.postfix import Postfix

pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]
WAYS = ("none", "starttls", "tls")
CODES = (421, 450, 451, 452, 550, 551, 552, 553, 554)


def port_of(server: Postfix, way: str) -> int:
    return {"none": server.port, "starttls": server.strict_port, "tls": server.tls_port}[way]


def sent(port: int, way: str, server: Postfix, *mails: Mail) -> list[tuple[Receipt, int]]:
    """Receipt and number of goes for each mail, over one carrier, one after the other."""

    async def main() -> list[tuple[Receipt, int]]:
        ca = None if way == "none" else server.certificate
        patience = {"connect_timeout": 5.0, "command_timeout": 5.0, "data_timeout": 5.0}
        carrier = SmtpCarrier(settings(port, way, ca, **patience))
        found = []
        for mail in mails:
            goes: list[int] = []

            async def go(asked: list[int] = goes) -> bool:
                asked.append(1)
                return True

            found.append((await carrier.transmit(mail, go), len(goes)))
        await carrier.close()
        return found

    return asyncio.run(main())


def refused_at(stage: str, code: int, way: str) -> Mail:
    local = f"{stage}-{code}-{str(code)[0]}-7-1"
    if stage == "rcpt":
        return mail_for(f"{local}@kunde.test", send_id=f"{local}-{way}")
    return replace(mail_for(send_id=f"{local}-{way}"), envelope_from=f"{local}@firma.test")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("stage", ["mail", "rcpt", "data", "end"])
def test_every_verb_and_code_has_its_state(postfix: Postfix, stage: str, way: str) -> None:
    mails = [refused_at(stage, code, way) for code in CODES]
    well = mail_for(send_id=f"well-{stage}-{way}")
    told = sent(port_of(postfix, way), way, postfix, *mails, well)
    for code, (receipt, goes) in zip(CODES, told, strict=False):
        assert receipt.outcome is (Outcome.TRANSIENT if code < 500 else Outcome.REFUSED), receipt
        assert receipt.code == code
        assert goes == (1 if stage == "end" else 0)
        assert not receipt.blames_recipient  # 5.7.1 is ours to mend
    assert told[-1][0].outcome is Outcome.ACCEPTED
    accepted = Counter(postfix.accepted_message_ids())
    assert accepted[well.message_id] == 1
    if stage != "end":  # cleanup names a mail before the dot is refused
        assert not set(accepted) & {mail.message_id for mail in mails}


@pytest.mark.parametrize("way", WAYS)
def test_a_burst_of_421_leaves_every_mail_for_later(postfix: Postfix, way: str) -> None:
    mails = [replace(refused_at("mail", 421, way), send_id=str(number)) for number in range(20)]
    told = sent(port_of(postfix, way), way, postfix, *mails)
    assert {(receipt.outcome, receipt.code, goes) for receipt, goes in told} == {(Outcome.TRANSIENT, 421, 0)}


@pytest.mark.parametrize("answers", [False, True], ids=["our octets", "its answers"])
@pytest.mark.parametrize("way", WAYS)
def test_cut_at_any_octet_what_we_say_of_a_mail_is_true(postfix: Postfix, way: str, *, answers: bool) -> None:
    port, seen = port_of(postfix, way), Counter[Outcome]()
    told: dict[str, Receipt] = {}
    with Cutter(port) as cutter:
        sent(cutter.port, way, postfix, mail_for(send_id=f"whole-{way}-{answers}"))
        whole = cutter.passed["answers" if answers else "ours"]
        places = {*range(0, 300, 20), *range(300, whole, whole // 40), *range(max(whole - 120, 0), whole, 7)}
        for place in sorted(places):
            cutter.cut_after(place, answers=answers)
            mail = mail_for(send_id=f"cut-{way}-{answers}-{place}")
            ((receipt, goes),) = sent(cutter.port, way, postfix, mail)
            told[mail.message_id] = receipt
            seen[receipt.outcome] += 1
            if receipt.outcome is Outcome.UNCERTAIN:
                assert goes == 1
    accepted = Counter(postfix.accepted_message_ids())
    for message_id, receipt in told.items():
        if receipt.outcome is Outcome.ACCEPTED:
            assert accepted[message_id] == 1
        elif receipt.outcome is Outcome.TRANSIENT:
            assert receipt.code == 0
            assert accepted[message_id] == 0, f"{message_id} is there although we said it is not"
    assert seen[Outcome.TRANSIENT] > 3
    assert seen[Outcome.UNCERTAIN] > 0
    assert set(seen) <= {Outcome.ACCEPTED, Outcome.TRANSIENT, Outcome.UNCERTAIN}


@pytest.mark.parametrize("way", WAYS)
def test_a_slow_line_is_no_fault(postfix: Postfix, way: str) -> None:
    with Cutter(port_of(postfix, way)) as cutter:
        cutter.delay = 0.05
        mail = mail_for(send_id=f"slow-{way}")
        ((receipt, _),) = sent(cutter.port, way, postfix, mail)
    assert receipt.outcome is Outcome.ACCEPTED
    assert Counter(postfix.accepted_message_ids())[mail.message_id] == 1
