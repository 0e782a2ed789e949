"""Decisions out of bytes: the same bytes give the same mail, and a changed byte changes one decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Any = TypeVar("Any")


class Feed:
    """Takes bytes from the front; an empty feed gives zeros, so that every input ends."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def byte(self) -> int:
        """The next byte, 0 behind the end."""
        self._at += 1
        return self._data[self._at - 1] if self._at <= len(self._data) else 0

    def number(self, least: int, most: int) -> int:
        """A number from `least` to `most`, both included; one byte is spent."""
        return least + self.byte() % (most - least + 1)

    def choice(self, among: Sequence[Any]) -> Any:
        """One of a few."""
        return among[self.byte() % len(among)]

    def chance(self, of: int) -> bool:
        """True once in `of` times; an empty feed says no."""
        return self.byte() % of == of - 1

    def raw(self, most: int) -> bytes:
        """Up to `most` bytes as they are; the first says how many."""
        size = min(self.byte(), most)
        found = self._data[self._at : self._at + size]
        self._at += size
        return found
