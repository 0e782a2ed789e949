"""Builds the way out for mails from config.toml: the only place that names concrete carriers."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from campaigns.house import House
from campaigns.logins import grant_of, secret_of
from campaigns.settings import Settings
from campaigns.settings.transport import Dkim, EmailSection
from channels.channel import Carrier
from channels.email.dkim_signature import DkimSettings, SigningCarrier
from channels.email.folder import FolderCarrier
from channels.email.pace import PaceSettings, Rate
from channels.email.paced import PacedCarrier
from channels.email.recording import RecordingCarrier
from channels.email.redirect import RedirectCarrier
from channels.email.ses import SesCarrier, SesSettings
from channels.email.ses_account import SesAccount
from channels.email.smtp import SmtpCarrier
from channels.email.smtp_settings import Security, SmtpSettings
from replies.oauth import OAuthTokens
from store import operation
from store.engine import Store

_SECURITY: dict[str, Security] = {"required": "starttls", "implicit": "tls", "off": "none"}


def carrier_of(house: House, settings: Settings) -> Carrier:
    """The configured way out for mails; until the installation is activated every mail goes to one address."""
    way = _carrier(settings, house.state)
    return RedirectCarrier(way, house.redirect_to, partial(_activated, house.store), settings.activation.allow)


def _activated(store: Store) -> bool:
    with store.read() as connection:
        return operation.switch(connection, operation.ACTIVATED) is not None


def _carrier(settings: Settings, state: Path) -> Carrier:
    mail = settings.email
    if mail.carrier in ("smtp", "ses"):
        carrier = SesCarrier(ses_of(mail)) if mail.carrier == "ses" else SmtpCarrier(smtp_of(mail))
        paced = PacedCarrier(carrier, pace_of(mail))
        return SigningCarrier(paced, dkim_of(mail.dkim)) if mail.dkim is not None else paced
    if mail.carrier == "folder":
        return FolderCarrier(state / mail.folder)
    return RecordingCarrier(limit=1000)


def dkim_of(settings: Dkim) -> DkimSettings:
    """Whose signature our mails bear; raises MissingCredential."""
    return DkimSettings(settings.domain, settings.selector, (secret_of(settings.key) or "").encode())


def pace_of(mail: EmailSection) -> PaceSettings:
    """How fast mails may leave."""
    rates = tuple(Rate(frozenset(one.domains), one.per_minute) for one in mail.rate)
    return PaceSettings(mail.per_second, mail.domain_per_minute, rates)


def smtp_of(mail: EmailSection) -> SmtpSettings:
    """How to reach the mail server; raises MissingCredential."""
    smtp, grant = mail.smtp, grant_of(mail.smtp, sending=True)
    # The provider is asked in a thread: the loop holds the other connections.
    tokens = OAuthTokens(grant) if grant is not None else None
    return SmtpSettings(
        host=smtp.host,
        port=smtp.port,
        security=_SECURITY[smtp.tls],
        username=smtp.user,
        password=secret_of(smtp.password),
        token=partial(asyncio.to_thread, tokens.token) if tokens is not None else None,
        renew=tokens.renew if tokens is not None else None,
        connections=mail.connections,
        command_timeout=smtp.timeout_seconds,
        data_timeout=smtp.data_timeout_seconds,
    )


def ses_account_of(settings: Settings) -> SesAccount | None:
    """The account behind the carrier, None when mails do not leave over Amazon SES; raises MissingCredential."""
    return SesAccount(ses_of(settings.email)) if settings.email.carrier == "ses" else None


def ses_of(mail: EmailSection) -> SesSettings:
    """How to reach Amazon SES; raises MissingCredential."""
    ses = mail.ses
    return SesSettings(
        region=ses.region,
        configuration_set=ses.configuration_set,
        endpoint=ses.endpoint,
        access_key=secret_of(ses.access_key),
        secret_key=secret_of(ses.secret_key),
        connections=mail.connections,
    )
