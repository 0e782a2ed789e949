"""Cancellation (§ 312k BGB) and withdrawal (§ 356a BGB) declared on our own pages. One transaction each.

The page must not tell a stranger whether a contract exists: what comes back is the same for every declaration.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.export import write_recalls
from campaigns.house import House
from campaigns.intake import find_contact, receive
from campaigns.pages.review import open_review
from campaigns.pages.typed import Typed
from campaigns.rendering.german import german_date, german_time
from campaigns.tokens import GOODBYE
from contacts.cancellation import FORM, Cancellation, DeclarationKind
from contacts.contact import Contact, ContactPoint
from contacts.medium import Medium
from sequences.calendar import local_day
from store import declared, locks, operation, people, points

_TRIED = 12
"""So many words of the contract field are looked up as a contract number."""
MAX_RECEIPTS = 3
"""So many receipts a day go to one address that fits no contract: the form is no machine for filling a letterbox."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the page shows after the button: never more than was typed.

    `lines` are (what, value) of the declaration; `day`, `time`, `zone` when it was received; `end` in words;
    `email` where the confirmation goes, "" when none was given; `token` of the goodbye page.
    """

    lines: tuple[tuple[str, str], ...]
    day: str
    time: str
    zone: str
    end: str
    email: str
    token: str


def declare(house: House, typed: Typed) -> Receipt:
    """Take a declaration in, once: the same form sent again (double click, reload) is the same declaration."""
    now = house.clock.now()
    external_id = _id_of(typed, local_day(now, house.timezone))
    recalled: dict[str, list[str]] = {}
    with house.store.write() as connection:
        locks.lock_word(connection, external_id)
        known = declared.by_external_id(connection, external_id)
        received_at = known.found.cancellation.received_at if known else now
        if known is None:
            recalled = _take(connection, house, typed, external_id, now)
    write_recalls(house, recalled)
    day, time, zone = german_time(received_at, ZoneInfo(house.timezone))
    return Receipt(
        lines=lines_of(typed),
        day=day,
        time=time,
        zone=zone,
        end=_end(typed),
        email=typed.email_typed,
        token=house.tokens.sign(GOODBYE, external_id),
    )


def lines_of(typed: Typed) -> tuple[tuple[str, str], ...]:
    """The content of a declaration as it was typed: what § 312k Abs. 4 and § 356a Abs. 4 BGB have us confirm."""
    withdrawal = typed.kind is DeclarationKind.WITHDRAWAL
    kind = "außerordentliche Kündigung" if typed.extraordinary else "ordentliche Kündigung"
    all_lines = (
        ("Erklärung", "Widerruf des Vertrags" if withdrawal else kind),
        ("Name", typed.name),
        ("Vertrag", typed.contract),
        ("Ende", "" if withdrawal else _end(typed)),
        ("E-Mail für die Bestätigung", typed.email_typed),
        ("Grund" if typed.extraordinary else "Mitteilung", typed.ground),
    )
    return tuple((what, value) for what, value in all_lines if value)


def _end(typed: Typed) -> str:
    if typed.wished_end is not None:
        return f"zum {german_date(typed.wished_end)}"
    asked = f" (angegeben war {typed.end_typed}, dieser Tag ist vorbei)" if typed.end_typed else ""
    return f"zum nächstmöglichen Zeitpunkt{asked}"


def _id_of(typed: Typed, today: date) -> str:
    """By the form's nonce and its content: a form that was changed and sent again is a new declaration.

    Without a nonce the day tells a reload from somebody who declares the same again weeks later.
    """
    once = typed.nonce or today.isoformat()
    content = "\x1f".join((once, typed.kind.value, *(value for line in lines_of(typed) for value in line)))
    return f"form-{hashlib.sha256(content.encode()).hexdigest()[:24]}"


def _take(connection: Connection, house: House, typed: Typed, external_id: str, now: datetime) -> dict[str, list[str]]:
    known = _whose(connection, typed)
    mailed = known is not None or _may_mail(connection, house, typed, now)
    contact_id, contract_id = known or (_newcomer(connection, house, typed, external_id, mailed=mailed), None)
    locks.lock_contact(connection, find_contact(connection, contact_id))
    cancellation = Cancellation(
        external_id=external_id,
        contact_id=contact_id,
        received_at=now,
        reason="special_termination" if typed.extraordinary else "unknown",
        contract_id=contract_id,
        wished_end=typed.wished_end,
        text="\n".join(f"{what}: {value}" for what, value in lines_of(typed)),
        door=FORM,
        kind=typed.kind,
    )
    # An objection counts in whatever field it is written; blank lines keep two fields from reading as one sentence.
    own_words = (typed.name, typed.contract, typed.ground, typed.email_typed, typed.end_typed)
    said = "\n\n".join(value for value in own_words if value)
    _, aftermath = receive(connection, house, cancellation, now, said=said)
    if contract_id is None or typed.kind is DeclarationKind.WITHDRAWAL:
        open_review(connection, house, cancellation, typed.name, now, mailed=mailed)
    return aftermath.recalled


def _whose(connection: Connection, typed: Typed) -> tuple[str, str] | None:
    """(contact, contract) only where number and stored e-mail address belong together: else a person assigns it."""
    words = typed.contract.replace(",", " ").replace(";", " ").split()[:_TRIED]
    for number in dict.fromkeys((typed.contract, *words, *(word.upper() for word in words))):
        found = people.contract(connection, number) if typed.email and number else None
        if found is None:
            continue
        contact, addresses, _ = people.contact(connection, found[1])
        if any((one.medium, one.normalised, one.valid) == (Medium.EMAIL, typed.email, True) for one in addresses):
            return contact.external_id, found[0].external_id
    return None


def _may_mail(connection: Connection, house: House, typed: Typed, now: datetime) -> bool:
    """False once an address that anybody may have typed has had its receipts of the day; a person then looks."""
    if not typed.email:
        return True
    digest = house.address_hash(Medium.EMAIL, typed.email)
    locks.lock_word(connection, digest)  # declarations sent at the same moment are counted one after the other
    return declared.unassigned_to(connection, digest, now - _DAY) < MAX_RECEIPTS


def _newcomer(connection: Connection, house: House, typed: Typed, external_id: str, *, mailed: bool) -> str:
    """A contact of this declaration's own: nobody known is touched by what a stranger typed.

    Not `mailed`, the address stands only in the declaration: nothing can go to it by itself.
    """
    first, _, last = typed.name.rpartition(" ")
    contact = Contact(
        external_id=f"web-{hashlib.sha256(external_id.encode()).hexdigest()[:16]}",
        last_name=last[:200],
        first_name=first[:200],
        timezone=house.timezone,
    )
    contact_pk = people.put_contact(connection, contact)
    if typed.email and mailed:
        point = ContactPoint(Medium.EMAIL, typed.email_typed, typed.email, FORM)
        points.put(connection, contact_pk, (point,), house.address_hash, now=house.clock.now())
    operation.audit(connection, "contact_from_form", house.clock.now(), contact.external_id, {"id": external_id})
    return contact.external_id
