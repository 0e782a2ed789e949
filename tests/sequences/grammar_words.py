"""The words of the installation that grammar tests run in."""

from __future__ import annotations

from contacts.cancellation import REASONS
from replies.reply import Label
from sequences.grammar.vocabulary import Vocabulary

WORDS = Vocabulary(
    reasons=frozenset(REASONS),
    labels=frozenset(label.value for label in Label),
    doors=frozenset({"csv", "mailbox"}),
    brands=frozenset({"nordlicht", "suedwind"}),
)
