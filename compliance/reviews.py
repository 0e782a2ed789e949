"""When each norm was last read again by somebody who knows the law, and which reading is older than a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from compliance.moments import months_before
from compliance.rule import REVIEW_MONTHS, Rule
from compliance.rulebook import RULES


@dataclass(frozen=True, slots=True)
class Review:
    """One rule with the day by which it has to be read again."""

    rule: Rule
    due: date
    overdue: bool


def reviews(today: date) -> tuple[Review, ...]:
    """Every rule in the order in which it is asked; overdue from the day after twelve calendar months."""
    return tuple(Review(rule, due := _due(rule.reviewed), today > due) for rule in RULES)


def _due(reviewed: date) -> date:
    return months_before(datetime.combine(reviewed, time()), -REVIEW_MONTHS).date()
