"""All calendars of the house: one that is away is told, asked more rarely, and holds up no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from campaigns.handover.passes import keep_all
from campaigns.handover.terms import CalendarOf, HandoverTerms
from campaigns.service.calendars import Calendars
from campaigns.service.troubles import CALENDAR, Troubles
from campaigns.status import status_lines, status_of
from store import calendars, operation
from tests.campaigns.desk.calls import ANNA, BEN, called
from tests.campaigns.handover.calendar_of import known
from tests.rig.radicale import PASSWORD

pytestmark = pytest.mark.real


@pytest.fixture(autouse=True)
def _secrets(tmp_path, monkeypatch):
    folder = tmp_path / "credentials"
    folder.mkdir()
    (folder / "right").write_text(PASSWORD)
    (folder / "wrong").write_text("geheim-2")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))


def house(home, server, *owners: tuple[str, str]):
    """Anna has a task; `owners` are (person, name of the password), all on the same server."""
    one = called(home)
    found = tuple(CalendarOf(person, server.url(), "amira", name) for person, name in owners)
    one.house = replace(one.house, handover=HandoverTerms(calendars=found))
    return one


def test_a_calendar_that_works(home, server):
    one = house(home, server, (ANNA, "right"))
    (kept,) = keep_all(one.house)
    assert (kept.trouble, len(server.entries())) == ("", 1)
    with one.house.store.read() as connection:
        (health,) = calendars.health(connection)
    assert (health.person, health.seen_at, health.since) == (ANNA, one.clock.now(), None)


@pytest.mark.parametrize(
    ("name", "words"), [("wrong", "lehnt die Anmeldung ab"), ("missing", "Das Geheimnis „missing“ fehlt")]
)
def test_a_refused_login_is_told_and_holds_up_nobody(home, server, name, words):
    one = house(home, server, (BEN, name), (ANNA, "right"))
    ben, anna = keep_all(one.house)
    assert words in ben.trouble
    assert (ben.refused, anna.trouble, len(server.entries())) == (True, "", 1)
    lines = "\n".join(status_lines(status_of(one.house)))
    assert "2, davon 1 gestört" in lines
    assert words in lines


def test_a_trouble_begins_once_rests_and_ends(home, server):
    one = house(home, server, (ANNA, "right"))
    troubles = Troubles(one.clock)
    jobs = Calendars(troubles, seconds=120)
    server.stop()
    jobs.look(one.house)
    assert [trouble.name for trouble in troubles.all] == [CALENDAR]
    assert troubles.all[0].sentence == "Kalender von Anna: Der Kalenderserver ist nicht erreichbar"
    server.start()
    jobs.look(one.house)  # rests: nobody is asked again at once
    assert (CALENDAR in troubles, server.entries()) == (True, {})
    jobs._not_before.clear()
    jobs.look(one.house)
    assert (CALENDAR in troubles, len(server.entries())) == (False, 1)


def test_a_calendar_that_is_not_configured_any_more_is_forgotten(home, server):
    one = house(home, server, (ANNA, "right"))
    keep_all(one.house)
    one.house = replace(one.house, handover=HandoverTerms())
    assert keep_all(one.house) == []
    assert known(one) == []
    with one.house.store.read() as connection:
        assert calendars.health(connection) == []


def test_another_calendar_is_filled_anew(home, server):
    one = house(home, server, (ANNA, "right"))
    keep_all(one.house)
    (owner,) = one.house.handover.calendars
    server.ask("MKCALENDAR", server.url().replace("aufgaben", "neu"))
    moved = replace(owner, url=server.url().replace("aufgaben", "neu"))
    one.house = replace(one.house, handover=HandoverTerms(calendars=(moved,)))
    keep_all(one.house)
    assert known(one)[0].known.href.startswith(moved.url)


def test_a_restored_past_touches_no_calendar_and_a_pause_is_told_there(home, server):
    one = house(home, server, (ANNA, "right"))
    one.switch(operation.PAUSED, "all")
    one.switch(operation.RESTORED, one.clock.now().isoformat())
    assert keep_all(one.house) == []
    one.switch(operation.RESTORED, None)
    assert [kept.trouble for kept in keep_all(one.house)] == [""]
