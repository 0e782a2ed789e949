"""A person's rows as values for a file: no row ids, no names of our people, mails in files of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.house import House
from campaigns.rights import fields
from campaigns.rights.authors import own_words
from contacts.contract import AddressSource
from contacts.medium import Medium
from store import dossier, people, retained
from store.dossier import Rows, Subject

STAFF_WORD = "[Beschäftigte]"
_SHORTEST_NAME = 5
_FREE_WORDS = frozenset(
    {"task", "outcome", "promise", "audit_event", "consent_event", "ledger", "data_request", "draft"}
)
"""Tables with words of our own people. What a person has sent or got is copied as it was."""

PORTABLE: Mapping[str, tuple[str, ...]] = {
    "contact": (
        "external_id", "last_name", "first_name", "salutation", "title", "street", "postcode", "city", "country",
    ),
    "company": ("name",),
    "contact_point": ("medium", "raw", "source"),
    "contract": ("external_id", "product_family", "start", "end", "concluded_online"),
    "cancellation": ("external_id", "received_at", "wished_end", "reason", "text", "door", "kind", "contract"),
    "consent": ("external_id", "medium", "purposes", "products", "granted_at", "method", "text", "text_version",
                "confirmed_at", "withdrawn_at", "declared_name", "declared_address", "language", "platforms",
                "matched_by"),
    "preference": ("at", "paused_until", "min_gap_days"),
    "callback": ("topic", "phone", "wished_from", "wished_until", "received_at"),
    "reply": ("received_at", "mail_date", "from_address", "subject", "new_text"),
    "observation": ("kind", "at", "data"),
}  # fmt: skip
"""Art. 20 Abs. 1 DSGVO: what the person has provided, knowingly or by using the product; nothing we have concluded."""
_NOT_PROVIDED = frozenset({AddressSource.THIRD_PARTY.value, AddressSource.PUBLIC.value, AddressSource.BOUGHT.value})


@dataclass(frozen=True, slots=True)
class Copied:
    """Rows by table, ready for JSON, and whole mails by the name of their file. `held_back`: what a statute keeps.

    `others` is the number of mails whose words are those of somebody else.
    """

    rows: Rows
    mails: dict[str, bytes]
    held_back: tuple[Mapping[str, Any], ...]
    others: int = 0


def subject_of(connection: Connection, house: House, contact_pk: int) -> Subject:
    """Somebody on file."""
    contact, points, _ = people.contact(connection, contact_pk)
    hashes = frozenset(house.address_hash(point.medium, point.normalised) for point in points)
    emails = frozenset(point.normalised.lower() for point in points if point.medium is Medium.EMAIL)
    return Subject(contact_pk, contact.external_id, hashes, house.pseudonym(contact.external_id), emails)


def subject_named(house: House, name: str, medium: Medium | None, addresses: Sequence[str]) -> Subject:
    """Somebody who is not (any more) on file, by the id or address that she gives; all spellings of it.

    For somebody who was erased see `subject_erased`.
    """
    hashes = frozenset(house.address_hash(medium, one) for one in addresses) if medium is not None else frozenset()
    emails = frozenset(one.lower() for one in addresses) if medium is Medium.EMAIL else frozenset()
    return Subject(None, name, hashes, house.pseudonym(name), emails)


def subject_erased(connection: Connection, who: Subject, pseudonym: str) -> Subject:
    """The same with everything that is kept under a pseudonym, and the suppression entries of her other addresses."""
    return replace(who, pseudonym=pseudonym, hashes=who.hashes | retained.addresses(connection, pseudonym))


def copied(connection: Connection, house: House, who: Subject, *, portable: bool = False) -> Copied:
    """The copy of Art. 15 Abs. 3, or with `portable` the data of Art. 20 DSGVO."""
    found, others = own_words(connection, who, dossier.read(connection, who))
    staff = _pattern(dossier.staff(connection, fields.STAFF))
    kept = tuple(found.pop("retained"))
    zone = ZoneInfo(house.timezone)
    mails: dict[str, bytes] = {}
    rows: Rows = {}
    for table, of_table in found.items():
        if portable and table not in PORTABLE:
            continue
        mask = staff if table in _FREE_WORDS else None
        chosen = [row for row in of_table if not portable or _provided(table, row, who)]
        rows[table] = [
            {
                name: _value(value, zone, mask) if not isinstance(value, bytes) else _mail(mails, table, row, value)
                for name, value in row.items()
                if (name in PORTABLE[table] if portable else fields.shown(table, name))
            }
            for row in chosen
        ]
    return Copied(rows, {} if portable else mails, kept, others)


def _provided(table: str, row: Mapping[str, Any], who: Subject) -> bool:
    if table == "reply":
        return (row["from_address"] or "").lower() in who.emails
    return table != "contact_point" or row["source"] not in _NOT_PROVIDED


def _mail(mails: dict[str, bytes], table: str, row: Mapping[str, Any], raw: bytes) -> str:
    sent = f"{row['send_id']}-{row['number']}" if table == "attempt" else f"{row.get('fingerprint', '')[:16]}"
    name = f"{'gesendet' if table == 'attempt' else 'empfangen'}-{sent}.eml"
    mails[name] = raw
    return name


def _value(value: Any, zone: ZoneInfo, staff: re.Pattern[str] | None) -> Any:
    match value:
        case datetime():
            return value.astimezone(zone).isoformat()
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case str():
            return staff.sub(STAFF_WORD, value) if staff else value
        case dict():
            return {
                name: STAFF_WORD if name == "by" and one else _value(one, zone, staff) for name, one in value.items()
            }
        case list():
            return [_value(one, zone, staff) for one in value]
        case _:
            return value


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Names and addresses of our people as whole words; `jana.moeller@…` stands for „Jana Moeller“ as well."""
    found = {name for name in names if len(name) >= _SHORTEST_NAME}
    found |= {" ".join(part.capitalize() for part in name.split("@")[0].split(".")) for name in found if "@" in name}
    if not found:
        return None
    longest_first = sorted(found, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
