"""Claims: what is due, in order, bounded, and never the same row for two daemons."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from contacts.medium import Purpose
from sequences.touch import TouchState
from store import claims, touches
from tests.store.rows_of import DAEMON, NOW, OTHER, Rows, later


def claim(store, limit=100, owner=DAEMON, now=NOW, **options):
    with store.write() as connection:
        return claims.claim(connection, now, owner, limit, **options)


def ids(claims):
    return [one.id for one in claims]


def test_only_what_is_due_is_claimed(store, rows):
    due = rows.touch(due_at=NOW)
    ahead = rows.touch(due_at=later(seconds=1))
    assert ids(claim(store)) == [due]
    assert rows.state(ahead) is TouchState.PLANNED
    assert rows.column(due, "owner") == DAEMON


def test_the_oldest_are_claimed_first_up_to_the_limit(store, rows):
    made = [rows.touch(due_at=later(hours=-hours)) for hours in (1, 3, 2, 5, 4)]
    oldest_first = [made[3], made[4], made[1], made[2], made[0]]
    assert set(ids(claim(store, limit=2))) == set(oldest_first[:2])
    assert set(ids(claim(store, limit=2))) == set(oldest_first[2:4])
    assert ids(claim(store, limit=2)) == [oldest_first[4]]
    assert claim(store) == []


def test_touches_due_at_the_same_moment_come_in_the_order_they_were_planned(store, rows):
    made = [rows.touch() for _ in range(4)]
    assert ids(claim(store, limit=3)) == made[:3]


def test_a_claim_has_a_new_fence_each_time(store, rows):
    touch = rows.touch()
    (first,) = claim(store)
    with store.write() as connection:
        claims.rescue_claims(connection, [DAEMON])
    (second,) = claim(store, owner=OTHER)
    assert first.id == second.id == touch
    assert second.fence > first.fence


def test_paused_sequences_stay_where_they_are(store, rows):
    rows.touch(rows.enrollment("K-1", "winback"))
    other = rows.touch(rows.enrollment("K-2", "offboarding"))
    assert ids(claim(store, paused_sequences=("winback",))) == [other]


@pytest.mark.parametrize("purpose", list(Purpose))
def test_in_a_pause_only_what_is_no_advertising_is_claimed(store, rows, purpose):
    rows.touch(purpose=purpose)
    assert bool(claim(store, only_contract=True)) is not purpose.is_advertising


def test_what_is_due_next_is_found_without_the_paused_sequences(store, rows):
    rows.touch(rows.enrollment("K-1", "winback"), due_at=later(hours=1))
    rows.touch(rows.enrollment("K-2", "offboarding"), due_at=later(hours=2))
    with store.read() as connection:
        assert touches.next_due(connection) == later(hours=1)
        assert touches.next_due(connection, ("winback",)) == later(hours=2)
        assert touches.next_due(connection, ("winback", "offboarding")) is None


def test_daemons_in_parallel_never_get_the_same_touch(store, rows):
    """On PostgreSQL SKIP LOCKED, on SQLite the one writer: every touch exactly once, and no batch above the limit."""
    made = [rows.touch(due_at=later(seconds=-number)) for number in range(60)]
    barrier = threading.Barrier(6)

    def daemon(number):
        barrier.wait()
        found = []
        while batch := claim(store, limit=4, owner=f"daemon-{number}"):
            assert len(batch) <= 4
            found += batch
        return found

    with ThreadPoolExecutor(6) as pool:
        claimed = [one for batch in pool.map(daemon, range(6)) for one in batch]
    assert sorted(ids(claimed)) == sorted(made)
    assert {rows.state(touch) for touch in made} == {TouchState.CLAIMED}


@pytest.mark.real
def test_a_daemon_does_not_wait_for_rows_another_one_is_claiming(postgres_store):
    """While one claim is not committed yet, the next one passes it by at once (SQLite has one writer anyway)."""
    store, rows = postgres_store, Rows(postgres_store)
    first, second = rows.touch(due_at=later(hours=-2)), rows.touch(due_at=later(hours=-1))
    with store.write() as connection:
        assert ids(claims.claim(connection, NOW, DAEMON, 1)) == [first]
        assert ids(claim(store, owner=OTHER)) == [second]
