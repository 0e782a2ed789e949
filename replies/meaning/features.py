"""What the trained model sees of a mail: its words, their beginnings and neighbours, and which rules fired.

Training (`make train-replies`) and judging use this one function.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from replies.intents import ORDER
from replies.meaning.words import Sentence

_WORD = re.compile(r"[\w']+|[?!]")
_MOST_WORDS = 400
_STEM, _SHORT_STEM = 6, 5
_GRAMS = (4, 5)
_LENGTHS = 6
"""Classes of twelve words each; the last is open."""
_WORDS_A_CLASS = 12


def features(said: Sequence[Sentence]) -> frozenset[str]:
    """Names of everything this mail shows; a name occurs or it does not."""
    words = [word for sentence in said for word in _WORD.findall(sentence.folded)][:_MOST_WORDS]
    return frozenset((*_of_words(words), *_of_sentences(said, len(words)), *_of_rules(said)))


def _of_words(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        yield f"w:{word}"
        yield f"p:{word[:_SHORT_STEM]}"
        bounded = f"^{word}$"
        for length in _GRAMS:
            for start in range(len(bounded) - length + 1):
                yield f"c:{bounded[start : start + length]}"
    for first, second in pairwise(words):
        yield f"b:{first[:_STEM]}_{second[:_STEM]}"
    for first, second in zip(words, words[2:], strict=False):
        yield f"s:{first[:_SHORT_STEM]}_{second[:_SHORT_STEM]}"


def _of_sentences(said: Sequence[Sentence], words: int) -> Iterator[str]:
    yield f"length:{min(words // _WORDS_A_CLASS, _LENGTHS)}"
    if any(sentence.question for sentence in said):
        yield "question"
    if said and said[-1].question:
        yield "question_last"
    if any(sentence.conditional for sentence in said):
        yield "conditional"


def _of_rules(said: Sequence[Sentence]) -> Iterator[str]:
    for intent in ORDER:
        found = intent.find(said)
        if found:
            yield f"label:{intent.label.value}"
            yield f"rule:{found.rule}"
