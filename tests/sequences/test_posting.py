"""How long letters are on their way: handing over, posting, arrival, and leaving early enough."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from contacts.medium import Purpose
from sequences.calendar import local_day, to_utc
from sequences.definition import AfterStep, Anchor, Channel, EventKind, OnDay, OnEvent, Sequence, Status, Step, Window
from sequences.due import leaves_early
from sequences.enrollment import Anchors
from sequences.planning import plan_next
from sequences.posting import Posting

BERLIN = "Europe/Berlin"
TWO_AND_THREE = Posting(2, 3, time(15), time(16), BERLIN, "SH")
ZERO = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo(BERLIN)).astimezone(UTC)  # a Monday


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(BERLIN)).astimezone(UTC)


@pytest.mark.parametrize(
    ("ready", "handed", "posted", "arrives"),
    [
        ("2026-03-02 09:00", "2026-03-02 15:00", "2026-03-04", "2026-03-09"),
        ("2026-03-02 15:00", "2026-03-03 15:00", "2026-03-05", "2026-03-10"),  # the hour itself is over
        ("2026-03-06 09:00", "2026-03-06 15:00", "2026-03-10", "2026-03-13"),
        ("2026-03-07 09:00", "2026-03-07 15:00", "2026-03-11", "2026-03-16"),  # Saturday: Monday's work
        ("2026-04-01 09:00", "2026-04-01 15:00", "2026-04-07", "2026-04-10"),  # over Good Friday and Easter Monday
        ("2026-12-23 09:00", "2026-12-23 15:00", "2026-12-29", "2027-01-05"),  # 24.12. and 31.12. are quiet days
    ],
)
def test_business_days_of_the_sender_carry_a_letter(ready: str, handed: str, posted: str, arrives: str) -> None:
    handing = TWO_AND_THREE.handing_over(at(ready))
    assert handing == at(handed)
    assert TWO_AND_THREE.posted_on(handing) == date.fromisoformat(posted)
    assert TWO_AND_THREE.arrival(at(ready)) == date.fromisoformat(arrives)


def test_behind_the_cut_off_it_is_the_next_days_work() -> None:
    late = replace(TWO_AND_THREE, handed_over_at=time(17))
    assert late.posted_on(late.handing_over(at("2026-03-02 09:00"))) == date(2026, 3, 5)
    assert late.posted_on(late.handing_over(at("2026-03-06 09:00"))) == date(2026, 3, 11)


def test_what_takes_no_time_reaches_the_person_when_it_leaves() -> None:
    at_once = Posting(timezone=BERLIN, lands="SH")
    moment = at("2026-03-02 09:00")
    assert not at_once.takes_time
    assert at_once.contact_at(moment) == moment
    assert at_once.leaves_at(moment, lambda day: to_utc(day, time(9), BERLIN)) == moment
    assert TWO_AND_THREE.contact_at(moment) == at("2026-03-09 12:00")


@pytest.mark.parametrize("day", [date(2026, 3, 9) + timedelta(days=number) for number in range(0, 420, 3)])
def test_the_latest_day_on_which_it_still_arrives_in_time(day: date) -> None:
    def opening(wanted: date) -> datetime:
        while wanted.weekday() > 4:
            wanted += timedelta(days=1)
        return to_utc(wanted, time(9), BERLIN)

    wanted = opening(day)
    leaving = TWO_AND_THREE.leaves_at(wanted, opening)
    assert TWO_AND_THREE.arrival(leaving) <= local_day(wanted, BERLIN)
    later = opening(local_day(leaving, BERLIN) + timedelta(days=1))
    assert later > wanted or TWO_AND_THREE.arrival(later) > local_day(wanted, BERLIN)


def test_an_opening_that_is_never_early_enough_leaves_the_day_as_it_is() -> None:
    wanted = at("2026-03-09 09:00")
    assert TWO_AND_THREE.leaves_at(wanted, lambda _: wanted + timedelta(days=1)) == wanted


def letter(when: object, purpose: Purpose = Purpose.ADVERTISING, **changes: object) -> Step:
    values = {"id": "brief", "when": when, "channels": (Channel.LETTER,), "purpose": purpose, "template": "a/b"}
    return Step(**{**values, **changes})


@pytest.mark.parametrize(
    ("step", "early"),
    [
        (letter(OnDay(14)), True),
        (letter(AfterStep("x", 3)), True),
        (letter(OnDay(14), channels=(Channel.EMAIL, Channel.LETTER)), True),
        (letter(OnDay(14), channels=(Channel.EMAIL,)), False),
        (letter(OnDay(14), Purpose.CONTRACT), False),
        (letter(OnDay(0), at_once=True), False),
        (letter(OnEvent(EventKind.RETURNED)), False),
    ],
)
def test_only_an_advertising_letter_with_a_day_leaves_before_it(step: Step, early: bool) -> None:  # noqa: FBT001 - a case
    assert leaves_early(step) is early


def plan(step: Step, now: datetime, posting: Posting | None = TWO_AND_THREE, **done: datetime) -> object:
    first = letter(OnDay(1), channels=(Channel.EMAIL,), id="mail")
    sequence = Sequence(
        name="probe", title="Probe", status=Status.LIVE, purpose=Purpose.ADVERTISING, day_zero=Anchor.CANCELLATION_RECEIVED,
        steps=(first, step),
    )  # fmt: skip
    found, skips = plan_next(
        sequence, Anchors(ZERO), done, "mail", now, tz=BERLIN, lands="SH", window=Window(), spread=timedelta(),
        matches=lambda _: True, events={}, posting=posting,
    )  # fmt: skip
    return found, [skip.reason.value for skip in skips]


def test_a_letter_is_due_so_early_that_it_arrives_on_its_day() -> None:
    found, _ = plan(letter(OnDay(14)), at("2026-03-03 09:00"))
    assert (found.due_at, found.reaches_at) == (at("2026-03-09 09:00"), at("2026-03-16 09:00"))
    assert TWO_AND_THREE.arrival(found.due_at) == local_day(found.reaches_at, BERLIN)
    without, _ = plan(letter(OnDay(14)), at("2026-03-03 09:00"), None)
    assert without.due_at == without.reaches_at == at("2026-03-16 09:00")


def test_whose_lead_is_over_leaves_at_once_and_whose_grace_is_over_never() -> None:
    late, _ = plan(letter(OnDay(14)), at("2026-03-12 11:00"))
    assert (late.due_at, late.reaches_at) == (at("2026-03-12 11:00"), at("2026-03-16 09:00"))
    same_day, _ = plan(letter(OnDay(14)), at("2026-03-16 11:00"))
    assert same_day.due_at == same_day.reaches_at == at("2026-03-16 11:00")
    assert plan(letter(OnDay(14)), at("2026-03-20 09:00")) == (None, ["too_late"])
    touched, _ = plan(letter(OnDay(14)), at("2026-03-12 11:00"), mail=at("2026-03-12 10:00"))
    assert touched.due_at == at("2026-03-13 09:00")  # never two touches on one day


@pytest.mark.parametrize(
    ("when", "arrived", "due"),
    [
        (AfterStep("mail", 3), {}, "2026-03-06 09:00"),
        (AfterStep("mail", 3), {"mail": at("2026-03-09 12:00")}, "2026-03-12 09:00"),
        (AfterStep("mail", 3, business_days=True), {"mail": at("2026-03-12 12:00")}, "2026-03-17 09:00"),
    ],
)
def test_what_follows_a_letter_counts_from_its_arrival(when: AfterStep, arrived: dict[str, datetime], due: str) -> None:
    made = at("2026-03-03 15:00")
    call = letter(when, channels=(Channel.PHONE,), id="call")
    sequence = Sequence(
        name="probe", title="Probe", status=Status.LIVE, purpose=Purpose.ADVERTISING, day_zero=Anchor.CANCELLATION_RECEIVED,
        steps=(letter(OnDay(1), id="mail"), call),
    )  # fmt: skip
    found, skips = plan_next(
        sequence, Anchors(ZERO), {"mail": made}, "mail", made, tz=BERLIN, lands="SH", window=Window(), spread=timedelta(),
        matches=lambda _: True, events={}, posting=TWO_AND_THREE, arrived=arrived,
    )  # fmt: skip
    assert skips == ()
    assert found.due_at == at(due)
