"""What servers, networks and colleagues do to a mailbox while it is read: nothing is skipped, nothing comes to a halt."""

from __future__ import annotations

import random
import time
import tracemalloc
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from imapclient import IMAPClient

from replies import connection
from replies.connection import ImapSettings
from replies.mailbox import ImapMailbox
from replies.reply import Cursor, FolderMissing, LoginRefused, MailboxError
from tests.replies.test_imap import NOW, mailbox, moved, numbers, raw
from tests.rig.cutter import Cutter
from tests.rig.scripted_imap import GOOD, Script, scripted_imap

OLD = datetime(1970, 1, 2, tzinfo=UTC)
FUTURE = datetime(2099, 1, 2, tzinfo=UTC)


def client_of(server) -> IMAPClient:
    client = IMAPClient("127.0.0.1", server.port, ssl=False, timeout=10)
    client.login("kollegin@firma.test", server.password)
    return client


def read(box: ImapMailbox, cursor: Cursor) -> tuple[list[int], Cursor]:
    """As campaigns.inbound.poll does it: the cursor of each mail, then what the whole look has reached."""
    mails = list(box.fetch_new(cursor, NOW))
    return numbers(mails), box.reached(moved(cursor, mails))


@pytest.mark.real
class TestServer:
    def test_days_of_arrival_that_no_clock_showed_hide_no_mail(self, server):
        box = mailbox(server)
        with client_of(server) as client:
            client.append("INBOX", raw(1), msg_time=NOW - timedelta(days=400))
            found, cursor = read(box, Cursor(box.account, "INBOX"))
            assert found == []  # old by its arrival, and no Date says otherwise: passed over, once
            client.append("INBOX", raw(2), msg_time=OLD)
            client.append("INBOX", raw(3), msg_time=FUTURE)
            found, cursor = read(box, cursor)
            assert found == [2, 3]
            assert read(box, cursor)[0] == []
        box.close()

    def test_in_a_restored_folder_only_what_is_old_by_both_days_is_old(self, server):
        dated = b"Date: Fri, 20 Nov 2026 09:00:00 +0100\n" + raw(1)
        with client_of(server) as client:
            client.append("INBOX", dated, msg_time=OLD)
            client.append("INBOX", b"Date: Fri, 20 Nov 1998 09:00:00 +0100\n" + raw(2), msg_time=NOW)
            client.append("INBOX", b"Date: Fri, 20 Nov 1998 09:00:00 +0100\n" + raw(3), msg_time=OLD)
        box = mailbox(server)
        assert read(box, Cursor(box.account, "INBOX", 7, 900))[0] == [1, 2]
        box.close()

    def test_a_big_mail_costs_no_memory(self, server):
        server.put(raw(1, 50 * 1024 * 1024), "1700000001.x")
        box = mailbox(server)
        tracemalloc.start()
        (big,) = box.fetch_new(Cursor(box.account, "INBOX"), NOW)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        box.close()
        assert (len(big.raw), big.truncated) == (262_144, True)
        assert big.raw.startswith(b"From: jana@kunde.test")
        assert peak < 8 * 1024 * 1024

    def test_a_mail_moved_between_search_and_fetch_is_found_where_it_went(self, server):
        for number in range(60):
            server.put(raw(number), f"17{number:08}.x")
        box = mailbox(server, folders=("INBOX", "Erledigt"))
        with client_of(server) as client:
            client.create_folder("Erledigt")
            done = Cursor(box.account, "Erledigt")
            assert read(box, done)[0] == []
            look = box.fetch_new(Cursor(box.account, "INBOX"), NOW)
            first = next(look)
            client.select_folder("INBOX")
            client.move(client.search()[52:55], "Erledigt")
            client.delete_messages(client.search()[-1:])
            client.expunge()
        rest = numbers([first, *look])
        assert rest == [number for number in range(59) if number not in (52, 53, 54)]
        assert sorted(read(box, done)[0]) == [52, 53, 54]
        box.close()

    def test_a_folder_that_goes_and_comes_back_is_read_again(self, server):
        box = mailbox(server, folders=("INBOX", "Antworten"))
        server.put(raw(0), "1700000000.x")
        with client_of(server) as client:
            client.create_folder("Antworten")
            client.append("Antworten", raw(1))
            found, cursor = read(box, Cursor(box.account, "Antworten"))
            assert found == [1]
            client.delete_folder("Antworten")
            with pytest.raises(FolderMissing):
                read(box, cursor)
            assert read(box, Cursor(box.account, "INBOX"))[0] == [0]
            client.create_folder("Antworten")
            assert read(box, cursor)[0] == []
            client.append("Antworten", raw(2))
        assert read(box, cursor)[0] == [2]
        box.close()

    def test_a_connection_cut_amid_a_fetch_goes_on_from_the_last_mail(self, server):
        for number in range(120):
            server.put(raw(number), f"17{number:08}.x")
        with Cutter(server.port) as cutter:
            box = mailbox(server, port=cutter.port)
            look = box.fetch_new(Cursor(box.account, "INBOX"), NOW)
            mails = [next(look) for _ in range(10)]
            assert cutter.cut(random.Random(2))
            with pytest.raises(MailboxError, match="abgebrochen"):
                mails.extend(look)
            cursor = box.reached(moved(Cursor(box.account, "INBOX"), mails))
            assert [*numbers(mails), *read(box, cursor)[0]] == list(range(120))
            box.close()

    def test_a_stalled_server_ends_within_the_timeout(self, server, monkeypatch):
        server.put(raw(1), "1700000001.x")
        with Cutter(server.port) as cutter:
            box = mailbox(server, port=cutter.port, timeout_s=25.0)
            assert read(box, Cursor(box.account, "INBOX"))[0] == [1]
            line = box._client.socket()
            assert line.gettimeout() == 25.0
            line.settimeout(0.5)  # what its end looks like is seen sooner; the second try is a connection of its own
            cutter.stalled.set()
            began = time.monotonic()
            with monkeypatch.context() as soon:
                soon.setattr(connection, "MAX_TIMEOUT_S", 0.5)
                with pytest.raises(MailboxError, match="antwortet nicht"):
                    read(box, Cursor(box.account, "INBOX"))
            assert time.monotonic() - began < 20
            cutter.stalled.clear()
            assert read(box, Cursor(box.account, "INBOX"))[0] == [1]
            box.close()


def scripted(port: int, timeout_s: float = 20.0) -> ImapMailbox:
    return ImapMailbox(ImapSettings("127.0.0.1", "u", "p", port, "off", timeout_s=timeout_s))


def test_no_timeout_is_longer_than_a_minute():
    script = Script()
    with scripted_imap(script) as port:
        box = ImapMailbox(ImapSettings("127.0.0.1", "u", "p", port, "off", timeout_s=900.0))
        assert list(box.fetch_new(Cursor("a", "INBOX"), NOW)) == []
        assert box._client.socket().gettimeout() == 60.0
        box.close()


def test_an_answer_that_trickles_in_is_cut_off(monkeypatch):
    """Each octet resets the timeout of a socket; the look as a whole has one too."""
    script = Script(trickles_on=b"EXAMINE", octet_seconds=0.5)
    with scripted_imap(script) as port:
        box = ImapMailbox(ImapSettings("127.0.0.1", "u", "p", port, "off", timeout_s=30.0))
        assert box._connected()
        monkeypatch.setattr(connection, "PATIENCE_S", 1.0)
        began = time.monotonic()
        with pytest.raises(MailboxError, match="abgebrochen"):
            list(box.fetch_new(Cursor("a", "INBOX"), NOW))
        assert time.monotonic() - began < 15  # what is told here would take 40 seconds


def test_uids_that_went_back_without_a_new_uidvalidity_are_looked_through_again():
    """A mailbox restored by copying files: its UIDVALIDITY is the old one, its UIDs begin anew."""
    script = Script({**GOOD, b"EXAMINE": b"* OK [UIDVALIDITY 1] x\r\n* OK [UIDNEXT 6] x\r\n* 5 EXISTS\r\n"})
    with scripted_imap(script) as port:
        box = scripted(port)
        list(box.fetch_new(Cursor("a", "INBOX", 1, 400), NOW))
        list(box.fetch_new(Cursor("a", "INBOX", 1, 5), NOW))
        box.close()
    searches = [command for command in script.said if b"SEARCH" in command]
    assert b"SENTSINCE" in searches[0]
    assert searches[1].endswith(b"UID 6:*")


@pytest.mark.parametrize(("words", "kind"), [(b"NO [UNAVAILABLE] later", MailboxError), (b"NO no", LoginRefused)])
def test_a_server_that_cannot_check_passwords_just_now_has_refused_nobody(words, kind):
    with scripted_imap(Script(ends={b"LOGIN": words})) as port, pytest.raises(MailboxError) as raised:
        list(scripted(port).fetch_new(Cursor("a", "INBOX"), NOW))
    assert type(raised.value) is kind


@pytest.mark.parametrize(
    "lines",
    [
        {b"EXAMINE": b"* OK [UIDVALIDITY x] x\r\n"},
        {b"EXAMINE": b"* 0 EXISTS\r\n"},
        {b"UID SEARCH": b"* SEARCH eins zwei\r\n"},
        {b"UID SEARCH": b"* SEARCH 7\r\n", b"UID FETCH": b"* 1 FETCH (UID x BODY[]<0> {99999}\r\n"},
        {b"EXAMINE": b"\xff\xfe\x00\r\n"},
    ],
)
def test_a_server_that_talks_nonsense_is_a_sentence_and_no_crash(lines):
    with scripted_imap(Script({**GOOD, **lines})) as port:
        box = scripted(port, 1.0)
        with pytest.raises(MailboxError) as raised:
            list(box.fetch_new(Cursor("a", "INBOX", 1, 3), NOW))
        box.close()
    assert "127.0.0.1" in str(raised.value)


def test_a_mail_that_the_server_withholds_is_not_passed_over():
    """Exchange answers OK and nothing else for a mail it cannot convert."""
    body = b"* 1 FETCH (UID 4 BODY[]<0> {3}\r\nabc)\r\n"
    with scripted_imap(Script({**GOOD, b"UID SEARCH": b"* SEARCH 4 5 6\r\n", b"UID FETCH": body})) as port:
        box, found = scripted(port), []
        look = box.fetch_new(Cursor("a", "INBOX", 1, 3), NOW)
        found.append(next(look).uid)
        with pytest.raises(FolderMissing, match=r"UID 5.*Webmail"):
            next(look)
        box.close()
    assert found == [4]


def test_a_connection_that_breaks_amid_the_login_has_refused_nobody():
    with (
        scripted_imap(Script(hangs_up_on=b"LOGIN")) as port,
        pytest.raises(MailboxError, match="abgebrochen") as raised,
    ):
        list(scripted(port).fetch_new(Cursor("a", "INBOX"), NOW))
    assert type(raised.value) is MailboxError


class TokenRanOut(Script):
    """The first session is nobody's any more with its second look at a folder, and says so as Exchange does."""

    def _answer(self, write: Any, flush: Any, tag: bytes, command: bytes) -> None:
        looks = sum(said.startswith(b"EXAMINE") for said in self.said)
        over = command.startswith(b"EXAMINE") and looks >= 2 and (self.sessions == 1 or self.for_ever)
        self.ends = {b"EXAMINE": b"BAD User is authenticated but not connected."} if over else {}
        super()._answer(write, flush, tag, command)

    for_ever = False


def test_a_session_that_is_nobodys_any_more_is_opened_anew_at_once():
    script = TokenRanOut()
    with scripted_imap(script) as port:
        box = scripted(port)
        assert list(box.fetch_new(Cursor("a", "INBOX"), NOW)) == []
        assert list(box.fetch_new(Cursor("a", "INBOX"), NOW)) == []
        assert script.sessions == 2
        box.close()


def test_one_that_stays_so_is_an_end_of_the_connection_and_no_missing_folder():
    script = TokenRanOut()
    script.for_ever = True
    with scripted_imap(script) as port:
        box = scripted(port)
        list(box.fetch_new(Cursor("a", "INBOX"), NOW))
        with pytest.raises(MailboxError, match="abgebrochen") as raised:
            list(box.fetch_new(Cursor("a", "INBOX"), NOW))
        assert not isinstance(raised.value, FolderMissing)
        assert script.sessions == 2
        box.close()
