"""From a rendered message to the bytes of a mail.

The skeleton is fixed, so it is written out instead of built with `email.message`: that costs 5 ms a mail, folds
List-Unsubscribe into encoded words (which breaks RFC 8058) and lets an encoded newline become a header line. The header
lint checks every block that is built here.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from datetime import UTC
from email.utils import format_datetime

from channels.channel import Attachment, EmailContent, Mail, Message, Refused
from channels.email import addresses, headers, lint
from contacts.medium import Medium

_NOT_FEEDBACK = re.compile(r"[^A-Za-z0-9_.-]")
_RESERVED = frozenset(
    {
        *("from", "to", "reply-to", "subject", "date", "message-id", "mime-version", "content-type"),
        *("content-transfer-encoding", "auto-submitted", "list-id", "list-unsubscribe", "list-unsubscribe-post"),
    }
)
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}")
_FILE_KIND = re.compile(r"[a-z]+/[a-z0-9.+-]+(?:; [a-z]+=[A-Za-z0-9-]+)*")
_PART = (
    b"Content-Type: text/%b; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n"
    b"\r\n"
    b"%b"
)  # fmt: skip


class EmailChannel:
    """Builds mails. `feedback_sender` (5 to 15 characters) switches on Feedback-ID for advertising (Gmail's FBL)."""

    def __init__(self, feedback_sender: str = "") -> None:
        self.name = "email"
        self.medium = Medium.EMAIL
        self._feedback_sender = feedback_sender

    def prepare(self, message: Message) -> Mail:
        """CRLF bytes, 7 bit throughout, same message same bytes. Raises Refused with a German sentence."""
        content = message.content
        if not isinstance(content, EmailContent):
            raise Refused("Für eine E-Mail fehlt der E-Mail-Inhalt (Betreff, Text, HTML).")
        if message.purpose.is_advertising and message.unsubscribe_url is None:
            raise Refused("Eine werbliche Mail braucht einen Abmeldelink (§ 7 Abs. 3 Nr. 4 UWG).")
        recipient = addresses.checked(message.recipient.email, "Die Empfängeradresse")
        sender = addresses.checked(message.envelope_from or message.sender.address, "Die Rückläuferadresse")
        head, body = self._head(message, content, recipient), _body(message.message_id, content)
        block = b"%b\r\n%b" % ("\r\n".join(head).encode("ascii"), body)
        lint.check(block[: block.index(b"\r\n\r\n") + 2])
        return Mail(message.send_id, message.message_id, sender, recipient, block, hashlib.sha256(block).hexdigest())

    def _head(self, message: Message, content: EmailContent, recipient: str) -> list[str]:
        origin = message.sender
        address = addresses.checked(origin.address, "Die Absenderadresse")
        if not addresses.is_message_id(message.message_id):
            raise Refused("Die Message-ID der Mail ist ungültig.")
        if not content.subject.strip():
            raise Refused("Der Betreff ist leer.")
        if message.created_at.tzinfo is None:
            raise Refused("Der Zeitpunkt der Mail hat keine Zeitzone.")
        lines = [
            f"From: {headers.mailbox('From', origin.name, address, 'Der Absendername')}",
            f"To: {headers.mailbox('To', message.recipient.name, recipient, 'Der Name des Empfängers')}",
            f"Subject: {headers.unstructured('Subject', content.subject)}",
            f"Date: {format_datetime(message.created_at.astimezone(UTC))}",
            f"Message-ID: <{message.message_id}>",
            "MIME-Version: 1.0",
            # RFC 3834: sent by a machine on schedule, so vacation robots stay silent.
            "Auto-Submitted: auto-generated",
        ]
        if origin.reply_to:
            lines.append(f"Reply-To: <{addresses.checked(origin.reply_to, 'Die Antwortadresse')}>")
        return lines + self._machine_lines(message, address)

    def _machine_lines(self, message: Message, address: str) -> list[str]:
        lines = []
        targets = headers.list_unsubscribe(message.unsubscribe_url, message.unsubscribe_mailto)
        if targets:
            lines.append(f"List-Unsubscribe: {targets}")
        if message.unsubscribe_url is not None:
            lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
        if message.purpose.is_advertising:
            # One list a sender domain: a click ends all of its advertising, not that of one sequence (RFC 2919).
            lines.append(f"List-Id: <werbung.{address.rpartition('@')[2]}>")
        if self._feedback_sender and message.purpose.is_advertising:
            parts = (message.step, message.sequence, message.purpose.value, self._feedback_sender)
            lines.append(f"Feedback-ID: {':'.join(_NOT_FEEDBACK.sub('_', part) for part in parts)}")
        for name, value in message.headers.items():
            if name.lower() in _RESERVED or not lint.is_allowed(name):
                raise Refused(f"Die Kopfzeile „{headers.text(name, 'Ein Kopfzeilenname')[:40]}“ ist nicht vorgesehen.")
            lines.append(f"{name}: {headers.machine(value, f'Die Kopfzeile „{name}“')}")
        return lines


def _body(message_id: str, content: EmailContent) -> bytes:
    """Content headers, blank line and body: the words, and where files go with them multipart/mixed around both."""
    words = _words(message_id, content)
    if not content.attachments:
        return words
    mark = b"=_m%b" % hashlib.sha256(message_id.encode()).hexdigest()[:32].encode()
    parts = b"".join(b"--%b\r\n%b\r\n" % (mark, part) for part in (words, *map(_attached, content.attachments)))
    return b'Content-Type: multipart/mixed;\r\n boundary="%b"\r\n\r\n%b--%b--\r\n' % (mark, parts, mark)


def _attached(file: Attachment) -> bytes:
    if _FILE_NAME.fullmatch(file.name) is None or _FILE_KIND.fullmatch(file.kind) is None:
        raise Refused(f"Die Datei „{file.name[:40]}“ hat keinen Namen oder keine Art, die in einer Mail stehen darf.")
    head = (
        f"Content-Type: {file.kind}\r\nContent-Transfer-Encoding: base64\r\n"
        f'Content-Disposition: attachment; filename="{file.name}"\r\n\r\n'
    )
    return head.encode("ascii") + base64.encodebytes(file.data).replace(b"\n", b"\r\n")


def _words(message_id: str, content: EmailContent) -> bytes:
    """multipart/alternative, or text/plain alone when there is no HTML."""
    if not content.text.strip():
        raise Refused("Der Textteil der Mail ist leer.")
    plain = _PART % (b"plain", _quoted_printable(content.text))
    if not content.html.strip():
        return plain
    rich = _PART % (b"html", _quoted_printable(content.html))
    # "=_" can occur in no quoted-printable line (RFC 2045 6.7), so the boundary cannot occur in a part.
    mark = b"=_%b" % hashlib.sha256(message_id.encode()).hexdigest()[:32].encode()
    return (
        b'Content-Type: multipart/alternative;\r\n boundary="%b"\r\n\r\n'
        b"--%b\r\n%b\r\n--%b\r\n%b\r\n--%b--\r\n"
    ) % (mark, mark, plain, mark, rich, mark)  # fmt: skip


def _quoted_printable(text: str) -> bytes:
    """Lines of at most 76 ASCII characters ending in CRLF; the text's own line ends are unified."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").replace("\n", "\r\n")
    try:
        # The final CRLF also tells b2a_qp which line end its soft breaks need.
        return binascii.b2a_qp(f"{unified}\r\n".encode())
    except UnicodeEncodeError as error:
        raise Refused("Der Text der Mail enthält ein unvollständiges Zeichen.") from error
