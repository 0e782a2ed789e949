"""The mailboxes that config.toml names, as the daemon and the doctor use them."""

from __future__ import annotations

from pathlib import Path

from campaigns.secrets import credential
from campaigns.settings import Settings
from campaigns.settings.mailbox import MailboxTable
from campaigns.settings.sections import Secret
from replies.connection import ImapSettings
from replies.folder import FolderMailbox
from replies.mailbox import ImapMailbox
from replies.mbox import MboxMailbox
from replies.oauth import Grant, OAuthTokens, google, microsoft
from replies.reply import Mailbox


def mailboxes_of(settings: Settings, state: Path) -> tuple[Mailbox, ...]:
    """The configured mailboxes for replies; raises MissingCredential."""
    return tuple(_mailbox(box, state) for box in settings.mailbox if box.kind != "none")


def _mailbox(box: MailboxTable, state: Path) -> Mailbox:
    if box.kind == "folder":
        return folder_mailbox(state / box.folder, box.account)
    if box.kind == "mbox":
        return MboxMailbox(state / (box.file or ""), box.account, box.initial_days)
    return imap_mailbox(box)


def imap_mailbox(box: MailboxTable, timeout_s: float = 30.0) -> ImapMailbox:
    """A mailbox of kind imap; raises MissingCredential."""
    settings = ImapSettings(
        host=box.host or "",
        user=box.user or "",
        password=_secret(box.password) or "",
        port=box.port,
        tls=box.tls,
        folders=tuple(box.folders),
        initial_days=box.initial_days,
        idle=box.idle,
        timeout_s=timeout_s,
    )
    grant = _grant(box)
    return ImapMailbox(settings, OAuthTokens(grant) if grant else None, box.account)


def _grant(box: MailboxTable) -> Grant | None:
    if box.auth == "password":
        return None
    client_id, refresh = box.client_id or "", _secret(box.refresh_token)
    if box.auth == "google":
        return google(client_id, _secret(box.client_secret) or "", refresh or "", url=box.token_url)
    secret = _secret(box.client_secret)
    return microsoft(box.tenant or "", client_id, secret=secret, refresh_token=refresh, url=box.token_url)


def _secret(reference: Secret) -> str | None:
    return credential(reference.credential) if reference is not None else None


def folder_mailbox(path: Path, account: str | None = None) -> Mailbox:
    """A Maildir of our own, made when it is not there."""
    for part in ("new", "cur", "tmp"):
        (path / part).mkdir(mode=0o700, parents=True, exist_ok=True)
    return FolderMailbox(path, account=account)
