from __future__ import annotations

import socket
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from imapclient import IMAPClient

from replies.mailbox import ImapMailbox, ImapSettings
from replies.reply import Cursor, MailboxError
from tests.rig import machine

pytestmark = pytest.mark.real
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def mailbox(server, **changes):
    values = {
        "host": "127.0.0.1",
        "port": server.port,
        "user": server.user,
        "password": server.password,
        "tls": "off",
        "timeout_s": 10.0,
    }
    return ImapMailbox(ImapSettings(**{**values, **changes}))


def raw(number: int, size: int = 0) -> bytes:
    return f"From: jana@kunde.test\nSubject: Mail {number}\n\nHallo {number}\n".encode() + b"x" * size


def numbers(mails) -> list[int]:
    return [int(mail.raw.split(b"Mail ")[1].split()[0]) for mail in mails]


def moved(cursor: Cursor, mails) -> Cursor:
    return Cursor(cursor.account, cursor.folder, mails[-1].uidvalidity, mails[-1].uid) if mails else cursor


def test_mails_come_once_in_order_and_the_last_one_never_again(server):
    for number in range(120):
        server.put(raw(number), f"17{number:08}.x")
    box = mailbox(server)
    cursor = Cursor(box.account, "INBOX")
    first = list(box.fetch_new(cursor, NOW))
    assert numbers(first) == list(range(120))
    assert [mail.uid for mail in first] == sorted(mail.uid for mail in first)
    assert {mail.received_at for mail in first} == {NOW}
    cursor = moved(cursor, first)
    assert list(box.fetch_new(cursor, NOW)) == []
    server.put(raw(120), "1800000000.x")
    assert numbers(box.fetch_new(cursor, NOW)) == [120]
    box.close()


def test_no_flag_changes_and_nothing_moves(server):
    server.put(raw(1), "1700000001.x")
    box = mailbox(server)
    assert len(list(box.fetch_new(Cursor(box.account, "INBOX"), NOW))) == 1
    box.close()
    with IMAPClient("127.0.0.1", server.port, ssl=False) as client:
        client.login(server.user, server.password)
        client.select_folder("INBOX", readonly=True)
        assert {uid: b"\\Seen" in data[b"FLAGS"] for uid, data in client.fetch(client.search(), ["FLAGS"]).items()} == {
            1: False
        }


def test_a_big_mail_is_cut_and_says_so(server):
    server.put(raw(1, 3_000_000), "1700000001.x")
    server.put(raw(2), "1700000002.x")
    box = mailbox(server)
    big, small = box.fetch_new(Cursor(box.account, "INBOX"), NOW)
    assert (len(big.raw), big.truncated, small.truncated) == (262_144, True, False)
    box.close()


def test_a_new_uidvalidity_is_scanned_again(server):
    for number in range(3):
        server.put(raw(number), f"17{number:08}.x")
    box = mailbox(server)
    cursor = moved(Cursor(box.account, "INBOX"), list(box.fetch_new(Cursor(box.account, "INBOX"), NOW)))
    box.close()
    for path in [*Path(server.maildir).glob("dovecot*")]:
        path.unlink()
    with IMAPClient("127.0.0.1", server.port, ssl=False) as client:
        client.login(server.user, server.password)
        client.create_folder("Neu")
    for path in [*Path(server.maildir).glob("dovecot*")]:
        path.unlink()
    fresh = mailbox(server)
    again = list(
        fresh.fetch_new(Cursor(cursor.account, cursor.folder, cursor.uidvalidity + 1_000_000, cursor.last_uid), NOW)
    )
    assert numbers(again) == [0, 1, 2]
    fresh.close()


def test_a_read_or_deleted_mail_of_the_team_changes_nothing_for_us(server):
    for number in range(3):
        server.put(raw(number), f"17{number:08}.x")
    with IMAPClient("127.0.0.1", server.port, ssl=False) as client:
        client.login(server.user, server.password)
        client.select_folder("INBOX")
        client.add_flags([1], [b"\\Seen"])
        client.delete_messages([2])
        client.expunge()
    box = mailbox(server)
    assert numbers(box.fetch_new(Cursor(box.account, "INBOX"), NOW)) == [0, 2]
    box.close()


def test_starttls_and_tls_check_the_certificate(server):
    server.put(raw(1), "1700000001.x")
    for tls, port in (("required", server.port), ("implicit", server.tls_port)):
        with pytest.raises(MailboxError, match="Zertifikat"):
            list(mailbox(server, tls=tls, port=port, host="localhost").fetch_new(Cursor("a", "INBOX"), NOW))
        good = mailbox(server, tls=tls, port=port, host="localhost", ca_file=str(server.certificate))
        assert numbers(good.fetch_new(Cursor("a", "INBOX"), NOW)) == [1]
        good.close()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"password": "falsch"}, "lehnt Benutzer oder Passwort ab"),
        ({"folders": ("Sent",)}, "enthält Gesendetes"),
        ({"folders": ("Archiv/Gesendete Objekte",)}, "enthält Gesendetes"),
        ({"host": "gibt-es-nicht.invalid"}, "nicht zu finden"),
    ],
)
def test_errors_are_german_and_name_the_cure(server, changes, words):
    with pytest.raises(MailboxError, match=words) as raised:
        list(mailbox(server, **changes).fetch_new(Cursor("a", "INBOX"), NOW))
    assert "Bitte" in str(raised.value)


def test_a_missing_folder_is_named(server):
    box = mailbox(server)
    with pytest.raises(MailboxError, match="„Antworten“"):
        list(box.fetch_new(Cursor("a", "Antworten"), NOW))
    assert list(box.fetch_new(Cursor("a", "INBOX"), NOW)) == []
    box.close()


def test_a_connection_that_was_ended_between_two_polls_is_nobodys_trouble(server):
    server.put(raw(1), "1700000001.x")
    box = mailbox(server)
    assert numbers(box.fetch_new(Cursor("a", "INBOX"), NOW)) == [1]
    # What a maintenance window or an administrator does: BYE and the end of the connection.
    subprocess.run(
        ["/usr/bin/doveadm", "-c", str(server.folder / "dovecot.conf"), "kick", server.user],
        check=True,
        capture_output=True,
    )
    assert numbers(box.fetch_new(Cursor("a", "INBOX"), NOW)) == [1]
    box.close()
    assert server.log.read_text().count("Login: user=") == 2


def test_a_closed_port_and_a_silent_server_end_within_the_timeout():
    port = machine.free_port()
    silent = socket.create_server(("127.0.0.1", port))
    settings = ImapSettings(host="127.0.0.1", port=port, user="u", password="p", tls="off", timeout_s=0.3)
    with pytest.raises(MailboxError, match="antwortet nicht"):
        list(ImapMailbox(settings).fetch_new(Cursor("a", "INBOX"), NOW))
    silent.close()
    with pytest.raises(MailboxError, match="nimmt keine Verbindung an"):
        list(ImapMailbox(settings).fetch_new(Cursor("a", "INBOX"), NOW))
