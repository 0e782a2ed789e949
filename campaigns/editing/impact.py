"""The sequence files beside the definitions that people run in: for each sequence what changes, and for whom.

An enrollment is pinned to its definition, so an edit reaches only those who start afterwards. Three things do not wait:
the status (held or released by the sequence's name, `Definitions.paused`), a file that is gone, and texts, which are
read by their names when a message is built.

Compared is with the definition that somebody began with last: an edit under which nobody has begun yet left no trace.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from campaigns.definitions import BrokenDefinition, Definitions
from campaigns.editing.changes import Change, changes, gone, status_change
from contacts.cancellation import EXCLUDING_REASONS, Cancellation
from contacts.contact import AddressForm, Contact
from contacts.segment import segment_of
from sequences.calendar import local_day
from sequences.conditions import first_mismatch
from sequences.definition import Sequence, Status
from store import editing
from store.editing import Running


@dataclass(frozen=True, slots=True)
class Chosen:
    """Of the cancellations since `since`: how many `[who]` chose and would choose; `before` None for a new sequence."""

    since: datetime
    asked: int
    before: int | None
    after: int
    added: tuple[str, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """One sequence. `kind`: unchanged, wording, status, changed, new, removed, unreadable (stored text broken).

    `running` people in all versions, `earlier` of them in definitions other than the file's; `gone` maps steps that
    the file no longer has to the people who still get them; `overdue` touches are due and held back now. `same_as` is
    a file under another name with the text of one that is gone; `contract` when it holds what contract or law demand.
    """

    name: str
    kind: str
    title: str
    status: Status | None
    before: Status | None = None
    changes: tuple[Change, ...] = ()
    running: int = 0
    earlier: int = 0
    versions: int = 0
    gone: Mapping[str, int] | None = None
    overdue: int = 0
    chosen: Chosen | None = None
    same_as: str | None = None
    contract: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """What the database knows, read once. `made` as `store.editing.last_made`; `forms` by a contact's brand."""

    latest: Mapping[str, Sequence | None]
    running: Mapping[tuple[str, str], int]
    progress: tuple[tuple[Running, Sequence], ...]
    overdue: Mapping[str, int]
    made: Mapping[tuple[str, str, str], datetime]
    cancellations: tuple[tuple[Cancellation, Contact], ...]
    since: datetime
    now: datetime
    forms: Callable[[str | None], AddressForm]


def book_of(
    connection: Connection,
    definitions: Definitions,
    forms: Callable[[str | None], AddressForm],
    now: datetime,
    weeks: int,
) -> Book:
    """Read everything that `edits` needs; a stored definition that cannot be read is None."""
    since = now - timedelta(weeks=weeks)
    known = {name: _pinned(connection, definitions, h) for name, h in editing.latest_definitions(connection).items()}
    rows = [(row, _pinned(connection, definitions, row.hash)) for row in editing.progress(connection)]
    return Book(
        latest=known,
        running=editing.people_running(connection),
        progress=tuple((row, sequence) for row, sequence in rows if sequence is not None),
        overdue=editing.overdue(connection, now),
        made=editing.last_made(connection),
        cancellations=tuple(editing.cancellations(connection, since, now)),
        since=since,
        now=now,
        forms=forms,
    )


def _pinned(connection: Connection, definitions: Definitions, sha256: str) -> Sequence | None:
    try:
        return definitions.pinned(connection, sha256)
    except BrokenDefinition:
        return None


def edits(files: Mapping[str, Sequence], book: Book | None) -> tuple[Edit, ...]:
    """One entry per sequence that a file or the database knows, by name. Without a book everything is new."""
    names = sorted({*files, *(book.latest if book else ())})
    return tuple(_edit(name, files, book) for name in names)


def _edit(name: str, files: Mapping[str, Sequence], book: Book | None) -> Edit:
    file = files.get(name)
    if book is None or name not in book.latest:
        chosen = _chosen(book, None, file) if book and file else None
        return Edit(name, "new", file.title if file else "", file.status if file else None, chosen=chosen)
    old = book.latest[name]
    counts = {h: number for (sequence, h), number in book.running.items() if sequence == name}
    earlier = {h: number for h, number in counts.items() if file is None or h != file.hash}
    title = file.title if file else old.title if old else name
    found = changes(old, file) if old and file else ()
    status = status_change(old, file) if old and file else None
    return Edit(
        name,
        _kind(old, file, (*found, *((status,) if status else ()))),
        title,
        file.status if file else None,
        before=old.status if old else None,
        changes=(*((status,) if status else ()), *found),
        running=sum(counts.values()),
        earlier=sum(earlier.values()),
        versions=len(earlier),
        gone={step: _still(book, name, step) for step in gone(old, file)} if old and file else None,
        overdue=book.overdue.get(name, 0),
        chosen=_chosen(book, old, file) if old and file and _selects_otherwise(old, file) else None,
        same_as=next((n for n, other in files.items() if old and not file and other.hash == old.hash), None),
        contract=any(not step.purpose.is_advertising for step in (file.steps if file else ())),
    )


def _kind(old: Sequence | None, file: Sequence | None, found: tuple[Change, ...]) -> str:
    if file is None:
        return "removed"
    if old is None:
        return "unreadable"
    if not found:
        return "unchanged" if old.hash == file.hash else "wording"
    return "status" if {change.key for change in found} == {"sequence.status"} else "changed"


def _selects_otherwise(old: Sequence, new: Sequence) -> bool:
    return old.who != new.who or old.purpose.is_advertising is not new.purpose.is_advertising


def _still(book: Book, name: str, step: str) -> int:
    """People who have a step still before them, in whatever definition they run."""
    return sum(row.people for row, pinned in book.progress if row.sequence == name and step in ahead(row, pinned))


def ahead(row: Running, pinned: Sequence) -> tuple[str, ...]:
    """Ids of the steps behind the last finished one."""
    ids = [step.id for step in pinned.steps]
    return tuple(ids[ids.index(row.last_step) + 1 :] if row.last_step in ids else ids)


def _chosen(book: Book, old: Sequence | None, new: Sequence) -> Chosen:
    """`[who]` and the excluding reasons alone: no day zero, no rivals of the group, no holdout, no law."""
    picks = [
        (cancellation.external_id, old is not None and _fits(book, old, cancellation, contact), fits)
        for cancellation, contact in book.cancellations
        for fits in (_fits(book, new, cancellation, contact),)
    ]
    return Chosen(
        since=book.since,
        asked=len(picks),
        before=sum(was for _, was, _ in picks) if old else None,
        after=sum(will for _, _, will in picks),
        added=tuple(name for name, was, will in picks if will and not was) if old else (),
        dropped=tuple(name for name, was, will in picks if was and not will),
    )


def _fits(book: Book, sequence: Sequence, cancellation: Cancellation, contact: Contact) -> bool:
    if sequence.purpose.is_advertising and cancellation.reason in EXCLUDING_REASONS:
        return False
    day = local_day(cancellation.received_at, contact.timezone)
    segment = segment_of(contact, cancellation)
    form = book.forms(contact.brand)
    return first_mismatch(sequence.who, contact, cancellation, segment, day, address_form=form) is None
