"""What the words of a sentence stand for, whatever their order and inflection: what meanings are made of.

German puts verb and object anywhere („nehmen Sie mich da raus“, „raus mit mir aus der Liste“), so a meaning is a few
concepts that stand near each other, not a row of words. Where a concept stands is a number with one bit a word: a
meaning is then a handful of shifts, and a hostile text costs no more than a plain one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from replies.meaning.asking import asks, main_clause
from replies.meaning.lexicon import Lexicon
from replies.meaning.vocabulary import PARTICLES, PARTICLES_ANYWHERE, VOCABULARY
from replies.meaning.words import Sentence

LEXICON = Lexicon(VOCABULARY)
NEGATION = "NOT"
DENIAL = "DENIAL"
"""What denies a verb: „kein“ does not, „keine Werbung, melden Sie mich ab“."""
_TOKEN = re.compile(r"[\w'@+][\w'@+-]*|\.{2,}|[,;:()!?]|-(?!\w)")
_NEW_CLAUSE = frozenset({"aber", "sondern", "jedoch", "denn", "weil", "dass", "obwohl", "sobald"})
_MIDDLE = frozenset({"aber", "jedoch"})
"""Begin a clause, unless they stand in the middle of one: „Werbung möchte ich aber keine“."""
_BEFORE_MIDDLE = frozenset(
    re.findall(
        r"\w+",
        "ich wir sie ihr es das mir mich uns ihm ihn jetzt nun dann bitte bleibe bleiben komme kommen will moechte",
    )
)
_END_OF_CLAUSE = _NEW_CLAUSE | frozenset(
    re.findall(
        r"\w+", "und oder sonst doch wenn da ob bis danke bitte punkt komma vielen mfg lg falls solange damit mit"
    )
)
_NOT_SAID = frozenset({"bevor", "ehe", "ob"})
"""What begins so is not asked for: „bevor ihr löscht, …“."""
_BREAK = 2
"""Places a clause's end takes: words across a comma are farther from each other."""
_SCOPE = 8
"""Words: so far a negation reaches within its clause, in both directions."""
_DENIED = 5
"""Words: so far „nicht“ denies a verb, up to an „und“."""
_LISTED = 3
"""Words: so near to the end of a clause „kein“ governs what is enumerated behind the comma."""
_ENUMERATES = frozenset({"oder", "und", "noch", "sowie", "bzw"})
_SHORT = 4
"""Words of a clause that can hardly have a verb: „keine Mails, kein Anruf“."""
_BACK = 25
"""Words: so far before its particle a verb may stand."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Concepts that together say something.

    `needs` are alternatives („AD|CONTACT_V“), each within `near` words of the first; „not:AD“ asks that a negation of
    its clause reaches the word, „yes:STOP“ that no „nicht“ denies it. No word of `without` may stand within `apart`
    words, by default `near`. `question` tells whether questions for information count (None: both; requests in the form
    of a question always count). Of a sentence under a condition the main clause counts, all of it with `conditional`
    True, nothing with False. `most` is the largest number of words: for elliptic notes. `across` also reads two
    sentences as one: „Es geht um die Kündigung. Die ziehe ich zurück.“
    """

    name: str
    needs: tuple[str, ...]
    near: int = 8
    without: tuple[str, ...] = ()
    question: bool | None = False
    conditional: bool | None = None
    most: int | None = None
    apart: int | None = None
    across: bool = False

    def possible(self, there: frozenset[str]) -> bool:
        """False when one of its needs can be met by no concept that is `there`."""
        for need in self.needs:  # noqa: SIM110 - asked thousands of times a mail: a generator costs more than the answer
            if there.isdisjoint(_need(need)[1]):
                return False
        return True

    def matches(self, sentence: Sentence) -> bool:
        """True when this sentence says it."""
        if self.question is not None and asks(sentence) is not self.question:
            return False
        return self._holds(self._said(sentence))

    def matches_pair(self, first: Sentence, second: Sentence) -> bool:
        """True when two sentences, one after the other, say it together; only with `across`."""
        if not self.across or (self.question is not None and asks(second) is not self.question):
            return False
        if self.conditional is False and (first.conditional or second.conditional):
            return False
        return self._holds(f"{self._said(first)} : {self._said(second)}")

    def _said(self, sentence: Sentence) -> str:
        if not sentence.conditional or self.conditional:
            return sentence.folded
        return main_clause(sentence.folded) if self.conditional is None else ""

    def _holds(self, text: str) -> bool:
        where = where_in(text)
        if self.most is not None and where.words > self.most:
            return False
        place = where.of(self.needs[0])
        for need in self.needs[1:]:
            if not place:
                return False
            place &= spread(where.of(need), self.near)
        for concept in self.without if place else ():
            place &= ~spread(where.of(concept), self.near if self.apart is None else self.apart)
        return place != 0


@dataclass(frozen=True, slots=True)
class Where:
    """Places of the concepts of one sentence, one bit a word; any negation reaches `negated`, „nicht“ `denied`."""

    places: Mapping[str, int]
    negated: int
    denied: int
    words: int

    def of(self, need: str) -> int:
        """The places of „A|B“, „not:A|B“ or „yes:A|B“."""
        kind, concepts = _need(need)
        found = 0
        for concept in concepts:
            found |= self.places.get(concept, 0)
        if kind == "not":
            return found & self.negated
        return found & ~self.denied if kind == "yes" else found


@cache
def _need(need: str) -> tuple[str, tuple[str, ...]]:
    """„not:A|B“ taken apart once."""
    kind, _colon, concepts = need.rpartition(":")
    return kind, tuple(concepts.split("|"))


def spread(places: int, near: int) -> int:
    """All places at most `near` words from one of `places`."""
    reach = 0
    while places and reach < near:
        step = min(max(reach, 1), near - reach)
        places |= places << step | places >> step
        reach += step
    return places


@lru_cache(maxsize=256)
def concepts_of(sentences: tuple[Sentence, ...]) -> frozenset[str]:
    """Every concept that stands in one of the sentences, with or without its condition."""
    texts = [one.folded for one in sentences] + [main_clause(one.folded) for one in sentences if one.conditional]
    return frozenset(concept for text in texts for concept in where_in(text).places)


@lru_cache(maxsize=2048)
def where_in(folded: str) -> Where:
    """The concepts of a folded text and where they stand."""
    places: dict[str, int] = {}
    negated = denied = 0
    start = words = 0
    carried = listed = False
    for clause in _clauses(folded):
        found = _concepts(clause)
        if len(clause) <= _SHORT:
            for concepts in found:
                concepts.add("SHORT_CLAUSE")
        nots = _mark(places, found, start)
        whole = (1 << len(clause)) - 1 << start
        scope = spread(nots, _SCOPE) & whole
        if carried and clause[0] in {"dass", "wenn"}:
            scope = whole
        elif listed and not nots and not _ENUMERATES.isdisjoint(clause[1:_LISTED]):
            scope |= spread(1 << start, _SCOPE) & whole
        negated |= scope
        if carried and clause[0] in {"dass", "wenn"}:
            places["CARRIED"] = places.get("CARRIED", 0) | whole
        carried = NEGATION in found[-1]  # „ich will nicht, dass …“
        listed = any("NONE" in concepts for concepts in found[-_LISTED:])  # „keine Karten, Aktionen oder Umfragen“
        denied |= whole if clause[0] in _NOT_SAID else _denied(clause, found) << start
        start += len(clause) + _BREAK
        words += len(clause)
    return Where(places, negated, denied, words)


def _mark(places: dict[str, int], found: list[set[str]], start: int) -> int:
    """Enters a clause's concepts, and gives the places of its negations."""
    nots = 0
    for place, concepts in enumerate(found, start):
        for concept in concepts:
            places[concept] = places.get(concept, 0) | 1 << place
        if NEGATION in concepts:
            nots |= 1 << place
    return nots


def _denied(clause: list[str], found: list[set[str]]) -> int:
    denied = first = 0
    for end in [*(place for place, word in enumerate(clause) if word == "und"), len(clause)]:
        nots = sum(1 << place for place in range(first, end) if DENIAL in found[place])
        denied |= spread(nots, _DENIED) & ((1 << end) - 1 ^ (1 << first) - 1)
        first = end
    return denied


def _clauses(folded: str) -> Iterator[list[str]]:
    clause: list[str] = []
    for token in _TOKEN.findall(folded):
        is_break = not (token[0].isalnum() or token[0] in "_'@+")
        begins = token in _NEW_CLAUSE and not (token in _MIDDLE and clause and clause[-1] in _BEFORE_MIDDLE)
        if (is_break or begins) and clause:
            yield clause
            clause = []
        if not is_break:
            clause.append(token)
    if clause:
        yield clause


def _concepts(clause: list[str]) -> list[set[str]]:
    """What each word stands for, the two halves of a separated verb („melden … ab“) read as one word."""
    found = [set(LEXICON.concepts(word)) for word in clause]
    for first, phrase, concepts in LEXICON.phrases(("^", *clause, "$")):
        for place in range(max(first - 1, 0), min(first - 1 + phrase, len(clause))):
            found[place] |= concepts
    for place, word in enumerate(clause):
        if word not in PARTICLES or not _parts(clause, place):
            continue
        for verb in range(max(place - _BACK, 0), place):
            found[verb] |= LEXICON.concepts(word + clause[verb], exact=True)
    return found


def _parts(clause: list[str], place: int) -> bool:
    """True when the word at `place` is the particle of a verb and not a preposition."""
    if clause[place] in PARTICLES_ANYWHERE or place + 1 == len(clause):
        return True
    return clause[place + 1] in _END_OF_CLAUSE


__all__ = ["Meaning", "Where", "asks", "concepts_of", "main_clause", "spread", "where_in"]
