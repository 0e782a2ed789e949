"""Lists for advertising networks: who stands on a network's list, and which files were written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, delete, exists, or_, select, update

from contacts.medium import Medium, Platform
from store.letters import portions
from store.tables import audience, people

LIST: Final = "list"
REMOVAL: Final = "removal"
_UNFINISHED: Final = ""
"""Checksum of a list whose file does not stand yet, or never will: a death while it was made. Nobody counts it."""

Row = tuple[int, Medium, str, str]
"""What stands in a list: contact (row id), kind of address, sha256, consent (external id)."""

_export, _member = audience.audience_export, audience.audience_member


@dataclass(frozen=True, slots=True)
class Member:
    """One address that a network may have. `contact_pk` None: of somebody erased; `listed` by a removal list."""

    pk: int
    contact_pk: int | None
    platform: Platform
    medium: Medium
    sha256: str
    consent: str
    at: datetime
    listed: bool
    export_pk: int


@dataclass(frozen=True, slots=True)
class Export:
    """One file that was written. Moments aware UTC."""

    pk: int
    external_id: str
    platform: Platform
    kind: str
    at: datetime
    number: int
    sha256: str
    processor: str
    by: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """What is noted of a file: addresses in it, its checksum, under which contract, and who wrote it."""

    number: int
    sha256: str
    processor: str
    by: str


def members(connection: Connection, platform: Platform | None = None, *, contact_pk: int | None = None) -> list[Member]:
    """The addresses that a network may have; of all networks, or of one person, where asked."""
    query = select(_member).order_by(_member.c.id)
    if platform is not None:
        query = query.where(_member.c.platform == platform.value)
    if contact_pk is not None:
        query = query.where(_member.c.contact_id == contact_pk)
    return [
        Member(
            row["id"], row["contact_id"], Platform(row["platform"]), Medium(row["medium"]), row["sha256"],
            row["consent"], row["at"], row["removal_id"] is not None, row["export_id"],
        )
        for row in connection.execute(query).mappings()
    ]  # fmt: skip


def exports(connection: Connection, platform: Platform | None = None, kind: str | None = None) -> list[Export]:
    """The files that were written, the newest first; without lists that are being made."""
    query = select(_export).where(_export.c.sha256 != _UNFINISHED).order_by(_export.c.id.desc())
    if platform is not None:
        query = query.where(_export.c.platform == platform.value)
    if kind is not None:
        query = query.where(_export.c.kind == kind)
    return [_export_of(row) for row in connection.execute(query).mappings()]


def export(connection: Connection, external_id: str) -> Export | None:
    """One file by its number; None when there is none."""
    mine = (_export.c.external_id == external_id, _export.c.sha256 != _UNFINISHED)
    row = connection.execute(select(_export).where(*mine)).mappings().first()
    return _export_of(row) if row is not None else None


def _export_of(row: Any) -> Export:
    return Export(
        row["id"], row["external_id"], Platform(row["platform"]), row["kind"], row["at"], row["number"],
        row["sha256"], row["processor"], row["by"], row["confirmed_at"],
    )  # fmt: skip


def add_export(connection: Connection, wanted: str, platform: Platform, kind: str, now: datetime, told: Told) -> Export:
    """Note a file under the number `wanted`, or the next free one behind it."""
    alike = _export.c.external_id.startswith(wanted, autoescape=True)
    taken = set(connection.execute(select(_export.c.external_id).where(alike)).scalars())
    names = (wanted, *(f"{wanted}-{count}" for count in range(2, len(taken) + 3)))
    values = {
        "external_id": next(name for name in names if name not in taken),
        "platform": platform.value,
        "kind": kind,
        "at": now,
        "number": told.number,
        "sha256": told.sha256,
        "processor": told.processor,
        "by": told.by,
    }
    row = connection.execute(_export.insert().values(**values).returning(_export)).mappings().one()
    return _export_of(row)


def begin(connection: Connection, wanted: str, platform: Platform, now: datetime, processor: str, by: str) -> Export:
    """Note that a list is being made, until `finish` says that its file stands. What deaths have left goes."""
    left = (_export.c.platform == platform.value, _export.c.kind == LIST, _export.c.sha256 == _UNFINISHED)
    connection.execute(delete(_export).where(*left, ~exists().where(_member.c.export_id == _export.c.id)))
    return add_export(connection, wanted, platform, LIST, now, Told(0, _UNFINISHED, processor, by))


def finish(connection: Connection, making: Export, number: int, sha256: str) -> Export:
    """The file of a list stands. The uses of its consents are still to be noted (`uses_left`)."""
    mine = update(_export).where(_export.c.id == making.pk)
    row = connection.execute(mine.values(number=number, sha256=sha256, noted_to=0).returning(_export)).mappings().one()
    return _export_of(row)


def join(
    connection: Connection, export_pk: int, platform: Platform, rows: Collection[Row], at: datetime
) -> dict[tuple[int, str], int]:
    """Note whose addresses the network may have from now on; for who stood there before, by which list.

    She keeps the day on which she came in; on a removal list she is no longer.
    """
    before, fresh, changed = {}, [], []
    known = _known(connection, platform, {row[0] for row in rows})
    for contact_pk, medium, sha256, consent in rows:
        stood = known.get((contact_pk, sha256))
        if stood is None:
            where = {"platform": platform.value, "medium": medium.value, "export_id": export_pk, "consent": consent}
            fresh.append({**where, "contact_id": contact_pk, "sha256": sha256, "at": at})
        else:
            changed.append({"known_id": stood[0], "by_consent": consent})
            before[contact_pk, sha256] = stood[1]
    if changed:
        mine = update(_member).where(_member.c.id == bindparam("known_id"))
        values: dict[str, Any] = {"export_id": export_pk, "removal_id": None, "consent": bindparam("by_consent")}
        connection.execute(mine.values(**values), changed)
    if fresh:
        connection.execute(_member.insert(), fresh)
    return before


def _known(connection: Connection, platform: Platform, contacts: set[int]) -> dict[tuple[int, str], tuple[int, int]]:
    """(contact, sha256) -> (row id, list) of those who stand on the network's list."""
    query = select(_member.c.contact_id, _member.c.sha256, _member.c.id, _member.c.export_id)
    found: dict[tuple[int, str], tuple[int, int]] = {}
    for some in portions(sorted(contacts)):
        rows = connection.execute(query.where(_member.c.platform == platform.value, _member.c.contact_id.in_(some)))
        found |= {(contact_pk, sha256): (pk, export_pk) for contact_pk, sha256, pk, export_pk in rows}
    return found


def leave_out(
    connection: Connection, export_pk: int, rows: Collection[Row], before: Mapping[tuple[int, str], int]
) -> None:
    """Somebody noted for a list comes into no file of it: back to the list of `before`, or away where there is none."""
    # Whoever shares an address may have been erased as well: her row goes back to its list before any other is deleted.
    for contact_pk, _, sha256, _ in sorted(rows, key=lambda row: (row[0], row[2]) not in before):
        erased = and_(_member.c.contact_id.is_(None), ~exists().where(people.contact.c.id == contact_pk))
        hers = or_(_member.c.contact_id == contact_pk, erased)
        mine = (_member.c.export_id == export_pk, _member.c.sha256 == sha256, hers)
        stood = before.get((contact_pk, sha256))
        if stood is None:
            connection.execute(delete(_member).where(*mine))
        else:
            connection.execute(update(_member).where(*mine).values(export_id=stood))


def uses_open(connection: Connection, platform: Platform) -> list[Export]:
    """Lists that stand and whose consents' uses are not all noted: something has died over it."""
    mine = (_export.c.platform == platform.value, _export.c.noted_to.is_not(None))
    return [_export_of(row) for row in connection.execute(select(_export).where(*mine)).mappings()]


def uses_left(connection: Connection, export_pk: int, limit: int) -> list[tuple[int, str]]:
    """(contact, consent) whose use by a list is not noted yet, of so many contacts, in the order of their row ids."""
    done = select(_export.c.noted_to).where(_export.c.id == export_pk).scalar_subquery()
    mine = _member.c.export_id == export_pk
    query = select(_member.c.contact_id).where(mine, _member.c.contact_id > done).distinct()
    whose = list(connection.execute(query.order_by(_member.c.contact_id).limit(limit)).scalars())
    pairs = select(_member.c.contact_id, _member.c.consent).where(mine, _member.c.contact_id.in_(whose)).distinct()
    return [(contact_pk, by) for contact_pk, by in connection.execute(pairs.order_by(*pairs.selected_columns))]


def uses_noted(connection: Connection, export_pk: int, last: int | None) -> None:
    """Uses are noted up to this contact; None: all are."""
    connection.execute(update(_export).where(_export.c.id == export_pk).values(noted_to=last))


def list_for_removal(connection: Connection, removal_pk: int, pks: Sequence[int]) -> None:
    """These members stand on a removal list; until somebody confirms it, the network may have them."""
    for some in portions(pks):
        connection.execute(update(_member).where(_member.c.id.in_(some)).values(removal_id=removal_pk))


def confirm(connection: Connection, removal: Export, now: datetime) -> list[int | None] | None:
    """The network's list was cleaned: its rows go; whose (None: of somebody erased). None when it was said before."""
    open_still = (_export.c.id == removal.pk, _export.c.confirmed_at.is_(None))
    if connection.execute(update(_export).where(*open_still).values(confirmed_at=now)).rowcount == 0:
        return None
    gone = delete(_member).where(_member.c.removal_id == removal.pk).returning(_member.c.contact_id)
    return list(connection.execute(gone).scalars())


def replace(connection: Connection, platform: Platform, whole: Export | None, now: datetime) -> list[int | None] | None:
    """The network's list is `whole` and nothing else, or gone (None): whose rows went. None when it was said before.

    `whole` is the newest whose file stands: whoever was noted since, for one that died or failed, may stand in it.
    """
    mine = delete(_member).where(_member.c.platform == platform.value)
    if whole is not None:
        open_still = (_export.c.id == whole.pk, _export.c.confirmed_at.is_(None))
        if connection.execute(update(_export).where(*open_still).values(confirmed_at=now)).rowcount == 0:
            return None
        mine = mine.where(_member.c.export_id < whole.pk)
    return list(connection.execute(mine.returning(_member.c.contact_id)).scalars())


def forget(connection: Connection, contact_pk: int) -> int:
    """Somebody is erased: the hashes stay without her until the networks know (Art. 17, 19 DSGVO); how many."""
    values = {"contact_id": None, "consent": "", "removal_id": None}
    return connection.execute(update(_member).where(_member.c.contact_id == contact_pk).values(**values)).rowcount
