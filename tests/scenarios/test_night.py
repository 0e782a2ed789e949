"""3 a.m.: relay dead, password wrong, disk full, database locked, damaged. The daemon lives, says so once, loses nothing."""

from __future__ import annotations

import contextlib
import math
import os
import re
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.deploy.firm import Firm
from tests.rig import machine
from tests.rig.dovecot import Dovecot
from tests.rig.postgres import Postgres
from tests.rig.service import Service
from tests.rig.sink import Sink

CREDENTIALS = "CREDENTIALS_DIRECTORY"


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    made = Firm(tmp_path)
    made("activate")
    return made


def replaced(firm: Firm, *pairs: tuple[str, str]) -> None:
    text = firm.config.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    firm.config.write_text(text, encoding="utf-8")


def test_a_dead_relay(firm: Firm) -> None:
    port = machine.free_port()
    replaced(firm, ('carrier = "folder"', 'carrier = "smtp"'), ("port = 587", f"port = {port}"))
    replaced(firm, ('tls = "required"', 'tls = "off"'))
    with firm.service() as service:
        firm.cancels(3)
        service.wait_event("relay_unreachable")
        service.wait_status("Störung: Mails gehen nicht hinaus", "es wird von selbst weiter versucht")
        firm.cancels(2)
        service.wait(lambda: len(firm.rows("SELECT 1 FROM touch WHERE reason LIKE 'transient: 0 %'")) == 5, "all five")
        assert len(firm.receipts("planned")) == 5
        assert len(service.named("relay_unreachable")) == 1
        with Sink(firm.folder / "sink.log", port=port) as sink:
            firm.cancels(1)
            service.wait(
                lambda: len(firm.receipts()) == 6, "those who waited leave with the first that finds the relay"
            )
            service.wait(lambda: "Störung" not in service.notified.status, "a status without trouble")
            assert len(sink.accepted()) == len(set(sink.accepted())) == 6
        assert len(service.named("relay_back")) == 1
        assert not service.named("job_failed")


def imap(firm: Firm, dovecot: Dovecot, folders: str = '["INBOX"]') -> None:
    replaced(
        firm,
        ('kind = "none"', 'kind = "imap"'),
        ("port = 993", f"port = {dovecot.port}"),
        ('tls = "implicit"', 'tls = "off"'),
        ('# host = "imap.nordlicht-software.example"', 'host = "127.0.0.1"'),
        ('# user = "kundenbetreuung"', f'user = "{dovecot.user}"'),
        ('# password = { credential = "imap" }', 'password = { credential = "imap" }'),
        ('folders = ["INBOX"]', f"folders = {folders}"),
        ("inbox_seconds = 60", "inbox_seconds = 1"),
        ("initial_days = 90", "initial_days = 36500"),
    )


def password(firm: Firm, word: str) -> dict[str, str]:
    folder = firm.folder / f"credentials-{word}"
    folder.mkdir(exist_ok=True)
    (folder / "imap").write_text(word, encoding="utf-8")
    return {CREDENTIALS: str(folder)}


def test_a_wrong_password_of_the_mailbox(firm: Firm, dovecot: Dovecot) -> None:
    imap(firm, dovecot)
    tried, began = dovecot.log.read_text().count("Aborted login"), time.monotonic()
    with firm.service(env=password(firm, "falsch")) as service:
        line = service.wait_status("lehnt Benutzer oder Passwort ab")
        assert "Bitte das hinterlegte Passwort erneuern" in line
        firm.cancels()
        service.wait(lambda: len(firm.receipts()) == 1, "contract mail goes on")
        time.sleep(5)
        assert len(service.named("mailbox_unreadable")) == 1
    # Every second by inbox_seconds, but 2, 4, 8, 16 seconds of rest after each refusal; and once for IDLE.
    most = 1 + math.log2(time.monotonic() - began + 2)
    assert 1 <= dovecot.log.read_text().count("Aborted login") - tried <= most
    with firm.service(env=password(firm, dovecot.password)) as service:
        service.wait(lambda: firm.rows("SELECT 1 FROM mailbox_cursor"), "the mailbox is read")
        assert "Störung" not in service.notified.status


def test_advertising_waits_when_answers_have_long_been_unread(firm: Firm, dovecot: Dovecot) -> None:
    imap(firm, dovecot)
    with firm.service(env=password(firm, dovecot.password)) as service:
        service.wait(lambda: firm.rows("SELECT 1 FROM mailbox_cursor"), "the mailbox is read")
        firm.cancels()
        service.wait(lambda: len(firm.receipts()) == 1, "a run")
    with closing(sqlite3.connect(firm.state / "wiedersehen.sqlite3")) as database, database:
        database.execute("UPDATE mailbox_cursor SET read_at = read_at - 25 * 3600 * 1000000")
        database.execute("UPDATE touch SET due_at = 0 WHERE state = 'planned' AND purpose = 'advertising'")
    due = "SELECT state, due_at, fence FROM touch WHERE purpose = 'advertising'"
    assert [row[:2] for row in firm.rows(due)] == [("planned", 0)]
    with firm.service(env=password(firm, "falsch")) as service:
        service.wait_event("advertising_waits")
        service.wait_status("Werbung wartet: Antworten über 24 Stunden ungelesen", "1 fällig")
        firm.cancels()
        service.wait(lambda: len(firm.receipts()) == 2, "contract mail goes on")
        assert [row for row in firm.rows(due) if row[1] == 0] == [("planned", 0, 0)]  # not even looked at
    with firm.service(env=password(firm, dovecot.password)) as service:
        service.wait(lambda: not [row for row in firm.rows(due) if row[1] == 0], "advertising is judged again")


def test_a_folder_of_the_mailbox_that_is_missing(firm: Firm, dovecot: Dovecot) -> None:
    imap(firm, dovecot, '["Fehlt", "INBOX"]')
    dovecot.put(
        b"From: a@kunde.test\r\nTo: team@firma.test\r\nSubject: Hallo\r\n\r\nGuten Tag\r\n", f"n{time.time_ns()}"
    )
    with firm.service(env=password(firm, dovecot.password)) as service:
        service.wait_status("Den Ordner „Fehlt“ gibt es im Postfach")
        service.wait(lambda: firm.rows("SELECT 1 FROM reply"), "the other folder is read all the same")
        assert len(service.named("mailbox_unreadable")) == 1


def test_new_mail_is_read_at_once_where_the_server_tells(firm: Firm, dovecot: Dovecot) -> None:
    imap(firm, dovecot)
    replaced(firm, ("inbox_seconds = 1", "inbox_seconds = 3600"))

    def comes(service: Service, what: str) -> None:
        """A mail of its own in a mailbox that others fill too; back when it is read, long before the hour is over."""
        name = f"n{time.time_ns()}"
        head = f"From: a@kunde.test\r\nTo: team@firma.test\r\nSubject: {name}\r\n\r\n"
        dovecot.put(f"{head}Guten Tag\r\n".encode(), name)
        service.wait(lambda: firm.rows("SELECT 1 FROM reply WHERE subject = ?", name), what)

    with firm.service(env=password(firm, dovecot.password)) as service:
        service.wait(lambda: firm.rows("SELECT 1 FROM mailbox_cursor"), "the first look")
        comes(service, "what may have come before IDLE began, which is told when it does")
        comes(service, "what IDLE tells of")
        # As an administrator, or a maintenance window, ends both connections.
        conf = str(dovecot.folder / "dovecot.conf")
        subprocess.run(["/usr/bin/doveadm", "-c", conf, "kick", dovecot.user], check=True, capture_output=True)
        comes(service, "an answer after the kick")
        assert not service.named("job_failed")


@contextlib.contextmanager
def small_disk(firm: Firm) -> Iterator[Path]:
    """The state on a file system of its own, 12 MB small."""
    machine.need_root("a small file system")
    firm.state.rename(firm.folder / "before")
    firm.state.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "none", firm.state], check=False)
    if mounted.returncode != 0:
        machine.lacking("mount -t tmpfs is not allowed here")
    try:
        subprocess.run(["cp", "-a", f"{firm.folder}/before/.", firm.state], check=True)
        yield firm.state / "ballast"
    finally:
        subprocess.run(["umount", firm.state], check=True)


def fill(ballast: Path) -> None:
    """To the last byte."""
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    with ballast.open("ab", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"\0")


def test_a_full_disk(firm: Firm) -> None:
    with small_disk(firm) as ballast:
        firm("pause", "--all")
        with firm.service(env={"WATCHDOG_USEC": "1000000"}) as service:
            firm.cancels(4)
            service.wait(lambda: len(firm.receipts("planned")) == 4, "planned receipts")
            service.process.send_signal(signal.SIGSTOP)
            firm("resume")
            fill(ballast)
            service.process.send_signal(signal.SIGCONT)
            service.wait_status("Störung: Datenträger voll", "Platz schaffen")
            fed = len(service.notified.moments("WATCHDOG"))
            # A restart would not mend it.
            service.wait(lambda: len(service.notified.moments("WATCHDOG")) > fed + 4, "signs of life")
            assert len(service.named("database_fault")) == 1
            assert not service.named("job_failed")
            assert not firm.mails()
            done = firm("pause", code=1)
            assert (
                done.err == "Datenträger voll: Platz schaffen; es geht dann von selbst weiter, verloren ist nichts.\n"
            )
            ballast.unlink()
            service.wait(lambda: len(firm.receipts()) == 4, "everybody's receipt")
            service.wait(lambda: "Störung" not in service.notified.status, "a status without trouble")
            assert service.named("database_back")
            assert len(firm.mails()) == 4
            assert not firm.rows("SELECT 1 FROM touch WHERE maybe_delivered OR state IN ('claimed', 'sending')")


def test_a_start_on_a_full_disk_is_a_sentence_and_may_be_tried_again(firm: Firm) -> None:
    with small_disk(firm) as ballast:
        fill(ballast)
        service = firm.service(sentences=["Datenträger"])
        assert service.ended() in {1, 2}  # not 78: systemd tries again until there is space
        ballast.unlink()
        with firm.service():
            pass


def test_a_state_that_is_read_only_is_a_sentence(firm: Firm) -> None:
    with small_disk(firm):
        subprocess.run(["mount", "-o", "remount,ro", firm.state], check=True)
        service = firm.service(sentences=["nur lesbar"])
        assert service.ended() == 1


@pytest.mark.slow
def test_a_database_that_somebody_holds(firm: Firm) -> None:
    with firm.service() as service:
        firm("pause", "--all")
        firm.cancels()
        service.wait(lambda: len(firm.receipts("planned")) == 1, "a planned receipt")
        with closing(sqlite3.connect(firm.state / "wiedersehen.sqlite3", timeout=20)) as database:
            database.execute("DELETE FROM switch WHERE name = 'paused'")  # begins a transaction
            service.wait_event("database_fault")  # after the 20 seconds that a writer waits for another
            service.wait_status("Störung: Datenbank gesperrt", "es wird weiter versucht")
            database.commit()
        service.wait(lambda: len(firm.receipts()) == 1, "the receipt")
        service.wait_event("database_back")


def test_a_file_that_is_no_database(firm: Firm) -> None:
    file = firm.state / "wiedersehen.sqlite3"
    file.write_bytes(os.urandom(len(file.read_bytes())))
    for arguments in (("status",), ("run", "--once")):
        done = firm(*arguments, code=78)
        assert done.err.startswith("Datenbank beschädigt: ")
        assert "letzte Sicherung einspielen" in done.err
    service = firm.service(sentences=["Datenbank beschädigt: "])
    assert service.ended() == 78
    assert not service.notified.of("READY")


def test_a_page_that_is_damaged_ends_the_daemon(firm: Firm) -> None:
    """It starts, meets the damage, and ends with 78: by a broken database nothing may be sent, and no restart mends it."""
    firm.cancels()
    file = firm.state / "wiedersehen.sqlite3"
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        pages = [row[0] for row in database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'cancellation'")]
        size = database.execute("PRAGMA page_size").fetchone()[0]
    with file.open("r+b") as handle:
        handle.seek((pages[0] - 1) * size)
        handle.write(os.urandom(size))
    service = firm.service(sentences=["Datenbank beschädigt: "])
    assert service.ended() == 78
    assert re.search(r"Datenbank beschädigt: .*Sicherung einspielen", "\n".join(service.lines))
    assert [event["fault"] for event in service.named("database_fault")] == ["corrupt"]
    assert not firm.mails()


def test_a_database_server_that_restarts(firm: Firm, postgres: Postgres) -> None:
    url = postgres.database("night")
    replaced(firm, ('# url = "postgresql+psycopg://wiedersehen@localhost/wiedersehen"', f'url = "{url}"'))
    firm("activate")
    with firm.service() as service:
        with postgres.away():
            service.wait_event("database_fault")
            assert service.named("database_fault")[0]["fault"] == "unreachable"
            service.wait_status("Störung: Datenbank antwortet nicht")
        service.wait_event("database_back")
        service.wait(lambda: "Störung" not in service.notified.status, "a status without trouble")
        assert not service.named("job_failed")
