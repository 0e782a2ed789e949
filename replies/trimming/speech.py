"""Whether somebody speaks in a line: a person's own words told from slogans, notices and addresses."""

from __future__ import annotations

import re

from replies.trimming.footers import COMPANY, CONTACT, DEVICE, DISCLAIMER, LEGAL_FORM, NOTICE, SALUTATION, SLOGAN

_SPEAKS = re.compile(
    r"\b(?:ich|mir|mich|mein\w*|wir|uns|sie|ihr|ihre\w*|du|dir|euch|bitte|nicht|kein\w*|nein|danke|ist|sind|i|my"
    r"|we|you|please)\b",
    re.IGNORECASE,
)
_TALKS = re.compile(
    r"\b(?:ich|mir|mich|mein\w*|bitte(?! (?:denken|beachten|prüfen|drucken))|nicht|kein\w*|nein|nie|danke"
    r"|abmeld\w*|widersp\w*|lösch\w*"
    r"|kündig\w*|werbung|i|my|please)\b",
    re.IGNORECASE,
)
"""Somebody speaks for himself. A slogan below the name says „wir“, „uns“ and „Sie“ too."""
SENTENCE_WORDS = 6
"""Words of a line that make it a sentence; names, posts and streets are shorter."""
MAX_NAME_BLOCK = 25
"""Lines after a sign-off that are looked through for a postscript."""


def says(line: str) -> bool:
    """True when a line has words of somebody who speaks or is spoken to, a slogan included."""
    return _SPEAKS.search(line) is not None


def has_words(kept: list[str]) -> bool:
    """True when a line holds more than signs."""
    return any(re.search(r"\w{2}", line) for line in kept)


def speaks(lines: list[str]) -> bool:
    """Somebody says something, however short: „passt so, danke“."""
    return any(_SPEAKS.search(line) and not CONTACT.search(line) for line in lines[:4])


def talks(line: str) -> bool:
    """Somebody speaks for himself, in no slogan, notice or note of a phone."""
    return _TALKS.search(line) is not None and not any(one.match(line) for one in (SLOGAN, NOTICE, DEVICE))


def prose(lines: list[str]) -> bool:
    """True when somebody still says something: a salutation, or a sentence of some words that is no slogan."""
    for line in lines[:MAX_NAME_BLOCK]:
        if DISCLAIMER.match(line) or COMPANY.search(line):
            return False
        if SALUTATION.match(line):
            return True
        wordy = len(line.split()) >= SENTENCE_WORDS and not CONTACT.search(line) and not LEGAL_FORM.search(line)
        if wordy and talks(line):
            return True
    return False
