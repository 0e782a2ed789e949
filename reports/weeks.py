"""Figures per ISO week, in the house's own days."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from contacts.medium import Purpose
from store.engine import Store
from store.reports import hours


@dataclass(slots=True)
class Week:
    """One week, by its Monday. Everything counted by when it happened."""

    monday: date
    contract_mails: int = 0
    advertising_mails: int = 0
    letters: int = 0
    calls: int = 0
    linkedin: int = 0
    postponed: int = 0
    skipped: int = 0
    stopped: int = 0
    holdout: int = 0
    replies: int = 0
    objections: int = 0
    bounces: int = 0
    tasks: int = 0
    tasks_done: int = 0

    @property
    def name(self) -> str:
        """2026-W10, as ISO 8601 writes it."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02}"


FIGURES = tuple(field.name for field in fields(Week) if field.name != "monday")
"""The columns of a week, in order."""

_FIELDS = {
    "postpone": "postponed",
    "hold": "postponed",
    "skip": "skipped",
    "stop": "stopped",
    "holdout": "holdout",
    "reply": "replies",
    "objection": "objections",
    "bounce": "bounces",
    "task": "tasks",
    "task_done": "tasks_done",
}
_CHANNELS = {"letter": "letters", "phone": "calls", "linkedin": "linkedin"}


def weeks(store: Store, zone: ZoneInfo) -> list[Week]:
    """The weeks in which anything happened, oldest first."""
    found: dict[date, Week] = {}
    with store.read() as connection:
        everything = [*hours.decided(connection), *hours.others(connection)]
    for happened in everything:
        day = happened.at.astimezone(zone).date()
        week = found.setdefault(monday := day - timedelta(days=day.weekday()), Week(monday))
        name = _field(happened.kind)
        setattr(week, name, getattr(week, name) + happened.count)
    return [found[monday] for monday in sorted(found)]


def _field(kind: str) -> str:
    if not kind.startswith("send:"):
        return _FIELDS[kind]
    _, channel, purpose = kind.split(":")
    if channel in _CHANNELS:
        return _CHANNELS[channel]
    return "advertising_mails" if Purpose(purpose).is_advertising else "contract_mails"
