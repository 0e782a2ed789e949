"""Group commit: one transaction for all that wait, each item judged on its own, the thread outlives everything."""

from __future__ import annotations

import threading
from concurrent.futures import wait

import pytest
from sqlalchemy import event

from store import operation
from store.writer import Handler, Writer
from tests.store.rows_of import NOW


@pytest.fixture
def writer(store):
    writing = Writer(store)
    yield writing
    writing.close()


def switches(store, *names):
    with store.read() as connection:
        return [operation.switch(connection, name) for name in names]


def setter(connection, names):
    for name in names:
        if name == "poison":
            raise ValueError(name)
        operation.set_switch(connection, name, "on", NOW)
    return [name.upper() for name in names]


def blocked(writer):
    """A job that holds the writer until the event is set, so that others have to wait together."""
    running, release = threading.Event(), threading.Event()

    def hold(_connection, items):
        running.set()
        assert release.wait(10)
        return items

    Handler(writer, hold).submit("hold")
    assert running.wait(10)
    return release


def test_the_answer_comes_after_the_commit(store, writer):
    assert Handler(writer, setter).submit("a").result(10) == "A"
    assert switches(store, "a") == ["on"]


def test_all_that_wait_share_one_transaction(store, writer):
    begun = []
    count = event.listen
    if store.is_sqlite:
        count(store.engine, "before_cursor_execute", lambda *a: begun.append(a[2]) if "BEGIN" in a[2] else None)
    else:
        count(store.engine, "begin", lambda *_: begun.append("BEGIN"))
    release = blocked(writer)
    begun.clear()
    handler = Handler(writer, setter)
    futures = [handler.submit(f"s{number}") for number in range(50)]
    release.set()
    assert [future.result(10) for future in futures] == [f"S{number}" for number in range(50)]
    assert len(begun) == 1


def test_a_poisoned_item_takes_no_other_down(store, writer):
    release = blocked(writer)
    handler = Handler(writer, setter)
    futures = [handler.submit(name) for name in ("a", "poison", "b")]
    release.set()
    wait(futures, 10)
    assert [futures[0].result(), futures[2].result()] == ["A", "B"]
    with pytest.raises(ValueError, match="poison"):
        futures[1].result()
    assert switches(store, "a", "poison", "b") == ["on", None, "on"]


def test_two_handlers_in_one_group_get_their_own_items_in_order(writer):
    release = blocked(writer)
    upper, number = Handler(writer, setter), Handler(writer, lambda _connection, items: [one * 2 for one in items])
    futures = [upper.submit("a"), number.submit(1), upper.submit("b"), number.submit(2)]
    release.set()
    assert [future.result(10) for future in futures] == ["A", 2, "B", 4]


def test_a_handler_that_answers_too_little_fails_its_items_and_commits_nothing(store, writer):
    def short(connection, items):
        operation.set_switch(connection, "short", "on", NOW)
        return items[1:]

    with pytest.raises(ValueError, match="shorter"):
        Handler(writer, short).submit("a").result(10)
    assert switches(store, "short") == [None]


def test_who_gave_up_waiting_is_not_served_and_the_thread_lives_on(store, writer):
    """A cancelled delivery must not kill the writer: everybody else's mails would hang for ever."""
    release = blocked(writer)
    handler = Handler(writer, setter)
    gone = handler.submit("gone")
    assert gone.cancel()
    release.set()
    assert handler.submit("b").result(10) == "B"
    assert switches(store, "gone", "b") == [None, "on"]


def test_closing_commits_what_is_queued(store):
    writer = Writer(store)
    release = blocked(writer)
    future = Handler(writer, setter).submit("last")
    threading.Timer(0.05, release.set).start()
    writer.close()
    assert future.result(0) == "LAST"
    assert switches(store, "last") == ["on"]
