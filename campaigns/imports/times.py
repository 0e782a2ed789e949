"""Parsers for days and moments: ISO and German spelling, Europe/Berlin where no offset is given."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from campaigns.imports.schema import Problem
from campaigns.imports.values import ImportVocabulary
from campaigns.imports.words import shown

BERLIN = ZoneInfo("Europe/Berlin")
_EARLIEST, _LATEST = 1900, 2100

_MIDNIGHT = r"(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00:?00)?)?"  # so a CRM writes a day that it keeps as a moment
_ISO_DAY = re.compile(rf"([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}}){_MIDNIGHT}")
_GERMAN_DAY = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2}")
_MOMENT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}\.\s?[0-9]{1,2}\.\s?[0-9]{4})"
    r"(?:T|,?\s+)(?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)"
    r"(?:\s?Uhr)?\s?(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?",
    re.IGNORECASE,
)
_MONTH = re.compile(r"(?:(?P<iso>[0-9]{4})-(?P<iso_month>[0-9]{2})|(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4}))")


def day(cell: str, _vocabulary: ImportVocabulary) -> date | Problem:
    """A calendar day: `2026-11-21` or `21.11.2026`, also with midnight behind the former."""
    return _day(cell)


def moment(cell: str, _vocabulary: ImportVocabulary) -> datetime | Problem:
    """A moment in aware UTC: ISO 8601, or `21.11.2026 14:30 Uhr`.

    Without an offset it is wall time in Europe/Berlin (the hour that does not exist counts from before the change,
    the hour that exists twice is the first one: fold=0); a day alone is its first moment.
    """
    return _moment(cell)


def month(cell: str, vocabulary: ImportVocabulary) -> date | Problem:
    """The first day of a month: `2026-11`, `11.2026` or any day in it."""
    match = _MONTH.fullmatch(cell)
    if match is None:
        whole = day(cell, vocabulary)
        return whole if isinstance(whole, Problem) else whole.replace(day=1)
    return _calendar(cell, match["iso"] or match["year"], match["iso_month"] or match["month"], "1")


@lru_cache(maxsize=4096)  # a file repeats its days many times
def _day(cell: str) -> date | Problem:
    if match := _ISO_DAY.fullmatch(cell):
        return _calendar(cell, *match.groups())
    if match := _GERMAN_DAY.fullmatch(cell):
        return _calendar(cell, *reversed(match.groups()))
    if _SHORT_YEAR.fullmatch(cell):
        return Problem(f"{shown(cell)} hat ein zweistelliges Jahr; bitte vierstellig, etwa 21.11.2026.")
    return Problem(f"{shown(cell)} ist kein Datum. Erlaubt: 2026-11-21 oder 21.11.2026.")


@lru_cache(maxsize=4096)  # the same moment stands in several columns of a row
def _moment(cell: str) -> datetime | Problem:
    match = _MOMENT.fullmatch(cell)
    if match is None:
        return _first_moment(cell)
    local_day = _day(match["day"])
    if isinstance(local_day, Problem):
        return local_day
    clock = match["clock"].zfill(len(match["clock"]) + (match["clock"][1] == ":"))
    try:
        local = datetime.combine(local_day, time.fromisoformat(clock))
        offset = match["offset"]
        zoned = datetime.fromisoformat(local.isoformat() + offset.upper()) if offset else local.replace(tzinfo=BERLIN)
        return zoned.astimezone(UTC)
    except (ValueError, OverflowError):
        return Problem(f"{shown(cell)} hat eine Uhrzeit, die es nicht gibt.")


def _first_moment(cell: str) -> datetime | Problem:
    local_day = _day(cell)
    if isinstance(local_day, date):
        return datetime.combine(local_day, time(), BERLIN).astimezone(UTC)
    if "ist kein Datum" in local_day.message:
        return Problem(f"{shown(cell)} ist kein Zeitpunkt. Erlaubt: 2026-11-21T14:30:00+01:00 oder 21.11.2026 14:30.")
    return local_day


def _calendar(cell: str, year: str, month_of_year: str, day_of_month: str) -> date | Problem:
    try:
        found = date(int(year), int(month_of_year), int(day_of_month))
    except ValueError:
        return Problem(f"{shown(cell)}: diesen Tag gibt es nicht.")
    if not _EARLIEST <= found.year <= _LATEST:
        return Problem(f"{shown(cell)}: das Jahr {found.year} ist nicht glaubhaft (erlaubt {_EARLIEST} bis {_LATEST}).")
    return found
