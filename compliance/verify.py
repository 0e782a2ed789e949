"""Run a lawyer's table through the rulebook: each row expanded, ruled on, and compared."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from compliance.adapter import Case, facts_of, policy_of
from compliance.house_words import parse_house
from compliance.rulebook import rule_on
from compliance.verdict import Ruling, Verdict
from compliance.vocabulary import (
    BASES,
    DUTIES,
    OBJECTIONS,
    OWN_CHANNEL,
    PURPOSES,
    RECIPIENTS,
    VERDICTS,
    RowError,
    choice,
    parse_given,
)
from contacts.medium import Medium, Purpose

COLUMNS = ("id", "recipient", "channel", "purpose", "basis", "given", "objection", "verdict", "duties")
"""Columns that are needed; rule, confidence, facts, note are the lawyer's own, `house` is ours and may be missing."""

CASES = Path(__file__).parent / "cases"
"""The tables that ship with the rulebook: the oracle and our own further cases."""

_MEDIA = {medium.value: medium for medium in Medium}


class UnreadableTable(ValueError):
    """The file is no table of cases: wrong encoding, or a column is missing."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A row that does not hold. `got` and `rule` are None when the row could not be read (`error` says why)."""

    id: str
    expected: str
    got: str | None = None
    rule: str | None = None
    missing_duties: tuple[str, ...] = ()
    error: str | None = None

    def as_dict(self) -> dict[str, object]:
        """The JSON object of this row, every key always present."""
        return {
            "id": self.id,
            "expected": self.expected,
            "got": self.got,
            "rule": self.rule,
            "missing_duties": list(self.missing_duties),
            "error": self.error,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What `compliance verify` found: `total` rows, one Mismatch for each that does not hold."""

    total: int
    mismatches: tuple[Mismatch, ...]

    @property
    def matching(self) -> int:
        """Rows that hold."""
        return self.total - len(self.mismatches)


def verify_file(path: Path) -> Report:
    """Check a semicolon-separated UTF-8 table; OSError or UnreadableTable when it cannot be read as one."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, delimiter=";", strict=True)
            missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
            if missing:
                hint = "; erwartet wird das Semikolon als Trennzeichen" if missing == list(COLUMNS) else ""
                raise UnreadableTable(f"{path}: Spalten fehlen: {', '.join(missing)}{hint}")
            rows = list(reader)
    except UnicodeDecodeError as error:
        hint = "in der Tabellenkalkulation als „CSV UTF-8“ speichern"
        raise UnreadableTable(f"{path}: nicht in UTF-8 gespeichert; Abhilfe: {hint}") from error
    except csv.Error as error:
        raise UnreadableTable(f"{path}: keine lesbare Tabelle ({error})") from error
    return Report(len(rows), verify(rows))


def verify(rows: Iterable[Mapping[str, str]]) -> tuple[Mismatch, ...]:
    """The rows that do not hold, in order. A row holds when all its expansions do."""
    return tuple(mismatch for row in rows if (mismatch := _mismatch(row)) is not None)


def expand(row: Mapping[str, str]) -> tuple[Case, ...]:
    """All cases a row stands for; RowError when a key or value is unknown."""
    given = parse_given(_cell(row, "given"))
    house = parse_house(_cell(row, "house"))
    purpose = PURPOSES[choice("purpose", _cell(row, "purpose"), PURPOSES)]
    objection = choice("objection", _cell(row, "objection"), OBJECTIONS)
    recipient = choice("recipient", _cell(row, "recipient"), (*RECIPIENTS, "any"))
    channel = choice("channel", _cell(row, "channel"), (*_MEDIA, "any", "ANY"))
    basis = choice("basis", _cell(row, "basis"), (*BASES, "any", "ANY"))
    media = _media(channel, basis)
    cases = tuple(
        Case(RECIPIENTS[who], medium, purpose, ground, objection, given, house)
        for who in (RECIPIENTS if recipient == "any" else (recipient,))
        for medium in media
        for ground in (BASES if basis.upper() == "ANY" else (basis,))
    )
    return _lawful_otherwise(cases) if basis.upper() == "ANY" or len(media) > 1 else cases


def _media(channel: str, basis: str) -> tuple[Medium, ...]:
    if channel.lower() != "any":
        return (_MEDIA[channel],)
    return (OWN_CHANNEL[basis],) if basis in OWN_CHANNEL else tuple(Medium)


def _lawful_otherwise(cases: tuple[Case, ...]) -> tuple[Case, ...]:
    """The cases that would be allowed without the row's objection, with or without its `given`; all if none is.

    Without `given`: what the row takes away must have been there. With it: E73 rows need `contract=active` to live.
    """
    lawful = tuple(case for case in cases if _allowed(case, {}) or _allowed(case, case.given))
    return lawful or cases


def _allowed(case: Case, given: Mapping[str, str]) -> bool:
    verdict = ruling_of(replace(case, objection="none", given=given, house={})).verdict
    # A mixed message goes without its advertising part: that is the most it can be allowed.
    return verdict.allows or (case.purpose is Purpose.MIXED and verdict is Verdict.STRIP)


def ruling_of(case: Case) -> Ruling:
    """What the rulebook says about one expansion."""
    return rule_on(facts_of(case), policy_of(case))


def _mismatch(row: Mapping[str, str]) -> Mismatch | None:
    name, expected = _cell(row, "id"), _cell(row, "verdict")
    try:
        verdict = VERDICTS[choice("verdict", expected, VERDICTS)]
        duties = _duties(_cell(row, "duties"))
        cases = expand(row)
    except RowError as error:
        return Mismatch(name, expected, error=str(error))
    for case in cases:
        ruling = ruling_of(case)
        missing = duties - ruling.duties
        if ruling.verdict is not verdict or missing:
            return _difference(name, expected, ruling, missing)
    return None


def _difference(name: str, expected: str, ruling: Ruling, missing: frozenset[str]) -> Mismatch:
    ordered = tuple(sorted(missing, key=lambda duty: int(duty[1:])))
    return Mismatch(name, expected, Verdict(ruling.verdict).name, ruling.rule, ordered)


def _duties(text: str) -> frozenset[str]:
    duties = frozenset(text.split())
    unknown = duties - DUTIES
    if unknown:
        raise RowError(f"duties: {', '.join(sorted(unknown))} unbekannt, erlaubt: D1 bis D21")
    return duties


def _cell(row: Mapping[str, str], column: str) -> str:
    # csv gives None for cells missing at the end of a short row.
    return (row.get(column) or "").strip()
