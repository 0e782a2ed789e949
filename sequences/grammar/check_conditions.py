"""Conditions: words the installation knows, and sets that cannot both hold."""

from __future__ import annotations

from collections.abc import Iterator

from sequences.grammar.positions import Path
from sequences.grammar.problem import Problem, listed
from sequences.grammar.schema import ConditionsTable
from sequences.grammar.toml_source import Source
from sequences.grammar.translate import unknown_word
from sequences.grammar.vocabulary import Vocabulary

_SETS = {
    "reasons": "Kündigungsgründe",
    "segments": "Segmente",
    "tiers": "Kundenstufen",
    "kinds": "Kundenarten",
    "doors": "Wege",
    "brands": "Marken",
    "declarations": "Erklärungen",
}
_BOUNDS = (("min_tenure_months", "max_tenure_months"), ("min_annual_value", "max_annual_value"))


def check_conditions(source: Source, path: Path, table: ConditionsTable, words: Vocabulary) -> Iterator[Problem]:
    """Words of reasons, doors and brands that the installation does not know; words that stand twice."""
    vocabularies = (
        ("reasons", "Kündigungsgrund", words.reasons),
        ("not_reasons", "Kündigungsgrund", words.reasons),
        ("doors", "Weg einer Kündigung", words.doors),
        ("brands", "Name einer Marke", words.brands),
    )
    for key, what, allowed in vocabularies:
        for number, word in enumerate(getattr(table, key)):
            if word not in allowed:
                yield source.problem((*path, key, number), unknown_word(word, what, allowed), at_value=True)
    for key in (*_SETS, "not_reasons"):
        listed_words = getattr(table, key)
        for number, word in enumerate(listed_words):
            if word in listed_words[:number]:
                yield source.problem((*path, key, number), f"„{word}“ steht zweimal; einmal genügt")


def impossible(table: ConditionsTable) -> str | None:
    """Why these conditions can never all hold, None when they can."""
    left = set(table.reasons) - set(table.not_reasons)
    if table.reasons and not left:
        return f"not_reasons schließt alle reasons aus ({listed(table.reasons)})"
    for low, high in _BOUNDS:
        least, most = getattr(table, low), getattr(table, high)
        if least is not None and most is not None and least > most:
            return f"{low} ({least}) ist größer als {high} ({most})"
    return None


def impossible_with(who: ConditionsTable, only_if: ConditionsTable) -> str | None:
    """Why nobody who is in the sequence can ever fulfil a step's conditions, None when somebody can."""
    for key, what in _SETS.items():
        outer, inner = set(getattr(who, key)), set(getattr(only_if, key))
        if outer and inner and not outer & inner:
            return f"[who] lässt andere {what} zu ({listed(outer)})"
    excluded = set(who.not_reasons) | set(only_if.not_reasons)
    reasons = set(only_if.reasons) or set(who.reasons)
    if reasons and reasons <= excluded:
        return f"ausgeschlossen sind alle Kündigungsgründe ({listed(reasons)})"
    for low, high in _BOUNDS:
        for one, other in ((who, only_if), (only_if, who)):
            least, most = getattr(one, low), getattr(other, high)
            if least is not None and most is not None and least > most:
                return f"{low} ({least}) ist größer als {high} ({most})"
    for key in ("receipt_confirmed", "address_form", "assigned"):
        outer_word, inner_word = getattr(who, key), getattr(only_if, key)
        if outer_word is not None and inner_word is not None and outer_word != inner_word:
            return f"[who] verlangt bei {key} das Gegenteil"
    return None
