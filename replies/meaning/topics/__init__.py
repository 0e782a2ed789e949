"""What a mail is about, in families of words: the trained model learns „Nachlass“ from „Rabatt“ by them.

Nothing is decided here: a topic is a feature beside the words themselves. One line of a family holds single words and,
between bars, phrases; `x*`, `*x` and `*x*` as in the lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from replies.meaning.lexicon import Lexicon
from replies.meaning.topics import absence, judging, wanting

_TOKEN = re.compile(r"[\w']+")
_CLAUSE = re.compile(r"[,;:()]|\b(?:aber|sondern|jedoch|und|denn|weil|dass)\b")
_NOT = frozenset(
    re.findall(r"\w+", "nicht kein keine keinen keinem keiner nie niemals nichts nix ohne net nit kaum weder")
)
_REACH = 4
"""Words: so far „nicht“ reaches within its clause."""


def _stems(written: str) -> Iterator[str]:
    singles, *phrases = written.split("|")
    yield from singles.split()
    for phrase in phrases:
        yield " ".join(phrase.split())


_LEXICON = Lexicon(
    {topic: tuple(_stems(words)) for part in (absence, wanting, judging) for topic, words in part.WORDS.items()}
)


@lru_cache(maxsize=1024)
def topics_of(folded: str) -> Mapping[str, bool]:
    """Topics of a folded sentence, and whether „nicht“ reaches one of its words."""
    found: dict[str, bool] = {}
    for clause in _CLAUSE.split(folded):
        words = _TOKEN.findall(clause)
        nots = [place for place, word in enumerate(words) if word in _NOT]
        for place, topics in _places(words):
            negated = any(abs(place - one) <= _REACH and place != one for one in nots)
            for topic in topics:
                found[topic] = found.get(topic, False) or negated
    return found


def _places(words: Sequence[str]) -> Iterator[tuple[int, frozenset[str]]]:
    for place, word in enumerate(words):
        topics = _LEXICON.concepts(word, exact=True)
        if topics:
            yield place, topics
    for place, _length, topics in _LEXICON.phrases(words):
        yield place, topics


__all__ = ["topics_of"]
