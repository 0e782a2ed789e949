"""The mailboxes: reached, logged in, every folder there. Nothing is read or marked."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Iterator

from campaigns.doctor.finding import Finding, error, note, ok, warning
from campaigns.doctor.patient import Patient
from campaigns.doctor.tls import certificate
from campaigns.mailboxes import imap_mailbox, sqs_mailbox
from campaigns.secrets import MissingCredential
from campaigns.settings.mailbox import MailboxTable
from replies.reply import MailboxError
from replies.sqs import QueueLook
from store import operation

_SECONDS = 10.0
_QUEUE_SECONDS = 4.0
"""Twice: who gives no answer is asked once more."""
_HIDDEN_LEAST = 30
_KEPT_LEAST = 4 * 86_400
"""Seconds: a service that stands over a long weekend misses no complaint."""


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
    if not (box.queue_url or "").startswith(f"https://sqs.{box.region}.") and box.endpoint is None:
        yield warning(f"{box.account}: die Adresse liegt nicht in {box.region}.", "[[mailbox]] region prüfen.")
    try:
        with contextlib.closing(sqs_mailbox(box, timeout_s=_QUEUE_SECONDS)) as queue:
            seen = queue.look()
    except MissingCredential:
        yield error(f"{box.account} nicht geprüft: ein Geheimnis fehlt.", "Siehe Schlüssel und Kennwörter.")
    except MailboxError as fault:
        yield error(_first(str(fault)), _rest(str(fault)))
    else:
        yield ok(f"{box.account}: erreichbar, {seen.waiting} Meldungen warten.")
        yield from _right(patient, box, seen)


def _right(patient: Patient, box: MailboxTable, seen: QueueLook) -> Iterator[Finding]:
    """Whether the queue is set up as the handbook says, and lets go of what was read."""
    stuck = None
    if patient.fits:
        with patient.reading() as connection:
            stuck = operation.switch(connection, operation.QUEUE_STUCK)
    if not seen.may_delete:
        yield error(
            f"{box.account}: gelesene Meldungen lassen sich nicht löschen und kommen immer wieder.",
            "Dem Zugang das Recht sqs:DeleteMessage geben. Doppelt wirkt nichts.",
        )
    elif stuck:
        yield error(stuck, "Ist das Recht schon da, verschwindet diese Zeile von selbst nach der nächsten Abfrage.")
    if seen.hidden_for < _HIDDEN_LEAST:
        yield warning(
            f"{box.account}: Meldungen bleiben beim Lesen nur {seen.hidden_for} Sekunden verborgen.",
            "Visibility timeout der Warteschlange auf 60 Sekunden stellen.",
        )
    if seen.kept_for < _KEPT_LEAST:
        yield warning(
            f"{box.account}: Meldungen verfallen nach {seen.kept_for / 3600:g} h, auch ungelesene Beschwerden.",
            "Message retention period der Warteschlange auf 14 Tage stellen.",
        )


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
