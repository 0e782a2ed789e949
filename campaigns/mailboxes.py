"""The mailboxes that config.toml names, as the daemon and the doctor use them."""

from __future__ import annotations

from pathlib import Path

from campaigns.logins import grant_of, secret_of
from campaigns.settings import Settings
from campaigns.settings.mailbox import MailboxTable
from replies.connection import ImapSettings
from replies.folder import FolderMailbox
from replies.mailbox import ImapMailbox
from replies.mbox import MboxMailbox
from replies.oauth import OAuthTokens
from replies.reply import Mailbox
from replies.sqs import SqsMailbox, SqsSettings


def mailboxes_of(settings: Settings, state: Path) -> tuple[Mailbox, ...]:
    """The configured mailboxes for replies; raises MissingCredential."""
    return tuple(_mailbox(box, state) for box in settings.mailbox if box.kind != "none")


def _mailbox(box: MailboxTable, state: Path) -> Mailbox:
    if box.kind == "folder":
        return folder_mailbox(state / box.folder, box.account)
    if box.kind == "mbox":
        return MboxMailbox(state / (box.file or ""), box.account, box.initial_days)
    if box.kind == "sqs":
        return sqs_mailbox(box)
    return imap_mailbox(box)


def sqs_mailbox(box: MailboxTable, timeout_s: float = 20.0) -> SqsMailbox:
    """The queue of Amazon SES' events; raises MissingCredential."""
    keys = secret_of(box.access_key), secret_of(box.secret_key)
    settings = SqsSettings(box.queue_url or "", box.region, box.endpoint, *keys)
    return SqsMailbox(settings, box.account, timeout_s)


def imap_mailbox(box: MailboxTable, timeout_s: float = 30.0) -> ImapMailbox:
    """A mailbox of kind imap; raises MissingCredential."""
    settings = ImapSettings(
        host=box.host or "",
        user=box.user or "",
        password=secret_of(box.password) or "",
        port=box.port,
        tls=box.tls,
        folders=tuple(box.folders),
        initial_days=box.initial_days,
        idle=box.idle,
        timeout_s=timeout_s,
    )
    grant = grant_of(box)
    return ImapMailbox(settings, OAuthTokens(grant) if grant else None, box.account)


def folder_mailbox(path: Path, account: str | None = None) -> Mailbox:
    """A Maildir of our own, made when it is not there."""
    for part in ("new", "cur", "tmp"):
        (path / part).mkdir(mode=0o700, parents=True, exist_ok=True)
    return FolderMailbox(path, account=account)
