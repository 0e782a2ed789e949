"""Builders for the pure tests: a sequence of steps, a course of one person, and an independent German calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import settings

from contacts.medium import Purpose
from sequences.definition import Anchor, Channel, OnDay, Sequence, Status, Step, Window
from sequences.enrollment import Anchors
from sequences.planning import plan_next

BERLIN = "Europe/Berlin"
ALWAYS = Window(frozenset(range(7)), time(0), time(23, 59, 59), holidays=True)
OFFICE = Window()

few = settings(derandomize=True, max_examples=60, deadline=None, database=None)
many = settings(derandomize=True, max_examples=250, deadline=None, database=None)


def utc(text):
    """`2026-03-02 09:00` in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def step(name, when, **changes):
    """An advertising mail; `when` a number of days or one of the When values."""
    when = OnDay(when) if isinstance(when, int) else when
    return Step(name, when, (Channel.EMAIL,), f"t/{name}", **changes)


def contract_step(name, when, **changes):
    return step(name, when, purpose=Purpose.CONTRACT, **changes)


def sequence(*steps, **changes):
    return Sequence(
        **{"name": "s", "title": "S", "status": Status.LIVE, "day_zero": Anchor.CANCELLATION_RECEIVED, **changes},
        steps=steps,
    )


def winback(**changes):
    """The shipped rhythm."""
    days = (1, 7, 14, 21, 30, 90, 180, 365, 540)
    return sequence(*(step(f"d{day}", day, stands_alone=day >= 90) for day in days), **changes)


def plan(seq, now, *, zero="2026-03-02 10:00", done=None, after=None, anchors=None, **changes):
    """`plan_next` for a person in Berlin who cancelled on a Monday; everything can be changed."""
    context = {
        "tz": BERLIN,
        "lands": ("NW",),
        "window": OFFICE,
        "spread": timedelta(0),
        "matches": lambda _: True,
        "events": {},
        **changes,
    }
    return plan_next(
        seq,
        anchors or Anchors(cancellation_received=utc(zero)),
        {name: utc(moment) for name, moment in (done or {}).items()},
        after,
        utc(now) if isinstance(now, str) else now,
        **context,
    )


def reasons(skips):
    return [(skip.step.id, skip.reason.value) for skip in skips]


def last_sunday(year, month):
    """March and October have 31 days: the last Sunday is when the EU has changed its clocks since 1996."""
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def berlin_offset(moment):
    """Hours that Berlin is ahead of `moment` (naive UTC) by Directive 2000/84/EC: an oracle without tz database."""
    begin = datetime.combine(last_sunday(moment.year, 3), time(1))
    end = datetime.combine(last_sunday(moment.year, 10), time(1))
    return 2 if begin <= moment < end else 1


def berlin_instant(day, at):
    """The instant that `to_utc` promises, by trying both offsets: first match, else the end of the gap."""
    wall = datetime.combine(day, at)
    for hours in (2, 1):
        moment = wall - timedelta(hours=hours)
        if berlin_offset(moment) == hours:
            return moment.replace(tzinfo=UTC)
    return datetime.combine(last_sunday(day.year, 3), time(1), tzinfo=UTC)
