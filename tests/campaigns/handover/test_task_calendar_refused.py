"""A server that has no room, conflicts for ever, answers with a page or leads away: no loss, no loop, told clearly."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from handover.caldav import CalDavError, Fault
from handover.reconcile import Act, State
from store import people, tasks
from store.tables import desk, permission
from tests.campaigns.desk.calls import ANNA, called, task_of
from tests.campaigns.handover.calendar_of import edit, entry, kept, known, tick, with_calendar
from tests.campaigns.handover.crooked import Crooked

pytestmark = pytest.mark.real

PAGE = (200, {"Content-Type": "text/html; charset=utf-8"}, b"<html><body>Bitte anmelden</body></html>")


def behind(one, server, proxy):
    return replace(with_calendar(one, server), url=proxy.url())


def refused(one, owner):
    with pytest.raises(CalDavError) as error:
        kept(one, owner)
    return error.value


def test_a_full_calendar_is_told_and_asked_once_and_loses_no_outcome(home, server):
    one = called(home, "K-1")
    owner = with_calendar(one, server)
    kept(one, owner)
    tick(server, "erreicht")
    for name in ("K-2", "K-3", "K-4"):
        one.customer(name, phone="+49 431 9999920", owner_email=owner.person)
        extra(one, name)
    full = lambda method, _body: (507, {}, b"") if method == "PUT" else None  # noqa: E731 (one line, two uses)
    with Crooked(server, refusing=full) as proxy:
        away = refused(one, behind(one, server, proxy))
        assert away.fault is Fault.REFUSED
        assert "kein Platz mehr" in str(away)
        assert proxy.methods.count("PUT") <= 2  # the one that is closed, and one new one
    assert task_of(one, "K-1")["state"] == "done"
    done = kept(one, with_calendar(one, server))
    assert done[Act.CREATE] == 3
    assert len(one.rows(desk.outcome.select())) == 1


def extra(one, contact):
    now = one.clock.now()
    with one.house.store.write() as connection:
        pk = people.contact_pk(connection, contact)
        assert pk is not None
        row = tasks.TaskRow(
            f"mehr-{contact}",
            pk,
            "duty",
            "Pflicht",
            "",
            "",
            now + timedelta(hours=4),
            assignee=ANNA,
        )
        tasks.add(connection, row, now)


@pytest.mark.parametrize("status", [409, 412])
def test_a_conflict_that_is_none_is_told(home, server, status):
    one = called(home)
    always = lambda method, _body: (status, {}, b"") if method == "PUT" else None  # noqa: E731 (one line)
    with Crooked(server, refusing=always) as proxy:
        stuck = refused(one, behind(one, server, proxy))
        assert (stuck.fault, proxy.methods.count("PUT")) == (Fault.REFUSED, 1)
        assert "409 oder 412" in str(stuck)
    assert known(one) == []
    assert kept(one, with_calendar(one, server)) == {Act.CREATE: 1}
    tick(server)
    with Crooked(server, refusing=always) as proxy:
        assert refused(one, behind(one, server, proxy)).fault is Fault.REFUSED
    assert kept(one, with_calendar(one, server)) == {Act.HINT: 1}


@pytest.mark.parametrize("pages", [{"PROPFIND", "REPORT", "PUT", "GET"}, {"REPORT"}, {"GET", "PUT"}])
def test_a_page_in_the_place_of_a_calendar_loses_nothing(home, server, pages):
    """Also where only some of the ways lead to it, and the list that comes instead is empty."""
    one, hidden = called(home), set()
    page = lambda method, _body: PAGE if method in hidden else None  # noqa: E731 (one line)
    empty = lambda _method, body: body.replace(b"/amira/", b"/anderswo/") if hidden else body  # noqa: E731 (one line)
    with Crooked(server, refusing=page, answered=empty) as proxy:
        owner = behind(one, server, proxy)
        assert kept(one, owner) == {Act.CREATE: 1}
        hidden |= pages
        assert refused(one, owner).fault is Fault.BROKEN
        assert proxy.methods.count("PUT") == 1
        assert known(one)[0].known.state is State.OPEN
        hidden.clear()
        assert kept(one, owner) == {}


def test_a_page_that_answers_a_put_is_no_success(home, server):
    one = called(home)
    page = lambda method, _body: PAGE if method == "PUT" else None  # noqa: E731 (one line)
    with Crooked(server, refusing=page) as proxy:
        assert refused(one, behind(one, server, proxy)).fault is Fault.BROKEN
    assert known(one) == []
    assert kept(one, with_calendar(one, server)) == {Act.CREATE: 1}


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("method", ["REPORT", "PUT"])
def test_a_redirect_is_named_and_never_followed(home, server, status, method):
    one = called(home)
    away = lambda asked, _body: (  # noqa: E731 (one line)
        (status, {"Location": "https://anderswo.example/dav/"}, b"") if asked == method else None
    )
    with Crooked(server, refusing=away) as proxy:
        error = refused(one, behind(one, server, proxy))
        assert error.fault is Fault.MOVED
        assert "anderswo.example/dav/" in str(error)
        assert proxy.methods.count(method) == 1
    assert known(one) == []


def test_an_entry_that_is_too_big_is_named_and_the_others_are_kept(home, server):
    one = called(home, "K-1", "K-2")
    owner = with_calendar(one, server)
    kept(one, owner)
    small, big = sorted(server.entries())
    edit(
        server, (r"END:VTODO", "ATTACH;ENCODING=BASE64;VALUE=BINARY:" + "QUJD" * 1_300_000 + "\r\nEND:VTODO"), name=big
    )
    edit(
        server,
        (r"STATUS:NEEDS-ACTION", "STATUS:COMPLETED"),
        (r"Ergebnis: (?=\\n|\r|\n)", "Ergebnis: erreicht"),
        name=small,
    )
    error = refused(one, owner)
    assert error.fault is Fault.TOO_BIG
    assert "über 5 MB" in str(error)
    assert [state for (state,) in one.rows(select(desk.task.c.state).order_by(desk.task.c.state))] == ["done", "open"]
    assert len(server.entries()[big]) > 5_000_000  # it is hers: nothing of it is touched


def test_a_long_description_is_read_to_its_end_and_stays_whole(home, server):
    one = called(home)
    owner = with_calendar(one, server)
    kept(one, owner)
    long = "Aus der Mail von heute: " + "Zeile um Zeile. " * 4_000
    edit(server, (r"DESCRIPTION:", f"DESCRIPTION:{long}\\\\n"), (r"PRIORITY:\d", "PRIORITY:7"))
    assert kept(one, owner) == {Act.RESTORE: 1}
    assert entry(server).count("Zeile um Zeile.") == 4_000
    edit(server, (r"Ergebnis: (?=\\n|\r|\n)", "Ergebnis: Widerspruch"))
    assert kept(one, owner)[Act.FINISH] == 1
    assert one.rows(select(permission.objection.c.id)) != []
    assert entry(server).count("Zeile um Zeile.") == 4_000
