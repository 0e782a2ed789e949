"""Files for calendars: right for icalendar and for vobject (which Radicale reads by), on every day of the year."""

from __future__ import annotations

import subprocess
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from handover import zone
from handover.entry import Entry, Status, ical_priority, uid_of
from handover.ics import differs, drawn, published, read, redrawn, withdrawn
from tests.rig import machine

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
BERLIN = "Europe/Berlin"


def entry(due: datetime = NOW, **changes: object) -> Entry:
    values = {
        "task": "1a2b",
        "uid": uid_of("1a2b", "firma.example"),
        "version": 3,
        "kind": "call",
        "summary": "Anruf 1a2b",
        "due": due,
        "priority": ical_priority(7),
        "url": "https://firma.example/aufgabe/" + "x" * 150,
    }
    return Entry(**{**values, **changes})


def test_a_task_and_its_agreed_time():
    agreed = datetime(2026, 3, 3, 13, tzinfo=UTC)
    calendar = Calendar.from_ical(published([entry(agreed=agreed)], NOW, BERLIN))
    (todo,), (event,) = calendar.walk("VTODO"), calendar.walk("VEVENT")
    assert (todo["UID"], todo["SEQUENCE"], todo["PRIORITY"], todo["STATUS"]) == (
        "1a2b@firma.example",
        3,
        3,
        "NEEDS-ACTION",
    )
    assert (event["UID"], event["SEQUENCE"], event.decoded("dtstart")) == ("termin-1a2b@firma.example", 3, agreed)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=30)
    assert calendar["METHOD"] == "PUBLISH"
    assert "DESCRIPTION" not in todo


def test_lines_are_folded_and_end_as_they_must():
    raw = published([entry(summary="Rückruf „äöü“ " * 12)], NOW, BERLIN)
    lines = raw.split(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    assert Calendar.from_ical(raw).walk("VTODO")[0]["SUMMARY"] == "Rückruf „äöü“ " * 12


def test_a_withdrawn_task_cancels_its_entry():
    gone = entry(version=4, status=Status.CANCELLED, ended_at=NOW)
    calendar = Calendar.from_ical(withdrawn([gone], NOW, BERLIN, "team@firma.example"))
    (todo,) = calendar.walk("VTODO")
    assert (calendar["METHOD"], todo["STATUS"], todo["SEQUENCE"]) == ("CANCEL", "CANCELLED", 4)
    assert todo["ORGANIZER"] == "mailto:team@firma.example"


@pytest.mark.parametrize("hour", range(0, 24, 1))
@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2026, 6, 30)])
def test_the_moment_survives_on_every_hour_of_the_days_when_clocks_change(day, hour):
    due = datetime(day.year, day.month, day.day, hour, 30, tzinfo=UTC) - timedelta(hours=2)
    seen = read(drawn(entry(due), NOW, BERLIN), '"1"', BERLIN)
    assert seen.due == due
    assert not differs(seen, entry(due), BERLIN)


def test_the_zone_is_there_once_and_says_when_clocks_change():
    raw = published([entry(), entry(task="2", uid="2@firma.example")], NOW, BERLIN)
    (component,) = Calendar.from_ical(raw).walk("VTIMEZONE")
    own, true = component.to_tz(), ZoneInfo(BERLIN)
    for hours in range(0, 24 * 366, 7):
        moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
        assert moment.astimezone(own).replace(tzinfo=None) == moment.astimezone(true).replace(tzinfo=None)


@pytest.mark.parametrize(("name", "holds"), [("Europe/Vienna", True), ("Europe/London", False), ("UTC", False)])
def test_a_zone_with_other_rules_is_written_in_utc(name, holds):
    assert zone.keeps_rule(name, 2026) is holds
    raw = drawn(entry(), NOW, name)
    assert (b"BEGIN:VTIMEZONE" in raw) is holds
    assert read(raw, "", name).due == NOW


def test_a_second_parser_reads_the_same(tmp_path):
    python = "/usr/bin/python3"
    machine.need(python)
    if subprocess.run([python, "-c", "import vobject"], check=False, capture_output=True).returncode:
        machine.lacking("not installed: vobject")
    due = datetime(2026, 3, 29, 6, 15, tzinfo=UTC)
    file = tmp_path / "a.ics"
    file.write_bytes(published([entry(due, agreed=due)], NOW, BERLIN))
    code = (
        "import sys, vobject, datetime as d; c = vobject.readOne(open(sys.argv[1], encoding='utf-8', newline='').read());"
        "c.validate(raiseException=True); u = d.timezone.utc;"
        "print(c.vtodo.uid.value, c.vtodo.due.value.astimezone(u).isoformat(), c.vtodo.url.value,"
        " c.vevent.dtstart.value.astimezone(u).isoformat())"
    )
    told = machine.run([python, "-c", code, file]).split()
    assert told == ["1a2b@firma.example", due.isoformat(), entry().url, due.isoformat()]


def test_what_the_person_added_stays():
    raw = drawn(entry(), NOW, BERLIN).replace(
        b"END:VTODO", b"CATEGORIES:B\xc3\xbcro,Erreicht\r\nX-OWN:1\r\nRRULE:FREQ=DAILY\r\nEND:VTODO"
    )
    seen = read(raw, '"1"', BERLIN)
    after = redrawn(entry(NOW + timedelta(days=1), version=4), seen, NOW, BERLIN, afresh=True)
    (todo,) = Calendar.from_ical(after).walk("VTODO")
    assert [str(one) for one in todo["CATEGORIES"].cats] == ["Büro"]
    assert (todo["X-OWN"], todo["SEQUENCE"], "RRULE" in todo) == ("1", 4, False)
    assert not differs(read(after, "", BERLIN), entry(NOW + timedelta(days=1)), BERLIN)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        drawn(entry(), NOW, BERLIN).replace(b"DUE;TZID=Europe/Berlin:", b"DUE:morgen"),
        b"\xff\xfe",
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VTODO\r\nEND:VTODO\r\n",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        b"<html>Anmelden</html>",
    ],
)
def test_anything_else_is_no_entry(raw):
    found = read(raw, "", BERLIN)
    assert found is None or found.uid == ""


@pytest.mark.parametrize(
    "line",
    [b"DUE;VALUE=DATE:20260302", b"DUE;TZID=Mars/Olympus:20260302T100000", b"X-DUE:1", b"DUE:00010101T000000"],
)
def test_a_deadline_that_is_none_differs(line):
    raw = drawn(entry(), NOW, BERLIN)
    due = next(one for one in raw.split(b"\r\n") if one.startswith(b"DUE"))
    seen = read(raw.replace(due, line), "", BERLIN)
    assert differs(seen, entry(), BERLIN)
    again = read(redrawn(entry(), seen, NOW, BERLIN), "", BERLIN)
    assert not differs(again, entry(), BERLIN)


@pytest.mark.parametrize(("ours", "theirs"), [(9, 1), (5, 5), (1, 9), (0, 9), (12, 1)])
def test_priorities_count_the_other_way(ours, theirs):
    assert ical_priority(ours) == theirs
