"""Days people name in German mails: back from absence, contact again later. A day is never invented.

All functions take `sent`, the local day of the mail's Date field; years and weekdays are counted from there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from replies.day_grammar import DAY, NUMBER, NUMBERS, WEEKDAY, edges, future, plus, week_of
from replies.words import fold

_BACK = r"(?:wieder|zurueck|erreichbar|verfuegbar|anwesend|back|return\w*|rueckkehr|ansprechbar)"
_FILL = r"[^.!?\d]{0,45}?"


def _with_day(before: str, after: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){before}{DAY}{after}")


_RETURNS = (
    _with_day(
        rf"{_BACK}\b{_FILL}(?<!\w)(?:ab|am|seit|zum|on|from|:)\s?(?:dem |der |den |"
        rf"the )?(?:{WEEKDAY}[, ]{{0,3}})?(?:dem |den )?"
    ),
    _with_day(r"(?:ab|from|starting)\s(?:dem |der |den )?"),
    _with_day(r"(?:am|on)\s(?:dem |den )?", rf"[^.!?]{{0,40}}?\b{_BACK}"),
    _with_day(r"(?:kehre|komme|bin)\s", rf"[^.!?]{{0,25}}?\b{_BACK}"),
    _with_day(rf"{_BACK}[\s:]{{1,3}}(?:im |in der |in )?"),
)
_UNTIL = (
    _with_day(
        r"(?:bis|until|till|through|thru)\s(?:(?:einschl\w*|inkl\w*|inclusive|voraussichtlich|including|zum|"
        r"zur|and|und mit|mit|ca)\.?\s){0,3}"
        r"(?:dem |der |den |the )?"
    ),
    _with_day(r"\d{1,2}\.(?:\s?\d{1,2}\.(?:\d{2,4})?)?\s?(?:-|bis|to)\s?"),
    _with_day(r"(?:to|-)\s(?=\d{1,2}[./\s])"),
)
_WHOLE_WEEK = re.compile(
    r"(?<!\w)(?:in (?:der )?|waehrend der )?(?:kw|kalenderwoche)\s?(?P<kw>\d{1,2})\b(?!\s?[-.]\s?\d)"
)
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
    """First day somebody wants to hear from us again („im März“, „in drei Monaten“, „nach dem 1.9.“), or None."""
    folded = _clean(text)
    span = re.search(
        rf"(?<!\w)in (?:etwa |ca\.? |rund )?(?P<n>\d{{1,3}}|{NUMBER}) (?P<u>tag|woche|monat|jahr)\w*", folded
    )
    if span:
        count = int(span["n"]) if span["n"].isdigit() else NUMBERS[span["n"]]
        return plus(sent, count, span["u"])
    if re.search(r"\bhalbe[ns]? jahr", folded):
        return plus(sent, 6, "monat")
    quarter = re.search(
        r"(?<!\w)(?:q\s?(?P<q>[1-4])|(?P<w>erste|zweite|dritte|vierte)[nsrm]? quartal)(?:[ /]*(?P<y>20\d\d))?", folded
    )
    if quarter:
        number = int(quarter["q"]) if quarter["q"] else ("erste", "zweite", "dritte", "vierte").index(quarter["w"]) + 1
        return future(sent, 3 * number - 2, 1, quarter["y"])
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
    return re.sub(
        r"(?<!\w)(?:nachricht|mail|anfrage|schreiben|termin)\s(?:vom|am|von)\s\S{1,12}", " ", fold(text[:8_000])
    )


def _first(
    pattern: re.Pattern[str],
    text: str,
    sent: date,
    edge: Callable[[re.Match[str], date], date | None],
    *,
    bare: bool = True,
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
    day = edges(found, sent)
    return day[0] if day else None


def _after(found: re.Match[str], sent: date) -> date | None:
    """First day after what was named."""
    day = edges(found, sent)
    return day[1] + timedelta(days=1) if day else None


def _loose(text: str, sent: date) -> date | None:
    """Absences without „bis“ or „ab“: a named calendar week, this week, next week, today."""
    week = _WHOLE_WEEK.search(text)
    monday = sent - timedelta(days=sent.weekday())
    if week:
        try:
            day = week_of(sent, int(week["kw"]), None) + timedelta(days=7)
        except ValueError:
            return None
        return day if day >= sent else None
    if _NEXT_WEEK.search(text):
        return monday + timedelta(weeks=2)
    if _THIS_WEEK.search(text):
        return monday + timedelta(weeks=1)
    return sent + timedelta(days=1) if _TODAY.search(text) else None
