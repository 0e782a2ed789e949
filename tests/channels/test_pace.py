"""The pace of mails: rates hold over any window, urgent ones pass, a closed way is left alone and tried by one."""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.channel import Outcome, Receipt
from channels.email.pace import Pace, PaceSettings, Rate
from channels.email.paced import PacedCarrier
from channels.email.recording import RecordingCarrier, Scripted
from tests.channels.mails import mail_for

GMX = Rate(frozenset({"gmx.de", "gmx.net"}), per_minute=60)
BUSY = Receipt(Outcome.TRANSIENT, 421, "too many connections")
GREY = Receipt(Outcome.TRANSIENT, 450, "greylisted")
SILENT = Receipt(Outcome.TRANSIENT, 0, "ConnectionRefusedError")
WELL = Receipt(Outcome.ACCEPTED, 250, "ok")


@given(st.lists(st.tuples(st.floats(0, 3), st.sampled_from(["a@gmx.de", "b@gmx.net", "c@kunde.test"])), max_size=150))
def test_no_window_of_a_minute_holds_more_than_the_rate(asked):
    pace, now, left = Pace(PaceSettings(rates=[GMX])), 0.0, []
    for later, address in asked:
        now += later
        wait = pace.wait(address, now, longest=10.0)
        if wait <= 10.0 and "gmx" in address:
            left.append(now + wait)
        if "kunde" in address:
            assert wait == 0
    left.sort()
    for start in left:
        assert sum(start <= one < start + 60 for one in left) <= 61


def test_beyond_the_longest_wait_no_place_is_taken():
    pace = Pace(PaceSettings(domain_per_minute=6))
    assert [pace.wait("a@x.test", 0.0, 15.0) for _ in range(4)] == [0.0, 10.0, 20.0, 30.0]
    assert pace.wait("a@x.test", 20.0, 15.0) == 0.0


def test_a_thousand_mails_of_one_domain_come_back_one_by_one_and_hold_up_nobody_else():
    pace = Pace(PaceSettings(per_second=10, domain_per_minute=60))
    waiting, asked = [(0.0, number) for number in range(1_000)], 0
    while waiting:
        now, number = heapq.heappop(waiting)
        asked += 1
        if (wait := pace.wait("a@gmx.de", now, 2.0)) > 2.0:
            heapq.heappush(waiting, (now + wait, number))
        if asked == 500:
            assert pace.wait("b@kunde.test", now, 2.0) < 1.0
    assert asked < 2_100
    assert 990 < now < 1_010


def test_urgent_mail_never_waits_and_the_others_make_room():
    pace = Pace(PaceSettings(domain_per_minute=6))
    pace.urgent("a@x.test", 0.0)
    assert pace.wait("a@x.test", 0.0, 15.0) == 10.0


def test_five_answers_of_busy_rest_a_domain_and_no_other():
    pace = Pace(PaceSettings())
    for number in range(5):
        assert pace.wait("a@busy.test", float(number), 2.0) == 0.0
        pace.heard("a@busy.test", GREY, float(number))
    assert pace.wait("b@busy.test", 5.0, 2.0) > 20
    assert pace.wait("b@other.test", 5.0, 2.0) == 0.0
    assert set(pace.resting(5.0)) == {"busy.test"}


def test_after_the_rest_one_mail_tries_and_the_others_wait_for_it():
    pace = Pace(PaceSettings())
    for _ in range(5):
        pace.heard("a@busy.test", GREY, 0.0)
    assert pace.wait("a@busy.test", 31.0, 2.0) == 0.0
    assert pace.wait("b@busy.test", 31.0, 2.0) > 2.0
    pace.heard("a@busy.test", GREY, 31.5)
    assert pace.wait("b@busy.test", 62.0, 2.0) > 20  # twice as long
    assert pace.wait("b@busy.test", 92.0, 2.0) == 0.0
    pace.heard("b@busy.test", WELL, 92.1)
    assert pace.wait("c@busy.test", 92.2, 2.0) == 0.0
    assert pace.resting(92.2) == {}


def test_silence_and_421_rest_the_relay_and_one_answer_opens_it():
    for receipt in (SILENT, BUSY):
        pace = Pace(PaceSettings())
        for number in range(5):
            pace.heard(f"a@{number}.test", receipt, 0.0)
        assert pace.wait("a@anybody.test", 1.0, 2.0) > 20
        assert pace.wait("a@anybody.test", 31.0, 2.0) == 0.0
        pace.heard("a@anybody.test", WELL, 31.0)
        assert pace.wait("b@anybody.test", 31.0, 2.0) == 0.0


def test_amazon_too_fast_rests_the_whole_account():
    pace = Pace(PaceSettings())
    for number, code in enumerate((429, 503, 429, 503, 429)):
        pace.heard(f"a@{number}.test", Receipt(Outcome.TRANSIENT, code, "Throttled"), 0.0)
    assert pace.wait("a@anybody.test", 1.0, 2.0) > 20


async def _no() -> bool:
    return False


async def _database_away() -> bool:
    raise ConnectionError


async def _cut_off() -> bool:
    raise asyncio.CancelledError


@pytest.mark.parametrize("go", [_no, _database_away, _cut_off])
def test_a_way_that_rests_is_tried_again_when_the_mail_that_tried_it_never_left(go):
    under = RecordingCarrier()
    carrier = PacedCarrier(under, PaceSettings())

    async def main() -> Receipt:
        past = time.monotonic() - 60
        for _ in range(5):
            carrier.pace.heard("jana@kunde.test", GREY, past)
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            await carrier.transmit(mail_for("jana@kunde.test"), go)
        return await carrier.transmit(mail_for("jana@kunde.test"), _yes)

    assert asyncio.run(main()).outcome is Outcome.ACCEPTED


async def _yes() -> bool:
    return True


def test_a_domain_that_was_not_asked_because_the_relay_was_silent_is_tried_by_the_next():
    pace = Pace(PaceSettings())
    for _ in range(5):
        pace.heard("a@busy.test", GREY, 0.0)
    assert pace.wait("a@busy.test", 31.0, 2.0) == 0.0
    pace.heard("a@busy.test", SILENT, 31.1)
    assert pace.wait("b@busy.test", 31.2, 2.0) == 0.0


def test_a_long_wait_comes_back_before_go_and_says_how_long():
    under = RecordingCarrier()
    carrier = PacedCarrier(under, PaceSettings(domain_per_minute=1))
    asked = []

    async def go() -> bool:
        asked.append(1)
        return True

    async def main() -> list[Receipt]:
        return [await carrier.transmit(mail_for(send_id=str(number)), go) for number in range(3)]

    first, second, third = asyncio.run(main())
    assert first.outcome is Outcome.ACCEPTED
    assert (second.outcome, second.code) == (Outcome.TRANSIENT, 0)
    assert 50 < second.retry_after <= 60
    assert third.retry_after
    assert (len(asked), under.offered) == (1, 1)


def test_a_dead_relay_is_asked_five_times_and_then_left_alone():
    under = RecordingCarrier([Scripted(SILENT)] * 50)
    carrier = PacedCarrier(under, PaceSettings())

    async def go() -> bool:
        raise AssertionError

    async def main() -> None:
        for number in range(50):
            await carrier.transmit(mail_for(f"k@{number}.test", send_id=str(number)), go)

    asyncio.run(main())
    assert under.offered == 5
