"""Events go to whoever wants to hear of them: beside the tick, at least once, for three days, then told as lost.

A try never happens inside a transaction. What is claimed comes back by itself when the process dies (`LEASE`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from campaigns.handover.outbox import message_of
from campaigns.house import House
from handover.webhook import Message, Postman, Receipt, Target, Verdict
from store import deliveries, operation, outbox
from store.deliveries import Due

log = structlog.get_logger()

DELAYS = tuple(timedelta(seconds=seconds) for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 72_000))
"""Behind each try that failed; all of them together are three days."""
GIVES_UP_AFTER = timedelta(days=3)
LEASE = timedelta(minutes=5)
"""Longer than a round and its last try take."""
AT_ONCE = 20
ROUND_S = 10.0
"""So long one target is served in a round: the others wait for its end."""
_SHARED_AT_ONCE = 500


class NoTarget(ValueError):
    """Nobody of this name is told anything; the text is German."""


def enable(house: House, target: str) -> bool:
    """A person lets a target hear again that said it wants no more; False when it was on. Raises NoTarget."""
    now = house.clock.now()
    with house.store.write() as connection:
        known = deliveries.known(connection)
        if target not in known:
            names = ", ".join(sorted(known)) or "keines"
            raise NoTarget(f"„{target}“ kennt der Dienst nicht; eingerichtet sind unter [[webhook]]: {names}.")
        if not deliveries.is_off(connection, target):
            return False
        # What happened while it was off is not told to it: it had said that it does not want to know.
        others = {name: kinds for name, kinds in known.items() if not deliveries.is_off(connection, name)}
        deliveries.share_out(connection, others, now, None)
        deliveries.switch_on(connection, target)
        operation.audit(connection, "webhook_enabled", now, None, {"target": target})
    return True


class Webhooks:
    """The targets of one process. `begin` once, `run` again and again; everything that waits stands in the database."""

    def __init__(self, targets: tuple[Target, ...], postman: Postman | None = None) -> None:
        self._targets = targets
        self._postman = postman
        self._failing: set[str] = set()

    def begin(self, house: House) -> None:
        """From now on the events that somebody wants are written; a target that switched itself off is tried anew.

        What waits still is for those who wanted it when it happened: a new target hears only what comes.
        """
        now = house.clock.now()
        wanted = frozenset(kind for target in self._targets for kind in target.events)
        known = frozenset(target.id for target in self._targets)
        with house.store.write() as connection:
            self._introduce(connection, now)
            outbox.listen(connection, wanted, now)
            if not self._targets:
                deliveries.share_out(connection, {}, now, None)
            for target in self._targets:
                deliveries.switch_on(connection, target.id)
            for name in deliveries.strangers(connection, known):
                left = deliveries.abandon(connection, name, 0, "not_configured", now)
                log.warning("webhook_gave_up", target=name, events=left, reason="not_configured")

    def _introduce(self, connection: Connection, now: datetime) -> None:
        before = deliveries.known(connection)
        if any(before.get(target.id) != target.events for target in self._targets):
            old = (target for target in self._targets if not deliveries.is_off(connection, target.id))
            wants = {one.id: one.events & before[one.id] for one in old if one.id in before}
            deliveries.share_out(connection, wants, now, None)
        for target in self._targets:
            deliveries.hears(connection, target.id, target.events, now)
        for gone in before.keys() - {target.id for target in self._targets}:
            deliveries.forget(connection, gone)

    async def run(self, house: House, goes_on: Callable[[], bool] = lambda: True) -> None:
        """One round: share out what is new, then every target side by side. Never raises for what a target does."""
        due = await asyncio.to_thread(self._look, house)
        if self._postman is None and due:
            self._postman = Postman()
        await asyncio.gather(*(self._serve(house, target, goes_on) for target in due))

    async def close(self) -> None:
        """Give back what is open."""
        if self._postman is not None:
            await self._postman.close()

    def _look(self, house: House) -> list[Target]:
        """Share out what is new; the targets for which something is due. Writes nothing while there is nothing."""
        now = house.clock.now()
        if not self._targets:
            return []
        with house.store.read() as connection:
            fresh = deliveries.any_fresh(connection)
        if fresh:
            with house.store.write() as connection:
                wants = {one.id: one.events for one in self._targets if not deliveries.is_off(connection, one.id)}
                deliveries.share_out(connection, wants, now, _SHARED_AT_ONCE)
        with house.store.read() as connection:
            return [one for one in self._targets if deliveries.any_due(connection, one.id, now)]

    async def _serve(self, house: House, target: Target, goes_on: Callable[[], bool]) -> None:
        clock = asyncio.get_running_loop().time
        claimed = await asyncio.to_thread(self._claim, house, target)
        ends = clock() + ROUND_S  # a database that takes so long over a claim must not leave every round without a try
        while claimed:
            for place, (due, message) in enumerate(claimed):
                if not goes_on() or clock() >= ends:
                    await asyncio.to_thread(self._give_back, house, claimed[place:], house.clock.now())
                    return
                receipt = await self._try(target, message, house.clock.now())
                rests_until = await asyncio.to_thread(self._record, house, target, due, receipt)
                if rests_until is not None:
                    await asyncio.to_thread(self._give_back, house, claimed[place + 1 :], rests_until)
                    return
            claimed = await asyncio.to_thread(self._claim, house, target)

    async def _try(self, target: Target, message: Message, now: datetime) -> Receipt:
        if self._postman is None:
            raise RuntimeError("nobody to carry it")
        return await self._postman.deliver(target, message, now)

    def _claim(self, house: House, target: Target) -> list[tuple[Due, Message]]:
        now = house.clock.now()
        with house.store.write() as connection:
            claimed = deliveries.claim(connection, target.id, now, LEASE, AT_ONCE)
            return [(due, message_of(house, connection, target, due)) for due in claimed]

    def _give_back(self, house: House, claimed: list[tuple[Due, Message]], at: datetime) -> None:
        with house.store.write() as connection:
            deliveries.give_back(connection, [due.id for due, _ in claimed], at)

    def _record(self, house: House, target: Target, due: Due, receipt: Receipt) -> datetime | None:
        """Note how a try ended; until when the target rests as a whole, None when it goes on with the next event."""
        now = house.clock.now()
        self._tell(target, receipt)
        with house.store.write() as connection:
            if receipt.verdict is Verdict.TAKEN:
                deliveries.done(connection, due.id, receipt.code, now)
                return None
            if receipt.verdict is Verdict.GONE:
                left = deliveries.switch_off(connection, target.id, now)
                log.error("webhook_switched_off", target=target.id, events=left)
                return now
            again = _next_try(due, receipt, now)
            if again is None:
                deliveries.gave_up(connection, due.id, receipt.code, receipt.detail, now)
                log.warning("webhook_gave_up", target=target.id, id=due.external_id, reason=receipt.detail)
            else:
                deliveries.again(connection, due.id, again, receipt.code, receipt.detail)
            if receipt.verdict is Verdict.REFUSED:
                return None
            until = again or now + DELAYS[0]
            deliveries.rest(connection, target.id, until)
            return until

    def _tell(self, target: Target, receipt: Receipt) -> None:
        """A trouble is told when it begins and when it ends."""
        if receipt.verdict is Verdict.DOWN and target.id not in self._failing:
            self._failing.add(target.id)
            log.warning("webhook_failing", target=target.id, code=receipt.code, reason=receipt.detail)
        elif receipt.verdict is Verdict.TAKEN and target.id in self._failing:
            self._failing.discard(target.id)
            log.info("webhook_back", target=target.id)


def _next_try(due: Due, receipt: Receipt, now: datetime) -> datetime | None:
    """When it is tried again; None when it was the last time. A target may ask for more patience, never for less."""
    if due.attempts >= len(DELAYS) or now - due.at >= GIVES_UP_AFTER:
        return None
    return now + max(DELAYS[due.attempts], timedelta(seconds=receipt.retry_after))
