"""Who is away and who does her tasks meanwhile. Pure, and total: a circle of deputies ends somewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tasks.person import Team


@dataclass(frozen=True, slots=True)
class Absence:
    """`person` is away from `first` to `last`, both included; `deputy` None = the one of her `[[person]]`."""

    person: str
    first: date
    last: date
    deputy: str | None = None


def away(person: str, day: date, absences: Iterable[Absence]) -> Absence | None:
    """The absence of `person` that covers `day`; of several the one entered last. None when she is there."""
    wanted = person.casefold()
    found = [one for one in absences if one.person.casefold() == wanted and one.first <= day <= one.last]
    return found[-1] if found else None


def holder(person: str, day: date, absences: Iterable[Absence], team: Team) -> str:
    """Who does on `day` what belongs to `person`: she, or the first deputy of the chain who is there.

    Where the chain ends or comes back to somebody, her lead takes it; is the lead away too, it stays with her.
    """
    known = tuple(absences)
    seen: set[str] = set()
    current: str | None = person
    while current is not None and current.casefold() not in seen:
        absence = away(current, day, known)
        if absence is None:
            return current
        seen.add(current.casefold())
        current = absence.deputy or team.of(current).deputy
    lead = team.of(person).lead
    return lead if lead is not None and away(lead, day, known) is None else person
