"""An older database brings erased people back: they are erased again before anything runs (Art. 17 DSGVO)."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from campaigns.erasing import listed
from campaigns.erasing.erase import Erased, Wish, erase
from campaigns.erasing.finishing import finish_all
from campaigns.house import House
from store import erasures

log = structlog.get_logger()

_BY = "wiedersehen"


@dataclass(frozen=True, slots=True)
class Again:
    """What a start found: erasures that a crash had cut off, and people whom a backup had brought back."""

    finished: int
    again: int


def at_start(house: House) -> Again:
    """Finish what was cut off; erase whom `erased.list` names and the database does not know as erased.

    Who was erased and read in again since by an import stands in the table `erasure`, and is left alone.
    """
    finished = finish_all(house)
    back = _brought_back(house)
    again = sum(isinstance(erase(house, pk, Wish(_BY, door="restore"), force=True), Erased) for pk in back)
    if finished or again:
        log.warning("erased_again", finished=finished, again=again)
    return Again(finished, again)


def _brought_back(house: House) -> list[int]:
    """Row ids of those who were erased after the moment this database comes from; all others are noted as erased."""
    names = listed.listed(house.state)
    with house.store.read() as connection:
        known = erasures.known(connection)
        later = {name: at for name, at in names.items() if name not in known or at > known[name]}
        here = {house.pseudonym(name): pk for pk, name in erasures.contacts(connection)} if later else {}
    absent = {name: at for name, at in later.items() if name not in here}
    if absent:
        with house.store.write() as connection:
            for name, at in absent.items():
                erasures.note(connection, name, at, "")
    return [here[name] for name in later if name in here]
