"""A plain random mutator: no coverage, no package, and input number N of a seed is always the same bytes."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.fuzz.seeds import WORDS

_MOST_STEPS = 8
_INTERESTING = (0, 9, 10, 13, 32, 34, 40, 60, 61, 62, 127, 128, 195, 255)


def mutated(seeds: Sequence[bytes], seed: int, number: int, longest: int) -> bytes:
    """Input `number` of a run: a seed changed in a few places, never longer than `longest` bytes."""
    chance = random.Random(seed * 1_000_000_007 + number)
    data = bytearray(chance.choice(seeds)[:longest])
    for _ in range(chance.randint(1, _MOST_STEPS)):
        _step(data, seeds, chance)
    return bytes(data[:longest])


def _step(data: bytearray, seeds: Sequence[bytes], chance: random.Random) -> None:
    place = chance.randint(0, len(data))
    length = min(chance.choice((1, 2, 4, 16, 80, 400)), len(data) - place)
    kind = chance.randrange(8)
    if kind <= 2:
        data[place:place] = chance.choice(WORDS)
    elif kind == 3:
        data[place : place + length] = b""
    elif kind == 4:
        data[place:place] = data[place : place + length] * chance.choice((1, 2, 30))
    elif kind == 5:
        other = chance.choice(seeds)
        start = chance.randint(0, len(other))
        data[place : place + length] = other[start : start + chance.choice((10, 100, 1_000))]
    elif kind == 6:
        data[place : place + 1] = bytes([chance.choice(_INTERESTING)])
    elif place < len(data):
        data[place] ^= 1 << chance.randrange(8)
