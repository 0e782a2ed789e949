"""Parsers for money and whole numbers in German and English spelling."""

from __future__ import annotations

import re
from decimal import Decimal

from campaigns.imports.schema import Parser, Problem
from campaigns.imports.values import ImportVocabulary
from campaigns.imports.words import shown

_CURRENCY = re.compile(r"^(?:EUR|€)\s*|\s*(?:EUR|€)$", re.IGNORECASE)
_WHOLE = re.compile(r"([0-9]{1,9})(?:[.,]0{1,2})?")  # Salesforce writes 90.0
_PLAIN = re.compile(r"[0-9]{1,12}(?:[.,][0-9]{1,2})?")
_GROUPED = (
    (re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,3}(?:,[0-9]{1,2})?"), "."),  # 1.234,50
    (re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3}(?:\.[0-9]{1,2})?"), ","),  # 1,234.50
    (re.compile(r"[1-9][0-9]{0,2}(?:[ \u00a0\u202f'’][0-9]{3}){1,3}(?:[.,][0-9]{1,2})?"), " \u00a0\u202f'’"),
)


def euros(*, credit: bool = False) -> Parser[Decimal]:
    """Euros with at most two decimals; three digits after the only separator are thousands (1.234 = 1234).

    With `credit` a minus is allowed.
    """

    def parse(cell: str, _vocabulary: ImportVocabulary) -> Decimal | Problem:
        bare = _CURRENCY.sub("", cell)
        negative = bare.startswith("-")
        amount = _amount(bare[1:] if negative else bare)
        if amount is None:
            return Problem(f"{shown(cell)} ist kein Betrag. Erlaubt: 1234.50 oder 1.234,50.")
        if negative and not credit:
            return Problem(f"{shown(cell)} ist negativ; hier steht ein Betrag ab 0.")
        return -amount if negative else amount

    return parse


def whole(low: int, high: int) -> Parser[int]:
    """A whole number from `low` to `high`."""

    def parse(cell: str, _vocabulary: ImportVocabulary) -> int | Problem:
        if (match := _WHOLE.fullmatch(cell)) and low <= int(match[1]) <= high:
            return int(match[1])
        return Problem(f"{shown(cell)} ist keine ganze Zahl von {low} bis {high}.")

    return parse


def _amount(cell: str) -> Decimal | None:
    if _PLAIN.fullmatch(cell):
        return Decimal(cell.replace(",", "."))
    for pattern, separators in _GROUPED:
        if pattern.fullmatch(cell):
            return Decimal(cell.translate({ord(mark): None for mark in separators}).replace(",", "."))
    return None
