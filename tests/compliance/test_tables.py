from __future__ import annotations

import csv

import pytest

from compliance.verify import CASES, COLUMNS, UnreadableTable, expand, verify, verify_file
from compliance.vocabulary import BASELINE, BASES
from contacts.medium import Medium

ROW = dict.fromkeys(COLUMNS, "") | {
    "id": "X1",
    "recipient": "B2C",
    "channel": "email",
    "purpose": "AD",
    "basis": "C_DOI",
    "objection": "none",
    "verdict": "ALLOW_DUTY",
}


def row(**changes):
    return ROW | changes


@pytest.mark.parametrize("path", sorted(CASES.glob("*.csv")), ids=lambda path: path.stem)
def test_shipped_table_matches(path):
    report = verify_file(path)
    assert report.mismatches == ()
    assert report.matching == report.total


def test_the_shipped_tables_are_complete():
    assert verify_file(CASES / "decision_table.csv").total == 100


def test_every_basis_and_key_is_used_by_a_case():
    bases, keys = set(), set()
    for path in CASES.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file, delimiter=";"):
                bases.add(line["basis"])
                keys |= {part.partition("=")[0] for part in line["given"].split()}
    assert bases == {*BASES, "ANY"}
    assert keys == set(BASELINE)


def test_a_wrong_verdict_is_a_mismatch_with_the_rule_that_decided():
    (mismatch,) = verify([row(verdict="DENY")])
    assert mismatch.as_dict() == {
        "id": "X1",
        "expected": "DENY",
        "got": "ALLOW_DUTY",
        "rule": "email_consent",
        "missing_duties": [],
        "error": None,
    }


def test_missing_duties_are_listed_in_their_order():
    (mismatch,) = verify([row(duties="D21 D3 D2")])
    assert mismatch.got == "ALLOW_DUTY"
    assert mismatch.missing_duties == ("D2", "D21")


def test_fewer_duties_than_ours_are_no_mismatch():
    assert verify([row(duties="D3")]) == ()


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"recipient": "C2C"}, "recipient: „C2C“"),
        ({"channel": "pigeon"}, "channel: „pigeon“"),
        ({"purpose": "FUN"}, "purpose: „FUN“"),
        ({"basis": "C_MAYBE"}, "basis: „C_MAYBE“"),
        ({"objection": "maybe"}, "objection: „maybe“"),
        ({"verdict": "MAYBE"}, "verdict: „MAYBE“"),
        ({"duties": "D1 D22"}, "duties: D22"),
        ({"given": "weather=fine"}, "given: „weather“"),
        ({"given": "proof=weak"}, "given: proof: „weak“"),
        ({"given": "gap_m=two"}, "given: gap_m"),
        ({"given": "gap_m=²"}, "given: gap_m"),
        ({"given": "nth=0"}, "given: nth"),
        ({"given": "since_end_m=99999"}, "bis 999"),
        ({"given": "proof"}, "given: „proof“"),
        ({"given": "nm=no nm=yes"}, "given: nm steht zweimal da"),
    ],
)
def test_unknown_word_is_an_error_of_its_row(changes, named):
    bad, good = row(**changes), row(id="X2")
    (mismatch,) = verify([bad, good])
    assert mismatch.id == "X1"
    assert mismatch.got is None
    assert named in mismatch.error


def test_any_recipient_is_three_people():
    assert len(expand(row(recipient="any"))) == 3


def test_any_channel_with_a_consent_is_its_own_channel():
    (case,) = expand(row(channel="any", basis="C_PHONE"))
    assert case.medium is Medium.PHONE


def test_any_combination_holds_only_what_would_be_allowed():
    cases = expand(row(channel="any", basis="ANY", given="store=down", verdict="DENY"))
    assert {case.medium for case in cases} >= {Medium.EMAIL, Medium.PHONE, Medium.POST, Medium.SMS, Medium.FAX}
    assert {case.medium for case in cases if case.basis == "C_NOPROOF"} == {Medium.POST}


def test_a_single_failing_expansion_fails_the_row():
    # Presumed consent carries for a company only.
    given = "reason=concrete release=yes"
    base = row(channel="phone", basis="PRES", given=given)
    assert verify([base | {"recipient": "B2B"}]) == ()
    assert verify([base | {"recipient": "any"}])[0].got == "DENY"


def test_where_nothing_is_lawful_all_combinations_are_tried():
    cases = expand(row(channel="any", basis="C_NOPROOF", purpose="SURVEY"))
    assert {case.medium for case in cases} == {Medium.POST}
    assert len(expand(row(channel="audience_upload", basis="ANY", purpose="SVC"))) == len(BASES)


def test_a_bom_and_a_short_row_are_read(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("﻿" + ";".join(COLUMNS) + "\nX1;B2C;email;AD;NONE;;none;DENY\n", encoding="utf-8")
    assert verify_file(path).total == 1
    assert verify_file(path).matching == 1


@pytest.mark.parametrize("content", [b"a;b\n1;2\n", b"", "id;ä".encode("latin-1")])
def test_a_file_that_is_no_table_is_refused(tmp_path, content):
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableTable, match=r"table\.csv"):
        verify_file(path)


def test_a_file_that_is_not_there_is_an_os_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        verify_file(tmp_path / "none.csv")


def test_a_cell_longer_than_any_case_is_no_table(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text(";".join(COLUMNS) + "\n" + "x" * (csv.field_size_limit() + 1), encoding="utf-8")
    with pytest.raises(UnreadableTable, match="keine lesbare Tabelle"):
        verify_file(path)
