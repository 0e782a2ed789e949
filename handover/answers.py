"""The outcome that somebody wrote into a calendar entry: one word behind „Ergebnis:“, or a category of that name.

Only whole words of a closed list count: „nicht erreicht“ holds „erreicht“, and a guess would move a sequence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from tasks.kinds import Outcome, outcomes_of

WORDS: MappingProxyType[Outcome, tuple[str, ...]] = MappingProxyType(
    {
        Outcome.REACHED: ("erreicht", "gesprochen", "erreicht und gesprochen"),
        Outcome.NOT_REACHED: ("nicht erreicht", "niemanden erreicht"),
        Outcome.INTERESTED: ("interessiert", "Interesse", "will weitersprechen"),
        Outcome.NO_INTEREST: ("kein Interesse", "nicht interessiert"),
        Outcome.CALL_BACK: ("Rückruf", "Rückruf vereinbart"),
        Outcome.HELD: ("geführt", "stattgefunden"),
        Outcome.DECLINED: ("abgelehnt", "möchte nicht"),
        Outcome.OBJECTION: ("Widerspruch", "keine Werbung", "keine Werbung mehr", "will keine Werbung mehr"),
        Outcome.WRONG_ADDRESS: ("falscher Kontakt", "falsche Nummer", "falsche Adresse", "Nummer falsch"),
        Outcome.SENT: ("abgeschickt", "gesendet", "verschickt"),
        Outcome.ANSWERED: ("beantwortet",),
        Outcome.SETTLED: ("erledigt",),
        Outcome.NOT_NEEDED: ("nicht nötig",),
        Outcome.APPROVED: ("freigegeben", "genehmigt"),
        Outcome.REFUSED: ("abgelehnt", "nicht freigegeben"),
        Outcome.KEPT: ("eingehalten", "gehalten"),
        Outcome.NOT_KEPT: ("nicht eingehalten", "nicht gehalten"),
        Outcome.WRONG_PERSON: ("nicht zuständig", "falsche Person"),
        Outcome.LEFT_COMPANY: ("nicht mehr in der Firma", "ausgeschieden", "hat die Firma verlassen"),
        Outcome.NOT_DONE: ("nicht gemacht", "nicht geschafft", "keine Zeit"),
    }
)
"""What a person may write for each outcome; the first is what we suggest. Of one kind of task no word means two."""

RESULT, NOTE = "Ergebnis:", "Notiz:"
_RESULT = re.compile(r"[ \t]*Ergebnis[ \t]*[:=](.*)", re.IGNORECASE)
_NOTE = re.compile(r"[ \t]*Notiz[ \t]*[:=](.*)", re.IGNORECASE)
_WHEN = re.compile(r"(\d{1,2})\.[ ]?(\d{1,2})\.[ ]?(\d{4}),?[ ](?:um[ ])?(\d{1,2})[:.](\d{2})(?:[ ]?Uhr)?\.?")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_MAX_NOTE = 20_000
_MAX_RESULT = 200
"""No outcome with its time is longer; what is is none."""


class Silence(StrEnum):
    """Why an entry says nothing that could be recorded."""

    NONE = "no_outcome"
    UNKNOWN = "unknown_outcome"
    SEVERAL = "several_outcomes"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of the task; `at` is a wall time without a zone (when to call back), None when none was written."""

    outcome: Outcome
    note: str = ""
    at: datetime | None = None


def answer_of(kind: str, texts: Iterable[str], categories: Iterable[str]) -> Answer | Silence:
    """What the texts (description, comments) and categories of an entry say came of a task of `kind`."""
    lines = [line for text in texts for line in text.splitlines()]
    written = list(_behind(_RESULT, lines))
    note = "\n".join(_behind(_NOTE, lines))[:_MAX_NOTE]
    heard = [_meant(kind, words) for words in written]
    found = {one for one in heard if one is not None}
    found |= {(named, None) for category in categories if (named := _outcome(kind, category)) is not None}
    outcomes = {outcome for outcome, _ in found}
    if Outcome.OBJECTION in outcomes:
        return Answer(Outcome.OBJECTION, note)  # whatever else stands there: a no is never lost (Art. 21 DSGVO)
    if None in heard:
        return Silence.UNKNOWN
    if not found:
        return Silence.NONE
    if len(outcomes) > 1:
        return Silence.SEVERAL
    (outcome,) = outcomes
    return Answer(outcome, note, next((at for _, at in found if at is not None), None))


def _behind(word: re.Pattern[str], lines: Iterable[str]) -> Iterator[str]:
    """What stands behind a word at the beginning of a line, where anything does."""
    found = (match[1].strip(" \t") for line in lines if (match := word.fullmatch(line)))
    return (one for one in found if one)


def suggested(kind: str) -> tuple[str, ...]:
    """The words for the outcomes that a task of `kind` can have, and for an objection, which anybody can voice."""
    known = outcomes_of(kind)
    return tuple(WORDS[one][0] for one in dict.fromkeys((*known, Outcome.OBJECTION)))


def only_outcome(kind: str) -> Outcome | None:
    """The outcome of a task that can have just one; None where there is something to choose."""
    known = outcomes_of(kind)
    return known[0] if len(known) == 1 else None


def is_word(kind: str, category: str) -> bool:
    """True for a category that names an outcome."""
    return _outcome(kind, category) is not None


def named(kind: str, words: str) -> Outcome | None:
    """The outcome that `words` mean for a task of `kind`, wherever they are typed; None for no word of the list."""
    return _outcome(kind, words)


def blank(text: str) -> str:
    """`text` without what was answered in it, with one empty line to write the next answer into."""
    kept = [line for line in text.splitlines() if not _RESULT.fullmatch(line) and not _NOTE.fullmatch(line)]
    return "\n".join([*kept, f"{RESULT} ", f"{NOTE} "])


def _meant(kind: str, words: str) -> tuple[Outcome, datetime | None] | None:
    """The outcome of „Rückruf 25.11.2026 14:30“ and its time; None for anything that is on no list."""
    if len(words) > _MAX_RESULT:
        return None
    plain = _outcome(kind, words)
    if plain is not None:
        return plain, None
    when = _WHEN.search(words)
    if when is None or when.end() != len(words):
        return None
    outcome = _outcome(kind, re.sub(r"[ ,]*(?:am)?[ ,]*$", "", words[: when.start()]))
    day, month, year, hour, minute = (int(part) for part in when.groups())
    try:
        at = datetime(year, month, day, hour, minute)  # noqa: DTZ001 (a wall time: the caller knows the zone)
    except ValueError:
        return None
    return (outcome, at) if outcome is Outcome.CALL_BACK else None


def _outcome(kind: str, words: str) -> Outcome | None:
    wanted = _folded(words)
    possible = dict.fromkeys((*outcomes_of(kind), Outcome.OBJECTION))
    return next((one for one in possible if wanted in _known(one)), None)


def _known(outcome: Outcome) -> Iterator[str]:
    yield _folded(outcome.value)
    yield from (_folded(word) for word in WORDS[outcome])


def _folded(words: str) -> str:
    text = unicodedata.normalize("NFC", words).casefold().translate(_UMLAUTS)
    return " ".join(re.sub(r"[-_„“”\"'.!]", " ", text).split())
