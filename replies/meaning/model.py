"""The small trained model beside the rules: how likely each label is for a mail without legal words.

Multinomial logistic regression over the features beside it, trained by `make train-replies` on the project's own texts
and shipped as `model.gz`. It decides no objection and no data-protection claim: those are the rules' alone.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from replies.meaning.features import features
from replies.meaning.words import Sentence
from replies.reply import Label

PATH = Path(__file__).with_name("model.gz")
SCALE = 500
"""Weights are stored as whole numbers of this fraction."""
_END = b"\n\n"


@dataclass(frozen=True, slots=True)
class Model:
    """`rows` names each feature's row of `weights`: a 16-bit number for each label, in parts of SCALE."""

    labels: tuple[Label, ...]
    bias: tuple[int, ...]
    rows: Mapping[str, int]
    weights: array[int]

    def judge(self, said: Sequence[Sentence]) -> dict[Label, float]:
        """Probability of each label, together 1; the same for a mail without words that the model knows."""
        width = len(self.labels)
        known = (self.rows[name] * width for name in features(said) if name in self.rows)
        found = (self.weights[start : start + width] for start in known)
        scores = list(map(sum, zip(self.bias, *found, strict=True)))  # whole numbers: any order is exact
        highest = max(scores)
        powers = [math.exp((score - highest) / SCALE) for score in scores]
        total = sum(powers)
        return {label: power / total for label, power in zip(self.labels, powers, strict=True)}


def pack(labels: Sequence[str], bias: Sequence[int], weights: Mapping[str, Sequence[int]]) -> bytes:
    """The file of a model: a line of JSON, the features a line each, an empty line, the weights little-endian."""
    head = json.dumps({"labels": list(labels), "bias": list(bias)}, separators=(",", ":"))
    numbers = array("h", (number for row in weights.values() for number in row))
    if sys.byteorder == "big":
        numbers.byteswap()
    return gzip.compress("\n".join([head, *weights]).encode() + _END + numbers.tobytes(), 9, mtime=0)


@cache
def shipped() -> Model:
    """The model of this version. No lists of numbers in between: they would stay as memory of the daemon."""
    data = gzip.decompress(PATH.read_bytes())
    text, _, raw = data.partition(_END)
    head, *names = text.decode().split("\n")
    stored = json.loads(head)
    numbers = array("h")
    numbers.frombytes(raw)
    if sys.byteorder == "big":
        numbers.byteswap()
    labels = tuple(Label(name) for name in stored["labels"])
    return Model(labels, tuple(stored["bias"]), {name: row for row, name in enumerate(names)}, numbers)
