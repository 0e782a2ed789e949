"""Customers in bulk, written through the store's tables: a database of any size in a minute.

Every person has cancelled on the Sunday before MONDAY, consented to advertising mail with full proof, and runs through
the shipped sequences: `winback` (its first touch is due on MONDAY at nine) or `offboarding` (contract mail, due at
nine too) or both. Whoever is enrolled but not due has her touch at LATER.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from contacts.medium import Medium
from store.tables import people, permission, runs

if TYPE_CHECKING:
    from campaigns.house import House

MONDAY = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
"""Half past nine in Berlin on a working day: the sending window of every shipped sequence is open."""
LATER = MONDAY + timedelta(days=6)

_CANCELLED = datetime(2026, 3, 8, 9, 0, tzinfo=UTC)
_CUSTOMER_SINCE = date(2023, 5, 2)
_CONTRACT_END = date(2026, 6, 30)
_CHUNK = 20_000
_NAMESPACE = uuid.UUID("0d5a2a6e-6f0e-4d6c-9d43-3a4c1f8b2e77")
_NAMES = ("Weber", "Schäfer", "Özdemir", "von der Lühe", "Krause", "Jansen", "Nowak", "Brandt", "Lindner", "Reiß")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """One sequence a person is in: its pending step and when it is due (None: LATER)."""

    sequence: str
    step: str
    before: str | None
    due: datetime


WINBACK = Run("winback", "value", None, datetime(2026, 3, 9, 8, 0, tzinfo=UTC))
OFFBOARDING = Run("offboarding", "plan", "receipt", datetime(2026, 3, 9, 8, 0, tzinfo=UTC))


def populate(house: House, number: int, sequences: tuple[Run, ...], *, due: int | None = None) -> None:
    """Write `number` people, each in all `sequences`; those numbered below `due` (None: all) are due on MONDAY."""
    with house.store.write() as connection:
        for run in sequences:
            house.definitions.keep(connection, house.sequences[run.sequence], MONDAY)
    limit = number if due is None else due
    if house.store.is_sqlite:
        with house.store.engine.connect() as connection:  # goes back to the pool, and every write below takes it
            for pragma in ("synchronous=OFF", "cache_size=-400000", "wal_autocheckpoint=20000"):
                connection.exec_driver_sql(f"PRAGMA {pragma}")
    for start in range(1, number + 1, _CHUNK):
        numbers = range(start, min(start + _CHUNK, number + 1))
        with house.store.write() as connection:
            for table, rows in _tables(house, numbers, sequences, limit):
                connection.execute(table.insert(), rows)
    house.store.close()  # and with it the settings that only a bench may use


def _tables(house: House, numbers: range, sequences: tuple[Run, ...], due: int) -> Iterator[tuple[Any, list[Row]]]:
    yield people.contact, [_contact(n) for n in numbers]
    yield people.contact_point, [_point(house, n) for n in numbers]
    yield people.contract, [_contract(n) for n in numbers]
    yield people.cancellation, [_cancellation(n) for n in numbers]
    yield permission.consent, [_consent(n) for n in numbers]
    count = len(sequences)
    yield (
        runs.enrollment,
        [
            _enrollment(house, n, (n - 1) * count + place + 1, run)
            for n in numbers
            for place, run in enumerate(sequences)
        ],
    )
    yield (
        runs.touch,
        [
            _touch(house, n, (n - 1) * count + place + 1, run, is_due=n <= due)
            for n in numbers
            for place, run in enumerate(sequences)
        ],
    )


def _contact(n: int) -> Row:
    return {
        "id": n,
        "external_id": f"K{n:07}",
        "last_name": _NAMES[n % len(_NAMES)],
        "first_name": "Kim",
        "salutation": "Frau" if n % 2 else "Herr",
        "kind": "business",
        "tier": "standard",
        "timezone": "Europe/Berlin",
        "land": "BE",
        "customer_since": _CUSTOMER_SINCE,
        "owner_email": "jana.petersen@nordlicht-software.example",
    }


def address(n: int) -> str:
    """The mailbox of person `n`."""
    return f"kim{n}@kunde.example"


def _point(house: House, n: int) -> Row:
    mailbox = address(n)
    digest = house.address_hash(Medium.EMAIL, mailbox)
    return {"id": n, "contact_id": n, "medium": "email", "raw": mailbox, "normalised": mailbox, "hash": digest}


def _contract(n: int) -> Row:
    return {
        "id": n,
        "external_id": f"V{n:07}",
        "contact_id": n,
        "product_family": "crm",
        "kind": "paid",
        "start": _CUSTOMER_SINCE,
        "end": _CONTRACT_END,
        "address_source": "self_given",
        "objection_notice": "yes",
    }


def _cancellation(n: int) -> Row:
    return {
        "id": n,
        "external_id": f"C{n:07}",
        "contact_id": n,
        "contract_id": n,
        "received_at": _CANCELLED,
        "reason": "price",
        "door": "csv",
        "recorded_at": _CANCELLED,
        "handled_at": _CANCELLED,
    }


def _consent(n: int) -> Row:
    granted = datetime(2025, 11, 3, 10, 0, tzinfo=UTC)
    return {
        "id": n,
        "external_id": f"E{n:07}",
        "contact_id": n,
        "medium": "email",
        "purposes": "advertising",
        "granted_at": granted,
        "confirmed_at": granted,
        "method": "doi",
        "text": "Ja, ich möchte Neuigkeiten und Angebote von Nordlicht per E-Mail erhalten.",
        "text_version": "2025-01",
        "proof_ref": f"doi/{n}",
        "recorded_at": granted,
    }


def _enrollment(house: House, n: int, row_id: int, run: Run) -> Row:
    sequence = house.sequences[run.sequence]
    return {
        "id": row_id,
        "cancellation_id": n,
        "contact_id": n,
        "sequence": run.sequence,
        "definition_hash": sequence.hash,
        "group_name": sequence.group,
        "state": "active",
        "last_step": run.before,
        "contract_end_at": datetime(2026, 6, 30, 21, 59, tzinfo=UTC),
        "enrolled_at": _CANCELLED,
    }


def _touch(house: House, n: int, row_id: int, run: Run, *, is_due: bool) -> Row:
    step = house.sequences[run.sequence].step(run.step)
    return {
        "id": row_id,
        "enrollment_id": row_id,
        "contact_id": n,
        "sequence": run.sequence,
        "step": run.step,
        "purpose": step.purpose.value,
        "state": "planned",
        "due_at": run.due if is_due else LATER + timedelta(seconds=n),
        "planned_on": (run.due if is_due else LATER).date(),
        "send_id": str(uuid.uuid5(_NAMESPACE, f"C{n:07}|{run.sequence}|1|{run.step}")),
        "created_at": _CANCELLED,
    }
