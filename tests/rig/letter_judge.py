"""What stands after an export, a death and an objection, and what is wrong with it."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, text

from store.engine import Store
from store.tables import metadata, people, runs
from tests.campaigns.house_of import HouseOf
from tests.rig.letter_ground import Place

_OLD = frozenset({"touch", "enrollment", "contact", "company", "batch_row", "cancellation", "contract"})
"""Tables that an export adds no row to: their numbers are compared as well. PostgreSQL gives others only once."""
_MEMBERS = "SELECT r.touch_id, b.external_id FROM batch_row r JOIN batch b ON b.id = r.batch_id ORDER BY r.touch_id"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Checksums of our files, of the shop's, of each table's rows; who is printed and recalled, and in which state.

    `printed` is by contact over all lists that the shop has, with the `streets`, `recalled` over all its recall files.
    """

    ours: dict[str, str]
    shop: dict[str, str]
    tables: dict[str, str]
    printed: Counter[str]
    streets: dict[str, str]
    recalled: Counter[str]
    states: dict[str, str]


def outcome(one: HouseOf, place: Place) -> Outcome:
    """What stands now."""
    touch, contact = runs.touch.c, people.contact.c
    query = select(touch.send_id, contact.external_id, touch.state).where(touch.step == "letter")
    rows = one.rows(query.join(people.contact, contact.id == touch.contact_id))
    whose = {str(send_id): str(name) for send_id, name, _ in rows}
    recalls = sorted(place.shop.glob("*.rueckruf-*.csv"))
    lists = sorted(set(place.shop.glob("*.csv")) - set(recalls))
    return Outcome(
        ours=_files(one.house.letters.folder),
        shop=_files(place.shop),
        tables=_rows(one.house.store),
        printed=Counter(whose[i] for path in lists for i in _cells(path)),
        streets={
            whose[i]: street for path in lists for i, street in zip(_cells(path), _cells(path, "Straße"), strict=True)
        },
        recalled=Counter(whose[i] for path in recalls for i in _cells(path)),
        states={str(name): str(state) for _, name, state in rows},
    )


def frozen(one: HouseOf) -> bool:
    """True when a batch has been formed: from then on its bytes are settled, whatever the hour of the next run."""
    return bool(one.rows(select(runs.batch.c.id).limit(1)))


def differing(found: Outcome, reference: Outcome, *, tables: bool = True) -> list[str]:
    """Where two outcomes differ in files, states, and rows."""
    pairs = [("ours", found.ours, reference.ours), ("shop", found.shop, reference.shop)]
    pairs += [("rows", found.tables, reference.tables)] if tables else []
    wrong = []
    for name, mine, theirs in pairs:
        other = sorted(key for key in mine.keys() | theirs.keys() if mine.get(key) != theirs.get(key))
        wrong += [f"{name} differ: {', '.join(other[:4])}"] if other else []
    return wrong + (["other states"] if found.states != reference.states else [])


def everybody_once(found: Outcome) -> list[str]:
    """What is wrong unless each person's letter is printed once."""
    if found.printed == dict.fromkeys(found.states, 1):
        return []
    return [
        f"{len(found.printed)} of {len(found.states)} people printed, up to {max(found.printed.values(), default=0)}x"
    ]


def respected(found: Outcome, objectors: tuple[str, ...]) -> list[str]:
    """What is wrong unless who objected is never printed, or recalled once, and all others are printed once."""
    wrong = []
    for name, state in found.states.items():
        stands = (state, found.printed[name], found.recalled[name])
        if name in objectors:
            kept = stands in (("stopped", 0, 0), ("stopped", 0, 1), ("stopped", 1, 1), ("recalled", 1, 1))
        else:
            kept = stands == ("exported", 1, 0)
        wrong += [] if kept else [f"{name}: {state}, printed {stands[1]}x, recalled {stands[2]}x"]
    if found.ours != found.shop:
        wrong.append("the shop has other files than we")
    return wrong[:4]


def followed(found: Outcome, people: tuple[str, ...], street: str) -> list[str]:
    """What is wrong unless who has a new `street` is printed there, or recalled, and all others are printed once."""
    wrong = []
    for name, state in found.states.items():
        printed, recalled, there = found.printed[name], found.recalled[name], found.streets.get(name) == street
        if name in people:
            kept = (printed, recalled) == (1, 0 if there else 1) or (state == "stopped" and not printed)
        else:
            kept = (state, printed, recalled) == ("exported", 1, 0)
        wrong += [] if kept else [f"{name}: {state}, printed {printed}x, new {there}, recalled {recalled}x"]
    return wrong[:4]


def _cells(path: Path, column: str = "Sendungs-ID") -> list[str]:
    """One column of a list, row by row: somebody twice in a file is seen."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row[column] for row in csv.DictReader(file, delimiter=";")]


def _files(folder: Path) -> dict[str, str]:
    """All of them, hidden ones and unfinished ones as well."""
    if not folder.is_dir():
        return {}
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def _rows(store: Store) -> dict[str, str]:
    """The rows of every table, in any order."""
    found = {}
    with store.read() as connection:
        for table in metadata.sorted_tables:
            left_out = {"batch_id"} if table.name == "batch_row" else set() if table.name in _OLD else {"id"}
            names = ", ".join(f'"{column.name}"' for column in table.columns if column.name not in left_out)
            rows = sorted(repr(tuple(row)) for row in connection.execute(text(f'SELECT {names} FROM "{table.name}"')))
            found[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
        members = connection.execute(text(_MEMBERS)).all()
        found["who in which batch"] = hashlib.sha256(repr(members).encode()).hexdigest()
    return found
