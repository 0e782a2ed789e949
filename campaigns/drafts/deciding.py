"""What a person says about a draft, or that nobody did in time: the mail goes on, or the sequence without it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from campaigns.advance import Ended, advance
from campaigns.decision import Judged
from campaigns.drafts.words import Words, faults
from campaigns.house import House
from campaigns.rendering.german import german_date
from campaigns.settle import note
from sequences.touch import Skip, TouchState
from store import cases, drafts, operation, touches
from store.drafts import Draft, DraftState
from tasks.kinds import Outcome
from tasks.report import Report

REJECTED, EXPIRED = "draft_rejected", "draft_expired"


class NotAdapted(ValueError):
    """Adapted words that may not leave; `faults` are German sentences. Nothing was written."""

    def __init__(self, *found: str) -> None:
        super().__init__("\n".join(found))
        self.faults = found


def decide(
    house: House, connection: Connection, task: Mapping[str, Any], report: Report, words: Words | None, now: datetime
) -> bool:
    """Carry out the outcome of a task under its person's lock; False when the task asks about no draft.

    `words`: what the approver made of the mail. Raises NotAdapted. An objection is not decided here: it stops the run.
    """
    draft = drafts.of_task(connection, task["id"])
    if words is not None and (draft is None or report.outcome is not Outcome.APPROVED):
        raise NotAdapted("Einen Text gibt es nur bei der Freigabe einer Mail: --outcome approved.")
    if draft is None or report.outcome is Outcome.OBJECTION:
        return False
    if report.outcome is not Outcome.APPROVED:
        _over(house, connection, draft, DraftState.REJECTED, REJECTED, report.by, now)
        return True
    before = Words(draft.subject, draft.paragraphs)
    found = faults(words, before, _owed(house, draft)) if words is not None else ()
    if found:
        raise NotAdapted(*found)
    agreed = words or before
    adapted = (agreed.subject, agreed.paragraphs) if agreed != before else None
    drafts.decide(connection, draft.touch_id, DraftState.APPROVED, report.by, now, adapted)
    drafts.free(connection, draft.touch_id, now)
    data = {
        "task": task["external_id"],
        "adapted": adapted is not None,
        "words_sha256": hashlib.sha256(f"{agreed.subject}\n\n{agreed.text}".encode()).hexdigest(),
    }
    operation.audit(connection, "draft_approved", now, task["contact"], data)
    return True


def expire(house: House, connection: Connection, task_id: int, now: datetime) -> None:
    """Nobody decided in time: the sequence goes on without this mail. Nothing for a task about something else."""
    draft = drafts.of_task(connection, task_id)
    if draft is not None:
        _over(house, connection, draft, DraftState.EXPIRED, EXPIRED, "", now)


def _over(
    house: House, connection: Connection, draft: Draft, state: DraftState, reason: str, by: str, now: datetime
) -> None:
    if draft.state is not DraftState.WAITING:
        return
    drafts.decide(connection, draft.touch_id, state, by, now)
    (case,) = cases.load(connection, [draft.touch_id], now, house.horizon)
    touch = case.touch
    held = touch.state is TouchState.HELD and touch.reason == drafts.HELD_FOR
    if not held or not touches.move(
        connection, touch.id, touch.fence, TouchState.HELD, TouchState.SKIPPED, reason=reason, ended_at=now
    ):
        return
    note(connection, [(case, Judged(Skip(reason)))], now)
    sequence = house.definitions.pinned(connection, case.enrollment.definition_hash)
    advance(connection, house, [Ended(case, sequence, touch.step)], now)


def _owed(house: House, draft: Draft) -> tuple[str, ...]:
    """What the words must go on saying about the offer they name."""
    offer = next((one for one in house.offers if draft.offer and one.mark == draft.offer), None)
    if offer is None:
        return ()
    return tuple(one for one in (offer.title, offer.price, offer.conditions, german_date(offer.ends_on)) if one)
