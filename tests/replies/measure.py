"""The classifier against a corpus of mails with their right answers: the figures, and the gates they have to pass.

The held-back set is never used for tuning: its wrong mails are counted, not named.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from replies.classify import classify
from replies.parse import from_fields
from replies.reply import Classified, Label
from sequences.calendar import is_business_day

CORPUS = Path(__file__).parent / "corpus"
_LEGAL = (Label.DSGVO_ACCESS, Label.DSGVO_ERASURE, Label.DATA_EXPORT_REQUEST)
_STOPPING = "all_advertising"

AT_LEAST = {
    "label_accuracy": 0.88,
    "hard_accuracy": 0.75,
    "stop_seen": 1.0,
    "stop_automatic": 0.95,
    "stop_precision": 0.88,
    "out_of_office_recall": 0.97,
    "out_of_office_precision": 0.97,
    "return_day": 33 / 36,
    "dsgvo_access_recall": 0.95,
    "dsgvo_erasure_recall": 0.95,
    "data_export_request_recall": 0.95,
    "cancellation_withdrawn_recall": 0.90,
    "cancellation_withdrawn_precision": 0.95,
    "trimmed_none": 0.98,
    "trimmed_top": 0.98,
    "trimmed_bottom": 0.95,
    "trimmed_inline": 0.85,
}
"""Shares that must be reached; a set without such mails has no figure and passes."""
AT_MOST = {"confident_errors": 0.03, "review_share": 0.15, "leak": 0.005}


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail of a corpus and what is right."""

    id: str
    fields: dict[str, Any]
    expect: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Measured:
    """`figures` by name; `labels` as rows label, mails, recall, precision; `wrong` one line a mail, for tuning."""

    figures: dict[str, float]
    labels: tuple[tuple[str, int, float | None, float | None], ...]
    wrong: tuple[str, ...] = field(default=(), repr=False)


def read_set(name: str) -> tuple[Mail, ...]:
    """All mails of `tuning`, `held_back`, `fresh`, `oblique` or `unseen`, by file and line.

    `fresh` was written by others than the rest and measured blind until November 2026; since then it is read and tuned
    on. Its own words still have their sign-off, so it says nothing of trimming. `oblique` is like it, by people who were
    asked to say things sideways. `unseen` is blind: no rule and no threshold was ever made after a look at it.
    """
    return tuple(_mails(sorted((CORPUS / name).glob("*.jsonl"))))


def _mails(files: Iterable[Path]) -> Iterator[Mail]:
    for path in files:
        for line in path.read_text(encoding="utf-8").splitlines():
            fields = json.loads(line)
            yield Mail(fields["id"], fields, fields.pop("expect"))


@cache
def _answer(key: str) -> Classified:
    return classify(from_fields(json.loads(key)))


def answer(mail: Mail) -> Classified:
    """What the product says of it."""
    return _answer(json.dumps(mail.fields, ensure_ascii=False))


def measure(mails: Sequence[Mail]) -> Measured:
    """All figures of a set. A share is None where the set has no such mail."""
    answers = [(mail, answer(mail)) for mail in mails]
    shares = {
        "label_accuracy": [_label(said) == mail.expect["label"] for mail, said in answers],
        "hard_accuracy": [_label(said) == mail.expect["label"] for mail, said in answers if mail.expect["hard"]],
        "kind_accuracy": [said.kind.value == mail.expect["kind"] for mail, said in answers],
        "confident_errors": [_label(said) != mail.expect["label"] and not said.review for mail, said in answers],
        "review_share": [said.review and not _always_reviewed(said) for mail, said in answers],
        **_stops(answers),
        **_days(answers),
        **_trimming(answers),
    }
    figures = {"mails": float(len(answers))} | {name: _share(hits) for name, hits in shares.items() if hits}
    rows = tuple(_row(label, answers) for label in sorted({mail.expect["label"] for mail in mails}))
    for label, _number, recall, precision in rows:
        if label in {*(one.value for one in _LEGAL), "out_of_office", "cancellation_withdrawn"}:
            figures[f"{label}_recall"] = recall if recall is not None else 0.0
            figures[f"{label}_precision"] = precision if precision is not None else 0.0
    return Measured(figures, rows, tuple(_wrong(answers)))


def missed(figures: dict[str, float]) -> list[str]:
    """The gates these figures do not pass, as sentences."""
    low = [f"{name} {figures[name]:.3f} < {gate:.3f}" for name, gate in AT_LEAST.items() if _below(figures, name, gate)]
    high = [f"{name} {figures[name]:.3f} > {gate}" for name, gate in AT_MOST.items() if figures.get(name, 0.0) > gate]
    return low + high


def _below(figures: dict[str, float], name: str, gate: float) -> bool:
    return name in figures and figures[name] < gate - 1e-9


def _label(said: Classified) -> str | None:
    return said.label.value if said.label else None


def _always_reviewed(said: Classified) -> bool:
    """Handed to a person by design, not because it was unclear."""
    return said.label in {Label.CANCELLATION_WITHDRAWN, Label.COMPLAINT_ANGRY} or said.kind.value == "challenge"


def _stops(answers: list[tuple[Mail, Classified]]) -> dict[str, list[bool]]:
    must = [said for mail, said in answers if mail.expect["stop"] == _STOPPING]
    stopped = [mail for mail, said in answers if said.stop == _STOPPING]
    return {
        "stop_seen": [said.stop == _STOPPING or said.review for said in must],
        "stop_automatic": [said.stop == _STOPPING for said in must],
        "stop_precision": [mail.expect["stop"] == _STOPPING for mail in stopped],
        "channel_stop": [
            said.stop == mail.expect["stop"] for mail, said in answers if mail.expect["stop"].startswith("channel:")
        ],
    }


def _days(answers: list[tuple[Mail, Classified]]) -> dict[str, list[bool]]:
    away = [(mail, said) for mail, said in answers if mail.expect["label"] == "out_of_office"]
    later = [(mail, said) for mail, said in answers if mail.expect["label"] == "not_now_later"]
    return {
        "return_day": [_working(said.return_date) == _working(_day(mail, "return_date")) for mail, said in away],
        "resume_day": [said.resume == _day(mail, "resume") for mail, said in [*away, *later]],
        "day_invented": [said.return_date is not None for mail, said in away if mail.expect["return_date"] is None],
    }


def _day(mail: Mail, key: str) -> date | None:
    value = mail.expect[key]
    return date.fromisoformat(value) if value else None


def _working(day: date | None) -> date | None:
    """The same day, or the next working day without one of the Land's own holidays."""
    while day is not None and not is_business_day(day, None):
        day += timedelta(days=1)
    return day


def _trimming(answers: list[tuple[Mail, Classified]]) -> dict[str, list[bool]]:
    result: dict[str, list[bool]] = {}
    answers = [(mail, said) for mail, said in answers if "layout" in mail.expect]
    for mail, said in answers:
        clean = _words(said.reply_text) == _words(mail.expect["reply_text"])
        result.setdefault(f"trimmed_{mail.expect['layout']}", []).append(clean)
    own = [(set(_lines(mail.expect["reply_text"])), _lines(said.reply_text)) for mail, said in answers]
    if own:
        result["leak"] = [line not in right for right, lines in own for line in lines]
    return result


def _words(text: str) -> str:
    """Without line breaks, and without the arrow before an answer."""
    return " ".join(word for word in text.split() if word not in _ARROWS)


def _lines(text: str) -> list[str]:
    return [_words(line) for line in text.splitlines() if line.strip()]


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits)


def _row(label: str, answers: list[tuple[Mail, Classified]]) -> tuple[str, int, float | None, float | None]:
    counts: Counter[str] = Counter()
    for mail, said in answers:
        right, found = mail.expect["label"] == label, _label(said) == label
        counts.update(["right"] * right + ["found"] * found + ["both"] * (right and found))
    recall = counts["both"] / counts["right"] if counts["right"] else None
    precision = counts["both"] / counts["found"] if counts["found"] else None
    return label, counts["right"], recall, precision


def _wrong(answers: list[tuple[Mail, Classified]]) -> Iterator[str]:
    for mail, said in answers:
        expect = mail.expect
        days = expect["return_date"], expect["resume"]
        got = tuple(day.isoformat() if day else None for day in (said.return_date, said.resume))
        if (_label(said), said.stop) != (expect["label"], expect["stop"]) or (expect["label"] in _DAYS and days != got):
            yield (
                f"{mail.id}: {expect['label']}/{expect['stop']}/{days} came out as {_label(said)}/{said.stop}/{got} "
                f"by {said.evidence.rule}: {' '.join(expect['reply_text'].split())[:400]}"
            )
        if "layout" in expect and _words(said.reply_text) != _words(expect["reply_text"]):
            yield f"{mail.id}: trimmed {expect['layout']}: {said.reply_text!r} for {expect['reply_text']!r}"


_ARROWS = frozenset({"-->", "->", "=>", "==>", ">>", ">>>"})
_DAYS = frozenset({"out_of_office", "not_now_later"})
