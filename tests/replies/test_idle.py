"""IDLE says when, and nothing else: it wakes within a second, comes back after every end, and never spins."""

from __future__ import annotations

import random
import threading
import time
from itertools import pairwise

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

    def wait_for(self, times: int, seconds: float = 15.0) -> bool:
        """Without IDLE nothing would ring in this time: Dovecot itself looks every 30 seconds."""
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
    return ImapSettings("127.0.0.1", server.user, server.password, port or server.port, "off", timeout_s=20.0)


@pytest.mark.real
def test_it_wakes_when_it_begins_to_watch_and_at_once_with_new_mail(server):
    bell = Bell()
    watch = ImapMailbox(settings(server)).watch(bell)
    assert watch is not None
    assert bell.wait_for(1)  # what came before that was seen by nobody
    server.put(b"Subject: 1\n\n1", "1700000001.x")
    assert bell.wait_for(2)
    watch.stop()
    assert not watch.is_alive
    assert bell.rung == 2


@pytest.mark.real
def test_it_goes_on_idling_when_its_time_is_over(server):
    bell = Bell()
    made: list[IdleWatch] = []

    def wake() -> None:
        bell()
        if bell.rung == 3:
            made[0]._renew_s = 600.0  # the third IDLE goes on: what rings now is mail

    made.append(IdleWatch(Door(settings(server), None, "a").open, "INBOX", wake, "a", renew_s=0.3))
    for number in (4, 5):
        assert bell.wait_for(number - 1)
        server.put(b"Subject: x\n\nx", f"170000000{number}.x")
    assert bell.wait_for(5)
    made[0].stop()
    assert bell.rung == 5
    assert server.log.read_text().count("Login: user=") == 1


@pytest.mark.real
def test_after_an_end_it_comes_back_and_wakes_because_nobody_watched(server, monkeypatch):
    monkeypatch.setattr(idle, "FIRST_REST_S", 0.05)
    bell, dice = Bell(), random.Random(1)
    with Cutter(server.port) as cutter:
        watch = IdleWatch(Door(settings(server, cutter.port), None, "a").open, "INBOX", bell, "a")
        assert bell.wait_for(1)
        assert cutter.cut(dice)
        assert bell.wait_for(2)
        server.put(b"Subject: 1\n\n1", "1700000001.x")
        assert bell.wait_for(3)
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
        machine.wait_until(lambda: any(said.startswith(b"LOGIN") for said in script.said), "a login")
        time.sleep(0.5)  # ten times the rest after another failure
        watch.stop()
    assert script.sessions == 1


def test_each_failure_makes_the_rest_longer(monkeypatch):
    monkeypatch.setattr(idle, "FIRST_REST_S", 0.05)
    opened = []
    with scripted_imap(Script(hangs_up_on=b"IDLE")) as port:
        door = Door(ImapSettings("127.0.0.1", "u", "p", port, "off"), None, "a")

        def connect():
            opened.append(time.monotonic())
            return door.open()

        watch = IdleWatch(connect, "INBOX", lambda: None, "a")
        machine.wait_until(lambda: len(opened) > 3, "the fourth connection")
        watch.stop()
    rests = [later - earlier for earlier, later in pairwise(opened)]
    assert [rest > least for rest, least in zip(rests, (0.09, 0.19, 0.39), strict=False)] == [True] * 3, rests


@pytest.mark.parametrize("kind", dead.KINDS)
def test_a_dead_server_costs_no_cpu(kind):
    assert dead._measured(kind, 1.0) < 0.05  # whoever does not wait takes all of it
