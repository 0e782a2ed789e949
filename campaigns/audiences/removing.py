"""Writing who has to come out of a network's list again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import structlog
from sqlalchemy import Connection

from campaigns.audiences.exporting import Refusal, Written, lock_word, named, told
from campaigns.audiences.files import content_of, place
from campaigns.audiences.looking import look
from campaigns.audiences.unknown import unknown
from campaigns.house import House
from contacts.medium import Platform
from store import audiences, operation, written
from store.alone import alone
from store.audiences import REMOVAL, Export, Member

log = structlog.get_logger()


def export_removals(house: House, platform: Platform, out: Path, by: str) -> Written | Refusal:
    """Write whom the network may have and may not keep. At any time, whatever is paused or not agreed any more.

    The same people again give the same bytes under the same number. Judged without a lock: whoever objects meanwhile
    stands on the next one, and `status` says so. OSError when writing fails.
    """
    now = house.clock.now()
    with alone(house.store, house.state, lock_word(platform)):
        if not house.list_readable:
            return Refusal.NO_SUPPRESSION_LIST  # nobody could be told from anybody: all would have to come out
        looked = look(house, platform, now)
        with house.store.read() as connection:
            members = audiences.members(connection, platform)
            stale = looked.stale(members)
            doubt = platform in unknown(connection)
        if not stale:
            return Refusal.UNKNOWN if doubt else Refusal.NOBODY
        # What somebody else may be found by stays on the network's list; only the other one's row goes. She stands on
        # it herself, or nobody would take it out when she leaves.
        allowed = {(contact_pk, sha256) for contact_pk, _, sha256, _ in looked.rows(looked.people)}
        kept = {one.sha256 for one in members if (one.contact_pk, one.sha256) in allowed}
        shown = [one for one in stale if one.sha256 not in kept]
        content = content_of(platform, ({one.medium: one.sha256} for one in shown))
        with house.store.write() as connection:
            written.record(connection, out, written.AUDIENCE, now)
            export, again = _export(house, connection, platform, (content, len(shown)), stale, by)
            audiences.list_for_removal(connection, export.pk, [one.pk for one in stale])
        with place(out) as file:
            file.prepare(content)
            file.publish()
    log.info("audience_removal_listed", export=export.external_id, addresses=len(stale), again=again)
    return Written(export, len({one.contact_pk for one in stale}), again, len(stale), doubt)


def _export(
    house: House, connection: Connection, platform: Platform, file: tuple[bytes, int], stale: Sequence[Member], by: str
) -> tuple[Export, bool]:
    """The file's number, and whether the same one was given out already."""
    now, terms = house.clock.now(), house.audiences.get(platform)
    content, number = file
    sha256 = hashlib.sha256(content).hexdigest()
    newest = next(iter(audiences.exports(connection, platform, REMOVAL)), None)
    # Somebody who came in since is on no removal list, whatever one with the same bytes says.
    known = all(one.listed for one in stale)
    if newest is not None and known and newest.sha256 == sha256 and newest.confirmed_at is None:
        return newest, True
    about = audiences.Told(number, sha256, terms.contract if terms is not None else "", by)
    wanted = named(house, platform, now, "-entfernen")
    export = audiences.add_export(connection, wanted, platform, REMOVAL, now, about)
    operation.audit(connection, "audience_removal_listed", now, None, told(export))
    return export, False
