"""One pass over what is due: claim, load, decide, render. Synchronous; the courier then hands over what may leave."""

from __future__ import annotations

from collections.abc import Sequence as List
from dataclasses import dataclass

import structlog

from campaigns.backups.gap import gap_of
from campaigns.backups.restored import keep_back
from campaigns.decision import Judged, decide
from campaigns.drafts.asking import OUTDATED, Asked, Desk, Way, asked, desk_of, hold, still_true, waits, way_of
from campaigns.drafts.words import Words
from campaigns.house import House
from campaigns.outgoing import Outgoing, outgoing
from campaigns.rendering import RenderError
from campaigns.settle import settle
from campaigns.spending import spending
from campaigns.threads import thread_of
from channels.channel import Refused
from sequences.definition import Channel, Sequence
from sequences.touch import Hold, Send, Skip, TouchState
from store import attempts, cases, claims, locks, operation, touches
from store.case import Case
from store.claims import Claimed
from store.drafts import HELD_FOR
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
        pinned = {
            case.enrollment.definition_hash: house.definitions.pinned(connection, case.enrollment.definition_hash)
            for case in loaded
        }
        by_post = [
            case.enrollment.contact_pk
            for case in loaded
            if Channel.LETTER in pinned[case.enrollment.definition_hash].step(case.touch.step).channels
            and case.touch.purpose.is_advertising
        ]
        spent = spending(connection, house, now, by_post)
        desk = desk_of(connection, house, touch_ids, pinned)
        threaded = [
            case.enrollment.id
            for case in loaded
            if pinned[case.enrollment.definition_hash].step(case.touch.step).thread
        ]
        mails = attempts.mails_of(connection, threaded) if threaded else {}
    if any(not case.suppression_up for case in loaded):
        log.error("suppression_unreadable", touches=len(loaded))
    leaving: list[Outgoing] = []
    settled: list[tuple[Case, Sequence, Judged | Asked]] = []
    for case in loaded:
        sequence = pinned[case.enrollment.definition_hash]
        judged = decide(house, case, sequence, now, spent)
        thread = thread_of(mails.get(case.enrollment.id, ()), sequence, case.touch.step)
        ready = _ready(house, case, sequence, judged, desk, thread)
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


def _ready(
    house: House, case: Case, sequence: Sequence, judged: Judged, desk: Desk, thread: tuple[str, ...]
) -> Outgoing | Judged | Asked:
    """What leaves, what a person reads first, or what is settled instead.

    A message that cannot be built is held for a person, never sent half.
    """
    decision, ruling = judged.decision, judged.ruling
    if not isinstance(decision, Send) or ruling is None:
        return judged
    now = house.clock.now()
    try:
        match way_of(house, case, sequence, decision.channel, desk):
            case Way.ASK:
                return asked(house, case, sequence, judged, now)
            case Way.WAIT:
                return waits(house, case, sequence, judged, now)
            case Way.WITH_SOMEBODY:
                return Judged(Hold(HELD_FOR), judged.tried)
            case Way.APPROVED:
                draft = desk.drafts[case.touch.id]
                if not still_true(house, case, sequence, draft, now):
                    return Judged(Skip(OUTDATED), judged.tried)
                words = Words(draft.subject, draft.paragraphs)
                return outgoing(house, case, sequence, ruling, decision.channel, now, approved=words, thread=thread)
            case Way.FREE:
                below = thread if decision.channel is Channel.EMAIL else ()
                return outgoing(house, case, sequence, ruling, decision.channel, now, thread=below)
    except (RenderError, Refused) as error:
        log.warning("touch_held", touch=case.touch.send_id, step=f"{sequence.name}/{case.touch.step}")
        return Judged(Hold(str(error)), judged.tried)


def _settle_all(house: House, settled: List[tuple[Case, Sequence, Judged | Asked]]) -> None:
    if not settled:
        return
    now = house.clock.now()
    # Of two daemons that ask for the first mails of a sequence at the same moment, one counts after the other.
    counted = any(isinstance(one, Asked) and sequence.release_first for _, sequence, one in settled)
    with house.store.write() as connection:
        locks.lock_people(connection, {case.enrollment.contact_pk for case, _, _ in settled}, sender=counted)
        for case, sequence, one in settled:
            if isinstance(one, Asked):
                hold(connection, house, case, sequence, one, now)
            else:
                settle(connection, house, case, sequence, one, now)
