"""Mail about mail against three sets with their right answers: bounces, complaints, challenges, automatic answers.

The sets: the mails in the source archive of flufl.bounce (fetched by `make corpora`, never in this tree), our own, and
our own held back, which is never used for tuning: its wrong mails are counted, not named.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from replies.classify import classify
from replies.notices.transport import judge
from replies.parse import from_fields, parse_mail
from replies.reply import Classified
from tests.replies.measure import read_set

CORPUS = Path(__file__).parent / "corpus"
ROOT = Path(__file__).resolve().parents[2]
OWN, HELD_BACK, FLUFL = "bounces", "bounces_held_back", "flufl"
_BOUNCES = frozenset({"hard_bounce", "soft_bounce"})

AT_LEAST = {
    "seen": 0.99,
    "hard_right": 0.95,
    "soft_right": 0.95,
    "recipient": 0.98,
    "complaints": 38 / 39,
    "auto_replies": 25 / 26,
    "challenges": 1.0,
    "contract": 0.95,
}
AT_MOST = {"soft_as_hard": 0.02, "human_as_bounce": 0.0, "people_as_machine": 0.0, "exceptions": 0.0}
"""`people_as_machine` counts the human mails of the other corpora that are taken for mail about mail."""


@dataclass(frozen=True, slots=True)
class RawCase:
    """One mail as it came in, and what is right; `set` is one of the three names."""

    id: str
    set: str
    raw: bytes
    expect: dict[str, Any]


@dataclass(frozen=True, slots=True)
class BounceFigures:
    """`figures` are shares by "SET MEASURE" and overall; `missed` are sentences; `wrong` a line a mail, for tuning."""

    figures: dict[str, float]
    missed: list[str]
    wrong: tuple[str, ...] = field(default=(), repr=False)


def flufl_folder() -> Path | None:
    """The unpacked mails of flufl.bounce, None when `make corpora` has not been run."""
    found = sorted((ROOT / ".venv" / "corpora").glob("flufl_bounce-*/tests/data"))
    return found[-1] if found else None


def measure_bounces() -> BounceFigures:
    """All figures, of all sets together and of each."""
    cases = tuple(_cases())
    answers = [(case, _answer(case)) for case in cases]
    figures: dict[str, float] = {}
    for name in ("", OWN, HELD_BACK, FLUFL):
        chosen = [one for one in answers if not name or one[0].set == name]
        figures |= {f"{name} {key}".strip(): value for key, value in _figures(chosen).items()}
    people = _people_taken_for_machines()
    figures["people"], figures["people_as_machine"] = float(len(people)), sum(people) / len(people)
    return BounceFigures(figures, _missed(figures), tuple(_wrong(answers)))


def _people_taken_for_machines() -> list[bool]:
    mails = (mail for name in ("tuning", "held_back") for mail in read_set(name))
    return [judge(from_fields(mail.fields)) is not None for mail in mails if mail.expect["kind"] == "human_reply"]


def _cases() -> Iterator[RawCase]:
    for name in (OWN, HELD_BACK):
        for path in sorted((CORPUS / name).glob("*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                item = json.loads(line)
                yield RawCase(item["id"], name, item["raw"].encode(), item["expect"])
    folder = flufl_folder()
    if folder is not None:
        gold = json.loads((CORPUS / "flufl.json").read_text(encoding="utf-8"))
        for file, expect in gold.items():
            yield RawCase(file, FLUFL, (folder / file).read_bytes(), expect)


def _answer(case: RawCase) -> Classified | None:
    try:
        return classify(parse_mail(case.raw))
    except Exception:  # noqa: BLE001 - counting what escapes is the measure
        return None


_Answers = Sequence[tuple[RawCase, Classified | None]]


def _figures(answers: _Answers) -> dict[str, float]:
    kinds = [(case, said, case.expect["kind"], said.kind.value if said else "") for case, said in answers]
    bounces = [(right, got) for _, _, right, got in kinds if right in _BOUNCES]
    hits = {
        "seen": [got in _BOUNCES for _, got in bounces],
        "hard_right": [got == right for right, got in bounces if right == "hard_bounce"],
        "soft_right": [got == right for right, got in bounces if right == "soft_bounce"],
        "soft_as_hard": [got == "hard_bounce" for right, got in bounces if right == "soft_bounce"],
        "recipient": [_same_recipients(case, said) for case, said, _, _ in kinds if case.expect.get("recipients")],
        "human_as_bounce": [got in _BOUNCES for _, _, right, got in kinds if right == "human_reply"],
        "complaints": [got == right for _, _, right, got in kinds if right == "complaint"],
        "auto_replies": [got == right for _, _, right, got in kinds if right == "auto_reply"],
        "challenges": [got == right for _, _, right, got in kinds if right == "challenge"],
        "contract": [_contract(case, said) for case, said, right, _ in kinds if right != "human_reply"],
        "exceptions": [said is None for _, said, _, _ in kinds],
    }
    return {"mails": float(len(kinds))} | {name: sum(each) / len(each) for name, each in hits.items() if each}


def _same_recipients(case: RawCase, said: Classified | None) -> bool:
    right = {address.casefold() for address in case.expect["recipients"]}
    if said is None or said.failed_recipient not in right:
        return False
    return set(said.recipients) == right and said.failed_recipient == case.expect.get(
        "failed_recipient", said.failed_recipient
    )


def _contract(case: RawCase, said: Classified | None) -> bool:
    """Label, stop and subtype as far as the set names them."""
    if said is None:
        return False
    got = {"label": said.label.value if said.label else None, "stop": said.stop, "subtype": said.subtype}
    return all(got[key] == case.expect[key] for key in got if key in case.expect)


def _missed(figures: dict[str, float]) -> list[str]:
    low = [
        f"{name} {figures[name]:.3f} < {gate:.3f}"
        for name, gate in AT_LEAST.items()
        if figures.get(name, 0.0) < gate - 1e-9
    ]
    return low + [f"{name} {figures[name]:.3f} > {gate}" for name, gate in AT_MOST.items() if figures[name] > gate]


def _wrong(answers: _Answers) -> Iterator[str]:
    for case, said in answers:
        if case.set == HELD_BACK:
            continue
        right = said is not None and said.kind.value == case.expect["kind"] and _contract(case, said)
        if right and (not case.expect.get("recipients") or _same_recipients(case, said)):
            continue
        got = (said.kind.value, said.stop, said.subtype, said.recipients, said.evidence) if said else "exception"
        yield f"{case.id}: {case.expect} came out as {got}"
