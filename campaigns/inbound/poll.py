"""One pass over the mailboxes: fetch, parse, classify, match, and the effect, each mail in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog
from sqlalchemy import Connection

from campaigns.effects import Aftermath
from campaigns.export import write_recalls
from campaigns.house import House
from campaigns.inbound.bounces import forgive
from campaigns.inbound.effects import act
from campaigns.inbound.handed_on import Handed, handed_on
from campaigns.inbound.incoming import Done
from campaigns.inbound.matching import CITED, is_sent_copy, match_of
from campaigns.inbound.rates import watch
from campaigns.inbound.trust import trust_of
from campaigns.inbound.unheard import sent_copy, somebody_reads
from replies.child import Parser
from replies.classify import BULK, classify
from replies.folder import MAX_PER_POLL
from replies.meaning.verdict import LIKELY_RULE
from replies.notices.ses import only_events
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
    NotDeleted,
    Parsed,
    RawMail,
)
from store import operation, people, replies, touches
from store.engine import UNAVAILABLE
from store.locks import lock_word
from store.replies import Match

log = structlog.get_logger()

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
    """What a pass did: new mails taken in, what could not be read, and whether more is waiting right now.

    `not_deleted`: queues that were read and would not let go of what was, in German.
    """

    new: int
    unreadable: tuple[Unreadable, ...] = ()
    more: bool = False
    not_deleted: tuple[str, ...] = ()


def poll(house: House, mailboxes: tuple[Mailbox, ...], parser: Parser) -> InboxReport:
    """Read every folder of every mailbox once. No flag of the team's mail is changed.

    A missing folder stops no other one; a mailbox that cannot be reached is asked once, not once a folder.
    """
    new, unreadable, more, stuck = 0, list[Unreadable](), False, list[str]()
    for mailbox in mailboxes:
        for folder in mailbox.cursors():
            try:
                taken, full, words = _folder(house, mailbox, folder, parser)
                new, more = new + taken, more or full
                stuck += words
            except MailboxError as error:
                unreadable.append(Unreadable(mailbox.account, str(error), isinstance(error, LoginRefused)))
                if not isinstance(error, FolderMissing):
                    break
    forgive(house)
    if new or unreadable:  # a mailbox that broke off may have told of bounces before
        watch(house)
    _remember(house, stuck)
    return InboxReport(new, tuple(unreadable), more, tuple(stuck))


def _remember(house: House, stuck: list[str]) -> None:
    """What `status` and `doctor` tell, who are other processes."""
    words = "; ".join(stuck)
    with house.store.read() as connection:
        known = operation.switch(connection, operation.QUEUE_STUCK) or ""
    if words != known:
        with house.store.write() as connection:
            operation.set_switch(connection, operation.QUEUE_STUCK, words, house.clock.now())


def _folder(house: House, mailbox: Mailbox, folder: str, parser: Parser) -> tuple[int, bool, list[str]]:
    """How many mails were new, whether the pass ended because of their number, and what could not be taken away."""
    now = house.clock.now()
    with house.store.read() as connection:
        cursor = replies.cursor(connection, mailbox.account, folder)
    new, fetched, stuck = 0, 0, list[str]()
    try:
        for mail in mailbox.fetch_new(cursor, now):
            new += take_in(house, mail, parser)
            fetched += 1
            cursor = Cursor(mailbox.account, folder, mail.uidvalidity, mail.uid)
    except NotDeleted as error:
        stuck.append(str(error))
    with house.store.write() as connection:
        replies.put_cursor(connection, mailbox.reached(cursor), now)
    return new, fetched >= MAX_PER_POLL, stuck


def take_in(house: House, mail: RawMail, parser: Parser) -> bool:
    """One mail, exactly once: stored, and its effect done, in one transaction. False when it was known."""
    with house.store.read() as connection:
        if replies.known(connection, fingerprint(mail.raw)):
            return False
    parsed = _storable(parser.parse(mail.raw))
    if mail.events:
        parsed = only_events(parsed)
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
        # Of two daemons with the same mail, or with two copies of it, one comes second and sees what the first did.
        for word in (parsed.fingerprint, parsed.message_id):
            if word:
                lock_word(connection, word)
        if replies.known(connection, parsed.fingerprint):
            return None
        if mail.uid:
            replies.put_cursor(connection, Cursor(mail.account, mail.folder, mail.uidvalidity, mail.uid), now)
        if parsed.message_id and touches.by_message_ids(connection, [parsed.message_id]):
            # A copy of what we sent ourselves (archive, redirected before activation) is nobody's answer.
            ours = replace(answer, stop="none", review=False)
            replies.add(connection, mail, parsed, ours, Match(), "own_mail")
            return Aftermath()
        parsed, answer, match = _whose(connection, house, parsed, answer)
        if match.contact_pk is not None:
            if replies.copy_known(connection, match.contact_pk, parsed):
                return None
            contact, points, _ = people.contact(connection, match.contact_pk)
            if is_sent_copy(house, parsed, contact, points):
                copied, effect = sent_copy(house, parsed, answer)
                replies.add(connection, mail, parsed, copied, Match(), effect)
                return Aftermath()
            if answer.return_date is not None:
                # Whose holidays count is known only now.
                answer = classify(parsed, contact.land, cited=match.by in CITED)
        answer = _kept(answer)
        effect, aftermath = effects(connection, house, mail, parsed, answer, match)
        trust = trust_of(parsed, match, house.replies.authserv_id) if match.contact_pk is not None else None
        replies.add(connection, mail, parsed, answer, match, effect, trust)
    return aftermath


def _whose(connection: Connection, house: House, parsed: Parsed, answer: Classified) -> Handed:
    """The mail with whom it belongs to, held for a person where no machine may act on it."""
    match = match_of(connection, house, parsed, answer)
    if match.by in CITED and answer.evidence.rule == BULK:
        answer = classify(parsed, cited=True)  # a mailing list or a gateway has put its headers on an answer to us
    handed = handed_on(connection, house, parsed, answer, match) if answer is not _BROKEN else None
    return handed if handed is not None else (parsed, *somebody_reads(connection, house, parsed, answer, match))


def _kept(answer: Classified) -> Classified:
    """Where only the model believes in an objection, everything waits for a person: it alone records none."""
    return replace(answer, stop="hold") if answer.evidence.rule == LIKELY_RULE else answer


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
