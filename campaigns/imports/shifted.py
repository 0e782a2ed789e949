"""Are the columns of the file as a whole shifted? Then no row of it can be trusted, also none that would pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.imports.header import Header
from campaigns.imports.schema import Problem
from campaigns.imports.values import ImportVocabulary
from campaigns.imports.words import shown

_FEWEST_ROWS = 3  # one or two bad rows are bad rows


@dataclass(frozen=True, slots=True)
class Misfit:
    """A row that did not fit: its cells, and the header positions whose cell is not of the column's type."""

    line: int
    cells: tuple[str, ...]
    failed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """The sentence for a refusal and the first line it shows at."""

    line: int
    problem: Problem


def find_shift(header: Header, misfits: Sequence[Misfit], rows: int, vocabulary: ImportVocabulary) -> Shift | None:
    """A shift that more than half of `rows` (all data rows) show, or None."""
    if rows < _FEWEST_ROWS or len(misfits) * 2 <= rows:
        return None
    return _by_width(header, misfits, rows) or _by_neighbour(header, misfits, rows, vocabulary)


def _by_width(header: Header, misfits: Sequence[Misfit], rows: int) -> Shift | None:
    width = len(header.labels)
    for few, word in ((False, "mehr"), (True, "weniger")):
        wrong = [row for row in misfits if len(row.cells) != width and (len(row.cells) < width) is few]
        if len(wrong) * 2 > rows:
            message = (
                f"In {len(wrong)} von {rows} Zeilen stehen {word} Werte als Spalten im Kopf "
                f"(hier {len(wrong[0].cells)} statt {width}). "
                "Stimmt das Trennzeichen, oder fehlen Anführungszeichen? Nichts wurde übernommen."
            )
            return Shift(wrong[0].line, Problem(message))
    return None


def _by_neighbour(header: Header, misfits: Sequence[Misfit], rows: int, vocabulary: ImportVocabulary) -> Shift | None:
    """Two columns side by side fail together, or a cell that fails would fit the typed column beside it."""
    pairs: Counter[tuple[int, int]] = Counter()
    first: dict[tuple[int, int], Misfit] = {}
    typed = {index: column for index, column in header.bound if column.typed}
    for row in misfits:
        for index in row.failed:
            for beside in (index - 1, index + 1):
                if beside not in typed:
                    continue
                fits = beside not in row.failed and not isinstance(
                    typed[beside].parse(row.cells[index].strip(), vocabulary), Problem
                )
                if fits or (beside > index and beside in row.failed):
                    pair = (index, beside)
                    pairs[pair] += 1
                    first.setdefault(pair, row)
    if not pairs:
        return None
    pair, count = pairs.most_common(1)[0]
    if count * 2 <= rows:
        return None
    return _sentence(header, pair, count, rows, first[pair])


def _sentence(header: Header, pair: tuple[int, int], count: int, rows: int, example: Misfit) -> Shift:
    column, beside = (header.labels[index] for index in pair)
    message = (
        f"In {count} von {rows} Zeilen passen die Werte nicht zu den Spalten „{column}“ und „{beside}“ "
        f"(hier steht {shown(example.cells[pair[0]].strip())} unter „{column}“). Sind die Spalten verschoben? "
        "Nichts wurde übernommen."
    )
    return Shift(example.line, Problem(message, column))
