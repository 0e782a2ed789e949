"""IDLE says when, and nothing else: it wakes within a second, comes back after every end, and never spins."""

from __future__ import annotations

import random
import threading
import time

import pytest

from replies import idle
from replies.connection import Door, ImapSettings
from replies.idle import IdleWatch
from replies.mailbox import ImapMailbox
from tests.rig import dovecot as dovecot_rig
from tests.rig import machine
from tests.rig.cutter import Cutter
from tests.rig.scripted_imap import GOOD, Script, scripted_imap
from tests.torture import dead


class Bell:
    """Counts how often it rang."""

    def __init__(self) -> None:
        self.rung = 0
        self._changed = threading.Condition()

    def __call__(self) -> None:
        with self._changed:
            self.rung += 1
            self._changed.notify_all()

    def wait_for(self, times: int, seconds: float = 5.0) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.rung >= times, seconds)


@pytest.fixture
def server():
    machine.need(dovecot_rig.SBIN)
    own = dovecot_rig.Dovecot()
    try:
        own.start()
        own.put(b"Subject: 0\n\n0", "1700000000.x")
        yield own
    finally:
        own.stop()


def settings(server, port: int | None = None) -> ImapSettings:
    return ImapSettings("127.0.0.1", server.user, server.password, port or server.port, "off", timeout_s=5.0)


def watching(server, bell: Bell, port: int | None = None, **options) -> IdleWatch:
    door = Door(settings(server, port), None, "a")
    return IdleWatch(door.open, "INBOX", bell, "a", **options)


def idling(server, times: int = 1) -> None:
    machine.wait_until(lambda: server.log.read_text().count("Login: user=") >= times, "a login", server.log)
    time.sleep(0.3)


@pytest.mark.real
def test_new_mail_wakes_at_once_and_a_read_one_does_not(server):
    bell = Bell()
    watch = ImapMailbox(settings(server)).watch(bell)
    assert watch is not None
    idling(server)
    assert bell.rung == 0
    server.put(b"Subject: 1\n\n1", "1700000001.x")
    began = time.monotonic()
    assert bell.wait_for(1)
    assert time.monotonic() - began < 2
    watch.stop()
    assert not watch.is_alive


@pytest.mark.real
def test_it_goes_on_idling_when_its_time_is_over(server):
    bell = Bell()
    watch = watching(server, bell, renew_s=0.3)
    idling(server)
    time.sleep(1.0)
    server.put(b"Subject: 1\n\n1", "1700000001.x")
    assert bell.wait_for(1)
    time.sleep(0.5)
    server.put(b"Subject: 2\n\n2", "1700000002.x")
    assert bell.wait_for(2)
    watch.stop()
    assert server.log.read_text().count("Login: user=") == 1


@pytest.mark.real
def test_after_an_end_it_comes_back_and_wakes_because_nobody_watched(server):
    bell, dice = Bell(), random.Random(1)
    with Cutter(server.port) as cutter:
        watch = watching(server, bell, cutter.port)
        idling(server)
        assert cutter.cut(dice)
        assert bell.wait_for(1, 8.0)
        idling(server, 2)
        server.put(b"Subject: 1\n\n1", "1700000001.x")
        assert bell.wait_for(2)
        watch.stop()


def test_a_server_without_idle_is_left_alone():
    bell = Bell()
    script = Script({**GOOD, b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n"}, greeting=b"* OK ready\r\n")
    with scripted_imap(script) as port:
        watch = IdleWatch(Door(ImapSettings("127.0.0.1", "u", "p", port, "off"), None, "a").open, "INBOX", bell, "a")
        machine.wait_until(lambda: not watch.is_alive, "the end of the thread")
    assert (bell.rung, script.sessions) == (0, 1)
    assert b"IDLE" not in script.said


def test_it_is_off_where_the_configuration_says_so():
    assert ImapMailbox(ImapSettings("127.0.0.1", "u", idle=False)).watch(lambda: None) is None


def test_a_refused_login_is_not_tried_again_soon(monkeypatch):
    monkeypatch.setattr(idle, "FIRST_REST_S", 0.05)
    script = Script(ends={b"LOGIN": b"NO [AUTHENTICATIONFAILED] no"})
    with scripted_imap(script) as port:
        door = Door(ImapSettings("127.0.0.1", "u", "p", port, "off"), None, "a")
        watch = IdleWatch(door.open, "INBOX", lambda: None, "a")
        time.sleep(1.0)
        watch.stop()
    assert script.sessions == 1


def test_each_failure_makes_the_rest_longer(monkeypatch):
    monkeypatch.setattr(idle, "FIRST_REST_S", 0.05)
    with scripted_imap(Script(hangs_up_on=b"IDLE")) as port:
        script_sessions = _sessions(port, 1.5)
    assert 3 <= script_sessions <= 6  # after 0.1, 0.2, 0.4 and 0.8 seconds


def _sessions(port: int, seconds: float) -> int:
    opened = []
    door = Door(ImapSettings("127.0.0.1", "u", "p", port, "off"), None, "a")

    def connect():
        opened.append(time.monotonic())
        return door.open()

    watch = IdleWatch(connect, "INBOX", lambda: None, "a")
    time.sleep(seconds)
    watch.stop()
    return len(opened)


@pytest.mark.parametrize("kind", dead.KINDS)
def test_a_dead_server_costs_no_cpu(kind):
    assert dead._measured(kind, 1.5) < 0.05
