"""Mails that came back: a dead address ends its mails, a full mailbox is counted, a refusal of us is not her fault."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from campaigns.by_hand import by_hand
from campaigns.carrier_list.reading import heard_of
from campaigns.effects import Aftermath
from campaigns.house import House
from campaigns.inbound.incoming import Done, Incoming
from campaigns.inbound.tasks import ask_for_address
from contacts import normalize
from contacts.medium import Medium
from replies.notices.reasons import REASONS, Side
from replies.reply import Classified, Kind
from store import attempts, bounces, courses, ledger, people
from store.carrier_blocks import SWALLOWED
from store.replies import reason_of

_TAKEN = timedelta(hours=72)
"""An accepted mail that has not come back by then has arrived: queues give up after five days, nearly all in three."""


def bounced(came: Incoming) -> Done:
    """A bounce is a fact of the attempt, and counts once for it, however many notices come.

    One that cites no mail of ours proves nothing: anybody can write that somebody's address is dead.
    """
    if came.touch_id is None or _stood_in(came):
        return "none", Aftermath()
    hard = came.answer.kind is Kind.HARD_BOUNCE
    if came.answer.subtype == "delay":
        return "none", Aftermath()  # it is still on its way; what becomes of it is told by another notice
    if reason_of(came.answer) == SWALLOWED:
        return _swallowed(came, came.touch_id)
    first = bounces.mark(came.connection, came.touch_id, came.answer.kind.value, came.now)
    if hard:
        dead(came, came.answer.failed_recipient)
        _owed(came)
        return "address_invalid", Aftermath()
    if first:
        _owed(came)
    if is_block(came.answer):
        return bounces.BLOCKED, Aftermath()
    if first:
        number = bounces.count(came.connection, came.contact_pk, _address_hash(came, came.answer.failed_recipient))
        if number == came.house.replies.soft_bounces_in_a_row:
            ask_for_address(came, number)
    return "bounce_counted", Aftermath()


def _swallowed(came: Incoming, touch_id: int) -> Done:
    """The carrier took the mail and sent it to nobody: the address stands on its own list, for whatever reason."""
    if bounces.mark(came.connection, touch_id, SWALLOWED, came.now):
        ledger.remove(came.connection, touch_id)
        _owed(came)
    digest, sent = _address_hash(came, came.answer.failed_recipient), attempts.sent_by(came.connection, touch_id)
    if digest is not None and sent is not None:
        heard_of(came.connection, came.house, digest, *sent)
    return "address_blocked", Aftermath()


def is_block(answer: Classified) -> bool:
    """True when the receiver refused us as a sender (5.7.x, a list, spam): the next person there would get the same."""
    found = REASONS.get(reason_of(answer) or "")
    return found is not None and found.side is Side.SENDER


def delivered(connection: Connection, house: House, touch_id: int) -> None:
    """A positive notice or the carrier's own event: the mail of this touch has arrived, its address works."""
    digest = bounces.mark_delivered(connection, touch_id, house.clock.now())
    if digest is not None:
        bounces.arrived(connection, digest)


def heard_from(connection: Connection, house: House, address: str | None) -> None:
    """A mail came from an address: it works."""
    normalised = normalize.email(address or "")
    if normalised is not None:
        bounces.arrived(connection, house.address_hash(Medium.EMAIL, normalised))


def forgive(house: House) -> int:
    """Addresses that have taken a mail since, and 72 hours later it had not come back, begin anew; how many."""
    with house.store.write() as connection:
        return bounces.forgive(connection, house.clock.now() - _TAKEN)


def dead(came: Incoming, named: str | None) -> None:
    """The address this is about gets no mail any more: that of the attempt, else the one named in the mail.

    A bounce may come days later, when the person has given another address: that one has done nothing.
    """
    digest = _address_hash(came, named)
    connection, contact_pk = came.connection, came.contact_pk
    if digest is not None and people.invalidate(connection, contact_pk, Medium.EMAIL, address_hash=digest):
        return
    if came.touch_id is not None and attempts.address_hash(connection, came.touch_id) is None:
        # A mail of an older version whose bounce names a stranger: nobody can tell, so what is in use rests.
        people.invalidate(connection, contact_pk, Medium.EMAIL)


def _address_hash(came: Incoming, named: str | None) -> str | None:
    """The keyed hash of the address the mail went to, as kept with it; else of the one the notice names."""
    digest = attempts.address_hash(came.connection, came.touch_id) if came.touch_id is not None else None
    address = normalize.email(named) if named else None
    return came.house.address_hash(Medium.EMAIL, address) if digest is None and address is not None else digest


def _stood_in(came: Incoming) -> bool:
    """Before the activation all mail goes to one address of ours: nothing of it reached the person."""
    named = normalize.email(came.answer.failed_recipient or "")
    return named is not None and named == normalize.email(came.house.redirect_to)


def _owed(came: Incoming) -> None:
    """Contract mail that came back is delivered by hand: it is owed."""
    if came.touch_id is not None:
        for case in courses.underway(came.connection, [came.touch_id]):
            by_hand(came.connection, came.house, case, case.touch, came.answer.kind.value, came.now)
