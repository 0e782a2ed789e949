"""Writing a list, writing who has to come out of it again, and noting that the network's list was cleaned.

What the network may have is noted before the file stands: a crash in between leaves somebody noted who is on no list,
and never somebody on a list whom nobody would take out.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Connection

from campaigns.audiences.files import content_of, write
from campaigns.audiences.judging import Judged, judged
from campaigns.house import House
from contacts.medium import Medium, Platform
from sequences.calendar import local_day
from store import audiences, consents, locks, operation, people, written
from store.audiences import LIST, REMOVAL, Export, Member

log = structlog.get_logger()

_RULE = "audience_upload"


class Refusal(StrEnum):
    """Why no list is written."""

    NO_CONTRACT = "no_contract"
    NOT_ACTIVATED = "not_activated"
    PAUSED = "paused"
    NO_SUPPRESSION_LIST = "no_suppression_list"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Written:
    """A file that stands. `people` may be in it, `again`: the same list was written today already.

    `stale` are addresses that the network may have and may not keep.
    """

    export: Export
    people: int
    again: bool
    stale: int


def export_list(house: House, platform: Platform, out: Path, by: str) -> Written | Refusal:
    """Write everybody whose consent names this network and who may be advertised to now. OSError when that fails."""
    now = house.clock.now()
    terms = house.audiences.get(platform)
    if terms is None:
        return Refusal.NO_CONTRACT
    with house.store.write() as connection:
        refusal = _refused(house, connection)
        if refusal is not None:
            return refusal
        everybody, members = _looked(house, connection, platform, now)
        lawful = [person for person in everybody if person.hashed]
        if not lawful:
            return Refusal.NOBODY
        content = content_of(platform, ({one.medium: one.sha256 for one in person.hashed} for person in lawful))
        sha256, number = hashlib.sha256(content).hexdigest(), sum(len(person.hashed) for person in lawful)
        written.record(connection, out, written.AUDIENCE, now)
        export = _same_today(house, connection, platform, sha256, now)
        if export is not None and not _noted(members, lawful):
            export = None  # the bytes are the same, whose they are or who consented is not
        again = export is not None
        if export is None:
            name = f"{platform}-{now.astimezone(ZoneInfo(house.timezone)):%Y%m%d-%H%M}"
            told = audiences.Told(number, sha256, terms.contract, by)
            export = audiences.add_export(connection, name, platform, LIST, now, told)
            _note(connection, export, lawful, now)
        stale = len(_stale(everybody, members))
    write(out, content)
    log.info("audience_exported", export=export.external_id, people=len(lawful), again=again)
    return Written(export, len(lawful), again, stale)


def export_removals(house: House, platform: Platform, out: Path, by: str) -> Written | Refusal:
    """Write whom the network may have and may not keep. At any time, whatever is paused or not agreed any more.

    The same people again give the same bytes under the same number. OSError when writing fails.
    """
    now = house.clock.now()
    terms = house.audiences.get(platform)
    with house.store.write() as connection:
        if not house.list_readable:
            return Refusal.NO_SUPPRESSION_LIST  # nobody could be told from anybody: all would have to come out
        everybody, members = _looked(house, connection, platform, now)
        stale = _stale(everybody, members)
        if not stale:
            return Refusal.NOBODY
        # What somebody else may be found by stays on the network's list; only the other one's row goes.
        kept = {one.sha256 for person in everybody for one in person.hashed}
        shown = [one for one in stale if one.sha256 not in kept]
        content = content_of(platform, ({one.medium: one.sha256} for one in shown))
        sha256 = hashlib.sha256(content).hexdigest()
        written.record(connection, out, written.AUDIENCE, now)
        newest = next(iter(audiences.exports(connection, platform, REMOVAL)), None)
        # Somebody who came in since is on no removal list, whatever one with the same bytes says.
        known = all(one.listed for one in stale)
        again = known and newest is not None and newest.sha256 == sha256 and newest.confirmed_at is None
        if newest is not None and again:
            export = newest
        else:
            name = f"{platform}-entfernen-{now.astimezone(ZoneInfo(house.timezone)):%Y%m%d-%H%M}"
            told = audiences.Told(len(shown), sha256, terms.contract if terms is not None else "", by)
            export = audiences.add_export(connection, name, platform, REMOVAL, now, told)
            operation.audit(connection, "audience_removal_listed", now, None, _told(export))
        audiences.list_for_removal(connection, export.pk, [one.pk for one in stale])
    write(out, content)
    log.info("audience_removal_listed", export=export.external_id, addresses=len(stale), again=again)
    return Written(export, len({one.contact_pk for one in stale}), again, len(stale))


def confirm(house: House, removal: Export, by: str) -> int | None:
    """Somebody has cleaned the network's list: what stood on this removal list is forgotten. How many addresses.

    None when that was confirmed already.
    """
    now = house.clock.now()
    with house.store.write() as connection:
        gone = audiences.confirm(connection, removal, now)
        if gone is None:
            return None
        told = {"export": removal.external_id, "platform": removal.platform.value, "by": by}
        operation.audit(connection, "audience_cleaned", now, None, told | {"number": len(gone)})
        names = [people.contact(connection, pk)[0].external_id for pk in dict.fromkeys(gone) if pk is not None]
        left = {"export": removal.external_id, "platform": removal.platform.value}
        operation.audit_all(connection, "audience_left", now, [(name, left) for name in names])
    log.info("audience_cleaned", export=removal.external_id, addresses=len(gone))
    return len(gone)


def waiting(house: House, connection: Connection, now: datetime) -> dict[Platform, int]:
    """Addresses on a network's list of which we know that they have to come out; for `status` and `doctor`."""
    suspects, erased = audiences.doubtful(connection, now)
    found: defaultdict[Platform, int] = defaultdict(int)
    for platform in Platform:
        theirs = [one for one in suspects if one.platform is platform]
        pks = sorted({one.contact_pk for one in theirs if one.contact_pk is not None})
        found[platform] += len(_stale(list(judged(connection, house, platform, pks, now)), theirs))
        found[platform] += erased.get(platform, 0)
    return {platform: number for platform, number in found.items() if number}


def _refused(house: House, connection: Connection) -> Refusal | None:
    if not house.list_readable:
        return Refusal.NO_SUPPRESSION_LIST
    if operation.switch(connection, operation.ACTIVATED) is None:
        return Refusal.NOT_ACTIVATED
    return Refusal.PAUSED if operation.switch(connection, operation.PAUSED) else None


def _looked(
    house: House, connection: Connection, platform: Platform, now: datetime
) -> tuple[list[Judged], list[Member]]:
    """Under the locks that an objection takes as well: everybody, judged, and whom the network may have."""
    pks = audiences.asked(connection, platform)
    locks.lock_people(connection, pks)
    return list(judged(connection, house, platform, pks, now)), audiences.members(connection, platform)


def _stale(everybody: Sequence[Judged], members: Sequence[Member]) -> list[Member]:
    allowed = {(person.contact_pk, one.sha256) for person in everybody for one in person.hashed}
    waiting = {person.contact_pk for person in everybody if person.waits}
    return [one for one in members if (one.contact_pk, one.sha256) not in allowed and one.contact_pk not in waiting]


def _same_today(house: House, connection: Connection, platform: Platform, sha256: str, now: datetime) -> Export | None:
    """The same list on the same day is the same use of the same consents, however often its file is written."""
    newest = next(iter(audiences.exports(connection, platform, LIST)), None)
    if newest is None or newest.sha256 != sha256:
        return None
    return newest if local_day(newest.at, house.timezone) == local_day(now, house.timezone) else None


def _noted(members: Sequence[Member], lawful: Sequence[Judged]) -> bool:
    """True when everybody in the list stands there already, by the same consent and on no removal list."""
    inside = {(one.contact_pk, one.sha256, one.consent) for one in members if not one.listed}
    return all((person.contact_pk, one.sha256, one.consent) in inside for person in lawful for one in person.hashed)


def _note(connection: Connection, export: Export, lawful: Sequence[Judged], now: datetime) -> None:
    """Who may be on the network's list, and the use of each consent (Art. 5 Abs. 2, Art. 7 Abs. 1 DSGVO)."""
    rows = [(person.contact_pk, one.medium, one.sha256, one.consent) for person in lawful for one in person.hashed]
    audiences.join(connection, export.pk, export.platform, rows, now)
    use = {
        "medium": Medium.AUDIENCE_UPLOAD.value,
        "rule": _RULE,
        "platform": export.platform.value,
        "export": export.external_id,
        "sha256": export.sha256,
    }
    used: dict[str, list[dict[str, Any]]] = {consent: [use] for _, _, _, consent in rows}
    consents.use(connection, used, now)
    operation.audit(connection, "audience_exported", now, None, _told(export))


def _told(export: Export) -> dict[str, Any]:
    return {
        "export": export.external_id,
        "platform": export.platform.value,
        "number": export.number,
        "sha256": export.sha256,
        "processor": export.processor,
        "by": export.by,
    }
