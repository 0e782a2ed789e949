"""IMAP, read only: EXAMINE and BODY.PEEK, so the team's mail keeps every flag.

Polling, because the library's IDLE spins after EOF. The cursor is UIDVALIDITY and UID alone; the Seen flag and dates
of the server decide nothing but the first window.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from replies.folder import MAX_BYTES, MAX_PER_POLL, FolderMailbox
from replies.reply import Cursor, FolderMissing, LoginRefused, MailboxError, RawMail

CHUNK = 50
MAX_TIMEOUT_S = 60.0
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
class ImapSettings:
    """Where the replies are.

    `tls` implicit = port 993, required = STARTTLS, off = plain text for loopback only. `initial_days` is how far back
    is read when a folder is new to us or its UIDVALIDITY changed (a restored mailbox). `timeout_s` is never above 60.
    """

    host: str
    user: str
    password: str = field(default="", repr=False)
    port: int = 993
    tls: Literal["implicit", "required", "off"] = "implicit"
    folders: tuple[str, ...] = ("INBOX",)
    initial_days: int = 90
    timeout_s: float = 30.0
    ca_file: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at the server showed; `expires` is the certificate's notAfter as OpenSSL writes it."""

    capabilities: frozenset[str]
    expires: str | None


class ImapMailbox:
    """A `Mailbox` over one IMAP account. With `token` it logs in by XOAUTH2, asking for a fresh token each time.

    One instance belongs to one thread at a time. The connection is opened at the first fetch, dropped after a failure.
    """

    def __init__(
        self, settings: ImapSettings, token: Callable[[], str] | None = None, account: str | None = None
    ) -> None:
        self.account = account or f"{settings.user}@{settings.host}"
        self._settings = settings
        self._token = token
        self._client: Any = None

    def cursors(self) -> tuple[str, ...]:
        """The folders of the settings."""
        return self._settings.folders

    def fetch_new(self, cursor: Cursor, now: datetime) -> Iterator[RawMail]:
        """Mails with a UID above the cursor's, oldest first, at most MAX_PER_POLL, each cut at MAX_BYTES.

        Lazy: the MailboxError of a broken connection may come after some mails. `now` is aware UTC.
        """
        try:
            client = self._connected()
            validity = self._examine(client, cursor.folder)
            uids = _new_uids(client, cursor, validity, (now - timedelta(days=self._settings.initial_days)).date())
            for start in range(0, len(uids), CHUNK):
                yield from self._chunk(client, cursor.folder, validity, uids[start : start + CHUNK], now)
        except MailboxError:
            self.close()
            raise
        except (IMAPClientError, OSError, ValueError) as error:
            self._drop()
            raise MailboxError(self._sentence(error)) from error

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
        except (IMAPClientError, OSError, ValueError) as error:
            raise MailboxError(self._sentence(error)) from error
        finally:
            self.close()

    def close(self) -> None:
        """Log out; never raises."""
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(IMAPClientError, OSError):
                client.logout()

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(IMAPClientError, OSError):
                client.shutdown()

    def _connected(self) -> Any:
        if self._client is not None:
            return self._client
        settings = self._settings
        timeout = min(settings.timeout_s, MAX_TIMEOUT_S)
        client: Any = IMAPClient(
            settings.host,
            settings.port,
            ssl=settings.tls == "implicit",
            ssl_context=ssl.create_default_context(cafile=settings.ca_file) if settings.tls == "implicit" else None,
            timeout=SocketTimeout(timeout, timeout),
        )
        self._client = client
        client.normalise_times = False  # naive local times otherwise
        if settings.tls == "required":
            client.starttls(ssl.create_default_context(cafile=settings.ca_file))
        self._log_in(client)
        self._refuse_sent(client)
        return client

    def _log_in(self, client: Any) -> None:
        try:
            if self._token is not None:
                client.oauth2_login(self._settings.user, self._token())
            else:
                client.login(self._settings.user, self._settings.password)
        except LoginError as error:
            raise LoginRefused(self._login_sentence()) from error

    def _refuse_sent(self, client: Any) -> None:
        """Our own mails quoted back as replies would stop everybody: Sent is never read."""
        special = {name for flags, _delimiter, name in client.list_folders() if b"\\Sent" in flags}
        for folder in self._settings.folders:
            if folder in special or folder.rpartition("/")[2].rpartition(".")[2].casefold() in _SENT_NAMES:
                raise MailboxError(
                    f"Der Ordner „{folder}“ enthält Gesendetes und wird nicht gelesen. "
                    "Bitte unter [mailbox] folders nur Ordner mit eingehender Post nennen."
                )

    def _examine(self, client: Any, folder: str) -> int:
        try:
            answer = client.select_folder(folder, readonly=True)
        except IMAPClientError as error:
            if _is_connection_loss(error):
                raise
            raise FolderMissing(
                f"Den Ordner „{folder}“ gibt es im Postfach {self.account} nicht, oder er ist nicht lesbar. "
                "Bitte den Namen unter [mailbox] folders prüfen (Groß- und Kleinschreibung, Trennzeichen)."
            ) from error
        return int(answer[b"UIDVALIDITY"])

    def _chunk(self, client: Any, folder: str, validity: int, uids: list[int], now: datetime) -> Iterator[RawMail]:
        sizes = client.fetch(uids, ["RFC822.SIZE"])
        bodies = client.fetch(uids, [f"BODY.PEEK[]<0.{MAX_BYTES}>"])
        for uid in uids:
            raw = next((value for key, value in bodies.get(uid, {}).items() if key.startswith(b"BODY[")), None)
            if raw is None:
                continue  # moved or deleted by a person since the search
            size = int(sizes.get(uid, {}).get(b"RFC822.SIZE", len(raw)))
            yield RawMail(self.account, folder, validity, uid, raw, now, truncated=size > MAX_BYTES)

    def _sentence(self, error: Exception) -> str:
        place = f"{self._settings.host}:{self._settings.port}"
        if isinstance(error, socket.gaierror):
            return (
                f"Der Mailserver {place} ist nicht zu finden. "
                "Bitte den Namen unter [mailbox] host und die Namensauflösung (DNS) prüfen."
            )
        if isinstance(error, ssl.SSLCertVerificationError):
            return (
                f"Das Zertifikat von {place} ist nicht gültig. Bitte den Rechnernamen oder die Zertifizierungsstelle "
                "(SSL_CERT_FILE) prüfen."
            )
        if isinstance(error, ssl.SSLError):
            return (
                f"Mit {place} kommt keine verschlüsselte Verbindung zustande. "
                "Bitte tls (implicit, required) und port prüfen."
            )
        if isinstance(error, TimeoutError):
            return (
                f"Der Mailserver {place} antwortet nicht. "
                "Bitte Netz, Firewall und port prüfen; es wird von selbst wieder versucht."
            )
        if isinstance(error, ConnectionRefusedError):
            return f"Der Mailserver {place} nimmt keine Verbindung an. Bitte port prüfen und ob der Dienst läuft."
        return (
            f"Die Verbindung zum Postfach {self.account} bei {place} ist abgebrochen. "
            "Es wird von selbst wieder versucht."
        )

    def _login_sentence(self) -> str:
        if self._token is not None:
            return (
                f"Das Postfach {self.account} lehnt das Zugangstoken ab. Bitte die Anmeldung (XOAUTH2) der Anwendung "
                f"erneuern und das Recht IMAP.AccessAsApp prüfen."
            )
        return (
            f"Das Postfach {self.account} lehnt Benutzer oder Passwort ab. Bitte das hinterlegte Passwort erneuern; "
            f"bis dahin ruht der Versand von Werbung nach der eingestellten Frist."
        )


def _new_uids(client: Any, cursor: Cursor, validity: int, since: date) -> list[int]:
    if cursor.uidvalidity == validity:
        last, found = cursor.last_uid, client.search(["UID", f"{cursor.last_uid + 1}:*"])
    else:
        last, found = 0, client.search(["SINCE", since])
    # `n:*` names the last mail even when its UID is below n (RFC 9051 6.4.9), hence the filter.
    return sorted(uid for uid in found if uid > last)[:MAX_PER_POLL]


def _is_connection_loss(error: Exception) -> bool:
    return type(error).__name__ in {"abort", "IMAPClientAbortError"}


__all__ = ["FolderMailbox", "ImapMailbox", "ImapSettings"]
