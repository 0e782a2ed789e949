"""What a phrase of the lexicon is, where it counts, and how it is looked for: in its sentence, never as a bare word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from campaigns.rendering.duties.readable import Readable


class Place(StrEnum):
    """What a text is and for whom: the same words are honest in one place and forbidden in another."""

    AD_SUBJECT = "Betreff einer Werbemail"
    AD_TEXT = "Werbung"
    CONTRACT_TEXT = "Vertragspost"
    AD_CALL = "Leitfaden eines Werbeanrufs"
    SERVICE_CALL = "Leitfaden ohne Werbung"
    MESSAGE = "Nachricht in einem sozialen Netzwerk"
    BRIEF = "Briefing"


EVERYWHERE = frozenset(Place) - {Place.BRIEF}
ADVERTISING = frozenset({Place.AD_SUBJECT, Place.AD_TEXT, Place.AD_CALL, Place.MESSAGE})
BARE = frozenset({Place.CONTRACT_TEXT, Place.SERVICE_CALL})
"""Where nothing may advertise: contract post and calls about a matter of the contract or a complaint."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One entry: `pattern` and `unless` are searched in the folded text (see readable), both within one sentence.

    `theme` is its file, `reason` what the words do and against which norm, `instead` what to write; both are German and
    continue „… “. `bad` must be caught, `honest` must pass: a test holds both.
    """

    theme: str
    pattern: re.Pattern[str]
    places: frozenset[Place]
    reason: str
    instead: str
    bad: str
    honest: str
    unless: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: `offset` in the source, `words` as the reader sees them."""

    phrase: Phrase
    offset: int
    words: str

    @property
    def message(self) -> str:
        """What is wrong, by which norm, what to write instead: one German sentence each."""
        return f"„{self.words}“ {self.phrase.reason}. {self.phrase.instead}."


def phrase(
    theme: str,
    pattern: str,
    places: frozenset[Place],
    *,
    reason: str,
    instead: str,
    bad: str,
    honest: str,
    unless: str = "",
) -> Phrase:
    """An entry from its patterns as text; blanks in a pattern stand for any blank of the text."""
    excuse = re.compile(unless) if unless else None
    return Phrase(theme, re.compile(pattern), places, reason, instead, bad, honest, excuse)


_SENTENCE_ENDS = re.compile(r"[.!?](?=[ \n“\"»]|$)(?<!\b\d\.)(?<!\b\d\d\.)(?<!\bnr\.)(?<!\babs\.)|\n")


def hits(text: Readable, place: Place, lexicon: tuple[Phrase, ...]) -> Iterator[Hit]:
    """Every phrase of `lexicon` that `text` says in a way that `place` does not bear, in the lexicon's order."""
    ends: list[int] | None = None
    for entry in lexicon:
        if place not in entry.places:
            continue
        for found in entry.pattern.finditer(text.text):
            if entry.unless is not None:
                ends = ends if ends is not None else [one.end() for one in _SENTENCE_ENDS.finditer(text.text)]
                if entry.unless.search(_sentence(text.text, ends, found.start(), found.end())):
                    continue
            if found.group():
                yield Hit(entry, text.places[found.start()], text.quoted(found.start(), found.end()))


def _sentence(text: str, ends: list[int], start: int, end: int) -> str:
    before = max((one for one in ends if one <= start), default=0)
    after = min((one for one in ends if one >= end), default=len(text))
    return text[before:after]
