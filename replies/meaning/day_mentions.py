"""Where a text names days, and what its clause says about them: back again, away, or about something else.

„Latest date in the text“ is the day of return in half of all absences only: fairs, deputies and opening hours stand
there too. So each mention is judged by its clause first and by its sentence second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from replies.meaning.day_grammar import DAY, WEEKDAY, edges, in_figures, weekday_number
from replies.meaning.words import sentences
from sequences.calendar import public_holiday_name


class Lead(StrEnum):
    """The word before a day."""

    UNTIL = "until"
    FROM = "from"
    AFTER = "after"
    NOT_BEFORE = "not_before"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Mention:
    """A named day or span of days; `bare` is „dem 3.“ without a month. `clause` and `sentence` are folded."""

    first: date
    last: date
    lead: Lead
    clause: str
    sentence: str
    bare: bool = False
    span: bool = False


_ONE = re.compile(rf"(?<![\w.,:/]){DAY}")
_CLAUSE = re.compile(
    r",(?!\s?(?:de[nmr]\s)?\d)|;|(?<!\w)(?:und(?! (?:am |den |dem |bis |kw ?)?\d| kw)|aber|sondern|danach|"
    r"anschliessend|jedoch|and|but)(?!\w)|\s[-–|]\s(?=[a-z])"
)
_FILLS = (
    r"(?:\s(?:einschl\w*\.?|inkl\w*\.?|inclusive|including|voraussichtlich|spaetestens|fruehestens|ca\.?|etwa|"
    r"ungefaehr|und mit|mit|zum|zur|"
    r"dem|den|der|die|the|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|in|im|am|erst)){0,4}\s*$"
)
_LEADS = (
    (Lead.NOT_BEFORE, re.compile(r"\b(?:nicht vor|vor|before)" + _FILLS)),
    (Lead.UNTIL, re.compile(r"\b(?:bis|until|till|through|thru)" + _FILLS)),
    (Lead.AFTER, re.compile(r"\b(?:nach|after|danach)" + _FILLS)),
    (
        Lead.FROM,
        re.compile(r"\b(?:ab|seit|am|im|in|from|on|starting|vom|von|(?<!bis )zu[mr]|fruehestens|erst)" + _FILLS),
    ),
)
_JOIN = re.compile(
    r"^\s?(?:-|–|bis|to|until|through|und|and|,)\s?(?:(?:einschl\w*|inkl\w*|zum|dem|den|mit|"
    r"einschliesslich)\.?\s){0,3}$"
)
_SAME = re.compile(r"^\s?\(\s?(?:also |das ist |d\.h\. )?(?:der |dem |den )?$")
_REFERENCE = re.compile(
    r"(?:nachricht|mail|anfrage|schreiben|termin|angebot|brief|kuendigung|anruf|telefonat)\s(?:vom|am|"
    r"von)\s(?:dem\s|den\s)?$"
)
_FEASTS = {
    "ostern": "Ostermontag",
    "pfingsten": "Pfingstmontag",
    "weihnachten": "Zweiter Weihnachtstag",
    "neujahr": "Neujahr",
    "heilige drei koenige": "Heilige Drei Könige",
    "dreikoenig": "Heilige Drei Könige",
}
_FEAST = re.compile(
    rf"(?<!\w)(?:(?P<weekday>{WEEKDAY}) )?(?P<lead>nach|bis|ueber)(?: nach| einschliesslich| zu| dem| den){{0,2}} "
    rf"(?P<feast>{'|'.join(_FEASTS)})(?!\w)"
)
_COUNTED_FROM = re.compile(r"\s(?:nach|danach|darauf|drauf)\b")
"""„am Dienstag nach Pfingsten“: not the next Tuesday."""
_MOST = 40


def mentions(text: str, sent: date) -> tuple[Mention, ...]:
    """The days that `text` names, in order; days long past are left out. At most 40."""
    found: list[Mention] = []
    for sentence in sentences(text[:8_000]):
        folded = in_figures(sentence.folded)
        for clause in _clauses(folded):
            found += _in_clause(clause, folded, sent, found[-1] if found else None)
            if len(found) >= _MOST:
                return tuple(found[:_MOST])
    return tuple(found)


def _clauses(folded: str) -> list[str]:
    """Parts of a sentence; a part that holds a join between two days („3. und 4. mai“) stays whole."""
    cuts = [0, *(found.start() for found in _CLAUSE.finditer(folded)), len(folded)]
    parts = [folded[start:end] for start, end in pairwise(cuts)]
    return [part for part in parts if part.strip(" ,;")]


def _in_clause(clause: str, sentence: str, sent: date, before: Mention | None) -> Iterator[Mention]:
    pending: Mention | None = None
    end = 0
    for match, named in _named(clause, sent):
        context = pending or before
        if match["d4"] and context is not None:
            named = _near(context, int(match["d4"])) or named  # noqa: PLW2901 - the same day, read better
        between = clause[end : match.start()]
        end = match.end()
        if pending is not None and (joined := _joined(pending, named, between)):
            pending = joined
            continue
        if pending is not None:
            yield pending
        pending = Mention(*named, _lead(clause[: match.start()]), clause, sentence, bare=bool(match["d4"]))
    if pending is not None:
        yield pending
    feast = _FEAST.search(clause)
    day = _feast(feast["feast"], sent) if feast else None
    if feast is None or day is None:
        return
    if feast["lead"] != "nach":
        yield Mention(day, day, Lead.UNTIL, clause, sentence)
    elif feast["weekday"]:
        day += timedelta(days=(weekday_number(feast["weekday"]) - day.weekday() - 1) % 7 + 1)
        yield Mention(day, day, _lead(clause[: feast.start()]), clause, sentence)
    else:
        yield Mention(day, day, Lead.AFTER, clause, sentence)


def _named(clause: str, sent: date) -> Iterator[tuple[re.Match[str], tuple[date, date]]]:
    """The days of a clause that are days, and not the date of a letter or a mere number."""
    for match in _ONE.finditer(clause):
        if _REFERENCE.search(clause[: match.start()]) or (match["d4"] and not _is_day(clause, match)):
            continue
        if match["wd"] and _COUNTED_FROM.match(clause[match.end() :]):
            continue
        named = edges(match, sent)
        if named is not None:
            yield match, named


def _joined(pending: Mention, named: tuple[date, date], between: str) -> Mention | None:
    """A day that goes on with the one before: the other end of a span, or the same in other words."""
    if _SAME.search(between):
        return replace(pending, first=named[0], last=named[1])  # „bis Ende nächster Woche (26.6.)“
    if not _JOIN.match(between):
        return None
    # „im Jänner und Feber“, written in February: the first has guessed next year's.
    return replace(pending, first=min(pending.first, named[0]), last=named[1], span=True)


def _is_day(clause: str, match: re.Match[str]) -> bool:
    """„dem 3.“ is a day where a preposition leads it or a span follows; „3.“ alone may be any number."""
    lead = _lead(clause[: match.start()]) is not Lead.NONE
    return (
        lead
        or re.match(r"\s?(?:-|–|bis)\s?\d", clause[match.end() :]) is not None
        or _JOIN.search(clause[: match.start()][-12:]) is not None
    )


def _near(before: Mention, day: int) -> tuple[date, date] | None:
    """„im Oktober ab dem 6.“: the day of the month named just before."""
    if before.last - before.first < timedelta(days=27):
        return None
    try:
        exact = before.first.replace(day=day)
    except ValueError:
        return None
    return exact, exact


def _lead(text: str) -> Lead:
    tail = text[-70:]
    best, where = Lead.NONE, -1
    for lead, pattern in _LEADS:
        found = None
        for found in pattern.finditer(tail):  # noqa: B007 - the last one counts
            pass
        if found is not None and found.start() > where:
            best, where = lead, found.start()
    return best


def _feast(name: str, sent: date) -> date | None:
    wanted = _FEASTS[name]
    days = (sent + timedelta(days=ahead) for ahead in range(-2, 370))
    return next((day for day in days if public_holiday_name(day, "BW") == wanted), None)


__all__ = ["Lead", "Mention", "mentions"]
