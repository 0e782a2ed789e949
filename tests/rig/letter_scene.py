"""An installation with many letters for the letter shop: made, exported, objected to.

Nothing here replaces our own code. The compiler of PDFs is another's: what it made of the same input is kept, because
finished letters for 10,000 people take it a minute, and there are a thousand deaths.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import typst
from sqlalchemy import insert, select, update

from campaigns.arrivals import arrivals
from campaigns.export import export_letters
from campaigns.facts import facts_of
from campaigns.outgoing import outgoing
from channels.channel import BatchRow
from channels.letter.shop import DropFolder
from compliance.rulebook import rule_on
from contacts.cancellation import Cancellation
from contacts.consent import GLOBAL, Objection
from contacts.contact import PostalAddress
from sequences.calendar import is_holiday
from sequences.definition import Channel
from sequences.touch import TouchState
from store import cases, operation
from store.engine import Store
from store.migrate import upgrade
from store.tables import people, permission, runs
from tests.campaigns.house_of import MONDAY, HouseOf, house_of
from tests.campaigns.house_parts import customer_row, definitions, minimal, step, templates
from tests.rig.letter_ground import Place

LETTER = {"probe": minimal(step("letter", "day = 1", '"letter"', "winback/day_01_value"))}
EXPORT = MONDAY + timedelta(days=1, hours=7)
"""Tuesday, 15:00: the hour of the list."""
NEW_STREET = "Neuer Weg 9"
OWN = ("campaigns/export.py", "campaigns/letters/", "channels/letter/", "store/letters.py", "store/letter_batches.py")
"""Where the export itself stands; the rest of what it runs is the law and the store."""
_AT_ONCE = 2_000


def warm() -> None:
    """What every life reads, read once: a fork has it already."""
    definitions(LETTER)
    templates()
    is_holiday(MONDAY.date(), "BE")  # imports the calendars of the whole world


def objectors(letters: int) -> tuple[str, ...]:
    """Who objects: the first, one in the middle, the last."""
    return tuple(f"K-{n}" for n in dict.fromkeys((0, letters // 2, letters - 1)))


def prepare(place: Place, letters: int) -> None:
    """Write an installation with so many letters past the gate: real people, runs and rows, one real text."""
    store = Store(place.url)
    upgrade(store)
    store.close()
    one = house_of(place.folder, texts=LETTER, url=place.url)
    one.switch(operation.ACTIVATED, "Wiebke")
    for begin in range(0, letters, _AT_ONCE):
        numbers = range(begin, min(begin + _AT_ONCE, letters))
        one.take(
            "customers",
            *(customer_row(f"K-{n}", address=PostalAddress(f"Weg {n}", "01067", "Dresden")) for n in numbers),
        )
        one.take("cancellations", *(_notice(one, n) for n in numbers))
    while arrivals(one.house):
        pass
    _past_the_gate(one)
    one.close()


def _notice(one: HouseOf, n: int) -> Cancellation:
    now = one.clock.now()
    return Cancellation(
        external_id=f"KUE-{n}", contact_id=f"K-{n}", received_at=now, reason="price", receipt_confirmed_at=now
    )


def _past_the_gate(one: HouseOf) -> None:
    """What the gate writes for a letter, for all at once: it judges them one by one, and that is tested elsewhere."""
    one.sleep(days=1, hours=2)
    now, touch = one.clock.now(), runs.touch
    with one.house.store.write() as connection:
        named = select(touch.c.id, touch.c.send_id, people.contact.c.last_name, people.contact.c.street)
        named = named.join(people.contact, people.contact.c.id == touch.c.contact_id).where(touch.c.step == "letter")
        rows = connection.execute(named.order_by(touch.c.id)).all()
        case = cases.load(connection, [rows[0][0]], now, one.house.horizon)[0]
        sequence = one.house.definitions.pinned(connection, case.enrollment.definition_hash)
        ruling = rule_on(facts_of(one.house, case, sequence, Channel.LETTER, now, None), one.house.policy)
        written: Any = outgoing(one.house, case, sequence, ruling, Channel.LETTER, now).leaving
        assert isinstance(written, BatchRow)
        frozen = [
            {
                "touch_id": pk,
                "columns": {**written.columns, "Sendungs-ID": send_id, "Nachname": name, "Straße": street},
                "cost": one.house.letters.cost,
            }
            for pk, send_id, name, street in rows
        ]
        connection.execute(insert(runs.batch_row), frozen)
        values = {"state": TouchState.BATCHED.value, "channel": "letter", "made_at": now}
        connection.execute(update(touch).where(touch.c.step == "letter").values(**values))


@contextmanager
def opened(place: Place, kept: Path, *, pdf: bool, later: timedelta = timedelta(0)) -> Iterator[HouseOf]:
    """The installation at the hour of the list or `later`, with a shop that is a folder; `kept` holds compiled pages."""
    place.shop.mkdir(exist_ok=True)
    one = house_of(place.folder, texts=LETTER, start=EXPORT + later, url=place.url, shop=DropFolder(place.shop))
    one.house = replace(one.house, letters=replace(one.house.letters, pdf=pdf))
    with mock.patch.object(typst, "compile", _remembering(typst.compile, kept)):
        yield one
    one.close()


def _remembering(compile_pdf: Callable[..., bytes], kept: Path) -> Callable[..., bytes]:
    def compiled(form: bytes, **given: object) -> bytes:
        path = kept / hashlib.sha256(repr((form, sorted(given.items()))).encode()).hexdigest()
        if path.exists():
            return path.read_bytes()
        made = compile_pdf(form, **given)
        half = path.with_name(f"{path.name}.{os.getpid()}")
        half.write_bytes(made)
        half.rename(path)
        return made

    return compiled


def export(one: HouseOf) -> None:
    """What the daemon does for letters."""
    export_letters(one.house)


def objection(one: HouseOf, letters: int) -> None:
    """A file with objections is imported: the same file again changes nothing."""
    at = EXPORT  # the moment stands in the file
    rows = [Objection(GLOBAL, at, contact_id=name, source="email") for name in objectors(letters)]
    one.take("objections", *rows)


def moved(one: HouseOf, letters: int) -> None:
    """The same three have a new address, says a file of customers."""
    new = PostalAddress(NEW_STREET, "01067", "Dresden")
    one.take("customers", *(customer_row(name, address=new) for name in objectors(letters)))


def objected(one: HouseOf) -> bool:
    """True when an objection has been committed."""
    return bool(one.rows(select(permission.objection.c.id).limit(1)))
