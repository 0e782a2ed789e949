"""Applies an import file in one transaction: everything of it or nothing. The same file twice changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from campaigns.export import write_recalls
from campaigns.house import House
from campaigns.importing.addresses import reached
from campaigns.importing.handlers import handle
from campaigns.importing.refusal import OtherPerson, RowRefused
from campaigns.importing.results import Effect, Guard, Imported, Limit
from campaigns.importing.returned import Returned
from campaigns.importing.signals import Signals
from campaigns.imports import CustomerRow, ImportFile, Sign
from campaigns.intake import UnknownContact
from contacts.cancellation import Cancellation
from store import locks, operation, people

Recalled = dict[str, list[str]]


class _Undo(Exception):
    """Rolls the transaction back: a dry run, or a guard that stops."""


def _undo(wanted: bool) -> None:  # noqa: FBT001 (private, one call site)
    if wanted:
        raise _Undo


def apply(
    house: House,
    file: ImportFile,
    *,
    dry_run: bool = False,
    limit: Limit | None = None,
    after_row: Callable[[], None] | None = None,
) -> Imported:
    """Bring the rows of `file` in. With `dry_run` everything is tried and rolled back; `after_row` is told of each row.

    With a `limit` more new cancellations than that stay out, until their exact number is confirmed.
    """
    recalled: Recalled = {}
    done = Imported(0, 0)
    try:
        with house.store.write() as connection:
            done = bring_in(connection, house, file, recalled, after_row, limit)
            _undo(dry_run or done.stopped)
            if not operation.file_known(connection, file.kind, file.sha256):
                rejects = len(file.rejects) + len(done.refused)
                operation.remember_file(connection, file.kind, file.sha256, done.new, rejects, house.clock.now())
    except _Undo:
        return done
    write_recalls(house, recalled)
    return done


def bring_in(
    connection: Connection,
    house: House,
    file: ImportFile,
    recalled: Recalled,
    after_row: Callable[[], None] | None = None,
    limit: Limit | None = None,
) -> Imported:
    """`apply` inside the caller's transaction; `recalled` is filled with what has to be written after it."""
    now = house.clock.now()
    contacts, companies = people.known(connection, *_named(file))
    locks.lock_contacts(connection, contacts | reached(connection, house, file), companies)
    signals, returned = Signals(connection, house, file, now), Returned(connection, house, now)
    counted: Counter[Effect] = Counter()
    new: list[object] = []
    refused: list[tuple[int, str]] = []
    moved: list[str] = []
    kept: list[str] = []
    for place, row in enumerate(file.rows):
        try:
            returned.check(row)
            effect, aftermath = handle(connection, house, row, now)
        except (UnknownContact, RowRefused) as error:
            refused.append((place, error.told(file.system) if isinstance(error, OtherPerson) else str(error)))
            if isinstance(row, CustomerRow):
                recalled.update(_opt_outs(connection, signals, row, error))
        else:
            if isinstance(row, CustomerRow) and row.signals:
                effect = _with_signals(connection, signals, row, effect, recalled)
            if isinstance(row, CustomerRow):
                returned.look(row.contact.external_id)
            returned.take(row)
            recalled.update(aftermath.recalled)
            moved += aftermath.moved
            kept += aftermath.kept
            counted[effect] += 1
            if effect is Effect.NEW:
                new.append(row)
        if after_row is not None:
            after_row()
    _stray(connection, signals, file, recalled)
    return Imported(
        new=counted[Effect.NEW],
        unchanged=counted[Effect.SAME],
        refused=tuple(refused),
        changed=counted[Effect.CHANGED],
        tallies=signals.tallies(),
        guard=_guard(new, limit),
        erased=tuple(returned.contacts),
        sharing=tuple(returned.sharing),
        cancelled_since=tuple(returned.cancelled),
        consented_since=tuple(returned.consented),
        tasks_moved=tuple(moved),
        tasks_kept=tuple(kept),
    )


def _with_signals(
    connection: Connection, signals: Signals, row: CustomerRow, effect: Effect, recalled: Recalled
) -> Effect:
    contact_id = row.contact.external_id
    contact_pk = people.contact_pk(connection, contact_id)
    if contact_pk is None:
        raise LookupError(contact_id)  # its row was handled just now
    aftermath = signals.take(contact_pk, contact_id, row.signals)
    recalled.update(aftermath.recalled)
    return Effect.CHANGED if aftermath.changed and effect is Effect.SAME else effect


def _opt_outs(connection: Connection, signals: Signals, row: CustomerRow, error: Exception) -> Recalled:
    """The objection in a refused row is not lost: it is of the person on file, or of the addresses of another one."""
    told = [signal for signal in row.signals if signal.sign is Sign.OPT_OUT]
    if isinstance(error, OtherPerson):
        return signals.block(row.points, told).recalled
    contact_pk = people.contact_pk(connection, row.contact.external_id)
    if contact_pk is None:
        return {}
    return signals.take(contact_pk, row.contact.external_id, told).recalled


def _stray(connection: Connection, signals: Signals, file: ImportFile, recalled: Recalled) -> None:
    """A row may be rejected for a formality; the objection in it is not lost when we know the person."""
    for stray in file.stray:
        contact_pk = people.contact_pk(connection, stray.contact_id)
        if contact_pk is not None:
            recalled.update(signals.take(contact_pk, stray.contact_id, stray.signals).recalled)


def _guard(new: Sequence[object], limit: Limit | None) -> Guard | None:
    received = [row.received_at for row in new if isinstance(row, Cancellation)]
    if limit is None or len(received) <= limit.most:
        return None
    return Guard(len(received), limit.most, min(received), max(received), limit.confirmed)


def _named(file: ImportFile) -> tuple[set[str], set[str]]:
    """External ids of the contacts and companies a file is about, to be locked in one order before its first row."""
    customers = [row.contact for row in file.rows if isinstance(row, CustomerRow)]
    contacts = {contact.external_id for contact in customers} | {getattr(row, "contact_id", "") for row in file.rows}
    contacts |= {stray.contact_id for stray in file.stray}
    return {name for name in contacts if name}, {one.company.external_id for one in customers if one.company}
