"""What a dead mail server costs: the share of one CPU that watching and polling take while nothing answers as it should."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator

from campaigns.clock import SystemClock
from campaigns.inbound.poll import InboxReport, Unreadable
from campaigns.service.reading import Reading
from campaigns.service.troubles import Troubles
from replies.connection import ImapSettings
from replies.mailbox import ImapMailbox
from replies.reply import Cursor, MailboxError
from tests.rig.scripted_imap import Script, scripted_imap

KINDS = ("closed", "hangs_up", "ends_in_idle", "silent", "silent_in_idle")


def cpu_share(seconds: float = 4.0) -> dict[str, float]:
    """By kind of death: closed port, hangs up at once or as soon as one waits in IDLE, silent at once or from IDLE on."""
    return {kind: _measured(kind, seconds) for kind in KINDS}


def _measured(kind: str, seconds: float) -> float:
    with _server(kind) as port:
        box = ImapMailbox(ImapSettings("127.0.0.1", "u", "p", port, "off", timeout_s=1.0))
        clock = SystemClock()
        reading = Reading(Troubles(clock), 1.0, None)
        began, used = time.monotonic(), time.process_time()
        watch = box.watch(lambda: None)
        while time.monotonic() - began < seconds:
            if reading.due:
                reading.note(_read(box), clock.now())
            time.sleep(0.1)
        share = (time.process_time() - used) / (time.monotonic() - began)
        if watch is not None:
            watch.stop()
        box.close()
    return round(share, 4)


def _read(box: ImapMailbox) -> InboxReport:
    try:
        list(box.fetch_new(Cursor(box.account, "INBOX"), SystemClock().now()))
    except MailboxError as error:
        return InboxReport(0, (Unreadable(box.account, str(error), refused=False),))
    return InboxReport(0)


@contextlib.contextmanager
def _server(kind: str) -> Iterator[int]:
    with contextlib.ExitStack() as stack:
        if kind in ("closed", "silent"):
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            port = int(listener.getsockname()[1])
            if kind == "closed":
                listener.close()
            yield port
        elif kind == "hangs_up":
            yield stack.enter_context(scripted_imap(Script(greeting=b"")))
        elif kind == "silent_in_idle":
            yield stack.enter_context(scripted_imap(Script(falls_silent_on=b"IDLE")))
        else:
            yield stack.enter_context(scripted_imap(Script(hangs_up_on=b"IDLE")))
