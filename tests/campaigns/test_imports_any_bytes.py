"""Whatever a file holds: `read` gives a value, accounts for every row, and the rejects can be written and read."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from campaigns.imports import SCHEMAS, ImportFile, ImportRefused, guarded, read, write_rejects

KINDS = st.sampled_from(sorted(SCHEMAS))
WORDS = st.sampled_from(["", "K-1", "price", "email", "global", "ja", "DE", "1.234,5", "2026-02-27", "a@b.example"])
NASTY = st.sampled_from(["\x00", "\u202e", "\r\nBcc: x", "=1", "@", "Ã¼", "٣", "http://[x", "31.02.2026", '"', "'"])
EDGES = st.sampled_from(["2026-02-27T08:00+99:99", "9999-12-31T23:59-12:00", "2100-12-31T23:59-23:59", "01.2026"])


def read_bytes(kind, data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes(data)
        result = read(kind, path)
        if isinstance(result, ImportFile):
            target = Path(folder) / "rejects.csv"
            write_rejects(result, target)
            with target.open(encoding="utf-8-sig", newline="") as file:
                assert len(list(csv.reader(file, delimiter=";"))) == 1 + len(result.rejects)
        return result


@given(kind=KINDS, data=st.binary(max_size=300))
@example(kind="customers", data=b"\xff\xfe\x00\xd8")
@settings(max_examples=150, deadline=None)
def test_any_bytes(kind, data):
    result = read_bytes(kind, data)
    assert isinstance(result, (ImportFile, ImportRefused))
    if isinstance(result, ImportRefused):
        assert result.message.strip().endswith((".", "?", "“?", ")"))


@given(
    kind=KINDS,
    cells=st.lists(st.lists(WORDS | NASTY | EDGES | st.text(max_size=12), min_size=14, max_size=14), max_size=6),
    data=st.data(),
)
@settings(max_examples=150, deadline=None)
def test_any_cells_under_a_true_header(kind, cells, data):
    names = [column.name for column in SCHEMAS[kind].columns]
    delimiter = data.draw(st.sampled_from(";,\t"))
    lines = [delimiter.join(names)]
    for row in cells:
        padded = (row * 3)[: len(names)]
        lines.append(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in padded))
    result = read_bytes(kind, "\n".join(lines).encode("utf-8", "replace"))
    if isinstance(result, ImportFile):
        assert len(result.rows) + len(result.rejects) <= len(cells)
        assert all(reject.reason for reject in result.rejects)
        assert all(reject.line >= 2 for reject in result.rejects)


@given(st.text(max_size=30))
def test_a_guarded_cell_never_starts_a_formula(cell):
    assert guarded(cell).lstrip(" \u00a0\u3000\ufeff")[:1] not in tuple("=+-@＝＋－＠\t\r\n")
