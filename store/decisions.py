"""Every decision is a row: what was decided about a touch, when, by which rule, with the whole ruling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from store.tables import people, runs


@dataclass(frozen=True, slots=True)
class NewDecision:
    """One decision to be recorded; `ruling` is the JSON of all channels tried, `touch_id` None for a holdout."""

    enrollment_id: int
    touch_id: int | None
    step: str
    at: datetime
    decision: str
    channel: str | None = None
    until: datetime | None = None
    reason: str = ""
    verdict: str | None = None
    rule: str | None = None
    ruling: Any = None


def record(connection: Connection, decisions: Sequence[NewDecision]) -> None:
    """Append decisions."""
    if not decisions:
        return
    rows = [
        {
            "enrollment_id": item.enrollment_id,
            "touch_id": item.touch_id,
            "step": item.step,
            "at": item.at,
            "decision": item.decision,
            "channel": item.channel,
            "until": item.until,
            "reason": item.reason,
            "verdict": item.verdict,
            "rule": item.rule,
            "ruling": item.ruling,
        }
        for item in decisions
    ]
    connection.execute(runs.decision.insert(), rows)


_COLUMNS = (
    runs.decision.c.at,
    people.contact.c.external_id.label("contact"),
    people.company.c.external_id.label("company"),
    people.cancellation.c.external_id.label("cancellation"),
    runs.enrollment.c.sequence,
    runs.decision.c.step,
    runs.touch.c.purpose,
    runs.decision.c.channel,
    runs.decision.c.decision,
    runs.decision.c.until,
    runs.decision.c.reason,
    runs.decision.c.verdict,
    runs.decision.c.rule,
    runs.touch.c.variant,
    runs.touch.c.state,
    runs.touch.c.message_id,
    runs.decision.c.touch_id,
    runs.decision.c.ruling,
    runs.touch.c.due_at,
)


def sent(connection: Connection, touch_id: int) -> dict[str, Any] | None:
    """The decision by which a touch left last: its channel and ruling; None when it never did."""
    table = runs.decision
    query = (
        select(table.c.channel, table.c.ruling)
        .where(table.c.touch_id == touch_id, table.c.decision == "send")
        .order_by(table.c.id.desc())
    )
    row = connection.execute(query.limit(1)).mappings().first()
    return dict(row) if row is not None else None


def history(
    connection: Connection,
    *,
    since: datetime | None = None,
    contact: str | None = None,
    until: datetime | None = None,
) -> Iterator[dict[str, Any]]:
    """Decisions as dicts, ordered by (at, contact, sequence, step); times aware UTC."""
    query = (
        select(*_COLUMNS)
        .select_from(runs.decision)
        .join(runs.enrollment, runs.enrollment.c.id == runs.decision.c.enrollment_id)
        .join(people.contact, people.contact.c.id == runs.enrollment.c.contact_id)
        .join(people.cancellation, people.cancellation.c.id == runs.enrollment.c.cancellation_id)
        .outerjoin(people.company, people.company.c.id == people.contact.c.company_id)
        .outerjoin(runs.touch, runs.touch.c.id == runs.decision.c.touch_id)
        .order_by(
            runs.decision.c.at,
            people.contact.c.external_id,
            runs.enrollment.c.sequence,
            runs.decision.c.step,
            runs.decision.c.id,
        )
    )
    if since is not None:
        query = query.where(runs.decision.c.at >= since)
    if until is not None:
        query = query.where(runs.decision.c.at <= until)
    if contact is not None:
        query = query.where(people.contact.c.external_id == contact)
    for row in connection.execute(query).mappings():
        yield dict(row)
