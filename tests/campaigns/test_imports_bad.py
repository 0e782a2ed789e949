"""Every bad file of bad_csv/ (KIND.what.csv) against the German sentences in its .expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaigns.imports import ImportFile, ImportRefused, read

FOLDER = Path(__file__).parent / "bad_csv"
CASES = sorted(FOLDER.glob("*.csv"))


def as_lines(result: ImportFile | ImportRefused) -> str:
    if isinstance(result, ImportRefused):
        return f"abgewiesen {result.line or '-'}: {result.column or '-'}: {result.message}\n"
    rejects = (f"{reject.line}: {reject.column or '-'}: {reject.reason}\n" for reject in result.rejects)
    return f"übernommen {len(result.rows)}\n" + "".join(rejects)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_bad_file_gets_its_own_sentences(path):
    kind = path.name.split(".")[0]
    assert as_lines(read(kind, path)) == path.with_suffix(".expected").read_text("utf-8")


def test_the_corpus_is_whole():
    assert len(CASES) >= 40
    assert {path.stem for path in CASES} == {path.stem for path in FOLDER.glob("*.expected")}


def test_files_that_cannot_be_read(tmp_path):
    missing = read("customers", tmp_path / "fehlt.csv")
    folder = read("customers", tmp_path)
    device = read("customers", Path("/dev/zero"))
    for refused in (missing, folder, device):
        assert isinstance(refused, ImportRefused)
        assert refused.message == "Die Datei gibt es nicht, oder sie ist keine gewöhnliche Datei."


def test_a_refusal_names_file_line_and_column():
    path = FOLDER / "customers.column_twice.csv"
    assert str(read("customers", path)) == f"{path}:1: E-Mail: Die Spalte „E-Mail“ steht zweimal im Kopf."


def test_a_field_beyond_the_limit_is_one_bad_row(tmp_path):
    path = tmp_path / "lang.csv"
    path.write_text(f"contact_id;last_name\nK-1;{'a' * 200_000}\nK-2;Brandt\n", "utf-8")
    result = read("customers", path)
    assert isinstance(result, ImportFile)
    assert [(reject.line, reject.reason) for reject in result.rejects] == [
        (2, "Ein Feld ist länger als 131072 Zeichen.")
    ]
    assert len(result.rows) == 1


def test_a_quote_that_swallows_the_file_refuses_it(tmp_path):
    path = tmp_path / "offen.csv"
    path.write_text('contact_id;last_name\nK-1;"Aumann\n' + "K-2;Brandt\n" * 20_000 + '"\n', "utf-8")
    refused = read("customers", path)
    assert isinstance(refused, ImportRefused)
    assert refused.line == 2
    assert refused.message.startswith("Ein Feld geht über viele Zeilen")


def test_one_or_two_bad_rows_do_not_make_a_shift(tmp_path):
    path = tmp_path / "kurz.csv"
    path.write_text("contact_id;last_name\nK-1;A;x\nK-2;B;x\n", "utf-8")
    result = read("customers", path)
    assert isinstance(result, ImportFile)
    assert [reject.values["überzählig"] for reject in result.rejects] == ["x", "x"]


def test_half_of_the_rows_is_not_yet_most_of_them(tmp_path):
    path = tmp_path / "halb.csv"
    path.write_text("contact_id;last_name\nK-1;A\nK-2;B\nK-3;C;x\nK-4;D;x\n", "utf-8")
    assert isinstance(read("customers", path), ImportFile)
    path.write_text("contact_id;last_name\nK-1;A\nK-2;B\nK-3;C;x\nK-4;D;x\nK-5;E;x\n", "utf-8")
    assert isinstance(read("customers", path), ImportRefused)
