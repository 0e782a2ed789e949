"""Servers that are no Radicale: weak etags, addresses changed on the way, properties that are not kept."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from handover.reconcile import MAX_REDRAWN, Act, State
from tests.campaigns.desk.calls import called, task_of
from tests.campaigns.handover.calendar_of import entry, kept, known, tick, with_calendar
from tests.campaigns.handover.crooked import Crooked

pytestmark = pytest.mark.real


def behind(one, server, proxy):
    return replace(with_calendar(one, server), url=proxy.url())


def test_weak_etags_keep_nothing_from_being_put_right(home, server):
    one = called(home)
    with Crooked(server, weak=True) as proxy:
        owner = behind(one, server, proxy)
        assert kept(one, owner) == {Act.CREATE: 1}
        tick(server)
        assert kept(one, owner) == {Act.HINT: 1}
        assert "STATUS:NEEDS-ACTION" in entry(server)
        one.objection()
        assert kept(one, owner) == {Act.CLOSE: 1}
        assert "STATUS:CANCELLED" in entry(server)


def test_an_entry_whose_address_is_changed_on_the_way_is_not_taken_for_deleted(home, server):
    def moved(method, body):
        return body.replace(b"/amira/", b"/intern/amira/") if method == "REPORT" else body

    one = called(home)
    with Crooked(server, answered=moved) as proxy:
        owner = behind(one, server, proxy)
        kept(one, owner)
        assert kept(one, owner) == {}
        assert known(one)[0].known.state is State.OPEN
        tick(server, "erreicht")
        assert kept(one, owner) == {Act.FINISH: 1}
        assert task_of(one)["state"] == "done"


def test_a_server_that_does_not_keep_everything_is_not_written_to_for_ever(home, server):
    def without_priority(method, body):
        return re.sub(rb"PRIORITY:\d\r\n", b"", body) if method == "PUT" else body

    one = called(home)
    with Crooked(server, asked=without_priority) as proxy:
        owner = behind(one, server, proxy)
        for _ in range(MAX_REDRAWN + 3):
            kept(one, owner)
        assert proxy.methods.count("PUT") == 1 + MAX_REDRAWN
        tick(server, "erreicht")
        assert kept(one, owner) == {Act.FINISH: 1}
