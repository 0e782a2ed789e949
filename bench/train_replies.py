"""`make train-replies`: the model beside the rules, trained anew on the tuning texts; the held-back half is not read.

Prints a cross-validated accuracy and writes replies/meaning/model.gz, byte for byte the same for the same texts.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from replies.meaning.features import TOPIC, features
from replies.meaning.model import PATH, SCALE, pack
from replies.meaning.words import sentences
from replies.parse import parse_mail

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "replies" / "corpus"
SAMPLES = ROOT / "replies" / "intents" / "samples"
STRENGTH = 0.4
TOPIC_WEIGHT = 1.5
"""Topics count more than a word: they carry over to other people's words."""
LEAST_MAILS = 2
"""A feature seen in one mail only says something about that mail."""


def texts() -> Iterator[tuple[str, str]]:
    """(own words, label) of every mail that may be trained on."""
    for path in sorted((CORPUS / "tuning").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            expect = json.loads(line)["expect"]
            yield expect["reply_text"], expect["label"]
    for path in sorted((CORPUS / "texts").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            yield item["text"], item["label"]


def samples() -> Iterator[tuple[str, str]]:
    """(own words, label) of the samples beside the rules, also those that a team has added (`replies sample`)."""
    for path in sorted(SAMPLES.glob("*/*.txt")):
        yield parse_mail(path.read_bytes()).new_text, path.parent.name


def _weighed(names: Iterable[str]) -> dict[str, float]:
    return {name: _weight(name) for name in names}


def _weight(name: str) -> float:
    return TOPIC_WEIGHT if name.startswith(TOPIC) else 1.0


def main() -> None:
    """Train, report, write."""
    known = [*texts(), *samples()]
    names = [label for _text, label in known]
    vectors = DictVectorizer(dtype=np.float32)
    seen = vectors.fit_transform([_weighed(features(sentences(text))) for text, _label in known])
    often = np.asarray((seen > 0).sum(axis=0)).ravel() >= LEAST_MAILS
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=1000)
    folds = StratifiedKFold(5, shuffle=True, random_state=7)
    guessed = cross_val_predict(model, seen[:, often], names, cv=folds)
    right = float(np.mean([guess == name for guess, name in zip(guessed, names, strict=True)]))
    model.fit(seen[:, often], names)
    rows = {
        name: [round(float(weight) * SCALE * _weight(name)) for weight in column]
        for name, column in zip(vectors.get_feature_names_out()[often], model.coef_.T, strict=True)
    }
    weights = {name: row for name, row in sorted(rows.items()) if any(row)}
    bias = [round(float(one) * SCALE) for one in model.intercept_]
    PATH.write_bytes(pack(model.classes_, bias, weights))
    figures = {"texts": len(known), "features": len(weights), "cross_validated": round(right, 3)}
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
