"""One pass over the mailboxes: fetch, parse, classify, match, and the effect, each mail in one transaction."""

from __future__ import annotations

import re
from dataclasses import dataclass

import structlog
from sqlalchemy import Connection

from campaigns.export import write_recalls
from campaigns.house import House
from campaigns.reply_effects import act
from campaigns.tokens import UNSUBSCRIBE
from contacts import normalize
from contacts.medium import Medium
from replies.child import Parser
from replies.classify import classify
from replies.reply import Classified, Cursor, Mailbox, MailboxError, Parsed, RawMail
from store import people, replies, touches
from store.replies import Match

log = structlog.get_logger()

_TOKEN = re.compile(r"/abmelden/([A-Za-z0-9_.\-]{20,200})")


@dataclass(frozen=True, slots=True)
class InboxReport:
    """What a pass did: new mails taken in, and mailboxes that could not be read (German reasons)."""

    new: int
    unreadable: tuple[str, ...] = ()


def poll(house: House, mailboxes: tuple[Mailbox, ...], parser: Parser) -> InboxReport:
    """Read every folder of every mailbox once. No flag of the team's mail is changed."""
    new, unreadable = 0, []
    for mailbox in mailboxes:
        try:
            for folder in mailbox.cursors():
                new += _folder(house, mailbox, folder, parser)
        except MailboxError as error:
            log.warning("mailbox_unreadable", account=mailbox.account)
            unreadable.append(str(error))
    return InboxReport(new, tuple(unreadable))


def _folder(house: House, mailbox: Mailbox, folder: str, parser: Parser) -> int:
    now = house.clock.now()
    with house.store.read() as connection:
        cursor = replies.cursor(connection, mailbox.account, folder)
    new = 0
    for mail in mailbox.fetch_new(cursor, now):
        new += take_in(house, mail, parser)
        cursor = Cursor(mailbox.account, folder, mail.uidvalidity, mail.uid)
    with house.store.write() as connection:
        replies.put_cursor(connection, cursor, now)
    return new


def take_in(house: House, mail: RawMail, parser: Parser) -> bool:
    """One mail, exactly once: stored, and its effect done, in one transaction. False when it was known."""
    parsed = parser.parse(mail.raw)
    with house.store.read() as connection:
        if replies.known(connection, parsed.fingerprint):
            return False
    answer = classify(parsed)
    with house.store.write() as connection:
        if replies.known(connection, parsed.fingerprint):
            return False
        match = _match(connection, house, parsed, answer)
        effect, aftermath = act(connection, house, mail, parsed, answer, match)
        replies.add(connection, mail, parsed, answer, match, effect)
        if mail.uid:
            replies.put_cursor(
                connection, Cursor(mail.account, mail.folder, mail.uidvalidity, mail.uid), house.clock.now()
            )
    write_recalls(house, aftermath.recalled)
    return True


def _match(connection: Connection, house: House, parsed: Parsed, answer: Classified) -> Match:
    """References first (unguessable), then our token in the quoted text, then the failed recipient, then the sender."""
    if parsed.references:
        found = touches.by_message_ids(connection, parsed.references)
        if found is not None:
            return Match(*found, "references")
    for token in _TOKEN.findall(parsed.text):
        send_id = house.tokens.read(UNSUBSCRIBE, token)
        found = touches.by_send_id(connection, send_id) if send_id else None
        if found is not None:
            return Match(*found, "token")
    for address, how in ((answer.failed_recipient, "recipient"), (parsed.from_address, "sender")):
        contact_pk = _by_address(connection, house, address)
        if contact_pk is not None:
            return Match(None, contact_pk, how)
    return Match()


def _by_address(connection: Connection, house: House, address: str | None) -> int | None:
    normalised = normalize.email(address) if address else None
    if normalised is None:
        return None
    found = people.by_address(connection, house.address_hash(Medium.EMAIL, normalised))
    return found[0] if found else None
