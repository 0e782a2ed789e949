"""The contact ledger: what caps count, each touch and each activity once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from contacts.medium import Medium
from store import cases, ledger
from store.tables import runs
from tests.store.rows_of import FAR, NOW, Horizon, later


def add(store, contact, medium=Medium.EMAIL, at=NOW, company=None, **what):
    with store.write() as connection:
        return ledger.add(connection, contact, company, medium, at, **what)


def run_of(store, enrollment, horizon=FAR):
    with store.read() as connection:
        return cases.runs_of(connection, [enrollment], NOW, horizon)[enrollment]


def test_a_touch_and_an_activity_are_counted_once(store, rows):
    touch = rows.touch()
    contact = rows.column(touch, "contact_id")
    assert add(store, contact, touch_id=touch)
    assert not add(store, contact, touch_id=touch, at=later(days=1))
    assert add(store, contact, activity_id="A-1", by="Amira")
    assert not add(store, contact, activity_id="A-1", medium=Medium.PHONE)
    ledgered = run_of(store, rows.column(touch, "enrollment_id")).person_ledger
    assert [(entry.medium, entry.at) for entry in ledgered] == [(Medium.EMAIL, NOW), (Medium.EMAIL, NOW)]


def test_the_database_itself_counts_a_touch_once(store, rows):
    touch = rows.touch()
    contact = rows.column(touch, "contact_id")
    add(store, contact, touch_id=touch)
    with pytest.raises(IntegrityError), store.write() as connection:
        connection.execute(runs.ledger.insert().values(contact_id=contact, medium="email", at=NOW, touch_id=touch))


def test_what_reached_nobody_is_taken_back(store, rows):
    touch, other = rows.touch(), rows.touch()
    for one in (touch, other):
        add(store, rows.column(one, "contact_id"), touch_id=one)
    with store.write() as connection:
        ledger.remove(connection, touch)
    assert run_of(store, rows.column(touch, "enrollment_id")).person_ledger == ()
    assert len(run_of(store, rows.column(other, "enrollment_id")).person_ledger) == 1


def test_person_and_company_are_read_as_far_back_as_their_caps_look(store, rows):
    for name in ("K-1", "K-2"):
        rows.contact(name, company="F-1")
    first, second = rows.enrollment("K-1"), rows.enrollment("K-2")
    person = run_of(store, first).enrollment
    for days in (0, -4, -6):
        add(store, person.contact_pk, at=later(days=days), company=person.company_pk, activity_id=str(days))
    assert [len(run_of(store, one, Horizon(5, 7)).person_ledger) for one in (first, second)] == [2, 0]
    assert [len(run_of(store, one, Horizon(5, 7)).company_ledger) for one in (first, second)] == [3, 3]


def test_the_senders_money_and_counts_are_summed_over_everybody(store, rows):
    people = [rows.contact(f"K-{number}") for number in range(3)]
    for number, contact in enumerate(people):
        for medium, cost in ((Medium.POST, Decimal("0.95")), (Medium.EMAIL, None)):
            at = later(days=-number)
            add(store, contact, medium, at=at, activity_id=f"{number}{medium}", cost=cost)
    with store.read() as connection:
        assert ledger.spent_since(connection, Medium.POST, later(days=-1)) == Decimal("1.90")
        assert ledger.spent_since(connection, Medium.EMAIL, later(days=-9)) == 0
        assert ledger.count_all(connection, frozenset(Medium), later(days=-1)) == 4
        assert ledger.count_all(connection, frozenset({Medium.POST}), later(days=-9)) == 3
