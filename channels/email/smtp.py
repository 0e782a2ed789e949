"""The SMTP carrier: a bounded pool of sessions, one recipient per transaction, the go-commit after the server's 354."""

from __future__ import annotations

import asyncio
import ssl
import time

import aiosmtplib

from channels.channel import Go, Mail, Outcome, Receipt
from channels.email import addresses
from channels.email.dialogue import OK, Dialogue, Lost, Reply
from channels.email.slots import Slots
from channels.email.smtp_settings import SmtpSettings

_CHECK_AFTER = 1.0
"""Seconds of rest after which a session is asked for a sign of life before it carries a mail."""
_CLOSE_AFTER = 30.0
"""Seconds of rest after which a session is given back (busy relays cut idle clients off after less than a minute)."""
_SIGN_OF_LIFE = 5.0
_QUIT_TIMEOUT = 2.0
_RENEWED_FOR = 10.0
"""Seconds for which a token that was just asked for is new."""

_OUR_LOGIN = frozenset({530, 534, 535, 538})
"""RFC 4954 6: authentication required or failed. Our transport's trouble, never this mail's."""
_NO_SUCH_RECIPIENT = ("5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.6", "5.1.10")
"""RFC 3463 3.2 and RFC 7505: the address is at fault. 5.1.0, 5.1.7 and 5.1.8 are missing on purpose: servers that delay
their checks say them at RCPT about the *sender*, and a customer must not be suppressed for that."""


class LoginOver(Lost):
    """The server takes nothing without a login, and ours does not count (any more). Nothing was said about the mail."""


class SmtpCarrier:
    """Sends over `settings.connections` sessions at most. Belongs to the event loop that uses it first."""

    def __init__(self, settings: SmtpSettings) -> None:
        self.name = "smtp"
        self.settings = settings
        self._transport = f"smtp:{settings.host}:{settings.port}"
        self._slots = Slots(settings.connections)
        self._idle: list[Dialogue] = []
        self._tls: ssl.SSLContext | None = None
        self._renewed_at = -_RENEWED_FOR
        self._helo = settings.helo

    async def transmit(self, mail: Mail, go: Go) -> Receipt:
        """See Carrier. Everything before 354 is definite; from go on only a reply code is."""
        fault = _unsendable(mail)
        if fault is not None:
            return self._receipt(Outcome.REFUSED, detail=fault)
        async with self._slots.one(at_once=mail.at_once):
            opened = await self._open(mail)
            return opened if isinstance(opened, Receipt) else await self._finish(opened, mail, go)

    async def close(self) -> None:
        """Wait for the mails under way, then say goodbye on every session."""
        async with self._slots.all():
            idle, self._idle = self._idle, []
            await asyncio.gather(*(session.quit(_QUIT_TIMEOUT) for session in idle))

    async def _open(self, mail: Mail) -> Dialogue | Receipt:
        """A session that waits for this mail's body, or why there is none."""
        renewed = self.settings.renew is None
        rested = await self._rested()
        if rested is not None:
            try:
                return await self._offer(rested, mail)
            except LoginOver:
                renewed = self._renew()  # the token ran out while the session lived
            except Lost:
                pass  # cut while resting: nothing was said about this mail, so a new session may try it
        try:
            try:
                return await self._offer(await self._connect(), mail)
            except (LoginOver, aiosmtplib.SMTPAuthenticationError):
                if renewed:
                    raise
                self._renew()
                return await self._offer(await self._connect(), mail)
        except (Lost, aiosmtplib.SMTPException, OSError) as error:
            return self._receipt(Outcome.TRANSIENT, detail=self._fault(error))

    def _renew(self) -> bool:
        """The next token is a new one. Several sessions whose token has run out ask for one together."""
        now = time.monotonic()
        if self.settings.renew is not None and now - self._renewed_at > _RENEWED_FOR:
            self._renewed_at = now
            self.settings.renew()
        return True

    def _fault(self, error: Exception) -> str:
        if isinstance(error, Lost) and not isinstance(error, LoginOver):
            return str(error)
        words = str(error) if isinstance(error, LoginOver) else f"{type(error).__name__}: {error}"
        refused = isinstance(error, (LoginOver, aiosmtplib.SMTPAuthenticationError))
        return f"{words} (XOAUTH2, also with a new token)" if refused and self.settings.renew is not None else words

    async def _offer(self, session: Dialogue, mail: Mail) -> Dialogue | Receipt:
        if 0 < session.size_limit < len(mail.raw):
            self._rest(session)
            detail = f"mail of {len(mail.raw)} octets is larger than the server's SIZE {session.size_limit}"
            return self._receipt(Outcome.REFUSED, detail=detail)
        try:
            wait = self.settings.command_timeout
            refusal = await session.offer(mail.envelope_from, mail.envelope_to, len(mail.raw), wait)
            if refusal is None:
                return session
            _check_login(refusal)
            if await session.reset(wait):
                self._rest(session)
            else:
                session.abort("refused")
            return self._verdict(refusal)
        except BaseException:
            session.abort("interrupted")
            raise

    async def _finish(self, session: Dialogue, mail: Mail, go: Go) -> Receipt:
        clean = False
        try:
            if not await go():
                return self._receipt(Outcome.NOT_GONE)
            try:
                reply = await session.deliver(mail.raw, self.settings.data_timeout)
            except Lost as lost:
                return self._receipt(Outcome.UNCERTAIN, detail=str(lost))
            clean = reply.code in OK
            return self._verdict(reply)
        finally:
            # Also when go() raises or the task is cancelled: a session between 354 and dot is never used again.
            if clean:
                self._rest(session)
            else:
                session.abort("not finished")

    def _verdict(self, reply: Reply) -> Receipt:
        if reply.code in OK:
            return self._receipt(Outcome.ACCEPTED, reply.code, reply.text)
        detail = f"{reply.verb}: {reply.text}"
        if reply.code < 500:  # noqa: PLR2004  # RFC 5321 4.2.1: 5yz is permanent, all else may be tried again
            return self._receipt(Outcome.TRANSIENT, reply.code, detail)
        blames = reply.verb == "RCPT" and reply.text.split(" ", 1)[0] in _NO_SUCH_RECIPIENT
        return self._receipt(Outcome.REFUSED, reply.code, detail, blames_recipient=blames)

    def _receipt(self, outcome: Outcome, code: int = 0, detail: str = "", *, blames_recipient: bool = False) -> Receipt:
        return Receipt(outcome, code, detail, self._transport, blames_recipient)

    def _rest(self, session: Dialogue) -> None:
        session.mails += 1
        session.last_used = time.monotonic()
        if session.mails < self.settings.mails_per_connection and session.is_open:
            self._idle.append(session)
        else:
            session.close_politely()

    async def _rested(self) -> Dialogue | None:
        """The session used last, if it is alive; what has rested too long is closed."""
        while self._idle:
            session = self._idle.pop()
            rest = time.monotonic() - session.last_used
            if not session.is_open or rest > _CLOSE_AFTER:
                session.close_politely()
            elif rest <= _CHECK_AFTER or await session.reset(_SIGN_OF_LIFE):
                return session
            else:
                session.abort("no sign of life")
        return None

    async def _connect(self) -> Dialogue:
        settings = self.settings
        client = aiosmtplib.SMTP(
            hostname=settings.host,
            port=settings.port,
            local_hostname=self._helo,
            timeout=settings.connect_timeout,
            use_tls=settings.security == "tls",
            start_tls=settings.security == "starttls",
            tls_context=self._context(),
            username=settings.username,
            password=settings.password,
            oauth_token_generator=self._token if settings.token is not None else None,
        )
        try:
            # One bound over all steps: each of them has its own, and they would add up.
            async with asyncio.timeout(settings.connect_timeout):
                await client.connect()
                if client.is_ehlo_or_helo_needed:
                    await client.ehlo()
            self._helo = client.local_hostname  # asking DNS for our own name once is enough
            return Dialogue.take_over(client)
        except BaseException:
            client.close()
            raise

    async def _token(self) -> str:
        token = self.settings.token
        if token is None:
            raise aiosmtplib.SMTPException("no token source")
        try:
            return await token()
        except Exception as error:  # whatever the token's issuer does, it is a login that failed
            raise aiosmtplib.SMTPException(f"no access token: {error}") from error

    def _context(self) -> ssl.SSLContext | None:
        if self.settings.security == "none":
            return None
        if self._tls is None:
            self._tls = ssl.create_default_context(cafile=self.settings.ca_file)
        return self._tls


def _check_login(refusal: Reply) -> None:
    """Raises LoginOver. The session is not used again: no other mail may meet the same refusal."""
    if refusal.code in _OUR_LOGIN:
        raise LoginOver(f"{refusal.code} {refusal.verb}: {refusal.text}")


def _unsendable(mail: Mail) -> str | None:
    """Why these bytes must not enter a dialogue: the envelope would be a command, or the body could smuggle one."""
    if not addresses.is_plain(mail.envelope_to) or (mail.envelope_from and not addresses.is_plain(mail.envelope_from)):
        return "envelope address outside the strict grammar"
    ends = mail.raw.count(b"\r\n")
    if mail.raw.count(b"\n") != ends or mail.raw.count(b"\r") != ends:
        return "bare CR or LF in the mail (SMTP smuggling)"
    return None
