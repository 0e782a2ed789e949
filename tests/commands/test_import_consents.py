"""`import consents`: evidence comes in with the declaration or later, and what was declared is never rewritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rig.tool import ROOT, Tool

HEADER = (
    "consent_id;contact_id;medium;granted_at;method;text;text_version;proof_ref;confirmed_at;withdrawn_at;"
    "Erklärt von;Anschrift laut Erklärung;Entgegengenommen von;Formular;Sprache;Fassung der Datenschutzhinweise"
)
TEXT = "Die Nordlicht Software GmbH darf mich anrufen."
BARE = f"E-1;X-1;phone;2025-02-01;signed;{TEXT};v1;archiv/1;;"
FULL = f'{BARE};Eva Eins;"Weg 1, 24103 Kiel; +49 431 999990";WT-07;messe-3;de;ds-2025'


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    tool = Tool(tmp_path / "state", ROOT / "config.toml")
    people = tmp_path / "customers.csv"
    people.write_text("contact_id;kind;last_name;phone\nX-1;consumer;Eins;+49431999990\n", encoding="utf-8")
    tool("import", "customers", people)
    return tool


def _import(tool: Tool, row: str, *, code: int = 0):
    file = tool.state.parent / "consents.csv"
    file.write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    return tool("import", "consents", file, code=code)


def _proof(tool: Tool) -> dict:
    return tool("consent", "proof", "E-1", "--json").object


def test_the_evidence_of_a_call_comes_in_with_it(tool: Tool) -> None:
    _import(tool, FULL)
    proof = _proof(tool)
    assert (proof["declared_name"], proof["declared_address"]) == ("Eva Eins", "Weg 1, 24103 Kiel; +49 431 999990")
    assert (proof["receiver"], proof["language"], proof["privacy_version"]) == ("messe-3, WT-07", "de", "ds-2025")
    assert (proof["missing"], proof["carries"]) == ([], True)


def test_evidence_may_follow_and_makes_the_consent_usable(tool: Tool) -> None:
    """law.md 43: an incomplete record of § 7a UWG carries no call to a consumer."""
    _import(tool, f"{BARE};;;;;;")
    before = _proof(tool)
    assert (before["carries"], len(before["missing"])) == (False, 3)
    assert "§ 7a UWG" in before["reason"]
    _import(tool, FULL)
    after = _proof(tool)
    assert (after["carries"], after["missing"]) == (True, [])
    (changed,) = [entry for entry in after["trail"] if entry["event"] == "changed"]
    assert changed["data"]["filled"] == ["declared_address", "declared_name", "privacy_version", "receiver"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (TEXT, "Ich will alles.", "einem anderen Wortlaut"),
        ("2025-02-01", "2024-02-01", "einem anderen Zeitpunkt"),
        ("archiv/1", "archiv/2", "einem anderen Beleg"),
        ("Eva Eins", "Eva Zwei", "einem anderen Namen"),
    ],
)
def test_another_declaration_under_the_same_id_is_rejected(tool: Tool, old: str, new: str, words: str) -> None:
    _import(tool, FULL)
    before = _proof(tool)
    told = _import(tool, FULL.replace(old, new), code=1)
    assert words in told.out + told.err
    assert "eine eigene Kennung (consent_id)" in told.out + told.err
    assert _proof(tool) | {"as_of": ""} == before | {"as_of": ""}


def test_a_withdrawal_in_the_file_is_appended_to_the_ledger(tool: Tool) -> None:
    _import(tool, FULL)
    _import(tool, "E-1;X-1;phone;2025-02-01;;;;;;2026-01-05T10:00:00+01:00;;;;;;")
    proof = _proof(tool)
    assert (proof["withdrawn_at"], proof["carries"]) == ("2026-01-05T10:00:00+01:00", False)
    assert ("withdrawn", proof["withdrawn_at"]) in [(entry["event"], entry["at"]) for entry in proof["trail"]]
    assert proof["text"] == TEXT


def test_a_flag_is_no_usable_consent(tool: Tool) -> None:
    """law.md 28 and 29."""
    _import(tool, "E-1;X-1;phone;2025-02-01;flag;;;;;;;;;;;")
    proof = _proof(tool)
    assert proof["carries"] is False
    assert "kein Nachweis" in proof["reason"]


def test_a_language_is_a_short_word(tool: Tool) -> None:
    told = _import(tool, FULL.replace(";de;", ";Klingonisch!;"), code=1)
    assert "kein Sprachkürzel" in told.out + told.err
