"""An older database brings erased people back: they are erased again before anything runs (Art. 17 DSGVO)."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from sqlalchemy import Connection

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


def at_start(house: House, *, running: bool = False) -> Again:
    """Finish what was cut off; erase whom `erased.list` names and the database does not know as erased.

    Who was erased and read in again since by an import stands in the table `erasure`, and is left alone. Without the
    key of the suppression list nobody is recognised; the daemon asks again when it is back, then `running`.
    """
    finished = finish_all(house)
    back = _brought_back(house) if house.list_readable else []
    wish = Wish(_BY, door="restore")
    again = sum(isinstance(erase(house, pk, wish, force=not running), Erased) for pk in back)
    if finished or again:
        log.warning("erased_again", finished=finished, again=again)
    return Again(finished, again)


def found_again(house: House, connection: Connection) -> tuple[list[str], list[str]]:
    """Pseudonyms of erased people who stand in the database: brought back by an older one, and read in again since."""
    names, known = listed.listed(house.state), erasures.known(connection)
    if not names and not known:
        return [], []
    here = {house.pseudonym(name) for _, name in erasures.contacts(connection)}
    older = sorted(name for name, at in names.items() if name in here and (name not in known or at > known[name]))
    return older, sorted((known.keys() & here) - set(older))


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
