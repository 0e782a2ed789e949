"""One pass over the mailboxes: fetch, parse, classify, match, and the effect, each mail in one transaction."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog
from sqlalchemy import Connection

from campaigns.effects import Aftermath
from campaigns.export import write_recalls
from campaigns.house import House
from campaigns.reply_effects import Done, act
from campaigns.tokens import UNSUBSCRIBE
from contacts import normalize
from contacts.medium import Medium
from replies.child import Parser
from replies.classify import classify
from replies.parse import fingerprint
from replies.reply import (
    Classified,
    Cursor,
    Evidence,
    FolderMissing,
    Kind,
    LoginRefused,
    Mailbox,
    MailboxError,
    Parsed,
    RawMail,
)
from store import people, replies, touches
from store.engine import UNAVAILABLE
from store.replies import Match

log = structlog.get_logger()

_TOKEN = re.compile(r"/abmelden/([A-Za-z0-9_.\-]{20,200})")
_BROKEN = Classified(Kind.UNKNOWN, None, "hold", review=True, evidence=Evidence("set_aside", ""))

Effects = Callable[[Connection, House, RawMail, Parsed, Classified, Match], Done]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A mailbox, or one folder of it, that could not be read: the reason in German; `refused`: our login is wrong."""

    account: str
    reason: str
    refused: bool


@dataclass(frozen=True, slots=True)
class InboxReport:
    """What a pass did: new mails taken in, and what could not be read."""

    new: int
    unreadable: tuple[Unreadable, ...] = ()


def poll(house: House, mailboxes: tuple[Mailbox, ...], parser: Parser) -> InboxReport:
    """Read every folder of every mailbox once. No flag of the team's mail is changed.

    A missing folder stops no other one; a mailbox that cannot be reached is asked once, not once a folder.
    """
    new, unreadable = 0, []
    for mailbox in mailboxes:
        for folder in mailbox.cursors():
            try:
                new += _folder(house, mailbox, folder, parser)
            except MailboxError as error:
                unreadable.append(Unreadable(mailbox.account, str(error), isinstance(error, LoginRefused)))
                if not isinstance(error, FolderMissing):
                    break
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
    with house.store.read() as connection:
        if replies.known(connection, fingerprint(mail.raw)):
            return False
    parsed = _storable(parser.parse(mail.raw))
    try:
        aftermath = _carry_out(house, mail, parsed, classify(parsed), act)
    except UNAVAILABLE:
        raise  # the mail is not at fault; the next poll finds it again
    except Exception:
        # One mail that breaks us must not keep the next objection waiting: set aside, held, for a person to look at.
        log.exception("reply_set_aside", reply=parsed.fingerprint[:16])
        aftermath = _carry_out(house, mail, parsed, _BROKEN, _nothing)
    if aftermath is None:
        return False
    write_recalls(house, aftermath.recalled)
    return True


def _carry_out(house: House, mail: RawMail, parsed: Parsed, answer: Classified, effects: Effects) -> Aftermath | None:
    """Match, act and store in one transaction; None when the mail is known after all."""
    now = house.clock.now()
    with house.store.write() as connection:
        if replies.known(connection, parsed.fingerprint):
            return None
        if mail.uid:
            replies.put_cursor(connection, Cursor(mail.account, mail.folder, mail.uidvalidity, mail.uid), now)
        if parsed.message_id and touches.by_message_ids(connection, [parsed.message_id]):
            # A copy of what we sent ourselves (archive, redirected before activation) is nobody's answer.
            ours = replace(answer, stop="none", review=False)
            replies.add(connection, mail, parsed, ours, Match(), "own_mail")
            return Aftermath()
        match = _match(connection, house, parsed, answer)
        if match.contact_pk is not None and replies.copy_known(connection, match.contact_pk, parsed):
            return None
        effect, aftermath = effects(connection, house, mail, parsed, answer, match)
        replies.add(connection, mail, parsed, answer, match, effect)
    return aftermath


def _storable(parsed: Parsed) -> Parsed:
    """Without NUL: PostgreSQL keeps it in no text, and one such mail would come back with every poll."""
    return replace(
        parsed,
        message_id=_clean(parsed.message_id),
        subject=_clean(parsed.subject) or "",
        from_address=_clean(parsed.from_address),
        references=tuple(_clean(reference) or "" for reference in parsed.references),
        report=replace(
            parsed.report, returned={name: _clean(value) or "" for name, value in parsed.report.returned.items()}
        ),
        text=_clean(parsed.text) or "",
        new_text=_clean(parsed.new_text) or "",
        quarantined=_clean(parsed.quarantined),
    )


def _clean(text: str | None) -> str | None:
    return text.replace("\0", " ") if text else text


def _nothing(*_: object) -> Done:
    return "hold", Aftermath()


def _match(connection: Connection, house: House, parsed: Parsed, answer: Classified) -> Match:
    """Cited Message-IDs first (unguessable), then our token in the text, then the failed recipient, then the sender."""
    if parsed.cited_ids:
        found = touches.by_message_ids(connection, parsed.cited_ids)
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
