"""One pass over what is due: claim, load, decide, render. Synchronous; the courier then hands over what may leave."""

from __future__ import annotations

from collections.abc import Sequence as List
from dataclasses import dataclass

import structlog

from campaigns.backups.gap import gap_of
from campaigns.backups.restored import keep_back
from campaigns.decision import Judged, decide
from campaigns.house import House
from campaigns.outgoing import Outgoing, outgoing
from campaigns.rendering import RenderError
from campaigns.settle import settle
from campaigns.spending import spending
from channels.channel import Refused
from sequences.definition import Sequence
from sequences.touch import Hold, Send, TouchState
from store import cases, claims, locks, operation, touches
from store.case import Case
from store.claims import Claimed
from store.engine import UNAVAILABLE

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Tick:
    """What a pass found: how many touches were due, and those ready to leave."""

    claimed: int
    leaving: tuple[Outgoing, ...]


def tick(house: House, owner: str, *, only_contract: bool = False, only_at_once: bool = False) -> Tick:
    """Claim what is due for `owner`, settle what does not leave, prepare what does.

    `only_contract`: no advertising; `only_at_once`: nothing that may wait.
    """
    now = house.clock.now()
    with house.store.write() as connection:
        paused = operation.switch(connection, operation.PAUSED)
        if paused == "all":
            return Tick(0, ())
        gap = gap_of(connection, now)
        if gap is not None:
            keep_back(house, connection, gap)
        claimed = claims.claim(
            connection,
            now,
            owner,
            house.batch_size,
            paused_sequences=house.definitions.paused,
            only_contract=only_contract or paused is not None,
            only_at_once=only_at_once,
            since=gap.end if gap is not None else None,
        )
    if not claimed:
        return Tick(0, ())
    return Tick(len(claimed), tuple(_prepared(house, claimed)))


def _prepared(house: House, claimed: List[Claimed]) -> list[Outgoing]:
    """What may leave. A touch that cannot even be read is held for a person; it never holds up the others."""
    try:
        return _together(house, [claim.id for claim in claimed])
    except UNAVAILABLE:
        raise
    except Exception as error:  # whatever is wrong with one row, the others must leave
        if len(claimed) == 1:
            log.exception("touch_unreadable", touch=claimed[0].id)
            _hold(house, claimed[0], type(error).__name__)
            return []
        return [leaving for claim in claimed for leaving in _prepared(house, [claim])]


def _together(house: House, touch_ids: List[int]) -> list[Outgoing]:
    now = house.clock.now()
    with house.store.read() as connection:
        loaded = cases.load(connection, touch_ids, now, house.horizon)
        spent = spending(connection, house, now)
        pinned = {
            case.enrollment.definition_hash: house.definitions.pinned(connection, case.enrollment.definition_hash)
            for case in loaded
        }
    if any(not case.suppression_up for case in loaded):
        log.error("suppression_unreadable", touches=len(loaded))
    leaving: list[Outgoing] = []
    settled: list[tuple[Case, Sequence, Judged]] = []
    for case in loaded:
        sequence = pinned[case.enrollment.definition_hash]
        judged = decide(house, case, sequence, now, spent)
        ready = _ready(house, case, sequence, judged)
        if isinstance(ready, Outgoing):
            leaving.append(ready)
        else:
            settled.append((case, sequence, ready))
    _settle_all(house, settled)
    return leaving


def _hold(house: House, claim: Claimed, fault: str) -> None:
    reason = f"Dieser Schritt lässt sich nicht bearbeiten ({fault}, Einzelheiten im Protokoll)."
    with house.store.write() as connection:
        touches.move(connection, claim.id, claim.fence, TouchState.CLAIMED, TouchState.HELD, reason=reason)


def _ready(house: House, case: Case, sequence: Sequence, judged: Judged) -> Outgoing | Judged:
    """What leaves, or what is settled instead: a message that cannot be built is held for a person, never sent half."""
    if not isinstance(judged.decision, Send) or judged.ruling is None:
        return judged
    try:
        return outgoing(house, case, sequence, judged.ruling, judged.decision.channel, house.clock.now())
    except (RenderError, Refused) as error:
        log.warning("touch_held", touch=case.touch.send_id, step=f"{sequence.name}/{case.touch.step}")
        return Judged(Hold(str(error)), judged.tried)


def _settle_all(house: House, settled: List[tuple[Case, Sequence, Judged]]) -> None:
    if not settled:
        return
    now = house.clock.now()
    with house.store.write() as connection:
        locks.lock_people(connection, {case.enrollment.contact_pk for case, _, _ in settled})
        for case, sequence, judged in settled:
            settle(connection, house, case, sequence, judged, now)
