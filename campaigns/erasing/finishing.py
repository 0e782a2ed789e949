"""What an erasure does outside the database, after its commit: list, recall files, copies, the database's own pages."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import structlog
from sqlalchemy import Connection

from campaigns.erasing import journal, listed
from campaigns.erasing.files import Copy, Done, clean, copies
from campaigns.erasing.journal import Journal
from campaigns.evidence import kept
from campaigns.house import House
from channels.letter.batch import write_recall
from store import erasing, erasures, operation, written

log = structlog.get_logger()


def finish_all(house: House) -> int:
    """Finish every erasure that was committed and not yet carried to its end; how many. At each start, and daily."""
    done = 0
    for path in journal.waiting(house.state):
        with journal.held(path) as handle:
            if handle is None:
                continue  # somebody is at work on it right now
            begun = journal.read(handle)
            if begun is None or not _committed(house, begun):
                journal.remove(path)
                continue
            finish(house, begun)
            done += 1
    return done


def finish(house: House, begun: Journal) -> tuple[Copy, ...]:
    """Carry one erasure to its end, by whoever holds its journal; what was done to files. Safe to repeat."""
    identity = begun.identity
    listed.append(house.state, identity.pseudonym, begun.at)
    for batch, send_ids in begun.recalls.items():
        write_recall(house.letters.folder, batch, send_ids)
    with house.store.read() as connection:
        known = written.all_files(connection)
    found = copies(house, identity, begun.own, known)
    for copy in found:
        clean(copy, identity)
    _note(house, begun, found)
    if erasing.scrub(house.store, house.clock.now()):
        journal.remove(journal.path_of(house.state, identity.pseudonym))
    else:
        log.warning("erasure_unfinished", pseudonym=identity.pseudonym[:16])  # a reader is in the way: the next look
    return tuple(found)


def _committed(house: House, begun: Journal) -> bool:
    """The journal is written before the commit: of an erasure that was rolled back nothing may be carried out."""
    with house.store.read() as connection:
        at = erasures.erased_at(connection, begun.identity.pseudonym)
    return at is not None and at >= begun.at


def _scans(house: House, connection: Connection) -> list[Path]:
    """Scanned objections that proved something of several people go with the last of them: no text finds them."""
    found = kept.unnamed(connection, house)
    for path in found:
        path.unlink(missing_ok=True)
    return found


def _note(house: House, begun: Journal, found: Sequence[Copy]) -> None:
    now, pseudonym = house.clock.now(), begun.identity.pseudonym[:16]
    removed = [copy.path for copy in found if copy.done is Done.REMOVED]
    with house.store.read() as connection:  # a file that somebody has moved away may have her id in its name
        listed_files = written.all_files(connection)
    removed += [one.path for one in listed_files if begun.identity.in_text(str(one.path)) and not one.path.exists()]
    with house.store.write() as connection:
        removed += _scans(house, connection)
        for batch in begun.batches:
            path = house.letters.folder / f"{batch}.csv"
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
            erasing.set_checksum(connection, batch, sha256)
            data = {"file": f"{batch}.csv", "sha256": sha256, "pseudonym": pseudonym}
            operation.audit(connection, "letter_file_rewritten", now, None, data)
        written.forget(connection, removed)
        counts = {done.value: sum(copy.done is done for copy in found) for done in Done}
        operation.audit(connection, "erasure_finished", now, None, {"pseudonym": pseudonym, **counts})
