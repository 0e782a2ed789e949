"""Writing a list: judged while nobody waits, noted in portions, and given its name when nobody in it has objected.

What the network may have is noted before the file stands: a crash in between leaves somebody noted who is on no list,
and never somebody on a list whom nobody would take out. The file gets its name inside the transaction that has looked
at everybody in it once more, under the locks of all of them: whoever has objected by then is not in it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Connection

from campaigns.audiences.files import content_of, place
from campaigns.audiences.looking import PORTION, Looked, look, look_again, portions
from campaigns.audiences.unknown import unknown
from campaigns.house import AudienceTerms, House
from contacts.medium import Medium, Platform
from sequences.calendar import local_day
from store import audience_people, audiences, consents, locks, operation, written
from store.alone import alone, give_way
from store.audiences import LIST, Export, Row

log = structlog.get_logger()

_RULE = "audience_upload"


class Refusal(StrEnum):
    """Why no list is written."""

    NO_CONTRACT = "no_contract"
    NOT_ACTIVATED = "not_activated"
    PAUSED = "paused"
    NO_SUPPRESSION_LIST = "no_suppression_list"
    NOBODY = "nobody"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Written:
    """A file that stands. `people` may be in it, `again`: the same list was written today already.

    `stale` are addresses that the network may have and may not keep. `unknown`: more may be there, since the database
    came from a backup.
    """

    export: Export
    people: int
    again: bool
    stale: int
    unknown: bool


@dataclass(slots=True)
class _Making:
    """A list while it is made: what stands noted for it, and on which list those people stood `before`."""

    export: Export
    again: bool
    rows: list[Row] = field(default_factory=list)
    before: dict[tuple[int, str], int] = field(default_factory=dict)


def export_list(house: House, platform: Platform, out: Path, by: str) -> Written | Refusal:
    """Write everybody whose consent names this network and who may be advertised to now. OSError when that fails."""
    now = house.clock.now()
    terms = house.audiences.get(platform)
    if terms is None:
        return Refusal.NO_CONTRACT
    with alone(house.store, house.state, lock_word(platform)):
        with house.store.read() as connection:
            refusal, died = _refused(house, connection), audiences.uses_open(connection, platform)
        if refusal is not None:
            return refusal
        for left in died:
            _note_uses(house, left)
        looked = look(house, platform, now)
        if not looked.lawful():
            return Refusal.NOBODY
        made = _made(house, looked, platform, out, terms, by, now)
        if isinstance(made, Refusal):
            return made
        if not made.again:
            _note_uses(house, made.export)
        with house.store.read() as connection:
            stale = len(looked.stale(audiences.members(connection, platform)))
            doubt = platform in unknown(connection)
    people = len({row[0] for row in made.rows})
    log.info("audience_exported", export=made.export.external_id, people=people, again=made.again)
    return Written(made.export, people, made.again, stale, doubt)


def lock_word(platform: Platform) -> str:
    """Who makes a list, or takes somebody out, holds this: two at once would note each other's people."""
    return f"audience-{platform}"


def named(house: House, platform: Platform, now: datetime, what: str = "") -> str:
    """The number of a file, as people read it."""
    return f"{platform}{what}-{now.astimezone(ZoneInfo(house.timezone)):%Y%m%d-%H%M}"


def told(export: Export) -> dict[str, Any]:
    """What the audit log says of a file."""
    return {
        "export": export.external_id,
        "platform": export.platform.value,
        "number": export.number,
        "sha256": export.sha256,
        "processor": export.processor,
        "by": export.by,
    }


def _refused(house: House, connection: Connection) -> Refusal | None:
    if not house.list_readable:
        return Refusal.NO_SUPPRESSION_LIST
    if operation.switch(connection, operation.ACTIVATED) is None:
        return Refusal.NOT_ACTIVATED
    return Refusal.PAUSED if operation.switch(connection, operation.PAUSED) else None


def _made(
    house: House, looked: Looked, platform: Platform, out: Path, terms: AudienceTerms, by: str, now: datetime
) -> _Making | Refusal:
    """The same list on the same day is the same use of the same consents, however often its file is written."""
    rows = looked.rows(looked.lawful())
    with house.store.write() as connection:
        written.record(connection, out, written.AUDIENCE, now)
        same = _same_today(house, connection, rows, platform, now)
    if same is not None:
        made = _publish(house, looked, platform, out, _Making(same, again=True, rows=rows))
        if made is not None:
            return made
    making = _noted(house, looked, platform, terms, by, now)
    made = _publish(house, looked, platform, out, making)
    if isinstance(made, _Making):
        return made
    for some in portions(making.rows):
        with house.store.write() as connection:
            audiences.leave_out(connection, making.export.pk, some, making.before)
    return made if made is not None else Refusal.NOBODY


def _same_today(
    house: House, connection: Connection, rows: list[Row], platform: Platform, now: datetime
) -> Export | None:
    """Today's list with these bytes, of these people, by these consents, none of them on a removal list since."""
    newest = next(iter(audiences.exports(connection, platform, LIST)), None)
    since = unknown(connection).get(platform)
    if since is not None and (newest is None or newest.at < since):
        return None  # the list that shall replace everything after a restore is one of its own
    if newest is None or newest.sha256 != hashlib.sha256(_content(platform, rows)).hexdigest():
        return None
    if local_day(newest.at, house.timezone) != local_day(now, house.timezone):
        return None
    members = audiences.members(connection, platform)
    inside = {(one.contact_pk, one.sha256, one.consent) for one in members if not one.listed}
    return newest if all((whose, sha256, by) in inside for whose, _, sha256, by in rows) else None


def _noted(house: House, looked: Looked, platform: Platform, terms: AudienceTerms, by: str, now: datetime) -> _Making:
    """Note who may be on the network's list from now on, a portion of people in each transaction."""
    with house.store.write() as connection:
        export = audiences.begin(connection, named(house, platform, now), platform, now, terms.contract, by)
    making = _Making(export, again=False)
    for number, some in enumerate(portions(looked.lawful())):
        if number:
            give_way(house.store)
        present = house.clock.now()
        with house.store.write() as connection:
            look_again(house, connection, looked, platform, some, present)
            rows = looked.rows(some)
            making.before |= audiences.join(connection, export.pk, platform, rows, now)
        making.rows += rows
    return making


def _publish(house: House, looked: Looked, platform: Platform, out: Path, making: _Making) -> _Making | Refusal | None:
    """Give the file its name in the transaction that looks at everybody in it once more, under all their locks.

    None when nobody is left, or when a list that was to be written `again` is another one now.
    """
    whose = {row[0] for row in making.rows}
    whom = audience_people.listed_at(platform)
    with place(out) as file:
        content = _content(platform, making.rows)
        file.prepare(content)
        present = house.clock.now()
        with house.store.write() as connection:
            look_again(house, connection, looked, platform, whose, present, whom)
            refusal = _refused(house, connection)
            lawful = set(looked.rows(whose))
            rows = [row for row in making.rows if row in lawful]
            if refusal is not None or not rows or (making.again and rows != making.rows):
                return refusal
            if rows != making.rows:
                gone = [row for row in making.rows if row not in lawful]
                audiences.leave_out(connection, making.export.pk, gone, making.before)
                content = _content(platform, rows)
                file.prepare(content)
            export = making.export
            if not making.again:
                export = audiences.finish(connection, export, len(rows), hashlib.sha256(content).hexdigest())
                operation.audit(connection, "audience_exported", export.at, None, told(export))
            file.publish()
    return _Making(export, making.again, rows)


def _content(platform: Platform, rows: Iterable[Row]) -> bytes:
    people: defaultdict[int, dict[Medium, str]] = defaultdict(dict)
    for whose, medium, sha256, _ in rows:
        people[whose][medium] = sha256
    return content_of(platform, people.values())


def _note_uses(house: House, export: Export) -> None:
    """The use of each consent (Art. 5 Abs. 2, Art. 7 Abs. 1 DSGVO), in portions; the next list ends what is left."""
    use = {
        "medium": Medium.AUDIENCE_UPLOAD.value,
        "rule": _RULE,
        "platform": export.platform.value,
        "export": export.external_id,
        "sha256": export.sha256,
    }
    while True:
        with house.store.write() as connection:
            rows = audiences.uses_left(connection, export.pk, PORTION)
            whose = {contact_pk for contact_pk, _ in rows}
            locks.lock_people(connection, whose)
            consents.use(connection, {consent: [use] for _, consent in rows}, export.at)
            left = len(whose) == PORTION
            audiences.uses_noted(connection, export.pk, max(whose) if left else None)
        if not left:
            return
        give_way(house.store)
