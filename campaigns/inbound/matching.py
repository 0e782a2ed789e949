"""Whose a mail is: by what cannot be guessed first, by the address it came from last.

An assistant who answers for somebody is found by what the mail cites: the case stays with whom we wrote to.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import timedelta

from sqlalchemy import Connection

from campaigns.house import House
from campaigns.inbound.codes import letter_codes_in, message_ids_in, plain
from campaigns.tokens import UNSUBSCRIBE
from contacts import normalize
from contacts.contact import Contact, ContactPoint
from contacts.medium import Medium
from replies.reply import Classified, Kind, Parsed
from store import attempts, letters, people, touches
from store.replies import Match

REFERENCES, TOKEN, LETTER, RECIPIENT, SENDER = "references", "token", "letter_code", "recipient", "sender"
"""How a mail was matched; a token is the code in an address of ours, or our signed link in the quoted text."""
FORWARDED = "forwarded"
"""By the writer of what a colleague of ours hands on."""
NOTED = "note"
"""No mail at all: what one of us has written down of a conversation with the person."""
CITED = frozenset({REFERENCES, TOKEN, LETTER})
"""The mail cites a message of ours."""

BOUNCES = frozenset({Kind.HARD_BOUNCE, Kind.SOFT_BOUNCE})

QUEUED_FOR = timedelta(days=5)
"""So long mail servers try at most before they report (RFC 5321 4.5.4.1)."""
_REPORT = "dsn"
_PROVIDERS = frozenset(
    {
        "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de", "posteo.de", "mailbox.org",
        "gmail.com", "googlemail.com", "outlook.com", "outlook.de", "hotmail.com", "hotmail.de", "live.de",
        "icloud.com", "me.com", "yahoo.com", "yahoo.de", "aol.com", "arcor.de", "1und1.de", "ionos.de", "proton.me",
        "protonmail.com", "magenta.de", "vodafonemail.de", "kabelmail.de", "ewe.net", "netcologne.de", "mail.de",
    }
)  # fmt: skip
_CARRIERS_OWN = re.compile(r"^[^@]+(@([a-z0-9-]+\.)?amazonses\.com)?$")
"""Amazon SES writes its own Message-ID over ours: replies cite it, events name it without a domain."""
_TOKEN = re.compile(r"/abmelden/([A-Za-z0-9_.\-]{20,200})")
_MAX_TOKENS = 20
_TO = ("to", "delivered-to", "x-original-to", "envelope-to", "cc", "x-delivered-to")
_RETURNED = ("reply-to", "return-path", "x-original-from", "list-unsubscribe")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}")


def match_of(connection: Connection, house: House, parsed: Parsed, answer: Classified) -> Match:
    """Cited Message-IDs, the code in our address, our link in the text, a letter's code, the recipient, the sender."""
    ids = list(parsed.cited_ids)
    for how, cited in ((REFERENCES, ids), (TOKEN, message_ids_in(house, _addresses(parsed)))):
        found = touches.by_message_ids(connection, cited) if cited else None
        if found is not None:
            return Match(*found, how)
    given = [one.partition("@")[0] for one in ids if _CARRIERS_OWN.search(one)]
    found = attempts.by_carrier_ids(connection, given) if given else None
    if found is not None:
        return Match(*found, REFERENCES)
    for token in _TOKEN.findall(parsed.text)[:_MAX_TOKENS]:
        send_id = house.tokens.read(UNSUBSCRIBE, token)
        found = touches.by_send_id(connection, send_id) if send_id else None
        if found is not None:
            return Match(*found, TOKEN)
    machine = answer.kind in BOUNCES  # it writes about a mail: neither a letter nor its own address says whose
    codes = [] if machine else letter_codes_in(f"{parsed.subject}\n{parsed.new_text}")
    found = letters.by_codes(connection, codes) if codes else None
    if found is not None:
        return Match(*found, LETTER)
    for address, how in ((answer.failed_recipient, RECIPIENT), (None if machine else parsed.from_address, SENDER)):
        contact_pk = by_address(connection, house, address)
        if contact_pk is not None:
            touch_id = _just_mailed(connection, house, parsed, answer, contact_pk) if machine else None
            return Match(touch_id, contact_pk, how)
    return Match()


def _just_mailed(
    connection: Connection, house: House, parsed: Parsed, answer: Classified, contact_pk: int
) -> int | None:
    """The mail that a delivery report (RFC 3464) without any Message-ID is about: the last one to its address.

    A report that returns somebody else's mail, or mere words, is about none of ours: anybody can write that.
    """
    address = normalize.email(answer.failed_recipient or "")
    if address is None or parsed.cited_ids or not answer.evidence.rule.startswith(_REPORT):
        return None
    digest = house.address_hash(Medium.EMAIL, address)
    return attempts.last_to(connection, contact_pk, digest, house.clock.now() - QUEUED_FOR)


def is_stranger(connection: Connection, house: House, parsed: Parsed, contact_pk: int) -> bool:
    """True when the mail does not come from an address of the person it belongs to."""
    return contact_pk not in senders(connection, house, parsed)


def senders(connection: Connection, house: House, parsed: Parsed) -> list[int]:
    """Row ids of everybody on file who uses the address the mail came from."""
    address = normalize.email(parsed.from_address or "")
    return people.by_address(connection, house.address_hash(Medium.EMAIL, address)) if address is not None else []


def is_sent_copy(house: House, parsed: Parsed, contact: Contact, points: Collection[ContactPoint]) -> bool:
    """True for what one of us wrote to the person, read from a folder of sent mail: nobody's answer.

    What one of us only hands on to our mailbox stays hers: it may hold an objection.
    """
    ours = {*_of_brands(house), (contact.owner_email or "").casefold()}
    hers = {point.normalised for point in points if point.medium is Medium.EMAIL}
    sender = (parsed.from_address or "").casefold()
    return bool(sender) and sender in ours and not hers.isdisjoint(parsed.to)


def is_ours(connection: Connection, house: House, address: str | None) -> bool:
    """True for an address of a brand, of somebody's owner or of our domain: who writes from it hands on another's word.

    Not for somebody of our domain who is on file herself.
    """
    sender = (address or "").casefold()
    named = bool(sender) and (sender in _of_brands(house) or people.is_owner(connection, sender))
    return named or (_in_our_domain(house, sender) and by_address(connection, house, sender) is None)


def is_of_house(connection: Connection, house: House, parsed: Parsed, address: str | None = None) -> bool:
    """The same for `address`, else for the sender, whether or not somebody on file uses it."""
    sender = (address or parsed.from_address or "").casefold()
    return is_ours(connection, house, sender) or _in_our_domain(house, sender)


def _in_our_domain(house: House, address: str) -> bool:
    """True for a domain that we write from and that is no provider's, where everybody's neighbour has an address."""
    ours = {house.addresses.message_id_domain, *(one.rpartition("@")[2] for one in _of_brands(house))}
    domain = address.rpartition("@")[2]
    return bool(domain) and domain not in _PROVIDERS and domain in {one.casefold() for one in ours}


def goes_to_us(house: House, parsed: Parsed) -> bool:
    """True when one of the receivers is an address at which we take in mail."""
    ours = _of_brands(house) | {house.addresses.stop_mailto.casefold()}
    return any(one.casefold() in ours for one in parsed.to) or bool(message_ids_in(house, parsed.to))


def _of_brands(house: House) -> set[str]:
    found = {address for brand in house.brands.values() for address in (brand.from_address, brand.reply_to)}
    found |= {plain(brand.reply_pattern) for brand in house.brands.values() if brand.reply_pattern}
    return {address.casefold() for address in found if address}


def by_address(connection: Connection, house: House, address: str | None) -> int | None:
    """Row id of somebody who uses an address, None when nobody does."""
    normalised = normalize.email(address) if address else None
    if normalised is None:
        return None
    found = people.by_address(connection, house.address_hash(Medium.EMAIL, normalised))
    return found[0] if found else None


def _addresses(parsed: Parsed) -> Iterator[str]:
    """Where the mail went, and where the mail it returns was sent from: one of ours may carry a code."""
    yield from parsed.to
    for headers, names in ((parsed.headers, _TO), (parsed.report.returned, _RETURNED)):
        for name in names:
            yield from _ADDRESS.findall(headers.get(name, "")[:4_096])[:20]
