"""Mutated, cut, spliced and borrowed tokens against the links: how many are accepted? `python -m tests.web.mutated_tokens`.

`--count N` mutations in process (asked of every purpose), `--http N` over a real uvicorn. Exit 1 when one is accepted.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from campaigns.tokens import CONFIRM, GOODBYE, PREFERENCES, STATUS, TASK, UNSUBSCRIBE, Purpose, Tokens

PURPOSES: tuple[Purpose, ...] = (UNSUBSCRIBE, PREFERENCES, CONFIRM, GOODBYE, STATUS, TASK)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=~"
SUBJECT = "96b694f8-d2f7-5426-874e-0aed84f49573"
SEED = 20261122

Chance = random.Random


def mutations(tokens: Tokens, count: int, seed: int = SEED) -> Iterator[tuple[Purpose, str]]:
    """(purpose that is asked, token that is none): always the same for one seed."""
    chance = Chance(seed)
    good = {purpose: tokens.sign(purpose, SUBJECT) for purpose in PURPOSES}
    stranger = Tokens([chance.randbytes(32)])
    made = 0
    while made < count:
        purpose = chance.choice(PURPOSES)
        token = _mutated(chance, good, stranger, purpose)
        if token != good[purpose]:
            made += 1
            yield purpose, token


def _mutated(chance: Chance, good: dict[Purpose, str], stranger: Tokens, purpose: Purpose) -> str:
    kind = chance.randrange(len(_CHANGES) + 3)
    if kind < len(_CHANGES):
        return _CHANGES[kind](chance, good[purpose])
    if kind == len(_CHANGES):  # borrowed from another purpose
        return good[chance.choice([one for one in PURPOSES if one != purpose])]
    if kind == len(_CHANGES) + 1:  # another payload under this signature
        payload = stranger.sign(purpose, str(chance.random())).rpartition(".")[0]
        return f"{payload}.{good[purpose].rpartition('.')[2]}"
    return stranger.sign(purpose, f"{SUBJECT[:-4]}{chance.randrange(10_000):04}")  # signed with a foreign key


def _one(chance: Chance, token: str) -> str:
    place = chance.randrange(len(token))
    return token[:place] + chance.choice(ALPHABET) + token[place + 1 :]


def _last(chance: Chance, token: str) -> str:
    return token[:-1] + chance.choice(ALPHABET)


def _several(chance: Chance, token: str) -> str:
    return "".join(chance.choice(ALPHABET) if chance.random() < 0.1 else one for one in token)


def _cut(chance: Chance, token: str) -> str:
    low, high = sorted(chance.sample(range(len(token) + 1), 2))
    return token[:low] + token[high:]


def _longer(chance: Chance, token: str) -> str:
    return token + "".join(chance.choices(ALPHABET, k=chance.randint(1, 40)))


def _swapped(chance: Chance, token: str) -> str:
    low, high = sorted(chance.sample(range(len(token)), 2))
    return token[:low] + token[high] + token[low + 1 : high] + token[low] + token[high + 1 :]


def _bit(chance: Chance, token: str) -> str:
    place = chance.randrange(len(token))
    return token[:place] + chr(ord(token[place]) ^ 1 << chance.randrange(7)) + token[place + 1 :]


def _case(chance: Chance, token: str) -> str:
    return "".join(one.swapcase() if chance.random() < 0.2 else one for one in token)


def _noise(chance: Chance, _token: str) -> str:
    return "".join(chance.choices(ALPHABET, k=chance.randint(0, 600)))


_CHANGES: tuple[Callable[[Chance, str], str], ...] = (
    _one,
    _last,
    _several,
    _cut,
    _longer,
    _swapped,
    _bit,
    _case,
    _noise,
)


def accepted(count: int) -> list[tuple[Purpose, str]]:
    """Those of `count` mutations that a reader took for good."""
    tokens = Tokens([b"old" * 11, b"new" * 11])
    return [(purpose, token) for purpose, token in mutations(tokens, count) if tokens.read(purpose, token) is not None]


def main() -> int:
    """Both figures, as asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--http", type=int, default=10_000)
    asked = parser.parse_args()
    found = accepted(asked.count)
    sys.stdout.write(f"in process: {asked.count} mutated tokens, {len(found)} accepted\n")
    opened = 0
    if asked.http:
        from tests.web.served import knocked  # noqa: PLC0415 (the figure in process needs no server)

        with tempfile.TemporaryDirectory(prefix="wds-tokens-") as folder:
            answers = knocked(Path(folder), asked.http)
        opened = sum(number for status, number in answers.items() if status not in (404, 405, 429))
        told = dict(sorted(answers.items()))
        sys.stdout.write(f"over HTTP: {asked.http} mutated tokens, answers {told}, {opened} accepted\n")
    return 1 if found or opened else 0


if __name__ == "__main__":
    sys.exit(main())
