"""Figures that count what is new: nothing twice, nothing missed, also when ids are committed out of their order."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event, insert, update

from campaigns.service.figures import Look
from store import figures
from store.engine import Store
from store.tables import inbound
from tests.campaigns.house_of import house_of
from tests.store.databases import fresh_sqlite

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return fresh_sqlite(tmp_path / "figures.sqlite3")


def reply(store: Store, number: int, kind: str = "human", *, review: bool = False) -> None:
    row = {"id": number, "fingerprint": f"f{number}", "account": "a", "folder": "INBOX", "received_at": NOW}
    rest = {"subject": "", "kind": kind, "stop": "none", "review": review, "evidence_rule": "", "evidence_text": ""}
    with store.write() as connection:
        connection.execute(insert(inbound.reply).values(row | rest | {"new_text": "", "effect": ""}))


def test_only_what_is_new_counts_and_late_commits_are_not_missed(store: Store) -> None:
    tail = figures.replies_tail()
    reply(store, 1)
    with store.read() as connection:
        assert tail.new(connection) == {}
    reply(store, 5, "bounce")
    reply(store, 7)
    with store.read() as connection:
        assert tail.new(connection) == {"bounce": 1, "human": 1}
        assert tail.new(connection) == {}
    reply(store, 6)  # a second daemon's transaction that began earlier and ended later
    with store.read() as connection:
        assert tail.new(connection) == {"human": 1}
    reply(store, 90_000)
    reply(store, 90_001)
    with store.read() as connection:
        assert tail.new(connection) == {"human": 2}
        assert tail.new(connection) == {}
    store.close()


def test_the_review_queue_follows_people(store: Store) -> None:
    queue = figures.ReviewQueue()
    for number in range(1, 6):
        reply(store, number, review=number != 3)
    with store.read() as connection:
        assert queue.number(connection) == 4
    with store.write() as connection:
        connection.execute(update(inbound.reply).where(inbound.reply.c.id == 2).values(review=False))
    reply(store, 6, review=True)
    reply(store, 9_000)  # far behind the window: the old open ones are asked one by one
    with store.read() as connection:
        assert queue.number(connection) == 4
    with store.write() as connection:
        connection.execute(update(inbound.reply).where(inbound.reply.c.id == 1).values(review=False))
    with store.read() as connection:
        assert queue.number(connection) == 3
    store.close()


def test_no_look_scans_a_table(tmp_path: Path) -> None:
    """Each look after the first goes by an index or a range of ids: work grows with what is due, not with what is stored."""
    firm = house_of(tmp_path)
    firm.consenting()
    look = Look()
    look(firm.house)
    statements: list[tuple[str, object]] = []

    @event.listens_for(firm.house.store.engine, "before_cursor_execute")
    def remember(_c: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            statements.append((statement, parameters))

    look(firm.house)
    event.remove(firm.house.store.engine, "before_cursor_execute", remember)
    assert len(statements) > 6
    with firm.house.store.read() as connection:
        for statement, parameters in statements:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            scans = [row[3] for row in plan if row[3].startswith("SCAN") and "mailbox_cursor" not in row[3]]
            assert scans == [], statement
    firm.close()
