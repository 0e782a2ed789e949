"""The schema: migrations make exactly what the tables say, and the database itself enforces what must never happen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError, StatementError

from contacts.medium import Medium
from sequences.touch import PENDING, TouchState
from store import ledger, migrate
from store.engine import Store, sqlite_url
from store.tables import metadata, operation, runs
from tests.store.rows_of import NOW, later


def test_migrations_make_exactly_the_tables_of_the_metadata(store):
    with store.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_a_fresh_database_has_no_version_and_upgrade_brings_the_newest(tmp_path):
    store = Store(sqlite_url(tmp_path / "new.sqlite3"))
    assert migrate.current(store) is None
    migrate.upgrade(store)
    assert migrate.current(store) == migrate.newest()
    store.close()


def test_upgrading_twice_changes_nothing(store, rows):
    touch = rows.touch()
    migrate.upgrade(store)
    assert migrate.current(store) == migrate.newest()
    assert rows.state(touch) is TouchState.PLANNED


@pytest.mark.parametrize("state", sorted(PENDING))
def test_the_database_refuses_a_second_pending_touch_of_a_run(store, rows, state):
    enrollment = rows.enrollment()
    first = rows.touch(enrollment, step="first")
    with store.write() as connection:
        connection.execute(update(runs.touch).where(runs.touch.c.id == first).values(state=state))
    with pytest.raises(IntegrityError):
        rows.touch(enrollment, step="second")


@pytest.mark.parametrize("state", sorted(set(TouchState) - PENDING))
def test_behind_a_touch_that_is_over_the_next_one_fits(store, rows, state):
    enrollment = rows.enrollment()
    first = rows.touch(enrollment, step="first")
    with store.write() as connection:
        connection.execute(update(runs.touch).where(runs.touch.c.id == first).values(state=state))
    assert rows.touch(enrollment, step="second") != first


def test_the_database_knows_only_the_states_of_the_table(store, rows):
    touch = rows.touch()
    with pytest.raises(IntegrityError), store.write() as connection:
        connection.execute(update(runs.touch).where(runs.touch.c.id == touch).values(state="gone"))


def test_a_row_needs_its_parent(store):
    with pytest.raises(IntegrityError), store.write() as connection:
        ledger.add(connection, 4711, None, Medium.EMAIL, NOW, activity_id="a")


@pytest.mark.parametrize("offset", [-11, 0, 1, 14])
def test_moments_come_back_aware_and_exact_to_the_microsecond(store, offset):
    moment = datetime(2026, 10, 25, 2, 30, 0, 123457, tzinfo=timezone(timedelta(hours=offset)))
    with store.write() as connection:
        connection.execute(insert(operation.switch).values(name="m", value="", at=moment))
    with store.read() as connection:
        back = connection.execute(select(operation.switch.c.at)).scalar_one()
    assert back == moment
    assert back.tzinfo is UTC


def test_a_naive_moment_is_refused(store):
    with pytest.raises(StatementError, match="naive datetime"), store.write() as connection:
        connection.execute(insert(operation.switch).values(name="m", value="", at=datetime(2026, 3, 2)))  # noqa: DTZ001 (what is refused)


def test_money_is_exact(store, rows):
    contact = rows.contact()
    with store.write() as connection:
        for number in range(10):
            ledger.add(connection, contact, None, Medium.POST, NOW, activity_id=str(number), cost=Decimal("0.10"))
        assert ledger.spent_since(connection, Medium.POST, later(days=-1)) == Decimal("1.00")
