"""An objection that a person enters: tried out or carried out, with everything it stops, withdraws and recalls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection

from campaigns.effects import Aftermath, object_address, object_to
from campaigns.evidence.kept import BELEG, evidence_path, keep
from campaigns.evidence.standing import MEDIA, Standing, standing
from campaigns.evidence.who import Meant, hashes_of, meant
from campaigns.export import write_recalls
from campaigns.house import House
from compliance.facts import Via
from contacts.consent import GLOBAL
from contacts.medium import Medium
from sequences.calendar import local_day
from sequences.touch import TouchState
from store import letter_batches, people, permissions
from store.footprint import Footprint, Item, became, footprint


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person said: scope (GLOBAL or a medium), when it came, through which door, in which words.

    `by` is who enters it, `evidence` a scan or a mail of it: its bytes are kept beside the database.
    """

    scope: str
    received_at: datetime
    source: str = ""
    verbatim: str = ""
    via: Via = Via.OPERATOR
    by: str = ""
    evidence: bytes | None = None


@dataclass(frozen=True, slots=True)
class Suppressed:
    """What the objection did, or would do. `known_since`: it was in force already, at most `evidence` was added.

    `letters_until`: the last day on which a letter that has left may still arrive; the person is told so (D21).
    """

    persons: tuple[Standing, ...]
    sharing: tuple[str, ...]
    address: str | None
    known_since: datetime | None
    runs: tuple[Item, ...] = ()
    touches: tuple[Item, ...] = ()
    tasks: tuple[Item, ...] = ()
    recalled: Mapping[str, list[str]] = field(default_factory=dict)
    recall_files: tuple[Path, ...] = ()
    letters_until: date | None = None
    evidence: Path | None = None


def suppress(house: House, who: str, wish: Wish, *, dry_run: bool) -> Suppressed | None:
    """Record the objection of whoever `who` means, at once effective; None when that is neither id nor address."""
    with house.store.write() as connection:
        found = meant(connection, house, who)
        if found is None:
            return None
        trial = connection.begin_nested()
        kept = evidence_path(house, wish.evidence) if wish.evidence is not None else None
        done = replace(_object(connection, house, found, wish, kept), evidence=kept)
        if dry_run:
            trial.rollback()
            return done
        if kept is not None and wish.evidence is not None:
            keep(connection, house, kept, wish.evidence, found.contacts)
        trial.commit()
        until = _letters_until(house, connection, found)
    return replace(done, recall_files=tuple(write_recalls(house, done.recalled)), letters_until=until)


def _letters_until(house: House, connection: Connection, found: Meant) -> date | None:
    days = [letter_batches.last_arrival(connection, pk) for pk in found.contacts]
    last = max((day for day in days if day is not None), default=None)
    return last if last is not None and last >= local_day(house.clock.now(), house.timezone) else None


def _object(connection: Connection, house: House, found: Meant, wish: Wish, kept: Path | None) -> Suppressed:
    now = house.clock.now()
    persons = tuple(standing(connection, house, pk, now) for pk in found.contacts)
    about = None if wish.scope == GLOBAL else Medium(wish.scope)
    sharing = {other for pk in found.contacts for other in people.sharing(connection, pk, about)} - set(found.contacts)
    names = tuple(people.contact(connection, pk)[0].external_id for pk in sorted(sharing))
    since = _known_since(connection, house, found, persons, wish)
    if since is not None:
        return Suppressed(persons, names, found.shown, since)
    everybody = {*found.contacts, *sharing}
    before = footprint(connection, everybody)
    aftermath = _carry_out(connection, house, found, wish, kept)
    if not aftermath.changed:
        _also_proved_by(connection, house, found, wish, kept)
        return Suppressed(persons, names, found.shown, wish.received_at)
    return _report(Suppressed(persons, names, found.shown, None), before, footprint(connection, everybody), aftermath)


def _carry_out(connection: Connection, house: House, found: Meant, wish: Wish, kept: Path | None) -> Aftermath:
    source = ", ".join(part for part in (wish.source, f"{BELEG}{kept.name}" if kept else "") if part)
    words = {"source": source, "verbatim": wish.verbatim, "recorded_by": wish.by}
    scope, via, at = wish.scope, wish.via, wish.received_at
    if found.medium is None:
        (contact_pk,) = found.contacts
        return object_to(connection, house, contact_pk, scope, via, at, **words)
    aftermath = Aftermath(changed=False)
    for address in found.addresses:
        done = object_address(connection, house, found.medium, address, scope, via, at, **words)
        aftermath.recalled.update(done.recalled)
        aftermath.changed |= done.changed
    return aftermath


def _also_proved_by(connection: Connection, house: House, found: Meant, wish: Wish, kept: Path | None) -> None:
    """The same declaration again, with another evidence: the entry names both."""
    if kept is not None:
        declared = permissions.Declared(wish.scope, wish.via, wish.received_at)
        word = f"{BELEG}{kept.name}"
        permissions.add_source(connection, found.contacts, hashes_of(house, found), declared, word)


def _report(plain: Suppressed, before: Footprint, after: Footprint, aftermath: Aftermath) -> Suppressed:
    return replace(
        plain,
        runs=tuple(became(before.runs, after.runs, "stopped")),
        touches=tuple(became(before.touches, after.touches, TouchState.STOPPED.value)),
        tasks=tuple(became(before.tasks, after.tasks, "withdrawn")),
        recalled=aftermath.recalled,
    )


def _known_since(
    connection: Connection, house: House, found: Meant, persons: tuple[Standing, ...], wish: Wish
) -> datetime | None:
    """Since when all of them are protected to this extent already; None when one is not, or the words are new."""
    known = [_covered(person, wish) for person in persons]
    known += [_on_address(connection, digest, wish) for digest in hashes_of(house, found)]
    if wish.evidence is not None or not all(known):
        return None
    said = {verbatim for declared in known for _, verbatim in declared}
    if wish.verbatim and wish.verbatim not in said:
        return None
    return max(min(received_at for received_at, _ in declared) for declared in known)


def _on_address(connection: Connection, digest: str, wish: Wish) -> list[tuple[datetime, str]]:
    """(received at, wording) of the objections that name this address and go as far as the wish."""
    found = permissions.objections_on_address(connection, digest)
    return [(received_at, verbatim) for scope, received_at, verbatim in found if scope in (GLOBAL, wish.scope)]


def _covered(person: Standing, wish: Wish) -> list[tuple[datetime, str]]:
    """(received at, wording) of her own objections that are in force for all the wish is about."""
    wanted = set(MEDIA) if wish.scope == GLOBAL else set(MEDIA) & {Medium(wish.scope)}
    return [
        (objected.stored.fact.received_at, objected.stored.verbatim)
        for objected in person.objections
        if objected.media
        and wanted <= set(objected.media)
        and not objected.stored.fact.shared_address
        and objected.stored.fact.scope in (GLOBAL, wish.scope)
    ]
