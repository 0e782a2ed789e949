"""Figures as people write them: 1.234,50 €, 02.03.2026, and columns that stand below each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)


def number(value: int) -> str:
    """1.234."""
    return f"{value:,}".replace(",", ".")


def euro(value: Decimal) -> str:
    """1.234,50 €."""
    cents = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{cents:,.2f}".translate(str.maketrans(",.", ".,")) + " €"


def percent(part: int, whole: int) -> str:
    """13,6 %."""
    return f"{100 * part / whole:.1f} %".replace(".", ",")


def counted(value: int, one: str, many: str) -> str:
    """1 Brief, 2 Briefe."""
    return f"{number(value)} {one if value == 1 else many}"


def day(value: date) -> str:
    """02.03.2026."""
    return f"{value:%d.%m.%Y}"


def month(value: date) -> str:
    """März 2026."""
    return f"{_MONTHS[value.month - 1]} {value.year}"


def when(moment: datetime, zone: ZoneInfo) -> str:
    """Montag, 02.03.2026, 08:00 Uhr."""
    local = moment.astimezone(zone)
    return f"{_DAYS[local.weekday()]}, {local:%d.%m.%Y, %H:%M} Uhr"


def table(head: Sequence[str], rows: Iterable[Sequence[object]], *, left: int = 1, indent: str = "") -> list[str]:
    """Aligned lines: the first `left` columns to the left, figures to the right."""
    cells = [list(head), *([number(cell) if isinstance(cell, int) else str(cell) for cell in row] for row in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(head))]

    def line(parts: Sequence[str]) -> str:
        padded = (
            part.ljust(width) if place < left else part.rjust(width)
            for place, (part, width) in enumerate(zip(parts, widths, strict=True))
        )
        return (indent + "  ".join(padded)).rstrip()

    return [line(parts) for parts in cells]
