"""How to reach the relay. Encrypted unless it is this machine."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal

Security = Literal["starttls", "tls", "none"]


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """Times in seconds. Raises ValueError (German) for what must not be configured.

    `token` yields an OAuth 2 access token per connection (XOAUTH2; Microsoft 365 has no passwords any more) and
    excludes `password`; `renew` has the next one be a new one, after the server has refused. `ca_file` names an own
    authority. `helo` is the name said in EHLO, by default this host's. `data_timeout` is the wait for the answer to the
    final dot: RFC 5321 4.5.3.2.6 asks for ten minutes, because giving up earlier turns a delivered mail into an
    uncertain one.
    """

    host: str
    port: int = 587
    security: Security = "starttls"
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    token: Callable[[], Awaitable[str]] | None = field(default=None, repr=False)
    renew: Callable[[], None] | None = field(default=None, repr=False)
    ca_file: str | None = None
    helo: str | None = None
    connections: int = 4
    mails_per_connection: int = 100
    connect_timeout: float = 30.0
    command_timeout: float = 60.0
    data_timeout: float = 600.0

    def __post_init__(self) -> None:
        if self.security == "none" and not is_loopback(self.host):
            raise ValueError(
                f"SMTP ohne Verschlüsselung ist nur auf diesem Rechner erlaubt, nicht zu „{self.host}“: "
                "security = „starttls“ oder „tls“."
            )
        if self.password is not None and self.token is not None:
            raise ValueError("Entweder ein Passwort oder ein OAuth-Token, nicht beides.")
        if (self.username is None) != (self.password is None and self.token is None):
            raise ValueError("Benutzername und Passwort (oder Token) gehören zusammen.")
        if self.connections < 1 or self.mails_per_connection < 1:
            raise ValueError("Verbindungen und Mails je Verbindung müssen mindestens 1 sein.")
        if min(self.connect_timeout, self.command_timeout, self.data_timeout) <= 0:
            raise ValueError("Zeitgrenzen müssen größer als 0 sein.")


def is_loopback(host: str) -> bool:
    """True for localhost and loopback addresses only; names are not resolved."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
