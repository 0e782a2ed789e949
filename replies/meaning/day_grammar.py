"""The grammar of a German day: one pattern with named groups, and the first and last day that it names."""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTHS = {
    "januar": 1, "jaenner": 1, "january": 1, "jan": 1, "februar": 2, "february": 2, "feb": 2, "feber": 2,
    "maerz": 3, "march": 3,
    "mrz": 3, "mar": 3, "april": 4, "apr": 4, "mai": 5, "may": 5, "juni": 6, "june": 6, "jun": 6, "juli": 7, "july": 7,
    "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "oktober": 10, "october": 10, "okt": 10,
    "oct": 10, "november": 11, "nov": 11, "dezember": 12, "december": 12, "dez": 12, "dec": 12,
}  # fmt: skip
_WEEKDAYS = {
    "montag": 0, "monday": 0, "dienstag": 1, "tuesday": 1, "mittwoch": 2, "wednesday": 2, "donnerstag": 3,
    "thursday": 3, "freitag": 4, "friday": 4, "samstag": 5, "sonnabend": 5, "saturday": 5, "sonntag": 6, "sunday": 6,
    "mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6,
}  # fmt: skip
NUMBERS = {
    "einer": 1, "einem": 1, "ein": 1, "eine": 1, "zwei": 2, "drei": 3, "vier": 4, "fuenf": 5, "sechs": 6, "sieben": 7,
    "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwoelf": 12, "vierzehn": 14, "zwanzig": 20,
}  # fmt: skip
_ORDINALS = {
    "ersten": 1, "zweiten": 2, "dritten": 3, "vierten": 4, "fuenften": 5, "sechsten": 6, "siebten": 7, "siebenten": 7,
    "achten": 8, "neunten": 9, "zehnten": 10, "elften": 11, "zwoelften": 12, "dreizehnten": 13, "vierzehnten": 14,
    "fuenfzehnten": 15, "sechzehnten": 16, "siebzehnten": 17, "achtzehnten": 18, "neunzehnten": 19, "zwanzigsten": 20,
    "einundzwanzigsten": 21, "zweiundzwanzigsten": 22, "dreiundzwanzigsten": 23, "vierundzwanzigsten": 24,
    "fuenfundzwanzigsten": 25, "sechsundzwanzigsten": 26, "siebenundzwanzigsten": 27, "achtundzwanzigsten": 28,
    "neunundzwanzigsten": 29, "dreissigsten": 30, "einunddreissigsten": 31,
}  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1900, 3000
"""Beyond these a number is no year and a Date field is made up; arithmetic near them stays within the calendar."""
_HALF_A_YEAR, _JUST_PAST = timedelta(days=182), timedelta(days=30)
_M = "|".join(sorted(_MONTHS, key=len, reverse=True))
WEEKDAY = "|".join(sorted((name for name in _WEEKDAYS if len(name) > 2), key=len, reverse=True))  # noqa: PLR2004 - „so“ is a word
NUMBER = "|".join(sorted(NUMBERS, key=len, reverse=True))

DAY = (
    rf"(?:(?:(?:{WEEKDAY}|mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun)\.?,?\s*(?:(?:den|dem|der|the)\s+)?)?"
    rf"(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})"
    rf"|(?P<d>\d{{1,2}})\s?[./]\s?(?P<m>\d{{1,2}})(?!\d|\s*uhr)(?:\s?[./]\s?(?P<y>\d{{4}}|\d{{2}})?(?!\d))?"
    rf"|(?P<d2>\d{{1,2}})(?:\.|st|nd|rd|th|te[nr]?)?\s?(?:of )?(?P<mn>{_M})\b\.?(?:,?\s*(?P<y2>\d{{4}}|"
    rf"'?\d{{2}}\b(?!\s*(?:uhr|:))))?"
    rf"|(?P<mn2>{_M})\s(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s*(?P<y3>\d{{4}}))?"
    rf"|(?:kw|kalenderwochen?|woche)\s?(?P<kw>\d{{1,2}})\b(?:\s?[/-]?\s?(?P<yw>\d{{4}}))?"
    rf"(?:\s?(?:-|–|bis|/|\+|und|&)\s?(?:kw\s?)?(?P<kw_to>\d{{1,2}})\b(?!\d|\.\s?(?:\d|(?:{_M})\b)))?"
    rf"|(?P<kw2>\d{{1,2}})\.\s?(?:kw|kalenderwoche)\b"
    rf"|(?P<part>anfang|mitte|ende)\s(?:(?:des|der|dieses|diesen)\s)?(?P<unit>monats?|jahres|woche|"
    rf"{_M})\b(?:\s(?P<y4>\d{{4}}))?"
    rf"|(?P<part2>anfang|mitte|ende)\s(?P<nextunit>(?:naechste\w*|kommende\w*)\s(?:monats?|jahres|woche))"
    rf"|(?:(?P<over>uebernaechste\w*)|naechste\w*|kommende\w*|next)?\s?(?P<wd>{WEEKDAY})"
    rf"(?:frueh|morgen|vormittag|mittag|nachmittag|abend)?\b"
    rf"|(?P<rel>heute|uebermorgen|morgen|tomorrow)\b"
    rf"|(?P<next>(?:ueber)?(?:naechste|kommende)[rnms]?\s(?:woche|monat|jahr)\w*)"
    rf"|(?P<end>jahresende|monatsende|wochenende)"
    rf"|(?P<mo>{_M})\b(?:\s(?P<y5>\d{{4}}))?"
    rf"|(?P<d4>\d{{1,2}})(?:\.(?!\d)|te[nr]\b)))"
)


_WRITTEN_OUT = re.compile(rf"\b(?P<n>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))}) (?={_M})")


def in_figures(folded: str) -> str:
    """„am zwoelften juni“ as „am 12. juni“; an ordinal without a month is none of a day."""
    return _WRITTEN_OUT.sub(lambda found: f"{_ORDINALS[found['n']]}. ", folded)


def weekday_number(name: str) -> int:
    """Monday is 0."""
    return _WEEKDAYS[name]


def edges(found: re.Match[str], sent: date) -> tuple[date, date] | None:
    """First and last day of a named day, week, month or part of a month."""
    group = found.groupdict()
    try:
        named = _calendar_edges(group, sent) or _relative_edges(group, sent)
    except (ValueError, OverflowError):
        return None  # 31.02., KW 60: not a day
    return named if named and named[1].year < LAST_YEAR else None


def _calendar_edges(group: dict[str, str | None], sent: date) -> tuple[date, date] | None:
    day = group["d"] or group["d2"] or group["d3"] or group["d4"]
    if group["iso"]:
        exact = date.fromisoformat(group["iso"])
        return exact, exact
    if day:
        name = group["mn"] or group["mn2"]
        month = int(group["m"]) if group["m"] else _MONTHS[name] if name else 0
        exact = (
            future(sent, month, int(day), group["y"] or group["y2"] or group["y3"])
            if month
            else _day_only(sent, int(day))
        )
        return exact, exact
    week = group["kw"] or group["kw2"]
    if week:
        monday = week_of(sent, int(week), group["yw"])
        last = week_of(monday, int(group["kw_to"]), None) if group["kw_to"] else monday
        return monday, max(last, monday) + timedelta(days=6)
    if group["mo"]:
        first = future(sent, _MONTHS[group["mo"]], 1, group["y5"], whole_month=True)
        return first, _month_end(first)
    return None


def _relative_edges(group: dict[str, str | None], sent: date) -> tuple[date, date] | None:
    if group["wd"]:
        ahead = (_WEEKDAYS[group["wd"]] - sent.weekday() - 1) % 7 + 1 + (7 if group["over"] else 0)
        day = sent + timedelta(days=ahead)
        return day, day
    if group["rel"]:
        day = sent + timedelta(days={"heute": 0, "morgen": 1, "tomorrow": 1, "uebermorgen": 2}[group["rel"]])
        return day, day
    if group["next"] or group["nextunit"]:
        words = group["next"] or group["nextunit"] or ""
        return _part(_period(words, sent, ahead=2 if words.startswith("ueber") else 1), group["part2"])
    if group["end"]:
        return _part(_period(group["end"], sent, ahead=0), "ende")
    if group["part"] and group["unit"]:
        unit = group["unit"]
        if unit in _MONTHS:
            first = future(sent, _MONTHS[unit], 1, group["y4"], whole_month=True)
            return _part((first, _month_end(first)), group["part"])
        return _part(_period(unit, sent, ahead=0), group["part"])
    return None


def _period(words: str, sent: date, ahead: int) -> tuple[date, date]:
    if "woche" in words:
        monday = sent - timedelta(days=sent.weekday()) + timedelta(weeks=ahead)
        return monday, monday + timedelta(days=6)
    if "monat" in words:
        first = plus(sent.replace(day=1), ahead, "monat")
        return first, _month_end(first)
    return date(sent.year + ahead, 1, 1), date(sent.year + ahead, 12, 31)


def _part(span: tuple[date, date], part: str | None) -> tuple[date, date]:
    first, last = span
    middle = first + (last - first - timedelta(days=1)) // 2  # the 15th of a long month, too
    if part == "anfang":
        return first, first
    if part == "mitte":
        return middle, middle
    return (last, last) if part == "ende" else span


def future(sent: date, month: int, day: int, year: str | None, *, whole_month: bool = False) -> date:
    """The named day; without a year the one nearest to `sent` that is not long past."""
    if year:
        number = int(year.strip("'"))
        return date(number if number > 99 else 2000 + number, month, day)  # noqa: PLR2004 - two-digit year
    near = date(sent.year, month, day)
    if near - sent > _HALF_A_YEAR and not whole_month and sent - date(sent.year - 1, month, day) <= _JUST_PAST:
        return date(sent.year - 1, month, day)  # „bis 31.12.“, read in January
    past = (_month_end(near) if whole_month else near) < sent - (timedelta() if whole_month else _JUST_PAST)
    return date(sent.year + 1, month, day) if past else near


def _day_only(sent: date, day: int) -> date:
    """„ab dem 3.“: in this month or the next."""
    near = sent.replace(day=1)
    for _ in range(3):
        if day <= _month_end(near).day and near.replace(day=day) >= sent:
            return near.replace(day=day)
        near = plus(near, 1, "monat")
    raise ValueError(day)


def week_of(sent: date, week: int, year: str | None) -> date:
    if year:
        return date.fromisocalendar(int(year), week, 1)
    monday = date.fromisocalendar(sent.isocalendar().year, week, 1)
    return monday if monday >= sent - timedelta(days=60) else date.fromisocalendar(sent.isocalendar().year + 1, week, 1)


def _month_end(day: date) -> date:
    return plus(day.replace(day=1), 1, "monat") - timedelta(days=1)


def plus(day: date, count: int, unit: str) -> date:
    if unit in {"tag", "woche"}:
        return day + timedelta(days=count * (7 if unit == "woche" else 1))
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "jahr" else 1)
    year, month = divmod(months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(months)
