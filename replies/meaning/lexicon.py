"""Looks words up in the vocabulary: inflected, compounded, with „zu“ or „ge“ inside, and misspelt as people misspell.

Hashes only, so a text of unknown words costs no more than its letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from replies.meaning.words import fold

_LONGEST = 40
"""Letters read of one word."""
_LONG = 6
"""Letters a word needs to be recognised although misspelt: short words are too near to each other."""
_HEARD = 5
"""Letters that must be left of its sound: „absehe“ sounds like the beginning of „Absender“."""
_INNER = re.compile(
    r"^(ab|an|auf|aus|ein|zu|raus|heraus|rueber|herunter|runter|weg|zurueck|weiter|fort|nach|mit|vor|rein|bereit|los|um|"
    r"her|fern)(?:zu|ge)(?=\w{3})"
)
_SOUNDS = (
    ("ck", "k"),
    ("ie", "i"), ("ih", "i"), ("th", "t"), ("d", "t"), ("ph", "f"), ("v", "f"), ("c", "k"), ("ah", "a"), ("eh", "e"),
    ("oh", "o"), ("uh", "u"), ("ae", "e"), ("y", "i"), ("z", "s"), ("ts", "s"),
)  # fmt: skip
_DOUBLE = re.compile(r"(\w)\1+")
_Table = dict[str, frozenset[str]]
_Phrase = tuple[tuple[str, ...], frozenset[str]]


class _Stems:
    """Stems of one spelling: whole words, beginnings, ends, and what stands anywhere in a word."""

    def __init__(self) -> None:
        self._whole: _Table = {}
        self._heads: dict[str, _Table] = {}
        self._tails: dict[str, _Table] = {}
        self._inner: _Table = {}
        self._anywhere = re.compile("(?!)")

    def add(self, stem: str, plain: str, concept: str) -> None:
        if len(plain) < _KEY:
            table = self._whole
        elif stem.startswith("*"):
            table = self._inner if stem.endswith("*") else self._tails.setdefault(plain[-_KEY:], {})
        else:
            table = self._heads.setdefault(plain[:_KEY], {}) if stem.endswith("*") else self._whole
        table[plain] = table.get(plain, frozenset()) | {concept}

    def close(self) -> None:
        """After the last stem: one search tells of most words that nothing of the kind stands in them."""
        self._anywhere = re.compile("|".join(map(re.escape, self._inner)) or "(?!)")

    def search(self, word: str) -> frozenset[str]:
        hits = set(self._whole.get(word, ()))
        for stem, concepts in self._heads.get(word[:_KEY], _NO_STEMS).items():
            if word.startswith(stem):
                hits |= concepts
        for stem, concepts in self._tails.get(word[-_KEY:], _NO_STEMS).items():
            if word.endswith(stem):
                hits |= concepts
        if self._anywhere.search(word):
            for stem, concepts in self._inner.items():
                if stem in word:
                    hits |= concepts
        return frozenset(hits)


_KEY = 3
"""Letters by which stems are found; a shorter one is a whole word."""
_NO_STEMS: _Table = {}


class Lexicon:
    """Concepts by word. A stem is exact, `x*`, `*x`, `*x*`, or several words of which each may end in `*`.

    Among several words `^` is the beginning of a clause, `$` its end and `*` any word.
    """

    def __init__(self, vocabulary: Mapping[str, Sequence[str]]) -> None:
        """Folds and sorts the stems of all concepts."""
        self._written, self._heard = _Stems(), _Stems()
        self._phrases: dict[str, list[_Phrase]] = {}
        for concept, stems in vocabulary.items():
            for stem in stems:
                self._add(fold(stem), concept)
        self._written.close()
        self._heard.close()
        self._lookup = lru_cache(maxsize=32_768)(self._look_up)

    def concepts(self, word: str, *, exact: bool = False) -> frozenset[str]:
        """What a folded word stands for; `exact` without tolerance for misspelling."""
        return self._lookup(word[:_LONGEST], exact)

    def phrases(self, words: Sequence[str]) -> Iterator[tuple[int, int, frozenset[str]]]:
        """Place, number of words and concepts of each phrase among folded words."""
        for place, (word, following) in enumerate(pairwise(words)):
            for key in (f"{word} {following}", word, f"{word[:_KEY]}*"):
                for parts, concepts in self._phrases.get(key, ()):
                    behind = words[place : place + len(parts)]
                    if len(behind) == len(parts) and all(map(_fits, parts, behind)):
                        yield place, len(parts), concepts

    def _add(self, stem: str, concept: str) -> None:
        if " " in stem:
            parts = tuple(stem.split())
            first, second = parts[:2]  # most phrases begin with two whole words, and need not be tried on others
            open_end = "" if second.endswith("*") else f" {second}"
            key = f"{first[:_KEY]}*" if first.endswith("*") else f"{first}{open_end}"
            self._phrases.setdefault(key, []).append((parts, frozenset({concept})))
            return
        plain = stem.strip("*")
        self._written.add(stem, plain, concept)
        heard = _sound(plain)
        if len(plain) >= _LONG and len(heard) >= _HEARD:
            self._heard.add(stem, heard, concept)

    def _look_up(self, word: str, exact: bool) -> frozenset[str]:  # noqa: FBT001 - positional for the cache
        base = _INNER.sub(r"\1", word)
        found = self._written.search(word)
        if base != word:
            found |= self._written.search(base)
        if found or exact or len(word) < _LONG:
            return found
        return self._heard.search(_sound(base))


def _sound(word: str) -> str:
    """The word as it is heard: people write „wiederspreche“, „Newsleter“, „bestädigen“."""
    for heard, written in _SOUNDS:
        word = word.replace(heard, written)
    return _DOUBLE.sub(r"\1", word)


def _fits(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part
