"""Messages and mails that the tests of this folder and the contract suite start from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from channels.channel import EmailContent, From, Mail, Message, Recipient
from channels.email.compose import EmailChannel
from channels.email.message_id import message_id
from contacts.contact import PostalAddress
from contacts.medium import Purpose

KEY = b"a key of this installation"

MESSAGE = Message(
    send_id="send-1",
    message_id=message_id(KEY, "send-1", "firma.test"),
    created_at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    purpose=Purpose.ADVERTISING,
    sender=From("Müller & Söhne GmbH", "team@firma.test", "antwort@firma.test"),
    recipient=Recipient(
        contact_id="K-1",
        name="Änne Köhler",
        email="koehler@kunde.test",
        phone="+4930123456",
        profile="linkedin.com/in/aenne-koehler",
        address=PostalAddress("Lindenstraße 5", "01067", "Dresden"),
        salutation="Frau",
        first_name="Änne",
        last_name="Köhler",
    ),
    content=EmailContent(
        subject="Schön, dass Sie bei uns waren – das ist seit Ihrer Kündigung neu",
        text="Guten Tag Frau Köhler,\n\n.ein Punkt am Anfang\n.\nViele Grüße\n",
        html='<p style="margin:0">Guten Tag Frau Köhler, „auf Wiedersehen“ und bis bald.</p>\n' * 40,
    ),
    sequence="winback",
    step="value",
    unsubscribe_url="https://abmelden.firma.test/a/" + "Zm9vYmFy" * 16,
    unsubscribe_mailto="abmelden+Zm9vYmFy@firma.test",
)


def mail_for(address: str = "koehler@kunde.test", send_id: str = "send-1") -> Mail:
    """A composed mail to `address` with its own Message-ID."""
    recipient = replace(MESSAGE.recipient, email=address)
    identity = message_id(KEY, send_id, "firma.test")
    return EmailChannel().prepare(replace(MESSAGE, send_id=send_id, message_id=identity, recipient=recipient))
