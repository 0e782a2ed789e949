"""The mailboxes: reached, logged in, every folder there. Nothing is read or marked."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Iterator

from campaigns.doctor.finding import Finding, error, note, ok
from campaigns.doctor.patient import Patient
from campaigns.doctor.tls import certificate
from campaigns.mailboxes import imap_mailbox, sqs_mailbox
from campaigns.secrets import MissingCredential
from campaigns.settings.mailbox import MailboxTable
from replies.reply import MailboxError

_SECONDS = 15.0


def check(patient: Patient) -> Iterator[Finding]:
    """Each mailbox says itself, in German, what is wrong with it."""
    for box in patient.settings.mailbox if patient.settings is not None else ():
        if box.kind == "imap":
            yield from _imap(patient, box)
        elif box.kind == "sqs":
            yield from _queue(patient, box)
        elif box.kind == "none":
            yield note('[[mailbox]] kind = "none": kein Mailserver zu prüfen.')
        else:
            yield from _files(patient, box)


def _imap(patient: Patient, box: MailboxTable) -> Iterator[Finding]:
    where = f"{box.host}:{box.port}"
    if not patient.connect:
        yield note(f"{where} nicht geprüft (--offline).")
        return
    try:
        seen = imap_mailbox(box, timeout_s=_SECONDS).look()
    except MissingCredential:
        yield error(f"{where} nicht geprüft: ein Geheimnis fehlt.", "Siehe Schlüssel und Kennwörter.")
        return
    except MailboxError as fault:
        cause = fault.__cause__
        why = f" ({cause.verify_message})" if isinstance(cause, ssl.SSLCertVerificationError) else ""
        yield error(f"{where}: {_first(str(fault))}{why}", _rest(str(fault)))
        return
    pace = "" if "IDLE" in seen.capabilities or not box.idle else "; ohne IDLE, gelesen wird im Takt"
    yield ok(f"{where}: angemeldet als {box.user}, Ordner {', '.join(box.folders)} lesbar{pace}.")
    good_for = certificate(seen.expires, patient.now)
    if good_for is not None:
        yield good_for


def _queue(patient: Patient, box: MailboxTable) -> Iterator[Finding]:
    if not patient.connect:
        yield note(f"{box.account} nicht geprüft (--offline).")
        return
    try:
        with contextlib.closing(sqs_mailbox(box)) as queue:
            waiting = queue.waiting()
    except MissingCredential:
        yield error(f"{box.account} nicht geprüft: ein Geheimnis fehlt.", "Siehe Schlüssel und Kennwörter.")
    except MailboxError as fault:
        yield error(_first(str(fault)), _rest(str(fault)))
    else:
        yield ok(f"{box.account}: lesbar, {waiting} Meldungen warten.")


def _files(patient: Patient, box: MailboxTable) -> Iterator[Finding]:
    path = patient.state / (box.folder if box.kind == "folder" else box.file or "")
    if path.exists() or box.kind == "mbox":  # a mail program makes the file with the first mail
        yield note(f'[[mailbox]] kind = "{box.kind}": {path}, kein Mailserver zu prüfen.')
    else:
        yield note(f'[[mailbox]] kind = "{box.kind}": {path} entsteht beim ersten Start, kein Mailserver zu prüfen.')


def _first(sentences: str) -> str:
    """What is wrong; the mailbox writes the cure behind it."""
    return sentences.partition(" Bitte ")[0]


def _rest(sentences: str) -> str:
    cure = sentences.partition(" Bitte ")[2]
    return f"Bitte {cure}" if cure else "Es wird von selbst wieder versucht."
