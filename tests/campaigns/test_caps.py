"""Frequency caps: counting, and what the engine does when one is full. Machine and human touches count alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.caps import ANY, Cap, count, horizon
from contacts.medium import Medium
from store.case import LedgerEntry
from tests.campaigns.house_of import minimal, shipped, step
from tests.sequences.samples import many

TZ = "Europe/Berlin"
NOW = datetime(2026, 3, 16, 8, 0, tzinfo=UTC)
EMAIL, POST = frozenset({Medium.EMAIL}), frozenset({Medium.POST})


def ago(**delta):
    return NOW - timedelta(**delta)


def entries(*moments, medium=Medium.EMAIL):
    return [LedgerEntry(medium, at) for at in moments]


def counted(cap, *moments, now=NOW, medium=Medium.EMAIL):
    return count(cap, entries(*moments, medium=medium), now, TZ)


def test_a_cap_is_called_by_whom_what_and_how_often():
    assert Cap("person", ANY, 1, 5).name == "person any 1/5"
    assert Cap("company", frozenset({Medium.POST, Medium.EMAIL}), 2, 7).name == "company email+post 2/7"


@pytest.mark.parametrize(
    ("moments", "number", "free_in_days"),
    [((), 0, None), ((5,), 0, None), ((4.999,), 1, 0.001), ((6, 4, 1), 2, 4), ((-2,), 1, 7)],
)
def test_rolling_days_are_days_of_24_hours(moments, number, free_in_days):
    found = counted(Cap("person", ANY, 1, 5), *(ago(days=days) for days in moments))
    assert found.count == number
    expected = None if free_in_days is None else NOW + timedelta(days=free_in_days)
    assert found.free_at == expected


def test_a_window_of_one_day_is_the_recipients_calendar_day():
    cap = Cap("person", ANY, 1, 1)
    midnight = datetime(2026, 3, 15, 23, 0, tzinfo=UTC)  # 16 March 00:00 in Berlin
    assert counted(cap, midnight - timedelta(seconds=1)).count == 0
    assert counted(cap, midnight).free_at == midnight + timedelta(days=1)


def test_one_day_is_the_calendar_day_on_the_long_day_of_autumn_too():
    cap = Cap("person", ANY, 1, 1)
    start, late = datetime(2026, 10, 24, 22, 5, tzinfo=UTC), datetime(2026, 10, 25, 22, 55, tzinfo=UTC)
    assert counted(cap, start, now=late).count == 1
    assert late - start > timedelta(days=1)
    assert horizon([cap], "person") > 1  # the ledger is read far enough back to see it


def test_other_media_do_not_count():
    assert counted(Cap("person", POST, 1, 5), ago(days=1)).count == 0
    assert counted(Cap("person", POST, 1, 5), ago(days=1), medium=Medium.POST).count == 1


def test_a_gap_holds_even_below_the_maximum():
    found = counted(Cap("person", ANY, 3, 30, min_gap_days=7), ago(days=5))
    midnight = datetime(2026, 3, 17, 23, 0, tzinfo=UTC)  # seven local days later
    assert (found.count, found.last_at, found.free_at) == (1, ago(days=5), midnight)
    assert counted(Cap("person", ANY, 3, 30, min_gap_days=7), ago(days=8)).free_at is None


def test_the_later_of_gap_and_window_counts():
    found = counted(Cap("person", ANY, 1, 10, min_gap_days=3), ago(days=2))
    assert found.free_at == ago(days=2) + timedelta(days=10)


@many
@given(
    st.lists(st.integers(0, 40 * 24), max_size=12),
    st.integers(1, 4),
    st.integers(2, 20),
    st.integers(0, 10),
)
def test_free_at_is_the_first_moment_at_which_one_more_fits(hours, maximum, window, gap):
    cap = Cap("person", ANY, maximum, window, min(gap, window * maximum))
    moments = [ago(hours=one) for one in hours]

    def fits(at):
        found = counted(cap, *moments, now=at)
        return found.count < cap.max and found.free_at is None

    free_at = counted(cap, *moments).free_at
    assert fits(NOW) is (free_at is None)
    if free_at is not None:
        assert fits(free_at)
        assert not fits(free_at - timedelta(microseconds=1))


def test_the_ledger_is_read_as_far_back_as_any_limit_looks():
    caps = (Cap("person", ANY, 1, 5, min_gap_days=9), Cap("company", ANY, 2, 5))
    assert horizon(caps, "person") >= 9
    assert horizon(caps, "person", 90) >= 90  # max_touches_in_90_days of a sequence
    assert horizon((), "sender") >= 0


# -- in the engine ----------------------------------------------------------------------------------------------------

LONG = minimal(step("a", "day = 1"), step("b", "day = 3", '"email"', "winback/day_14_story"))
PATIENT = LONG + "[limits]\ntoo_late_after_days = 30\n"


def capped(*caps):
    return tuple(Cap(**{"per": "person", "media": ANY, "max": 1, "window_days": 5, **cap}) for cap in caps)


@pytest.mark.parametrize("medium", [Medium.PHONE, Medium.EMAIL, Medium.POST])
def test_what_people_do_by_hand_counts(home, medium):
    one = home(texts={"probe": minimal(step("a", "day = 1")) + "[limits]\ntoo_late_after_days = 30\n"})
    one.consenting()
    one.activity("K-1", medium, one.clock.now() + timedelta(hours=20))
    one.play(days=20)
    assert [day for _, _, day in one.sent()] == [date(2026, 3, 9)]
    first = one.decided()[0]
    assert (first["decision"], first["reason"]) == ("postpone", "frequency_cap")
    assert first["until"] == datetime(2026, 3, 9, 8, 0, tzinfo=UTC)  # 8 March is a Sunday


def test_a_step_its_cap_holds_beyond_its_patience_is_skipped(home):
    one = home(texts={"probe": LONG})
    one.consenting()
    one.play(days=20)
    assert one.reasons() == {"a": ("send", ""), "b": ("skip", "frequency_cap")}


def test_two_sequences_share_one_cap(home):
    one = home(texts={"one": minimal(step("a", "day = 1")), "two": PATIENT})
    one.consenting()
    one.play(days=25)
    days = sorted(day for _, _, day in one.sent())
    assert days == [date(2026, 3, 3), date(2026, 3, 9)]


def test_colleagues_share_the_caps_of_their_company(home):
    one = home(texts={"probe": minimal(step("a", "day = 1")) + "[limits]\ntoo_late_after_days = 9\n"})
    for name in ("K-1", "K-2", "K-3"):
        one.consenting(name, company="F-1")
    one.consenting("K-4")
    one.play(days=20)
    days = [day for contact in ("K-1", "K-2", "K-3") for _, _, day in one.sent(contact)]
    assert sorted(days) == [date(2026, 3, 3), date(2026, 3, 3), date(2026, 3, 9)]
    assert one.sent("K-4")[0][2] == date(2026, 3, 3)


def test_a_call_by_hand_counts_for_the_company_too(home):
    one = home(texts={"probe": minimal(step("a", "day = 1"))}, caps=capped({"per": "company"}))
    one.consenting("K-1", company="F-1")
    one.customer("K-2", company="F-1")
    one.activity("K-2", Medium.PHONE)
    one.play(days=2)
    assert one.decided("K-1")[0]["reason"] == "frequency_cap"


def test_a_full_cap_hands_over_to_the_next_channel(home):
    texts = {"probe": minimal(step("a", "day = 1", '"email", "letter"', "winback/day_01_value"))}
    one = home(texts=texts, caps=capped({"media": EMAIL, "outcome": "next_channel"}))
    one.consenting()
    one.activity("K-1", Medium.EMAIL)
    one.play(days=2)
    assert [(name, how) for name, how, _ in one.sent()] == [("a", "letter")]


def test_a_cap_may_drop_the_step(home):
    one = home(texts={"probe": PATIENT}, caps=capped({"outcome": "skip"}))
    one.consenting()
    one.play(days=20)
    assert one.reasons() == {"a": ("send", ""), "b": ("skip", "frequency_cap")}


def test_the_whole_sender_may_be_capped(either_home):
    one = either_home(
        texts={"probe": minimal(step("a", "day = 1")) + "[limits]\ntoo_late_after_days = 30\n"},
        caps=capped({"per": "sender", "max": 2, "window_days": 1}),
    )
    for number in range(6):
        one.consenting(f"K-{number}")
    one.play(days=20)
    days = sorted(day for _, _, day in one.sent())
    assert days == [date(2026, 3, day) for day in (3, 3, 4, 4, 5, 5)]


def test_a_sequence_counts_ninety_days_back_however_short_the_caps_are(home):
    steps = [step(f"s{day}", f"day = {day}") for day in (1, 20, 40, 60, 80)]
    text = minimal(*steps) + "[limits]\nmax_touches_in_90_days = 2\n"
    one = home(texts={"probe": text}, caps=capped({}))
    one.consenting()
    one.play(days=100)
    assert [name for name, _, _ in one.sent()] == ["s1", "s20"]


def letters(home, per_person=3, euro="500", **changes):
    """Four letters, ten days apart, to people without any basis for e-mail."""
    days = (1, 11, 21, 31)
    text = minimal(*(step(f"s{day}", f"day = {day}", '"letter"', "winback/day_01_value") for day in days))
    terms = replace(home(texts={}).house.letters, max_per_person=per_person, max_euro_month=Decimal(euro))
    return home(texts={"probe": text + "[limits]\ntoo_late_after_days = 3\n"}, letters=terms, **changes)


def test_nobody_gets_more_letters_than_the_house_allows(home):
    one = letters(home, per_person=2, caps=capped({}))
    one.customer()
    one.cancel()
    one.play(days=60)
    assert [name for name, _, _ in one.sent()] == ["s1", "s11"]
    assert one.reasons()["s21"] == ("skip", "letter_budget")


def test_the_letter_money_of_a_month_is_not_overdrawn(home):
    one = letters(home, euro="2.00")  # two letters at 0.95
    for number in range(4):
        one.customer(f"K-{number}")
        one.cancel(f"K-{number}")
    one.play(days=2)
    assert len(one.sent()) == 2
    refused = [row for row in one.decided() if row["decision"] != "send"]
    assert {row["rule"] for row in refused} == {"letter_budget"}
    one.play(days=60)
    spent = {}
    for _, how, day in one.sent():
        spent[day.month] = spent.get(day.month, Decimal(0)) + shipped().settings.letter.cost_euro * (how == "letter")
    assert all(euro <= 2 for euro in spent.values())
    assert len(spent) == 2
