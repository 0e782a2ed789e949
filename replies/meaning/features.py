"""What the trained model sees of a mail: words, concepts, topics, and which rules fired.

Training (`make train-replies`) and judging use this one function. Concepts and topics let the model judge by a word it
has never been shown, as far as its family is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from replies.intents import ORDER
from replies.meaning.concepts import asks, where_in
from replies.meaning.topics import topics_of
from replies.meaning.words import Sentence

_WORD = re.compile(r"[\w']+|[?!]")
_MOST_WORDS = 400
_MOST_SENTENCES = 40
_STEM, _SHORT_STEM = 6, 5
_GRAM = 5
TOPIC = ("t:", "tn:", "tq:")
"""How the names of topics begin."""
_LENGTHS = 6
"""Classes of twelve words each; the last is open."""
_WORDS_A_CLASS = 12


def features(said: Sequence[Sentence]) -> frozenset[str]:
    """Names of everything this mail shows; a name occurs or it does not."""
    words = [word for sentence in said for word in _WORD.findall(sentence.folded)][:_MOST_WORDS]
    return frozenset((*_of_words(words), *_of_sentences(said, len(words)), *_of_meaning(said), *_of_rules(said)))


def _of_words(words: Sequence[str]) -> Iterator[str]:
    for word in set(words):
        yield f"w:{word}"
        yield f"p:{word[:_SHORT_STEM]}"
        bounded = f"^{word}$"
        for start in range(len(bounded) - _GRAM + 1):
            yield f"c:{bounded[start : start + _GRAM]}"
    for first, second in pairwise(words):
        yield f"b:{first[:_STEM]}_{second[:_STEM]}"


def _of_sentences(said: Sequence[Sentence], words: int) -> Iterator[str]:
    yield f"length:{min(words // _WORDS_A_CLASS, _LENGTHS)}"
    if any(sentence.question for sentence in said):
        yield "question"
    if said and said[-1].question:
        yield "question_last"
    if any(sentence.conditional for sentence in said):
        yield "conditional"


def _of_meaning(said: Sequence[Sentence]) -> Iterator[str]:
    """Concepts and topics: as such, under a negation, in a question."""
    for sentence in said[:_MOST_SENTENCES]:
        where = where_in(sentence.folded)
        asked = asks(sentence)
        for concept, places in where.places.items():
            yield f"k:{concept}"
            if places & where.negated:
                yield f"n:{concept}"
            if asked:
                yield f"q:{concept}"
        for topic, negated in topics_of(sentence.folded).items():
            yield f"t:{topic}"
            if negated:
                yield f"tn:{topic}"
            if sentence.question:
                yield f"tq:{topic}"


def _of_rules(said: Sequence[Sentence]) -> Iterator[str]:
    for intent in ORDER:
        found = intent.find(said)
        if found:
            yield f"label:{intent.label.value}"
            yield f"rule:{found.rule}"
