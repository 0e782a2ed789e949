"""Crashes, servers that are away, two daemons and erasures: a person's calendar comes out right each time."""

from __future__ import annotations

import pytest

from campaigns.erasing.erase import Wish, erase
from handover.caldav import CalDavError, Fault
from handover.reconcile import Act, State
from store.tables import desk
from tests.campaigns.desk.calls import called, task_of
from tests.campaigns.handover.calendar_of import entry, kept, known, tick, with_calendar

pytestmark = pytest.mark.real


def test_a_crash_between_the_calendar_and_the_note_is_healed(home, server):
    one = called(home)
    owner = with_calendar(one, server)
    kept(one, owner)
    one.write(tasks_forgotten)
    assert kept(one, owner) == {Act.NOTE: 1}
    assert kept(one, owner) == {}
    assert len(server.entries()) == 1


def test_a_crash_between_the_outcome_and_the_calendar_counts_once(home, server, monkeypatch):
    one = called(home)
    owner = with_calendar(one, server)
    kept(one, owner)
    tick(server, "nicht erreicht")
    monkeypatch.setattr("handover.caldav.CalDav.put", _power_cut)
    with pytest.raises(ConnectionAbortedError):
        kept(one, owner)
    monkeypatch.undo()
    assert len(one.rows(desk.outcome.select())) == 1
    assert kept(one, owner) == {Act.FINISH: 1}
    assert len(one.rows(desk.outcome.select())) == 1
    assert "STATUS:NEEDS-ACTION" in entry(server)
    assert kept(one, owner) == {}


def test_a_server_that_is_away_changes_nothing(home, server):
    one = called(home)
    owner = with_calendar(one, server)
    kept(one, owner)
    server.stop()
    with pytest.raises(CalDavError) as away:
        kept(one, owner)
    assert away.value.fault is Fault.UNREACHABLE
    server.start()
    assert kept(one, owner) == {}
    assert task_of(one)["state"] == "open"


def test_a_calendar_that_is_gone_is_no_reason_to_drop_anything(home, server):
    one = called(home)
    owner = with_calendar(one, server)
    kept(one, owner)
    server.ask("DELETE", server.url())
    with pytest.raises(CalDavError) as gone:
        kept(one, owner)
    assert gone.value.fault is Fault.NOT_FOUND
    assert known(one)[0].known.state is State.OPEN
    server.make_calendar()
    assert kept(one, owner) == {Act.DROP: 1}  # an empty calendar cannot be told from one she has emptied


def test_two_daemons_make_one_entry_and_one_outcome(either_home, server):
    one = called(either_home)
    owner = with_calendar(one, server)
    for _ in range(2):
        kept(one, owner)
    tick(server, "erreicht")
    for _ in range(2):
        kept(one, owner)
    assert len(one.rows(desk.outcome.select())) == 1
    assert len(server.entries()) == 1


def tasks_forgotten(connection):
    for item in ("calendar_item",):
        connection.exec_driver_sql(f"DELETE FROM {item}")


def _power_cut(*_: object, **__: object) -> str:
    raise ConnectionAbortedError


def test_erasing_takes_the_entry_out(home, server):
    one = called(home)
    owner = with_calendar(one, server)
    kept(one, owner)
    task = task_of(one)
    erase(one.house, task["contact_id"], Wish("dsb"))
    assert task["external_id"] not in str(known(one))
    assert kept(one, owner) == {Act.REMOVE: 1}
    assert (server.entries(), known(one)) == ({}, [])
