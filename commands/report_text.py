"""Reports as sheets: the same rows for the terminal, for Excel, for a page and for machines."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.bootstrap import ROOT
from campaigns.house import House
from campaigns.reason_words import CANCELLATION_REASONS
from campaigns.rendering.pages import page
from commands.figures import day, number, percent, table, when
from commands.options import say
from reports.funnel import SMALLEST_SAMPLE, Funnel, Rate, rates
from reports.weeks import FIGURES, Week
from store.reports.funnel import Ran

_WEEK_HEADS = (
    *("Woche", "ab", "Vertragsmails", "Werbemails", "Briefe", "Anrufe", "LinkedIn", "verschoben", "ausgelassen"),
    *("beendet", "Vergleich", "Antworten", "Widersprüche", "Rückläufer", "Aufgaben", "erledigt"),
)
_RUN_HEADS = ("Grund", "begonnen", "erreicht", "geantwortet", "interessiert", "zurück", "Vergleich", "davon zurück")


@dataclass(frozen=True, slots=True)
class Block:
    """One table: the first `left` columns are words, the rest figures."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    left: int = 1
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole report; `objects` are its JSON lines."""

    title: str
    blocks: tuple[Block, ...]
    objects: tuple[dict[str, Any], ...]


def of_weeks(weeks: list[Week], house: House) -> Sheet:
    """A row per week."""
    rows = tuple((week.name, day(week.monday), *(getattr(week, name) for name in FIGURES)) for week in weeks)
    sums = tuple(sum(getattr(week, name) for week in weeks) for name in FIGURES)
    total = ((("zusammen", "", *sums)),) if weeks else ()
    notes = (
        "Vergleich: Personen der Vergleichsgruppe, die nie angeschrieben werden. Rückläufer: zurückgekommene Mails.",
    )
    objects = tuple(
        {"type": "week", "week": week.name, "monday": week.monday.isoformat()}
        | {name: getattr(week, name) for name in FIGURES}
        for week in weeks
    )
    block = Block("", _WEEK_HEADS, (*rows, *total), left=2, notes=notes)
    return Sheet(_title("Je Woche", house), (block,), objects)


def of_funnel(found: Funnel, house: House) -> Sheet:
    """Cancellations by reason, then every sequence by reason, with the rate of return against the holdout."""
    arrived = tuple(
        (CANCELLATION_REASONS.get(one.reason, one.reason), one.cancellations, one.confirmed)
        for one in sorted(found.arrived, key=lambda one: (-one.cancellations, one.reason))
    )
    top = Block(
        "Kündigungen",
        ("Grund", "Kündigungen", "Eingang bestätigt"),
        (*arrived, ("zusammen", found.cancellations, found.confirmed)),
    )
    blocks = [
        _run_block(total, [one for one in found.runs if one.sequence == total.sequence]) for total in found.sequences
    ]
    objects: list[dict[str, Any]] = [{"type": "arrived"} | asdict(one) for one in found.arrived]
    objects += [{"type": "run"} | asdict(one) for one in found.runs]
    objects += [_rate_object(total) for total in found.sequences]
    return Sheet(_title("Von der Kündigung zur Rückkehr", house), (top, *blocks), tuple(objects))


def _title(what: str, house: House) -> str:
    return f"{what}. Stand: {when(house.clock.now(), ZoneInfo(house.timezone))}"


def _run_block(total: Ran, runs: list[Ran]) -> Block:
    rows = tuple(_run_row(CANCELLATION_REASONS.get(one.reason, one.reason), one) for one in runs)
    return Block(
        f"Sequenz {total.sequence}", _RUN_HEADS, (*rows, _run_row("zusammen", total)), notes=_rate_words(total)
    )


def _run_row(name: str, one: Ran) -> tuple[str | int, ...]:
    return (
        name,
        one.enrolled,
        one.reached,
        one.replied,
        one.interested,
        one.returned,
        one.holdout,
        one.holdout_returned,
    )


def _rate_words(total: Ran) -> tuple[str, ...]:
    ours, theirs = rates(total)
    words = f"Zurückgekommen: {_rate(ours)} mit der Sequenz, {_rate(theirs)} in der Vergleichsgruppe."
    if ours.percent is None or theirs.percent is None:
        few = "bei so wenigen kann der Unterschied Zufall sein."
        return (words, f"Prozente erst ab {SMALLEST_SAMPLE} Personen in einer Gruppe; {few}")
    return (words,)


def _rate(rate: Rate) -> str:
    share = f" ({percent(rate.part, rate.whole)})" if rate.percent is not None else ""
    return f"{number(rate.part)} von {number(rate.whole)}{share}"


def _rate_object(total: Ran) -> dict[str, Any]:
    ours, theirs = rates(total)
    return {
        "type": "rate",
        "sequence": total.sequence,
        "enrolled": ours.whole,
        "returned": ours.part,
        "percent": ours.percent,
        "holdout": theirs.whole,
        "holdout_returned": theirs.part,
        "holdout_percent": theirs.percent,
    }


def tell(sheet: Sheet) -> None:
    """On the terminal."""
    say(sheet.title)
    for block in sheet.blocks:
        say(f"\n{block.title}" if block.title else "")
        if not block.rows:
            say("Noch ist nichts geschehen.")
            continue
        for line in table(block.heads, block.rows, left=block.left):
            say(line)
        for note in block.notes:
            say(note)


def write_csv(sheet: Sheet) -> None:
    """On stdout for a German Excel: semicolons, UTF-8 with its mark; one table, the block's title in front."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for block in sheet.blocks:
        writer.writerows(_csv_rows(block))
    sys.stdout.write("\ufeff" + text.getvalue())


def _csv_rows(block: Block) -> Iterable[tuple[str | int, ...]]:
    ahead = (block.title,) if block.title else ()
    yield (*(("Tabelle",) if ahead else ()), *block.heads)
    for row in block.rows:
        yield (*ahead, *row)
    if ahead:
        yield ()


_DENSE = 9
"""A table with more columns is set smaller, so that it fits a desktop screen."""


def write_html(sheet: Sheet) -> None:
    """On stdout: one page without anything from outside."""
    blocks = [
        {
            "title": block.title,
            "dense": len(block.heads) > _DENSE,
            "heads": [{"text": head, "kind": _kind(place, block)} for place, head in enumerate(block.heads)],
            "rows": [
                [{"text": _cell(cell), "kind": _kind(place, block)} for place, cell in enumerate(row)]
                for row in block.rows
            ],
            "notes": list(block.notes),
        }
        for block in sheet.blocks
    ]
    sys.stdout.write(page(ROOT / "templates_de", "report.html", {"title": sheet.title, "blocks": blocks}) + "\n")


def _kind(place: int, block: Block) -> str:
    return "word" if place < block.left else "figure"


def _cell(cell: str | int) -> str:
    return number(cell) if isinstance(cell, int) else cell
