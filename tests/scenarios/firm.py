"""A small firm with a real mail server and a real mailbox, driven through the command line."""

from __future__ import annotations

import email
import email.policy
import imaplib
import re
import smtplib
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from tests.rig.dovecot import Dovecot
from tests.rig.machine import wait_until
from tests.rig.postfix import TEAM, Postfix
from tests.rig.tool import Tool, shipped_config

MONDAY = datetime.fromisoformat("2026-03-02T08:00:00+01:00")

_CUSTOMERS = (
    "contact_id;company_id;company_name;kind;salutation;first_name;last_name;email;phone;linkedin_url;street;postcode;"
    "city;country;land;tier;annual_value;customer_since;owner_email;contract_id;product_family;contract_kind;"
    "contract_start;contract_end;notice_days;concluded_online;address_source;objection_notice;letters_notice"
)
_CONSENTS = (
    "consent_id;contact_id;medium;purposes;granted_at;method;text;text_version;proof_ref;confirmed_at;valid_until"
)
AUTHSERV = "mx.nordlicht-software.example"
"""The name our own mail server signs its Authentication-Results with, as the shipped configuration says."""
_CANCELLATIONS = "cancellation_id;contact_id;contract_id;received_at;wished_end;reason;text;door"


@dataclass(frozen=True)
class Person:
    """A customer who has cancelled; each test has its own, because all share one Postfix and one mailbox."""

    id: str
    tier: str = "standard"
    media: tuple[str, ...] = ("email",)
    text: str = "Wir kommen mit der neuen Oberfläche nicht zurecht."
    local: str = "kunde"
    told: bool = True
    """Whether the notice of § 7 Abs. 3 Nr. 4 UWG was given: without it mails need a consent."""

    @property
    def address(self) -> str:
        return f"{self.local}-{self.id.lower()}@kunde.test"


class Firm(Tool):
    """An activated installation at `MONDAY`: mails leave through Postfix, answers are read from Dovecot."""

    def __init__(self, folder: Path, postfix: Postfix, dovecot: Dovecot, **replaced: str) -> None:
        self.postfix, self.dovecot, self.folder = postfix, dovecot, folder
        super().__init__(folder / "state", _config(folder, postfix, dovecot, replaced))
        self.play(MONDAY.isoformat())
        self("activate")

    def take_on(self, *people: Person) -> None:
        """Import customers, their consents, and then their cancellations of this Monday morning."""
        self._import("customers", _CUSTOMERS, [_customer(person) for person in people])
        self._import("consents", _CONSENTS, [line for person in people for line in _consents(person)])
        self._import("cancellations", _CANCELLATIONS, [_cancellation(person) for person in people])

    def until(self, day: int, hour: int = 12) -> None:
        """Let the virtual clock run from where it stands to `hour` o'clock, `day` days after Monday."""
        now = self("status", "--json").object["now"]
        self.play(now, at(day, hour).isoformat())

    def mail(self, person: Person, step: str) -> EmailMessage:
        """The delivered mail of one step."""
        return parsed(self.raw_mail(person, step))

    def raw_mail(self, person: Person, step: str) -> bytes:
        """The bytes in the person's Maildir, found by their Message-ID, after all that left has arrived."""
        left = self.touches(contact=person.id, decision="send", channel="email")
        (wanted,) = (touch["message_id"] for touch in left if touch["step"] == step)
        delivered = self.postfix.delivered(person.address, len(left))
        return next(raw for raw in delivered if parsed(raw)["Message-ID"] == f"<{wanted}>")

    def deliver(self, raw: bytes, sender: str) -> None:
        """Send a mail to the team through Postfix and wait until Dovecot shows it."""
        known = len(self.mailbox_flags())
        with smtplib.SMTP("127.0.0.1", self.postfix.port) as client:
            client.sendmail(sender, [TEAM], raw)
        wait_until(lambda: len(self.mailbox_flags()) > known, "the mail in the mailbox", self.postfix.log)

    def uidvalidity(self) -> int:
        with imaplib.IMAP4("127.0.0.1", self.dovecot.port) as imap:
            imap.login(self.dovecot.user, self.dovecot.password)
            imap.select("INBOX", readonly=True)
            return int(imap.untagged_responses["UIDVALIDITY"][0])

    def mailbox_flags(self) -> dict[int, tuple[str, ...]]:
        """UID -> flags of the team's mail, as a mail program sees them."""
        with imaplib.IMAP4("127.0.0.1", self.dovecot.port) as imap:
            imap.login(self.dovecot.user, self.dovecot.password)
            imap.select("INBOX", readonly=True)
            lines = imap.uid("FETCH", "1:*", "(FLAGS)")[1]
        found = [re.search(rb"UID (\d+) FLAGS \(([^)]*)\)", line) for line in lines if isinstance(line, bytes)]
        return {int(match[1]): tuple(match[2].decode().split()) for match in found if match}

    def _import(self, kind: str, header: str, lines: list[str]) -> None:
        path = self.folder / f"{kind}.csv"
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        self("import", kind, path)


def at(day: int, hour: int = 12) -> datetime:
    """`hour` o'clock, `day` days after Monday (all in winter time)."""
    return MONDAY.replace(hour=hour) + timedelta(days=day)


def parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def answer(mail: EmailMessage, text: str, sent: datetime, *, sender: str | None = None, **headers: str) -> bytes:
    """A reply as a mail program writes it: subject, references, the new words, the quoted mail below."""
    reply = EmailMessage(policy=email.policy.SMTP)
    reply["From"] = sender or mail["To"]
    reply["To"] = TEAM
    reply["Subject"] = f"AW: {mail['Subject']}"
    reply["Date"] = format_datetime(sent)
    reply["Message-ID"] = f"<{uuid.uuid5(uuid.NAMESPACE_URL, f'{text}{sent}')}@kunde.test>"
    reply["In-Reply-To"] = mail["Message-ID"]
    reply["References"] = mail["Message-ID"]
    for name, value in headers.items():
        reply[name.replace("_", "-")] = value
    body = mail.get_body(("plain",))
    assert body is not None
    quoted = "\n".join(f"> {line}" for line in body.get_content().splitlines())
    reply.set_content(f"{text}\n\nAm 03.03.2026 um 09:00 schrieb Nordlicht Kundenbetreuung:\n{quoted}\n")
    return reply.as_bytes()


def hard_bounce(mail: EmailMessage, sent: datetime) -> bytes:
    """What another mail server returns when nobody of that name is there (RFC 3464), in Postfix's wording."""
    recipient, original = mail["To"].addresses[0].addr_spec, mail.as_bytes().split(b"\n\n", 1)[0].decode()
    return (
        f"From: MAILER-DAEMON@mx.kunde.test (Mail Delivery System)\r\nTo: {TEAM}\r\n"
        f"Subject: Undelivered Mail Returned to Sender\r\nDate: {format_datetime(sent)}\r\n"
        f"Message-ID: <{uuid.uuid5(uuid.NAMESPACE_URL, recipient)}@mx.kunde.test>\r\nAuto-Submitted: auto-replied\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="GRENZE"\r\n\r\n'
        "--GRENZE\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nThis is the mail system at host mx.kunde.test.\r\n"
        f"\r\n<{recipient}>: host mx.kunde.test said: 550 5.1.1 User unknown\r\n"
        "--GRENZE\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.kunde.test\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown\r\n"
        f"--GRENZE\r\nContent-Type: text/rfc822-headers\r\n\r\n{original}\r\n--GRENZE--\r\n"
    ).encode()


def _config(folder: Path, postfix: Postfix, dovecot: Dovecot, replaced: dict[str, str]) -> Path:
    path = shipped_config(
        folder,
        **replaced,
        from_address=f'from_address = "{TEAM}"',
        carrier='carrier = "smtp"',
        kind='kind = "imap"',
        initial_days="initial_days = 36500",
    )
    text = path.read_text(encoding="utf-8")
    smtp, mailbox = text.index("[email.smtp]"), text.index("[[mailbox]]")
    head, between, tail = text[:smtp], text[smtp:mailbox], text[mailbox:]
    between = _set(between, host='"127.0.0.1"', port=str(postfix.port), tls='"off"')
    tail = _set(tail, port=str(dovecot.port), tls='"off"').replace(
        '# host = "imap.nordlicht-software.example"', 'host = "127.0.0.1"'
    )
    tail = tail.replace('# user = "kundenbetreuung"', f'user = "{dovecot.user}"')
    tail = tail.replace('# password = { credential = "imap" }', 'password = { credential = "imap" }')
    path.write_text(head + between + tail, encoding="utf-8")
    return path


def _set(section: str, **values: str) -> str:
    for key, value in values.items():
        section = re.sub(rf"^{key} = .*$", f"{key} = {value}", section, count=1, flags=re.MULTILINE)
    return section


def _customer(person: Person) -> str:
    return (
        f"{person.id};F-{person.id};Firma {person.id} GmbH;business;Frau;Erika;Muster{person.id.lower()};{person.address};"
        f"0171 3920011;https://www.linkedin.com/in/{person.id.lower()};Testweg 1;24103;Kiel;DE;SH;{person.tier};1200,00;"
        f"2020-01-01;jana.petersen@firma.test;V-{person.id};auftragsbuch;paid;2020-01-01;2026-06-30;30;ja;self_given;"
        f"{'yes' if person.told else 'no'};ja"
    )


def _consents(person: Person) -> list[str]:
    text = "Sie dürfen mir Angebote schicken, auch nach dem Ende meines Vertrags. Ich kann das jederzeit widerrufen."
    granted = "2025-06-01T10:00:00+02:00"
    confirmed = {"email": ("doi", "2025-06-01T10:05:00+02:00")}
    lines = []
    for medium in person.media:
        method, moment = confirmed.get(medium, ("signed", ""))
        name = f"EW-{person.id}-{medium}"
        lines.append(f"{name};{person.id};{medium};advertising;{granted};{method};{text};v1;archiv/{name};{moment};")
    return lines


def _cancellation(person: Person) -> str:
    received = (MONDAY - timedelta(minutes=30)).isoformat()
    return f"KUE-{person.id};{person.id};V-{person.id};{received};2026-06-30;image;{person.text};mailbox"
