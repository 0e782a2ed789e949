"""The signature as a card: firm, place, telephone, register below the words, with or without a farewell above."""

from __future__ import annotations

import re

from replies.trimming.farewell import CAPITALISED
from replies.trimming.footers import COMPANY, LEGAL_FORM, block_signs
from replies.trimming.names import Names, says_something
from replies.trimming.speech import SENTENCE_WORDS, has_words, says, talks

_CARD_KINDS = 3
"""Kinds of lines (firm, place, telephone, …; the sender's name is one) that make a signature without a farewell."""
_CARD_WORDS = 9

ANNOUNCES = re.compile(
    r"\b(?:anschrift\w*|adress\w+|wenden|erreich\w+|ansprechpartner\w*|zuständig\w*|kontakt\w*|nachfolg\w*"
    r"|rufnummer|telefonnummer|schreiben sie|rufen sie)\b",
    re.IGNORECASE,
)


def without_card(lines: list[str], names: Names, *, ended: bool) -> list[str]:
    """`lines` without a signature at their end that no farewell and no known name announces: firm, place, telephone.

    Lines of it are short and say nothing. What a sentence above announces („Neue Anschrift:“) is no signature. `ended`
    says that a line of the register or the firm stands below: then a name at its head is sign enough.
    """
    last = max((index for index, line in enumerate(lines) if block_signs(line)), default=-1)
    start = len(lines) if ended else last + 1
    if any(map(talks, lines[start:])):
        return lines  # behind the last line of an address somebody goes on: it is part of what he says
    while start and _on_card(lines[start - 1]):
        start -= 1
    while start < len(lines) and (not lines[start].strip() or not _may_begin(lines, start)):
        start += 1
    above = " ".join(line for line in lines[max(start - 4, 0) : start] if line.strip())
    kinds = set[int]().union(*map(block_signs, lines[start:]))
    named = start < len(lines) and len(lines[start].split()) > 1 and CAPITALISED.fullmatch(lines[start]) is not None
    signs = len(kinds) + any(map(names.within, lines[start:])) + (2 + named if ended else 0)
    told = ANNOUNCES.search(above) is not None or above.endswith((":", ","))
    if signs < _CARD_KINDS or told or not has_words(lines[:start]):
        return lines
    return lines[:start]


def card_below(rest: list[str]) -> bool:
    """Firm, place or telephone at once below the name: a signature, whatever its disclaimer says further down."""
    below: list[str] = []
    for line in rest[:_CARD_WORDS]:
        if talks(line) and len(line.split()) >= SENTENCE_WORDS:
            break
        below.append(line)
    return len(set[int]().union(*map(block_signs, below))) > 1


def _on_card(line: str) -> bool:
    if not line.strip() or block_signs(line) & {0}:
        return True
    short = len(line.split()) <= _CARD_WORDS and not line.rstrip().endswith(("?", "!", ":"))
    sentence = (
        says(line)
        or (says_something(line) and not block_signs(line))
        or re.search(r"[a-zäöü]{3}\.\s*$", line) is not None
    )
    return (
        short
        and not sentence
        and (bool(block_signs(line)) or line.lstrip()[0].isupper() or not line.lstrip()[0].isalpha())
    )


def _may_begin(lines: list[str], start: int) -> bool:
    """A card stands apart, or at once below the end of a sentence."""
    return start == 0 or not lines[start - 1].strip() or lines[start - 1].endswith((".", "!", "?"))


def is_register(line: str) -> bool:
    """A line of the commercial register or of a bank, not a sentence about them."""
    return COMPANY.search(line) is not None and not re.search(
        r"\b(?:ich|mir|mich|wir|uns|bitte|nicht|kein\w*)\b", line, re.IGNORECASE
    )


def is_firm(lines: list[str], index: int) -> bool:
    """The bare name of a firm in a paragraph of its own; behind a colon it is what the sender wants to say."""
    line = lines[index]
    above = next((one for one in reversed(lines[:index]) if one.strip()), "")
    apart = index == 0 or not lines[index - 1].strip()
    short = len(line.split()) <= SENTENCE_WORDS + 2
    return apart and short and LEGAL_FORM.search(line) is not None and not above.endswith(":") and not says(line)
