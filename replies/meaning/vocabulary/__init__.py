"""The words of the rules: concepts and the German words that stand for them; folded on reading, `*` is any letters.

A concept is what rules speak of (`meaning/concepts.py`). Separated verbs stand here as one word („abmeld*“ also for
„melden … ab“, „abzumelden“ and „abgemeldet“), strong forms one by one; words as people misspell them are recognised.
"""

from __future__ import annotations

from collections.abc import Mapping

from replies.meaning.vocabulary import contract, data, export, grammar, media, refusing, silence, talk, unwilling

PARTICLES_ANYWHERE = frozenset(
    {"raus", "heraus", "rauf", "runter", "herunter", "rein", "weg", "zurueck", "rueber", "bereit"}
)
"""Halves of verbs that are nothing else, wherever they stand."""
PARTICLES = PARTICLES_ANYWHERE | frozenset(
    (
        "sein",
        "bleiben",
        "ab",
        "an",
        "auf",
        "aus",
        "ein",
        "zu",
        "weiter",
        "fort",
        "mit",
        "vor",
        "los",
        "um",
        "fern",
        "nach",
    )
)
"""Halves of verbs where a clause ends, elsewhere prepositions."""
VOCABULARY: Mapping[str, tuple[str, ...]] = {
    concept: tuple(words.split(", "))
    for part in (grammar, media, refusing, unwilling, silence, talk, data, export, contract)
    for concept, words in part.WORDS.items()
}
