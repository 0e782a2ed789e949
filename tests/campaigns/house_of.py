"""A real house on a fresh database: virtual clock, recording carrier, and short builders for people and events.

Nothing here replaces our own code: rows come in through `campaigns.importing`, time passes through `campaigns.play`.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from campaigns import bootstrap, play
from campaigns.arrivals import arrivals
from campaigns.clock import VirtualClock
from campaigns.courier import Courier
from campaigns.importing import Imported, apply
from campaigns.imports import ActivityRow, ImportFile, ReleaseRow, ReturnedRow
from campaigns.tick import tick
from channels.email.recording import RecordingCarrier, Scripted
from contacts.cancellation import Cancellation
from contacts.consent import GLOBAL, Objection
from contacts.medium import Medium
from store import cases, decisions, operation
from store.case import Case
from store.engine import Store
from store.tables import runs
from tests.campaigns.house_parts import (
    answers,
    consent_row,
    customer_row,
    definitions,
    measured_nobody,
    minimal,
    parsed,
    shipped,
    step,
    templates,
)
from tests.store.databases import fresh_sqlite

__all__ = [
    "BERLIN",
    "MONDAY",
    "OWNER",
    "WINBACK",
    "HouseOf",
    "answers",
    "consent_row",
    "customer_row",
    "house_of",
    "local",
    "measured_nobody",
    "minimal",
    "parsed",
    "shipped",
    "step",
]

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=BERLIN)
WINBACK = ("value", "news", "story", "offer", "last", "checkin", "half_year", "year", "eighteen_months")
OWNER = "00000000-0000-4000-8000-000000000001"


@dataclass
class HouseOf:
    """A house that is lived in: `play` lets time pass, `sent` and `decided` tell what happened."""

    house: bootstrap.House
    clock: VirtualClock
    carrier: RecordingCarrier
    runner: asyncio.Runner = field(default_factory=asyncio.Runner)
    courier: Courier = field(init=False)
    imported: int = 0

    def __post_init__(self) -> None:
        self.courier = Courier(self.house, self.carrier)

    def close(self) -> None:
        self.runner.run(self.courier.close())
        self.runner.close()
        self.house.store.close()

    # -- what comes in --------------------------------------------------------------------------------------------

    def take(self, kind: str, *rows: object) -> Imported:
        """Import rows as a file of its own; the daemon's next pass handles what has arrived."""
        self.imported += 1
        digest = hashlib.sha256(f"{kind}{self.imported}{rows}".encode()).hexdigest()
        done = apply(self.house, ImportFile(kind, rows, (), (), (), digest))
        arrivals(self.house)
        return done

    def customer(self, contact: str = "K-1", **changes: object) -> None:
        self.take("customers", customer_row(contact, **changes))

    def consent(self, contact: str = "K-1", medium: Medium = Medium.EMAIL, **changes: object) -> None:
        self.take("consents", consent_row(contact, medium, **changes))

    def cancel(self, contact: str = "K-1", **changes: object) -> None:
        now = self.clock.now()
        values = {"external_id": f"KUE-{contact}", "received_at": now, "reason": "price", "receipt_confirmed_at": now}
        self.take("cancellations", Cancellation(**{**values, "contact_id": contact, **changes}))

    def consenting(self, contact: str = "K-1", **changes: object) -> None:
        """A customer with a proven e-mail consent who cancels now."""
        self.customer(contact, **changes)
        self.consent(contact)
        self.cancel(contact)

    def objection(self, contact: str | None = "K-1", scope: str = GLOBAL, **changes: object) -> Imported:
        values = {"scope": scope, "received_at": self.clock.now(), "contact_id": contact, "source": "email"}
        return self.take("objections", Objection(**{**values, **changes}))

    def activity(self, contact: str, medium: Medium, at: datetime | None = None) -> None:
        """A touch that a person made by hand."""
        at = at or self.clock.now()
        self.take("activities", ActivityRow(f"{contact}-{medium}-{at}", contact, at, medium, "Amira"))

    def returned(self, contact: str = "K-1") -> None:
        self.take("returned", ReturnedRow(contact, self.clock.now()))

    def release(self, feature: str, at: datetime | None = None) -> None:
        self.take("releases", ReleaseRow(f"R-{feature}", feature, at or self.clock.now()))

    # -- what happens ---------------------------------------------------------------------------------------------

    def tick(self) -> object:
        return tick(self.house, OWNER)

    def deliver(self, leaving: object) -> int:
        return self.runner.run(self.courier.deliver(leaving))

    def now(self) -> int:
        """Do everything that is due now."""
        return self.runner.run(play.run_pass(self.house, self.courier, OWNER))

    def play(self, **later: int) -> int:
        """Let the engine run for `later` (as for timedelta)."""
        until = self.clock.now() + timedelta(**later)
        return self.runner.run(play.play(self.house, self.courier, OWNER, self.clock, until))

    def sleep(self, **later: int) -> None:
        """Time passes while nothing runs (a power cut)."""
        self.clock.jump(self.clock.now() + timedelta(**later))

    # -- what was done --------------------------------------------------------------------------------------------

    def decided(self, contact: str | None = None, *, advertising: bool = True) -> list[dict[str, object]]:
        with self.house.store.read() as connection:
            rows = list(decisions.history(connection, contact=contact))
        return [row for row in rows if not advertising or row["sequence"] != "offboarding"]

    def sent(self, contact: str | None = None, *, advertising: bool = True) -> list[tuple[str, str, date]]:
        """(step, channel, local day) of everything that passed the gate."""
        return [
            (row["step"], row["channel"], local(row["at"]).date())
            for row in self.decided(contact, advertising=advertising)
            if row["decision"] == "send"
        ]

    def reasons(self, contact: str | None = None) -> dict[str, tuple[str, str]]:
        """step -> (decision, reason) of the newest decision about it."""
        return {row["step"]: (row["decision"], row["reason"]) for row in self.decided(contact)}

    def rows(self, query: object) -> list[tuple[object, ...]]:
        with self.house.store.read() as connection:
            return [tuple(row) for row in connection.execute(query)]

    def runs(self, sequence: str = "winback") -> list[tuple[object, ...]]:
        """(state, reason) of each run of a sequence."""
        columns = runs.enrollment.c
        return self.rows(select(columns.state, columns.reason).where(columns.sequence == sequence).order_by(columns.id))

    def touches(self, *names: str, step: str | None = None) -> list[tuple[object, ...]]:
        """The columns `names` of all touches (of one step), in the order they were planned."""
        columns = [runs.touch.c[name] for name in names]
        query = select(*columns).order_by(runs.touch.c.id)
        return self.rows(query if step is None else query.where(runs.touch.c.step == step))

    def case(self, step: str) -> Case:
        """The touch of a step with everything a decision looks at."""
        ((touch_id,),) = self.touches("id", step=step)
        with self.house.store.read() as connection:
            return cases.load(connection, [touch_id], self.clock.now(), self.house.horizon)[0]

    def write(self, act: Callable[[Connection], object]) -> object:
        """One write transaction."""
        with self.house.store.write() as connection:
            return act(connection)

    def switch(self, name: str, value: str | None) -> None:
        """Set or clear a switch of the operator."""
        if value is None:
            self.write(lambda connection: operation.clear_switch(connection, name))
        else:
            self.write(lambda connection: operation.set_switch(connection, name, value, self.clock.now()))


def local(moment: datetime) -> datetime:
    return moment.astimezone(BERLIN)


def house_of(
    folder: Path,
    *,
    start: datetime = MONDAY,
    texts: dict[str, str] | None = None,
    url: str | None = None,
    script: Iterable[Scripted | None] = (),
    **changes: object,
) -> HouseOf:
    """A house on a fresh database in `folder` (or on the migrated one at `url`). `texts` are its sequence files, `changes` of the House."""
    store = fresh_sqlite(folder / "house.sqlite3") if url is None else Store(url)
    clock = VirtualClock(start)
    house = bootstrap.build(shipped(), folder, store, clock)
    files = measured_nobody() if texts is None else texts
    # Letters leave on the day of their step unless a test is about how long they are on their way.
    at_once = replace(house.letters, posting=replace(house.letters.posting, production_days=0, delivery_days=0))
    given = {"definitions": definitions(files), "templates": templates(), "letters": at_once}
    house = replace(house, **{**given, **changes})
    return HouseOf(house, clock, RecordingCarrier(script))
