"""One contract for every carrier: definite or uncertain, `go` once and in time, nothing gone without it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from channels.channel import Go, Mail, Outcome
from channels.email.redirect import RedirectCarrier
from tests.channels.mails import mail_for
from tests.contracts.houses import ALL, PERMANENT, TRANSIENT, House, opened
from tests.rig.postfix import Postfix

CAN_REFUSE = [house for house in ALL if house != "folder"]


class Gate:
    """A `go` that counts, and looks at the world at the moment it is awaited."""

    def __init__(self, answer: bool = True, look: Callable[[], int] = lambda: 0) -> None:  # noqa: FBT001, FBT002  # the answer itself
        self.answer, self.look = answer, look
        self.calls = 0
        self.seen: list[int] = []

    async def __call__(self) -> bool:
        self.calls += 1
        self.seen.append(self.look())
        await asyncio.sleep(0.02)  # time for octets under way, if there were any
        self.seen.append(self.look())
        return self.answer


@pytest.fixture
def drive(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., None]:
    """Open a house and run one scenario in it."""

    def run(name: str, scenario: Callable[[House], Coroutine[Any, Any, None]], refused: str | None = None) -> None:
        async def main() -> None:
            async with opened(name, request, tmp_path, refused) as house:
                await scenario(house)

        asyncio.run(main())

    return run


def unique(request: pytest.FixtureRequest, number: int = 0, address: str = "koehler@kunde.test") -> Mail:
    return mail_for(address, send_id=f"{request.node.name}-{number}")


@pytest.mark.parametrize("name", ALL)
def test_accepted_once_with_a_complete_receipt(name: str, drive: Any, request: pytest.FixtureRequest) -> None:
    async def scenario(house: House) -> None:
        mail = unique(request)
        gate = Gate(look=lambda: house.arrived(mail.message_id))
        receipt = await house.carrier.transmit(mail, gate)
        assert receipt.outcome is Outcome.ACCEPTED
        assert receipt.code == 250
        assert receipt.detail
        assert receipt.transport
        assert not receipt.blames_recipient
        assert gate.calls == 1
        assert gate.seen == [0, 0]
        assert house.arrived(mail.message_id) == 1

    drive(name, scenario)


@pytest.mark.parametrize("name", ALL)
def test_go_false_sends_nothing_and_the_next_mail_goes(name: str, drive: Any, request: pytest.FixtureRequest) -> None:
    async def scenario(house: House) -> None:
        held, free = unique(request), unique(request, 1)
        gate = Gate(answer=False)
        receipt = await house.carrier.transmit(held, gate)
        assert receipt.outcome is Outcome.NOT_GONE
        assert gate.calls == 1
        assert (await house.carrier.transmit(free, Gate())).outcome is Outcome.ACCEPTED
        assert (house.arrived(held.message_id), house.arrived(free.message_id)) == (0, 1)

    drive(name, scenario)


@pytest.mark.parametrize("name", ALL)
def test_a_go_that_fails_sends_nothing(name: str, drive: Any, request: pytest.FixtureRequest) -> None:
    async def broken() -> bool:
        raise LookupError("the database is gone")

    async def scenario(house: House) -> None:
        mail = unique(request)
        with pytest.raises(LookupError):
            await house.carrier.transmit(mail, broken)
        assert house.arrived(mail.message_id) == 0
        assert (await house.carrier.transmit(mail, Gate())).outcome is Outcome.ACCEPTED
        assert house.arrived(mail.message_id) == 1

    drive(name, scenario)


@pytest.mark.parametrize("name", ALL)
def test_cancelled_while_waiting_for_go(name: str, drive: Any, request: pytest.FixtureRequest) -> None:
    async def scenario(house: House) -> None:
        mail, waiting = unique(request), asyncio.Event()

        async def stuck() -> bool:
            waiting.set()
            await asyncio.sleep(60)
            return True

        task = asyncio.create_task(house.carrier.transmit(mail, stuck))
        await waiting.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await house.carrier.transmit(mail, Gate())).outcome is Outcome.ACCEPTED
        assert house.arrived(mail.message_id) == 1

    drive(name, scenario)


@pytest.mark.parametrize("name", ALL)
def test_many_at_once_each_exactly_once(name: str, drive: Any, request: pytest.FixtureRequest) -> None:
    async def scenario(house: House) -> None:
        mails = [unique(request, number) for number in range(12)]
        receipts = await asyncio.gather(*(house.carrier.transmit(mail, Gate()) for mail in mails))
        assert {receipt.outcome for receipt in receipts} == {Outcome.ACCEPTED}
        assert [house.arrived(mail.message_id) for mail in mails] == [1] * 12

    drive(name, scenario)


@pytest.mark.parametrize(
    ("recipient", "outcome", "code"), [(PERMANENT, Outcome.REFUSED, 550), (TRANSIENT, Outcome.TRANSIENT, 450)]
)
@pytest.mark.parametrize("name", CAN_REFUSE)
def test_refused_before_go(
    name: str, recipient: str, outcome: Outcome, code: int, drive: Any, request: pytest.FixtureRequest
) -> None:
    async def scenario(house: House) -> None:
        mail, gate = unique(request, address=recipient), Gate()
        receipt = await house.carrier.transmit(mail, gate)
        assert (receipt.outcome, receipt.code) == (outcome, code)
        assert receipt.detail
        assert gate.calls == 0
        assert house.arrived(mail.message_id) == 0

    drive(name, scenario, recipient)


@pytest.mark.parametrize("name", ALL)
def test_a_second_copy_keeps_its_message_id(name: str, drive: Any, request: pytest.FixtureRequest) -> None:
    async def scenario(house: House) -> None:
        mail = unique(request)
        for _ in range(2):
            assert (await house.carrier.transmit(mail, Gate())).outcome is Outcome.ACCEPTED
        assert house.arrived(mail.message_id) == 2

    drive(name, scenario)


class _Witness:
    """Stands between redirect and carrier, to see what is really handed on."""

    def __init__(self, house: House) -> None:
        self.name = house.carrier.name
        self._carrier = house.carrier
        self.mails: list[Mail] = []

    async def transmit(self, mail: Mail, go: Go) -> Any:
        self.mails.append(mail)
        return await self._carrier.transmit(mail, go)

    async def close(self) -> None:
        await self._carrier.close()


@pytest.mark.parametrize("name", ALL)
def test_until_activation_everything_goes_to_one_address(name: str, drive: Any, request: pytest.FixtureRequest) -> None:
    async def scenario(house: House) -> None:
        mail, witness = unique(request), _Witness(house)
        receipt = await RedirectCarrier(witness, "probe@firma.test").transmit(mail, Gate())
        assert receipt.outcome is Outcome.ACCEPTED
        assert [sent.envelope_to for sent in witness.mails] == ["probe@firma.test"]
        assert house.arrived(mail.message_id) == 1

    drive(name, scenario)


@pytest.mark.real
def test_what_a_real_server_delivers_keeps_the_one_click_header_whole(
    postfix: Postfix, drive: Any, request: pytest.FixtureRequest
) -> None:
    mail = unique(request, address="wire@kunde.test")

    async def scenario(house: House) -> None:
        assert (await house.carrier.transmit(mail, Gate())).outcome is Outcome.ACCEPTED

    drive("postfix", scenario)
    (lying,) = postfix.delivered("wire@kunde.test")
    head, _, body = lying.partition(b"\n\n")
    lines = head.split(b"\n")
    (position,) = (number for number, line in enumerate(lines) if line.startswith(b"List-Unsubscribe:"))
    url = "https://abmelden.firma.test/a/" + "Zm9vYmFy" * 16
    assert lines[position] == f"List-Unsubscribe: <{url}>, <mailto:abmelden+Zm9vYmFy@firma.test>".encode()
    assert lines[position + 1] == b"List-Unsubscribe-Post: List-Unsubscribe=One-Click"
    assert body == mail.raw.partition(b"\r\n\r\n")[2].replace(b"\r\n", b"\n")
