"""Planning as seen from a run: the pure bridge between what the store knows and what sequences plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from campaigns.house import House
from contacts.segment import segment_of
from sequences.calendar import local_day
from sequences.conditions import matches
from sequences.definition import Conditions, EventKind, Sequence
from sequences.planning import Plan, PlannedSkip, plan_next, spread_offset
from store.case import Course, EnrollmentRow


def planned(
    house: House, run: Course, sequence: Sequence, after: str | None, now: datetime, *, letters_early: bool = True
) -> tuple[Plan | None, tuple[PlannedSkip, ...]]:
    """What planning says for this run behind step `after`; letters leave before their day unless told not to."""
    contact = run.contact
    segment = segment_of(contact, run.cancellation)
    form = house.brand_of(contact.brand).address_form
    today = local_day(now, contact.timezone)

    def fits(conditions: Conditions) -> bool:
        return matches(conditions, contact, run.cancellation, segment, today, address_form=form)

    return plan_next(
        sequence,
        run.enrollment.anchors,
        run.enrollment.done,
        after,
        now,
        tz=contact.timezone,
        lands=contact.land,
        window=sequence.window or house.window,
        spread=spread_offset(contact.external_id, house.spread_minutes),
        matches=fits,
        events=_since(run.enrollment, run.events),
        reached=now if after is not None else None,
        posting=house.letters.posting if letters_early else None,
        arrived=_arrived(house, run.enrollment),
    )


def _arrived(house: House, enrollment: EnrollmentRow) -> dict[str, datetime]:
    """When the letters of this run reach the person, as their ledger counts it."""
    made = enrollment.done
    return {step: house.letters.posting.contact_at(made[step]) for step in enrollment.by_post if step in made}


def _since(enrollment: EnrollmentRow, events: Mapping[EventKind, datetime]) -> dict[EventKind, datetime]:
    return {kind: at for kind, at in events.items() if at >= enrollment.anchors.cancellation_received}
