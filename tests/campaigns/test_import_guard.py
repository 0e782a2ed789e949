"""More cancellations than usual stay out until their exact number is confirmed."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from campaigns.importing import Imported, Limit, apply
from campaigns.imports import ImportFile
from contacts.cancellation import Cancellation
from store import operation
from store.tables import people
from tests.campaigns.house_of import MONDAY, customer_row


def cancellations(number, *, start=0):
    rows = [
        Cancellation(f"KUE-{place}", "K-1", MONDAY - timedelta(days=place), "price")
        for place in range(start, start + number)
    ]
    return ImportFile("cancellations", tuple(rows), (), (), (), f"{start}-{number}".ljust(64, "0"))


def stored(one):
    return one.rows(select(func.count()).select_from(people.cancellation))[0][0]


def test_up_to_the_limit_nobody_is_asked(home):
    one = home()
    one.customer()
    done = apply(one.house, cancellations(3), limit=Limit(3))
    assert (done, stored(one)) == (Imported(3, 0), 3)


def test_above_it_nothing_is_stored_and_the_guard_says_what_it_saw(home):
    one = home()
    one.customer()
    file = cancellations(4)
    done = apply(one.house, file, limit=Limit(3))
    assert done.stopped
    assert (done.guard.count, done.guard.most) == (4, 3)
    assert (done.guard.oldest, done.guard.newest) == (MONDAY - timedelta(days=3), MONDAY)
    assert stored(one) == 0
    with one.house.store.read() as connection:
        assert not operation.file_known(connection, "cancellations", file.sha256)
        assert "cancellation_received" not in [row["event"] for row in operation.audit_events(connection)]


def test_only_the_exact_number_opens_it(home):
    one = home()
    one.customer()
    file = cancellations(4)
    for wrong in (3, 5, 400):
        assert apply(one.house, file, limit=Limit(3, wrong)).stopped
    done = apply(one.house, file, limit=Limit(3, 4))
    assert (done.stopped, done.new, stored(one)) == (False, 4, 4)
    again = apply(one.house, file, limit=Limit(3))
    assert (again.guard, again.new, again.unchanged) == (None, 0, 4)


def test_only_new_and_known_peoples_cancellations_count(home):
    one = home()
    one.customer()
    apply(one.house, cancellations(3), limit=Limit(3))
    assert not apply(one.house, cancellations(6), limit=Limit(3)).stopped
    strangers = [Cancellation(f"X-{place}", "K-404", MONDAY, "price") for place in range(9)]
    done = apply(one.house, ImportFile("cancellations", tuple(strangers), (), (), (), "0" * 64), limit=Limit(3))
    assert (done.guard, len(done.refused)) == (None, 9)


def test_a_dry_run_shows_the_guard(home):
    one = home()
    one.customer()
    done = apply(one.house, cancellations(4), limit=Limit(3), dry_run=True)
    assert (done.stopped, done.new, stored(one)) == (True, 4, 0)


def test_other_kinds_are_not_counted(home):
    one = home()
    rows = tuple(customer_row(f"K-{place}") for place in range(9))
    done = apply(one.house, ImportFile("customers", rows, (), (), (), "0" * 64), limit=Limit(3))
    assert (done.guard, done.new) == (None, 9)
