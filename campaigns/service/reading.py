"""What became of reading the mailboxes: told once, asked more rarely; while answers are unread advertising waits."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from campaigns.house import House
from campaigns.inbound.poll import InboxReport
from campaigns.service.troubles import BLIND, MAILBOX, QUEUE, Troubles
from replies.reply import Mailbox
from store import replies

log = structlog.get_logger()

_LONGEST = 300.0
"""Seconds: a mail server that comes back is read within five minutes, objections may wait in it."""

_LONGEST_REFUSED = 3600.0
"""Seconds after a refused login: providers lock accounts after some ten tries, and no password mends itself."""


class Reading:
    """The state of reading in one process. `seconds` is the usual interval, `max_blind` None for no limit.

    `read_at` is when all folders were last read, the start of the process when they never were.
    """

    def __init__(self, troubles: Troubles, seconds: float, max_blind: timedelta | None) -> None:
        self._troubles, self._seconds, self._max_blind = troubles, seconds, max_blind
        self._failures = 0
        self._not_before = 0.0
        self._refused = False
        self._known: frozenset[str] = frozenset()
        self.read_at: datetime | None = None

    def begin(self, house: House, mailboxes: Sequence[Mailbox] = ()) -> None:
        """Learn when the mailboxes were read last: after days of standstill the answers are read first.

        Of several accounts and folders the one read longest ago decides; one that is not configured any more says
        nothing and is forgotten.
        """
        with house.store.write() as connection:
            if mailboxes:
                folders = {(mailbox.account, folder) for mailbox in mailboxes for folder in mailbox.cursors()}
                replies.keep_folders(connection, folders)
            self.read_at = replies.last_read(connection) or house.clock.now()

    @property
    def due(self) -> bool:
        """False while waiting for a mailbox that could not be read."""
        return time.monotonic() >= self._not_before

    def hinted(self) -> None:
        """A mail server lets us watch again: no need to wait longer, unless it is the login that is refused."""
        if not self._refused:
            self._not_before = 0.0

    def note(self, report: InboxReport, now: datetime) -> None:
        """Take in what a pass says."""
        self._note_queue(report)
        reasons = frozenset(unreadable.reason for unreadable in report.unreadable)
        for unreadable in report.unreadable:
            if unreadable.reason not in self._known:
                log.warning("mailbox_unreadable", account=unreadable.account, reason=unreadable.reason)
        self._known = reasons
        if reasons:
            self._failures += 1
            self._refused = any(one.refused for one in report.unreadable)
            longest = _LONGEST_REFUSED if self._refused else _LONGEST
            rest = min(self._seconds * 2.0 ** min(self._failures, 12), max(longest, self._seconds))
            self._not_before = time.monotonic() + rest
            self._troubles.begin(MAILBOX, "; ".join(sorted(reason.rstrip(".") for reason in reasons)))
            return
        self._failures, self._not_before, self.read_at = 0, 0.0, now
        if self._troubles.end(MAILBOX):
            log.info("mailbox_readable")

    def _note_queue(self, report: InboxReport) -> None:
        """A queue that lets nothing be deleted has been read: that is no reason to hold anything back."""
        if report.not_deleted:
            known = QUEUE in self._troubles
            self._troubles.begin(QUEUE, "; ".join(words.rstrip(".") for words in report.not_deleted))
            if not known:
                log.warning("queue_not_emptied", reason="; ".join(report.not_deleted))
        elif not report.unreadable and self._troubles.end(QUEUE):
            log.info("queue_emptied")

    def is_blind(self, now: datetime) -> bool:
        """True when answers have not been read for so long that nobody knows who has objected: only contract mail."""
        if self._max_blind is None or self.read_at is None:
            return False
        blind = now - self.read_at > self._max_blind
        if blind and self._troubles.begin(BLIND, f"Werbung wartet: Antworten über {self._hours} Stunden ungelesen"):
            log.warning("advertising_waits", since=self.read_at.isoformat())
        elif not blind and self._troubles.end(BLIND):
            log.info("advertising_goes_on")
        return blind

    @property
    def _hours(self) -> int:
        return int(self._max_blind / timedelta(hours=1)) if self._max_blind else 0
