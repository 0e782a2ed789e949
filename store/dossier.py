"""Everything that the database holds about one person, table by table, as stored (Art. 15 Abs. 3 DSGVO)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, or_, select

from contacts.medium import Medium
from store.tables import (
    audience,
    desk,
    drafts,
    handover,
    inbound,
    metadata,
    operation,
    people,
    permission,
    rights,
    runs,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """By what a person is found: row id (None: not, or no longer, a contact), external id, hashes of her addresses.

    `emails` are in plain words, for what came from an address that belongs to nobody on file.
    """

    contact_pk: int | None
    contact: str
    hashes: frozenset[str]
    pseudonym: str
    emails: frozenset[str] = frozenset()


Rows = dict[str, list[dict[str, Any]]]
"""Rows by table."""

_Where = Callable[[Subject], ColumnElement[bool]]


_NOBODY = -1


def _pk(who: Subject) -> int:
    """Never None: SQL would read `= None` as `IS NULL` and hand out what belongs to nobody."""
    return _NOBODY if who.contact_pk is None else who.contact_pk


def _own(table: Table) -> _Where:
    return lambda who: table.c.contact_id == _pk(who)


def _of(table: Table, link: str, parent: Table) -> _Where:
    """Rows that hang on a row of hers in another table."""

    def where(who: Subject) -> ColumnElement[bool]:
        return table.c[link].in_(select(parent.c.id).where(parent.c.contact_id == _pk(who)))

    return where


def _company(who: Subject) -> ColumnElement[bool]:
    return people.company.c.id.in_(select(people.contact.c.company_id).where(people.contact.c.id == _pk(who)))


def _objection(who: Subject) -> ColumnElement[bool]:
    """Her own declarations, and what stands on an address of hers alone; never a declaration of somebody else."""
    table = permission.objection
    nobody = table.c.contact_id.is_(None) & table.c.address_hash.in_(who.hashes)
    return or_(table.c.contact_id == _pk(who), nobody)


def _request(who: Subject) -> ColumnElement[bool]:
    table = rights.data_request
    named = table.c.contact.in_({who.contact, who.pseudonym} | who.hashes | who.emails)
    return or_(table.c.contact_id == _pk(who), named)


def _reply(who: Subject) -> ColumnElement[bool]:
    """Filed at her or sent from an address of hers: whose words they are is for campaigns.rights.authors to say."""
    table = inbound.reply
    return or_(table.c.contact_id == _pk(who), func.lower(table.c.from_address).in_(who.emails))


def _notice(who: Subject) -> ColumnElement[bool]:
    return rights.recipient_notice.c.request_id.in_(select(rights.data_request.c.id).where(_request(who)))


_OWN = (
    people.contact_point, people.contract, people.cancellation, permission.consent, permission.presumption,
    permission.preference, permission.callback, runs.enrollment, runs.touch, runs.ledger, desk.task, desk.promise,
    desk.offer_use, runs.event, desk.observation, rights.written_file, handover.outbox,
    audience.audience_member,
)  # fmt: skip

PERSONAL: Mapping[str, _Where] = MappingProxyType(
    {
        "contact": lambda who: people.contact.c.id == _pk(who),
        "company": _company,
        **{table.name: _own(table) for table in _OWN},
        "consent_event": _of(permission.consent_event, "consent_id", permission.consent),
        "objection": _objection,
        "carrier_block": lambda who: permission.carrier_block.c.address_hash.in_(who.hashes),
        "attempt": _of(runs.attempt, "touch_id", runs.touch),
        "draft": _of(drafts.draft, "touch_id", runs.touch),
        "decision": _of(runs.decision, "enrollment_id", runs.enrollment),
        "batch_row": _of(runs.batch_row, "touch_id", runs.touch),
        "outcome": _of(desk.outcome, "task_id", desk.task),
        "delivery": _of(handover.delivery, "outbox_id", handover.outbox),
        "reply": _reply,
        "data_request": _request,
        "recipient_notice": _notice,
        "audit_event": lambda who: operation.audit_event.c.contact == who.contact,
        "retained": lambda who: rights.retained.c.pseudonym == who.pseudonym,
        "erasure": lambda who: rights.erasure.c.pseudonym == who.pseudonym,
    }
)
"""Every table with personal data, and how one person's rows are found in it."""

NOT_PERSONAL: Mapping[str, str] = MappingProxyType(
    {
        "sender": "unser eigenes Unternehmen",
        "brand": "unsere Marken",
        "definition": "Wortlaut der Sequenzen, für alle gleich",
        "batch": "Nummer und Zeit einer Briefliste; wer darin steht, hält batch_row",
        "audience_export": "Nummer und Zeit einer Liste für ein Werbenetz; wer darauf steht, hält audience_member",
        "mailbox_cursor": "wie weit ein Postfach gelesen ist",
        "daemon": "laufende Prozesse",
        "imported_file": "Prüfsummen gelesener Dateien",
        "absence": "wer von unseren Leuten wann abwesend ist; über Kundinnen und Kunden sagt es nichts",
        "switch": "Schalter und Zähler des Betriebs",
        "api_call": "verschlüsselte Prüfsummen der Aufrufe anderer Systeme, damit keiner zweimal wirkt",
        "digest": "welche Morgenmail an unsere Leute schon hinaus ist",
        "calendar": "ob die Kalender unserer Leute erreichbar sind",
        "calendar_item": "Kennungen von Aufgaben in den Kalendern unserer Leute; worum es geht, hält task",
    }
)
"""Every other table, and why it says nothing about a person; German."""

SURROUNDINGS: Mapping[str, tuple[tuple[str, str, Table, str], ...]] = MappingProxyType(
    {
        "attempt": (("touch_id", "send_id", runs.touch, "send_id"),),
        "draft": (("touch_id", "send_id", runs.touch, "send_id"), ("task_id", "task", desk.task, "external_id")),
        "audience_member": (
            ("export_id", "audience_list", audience.audience_export, "external_id"),
            ("removal_id", "removal_list", audience.audience_export, "external_id"),
        ),
        "decision": (("enrollment_id", "sequence", runs.enrollment, "sequence"),),
        "outcome": (("task_id", "task", desk.task, "external_id"),),
        "delivery": (("outbox_id", "event", handover.outbox, "external_id"),),
        "consent_event": (("consent_id", "consent", permission.consent, "external_id"),),
        "enrollment": (("cancellation_id", "cancellation", people.cancellation, "external_id"),),
        "cancellation": (("contract_id", "contract", people.contract, "external_id"),),
        "reply": (("touch_id", "send_id", runs.touch, "send_id"),),
        "task": (("touch_id", "send_id", runs.touch, "send_id"),),
        "batch_row": (
            ("touch_id", "send_id", runs.touch, "send_id"),
            ("batch_id", "letter_file", runs.batch, "external_id"),
        ),
        "recipient_notice": (("request_id", "request", rights.data_request, "external_id"),),
    }
)
"""Row ids never leave the database: table -> (column, name outside, table it points to, what that row is called)."""


def read(connection: Connection, who: Subject) -> Rows:
    """The person's rows of each personal table, all columns, the oldest first."""
    return {name: _rows(connection, metadata.tables[name], where(who)) for name, where in PERSONAL.items()}


def _rows(connection: Connection, table: Table, where: ColumnElement[bool]) -> list[dict[str, Any]]:
    named = SURROUNDINGS.get(table.name, ())
    source, columns = table.select().selected_columns, []
    joined: Any = table
    for place, (link, name, target, shown) in enumerate(named):
        other = target.alias(f"t{place}")
        joined = joined.outerjoin(other, other.c.id == table.c[link])
        columns.append(other.c[shown].label(name))
    query = select(*source, *columns).select_from(joined).where(where).order_by(table.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def users(connection: Connection, emails: Collection[str]) -> dict[str, set[int]]:
    """Row ids of the contacts that use each of these e-mail addresses (lower case)."""
    table = people.contact_point
    address = func.lower(table.c.normalised)
    found: dict[str, set[int]] = {}
    query = select(address, table.c.contact_id).where(table.c.medium == Medium.EMAIL.value, address.in_(emails))
    for name, contact_pk in connection.execute(query):
        found.setdefault(name, set()).add(contact_pk)
    return found


def used_by_others(connection: Connection, who: Subject) -> set[str]:
    """Those hashes of her addresses under which somebody else is on file as well."""
    table = people.contact_point
    query = select(table.c.hash).where(table.c.hash.in_(who.hashes), table.c.contact_id != _pk(who))
    return set(connection.execute(query).scalars())


def staff(connection: Connection, names: Collection[tuple[str, str]]) -> set[str]:
    """Every value of these (table, column) pairs: the names and addresses of our own people."""
    found: set[str] = set()
    for table, column in names:
        values = select(metadata.tables[table].c[column]).distinct()
        found |= {value for value in connection.execute(values).scalars() if value}
    return found
