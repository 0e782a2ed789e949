"""Double opt-in: somebody agrees on a page of ours, gets one mail, and confirms in it (Art. 7 Abs. 1 DSGVO).

Until the click the consent carries nothing. The wording, its version and every step stay on file with it: a mere mark
that somebody clicked proves nothing (BGH I ZR 164/09).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.enroll import start
from campaigns.happenings import applicant_of
from campaigns.house import ConsentText, House
from campaigns.pages.opt_in_trail import shortened, token_hash
from campaigns.tokens import CONFIRM
from compliance.objections import reaches
from contacts.consent import CONFIRM_WITHIN, Consent, ConsentEvent, ConsentMethod
from contacts.contact import Contact
from contacts.medium import Medium
from sequences.definition import Status
from store import consents, locks, operation, opt_ins, people, permissions

SEQUENCE: Final = "double_opt_in"
PATIENCE: Final = timedelta(hours=24)
"""At most one mail in this time for one address, whoever enters it how often."""


class Asked(StrEnum):
    """What became of a request. RECENTLY: a mail has left already. CHANGED: the page shown had another wording."""

    SENT = "sent"
    RECENTLY = "recently"
    AGREED = "agreed"
    CHANGED = "changed"
    IMPOSSIBLE = "impossible"


class State(StrEnum):
    """Where a double opt-in stands. OBJECTED: the person said no after she had asked."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    OBJECTED = "objected"


@dataclass(frozen=True, slots=True)
class OptIn:
    """A double opt-in for its page. Times aware, told in `zone`; `send_id` of its mail, "" before it left.

    `offer`: the wording in force now, for somebody whose link has run out and who asks again.
    """

    contact_pk: int
    state: State
    text: str
    requested_at: datetime
    until: datetime
    confirmed_at: datetime | None
    zone: ZoneInfo
    send_id: str
    offer: ConsentText | None


def offered(house: House, brand: str | None) -> ConsentText | None:
    """The wording that a customer of `brand` (None: the default one) can agree to for e-mail; None without one."""
    mine = house.brand_of(brand).id
    fitting = (text for text in house.consent_texts if text.medium is Medium.EMAIL and text.brand in (None, mine))
    return next(iter([*fitting][::-1]), None)


def ask(house: House, contact_pk: int, form: str, shown: str, host: str, *, stranger: bool = False) -> Asked:
    """Somebody ticked the box of `form` beside the wording `shown` (`ConsentText.key`), coming from address `host`.

    A `stranger` was shown the default brand's wording: whose customer the contact is, is nothing to tell her.
    """
    with house.store.write() as connection:
        locks.lock_contact(connection, contact_pk)
        return _ask(connection, house, contact_pk, form, shown, host, stranger=stranger)


def _ask(
    connection: Connection, house: House, contact_pk: int, form: str, shown: str, host: str, *, stranger: bool
) -> Asked:
    now = house.clock.now()
    contact, points, _ = people.contact(connection, contact_pk)
    text = offered(house, None if stranger else contact.brand)
    address = next((point.normalised for point in points if point.medium is Medium.EMAIL and point.valid), None)
    if text is None or address is None:
        return Asked.IMPOSSIBLE
    if shown != text.key:
        return Asked.CHANGED
    if _agreed(connection, house, contact_pk, text):
        return Asked.AGREED
    people_there = {contact_pk, *people.by_address(connection, house.address_hash(Medium.EMAIL, address))}
    newest = opt_ins.newest_request(connection, people_there, Medium.EMAIL)
    if newest is not None and now - newest < PATIENCE:
        return Asked.RECENTLY
    if not _mail(connection, house, contact_pk, now):
        return Asked.IMPOSSIBLE
    consent = _consent(contact, text, address, form, now)
    submitted = now.astimezone(ZoneInfo(contact.timezone)).isoformat()
    particulars = {
        "form": form,
        "box_default": "off",
        "submitted_at": submitted,
        "ip": shortened(host),
        "text_id": text.id,
        "text_version": text.version,
        "text_sha256": hashlib.sha256(text.text.encode()).hexdigest(),
        "token_sha256": token_hash(house, consent.external_id),
    }
    consents.request_consent(connection, consent, contact_pk, now, particulars)
    data = {"consent": consent.external_id, "text": text.key, "form": form}
    operation.audit(connection, "consent_requested", now, contact.external_id, data)
    return Asked.SENT


def _mail(connection: Connection, house: House, contact_pk: int, now: datetime) -> bool:
    """Begin the sequence of one mail; False where it cannot begin. It finds its consent by the moment it began in."""
    applicant = applicant_of(connection, contact_pk, None, now, now)
    sequence = house.sequences.get(SEQUENCE)
    if applicant is None or sequence is None or sequence.status is not Status.LIVE:
        return False
    return start(connection, house, applicant, sequence, now, again=True)


def _consent(contact: Contact, text: ConsentText, address: str, form: str, now: datetime) -> Consent:
    identity = f"{contact.external_id}|{text.key}|{now.isoformat()}"
    external_id = "doi-" + hashlib.sha256(identity.encode()).hexdigest()[:24]
    return Consent(
        external_id=external_id,
        contact_id=contact.external_id,
        medium=text.medium,
        granted_at=now,
        method=ConsentMethod.DOI,
        purposes=text.purposes,
        products=text.products,
        text=text.text,
        text_version=text.key,
        proof_ref=external_id,  # the ledger under this very id is the proof
        declared_address=address,
        receiver=form,
        privacy_version=text.privacy_version,
    )


def _agreed(connection: Connection, house: House, contact_pk: int, text: ConsentText) -> bool:
    """True when she has confirmed this wording and not said no since."""
    confirmed = [
        row.consent.granted_at
        for row in consents.consents(connection, contact_pk=contact_pk)
        if row.consent.text_version == text.key and row.consent.confirmed_at and row.consent.withdrawn_at is None
    ]
    return any(not _objected(connection, house, contact_pk, granted_at) for granted_at in confirmed)


def _objected(connection: Connection, house: House, contact_pk: int, since: datetime) -> bool:
    return any(
        one.fact.received_at >= since and reaches(one.fact, Medium.EMAIL, house.policy)
        for one in permissions.objections(connection, contact_pk)
    )


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
    mails = (one for one in consents.trail(connection, consent.external_id) if one.event is ConsentEvent.MAIL_SENT)
    return OptIn(
        contact_pk=found.contact_pk,
        state=_state(connection, house, found),
        text=consent.text,
        requested_at=consent.granted_at,
        until=consent.granted_at + CONFIRM_WITHIN,
        confirmed_at=consent.confirmed_at,
        zone=ZoneInfo(contact.timezone),
        send_id=next((str(one.data["send_id"]) for one in mails), ""),
        offer=offered(house, contact.brand),
    )


def _state(connection: Connection, house: House, found: consents.StoredConsent) -> State:
    consent = found.consent
    if consent.withdrawn_at is not None:
        return State.WITHDRAWN
    if _objected(connection, house, found.contact_pk, consent.granted_at):
        return State.OBJECTED
    if consent.confirmed_at is not None:
        return State.CONFIRMED
    late = house.clock.now() >= consent.granted_at + CONFIRM_WITHIN
    return State.EXPIRED if late else State.OPEN
