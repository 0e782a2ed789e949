"""A morning of somebody who calls customers, from the mail in her inbox to the branch of the sequence. All real."""

from __future__ import annotations

import email
import imaplib
import re
import time as clock
from dataclasses import replace
from datetime import time
from email.message import EmailMessage
from email.policy import default

import pytest
from sqlalchemy import select

from campaigns.courier import Courier
from campaigns.handover.links import belongs_to, opened
from campaigns.handover.morning import send_digests
from campaigns.handover.passes import keep_all
from campaigns.handover.terms import CalendarOf, HandoverTerms
from channels.email.redirect import RedirectCarrier
from channels.email.smtp import SmtpCarrier
from channels.email.smtp_settings import SmtpSettings
from store import operation
from store.tables import desk
from tasks.person import Person, Team
from tests.campaigns.desk.calls import at, called, calling, task_of
from tests.campaigns.handover.calendar_of import entry, tick
from tests.rig.postfix import TEAM
from tests.rig.radicale import PASSWORD

pytestmark = pytest.mark.real

TEAM_OF_ONE = Team((Person(TEAM, "Anna Behrens", "SH"),), Person("", land="SH"))


def inbox(dovecot, message_id: str) -> EmailMessage:
    """The mail of this Message-ID, as a mail program would load it."""
    with imaplib.IMAP4("127.0.0.1", dovecot.port) as imap:
        imap.login(dovecot.user, dovecot.password)
        imap.select("INBOX", readonly=True)
        for _ in range(1_000):
            imap.noop()
            found = str(imap.search(None, "HEADER", "Message-ID", message_id)[1][0], "ascii").split()
            if found:
                (answer, *_) = imap.fetch(found[0], "(BODY.PEEK[])")[1]
                return email.message_from_bytes(answer[1], policy=default)
            clock.sleep(0.05)
    raise AssertionError(f"no mail {message_id}")


def test_one_morning(home, server, postfix, dovecot, tmp_path, monkeypatch):
    (tmp_path / "kalender").write_text(PASSWORD)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    texts = calling("wait_for_outcome = { days = 14 }", reply="interested = { pause_days = 30 }")
    one = called(home, texts=texts, owner=TEAM, team=TEAM_OF_ONE)
    one.switch(operation.ACTIVATED, "1")
    terms = HandoverTerms(time(7, 30), frozenset({TEAM}), (CalendarOf(TEAM, server.url(), "amira", "kalender"),))
    one.house = replace(one.house, handover=terms)
    carrier = SmtpCarrier(SmtpSettings("127.0.0.1", postfix.port, security="none"))
    one.courier = Courier(one.house, RedirectCarrier(carrier, "probe@firma.test", lambda: True))
    one.clock.jump(at("2026-03-05T07:30+01:00"))

    # 7:30: the mail is there, her list too
    assert one.runner.run(send_digests(one.house, one.courier)) == 1
    assert one.runner.run(send_digests(one.house, one.courier)) == 0
    task = task_of(one)
    raw = postfix.delivered(TEAM)[-1]
    mail = inbox(dovecot, email.message_from_bytes(raw, policy=default)["Message-ID"])
    assert mail["To"].addresses[0].addr_spec == TEAM
    assert mail["Subject"] == "Aufgaben am 5. März 2026: 1 fällig"
    (token,) = re.findall(r"/aufgabe/(\S+)", mail.get_body().get_content())
    link = opened(one.house, token)
    assert (link.task, belongs_to(one.house, link, TEAM)) == (task["external_id"], True)
    assert list(mail.iter_attachments()) == []  # a copy beside her own calendar could be ticked off without effect
    assert "stehen im eigenen Kalender" in mail.get_content()
    assert [kept.trouble for kept in keep_all(one.house)] == [""]
    assert f"UID:{task['external_id']}@" in entry(server)

    # She calls, ticks it off and writes what came of it
    tick(server, "interessiert", "Rückruf im April, Budget ist frei")
    keep_all(one.house)
    assert task_of(one)["state"] == "done"
    told = select(desk.outcome.c.outcome, desk.outcome.c.by, desk.outcome.c.via, desk.outcome.c.note)
    assert one.rows(told) == [("interested", TEAM, "calendar", "Rückruf im April, Budget ist frei")]
    assert one.runs("probe") == [("paused", "outcome")]
    assert "STATUS:COMPLETED" in entry(server)

    # The next morning nothing waits for her
    one.clock.jump(at("2026-03-06T07:30+01:00"))
    assert one.runner.run(send_digests(one.house, one.courier)) == 0


def test_until_the_installation_is_activated_it_goes_to_the_trial_address(home, postfix):
    one = called(home, owner=TEAM, team=TEAM_OF_ONE)
    one.house = replace(one.house, handover=HandoverTerms(time(7, 30), frozenset({TEAM})))
    carrier = SmtpCarrier(SmtpSettings("127.0.0.1", postfix.port, security="none"))
    one.courier = Courier(one.house, RedirectCarrier(carrier, "probe@firma.test"))
    one.clock.jump(at("2026-03-05T07:30+01:00"))
    assert one.runner.run(send_digests(one.house, one.courier)) == 1
    mail = email.message_from_bytes(postfix.delivered("probe@firma.test")[-1], policy=default)
    assert mail["Subject"].startswith("[Probe] Aufgaben am")
    assert mail["X-Wiedersehen-Original-To"] == TEAM
    assert "Muster, nicht ausführen: Anruf" in mail.get_body().get_content()
