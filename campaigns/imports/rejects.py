"""Write the rows that were not taken, so that a person can mend them in a spreadsheet and import them again."""

from __future__ import annotations

import csv
from pathlib import Path

from campaigns.imports.values import EXTRA_CELLS, ImportFile
from campaigns.imports.words import FORMULA_START

_GUARDED = FORMULA_START | frozenset("\t\r\n")


def write_rejects(file: ImportFile, path: Path) -> None:
    """Write the original columns plus line, column and reason (UTF-8 with BOM, semicolons). OSError as it comes.

    Where the file itself has a column of one of these names, ours is called reject_line, reject_column, reject_reason.
    The encoding has a BOM because a German Excel reads UTF-8 as Windows-1252 without it.
    """
    original = list(file.header)
    if any(EXTRA_CELLS in reject.values for reject in file.rejects):
        original.append(EXTRA_CELLS)
    ours = [name if name not in original else f"reject_{name}" for name in ("line", "column", "reason")]
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        writer.writerow([guarded(name) for name in (*original, *ours)])
        for reject in file.rejects:
            cells = (*(reject.values.get(name, "") for name in original), str(reject.line), reject.column or "")
            writer.writerow([guarded(cell) for cell in (*cells, reject.reason)])


def guarded(cell: str) -> str:
    """With an apostrophe in front where a spreadsheet would run the cell as a formula (= + - @ TAB CR LF, full width).

    Leading blanks do not help the formula's author: they are looked through.
    """
    start = cell.lstrip(" \u00a0\u3000\ufeff")[:1]
    return f"'{cell}" if start and start in _GUARDED else cell
