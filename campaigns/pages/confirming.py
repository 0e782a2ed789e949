"""The link of the double opt-in mail: what it is about, where it stands today, and the one click that confirms it.

A page that says „bestätigt“ must be true today: what no longer carries says so, and may be renewed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.house import ConsentText, House
from campaigns.pages.carrying import agreed, beside_contract, flaw_of, objected, objected_herself
from campaigns.pages.opt_in import offered
from campaigns.pages.opt_in_trail import shortened, token_hash
from campaigns.tokens import CONFIRM
from contacts.consent import CONFIRM_WITHIN, ConsentEvent, ConsentMethod
from store import consents, locks, operation, people


class State(StrEnum):
    """Where a double opt-in stands. OBJECTED: the person said no after she had asked. LAPSED: it carries nothing."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    OBJECTED = "objected"
    LAPSED = "lapsed"


BLOCKED: Final = "Diese Adresse ist für Werbung gesperrt."
"""The flaw of a consent whose address is on the list by somebody else's objection; it tells nothing about anybody."""

ASK_AGAIN: Final = frozenset({State.EXPIRED, State.LAPSED})
"""Where the same wish may be declared anew."""


@dataclass(frozen=True, slots=True)
class OptIn:
    """A double opt-in for its page. Times aware, told in `zone`; `send_id` of its mail, "" before it left.

    `flaw`: why one that LAPSED carries nothing, a German sentence. `newer`: another consent with the wording in force
    carries. `only_for`: the products it names, when what her contract was about is not among them. `offer`: the wording
    in force now, for somebody whose link has run out or whose consent has lapsed, and who asks again.
    """

    contact_pk: int
    state: State
    text: str
    requested_at: datetime
    until: datetime
    confirmed_at: datetime | None
    zone: ZoneInfo
    send_id: str
    flaw: str
    newer: bool
    only_for: tuple[str, ...]
    offer: ConsentText | None


def look(house: House, token: str) -> OptIn | None:
    """What a confirmation link is about; None for a forged one or a consent that is no longer on file."""
    with house.store.read() as connection:
        return _view(connection, house, token)


def confirm(house: House, token: str, host: str) -> OptIn | None:
    """The button under the wording: the consent is confirmed, once. Where it cannot be, the answer says why."""
    with house.store.write() as connection:
        found = _locked(connection, house, token)
        if found is None:
            return None
        seen = _seen(connection, house, found)
        if seen.state is State.OPEN:
            now, external_id = house.clock.now(), found.consent.external_id
            clicked = {"ip": shortened(host), "token_sha256": token_hash(house, external_id)}
            consents.append(connection, external_id, ConsentEvent.CLICKED, now, clicked)
            consents.confirm(connection, external_id, now, {"ip": shortened(host)})
            contact = found.consent.contact_id
            operation.audit(connection, "consent_confirmed", now, contact, {"consent": external_id})
        return _view(connection, house, token)


def _view(connection: Connection, house: House, token: str) -> OptIn | None:
    found = _found(connection, house, token)
    return _seen(connection, house, found) if found is not None else None


def _locked(connection: Connection, house: House, token: str) -> consents.StoredConsent | None:
    found = _found(connection, house, token)
    if found is None:
        return None
    locks.lock_contact(connection, found.contact_pk)
    return _found(connection, house, token)


def _found(connection: Connection, house: House, token: str) -> consents.StoredConsent | None:
    external_id = house.tokens.read(CONFIRM, token)
    if external_id is None:
        return None
    rows = consents.consents(connection, external_id=external_id)
    return rows[0] if rows and rows[0].consent.method is ConsentMethod.DOI else None


def _seen(connection: Connection, house: House, found: consents.StoredConsent) -> OptIn:
    consent = found.consent
    contact, _, _ = people.contact(connection, found.contact_pk)
    blocked = objected(connection, house, found.contact_pk, consent.granted_at)
    flaw = BLOCKED if blocked else flaw_of(connection, house, found)
    offer = offered(house, contact.brand)
    state = _state(connection, house, found, flaw)
    mails = (one for one in consents.trail(connection, consent.external_id) if one.event is ConsentEvent.MAIL_SENT)
    return OptIn(
        contact_pk=found.contact_pk,
        state=state,
        text=consent.text,
        requested_at=consent.granted_at,
        until=consent.granted_at + CONFIRM_WITHIN,
        confirmed_at=consent.confirmed_at,
        zone=ZoneInfo(contact.timezone),
        send_id=next((str(one.data["send_id"]) for one in mails), ""),
        flaw=flaw,
        newer=state in ASK_AGAIN and offer is not None and agreed(connection, house, found.contact_pk, offer),
        only_for=beside_contract(connection, found),
        offer=offer,
    )


def _state(connection: Connection, house: House, found: consents.StoredConsent, flaw: str) -> State:
    consent = found.consent
    if consent.withdrawn_at is not None:
        return State.WITHDRAWN
    if objected_herself(connection, house, found.contact_pk, consent.granted_at):
        return State.OBJECTED
    if consent.confirmed_at is None and house.clock.now() >= consent.granted_at + CONFIRM_WITHIN:
        return State.EXPIRED
    if flaw:
        return State.LAPSED
    return State.OPEN if consent.confirmed_at is None else State.CONFIRMED
