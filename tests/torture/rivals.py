"""The people of the races: who may be written to and stopped at once, and who compete for one place under a cap."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, func, select, text

from campaigns.caps import ANY, Cap
from campaigns.outgoing import Outgoing
from contacts.cancellation import Cancellation
from store.tables import people, runs
from tests.campaigns.house_of import HouseOf, consent_row, customer_row, house_of, minimal, step

AT_ONCE = 40
"""People of one round: it begins with one reset."""

_MAIL = minimal(step("a", "day = 1"))


def stoppable(folder: Path, url: str | None) -> HouseOf:
    """People who cancelled, each with somebody on the same address who did not (her row follows his)."""
    one = house_of(folder, url=url, texts={"probe": _MAIL}, batch_size=2 * AT_ONCE, spread_minutes=1)
    names = [f"K-{number}" for number in range(AT_ONCE)]
    rows = [
        customer_row(f"{name}{mate}", email=f"{name}@kunde.example", last_name=f"{name}{mate}")
        for name in names
        for mate in ("", "-mate")
    ]
    return _cancelled(one, rows, names)


def capped(folder: Path, url: str | None, per: str) -> HouseOf:
    """Pairs of mails that compete for one place: two sequences of one person, or two people of one company."""
    texts = {"probe": _MAIL} if per == "company" else {"probe": _MAIL, "second": _MAIL}
    one = house_of(folder, url=url, texts=texts, batch_size=2 * AT_ONCE, spread_minutes=1, caps=(Cap(per, ANY, 1, 5),))
    names = [f"K-{number}" for number in range(AT_ONCE * (2 if per == "company" else 1))]
    firms = [f"F-{place // 2}" if per == "company" else None for place in range(len(names))]
    rows = [customer_row(name, company=firm) for name, firm in zip(names, firms, strict=True)]
    return _cancelled(one, rows, names)


def _cancelled(one: HouseOf, rows: list[object], names: list[str]) -> HouseOf:
    now = one.clock.now()
    one.take("customers", *rows)
    one.take("consents", *map(consent_row, names))
    values = {"received_at": now, "reason": "price", "receipt_confirmed_at": now}
    one.take("cancellations", *(Cancellation(external_id=f"KUE-{name}", contact_id=name, **values) for name in names))
    one.sleep(days=1, hours=2)
    return one


def claimed(one: HouseOf) -> list[tuple[Outgoing, ...]]:
    """What waits at the gate: single mails, or those that compete with each other."""
    waiting = one.tick().leaving
    rivals: dict[object, list[Outgoing]] = {}
    person = people.contact.c
    query = select(runs.touch.c.id, func.coalesce(person.company_id, -person.id))
    owner = dict(one.rows(query.join(people.contact, person.id == runs.touch.c.contact_id)))
    for request in waiting:
        rivals.setdefault(owner[request.touch_id], []).append(request)
    assert len(rivals) == AT_ONCE, len(rivals)
    return [tuple(pair) for pair in rivals.values()]


def owners(one: HouseOf) -> dict[int, tuple[str, int]]:
    """Touch -> (external id, row id) of whose it is."""
    query = select(runs.touch.c.id, people.contact.c.external_id, people.contact.c.id)
    rows = one.rows(query.join(people.contact, people.contact.c.id == runs.touch.c.contact_id))
    return {touch: (name, pk) for touch, name, pk in rows}


def unguard(one: HouseOf) -> None:
    """A declaration cannot be deleted; here it must be, ten thousand times."""

    def act(connection: Connection) -> None:
        for name in ("objection", "consent_event"):
            if connection.dialect.name == "sqlite":
                connection.execute(text(f"DROP TRIGGER {name}_delete"))
            else:
                connection.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER USER"))

    one.write(act)
