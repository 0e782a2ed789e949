"""One logged-in IMAP connection, by password or XOAUTH2, and what to say in German when there is none."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from replies.oauth import TokenSource
from replies.reply import LoginRefused, MailboxError

MAX_TIMEOUT_S = 60.0
PATIENCE_S = 300.0
"""For one exchange in all, however slowly it trickles in: 50 mails of 256 KiB at 350 kbit/s."""
FAULTS = (IMAPClientError, OSError, ValueError)
"""What the library raises for a server that refuses, vanishes or talks nonsense."""

_FOR_NOW = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]")
"""RFC 5530: no fault of ours; asking again soon is right."""


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
    idle: bool = True


class Door:
    """Opens connections to one account. With `tokens` it logs in by XOAUTH2, a refused token is renewed once."""

    def __init__(self, settings: ImapSettings, tokens: TokenSource | None, account: str) -> None:
        self._settings, self._tokens, self._account = settings, tokens, account

    def open(self) -> Any:
        """A logged-in client. Raises MailboxError, or what FAULTS names (`sentence` says it in German)."""
        try:
            return self._logged_in()
        except LoginError as error:
            self._unless_refused(error)
            if self._tokens is None:
                raise LoginRefused(self._wrong_password()) from error
        self._tokens.renew()
        try:
            return self._logged_in()
        except LoginError as error:
            self._unless_refused(error)
            raise LoginRefused(self._wrong_token()) from error

    def _unless_refused(self, error: LoginError) -> None:
        """The library calls everything that goes wrong in a login so, even a connection that breaks."""
        if isinstance(error.__context__, IMAPClientAbortError):
            raise MailboxError(self.sentence(error)) from error
        if any(code in str(error).upper() for code in _FOR_NOW):
            raise MailboxError(self._not_now()) from error

    def _logged_in(self) -> Any:
        settings = self._settings
        timeout = min(settings.timeout_s, MAX_TIMEOUT_S)
        token = self._tokens.token() if self._tokens is not None else None
        client: Any = IMAPClient(
            settings.host,
            settings.port,
            ssl=settings.tls == "implicit",
            ssl_context=ssl.create_default_context(cafile=settings.ca_file) if settings.tls == "implicit" else None,
            timeout=SocketTimeout(timeout, timeout),
        )
        try:
            client.normalise_times = False  # naive local times otherwise
            with within(client):
                if settings.tls == "required":
                    client.starttls(ssl.create_default_context(cafile=settings.ca_file))
                if token is None:
                    client.login(settings.user, settings.password)
                else:
                    client.sasl_login("XOAUTH2", XOAuth2(settings.user, token))
        except LoginError:
            log_out(client)
            raise
        except BaseException:
            drop(client)
            raise
        return client

    def sentence(self, error: Exception) -> str:
        """The German sentence for one of FAULTS: cause and cure."""
        place = f"{self._settings.host}:{self._settings.port}"
        if isinstance(error, socket.gaierror):
            return (
                f"Der Mailserver {place} ist nicht zu finden. "
                "Bitte den Namen unter [[mailbox]] host und die Namensauflösung (DNS) prüfen."
            )
        if isinstance(error, ssl.SSLCertVerificationError):
            return (
                f"Das Zertifikat von {place} ist nicht gültig. Bitte den Rechnernamen oder die Zertifizierungsstelle "
                "(SSL_CERT_FILE) prüfen."
            )
        if isinstance(error, ssl.SSLEOFError):
            return self._broken_off(place)
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
        return self._broken_off(place)

    def _broken_off(self, place: str) -> str:
        return (
            f"Die Verbindung zum Postfach {self._account} bei {place} ist abgebrochen. "
            "Es wird von selbst wieder versucht."
        )

    def _not_now(self) -> str:
        return (
            f"Das Postfach {self._account} ist beim Anbieter gerade nicht verfügbar. "
            "Es wird von selbst wieder versucht."
        )

    def _wrong_password(self) -> str:
        return (
            f"Das Postfach {self._account} lehnt Benutzer oder Passwort ab. Bitte das hinterlegte Passwort erneuern; "
            f"bis dahin ruht der Versand von Werbung nach der eingestellten Frist."
        )

    def _wrong_token(self) -> str:
        return (
            f"Das Postfach {self._account} lehnt das Zugangstoken ab. Bitte die Anmeldung (XOAUTH2) der Anwendung "
            f"erneuern und das Recht IMAP.AccessAsApp prüfen."
        )


class XOAuth2:
    """The client's side of that SASL mechanism: the token first, an empty answer to the server's complaint."""

    def __init__(self, user: str, token: str) -> None:
        self._answers = [f"user={user}\1auth=Bearer {token}\1\1".encode()]

    def __call__(self, _challenge: bytes) -> bytes:
        return self._answers.pop() if self._answers else b""


def log_out(client: Any) -> None:
    """End a connection as one should; never raises."""
    try:
        client.logout()
    except FAULTS:
        drop(client)  # a logout that fails leaves the socket open


def drop(client: Any) -> None:
    """End a connection without a word; never raises."""
    with contextlib.suppress(*FAULTS):
        client.shutdown()


@contextlib.contextmanager
def within(client: Any) -> Iterator[None]:
    """Cut the connection when its server needs more than PATIENCE_S in all: one octet a minute breaks no timeout."""
    timer = threading.Timer(PATIENCE_S, cut, (client,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def cut(client: Any) -> None:
    """Make whoever waits for this connection's server wait no longer, from any thread; never raises."""
    with contextlib.suppress(*FAULTS):
        # Not SSLSocket.shutdown: that would take the TLS layer away below the thread that reads from it.
        socket.socket.shutdown(client.socket(), socket.SHUT_RDWR)
