"""One meaning of one word."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """`place` is where the word stands (`[window] from`), `allowed` and `default` as written there, "" for none.

    `name` is the short German name, by which the word is found too; `norm` the law behind it.
    """

    word: str
    kind: str
    meaning: str
    place: str = ""
    allowed: str = ""
    default: str = ""
    example: str = ""
    norm: str = ""
    name: str = ""
    path: str = ""
