"""A look at the relay without sending anything: how far a session gets, and what the server promises."""

from __future__ import annotations

import asyncio
import socket
import ssl
from dataclasses import dataclass, field
from enum import StrEnum

import aiosmtplib

from channels.email.smtp_settings import SmtpSettings


class Fault(StrEnum):
    """Where it stopped."""

    NAME = "name"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    NO_STARTTLS = "no_starttls"
    CERTIFICATE = "certificate"
    TLS = "tls"
    LOGIN = "login"
    TOKEN = "token"  # noqa: S105 - the word, not one
    SENDER = "sender"
    PROTOCOL = "protocol"


@dataclass(frozen=True, slots=True)
class Probe:
    """`expires` is the certificate's notAfter as OpenSSL writes it; `size` in octets, 0 = no limit announced."""

    fault: Fault | None = None
    detail: str = ""
    tls: str | None = None
    expires: str | None = None
    extensions: frozenset[str] = field(default=frozenset())
    size: int = 0


async def probe(settings: SmtpSettings, sender: str, timeout: float) -> Probe:  # noqa: ASYNC109 (seconds for the whole)
    """Connect, encrypt, log in, offer `sender`, take it back. Never raises for what a server does."""
    client = aiosmtplib.SMTP(
        hostname=settings.host, port=settings.port, timeout=timeout, use_tls=settings.security == "tls", start_tls=False
    )
    try:
        async with asyncio.timeout(timeout):
            return await _session(client, settings, sender)
    except aiosmtplib.SMTPAuthenticationError as error:
        return Probe(Fault.LOGIN, f"{error.code} {error.message}")
    except aiosmtplib.SMTPSenderRefused as error:
        return Probe(Fault.SENDER, f"{error.code} {error.message}")
    except (aiosmtplib.SMTPException, OSError) as error:
        return _fault(error)
    finally:
        await _hang_up(client)


async def _hang_up(client: aiosmtplib.SMTP) -> None:
    """Drop the connection, and let the loop do it: it is about to end, and asyncio closes sockets in its next turns."""
    transport = client.transport
    client.close()
    if isinstance(transport, asyncio.Transport):
        transport.abort()
    await asyncio.sleep(0.01)


async def _session(client: aiosmtplib.SMTP, settings: SmtpSettings, sender: str) -> Probe:
    context = ssl.create_default_context(cafile=settings.ca_file)
    await client.connect(tls_context=context if settings.security == "tls" else None)
    await client.ehlo()
    if settings.security == "starttls":
        if not client.supports_extension("starttls"):
            return Probe(Fault.NO_STARTTLS)
        await client.starttls(tls_context=context)
        await client.ehlo()
    if settings.username and settings.password is not None:
        if not client.supports_extension("auth"):
            return Probe(Fault.LOGIN, "AUTH not offered")
        await client.login(settings.username, settings.password)
    elif settings.username and settings.token is not None:
        try:
            token = await settings.token()
        except Exception as error:  # noqa: BLE001 - whatever the token's issuer does, it is a login that failed
            return Probe(Fault.TOKEN, str(error))
        await client.auth_xoauth2(settings.username, token)
    await client.mail(sender)
    await client.rset()
    promised = client.esmtp_extensions
    size = promised.get("size", "")
    certificate = client.get_transport_info("peercert") or {}
    cipher = client.get_transport_info("cipher")
    return Probe(
        tls=cipher[1] if cipher else None,
        expires=certificate.get("notAfter"),
        extensions=frozenset(promised),
        size=int(size) if size.isdigit() else 0,
    )


def _fault(error: BaseException) -> Probe:
    """The library wraps what went wrong; the innermost cause says it best."""
    causes: list[BaseException] = [error]
    while (inner := causes[-1].__cause__ or causes[-1].__context__) is not None:
        causes.append(inner)
    detail = str(causes[0])
    for cause in causes:
        match cause:
            case ssl.SSLCertVerificationError():
                return Probe(Fault.CERTIFICATE, cause.verify_message)
            case ssl.SSLError():
                return Probe(Fault.TLS, detail)
            case socket.gaierror():
                return Probe(Fault.NAME, detail)
            case ConnectionRefusedError():
                return Probe(Fault.REFUSED, detail)
            case TimeoutError():
                return Probe(Fault.TIMEOUT, detail)
    return Probe(Fault.PROTOCOL, detail)
