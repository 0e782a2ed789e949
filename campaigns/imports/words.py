"""Parsers for words: ids, names, free text, yes and no, enumerations with "did you mean"."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from campaigns.imports.schema import Parser, Problem
from campaigns.imports.values import ImportVocabulary

E = TypeVar("E", bound=StrEnum)

FORMULA_START = frozenset("=+-@＝＋－＠")
"""Characters that make a spreadsheet run a cell as a formula, with their full-width forms (OWASP CSV injection)."""

YES = frozenset({"ja", "true", "1", "yes", "wahr", "j", "y", "t", "x", "on"})  # a German Excel writes WAHR and FALSCH
NO = frozenset({"nein", "false", "0", "no", "falsch", "n", "f", "-", "off"})
_MOJIBAKE = re.compile("Ã[\u0080-\u00bf„–œŸ¤¶¼]")
_SHOWN = 40
_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]+", re.IGNORECASE)

MEDIA_IN_GERMAN = {
    "anruf": "phone",
    "brief": "post",
    "linkedin": "linkedin_dm",
    "mail": "email",
    "telefon": "phone",
    "werbebrief": "post",
}
"""What somebody probably means who writes a German word for a medium."""


def shown(value: str) -> str:
    """The value in German quotes, cut to 40 characters, for a sentence."""
    return f"„{value if len(value) <= _SHOWN else value[: _SHOWN - 1] + '…'}“"


def did_you_mean(value: str, allowed: Iterable[str], hints: Mapping[str, str] | None = None) -> str:
    """` Meinten Sie „…“?` with the nearest allowed word, or an empty string."""
    folded = value.casefold()
    if hints:
        near_hint = difflib.get_close_matches(folded, hints, n=1, cutoff=0.8)
        if near_hint:
            return f" Meinten Sie „{hints[near_hint[0]]}“?"
    by_folded = {word.casefold(): word for word in allowed}
    near = difflib.get_close_matches(folded, by_folded, n=1, cutoff=0.6)
    return f" Meinten Sie „{by_folded[near[0]]}“?" if near else ""


def unknown_word(value: str, allowed: Iterable[str], hints: Mapping[str, str] | None = None) -> Problem:
    """The sentence for a word outside a closed list: what stands there, what is allowed, the nearest one."""
    words = tuple(allowed)
    return Problem(f"{shown(value)} ist unbekannt. Erlaubt: {', '.join(words)}.{did_you_mean(value, words, hints)}")


def text(limit: int) -> Parser[str]:
    """Free words of at most `limit` characters; may begin with a dash, the guard for formulas is at the way out."""

    def parse(cell: str, _vocabulary: ImportVocabulary) -> str | Problem:
        return _too_long(cell, limit) or unicodedata.normalize("NFC", cell)

    return parse


def name(limit: int = 100) -> Parser[str]:
    """A name that will stand in a letter or a list: no formula, no broken umlauts."""

    def parse(cell: str, _vocabulary: ImportVocabulary) -> str | Problem:
        if cell[0] in FORMULA_START:
            return Problem(f"{shown(cell)} beginnt mit „{cell[0]}“; eine Tabellenkalkulation liest das als Formel.")
        if "\ufffd" in cell or _MOJIBAKE.search(cell):
            return Problem(f"{shown(cell)} hat beim Export seine Umlaute verloren; bitte als UTF-8 neu ausgeben.")
        return _too_long(cell, limit) or unicodedata.normalize("NFC", cell)

    return parse


def identifier(cell: str, vocabulary: ImportVocabulary) -> str | Problem:
    """An id as the system it comes from writes it, at most 100 characters."""
    if _ROUNDED.fullmatch(cell):
        return Problem(
            f"{shown(cell)} ist eine gerundete Kennung: eine Tabellenkalkulation hat sie als Zahl gespeichert. "
            "Bitte die Datei unverändert einlesen, wie das CRM sie ausgibt."
        )
    return _identifier(cell, vocabulary)


_identifier = name(limit=100)


def one_of(kind: type[E], hints: Mapping[str, str] | None = None, german: Mapping[str, E] | None = None) -> Parser[E]:
    """A word of a closed vocabulary, upper and lower case alike.

    `german` are other words that mean a member for certain, `hints` say what a word could mean.
    """
    members = {member.value: member for member in kind}
    words = {**members, **(german or {})}
    near = {**{word: member.value for word, member in (german or {}).items()}, **(hints or {})}

    def parse(cell: str, _vocabulary: ImportVocabulary) -> E | Problem:
        return words.get(" ".join(cell.casefold().split())) or unknown_word(cell, members, near)

    return parse


def many_of(kind: type[E], hints: Mapping[str, str] | None = None) -> Parser[frozenset[E]]:
    """Several words of a closed vocabulary, separated by comma, semicolon or |."""
    one = one_of(kind, hints)

    def parse(cell: str, vocabulary: ImportVocabulary) -> frozenset[E] | Problem:
        found: set[E] = set()
        for word in split(cell):
            member = one(word, vocabulary)
            if isinstance(member, Problem):
                return member
            found.add(member)
        return frozenset(found)

    return parse


def word_set(cell: str, _vocabulary: ImportVocabulary) -> frozenset[str] | Problem:
    """Several free words, separated by comma, semicolon or |."""
    return _too_long(cell, 1000) or frozenset(split(cell))


def split(cell: str) -> tuple[str, ...]:
    """The parts between comma, semicolon or |, without empty ones."""
    return tuple(part for part in map(str.strip, re.split(r"[,;|]", cell)) if part)


def boolean(cell: str, _vocabulary: ImportVocabulary) -> bool | Problem:
    """ja, true, yes, wahr, 1 or nein, false, no, falsch, 0."""
    folded = cell.casefold()
    if folded in YES:
        return True
    if folded in NO:
        return False
    return Problem(f"{shown(cell)} ist weder ja noch nein. Erlaubt: ja, nein, true, false, 1, 0.")


def checked(parse_text: Callable[[str], str | None], message: str) -> Parser[str]:
    """Normalised by one of contacts.normalize; `message` continues the sentence when it says None."""

    def parse(cell: str, _vocabulary: ImportVocabulary) -> str | Problem:
        return parse_text(cell) or Problem(f"{shown(cell)} {message}")

    return parse


def _too_long(cell: str, limit: int) -> Problem | None:
    if len(cell) <= limit:
        return None
    return Problem(f"Der Wert ist {len(cell)} Zeichen lang, erlaubt sind {limit}.")
