"""Lists for other programs: nothing in them runs, and what is written can be read back."""

from __future__ import annotations

import csv
import io
import zipfile

from campaigns.imports import guarded
from handover.lists import as_csv, as_xlsx, xlsx_rows

HEADS = ("task_id", "title")
EVIL = ("=cmd|' /C calc'!A0", "+49", "-1", "@SUM(A1)", "\t=1", "＝1", "https://x.example", "007", 'a;"b\nc', "ü")
ROWS = [(str(number), cell) for number, cell in enumerate(EVIL)]


def test_csv_as_german_excel_wants_it():
    content = as_csv(HEADS, ROWS, guarded)
    assert content.startswith(b"\xef\xbb\xbftask_id;title\r\n")
    back = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert back == [list(HEADS), *([number, guarded(cell)] for number, cell in ROWS)]


def test_xlsx_holds_text_alone():
    content = as_xlsx(HEADS, ROWS, guarded)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert not any("rels" in name and "sheet1" in name for name in book.namelist())
    assert "<f>" not in sheet
    assert sheet.count('t="s"') == 2 * (len(ROWS) + 1)
    assert xlsx_rows(content) == [list(HEADS), *([number, guarded(cell)] for number, cell in ROWS)]


def test_an_empty_list_is_a_list():
    assert xlsx_rows(as_xlsx(HEADS, [], guarded)) == [list(HEADS)]


def test_what_is_no_list_has_no_rows():
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    hostile = io.BytesIO()
    with zipfile.ZipFile(hostile, "w") as book:
        book.writestr("xl/sharedStrings.xml", '<!DOCTYPE x [<!ENTITY a "a">]><x>&a;</x>')
        book.writestr("xl/worksheets/sheet1.xml", "<x/>")
    for content in (b"", b"PK\x03\x04", empty.getvalue(), hostile.getvalue()):
        assert xlsx_rows(content) == []
