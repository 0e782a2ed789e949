"""Two who want the same thing at the same moment: a gate that lets a mail go, and what must stop it. For races.py.

Both sides are the house's own code under real threads: the gate behind its writer thread and a carrier, against an
objection, a withdrawal, or a second gate at the same cap. Each side notes itself in the audit log inside its own
transaction, behind its last look; who came first is read from there, never from a clock.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Barrier

from sqlalchemy import Connection, select, update

from campaigns.effects import object_to
from campaigns.gate import go
from campaigns.house import House
from campaigns.importing.handlers import handle
from campaigns.outgoing import Outgoing
from channels.email.recording import RecordingCarrier
from compliance.facts import Via
from contacts.consent import GLOBAL
from sequences.touch import TouchState
from store import operation
from store.tables import operation as log
from store.tables import permission, runs
from store.writer import Handler, Writer
from tests.campaigns.house_of import OWNER, consent_row
from tests.torture import rivals

_LONGEST_DELAY = 0.004
"""Seconds that a side waits at most before it starts; about as long as a go takes."""
_PATIENCE = 60
GONE = (TouchState.SENDING.value, TouchState.SENT.value)
_WIPED = (permission.objection, permission.consent_event, runs.attempt, runs.decision, runs.ledger)

Declare = Callable[[House, Connection, str, int], object]


def _objection(scope: str, via: Via, *, by_mate: bool = False) -> Declare:
    def declare(house: House, connection: Connection, _name: str, contact_pk: int) -> object:
        return object_to(connection, house, contact_pk + int(by_mate), scope, via, house.clock.now())

    return declare


def _withdrawal(house: House, connection: Connection, name: str, _contact_pk: int) -> object:
    now = house.clock.now()
    return handle(connection, house, consent_row(name, withdrawn_at=now), now)


STOPS: dict[str, Declare] = {
    "objection_to_all": _objection(GLOBAL, Via.TEXT),
    "objection_to_mail": _objection("email", Via.ONE_CLICK),
    "objection_of_a_sharer": _objection(GLOBAL, Via.TEXT, by_mate=True),
    "withdrawal": _withdrawal,
}
CAPS = {"cap_of_a_person": "person", "cap_of_a_company": "company"}


@dataclass(slots=True)
class Tally:
    """What a kind of race came to: who won how often, and everything that must not be."""

    races: int = 0
    won: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)

    def add(self, winner: str, violations: Sequence[str]) -> None:
        self.races += 1
        self.won[winner] += 1
        self.violations += violations


@dataclass(frozen=True, slots=True)
class Side:
    """A mail of a race: its claim, whether the carrier took it, and the state of its touch."""

    claim: str
    received: bool
    state: str


Told = dict[tuple[str, str], int]
"""(event, claim) -> position in the audit log."""


def judged(kind: str, sides: Sequence[Side], told: Told) -> tuple[str, list[str]]:
    """Who came first, and everything that must not be."""
    violations = []
    for side in sides:
        let_go = ("race_go", side.claim) in told
        if side.received != let_go or (side.state in GONE) != let_go:
            violations.append(f"{side.claim}: go {let_go}, carrier {side.received}, state {side.state}")
        if ("race_blind", side.claim) in told:
            violations.append(f"{side.claim}: the stop was visible before the go was committed")
    gone = [place for place, side in enumerate(sides) if side.received]
    if kind in CAPS:
        if len(gone) != 1:
            violations.append(f"{sides[0].claim}: {len(gone)} mails under a cap of one")
        return ("left", "right")[gone[0]] if gone else "nobody", violations
    (side,) = sides
    went, stopped = told.get(("race_go", side.claim)), told.get(("race_stop", side.claim))
    if stopped is None:
        violations.append(f"{side.claim}: the stop was not recorded")
    elif went is not None and went > stopped:
        violations.append(f"{side.claim}: left at {went}, behind the stop at {stopped}")
    return "go" if went is not None else "stop", violations


class Gate:
    """The way of one mail: a carrier that asks at the last moment, the writer thread, the gate."""

    def __init__(self, house: House, name: str, pause: Callable[[], float]) -> None:
        self.name = name
        self.carrier = RecordingCarrier()
        self._house, self._pause = house, pause
        self._writer = Writer(house.store)
        self._handler: Handler[Outgoing, bool] = Handler(self._writer, self._noted)
        self._loop = asyncio.new_event_loop()

    def offer(self, request: Outgoing) -> str | None:
        """Hand a mail over, if it may go; the class of an error on the way."""

        async def may_go() -> bool:
            return await asyncio.wrap_future(self._handler.submit(request))

        try:
            self._loop.run_until_complete(self.carrier.transmit(request.leaving, may_go))
        except Exception as error:  # noqa: BLE001 - whatever it is: the race is told, and the others go on
            return type(error).__name__
        return None

    def close(self) -> None:
        self._writer.close()
        self._loop.close()

    def _noted(self, connection: Connection, requests: Sequence[Outgoing]) -> list[bool]:
        """The real gate; then, still inside its transaction, its place in the log and a look from outside."""
        answers = go(self._house, connection, requests)
        for request, answer in zip(requests, answers, strict=True):
            note(connection, self._house, "race_go" if answer else "race_refused", request, by=self.name)
        time.sleep(self._pause())
        for request, answer in zip(requests, answers, strict=True):
            with self._house.store.read() as outside:
                if answer and _seen(outside, request):
                    note(connection, self._house, "race_blind", request)
        return answers


def note(connection: Connection, house: House, event: str, request: Outgoing, **data: str) -> None:
    operation.audit(connection, event, house.clock.now(), None, {"claim": _claim(request), **data})


def _claim(request: Outgoing) -> str:
    return f"{request.touch_id}/{request.fence}"


def _seen(outside: Connection, request: Outgoing) -> bool:
    """Whether the stop of this race has been committed, as everybody else sees it."""
    table = log.audit_event
    newest = select(table.c.event, table.c.data).order_by(table.c.id.desc()).limit(6)
    return any(row.event == "race_stop" and row.data["claim"] == _claim(request) for row in outside.execute(newest))


class Ring:
    """A house with AT_ONCE pairs of rivals; `fight` lets them meet once each."""

    def __init__(self, folder: Path, url: str | None, kind: str, rng: random.Random) -> None:
        self.kind, self._rng = kind, rng
        self._one = rivals.capped(folder, url, CAPS[kind]) if kind in CAPS else rivals.stoppable(folder, url)
        self._house = self._one.house
        rivals.unguard(self._one)
        self._requests = rivals.claimed(self._one)
        self._people = rivals.owners(self._one)
        self._gates = [Gate(self._house, side, self._pause) for side in ("left", "right")]
        self._sides = ThreadPoolExecutor(2)
        self._fence = max(request.fence for pair in self._requests for request in pair)

    def close(self) -> None:
        self._sides.shutdown()
        for gate in self._gates:
            gate.close()
        self._one.close()

    def fight(self, tally: Tally, most: int) -> None:
        """One round: at most `most` races, then everything is judged by what the database and the carriers hold."""
        pairs = self._again()[:most]
        errors = [self._race(pair) for pair in pairs]
        with self._house.store.read() as connection:
            told = _told(connection, self._fence)
            states = {row.id: row.state for row in connection.execute(select(runs.touch.c.id, runs.touch.c.state))}
        received = {mail.message_id for gate in self._gates for mail in gate.carrier.mails}
        for gate in self._gates:
            gate.carrier.mails.clear()
        for pair, error in zip(pairs, errors, strict=True):
            sides = [
                Side(_claim(request), request.leaving.message_id in received, states[request.touch_id])
                for request in pair
            ]
            winner, violations = judged(self.kind, sides, told)
            tally.add(winner, [f"{self.kind}: {word}" for word in (*violations, *filter(None, error))])

    def _race(self, pair: tuple[Outgoing, ...]) -> list[str | None]:
        """Both sides at once; the class of what went wrong on each."""
        barrier = Barrier(2)

        def side(act: Callable[[Outgoing], str | None], request: Outgoing, delay: float) -> str | None:
            barrier.wait(_PATIENCE)
            time.sleep(delay)
            return act(request)

        left, right = self._gates
        other = self._stop if self.kind in STOPS else right.offer
        started = [
            self._sides.submit(side, act, request, self._rng.random() * _LONGEST_DELAY)
            for act, request in ((left.offer, pair[0]), (other, pair[-1]))
        ]
        return [one.result(_PATIENCE) for one in started]

    def _stop(self, request: Outgoing) -> str | None:
        name, contact_pk = self._people[request.touch_id]
        try:
            with self._house.store.write() as connection:
                STOPS[self.kind](self._house, connection, name, contact_pk)
                note(connection, self._house, "race_stop", request)
                time.sleep(self._pause())
        except Exception as error:  # noqa: BLE001 - as in Gate.offer
            return type(error).__name__
        return None

    def _pause(self) -> float:
        """Now and then a transaction is slow between its last look and its commit: where an open gap would show."""
        return _LONGEST_DELAY / 2 if self._rng.random() < 0.2 else 0.0

    def _again(self) -> list[tuple[Outgoing, ...]]:
        """Everything as it was before the races, under a new claim."""
        self._fence += 1
        claim = {"state": "claimed", "owner": OWNER, "fence": self._fence, "copies": 0, "message_id": None}

        def reset(connection: Connection) -> None:
            for table in _WIPED:
                connection.execute(table.delete())
            connection.execute(permission.consent.update().values(withdrawn_at=None))
            connection.execute(runs.enrollment.update().values(state="active", reason=None, ended_at=None))
            touch = runs.touch
            racing = [request.touch_id for pair in self._requests for request in pair]
            connection.execute(touch.delete().where(touch.c.id.not_in(racing)))
            connection.execute(update(touch).values(**claim, made_at=None, ended_at=None, reason=None, channel=None))

        self._one.write(reset)
        return [tuple(replace(request, fence=self._fence) for request in pair) for pair in self._requests]


def _told(connection: Connection, fence: int) -> Told:
    table = log.audit_event
    rows = connection.execute(select(table.c.id, table.c.event, table.c.data).where(table.c.event.startswith("race_")))
    return {(row.event, row.data["claim"]): row.id for row in rows if row.data["claim"].endswith(f"/{fence}")}
