"""The rig itself: a mail handed to Postfix is read over IMAP, and PostgreSQL answers."""

from __future__ import annotations

import imaplib
import smtplib

import psycopg
import pytest

from tests.rig import machine
from tests.rig.dovecot import Dovecot
from tests.rig.postfix import TEAM, Postfix
from tests.rig.postgres import Postgres

pytestmark = pytest.mark.real


def test_mail_through_postfix_is_read_over_imap(postfix: Postfix, dovecot: Dovecot) -> None:
    with smtplib.SMTP("127.0.0.1", postfix.port) as client:
        client.sendmail(
            "kundin@example.test", [TEAM], b"Message-ID: <rig@example.test>\r\nSubject: Rig\r\n\r\nGuten Tag\r\n"
        )
    postfix.delivered(TEAM)
    with imaplib.IMAP4("127.0.0.1", dovecot.port) as imap:
        imap.login(dovecot.user, dovecot.password)
        imap.select("INBOX", readonly=True)
        machine.wait_until(lambda: bool(_search(imap)), "the mail over IMAP", dovecot.log)
        found = _search(imap)
        assert len(found) == 1
        fetched = imap.fetch(found[0], "(BODY.PEEK[])")[1][0]
        assert isinstance(fetched, tuple)
        assert b"Guten Tag" in fetched[1]


def _search(imap: imaplib.IMAP4) -> list[str]:
    imap.noop()
    return str(imap.search(None, "HEADER", "Message-ID", "<rig@example.test>")[1][0], "ascii").split()


def test_wrong_password_is_refused(dovecot: Dovecot) -> None:
    with imaplib.IMAP4("127.0.0.1", dovecot.port) as imap, pytest.raises(imaplib.IMAP4.error):
        imap.login(dovecot.user, "falsch")


def test_what_unknown_and_busy_recipients_hear(postfix: Postfix) -> None:
    with smtplib.SMTP("127.0.0.1", postfix.port) as client:
        client.helo()
        client.mail("a@firma.test")
        assert client.rcpt("unknown-1@kunde.test")[0] == 550
        assert client.rcpt("later@kunde.test")[0] == 450


def test_each_database_is_its_own(postgres: Postgres) -> None:
    url = postgres.database("rig").replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE only_here (id int)")
    with psycopg.connect(postgres.url.replace("+psycopg", "")) as other:
        assert other.execute("SELECT to_regclass('only_here')").fetchone() == (None,)
