"""What an intent is: a label, its default effect, and rules that point to one sentence of the mail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from replies.meaning import hearsay
from replies.meaning.concepts import Meaning, concepts_of
from replies.meaning.words import Sentence
from replies.reply import Evidence, Label


@dataclass(frozen=True, slots=True)
class Rule:
    """`says` must occur in the folded sentence and `unless` must not.

    `question` None takes questions and statements, True only questions, False only statements; `conditional` tells
    whether a sentence under a condition („wenn noch ein Angebot kommt …“) counts.
    """

    name: str
    says: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    question: bool | None = None
    conditional: bool = False

    def matches(self, sentence: Sentence) -> bool:
        """True when this sentence says it."""
        if self.question is not None and sentence.question is not self.question:
            return False
        if sentence.conditional and not self.conditional:
            return False
        if not self.says.search(sentence.folded):
            return False
        return self.unless is None or not self.unless.search(sentence.folded)


@dataclass(frozen=True, slots=True)
class Intent:
    """One label with the stop that follows from it by default and whether a person must look.

    Where one sentence says something of `unless`, only the rules named in `sure` speak for the label. With `own` only
    what the writer himself wants now counts, not what he tells of (`meaning/hearsay.py`).
    """

    label: Label
    stop: str
    rules: tuple[Rule | Meaning, ...]
    review: bool = False
    unless: tuple[Rule | Meaning, ...] = ()
    sure: frozenset[str] = frozenset()
    own: bool = False

    def find(self, sentences: Sequence[Sentence]) -> Evidence | None:
        """The first sentence that says it, in the order of the rules: the clearest words come first."""
        sentences = hearsay.own(sentences) if self.own else sentences
        there = concepts_of(tuple(sentences))
        doubted = any(rule.matches(one) for rule in self.unless if _possible(rule, there) for one in sentences)
        rules = [rule for rule in self.rules if _possible(rule, there) and (not doubted or rule.name in self.sure)]
        for rule in rules:
            for sentence in sentences:
                if rule.matches(sentence):
                    return Evidence(f"{self.label.value}:{rule.name}", sentence.text)
        for rule in rules:
            for first, second in pairwise(sentences):
                if isinstance(rule, Meaning) and rule.matches_pair(first, second):
                    return Evidence(f"{self.label.value}:{rule.name}", f"{first.text} {second.text}")
        return None


def _possible(rule: Rule | Meaning, there: frozenset[str]) -> bool:
    """False when a concept that the rule needs stands nowhere in the mail: most rules end here, without a search."""
    return isinstance(rule, Rule) or rule.possible(there)
