"""What an intent is: a label, its default effect, and rules that point to one sentence of the mail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from replies.reply import Evidence, Label
from replies.words import Sentence


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
    """One label with the stop that follows from it by default and whether a person must look."""

    label: Label
    stop: str
    rules: tuple[Rule, ...]
    review: bool = False

    def find(self, sentences: Sequence[Sentence]) -> Evidence | None:
        """The first sentence that says it, in the order of the rules: the clearest words come first."""
        for rule in self.rules:
            for sentence in sentences:
                if rule.matches(sentence):
                    return Evidence(f"{self.label.value}:{rule.name}", sentence.text)
        return None
