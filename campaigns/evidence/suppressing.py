"""An objection that a person enters: tried out or carried out, with everything it stops, withdraws and recalls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from campaigns.effects import Aftermath, object_address, object_to
from campaigns.evidence.standing import MEDIA, Standing, standing
from campaigns.evidence.who import Meant, meant
from campaigns.export import write_recalls
from campaigns.house import House
from compliance.facts import Via
from contacts.consent import GLOBAL
from contacts.medium import Medium
from sequences.touch import TouchState
from store import people, permissions
from store.footprint import Footprint, Item, became, footprint


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person said: scope (GLOBAL or a medium), when it came, through which door, in which words."""

    scope: str
    received_at: datetime
    source: str = ""
    verbatim: str = ""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """What the objection did, or would do. `known_since`: it was in force already, and nothing was added."""

    persons: tuple[Standing, ...]
    sharing: tuple[str, ...]
    address: str | None
    known_since: datetime | None
    runs: tuple[Item, ...] = ()
    touches: tuple[Item, ...] = ()
    tasks: tuple[Item, ...] = ()
    recalled: Mapping[str, list[str]] = field(default_factory=dict)
    recall_files: tuple[Path, ...] = ()


def suppress(house: House, who: str, wish: Wish, *, dry_run: bool) -> Suppressed | None:
    """Record the objection of whoever `who` means, at once effective; None when that is neither id nor address."""
    with house.store.write() as connection:
        found = meant(connection, house, who)
        if found is None:
            return None
        trial = connection.begin_nested()
        done = _object(connection, house, found, wish)
        if dry_run:
            trial.rollback()
            return done
        trial.commit()
    return replace(done, recall_files=tuple(write_recalls(house, done.recalled)))


def _object(connection: Connection, house: House, found: Meant, wish: Wish) -> Suppressed:
    now = house.clock.now()
    persons = tuple(standing(connection, house, pk, now) for pk in found.contacts)
    about = None if wish.scope == GLOBAL else Medium(wish.scope)
    sharing = {other for pk in found.contacts for other in people.sharing(connection, pk, about)} - set(found.contacts)
    names = tuple(people.contact(connection, pk)[0].external_id for pk in sorted(sharing))
    since = _known_since(connection, house, found, persons, wish)
    if since is not None:
        return Suppressed(persons, names, found.address, since)
    everybody = {*found.contacts, *sharing}
    before = footprint(connection, everybody)
    aftermath = _carry_out(connection, house, found, wish)
    return _report(Suppressed(persons, names, found.address, None), before, footprint(connection, everybody), aftermath)


def _carry_out(connection: Connection, house: House, found: Meant, wish: Wish) -> Aftermath:
    words = {"source": wish.source, "verbatim": wish.verbatim}
    if found.medium is not None and found.address is not None:
        return object_address(
            connection, house, found.medium, found.address, wish.scope, Via.OPERATOR, wish.received_at, **words
        )
    (contact_pk,) = found.contacts
    return object_to(connection, house, contact_pk, wish.scope, Via.OPERATOR, wish.received_at, **words)


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
    if found.medium is not None and found.address is not None:
        digest = house.address_hash(found.medium, found.address)
        known.append(
            [
                (received_at, verbatim)
                for scope, received_at, verbatim in permissions.objections_on_address(connection, digest)
                if scope in (GLOBAL, wish.scope)
            ]
        )
    if not all(known):
        return None
    said = {verbatim for declared in known for _, verbatim in declared}
    if wish.verbatim and wish.verbatim not in said:
        return None
    return max(min(received_at for received_at, _ in declared) for declared in known)


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
