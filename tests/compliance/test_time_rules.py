from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from compliance.facts import CapCount
from compliance.verdict import Verdict
from contacts.medium import Medium
from tests.compliance.cases import NOW, ago, call, consent, gate, letter, mail, rule

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def called_at(text: str, **changes):
    now = at(text)
    spoken = consent(Medium.PHONE, granted_at=now - timedelta(days=9))
    return rule(call(now=now, consents=(spoken,), **changes))


@pytest.mark.parametrize(
    "moment", ["2026-11-18 08:00", "2026-11-18 19:59", "2026-11-21 09:00", "2026-11-21 17:59", "2026-07-01 08:00"]
)
def test_call_hours_are_open(moment):
    assert called_at(moment).verdict is Verdict.ALLOW_DUTY


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-11-18 07:59", "2026-11-18 08:00"),
        ("2026-11-18 20:00", "2026-11-19 08:00"),
        ("2026-11-20 20:30", "2026-11-21 09:00"),
        ("2026-11-21 18:00", "2026-11-23 08:00"),
        ("2026-11-22 10:00", "2026-11-23 08:00"),
        ("2026-12-24 10:00", "2026-12-25 08:00"),
        ("2026-12-31 09:00", "2027-01-01 08:00"),
        ("2026-10-24 18:30", "2026-10-26 08:00"),
    ],
)
def test_call_hours_are_closed_until(moment, until):
    ruling = called_at(moment)
    assert (ruling.verdict, ruling.rule, ruling.until) == (Verdict.DEFER, "call_hours", at(until))
    assert "D8" in ruling.duties


def test_a_holiday_closes_its_day_and_the_calendar_knows_better_when_it_ends():
    assert called_at("2026-10-03 10:00", is_holiday=True).until == at("2026-10-05 08:00")
    monday = at("2026-12-28 09:00")
    ruling = called_at("2026-12-25 10:00", is_holiday=True, next_window=monday)
    assert ruling.until == monday


def test_the_window_holds_advertising_mail_but_no_letter():
    opens = NOW + timedelta(hours=5)
    ruling = rule(mail(next_window=opens))
    assert (ruling.verdict, ruling.rule, ruling.until) == (Verdict.DEFER, "sending_window", opens)
    assert rule(mail(next_window=NOW)).verdict is Verdict.ALLOW_DUTY
    assert rule(letter(next_window=opens)).verdict is Verdict.ALLOW_DUTY


CAP = CapCount(
    name="person_1_in_5_days",
    per="person",
    media=frozenset({Medium.EMAIL}),
    max=1,
    window_days=5,
    min_gap_days=0,
    outcome="skip",
    count=0,
)


def test_a_cap_with_room_passes_and_shows_its_figures():
    ruling = rule(mail(caps=(CAP,)))
    assert ruling.verdict is Verdict.ALLOW_DUTY
    shown = {"per": "person", "media": ["email"], "window": 5, "count": 0, "max": 1, "gap": 0, "outcome": "skip"}
    assert gate(ruling, "frequency_cap").finding.values == {"caps": [shown]}


def test_a_cap_on_every_medium_reads_any():
    ruling = rule(mail(caps=(replace(CAP, media=frozenset(Medium)),)))
    assert gate(ruling, "frequency_cap").finding.values["caps"][0]["media"] == "any"


def test_a_full_cap_postpones_until_it_is_free():
    free = NOW + timedelta(days=3)
    ruling = rule(mail(caps=(CAP, replace(CAP, name="full", count=1, free_at=free))))
    assert (ruling.verdict, ruling.until, ruling.outcome) == (Verdict.DEFER, free, "skip")
    assert "full" in ruling.reason
    assert "5_days" not in ruling.reason


def test_a_full_cap_without_a_date_has_none():
    assert rule(mail(caps=(replace(CAP, count=2),))).until is None


def test_a_cap_of_another_medium_is_not_asked():
    other = replace(CAP, media=frozenset({Medium.POST}), count=9)
    assert gate(rule(mail(caps=(other,))), "frequency_cap").finding.values == {"caps": []}


def test_the_gap_counts_local_days_not_hours():
    gap = replace(CAP, max=9, count=1, min_gap_days=5)
    evening = replace(gap, last_at=at("2026-11-13 23:30"))
    assert rule(mail(caps=(evening,))).verdict is Verdict.ALLOW_DUTY
    after_midnight = replace(gap, last_at=at("2026-11-14 00:30"))
    ruling = rule(mail(caps=(after_midnight,)))
    assert (ruling.verdict, ruling.until) == (Verdict.DEFER, at("2026-11-19 00:00"))
    assert rule(mail(caps=(replace(gap, last_at=ago(900)),))).verdict is Verdict.ALLOW_DUTY
