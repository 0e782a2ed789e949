"""One thing wrong in a file, at its place, in words a marketer can act on."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from sequences.grammar.synonyms import SYNONYMS


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` and `column` count from 1, in characters; `key` is the dotted path, "" when the line has no key.

    `warning` True: the file is used all the same.
    """

    file: str
    line: int
    column: int
    key: str
    message: str
    warning: bool = False

    def __str__(self) -> str:
        """`file:line:column: key: what is wrong, what is allowed, meinten Sie …?`."""
        key = f"{self.key}: " if self.key else ""
        hint = "Hinweis: " if self.warning else ""
        return f"{self.file}:{self.line}:{self.column}: {key}{hint}{self.message}"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, from the top of the file to its end."""
    return tuple(sorted(set(problems), key=lambda p: (p.file, p.line, p.column, p.key, p.message)))


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """`; meinten Sie „…“?` when one allowed word is close, else nothing. Capital letters count as a slip."""
    found = closest(word, allowed)
    return f"; meinten Sie „{found}“?" if found else ""


def closest(word: str, allowed: Iterable[str]) -> str | None:
    """The allowed word that `word` was most probably meant to be."""
    folded = {candidate.casefold(): candidate for candidate in sorted(allowed, reverse=True)}
    meant = next((folded[other] for other in SYNONYMS.get(word.casefold(), ()) if other in folded), None)
    if meant is not None:
        return meant
    close = difflib.get_close_matches(word.casefold()[:80], list(folded), n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def listed(words: Iterable[str]) -> str:
    """`„a“, „b“ oder „c“`, in alphabetical order."""
    quoted = [f"„{word}“" for word in sorted(words)]
    if len(quoted) < 2:  # noqa: PLR2004 - one word needs no "oder"
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} oder {quoted[-1]}"
