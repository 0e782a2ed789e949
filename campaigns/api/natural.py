"""The name of a call that brought none: what it says has happened, so that the same report counts once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from campaigns.imports import ImportVocabulary
from campaigns.imports.kinds import activities
from campaigns.imports.schema import Problem
from campaigns.imports.single import value_of
from campaigns.imports.times import moment

REPEATED_WITHIN: Final = timedelta(hours=24)
"""So long the very same report without a time of its own is a repetition: the second try of a day is another one."""


@dataclass(frozen=True, slots=True)
class Natural:
    """`name` is the same in every copy of a report; `lasts`: how long it stands for one, None for good."""

    name: str
    lasts: timedelta | None = None

    def holds(self, since: datetime, now: datetime) -> bool:
        """True while a call under this name at `since` is the same report as one `now`."""
        return self.lasts is None or now - since < self.lasts


def natural_of(kind: str, fields: Mapping[str, str], vocabulary: ImportVocabulary) -> Natural | None:
    """None for a kind whose rows know each other anyway, and for a time that cannot be read."""
    if kind == "activities":
        return _activity(fields, vocabulary)
    return _outcome(fields, vocabulary) if kind == "outcomes" else None


def _activity(fields: Mapping[str, str], vocabulary: ImportVocabulary) -> Natural | None:
    """Person, way and time; of two on a day that only names the day, who and what was said tell them apart."""
    at, medium = fields.get("at", "").strip(), value_of(activities.MEDIUM, fields.get("medium", ""), vocabulary)
    when = moment(at, vocabulary)
    if isinstance(when, Problem) or isinstance(medium, Problem):
        return None
    words = () if ":" in at else (fields.get("by", "").strip(), fields.get("note", "").strip())
    return _named("activity", fields["contact_id"].strip(), str(medium), when.isoformat(), *words)


def _outcome(fields: Mapping[str, str], vocabulary: ImportVocabulary) -> Natural | None:
    """Task, outcome and time; with a day alone all that the report says, without either the same for a day."""
    task, outcome, at = (fields.get(name, "").strip() for name in ("task_id", "outcome", "at"))
    when = moment(at, vocabulary) if at else None
    if isinstance(when, datetime) and ":" in at:
        return _named("outcome", task, outcome.casefold(), when.isoformat())
    said = (f"{name}={value.strip()}" for name, value in sorted(fields.items()))
    return Natural(_named("outcome", *said).name, None if isinstance(when, datetime) else REPEATED_WITHIN)


def _named(*parts: str) -> Natural:
    return Natural("\x1f".join(parts))
