"""Anhang Nr. 26 zu § 3 Abs. 3 UWG: persistent contact is always unlawful; caps keep every person far away from it.

Touches of machines and of people count alike. `Facts.caps` brings the counts; no memory is kept here.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from compliance.facts import CapCount, Facts
from compliance.moments import local
from compliance.policy import Policy
from compliance.rule import ADVERTISING, ALL_MEDIA, Rule, passed
from compliance.verdict import Finding, Verdict
from contacts.medium import Medium

OUTCOMES = ("postpone", "next_channel", "skip")
"""What a full cap asks for, strictest last."""

_EVERY = frozenset(Medium)

_NONE = passed("Keine Obergrenze für diesen Kanal.", caps=[])


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """DEFER while a cap of this medium is full or its gap is running: latest `free_at`, strictest outcome.

    Values: `caps`, a list of objects {per, media, window, count, max, gap, outcome}; window and gap in days.
    """
    counted: list[dict[str, object]] = []
    full = []
    for cap in facts.caps:
        if facts.medium not in cap.media:
            continue
        counted.append(_values(cap))
        gap_until = _gap_until(cap, facts)
        if cap.count >= cap.max or gap_until is not None:
            full.append((cap, cap.free_at or gap_until))
    values: dict[str, object] = {"caps": counted}
    if not full:
        return Finding(Verdict.ALLOW, "Alle Obergrenzen sind eingehalten.", values) if counted else _NONE
    return _postponed(full, values)


def _values(cap: CapCount) -> dict[str, object]:
    return {
        "per": cap.per,
        "media": "any" if cap.media == _EVERY else sorted(medium.value for medium in cap.media),
        "window": cap.window_days,
        "count": cap.count,
        "max": cap.max,
        "gap": cap.min_gap_days,
        "outcome": cap.outcome,
    }


def _postponed(full: list[tuple[CapCount, datetime | None]], values: dict[str, object]) -> Finding:
    names = ", ".join(cap.name for cap, _ in full)
    outcome = max((cap.outcome for cap, _ in full), key=OUTCOMES.index)
    until = max((moment for _, moment in full if moment is not None), default=None)
    return Finding(Verdict.DEFER, f"Obergrenze erreicht: {names}.", values, until=until, outcome=outcome)


def _gap_until(cap: CapCount, facts: Facts) -> datetime | None:
    """Start of the first local day on which the minimum gap is over; None when it is over already."""
    if cap.last_at is None or cap.min_gap_days == 0:
        return None
    last = local(cap.last_at, facts.timezone)
    free = datetime.combine(last.date() + timedelta(days=cap.min_gap_days), time(), last.tzinfo)
    return free.astimezone(UTC) if facts.now < free else None


FREQUENCY_CAP = Rule(
    name="frequency_cap",
    statute="Anhang Nr. 26 zu § 3 Abs. 3 UWG",
    reviewed=date(2026, 11, 21),
    media=ALL_MEDIA - {Medium.PHONE_IN},
    purposes=ADVERTISING,
    check=check,
)
