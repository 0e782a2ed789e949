"""A real house on a fresh database: virtual clock, recording carrier, and short builders for people and events.

Nothing here replaces our own code: rows come in through `campaigns.importing`, time passes through `campaigns.play`.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from campaigns import bootstrap, play
from campaigns.arrivals import arrivals
from campaigns.catalog import vocabulary_of
from campaigns.clock import VirtualClock
from campaigns.courier import Courier
from campaigns.definitions import Definitions
from campaigns.importing import Imported, apply
from campaigns.imports import ActivityRow, CustomerRow, ImportFile, ReleaseRow, ReturnedRow
from campaigns.rendering import Templates
from campaigns.tick import tick
from channels.channel import Outcome, Receipt
from channels.email.recording import RecordingCarrier, Scripted
from contacts import normalize
from contacts.cancellation import Cancellation
from contacts.consent import GLOBAL, Consent, ConsentMethod, Objection
from contacts.contact import Company, Contact, ContactKind, ContactPoint, PostalAddress, Tier
from contacts.contract import Contract, ObjectionNotice
from contacts.medium import Medium, Purpose
from sequences.definition import Sequence
from sequences.grammar.load import parse_sequence
from store import cases, decisions, operation
from store.case import Case
from store.engine import Store, sqlite_url
from store.migrate import upgrade
from store.tables import runs

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=BERLIN)
WINBACK = ("value", "news", "story", "offer", "last", "checkin", "half_year", "year", "eighteen_months")
OWNER = "00000000-0000-4000-8000-000000000001"


@lru_cache
def shipped() -> bootstrap.Read:
    """The shipped configuration and sequences, read once."""
    read = bootstrap.read(bootstrap.ROOT / "config.toml")
    assert isinstance(read, bootstrap.Read), read
    return read


def parsed(name: str, text: str) -> Sequence:
    """A sequence from its TOML text; its problems are the test's failure."""
    sequence = parse_sequence(text, f"{name}.toml", vocabulary_of(shipped().settings))
    assert isinstance(sequence, Sequence), sequence
    return sequence


def definitions(texts: dict[str, str]) -> Definitions:
    return Definitions(
        {name: parsed(name, text) for name, text in texts.items()}, texts, vocabulary_of(shipped().settings)
    )


@lru_cache
def templates() -> Templates:
    """The shipped copy, compiled once for all houses."""
    return Templates([bootstrap.ROOT / "templates_de"])


@lru_cache
def measured_nobody() -> dict[str, str]:
    """The shipped sequence files without their holdouts: whom a test enrols, it wants to see run."""
    texts = shipped().catalog.texts
    return {name: re.sub(r"holdout_percent.*", "", text) for name, text in texts.items()}


def minimal(*steps: str, **head: str) -> str:
    """A sequence file: `steps` are the lines of each [[step]], `head` replaces or adds lines of [sequence]."""
    lines = {
        "title": '"Probe"',
        "status": '"live"',
        "day_zero": '"cancellation_received"',
        "purpose": '"advertising"',
        **head,
    }
    top = "[sequence]\n" + "\n".join(f"{key} = {value}" for key, value in lines.items())
    return top + "\n" + "\n".join(f"[[step]]\n{step}\n" for step in steps)


def step(name: str, when: str, channels: str = '"email"', template: str = "winback/day_07_news", *more: str) -> str:
    """The lines of one step."""
    return "\n".join((f'id = "{name}"', when, f"channels = [{channels}]", f'template = "{template}"', *more))


def answers(*outcomes: Outcome, blames: bool = False, after_go: bool = True) -> list[Scripted]:
    """A carrier's script: the receipts of the first mails."""
    codes = {Outcome.REFUSED: 550, Outcome.TRANSIENT: 451, Outcome.ACCEPTED: 250}
    return [
        Scripted(
            Receipt(one, codes.get(one, 0), "scripted", "recording", blames_recipient=blames and one == "refused"),
            after_go,
        )
        for one in outcomes
    ]


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
        self.courier = Courier(self.house, self.carrier, connections=8)

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


def customer_row(
    contact: str = "K-1",
    *,
    company: str | None = None,
    address: PostalAddress | None = PostalAddress("Hafenweg 1", "24103", "Kiel"),
    email: str | None = None,
    phone: str | None = None,
    profile: str | None = None,
    letters: bool = True,
    end: date | None = date(2026, 2, 28),
    **changes: object,
) -> CustomerRow:
    """A business customer in Kiel, contract ended on 28 February 2026, told about letters.

    Nobody knows since when: so the survey of the offboarding, which would count for the caps too, is not made.
    """
    number = "".join(c for c in contact if c.isdigit()) or "0"
    given = {
        Medium.EMAIL: f"k{number}@kunde{number}.example" if email is None else email,
        Medium.PHONE: phone,
        Medium.LINKEDIN_DM: profile,
    }
    points = tuple(
        ContactPoint(medium, raw, normalize.normalise(medium, raw) or raw) for medium, raw in given.items() if raw
    )
    person = Contact(
        **{
            "external_id": contact,
            "last_name": f"Petersen{number}",
            "first_name": "Wiebke",
            "salutation": "Frau",
            "kind": ContactKind.BUSINESS,
            "tier": Tier.STANDARD,
            "company": Company(company, company) if company else None,
            "address": address,
            "land": "SH",
            "owner_email": "amira.haddad@nordlicht.example",
            **changes,
        }
    )
    contract = Contract(
        f"V-{contact}", "auftragsbuch", end=end, objection_notice=ObjectionNotice.YES, letters_notice=letters
    )
    return CustomerRow(person, points, contract)


def consent_row(contact: str = "K-1", medium: Medium = Medium.EMAIL, **changes: object) -> Consent:
    """A documented consent for advertising by `medium`, double opt-in for e-mail, else signed."""
    granted = datetime(2025, 11, 3, 9, 0, tzinfo=UTC)
    doi = medium is Medium.EMAIL
    values: dict[str, object] = {
        "external_id": f"EW-{contact}-{medium}",
        "contact_id": contact,
        "medium": medium,
        "granted_at": granted,
        "method": ConsentMethod.DOI if doi else ConsentMethod.SIGNED,
        "purposes": frozenset({Purpose.ADVERTISING, Purpose.SURVEY}),
        "text": "Ja, Sie dürfen mir Angebote schicken.",
        "text_version": "1",
        "proof_ref": "archiv/1",
        "confirmed_at": granted if doi else None,
    }
    return Consent(**{**values, **changes})


def house_of(
    folder: Path,
    *,
    start: datetime = MONDAY,
    texts: dict[str, str] | None = None,
    url: str | None = None,
    script: Iterable[Scripted | None] = (),
    **changes: object,
) -> HouseOf:
    """A house on a fresh database in `folder` (or at `url`). `texts` are its sequence files, `changes` of the House."""
    folder.mkdir(parents=True, exist_ok=True)
    store = Store(url or sqlite_url(folder / "house.sqlite3"))
    upgrade(store)
    clock = VirtualClock(start)
    house = bootstrap.build(shipped(), folder, store, clock)
    files = measured_nobody() if texts is None else texts
    house = replace(house, **{"definitions": definitions(files), "templates": templates(), **changes})
    return HouseOf(house, clock, RecordingCarrier(script))
