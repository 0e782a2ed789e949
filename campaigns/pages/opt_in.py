"""Double opt-in: somebody agrees on a page of ours, gets one mail, and confirms in it (Art. 7 Abs. 1 DSGVO).

Until the click the consent carries nothing. The wording, its version and every step stay on file with it: a mere mark
that somebody clicked proves nothing (BGH I ZR 164/09).
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.enroll import start
from campaigns.happenings import applicant_of
from campaigns.house import ConsentText, House
from campaigns.pages.carrying import agreed
from campaigns.pages.opt_in_trail import shortened, token_hash
from contacts.consent import Consent, ConsentMethod
from contacts.contact import Contact
from contacts.medium import Medium
from sequences.definition import Status
from store import consents, locks, operation, opt_ins, people

SEQUENCE: Final = "double_opt_in"
PATIENCE: Final = timedelta(hours=24)
"""At most one mail in this time for one address, whoever enters it how often."""


class Asked(StrEnum):
    """What became of a request. RECENTLY: a mail has left already. CHANGED: the page shown had another wording.

    AGREED: a consent with this wording carries already; one that no longer does is asked for anew (SENT).
    """

    SENT = "sent"
    RECENTLY = "recently"
    AGREED = "agreed"
    CHANGED = "changed"
    IMPOSSIBLE = "impossible"


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
    # Without the key nobody can tell who uses the address as well, or whether it has a mail already.
    if text is None or address is None or not house.list_readable:
        return Asked.IMPOSSIBLE
    if shown != text.key:
        return Asked.CHANGED
    if agreed(connection, house, contact_pk, text):
        return Asked.AGREED
    people_there = {contact_pk, *people.by_address(connection, house.address_hash(Medium.EMAIL, address))}
    newest = opt_ins.newest_request(connection, people_there, Medium.EMAIL, address)
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
    identity = f"{contact.external_id}|{text.key}|{address}|{now.isoformat()}"
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
