"""Absences that are listed, changed, ended and taken back; and deputies who would have a holiday of their own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from campaigns.desk import away, moves
from store.tables import desk, operation
from tasks.absence import Absence, Turn, holder, turns
from tasks.person import Person, Team
from tests.campaigns.desk.calls import ANNA, BEN, LEA, TEAM, at, called, calling, task_of

LONG = calling("wait_for_outcome = { days = 60 }")
TUESDAY = date(2026, 3, 3)
REPENTANCE = date(2026, 11, 18)
"""Buß- und Bettag: a holiday in Saxony alone, where Ben works."""


def absent(one, days=9, person=ANNA, first=TUESDAY, deputy=None):
    return away.enter(one.house, Absence(person, first, first + timedelta(days=days), deputy), "lea")


def events(one):
    table = operation.audit_event.c
    return [name for (name,) in one.rows(select(table.event).where(table.event.like("absence%")).order_by(table.id))]


def test_who_comes_back_early_gets_back_what_waits_and_not_what_was_claimed(home):
    one = called(home, "K-1", "K-2", texts=LONG)
    assert len(absent(one).moved) == 2
    assert moves.claim(one.house, task_of(one, "K-2")["external_id"], BEN)
    one.sleep(days=2)
    done = away.end(one.house, ANNA.upper(), "lea")
    assert done.moved == (task_of(one)["external_id"],)
    assert done.absence == Absence(ANNA, TUESDAY, date(2026, 3, 4))
    assert (task_of(one)["assignee"], task_of(one)["stands_in_for"]) == (ANNA, "")
    assert task_of(one, "K-2")["assignee"] == BEN
    assert away.listed(one.house) == []
    assert events(one) == ["absence_recorded", "absence_ended"]


def test_an_absence_that_has_not_begun_is_taken_back(home):
    one = called(home, texts=LONG)
    for days in (10, 30):
        absent(one, 3, first=TUESDAY + timedelta(days=days))
    with pytest.raises(away.NotPossible, match="stehen mehrere"):
        away.end(one.house, ANNA, "lea")
    assert away.end(one.house, ANNA, "lea", TUESDAY + timedelta(days=30)).absence is None
    assert [found.first for found, _ in away.listed(one.house)] == [TUESDAY + timedelta(days=10)]
    assert away.end(one.house, ANNA, "lea").absence is None
    with pytest.raises(away.NotPossible, match="keine Abwesenheit"):
        away.end(one.house, ANNA, "lea")


def test_an_absence_is_made_shorter_longer_or_given_another_deputy(home):
    """The call is due on Thursday, 5 March."""
    one = called(home, texts=LONG)
    absent(one)
    shorter = away.change(one.house, ANNA, "lea", last=date(2026, 3, 4), deputy=None)
    assert (len(shorter.moved), task_of(one)["assignee"]) == (1, ANNA)
    longer = away.change(one.house, ANNA, "lea", last=date(2026, 3, 5), deputy=LEA)
    assert (len(longer.moved), task_of(one)["assignee"], task_of(one)["stands_in_for"]) == (1, LEA, ANNA)
    with pytest.raises(away.NotPossible, match="nicht vor gestern"):
        away.change(one.house, ANNA, "lea", last=date(2026, 2, 20), deputy=None)
    absent(one, 2, first=date(2026, 3, 9))
    with pytest.raises(away.NotPossible, match="in eine andere Abwesenheit"):
        away.change(one.house, ANNA, "lea", last=date(2026, 3, 9), deputy=None)
    assert events(one) == ["absence_recorded", "absence_changed", "absence_changed", "absence_recorded"]


def test_what_is_over_or_stands_there_already_is_refused(home):
    one = called(home, texts=LONG)
    absent(one)
    with pytest.raises(away.NotPossible, match="steht dort schon eine Abwesenheit vom 3"):
        absent(one, 2, first=date(2026, 3, 12))
    with pytest.raises(away.NotPossible, match="ist vorbei"):
        absent(one, 2, first=date(2026, 2, 2))
    assert events(one) == ["absence_recorded"]


NOBODY = "ana@nordlicht.example"


@pytest.mark.parametrize(
    "ask",
    [
        lambda one: absent(one, person=NOBODY),
        lambda one: absent(one, deputy=NOBODY),
        lambda one: away.end(one.house, NOBODY, "lea"),
        lambda one: away.change(one.house, NOBODY, "lea", last=TUESDAY, deputy=None),
    ],
    ids=["person", "deputy", "end", "change"],
)
def test_whom_nobody_knows_is_refused_with_who_is_allowed(home, ask):
    one = called(home, texts=LONG)
    with pytest.raises(away.NotPossible, match=f"„{NOBODY}“ ist hier niemand.*{ANNA}, {BEN}, {LEA}"):
        ask(one)
    assert away.listed(one.house) == []


@pytest.mark.parametrize("known", ["owner", "assignee"])
def test_who_stands_in_no_person_but_has_work_here_can_be_away(home, known):
    other = "olaf@nordlicht.example"
    one = called(home, texts=LONG, owner=other if known == "owner" else ANNA)
    if known == "assignee":
        one.write(lambda connection: connection.execute(update(desk.task).values(assignee=other)))
    assert absent(one, person=other).absence is not None


def test_a_deputy_with_a_holiday_of_her_own_land_is_passed_over(home):
    """Anna is away over Buß- und Bettag; Ben in Saxony does not work then, so that day is Lea's."""
    one = called(home, owner=ANNA, start=at("2026-11-16T08:00+01:00"), end=date(2026, 10, 31), texts=LONG)
    done = absent(one, 4, first=date(2026, 11, 16))
    assert done.turns == (
        Turn(BEN, date(2026, 11, 16), date(2026, 11, 17)),
        Turn(LEA, REPENTANCE, REPENTANCE, passed_over=BEN),
        Turn(BEN, date(2026, 11, 19), date(2026, 11, 20)),
    )
    assert away.listed(one.house) == [(done.absence, done.turns)]


def test_the_next_deputy_comes_before_the_lead_and_a_day_off_for_all_changes_nobody():
    team = Team((Person("a@x", deputy="b@x", lead="d@x"), Person("b@x", land="SN", deputy="c@x"), Person("c@x")))
    off = [Absence("a@x", REPENTANCE - timedelta(days=5), REPENTANCE + timedelta(days=9))]
    assert holder("a@x", REPENTANCE, off, team) == "c@x"
    assert holder("a@x", REPENTANCE + timedelta(days=1), off, team) == "b@x"
    saturday = REPENTANCE + timedelta(days=3)
    assert holder("a@x", saturday, off, team) == "b@x"
    alone = Team((Person("a@x", deputy="b@x"), Person("b@x", land="SN")))
    assert holder("a@x", REPENTANCE, off, alone) == "b@x"  # nobody else: it waits with her who is there
    assert turns(Absence("a@x", saturday, saturday), off, team) == ()


def test_the_turns_of_somebody_without_a_deputy_are_her_own():
    monday = date(2026, 3, 2)
    one = Absence("a@x", monday, monday + timedelta(days=6))
    assert turns(one, [one], Team()) == (Turn("a@x", monday, monday + timedelta(days=4)),)
    assert TEAM.of(ANNA).deputy == BEN


@pytest.mark.parametrize(("first", "last"), [("2026-03-02", "9999-12-31"), ("1926-03-02", "2026-03-09")])
def test_a_slip_in_the_year_is_refused(home, first, last):
    one = called(home, texts=LONG)
    with pytest.raises(away.NotPossible, match="erlaubt sind drei Jahre"):
        away.enter(one.house, Absence(ANNA, date.fromisoformat(first), date.fromisoformat(last)), "lea")
    absent(one)
    with pytest.raises(away.NotPossible, match="erlaubt sind drei Jahre"):
        away.change(one.house, ANNA, "lea", last=date(2206, 3, 9), deputy=None)
