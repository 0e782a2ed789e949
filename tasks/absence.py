"""Who is away and who does her tasks meanwhile. Pure, and total: a circle of deputies ends somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sequences.calendar import is_business_day
from tasks.person import Team


@dataclass(frozen=True, slots=True)
class Absence:
    """`person` is away from `first` to `last`, both included; `deputy` None = the one of her `[[person]]`."""

    person: str
    first: date
    last: date
    deputy: str | None = None

    def overlaps(self, other: Absence) -> bool:
        """True when both are of one person and share a day."""
        same = self.person.casefold() == other.person.casefold()
        return same and self.first <= other.last and other.first <= self.last


def away(person: str, day: date, absences: Iterable[Absence]) -> Absence | None:
    """The absence of `person` that covers `day`; of several the one entered last. None when she is there."""
    wanted = person.casefold()
    found = [one for one in absences if one.person.casefold() == wanted and one.first <= day <= one.last]
    return found[-1] if found else None


def holder(person: str, day: date, absences: Iterable[Absence], team: Team) -> str:
    """Who does on `day` what belongs to `person`: she, or the first of her deputies who is there and works that day.

    A holiday of a deputy's own Land passes her over like an absence (§ 9 ArbZG). Where nobody of the chain works, her
    lead takes it. On a day on which none of them works it waits with the first who is there, and without any with her.
    """
    known = tuple(absences)
    if away(person, day, known) is None:
        return person
    lead = team.of(person).lead
    chain = [*_deputies(person, day, known, team), *([lead] if lead is not None else [])]
    there = [one for one in chain if away(one, day, known) is None]
    working = (one for one in there if is_business_day(day, team.of(one).land))
    return next(working, there[0] if there else person)


def _deputies(person: str, day: date, known: Sequence[Absence], team: Team) -> Iterator[str]:
    """Her deputy, then the deputy's deputy, and so on, until it ends or comes back to somebody."""
    seen: set[str] = set()
    current: str | None = person
    while current is not None and current.casefold() not in seen:
        if seen:
            yield current
        seen.add(current.casefold())
        absence = away(current, day, known)
        current = (absence.deputy if absence is not None else None) or team.of(current).deputy


@dataclass(frozen=True, slots=True)
class Turn:
    """`holder` does the work of somebody absent from `first` to `last`; days on which she would not work are left out.

    `passed_over`: the deputy who is there in general and has a holiday then; empty for none.
    """

    holder: str
    first: date
    last: date
    passed_over: str = ""


def turns(absence: Absence, absences: Iterable[Absence], team: Team) -> tuple[Turn, ...]:
    """Who stands in on which days of `absence`, in their order; `absences` hold it and all others."""
    known = tuple(absences)
    land = team.of(absence.person).land
    found: list[Turn] = []
    for number in range((absence.last - absence.first).days + 1):
        day = absence.first + timedelta(days=number)
        if not is_business_day(day, land):
            continue
        does = holder(absence.person, day, known, team)
        usual = next((one for one in _deputies(absence.person, day, known, team) if not away(one, day, known)), does)
        passed = "" if usual.casefold() == does.casefold() else usual
        if found and (found[-1].holder, found[-1].passed_over) == (does, passed):
            found[-1] = Turn(does, found[-1].first, day, passed)
        else:
            found.append(Turn(does, day, day, passed))
    return tuple(found)
