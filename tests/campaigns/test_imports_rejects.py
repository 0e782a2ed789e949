from __future__ import annotations

import csv

import pytest

from campaigns.imports import ImportFile, guarded, read, write_rejects


def rejects_of(tmp_path, kind, text):
    source, target = tmp_path / "quelle.csv", tmp_path / "abgelehnt.csv"
    source.write_text(text, "utf-8", newline="")
    result = read(kind, source)
    assert isinstance(result, ImportFile)
    write_rejects(result, target)
    with target.open(encoding="utf-8-sig", newline="") as file:
        return target, list(csv.reader(file, delimiter=";"))


def test_original_columns_then_line_column_reason(tmp_path):
    _, rows = rejects_of(tmp_path, "customers", "Farbe,contact_id,last_name,email\nrot,K-1,A,falsch\nrot,K-2,B,\n")
    assert rows == [
        ["Farbe", "contact_id", "last_name", "email", "line", "column", "reason"],
        ["rot", "K-1", "A", "falsch", "2", "email", "„falsch“ ist keine gültige E-Mail-Adresse."],
    ]


def test_a_file_that_has_a_reason_of_its_own_keeps_it(tmp_path):
    text = "cancellation_id;contact_id;received_at;reason\nA;K-1;morgen;price\n"
    target, rows = rejects_of(tmp_path, "cancellations", text)
    assert rows[0][3:] == ["reason", "line", "column", "reject_reason"]
    assert rows[1][3] == "price"
    again = read("cancellations", target)
    assert isinstance(again, ImportFile)
    assert again.unknown_columns == ("line", "column", "reject_reason")
    assert [reject.column for reject in again.rejects] == ["received_at"]


def test_cells_too_many_and_lines_that_cannot_be_split_are_not_lost(tmp_path):
    text = 'contact_id;last_name\nK-1;A;B;C\nK-2;"x"y\nK-3;C\nK-4;D\n'
    _, rows = rejects_of(tmp_path, "customers", text)
    assert rows[0][:3] == ["contact_id", "last_name", "überzählig"]
    assert rows[1][:4] == ["K-1", "A", "B | C", "2"]
    assert rows[2][:4] == ["", "", 'K-2;"x"y', "3"]


def test_nothing_in_the_file_runs_as_a_formula(tmp_path):
    text = 'contact_id;last_name;phone;=1+1\n-1;@SUM(A1);+49 30 23125 1;" =cmd"\nK-2;"\tA";;\n'
    _, rows = rejects_of(tmp_path, "customers", text)
    assert rows[0][3] == "'=1+1"
    assert rows[1][:4] == ["'-1", "'@SUM(A1)", "'+49 30 23125 1", "' =cmd"]
    assert rows[2][1] == "'\tA"
    assert all(cell.lstrip()[:1] not in set("=+-@") or not cell for row in rows for cell in row)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u00a0@"])
def test_guarded_starts(start):
    assert guarded(f"{start}1") == f"'{start}1"


def test_guarded_leaves_the_rest_alone():
    assert [guarded(cell) for cell in ("", "K-1", "a=b", "'x", " ")] == ["", "K-1", "a=b", "'x", " "]


def test_a_mended_rejects_file_comes_back_with_its_plus_signs(tmp_path):
    target, _ = rejects_of(tmp_path, "customers", "contact_id;last_name;phone;email\nK-1;A;+49 30 23125 114;falsch\n")
    target.write_text(target.read_text("utf-8-sig").replace("falsch", "a@firma.example"), "utf-8")
    again = read("customers", target)
    assert isinstance(again, ImportFile)
    assert again.rejects == ()
    assert [point.normalised for point in again.rows[0].points] == ["a@firma.example", "+493023125114"]
