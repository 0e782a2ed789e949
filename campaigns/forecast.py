"""A simulation in figures: weeks, letter money, calls, what is put off, and where it gets tight. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

CALLS_A_DAY = 8
"""So many calls a person can prepare, make and write down on one working day beside other work."""

NOBODY = "–"
"""The owner of contacts that nobody looks after."""

CAP = "frequency_cap"
_NO_BOTTLENECK = frozenset({"condition", "goal_met", "objection", "withdrawal"})
"""Reasons that nobody can or should do anything about: conditions that marketing wrote, and people's own word."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Letter money: euros per letter, euros a month for advertising (None = no limit), and what was `spent` before.

    `first` is the forecast's first day: what was spent before belongs to its month.
    """

    letter_cost: Decimal
    month: Decimal | None
    first: date
    spent: Decimal = Decimal(0)


@dataclass(slots=True)
class Sent:
    """What leaves in one span, by kind."""

    contract: int = 0
    advertising: int = 0
    letters: int = 0
    advertising_letters: int = 0
    calls: int = 0
    linkedin: int = 0

    def add(self, channel: str, *, contract: bool) -> None:
        match channel:
            case "email" if contract:
                self.contract += 1
            case "email":
                self.advertising += 1
            case "letter":
                self.letters += 1
                self.advertising_letters += not contract
            case "phone":
                self.calls += 1
            case _:
                self.linkedin += 1


@dataclass(slots=True)
class Forecast:
    """Everything the text tells. Days are local days of the house; `people` are contacts reached by advertising."""

    budget: Budget
    total: Sent = field(default_factory=Sent)
    weeks: dict[date, Sent] = field(default_factory=dict)
    months: dict[date, Sent] = field(default_factory=dict)
    calls: Counter[tuple[date, str]] = field(default_factory=Counter)
    steps: Counter[tuple[str, str]] = field(default_factory=Counter)
    quiet: Counter[tuple[str, str]] = field(default_factory=Counter)
    capped: Counter[date] = field(default_factory=Counter)
    people: set[str] = field(default_factory=set)
    contacts: set[str] = field(default_factory=set)
    budget_gone: date | None = None

    @property
    def decisions(self) -> int:
        """All decisions, those to send included."""
        return sum(self.steps.values()) + sum(self.quiet.values())

    def cost(self, sent: Sent) -> Decimal:
        """What the letters of a span cost, contract post included."""
        return sent.letters * self.budget.letter_cost

    def peak(self) -> tuple[date, str, int] | None:
        """The fullest day of one person: (day, owner, calls); None without calls."""
        fullest = sorted(self.calls.items(), key=lambda item: (-item[1], item[0]))
        return (*fullest[0][0], fullest[0][1]) if fullest else None

    def caps(self, decision: str) -> int:
        """How often a frequency cap was the reason for `decision`."""
        return self.quiet[decision, CAP]


def forecast(objects: Iterable[Mapping[str, Any]], owners: Mapping[str, str], budget: Budget) -> Forecast:
    """Count the touch objects of a simulation (campaigns.touch_json), in their order."""
    found = Forecast(budget)
    for item in objects:
        day = datetime.fromisoformat(item["at"]).date()
        found.contacts.add(item["contact"])
        if item["decision"] != "send":
            found.quiet[item["decision"], item["reason"] or ""] += 1
            found.capped[day] += item["reason"] == CAP
            continue
        _send(found, item, day, owners)
    return found


def _send(found: Forecast, item: Mapping[str, Any], day: date, owners: Mapping[str, str]) -> None:
    contract = item["purpose"] in ("contract", "service", "double_opt_in")
    month = found.months.setdefault(day.replace(day=1), Sent())
    for span in (found.total, found.weeks.setdefault(day - timedelta(days=day.weekday()), Sent()), month):
        span.add(item["channel"], contract=contract)
    found.steps[item["sequence"], item["step"]] += 1
    if not contract:
        found.people.add(item["contact"])
    if item["channel"] == "phone":
        found.calls[day, owners.get(item["contact"], NOBODY)] += 1
    limit = found.budget.month
    if found.budget_gone is None and item["channel"] == "letter" and limit is not None:
        # Gone is the money when one more letter would not fit.
        found.budget_gone = day if _spent(found, day) + found.budget.letter_cost > limit else None


def _spent(found: Forecast, day: date) -> Decimal:
    first = day.replace(day=1)
    before = found.budget.spent if first == found.budget.first.replace(day=1) else Decimal(0)
    return before + found.months[first].advertising_letters * found.budget.letter_cost


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """Where it gets tight. `kind`: budget, calls, caps, or reason with its code in `detail`; `count` what it hits."""

    kind: str
    count: int
    day: date | None = None
    detail: str = ""


def bottlenecks(found: Forecast, most: int = 3) -> list[Bottleneck]:
    """The tightest places, money and people first, then what stops the most steps."""
    tight: list[Bottleneck] = []
    if found.budget_gone is not None:
        stopped = sum(number for (_, reason), number in found.quiet.items() if reason == "letter_budget")
        tight.append(Bottleneck("budget", stopped, found.budget_gone))
    peak = found.peak()
    if peak is not None and peak[2] > CALLS_A_DAY:
        tight.append(Bottleneck("calls", peak[2], peak[0], peak[1]))
    rest = [
        Bottleneck("reason", number, None, reason)
        for (decision, reason), number in found.quiet.items()
        if decision == "skip" and reason not in (*_NO_BOTTLENECK, CAP)
    ]
    waiting = found.caps("postpone") + found.caps("skip")
    if waiting:
        fullest = min(found.capped.items(), key=lambda item: (-item[1], item[0]))
        rest.append(Bottleneck("caps", waiting, fullest[0], str(fullest[1])))
    return [*tight, *sorted(rest, key=lambda one: (-one.count, one.kind, one.detail))][:most]
