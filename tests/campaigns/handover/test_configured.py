"""What stands in config.toml about handing over, what the doctor says of it, and the jobs of a daemon that do it."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from campaigns import bootstrap
from campaigns.doctor import calendars as doctor
from campaigns.doctor.patient import Patient
from campaigns.handover.terms import CalendarOf
from campaigns.secrets import credential
from campaigns.service.staff import StaffJobs
from campaigns.service.troubles import Troubles
from campaigns.settings import parse_settings
from campaigns.settings.handover import handover_of
from tests.campaigns.desk.calls import ANNA, at, called
from tests.campaigns.handover.calendar_of import with_calendar
from tests.rig.radicale import PASSWORD

SHIPPED = (bootstrap.ROOT / "config.toml").read_text(encoding="utf-8")
AMIRA = "amira.haddad@nordlicht-software.example"
CALENDAR = 'calendar = {{ url = "{url}", user = "amira", password = {{ credential = "kalender" }} }}\n'
URL = "https://cloud.firma.example/dav/amira/aufgaben/"


def configured(url: str = URL, *others: str) -> str:
    """The shipped file with calendars for Amira and, one each, for the people behind her."""
    text = SHIPPED.replace('name = "Amira Haddad"\n', 'name = "Amira Haddad"\n' + CALENDAR.format(url=url))
    for name, other in zip(("Jannik Petersen", "Inga Sörensen"), others, strict=False):
        text = text.replace(f'name = "{name}"\n', f'name = "{name}"\n' + CALENDAR.format(url=other))
    return text


def problems(text: str) -> str:
    found = parse_settings(text, "config.toml")
    assert isinstance(found, tuple), "nothing was found"
    return "\n".join(f"{one.key}: {one.message}" for one in found)


def test_who_gets_a_mail_and_whose_calendar_is_kept():
    settings = parse_settings(configured(), "config.toml")
    assert not isinstance(settings, tuple), settings
    terms = handover_of(settings.handover, settings.person)
    assert (terms.digest_at, terms.digests) == (time(7, 30), frozenset({AMIRA}))
    assert terms.calendars == (CalendarOf(AMIRA, URL.rstrip("/"), "amira", "kalender"),)


@pytest.mark.parametrize("url", ["http://cloud.firma.example/a", "ftp://x/a", "https://u:p@x.example/a", "cloud"])
def test_a_calendar_that_would_give_the_password_away_is_refused(url):
    assert "erlaubt ist https://" in problems(configured(url))


@pytest.mark.parametrize("url", ["http://127.0.0.1:5232/a", "http://localhost/a", "http://[::1]:5232/a"])
def test_one_on_this_machine_needs_no_encryption(url):
    assert not isinstance(parse_settings(configured(url), "config.toml"), tuple)


def test_a_password_in_the_file_and_a_calendar_of_two_are_refused():
    assert "ein Geheimnis steht nie in dieser Datei" in problems(
        configured().replace('{ credential = "kalender" }', '"geheim"')
    )
    assert "diesen Kalender hat schon jemand anderes" in problems(configured(URL, URL))


@pytest.mark.parametrize("hour", ["04:59:00", "12:01:00", "23:00:00"])
def test_a_morning_mail_comes_in_the_morning(hour):
    text = SHIPPED.replace("digest_at = 07:30:00", f"digest_at = {hour}")
    assert "ist kein Morgen; erlaubt ist 05:00:00 bis 12:00:00" in problems(text)


def examined(tmp_path: Path, url: str, *, connect: bool = True) -> str:
    path = tmp_path / "config.toml"
    path.write_text(configured(url), encoding="utf-8")
    read = bootstrap.read(path)
    assert isinstance(read, bootstrap.Read), read
    patient = Patient(path, tmp_path, datetime(2026, 3, 2, tzinfo=UTC), connect=connect, read=read)
    (found,) = doctor.check(patient)
    return f"{found.level.value}: {found.text} {found.cure or ''}"


@pytest.fixture
def password(tmp_path, monkeypatch):
    (tmp_path / "kalender").write_text(PASSWORD)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    return tmp_path / "kalender"


@pytest.mark.real
def test_the_doctor_finds_a_good_calendar_good(tmp_path, server, password):
    assert credential(password.name) == PASSWORD
    assert examined(tmp_path, server.url()).startswith("ok: Kalender von amira.haddad@")
    assert "nicht geprüft (--offline)" in examined(tmp_path, server.url(), connect=False)


@pytest.mark.real
def test_the_doctor_says_what_is_wrong_and_what_to_do(tmp_path, server, password):
    root = server.url().replace("/aufgaben/", "/")
    assert "unter der Adresse liegt kein Kalender" in examined(tmp_path, root)
    events = server.url().replace("/aufgaben/", "/termine/")
    only = '<C:comp name="VEVENT"/></C:supported-calendar-component-set>'
    body = (
        '<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>'
        f"<C:supported-calendar-component-set>{only}</D:prop></D:set></C:mkcalendar>"
    )
    server.ask("MKCALENDAR", events, body.encode())
    assert "nimmt keine Aufgaben (VTODO)" in examined(tmp_path, events)
    password.write_text("falsch")
    assert "lehnt die Anmeldung ab. Bitte Benutzer und Kennwort prüfen." in examined(tmp_path, server.url())
    password.unlink()
    assert "das Kennwort fehlt" in examined(tmp_path, server.url())


@pytest.mark.real
def test_the_jobs_of_a_daemon_do_both(home, server, tmp_path, monkeypatch):
    (tmp_path / "calendar-anna").write_text(PASSWORD)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    one = called(home)
    with_calendar(one, server)
    one.clock.jump(at("2026-03-05T07:30+01:00"))
    one.carrier.mails.clear()
    jobs = StaffJobs(lambda: one.house, one.courier, Troubles(one.clock))
    assert [name for name, _, _ in jobs.acts] == ["desk", "digest", "calendar"]
    one.runner.run(jobs.once())
    assert [mail.envelope_to for mail in one.carrier.mails] == [ANNA]
    assert len(server.entries()) == 1
