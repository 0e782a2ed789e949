"""Lists of tasks for other programs: CSV and XLSX, and in neither a cell that a table program would run."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import xlsxwriter

_WIDEST = 60
_MAX_PART = 100_000_000
_NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
_LONGEST_CELL = 32_767
"""Characters that a cell of XLSX can hold."""

Row = Sequence[str]
Guard = Callable[[str], str]
"""Makes a cell harmless that a table program would take for a formula."""


def as_csv(heads: Row, rows: Sequence[Row], guard: Guard) -> bytes:
    """Semicolons and a byte order mark, as German Excel expects."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerows([heads, *([guard(cell) for cell in row] for row in rows)])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(heads: Row, rows: Sequence[Row], guard: Guard) -> bytes:
    """One sheet of text cells: nothing becomes a formula or a link. Guarded all the same: it may be saved as CSV."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("Aufgaben")
        bold = book.add_format({"bold": True})
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, bold)
            longest = max((len(row[column]) for row in rows), default=0)
            sheet.set_column(column, column, min(max(longest, len(head)) + 2, _WIDEST))
        for line, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                sheet.write_string(line, column, guard(cell)[:_LONGEST_CELL])
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)
    return file.getvalue()


def xlsx_rows(content: bytes) -> list[list[str]]:
    """The text cells of the first sheet, head first; empty for anything that is no such file.

    For finding somebody in a list that was written once, so only what `as_xlsx` writes has to be understood.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            shared, sheet = (_part(book, name) for name in ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"))
    except (zipfile.BadZipFile, KeyError, ET.ParseError, ValueError, OSError, NotImplementedError):
        return []
    texts = ["".join(node.itertext()) for node in shared.iterfind("m:si", _NS)]
    return [
        [_cell(texts, cell.findtext("m:v", "", _NS)) for cell in row.iterfind("m:c", _NS)]
        for row in sheet.iterfind("m:sheetData/m:row", _NS)
    ]


def _part(book: zipfile.ZipFile, name: str) -> ET.Element:
    """One part, bounded: a small file can unpack to a very large one."""
    if book.getinfo(name).file_size > _MAX_PART:
        raise ValueError("too large")
    content = book.read(name)
    if b"<!DOCTYPE" in content:
        raise ValueError("document type")
    return ET.fromstring(content)  # noqa: S314 (no document type, so no entities; the size is bounded)


def _cell(texts: Sequence[str], value: str) -> str:
    return texts[int(value)] if value.isdigit() and int(value) < len(texts) else ""


FORMATS: Mapping[str, Callable[[Row, Sequence[Row], Guard], bytes]] = MappingProxyType(
    {".csv": as_csv, ".xlsx": as_xlsx}
)
"""What a file becomes, by its suffix."""
