"""The mailbox: reached, logged in, every folder there. Nothing is read or marked."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import replace

from campaigns.bootstrap import imap_of
from campaigns.doctor.finding import Finding, error, note, ok
from campaigns.doctor.patient import Patient
from campaigns.doctor.tls import certificate
from campaigns.secrets import MissingCredential
from replies.mailbox import ImapMailbox
from replies.reply import MailboxError

_SECONDS = 15.0


def check(patient: Patient) -> Iterator[Finding]:
    """The mailbox says itself, in German, what is wrong with it."""
    settings = patient.settings
    if settings is None:
        return
    box = settings.mailbox
    if box.kind != "imap":
        yield note(f'[mailbox] kind = "{box.kind}": kein Mailserver zu prüfen.')
        return
    where = f"{box.host}:{box.port}"
    if not patient.connect:
        yield note(f"{where} nicht geprüft (--offline).")
        return
    try:
        seen = ImapMailbox(replace(imap_of(box), timeout_s=_SECONDS)).look()
    except MissingCredential:
        yield error(f"{where} nicht geprüft: das Kennwort fehlt.", "Siehe Schlüssel und Kennwörter.")
        return
    except MailboxError as fault:
        cause = fault.__cause__
        why = f" ({cause.verify_message})" if isinstance(cause, ssl.SSLCertVerificationError) else ""
        yield error(f"{where}: {_first(str(fault))}{why}", _rest(str(fault)))
        return
    yield ok(f"{where}: angemeldet als {box.user}, Ordner {', '.join(box.folders)} lesbar.")
    good_for = certificate(seen.expires, patient.now)
    if good_for is not None:
        yield good_for


def _first(sentences: str) -> str:
    """What is wrong; the mailbox writes the cure behind it."""
    return sentences.partition(" Bitte ")[0]


def _rest(sentences: str) -> str:
    cure = sentences.partition(" Bitte ")[2]
    return f"Bitte {cure}" if cure else "Es wird von selbst wieder versucht."
