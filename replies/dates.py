"""Days people name in German mails: back from absence, contact again later. A day is never invented.

All functions take `sent`, the local day of the mail's Date field; years and weekdays are counted from there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from replies.words import fold

_MONTHS = {
    "januar": 1, "jaenner": 1, "january": 1, "jan": 1, "februar": 2, "february": 2, "feb": 2, "maerz": 3, "march": 3,
    "mrz": 3, "mar": 3, "april": 4, "apr": 4, "mai": 5, "may": 5, "juni": 6, "june": 6, "jun": 6, "juli": 7, "july": 7,
    "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "oktober": 10, "october": 10, "okt": 10,
    "oct": 10, "november": 11, "nov": 11, "dezember": 12, "december": 12, "dez": 12, "dec": 12,
}  # fmt: skip
_WEEKDAYS = {
    "montag": 0, "monday": 0, "dienstag": 1, "tuesday": 1, "mittwoch": 2, "wednesday": 2, "donnerstag": 3,
    "thursday": 3, "freitag": 4, "friday": 4, "samstag": 5, "sonnabend": 5, "saturday": 5, "sonntag": 6, "sunday": 6,
    "mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6,
}  # fmt: skip
_NUMBERS = {
    "einer": 1, "einem": 1, "ein": 1, "eine": 1, "zwei": 2, "drei": 3, "vier": 4, "fuenf": 5, "sechs": 6, "sieben": 7,
    "acht": 8, "neun": 9, "zehn": 10, "zwoelf": 12,
}  # fmt: skip
_M = "|".join(sorted(_MONTHS, key=len, reverse=True))
_W = "|".join(sorted((name for name in _WEEKDAYS if len(name) > 2), key=len, reverse=True))  # noqa: PLR2004 - „so“ is a word
_N = "|".join(sorted(_NUMBERS, key=len, reverse=True))

_DAY = (
    rf"(?:(?:(?:{_W}|mo|di|mi|do|fr|sa|so)\.?,?\s*(?:(?:den|dem|der|the)\s+)?)?"
    rf"(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})"
    rf"|(?P<d>\d{{1,2}})\s?[./]\s?(?P<m>\d{{1,2}})(?!\d|\s*uhr)(?:\s?[./]\s?(?P<y>\d{{4}}|\d{{2}})?(?!\d))?"
    rf"|(?P<d2>\d{{1,2}})(?:\.|st|nd|rd|th)?\s?(?:of )?(?P<mn>{_M})\b\.?(?:,?\s*(?P<y2>\d{{4}}|'?\d{{2}}\b(?!\s*(?:uhr|:))))?"
    rf"|(?P<mn2>{_M})\s(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s*(?P<y3>\d{{4}}))?"
    rf"|(?:kw|kalenderwoche|woche)\s?(?P<kw>\d{{1,2}})\b(?:\s?[/-]?\s?(?P<yw>\d{{4}}))?"
    rf"|(?P<part>anfang|mitte|ende)\s(?:(?:des|der|dieses|diesen)\s)?(?P<unit>monats?|jahres|woche|{_M})\b(?:\s(?P<y4>\d{{4}}))?"
    rf"|(?P<part2>anfang|mitte|ende)\s(?P<nextunit>(?:naechste\w*|kommende\w*)\s(?:monats?|jahres|woche))"
    rf"|(?:(?P<over>uebernaechste\w*)|naechste\w*|kommende\w*|next)?\s?(?P<wd>{_W})\b"
    rf"|(?P<rel>heute|uebermorgen|morgen|tomorrow)\b"
    rf"|(?P<next>(?:naechste|kommende)[rnms]?\s(?:woche|monat|jahr)\w*)"
    rf"|(?P<mo>{_M})\b(?:\s(?P<y5>\d{{4}}))?"
    rf"|(?P<d4>\d{{1,2}})\.(?!\d)))"
)
_BACK = r"(?:wieder|zurueck|erreichbar|verfuegbar|anwesend|back|return\w*|rueckkehr|ansprechbar)"
_FILL = r"[^.!?\d]{0,45}?"


def _with_day(before: str, after: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){before}{_DAY}{after}")


_RETURNS = (
    _with_day(rf"{_BACK}\b{_FILL}(?<!\w)(?:ab|am|seit|zum|on|from|:)\s?(?:dem |der |den |the )?(?:{_W}[, ]{{0,3}})?(?:dem |den )?"),
    _with_day(r"(?:ab|from|starting)\s(?:dem |der |den )?"),
    _with_day(r"(?:am|on)\s(?:dem |den )?", rf"[^.!?]{{0,40}}?\b{_BACK}"),
    _with_day(r"(?:kehre|komme|bin)\s", rf"[^.!?]{{0,25}}?\b{_BACK}"),
    _with_day(rf"{_BACK}[\s:]{{1,3}}(?:im |in der |in )?"),
)
_UNTIL = (
    _with_day(
        r"(?:bis|until|till|through|thru)\s(?:(?:einschl\w*|inkl\w*|inclusive|voraussichtlich|including|zum|zur|and|und mit|mit|ca)\.?\s){0,3}"
        r"(?:dem |der |den |the )?"
    ),
    _with_day(r"\d{1,2}\.(?:\s?\d{1,2}\.(?:\d{2,4})?)?\s?(?:-|bis|to)\s?"),
    _with_day(rf"(?:to|-)\s(?=\d{{1,2}}[./\s])"),
)
_WHOLE_WEEK = re.compile(r"(?<!\w)(?:in (?:der )?|waehrend der )?(?:kw|kalenderwoche)\s?(?P<kw>\d{1,2})\b(?!\s?[-.]\s?\d)")
_THIS_WEEK = re.compile(r"(?<!\w)(?:in )?(?:diese[rn]? woche|den rest der woche)\b")
_NEXT_WEEK = re.compile(r"(?<!\w)(?:in der )?(?:naechste[rn]?|kommende[rn]?) woche\b")
_TODAY = re.compile(r"(?<!\w)heute\b[^.!?]{0,40}\bnicht\b")


def return_day(text: str, sent: date) -> date | None:
    """First day the person is back according to an absence notice, or None when no day can be read."""
    folded = _clean(text)
    for pattern in _RETURNS:
        found = _first(pattern, folded, sent, _begin)
        if found:
            return found
    for pattern in _UNTIL:
        found = _first(pattern, folded, sent, _after)
        if found:
            return found
    return _loose(folded, sent)


def later_day(text: str, sent: date) -> date | None:
    """First day somebody wants to be contacted again („im März“, „in drei Monaten“, „nach dem 1.9.“), or None."""
    folded = _clean(text)
    span = re.search(rf"(?<!\w)in (?:etwa |ca\.? |rund )?(?P<n>\d{{1,3}}|{_N}) (?P<u>tag|woche|monat|jahr)\w*", folded)
    if span:
        count = int(span["n"]) if span["n"].isdigit() else _NUMBERS[span["n"]]
        return _plus(sent, count, span["u"])
    if re.search(r"\bhalbe[ns]? jahr", folded):
        return _plus(sent, 6, "monat")
    quarter = re.search(r"(?<!\w)(?:q\s?(?P<q>[1-4])|(?P<w>erste|zweite|dritte|vierte)[nsrm]? quartal)(?:[ /]*(?P<y>20\d\d))?", folded)
    if quarter:
        number = int(quarter["q"]) if quarter["q"] else ("erste", "zweite", "dritte", "vierte").index(quarter["w"]) + 1
        return _future(sent, 3 * number - 2, 1, quarter["y"])
    for pattern in (_with_day(r"(?:bis|nach)\s(?:zum |dem |der |den )?"),):
        found = _first(pattern, folded, sent, _after)
        if found:
            return found
    for pattern in (_with_day(r"(?:ab|im|am|vor|zum|erst|erst im|erst ab)\s(?:dem |der |den )?"), _with_day(r"")):
        found = _first(pattern, folded, sent, _begin, bare=False)
        if found:
            return found
    return None


def _clean(text: str) -> str:
    # A mail's date of reference („Ihre Nachricht vom 3.8.“) says nothing about the absence.
    return re.sub(r"(?<!\w)(?:nachricht|mail|anfrage|schreiben|termin)\s(?:vom|am|von)\s\S{1,12}", " ", fold(text[:8_000]))


def _first(
    pattern: re.Pattern[str], text: str, sent: date, edge: Callable[[re.Match[str], date], date | None], *, bare: bool = True
) -> date | None:
    for found in pattern.finditer(text):
        if not bare and found["d4"]:
            continue
        day = edge(found, sent)
        if day and day >= sent:
            return day
    return None


def _begin(found: re.Match[str], sent: date) -> date | None:
    """First day of what was named."""
    day = _edges(found, sent)
    return day[0] if day else None


def _after(found: re.Match[str], sent: date) -> date | None:
    """First day after what was named."""
    day = _edges(found, sent)
    return day[1] + timedelta(days=1) if day else None


def _edges(found: re.Match[str], sent: date) -> tuple[date, date] | None:
    """First and last day of a named day, week, month or part of a month."""
    group = found.groupdict()
    try:
        return _calendar_edges(group, sent) or _relative_edges(group, sent)
    except (ValueError, OverflowError):
        return None  # 31.02., KW 60: not a day


def _calendar_edges(group: dict[str, str | None], sent: date) -> tuple[date, date] | None:
    day = group["d"] or group["d2"] or group["d3"] or group["d4"]
    if group["iso"]:
        exact = date.fromisoformat(group["iso"])
        return exact, exact
    if day:
        name = group["mn"] or group["mn2"]
        month = int(group["m"]) if group["m"] else _MONTHS[name] if name else 0
        exact = _future(sent, month, int(day), group["y"] or group["y2"] or group["y3"]) if month else _day_only(sent, int(day))
        return exact, exact
    if group["kw"]:
        monday = _week(sent, int(group["kw"]), group["yw"])
        return monday, monday + timedelta(days=6)
    if group["mo"]:
        first = _future(sent, _MONTHS[group["mo"]], 1, group["y5"], whole_month=True)
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
        return _part(_period(group["next"] or group["nextunit"] or "", sent, ahead=1), group["part2"])
    if group["part"] and group["unit"]:
        unit = group["unit"]
        if unit in _MONTHS:
            first = _future(sent, _MONTHS[unit], 1, group["y4"], whole_month=True)
            return _part((first, _month_end(first)), group["part"])
        return _part(_period(unit, sent, ahead=0), group["part"])
    return None


def _period(words: str, sent: date, ahead: int) -> tuple[date, date]:
    if "woche" in words:
        monday = sent - timedelta(days=sent.weekday()) + timedelta(weeks=ahead)
        return monday, monday + timedelta(days=6)
    if "monat" in words:
        first = _plus(sent.replace(day=1), ahead, "monat")
        return first, _month_end(first)
    return date(sent.year + ahead, 1, 1), date(sent.year + ahead, 12, 31)


def _part(span: tuple[date, date], part: str | None) -> tuple[date, date]:
    first, last = span
    middle = first + (last - first) // 2
    if part == "anfang":
        return first, first
    if part == "mitte":
        return middle, middle
    return (last, last) if part == "ende" else span


def _loose(text: str, sent: date) -> date | None:
    """Absences without „bis“ or „ab“: a named calendar week, this week, next week, today."""
    week = _WHOLE_WEEK.search(text)
    monday = sent - timedelta(days=sent.weekday())
    if week:
        try:
            day = _week(sent, int(week["kw"]), None) + timedelta(days=7)
        except ValueError:
            return None
        return day if day >= sent else None
    if _NEXT_WEEK.search(text):
        return monday + timedelta(weeks=2)
    if _THIS_WEEK.search(text):
        return monday + timedelta(weeks=1)
    return sent + timedelta(days=1) if _TODAY.search(text) else None


def _future(sent: date, month: int, day: int, year: str | None, *, whole_month: bool = False) -> date:
    """The named day; without a year the one nearest to `sent` that is not long past."""
    if year:
        number = int(year.strip("'"))
        return date(number if number > 99 else 2000 + number, month, day)  # noqa: PLR2004 - two-digit year
    near = date(sent.year, month, day)
    past = (_month_end(near) if whole_month else near) < sent - timedelta(days=0 if whole_month else 30)
    return date(sent.year + 1, month, day) if past else near


def _day_only(sent: date, day: int) -> date:
    """„ab dem 3.“: in this month or the next."""
    near = sent.replace(day=1)
    for _ in range(3):
        if day <= _month_end(near).day and near.replace(day=day) >= sent:
            return near.replace(day=day)
        near = _plus(near, 1, "monat")
    raise ValueError(day)


def _week(sent: date, week: int, year: str | None) -> date:
    if year:
        return date.fromisocalendar(int(year), week, 1)
    monday = date.fromisocalendar(sent.isocalendar().year, week, 1)
    return monday if monday >= sent - timedelta(days=60) else date.fromisocalendar(sent.isocalendar().year + 1, week, 1)


def _month_end(day: date) -> date:
    return _plus(day.replace(day=1), 1, "monat") - timedelta(days=1)


def _plus(day: date, count: int, unit: str) -> date:
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
