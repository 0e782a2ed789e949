"""IMAP, read only: EXAMINE and BODY.PEEK, so the team's mail keeps every flag.

Polling decides; IDLE (replies.idle) only says when. The cursor is UIDVALIDITY and UID alone; the Seen flag and dates
of the server decide nothing but the first window.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from imapclient.exceptions import IMAPClientError

from replies.connection import FAULTS, Door, ImapSettings, drop, log_out, within
from replies.folder import MAX_BYTES, MAX_PER_POLL, FolderMailbox
from replies.idle import IdleWatch
from replies.oauth import TokenSource
from replies.reply import Cursor, FolderMissing, MailboxError, RawMail

CHUNK = 50
_SESSION_OVER = ("not connected", "session invalidated", "accesstokenexpired", "not authenticated")
"""What Exchange says on a connection whose access token has run out."""
_SENT_NAMES = frozenset(
    {
        "sent",
        "sent items",
        "sent messages",
        "gesendet",
        "gesendete objekte",
        "gesendete elemente",
        "gesendete nachrichten",
    }
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at the server showed; `expires` is the certificate's notAfter as OpenSSL writes it."""

    capabilities: frozenset[str]
    expires: str | None


class ImapMailbox:
    """A `Mailbox` over one IMAP account; with `tokens` it logs in by XOAUTH2.

    One instance belongs to one thread at a time. The connection is opened at the first fetch, dropped after a failure.
    """

    def __init__(self, settings: ImapSettings, tokens: TokenSource | None = None, account: str | None = None) -> None:
        self.account = account or f"{settings.user}@{settings.host}"
        self._settings = settings
        self._door = Door(settings, tokens, self.account)
        self._client: Any = None
        self._reached: dict[str, Cursor] = {}

    def cursors(self) -> tuple[str, ...]:
        """The folders of the settings."""
        return self._settings.folders

    def fetch_new(self, cursor: Cursor, now: datetime) -> Iterator[RawMail]:
        """Mails with a UID above the cursor's, oldest first, at most MAX_PER_POLL, each cut at MAX_BYTES.

        Lazy: the MailboxError of a broken connection may come after some mails. `now` is aware UTC.
        """
        self._reached.pop(cursor.folder, None)
        try:
            client, (validity, following) = self._entered(cursor.folder)
            with within(client):
                anew = cursor.uidvalidity != validity or 0 < following <= cursor.last_uid
                uids = self._all_uids(client, following, now) if anew else _later_uids(client, cursor.last_uid)
            for start in range(0, min(len(uids), MAX_PER_POLL), CHUNK):
                part = uids[start : min(start + CHUNK, MAX_PER_POLL)]
                yield from self._chunk(client, cursor.folder, validity, part, now)
        except FolderMissing:
            raise  # the connection is good, the other folders can be read by it
        except MailboxError:
            self.close()
            raise
        except FAULTS as error:
            self._drop()
            raise MailboxError(self._door.sentence(error)) from error
        last = uids[:MAX_PER_POLL][-1] if uids else 0
        if anew and following and len(uids) <= MAX_PER_POLL:
            last = following - 1  # what is older than the window has been passed over, now and for good
        if last:
            self._reached[cursor.folder] = Cursor(cursor.account, cursor.folder, validity, last)

    def reached(self, cursor: Cursor) -> Cursor:
        """How far the last complete fetch came, `cursor` when it did not: also over mails that need no reading."""
        return self._reached.get(cursor.folder, cursor)

    def watch(self, wake: Callable[[], None]) -> IdleWatch | None:
        """Call `wake` from a thread of its own whenever the first folder gets mail, until `stop` is called."""
        if not self._settings.idle:
            return None
        return IdleWatch(self._door.open, self._settings.folders[0], wake, self.account)

    def look(self) -> Seen:
        """Log in and open every folder; nothing is read or changed. Raises MailboxError as `fetch_new` does."""
        try:
            client = self._connected()
            for folder in self._settings.folders:
                self._examine(client, folder)
            sock = client.socket()
            certificate: Any = sock.getpeercert() if isinstance(sock, ssl.SSLSocket) else {}
            names = frozenset(name.decode("ascii", "replace") for name in client.capabilities())
            return Seen(names, (certificate or {}).get("notAfter"))
        except FAULTS as error:
            raise MailboxError(self._door.sentence(error)) from error
        finally:
            self.close()

    def close(self) -> None:
        """Log out; never raises."""
        client, self._client = self._client, None
        if client is not None:
            log_out(client)

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            drop(client)

    def _connected(self) -> Any:
        if self._client is not None and not self._still_there(self._client):
            self._drop()
        if self._client is None:
            self._client = self._door.open()
            with within(self._client):
                self._refuse_sent(self._client)
        return self._client

    def _still_there(self, client: Any) -> bool:
        """Between two looks servers end connections, and nobody need hear of it."""
        try:
            with within(client):
                client.noop()
        except FAULTS:
            return False
        return True

    def _refuse_sent(self, client: Any) -> None:
        """Our own mails quoted back as replies would stop everybody: Sent is never read."""
        special = {name for flags, _delimiter, name in client.list_folders() if b"\\Sent" in flags}
        for folder in self._settings.folders:
            if folder in special or folder.rpartition("/")[2].rpartition(".")[2].casefold() in _SENT_NAMES:
                raise MailboxError(
                    f"Der Ordner „{folder}“ enthält Gesendetes und wird nicht gelesen. "
                    "Bitte unter [[mailbox]] folders nur Ordner mit eingehender Post nennen."
                )

    def _entered(self, folder: str) -> tuple[Any, tuple[int, int]]:
        """The connection with the folder open. One that was at rest and is not logged in any more is opened anew once.

        Exchange ends sessions whose token has run out; the new login then shows whether there is another one.
        """
        rested, client = self._client is not None, self._connected()
        try:
            with within(client):
                return client, self._examine(client, folder)
        except IMAPClientError as error:
            if not (rested and _is_session_over(error)):
                raise
        self._drop()
        client = self._connected()
        with within(client):
            return client, self._examine(client, folder)

    def _examine(self, client: Any, folder: str) -> tuple[int, int]:
        """UIDVALIDITY and UIDNEXT, the latter 0 when an old server does not say it."""
        try:
            answer = client.select_folder(folder, readonly=True)
        except IMAPClientError as error:
            if _is_connection_loss(error):
                raise
            raise FolderMissing(
                f"Den Ordner „{folder}“ gibt es im Postfach {self.account} nicht, oder er ist nicht lesbar. "
                "Bitte den Namen unter [[mailbox]] folders prüfen (Groß- und Kleinschreibung, Trennzeichen)."
            ) from error
        if b"UIDVALIDITY" not in answer:
            raise ValueError("no UIDVALIDITY")
        return int(answer[b"UIDVALIDITY"]), int(answer.get(b"UIDNEXT", 0))

    def _all_uids(self, client: Any, following: int, now: datetime) -> list[int]:
        """Of a folder that is new to us, or has other UIDs than before, what may be in the window; ascending."""
        since = (now - timedelta(days=self._settings.initial_days)).date()
        # A restored mailbox has wrong days of arrival, a sender's clock may be wrong: old is what is old by both.
        found = client.search(["OR", "SINCE", since, "SENTSINCE", since])
        # Mail of after EXAMINE is left to the next poll, which asks for it by UID, whatever dates it bears.
        return sorted(uid for uid in found if not following or uid < following)

    def _chunk(self, client: Any, folder: str, validity: int, uids: list[int], now: datetime) -> Iterator[RawMail]:
        with within(client):
            sizes = client.fetch(uids, ["RFC822.SIZE"])
            answers = client.fetch(uids, [f"BODY.PEEK[]<0.{MAX_BYTES}>"])
            bodies = {uid: _body(answers.get(uid, {})) for uid in uids}
            lacking = {uid for uid in uids if bodies[uid] is None}
            # Most were moved or deleted by a person since the search; what is still there must not be passed over.
            withheld = lacking.intersection(client.search(["UID", ",".join(map(str, lacking))]) if lacking else ())
        for uid in uids:
            raw = bodies[uid]
            if uid in withheld:
                raise FolderMissing(
                    f"Eine Mail im Ordner „{folder}“ von {self.account} gibt der Mailserver nicht heraus (UID {uid}). "
                    "Bitte sie im Webmail lesen und in einen anderen Ordner verschieben; vorher geht es nicht weiter."
                )
            if raw is None:
                continue
            size = max(int(sizes.get(uid, {}).get(b"RFC822.SIZE", 0)), len(raw))
            yield RawMail(self.account, folder, validity, uid, raw[:MAX_BYTES], now, truncated=size > MAX_BYTES)


def _body(answer: dict[bytes, Any]) -> bytes | None:
    return next((value for key, value in answer.items() if key.startswith(b"BODY[")), None)


def _later_uids(client: Any, last: int) -> list[int]:
    # `n:*` names the last mail even when its UID is below n (RFC 9051 6.4.9), hence the filter.
    return sorted(uid for uid in client.search(["UID", f"{last + 1}:*"]) if uid > last)


def _is_connection_loss(error: Exception) -> bool:
    return type(error).__name__ in {"abort", "IMAPClientAbortError"} or _is_session_over(error)


def _is_session_over(error: Exception) -> bool:
    """The connection stands, and is nobody's any more."""
    return any(words in str(error).casefold() for words in _SESSION_OVER)


__all__ = ["FolderMailbox", "ImapMailbox", "ImapSettings"]
