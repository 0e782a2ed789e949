"""How far back and ahead the times of a call may lie: a slip of a year would stop or count for ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from campaigns.api.answer import Fault, allowed
from campaigns.imports import ImportVocabulary
from campaigns.imports.schema import Problem
from campaigns.imports.times import day, moment
from sequences.calendar import local_day

AHEAD: Final = timedelta(minutes=10)
"""So far another system's clock may be ahead of ours."""
_YEAR: Final = timedelta(days=366)
_LONG: Final = 10 * _YEAR
"""Nothing that is older has still to be worked with: the longest duty to keep papers is over (§ 257 HGB, § 147 AO)."""

_MOMENTS: Final[Mapping[tuple[str, str], timedelta]] = {
    ("cancellations", "received_at"): _LONG,
    ("cancellations", "receipt_confirmed_at"): _LONG,
    ("returned", "returned_at"): _LONG,
    ("activities", "at"): 3 * _YEAR,  # beyond the longest window of a cap
    ("outcomes", "at"): _YEAR,
}
"""How far back each moment may lie; none lies further ahead than AHEAD."""


def is_plausible(at: datetime, now: datetime, back: timedelta = _LONG) -> bool:
    """True for a moment that somebody may report `now`."""
    return now - back <= at <= now + AHEAD


def time_faults(
    kind: str, fields: Mapping[str, str], vocabulary: ImportVocabulary, now: datetime, timezone: str
) -> Iterator[Fault]:
    """What lies too far ahead or back, and what is allowed. Times that cannot be read are somebody else's fault."""
    for (of, name), back in _MOMENTS.items():
        text = fields.get(name, "").strip() if of == kind else ""
        at = moment(text, vocabulary) if text else None
        if isinstance(at, datetime) and not is_plausible(at, now, back):
            yield _fault(name, vocabulary, at > now, back, "höchstens 10 Minuten voraus")
    text = fields.get("wished_end", "").strip() if kind == "cancellations" else ""
    end = day(text, vocabulary) if text else None
    today = local_day(now, timezone)
    if isinstance(end, date) and not isinstance(end, Problem) and not today - _LONG <= end <= today + _LONG:
        yield _fault("wished_end", vocabulary, end > today, _LONG, "höchstens 10 Jahre voraus")


def _fault(name: str, vocabulary: ImportVocabulary, late: bool, back: timedelta, most: str) -> Fault:  # noqa: FBT001 (private)
    years = back // _YEAR
    far = f"höchstens {years} Jahre zurück" if years > 1 else "höchstens ein Jahr zurück"
    where = "in der Zukunft" if late else "zu weit zurück"
    return Fault(name, f"Der Zeitpunkt liegt {where}; erlaubt ist {most} und {far}.", allowed(name, vocabulary))
