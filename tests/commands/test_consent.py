"""`consent list|proof`: everything an authority may ask about one consent, and openly what is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rig.tool import Tool

CONSENT = {
    "type", "consent", "contact", "medium", "purposes", "products", "granted_at", "method", "text", "text_version",
    "proof_ref", "confirmed_at", "valid_until", "withdrawn_at", "recorded_at", "last_used_at", "carries", "reason",
}  # fmt: skip
PROOF = CONSENT | {
    "as_of", "person", "sender", "sender_address", "declared_name", "declared_address", "receiver", "language",
    "privacy_version", "trail", "uses", "keep_until", "keep_rule", "missing", "elsewhere",
}  # fmt: skip
USE = {
    "at", "sequence", "step", "channel", "statute", "send_id", "state", "message_id", "batch", "attempts", "outcomes",
    "medium", "rule",
}  # fmt: skip
SENT, CALLED = USE | {"sha256"}, USE | {"agent", "number", "outcome"}


@pytest.fixture
def tool(demo: Tool, copy_of: Callable[[Tool], Tool]) -> Tool:
    return copy_of(demo)


def _proof(tool: Tool, what: str) -> dict:
    found = tool("consent", "proof", what, "--json").object
    assert set(found) == PROOF
    assert all(set(use) in (SENT, CALLED) for use in found["uses"])
    return found


def test_the_proof_of_a_double_opt_in_with_its_uses(tool: Tool) -> None:
    proof = _proof(tool, "EW-0004")
    assert (proof["contact"], proof["sender"], proof["carries"]) == ("K-1003", "Nordlicht Software GmbH", True)
    assert proof["text"].startswith("Ja, die Nordlicht Software GmbH darf mir per E-Mail")
    assert (proof["text_version"], proof["proof_ref"]) == ("ew-2024-01", "doi/2024/0318-1620-11bc")
    assert (proof["granted_at"], proof["confirmed_at"]) == ("2024-03-18T16:20:00+01:00", "2024-03-18T16:41:55+01:00")
    first = proof["uses"][0]
    assert (first["sequence"], first["step"], first["channel"], first["state"]) == (
        "missing_feature", "value", "email", "sent",
    )  # fmt: skip
    assert first["sha256"] == first["attempts"][0]["sha256"]
    assert [(entry["event"], entry["at"]) for entry in proof["trail"]] == [
        ("requested", "2024-03-18T16:20:00+01:00"), ("confirmed", "2024-03-18T16:41:55+01:00"),
    ]  # fmt: skip
    assert (proof["receiver"], proof["privacy_version"]) == ("formular-ew-2024-01", "datenschutz-2024")
    assert proof["last_used_at"] == proof["uses"][-1]["at"]
    assert proof["keep_until"].startswith("2029-12-31")
    assert proof["missing"] == []
    assert "IP-Adresse des Klicks" in proof["elsewhere"][0]


def test_the_page_reads_like_the_proof(tool: Tool) -> None:
    told = tool("consent", "proof", "EW-0004").out
    for words in (
        "NACHWEIS DER EINWILLIGUNG EW-0004",
        "x.obermoser@alpenrad.example, K-1003",
        "Nordlicht Software GmbH, Hafenkontor 12, 24103 Kiel",
        "„Ja, die Nordlicht Software GmbH darf mir per E-Mail",
        "bestätigter Link (Double-Opt-in)",
        "18.03.2024, 16:41 Uhr",
        "E-Mail, missing_feature/value: gesendet, Prüfsumme ",
        "31.12.2029",
        "Trägt heute:              ja.",
    ):
        assert words in told


def test_mail_that_rests_on_the_contract_is_no_use_of_a_stale_consent(tool: Tool) -> None:
    found = tool("consent", "proof", "K-1001", "--json").objects
    assert [item["consent"] for item in found[:3]] == ["EW-0001", "EW-0002", "EW-0003"]
    stale, existing = found[0], found[-1]
    assert (stale["uses"], stale["last_used_at"], stale["carries"]) == ([], None, False)
    assert "24 Monaten" in stale["reason"]
    assert (existing["type"], existing["contract"]) == ("existing_customer", "V-1001")
    assert {use["step"] for use in existing["uses"]} == {"value", "news"}
    assert {use["values"]["objection_notice"] for use in existing["uses"]} == {"yes"}
    told = tool("consent", "proof", "K-1001").out
    assert "OHNE EINWILLIGUNG: WERBUNG AN BESTANDSKUNDEN (§ 7 Abs. 3 UWG)" in told
    assert "Herkunft der Adresse: Bestellformular" in told


def _with(tool: Tool, folder: Path, rows: str) -> None:
    people = folder / "customers.csv"
    people.write_text(
        "contact_id;kind;first_name;last_name;email;phone;street;postcode;city\n"
        "X-1;consumer;;Eins;eins@x.example;+49431999990;;;\n"
        "X-2;business;Zoe;Zwei;zwei@x.example;+49431999991;Weg 1;24103;Kiel\n",
        encoding="utf-8",
    )
    tool("import", "customers", people)
    file = folder / "consents.csv"
    header = (
        "consent_id;contact_id;medium;purposes;granted_at;method;text;text_version;proof_ref;confirmed_at;withdrawn_at"
    )
    file.write_text(f"{header}\n{rows}\n", encoding="utf-8")
    tool("import", "consents", file)


def test_what_is_missing_is_said_openly(tool: Tool, tmp_path: Path) -> None:
    rows = (
        "F-1;X-1;email;advertising;2025-02-01;flag;;;;;\n"
        "F-2;X-1;phone;advertising;2025-02-01;doi;Ja, rufen Sie mich an.;v1;doi/1;;\n"
        "F-3;X-2;email;advertising;2025-02-01;doi;Die Nordlicht Software GmbH darf.;v1;doi/2;2025-02-01T10:00:00+01:00;"
    )
    _with(tool, tmp_path, rows)
    flag = _proof(tool, "F-1")
    assert flag["carries"] is False
    assert [gap.split(":")[0].split(",")[0] for gap in flag["missing"]] == [
        "die Erklärung selbst",
        "der Wortlaut",
        "die Fassung des Wortlauts",
        "die Fundstelle des Belegs (proof_ref)",
    ]
    call = "\n".join(_proof(tool, "F-2")["missing"])
    for words in (
        "der Name Nordlicht Software GmbH",
        "ohne Klick",
        "beweist sie nicht",
        "der Name der Person",
        "Anschrift",
        "receiver",
    ):
        assert words in call
    assert _proof(tool, "F-3")["missing"] == []
    told = tool("consent", "proof", "F-1").out
    assert "Trägt heute:              NEIN." in told
    assert "  - die Erklärung selbst: ein Merkmal in einer Datei ist kein Nachweis (BGH I ZR 164/09)" in told


def test_how_long_a_record_is_kept(tool: Tool, tmp_path: Path) -> None:
    text = "Die Nordlicht Software GmbH darf mich anrufen.;v1;archiv/1"
    rows = (
        f"T-1;X-1;phone;advertising;2024-02-29T10:00:00+01:00;signed;{text};;\n"
        f"T-2;X-2;phone;advertising;2024-02-29T10:00:00+01:00;signed;{text};;\n"
        f"T-3;X-2;email;advertising;2024-02-29T10:00:00+01:00;signed;{text};;2025-12-31T23:30:00+01:00"
    )
    _with(tool, tmp_path, rows)
    consumer, firm, withdrawn = (_proof(tool, f"T-{number}") for number in (1, 2, 3))
    assert (consumer["keep_until"], consumer["keep_rule"][:13]) == ("2029-02-28", "§ 7a Abs. 2 U")
    assert (firm["keep_until"][:10], withdrawn["keep_until"][:10]) == ("2027-12-31", "2028-12-31")
    assert any("Kürzel" in gap for gap in consumer["missing"])
    assert firm["missing"] == []
    assert withdrawn["carries"] is False
    assert "Widerruf:                 31.12.2025, 23:30 Uhr" in tool("consent", "proof", "T-3").out


def test_a_call_that_was_made_names_who_made_it(tool: Tool) -> None:
    (task, *_) = [
        one
        for one in tool("tasks", "list", "--json").objects
        if (one["contact"], one["channel"]) == ("K-1001", "phone")
    ]
    assert "Verwendungen: keine" in tool("consent", "proof", "EW-0002").out
    tool("tasks", "done", task["task_id"], "--outcome", "reached", "--by", "Amira Haddad")
    proof = _proof(tool, "EW-0002")
    (use,) = proof["uses"]
    assert (use["number"], use["agent"], use["outcome"]) == ("+49 431 99999 10", "Amira Haddad", "reached")
    assert proof["last_used_at"] == use["at"]
    assert [(one["by"], one["outcome"]) for one in use["outcomes"]] == [("Amira Haddad", "reached")]
    told = tool("consent", "proof", "EW-0002").out
    assert "erreicht und gesprochen (Amira Haddad), angezeigte Nummer +49 431 99999 10" in told


def test_the_list_shows_state_and_objections(tool: Tool) -> None:
    found = tool("consent", "list", "K-1001", "--json").objects
    assert all(set(item) == CONSENT for item in found)
    assert [item["consent"] for item in found[:3]] == ["EW-0001", "EW-0002", "EW-0003"]
    told = tool("consent", "list", "friederike.aumann@hansekontor.example").out
    assert "EW-0002  Anruf (Werbung), erteilt 05.11.2024, 14:00 Uhr, unterschrieben" in told
    assert "trägt: Nachgewiesene, ausdrückliche Einwilligung." in told
    assert "Widersprüche: keine" in told
    tool("suppress", "K-1001", "--scope", "phone")
    states = {item["consent"]: item["reason"] for item in tool("consent", "list", "K-1001", "--json").objects}
    assert states["EW-0002"] == "Der Werbung auf diesem Weg wurde widersprochen."
    assert states["EW-0003"] == "Nachgewiesene, ausdrückliche Einwilligung."


def test_nobody_and_nothing(tool: Tool, tmp_path: Path) -> None:
    assert "Die Einwilligung oder den Kontakt EW-9 gibt es nicht." in tool("consent", "proof", "EW-9", code=1).err
    assert "Den Kontakt K-9999 gibt es nicht." in tool("consent", "list", "K-9999", code=1).err
    file = tmp_path / "customers.csv"
    file.write_text("contact_id;last_name\nX-1;Eins\n", encoding="utf-8")
    tool("import", "customers", file)
    assert "keine Einwilligung" in tool("consent", "proof", "X-1").out
    assert tool("consent", "proof", "X-1", "--json").objects == []


def test_the_proof_outlives_the_erasure_of_its_person(tool: Tool) -> None:
    """law.md part 2: the whole record stays, restricted, until its term ends (Art. 17 Abs. 3 DSGVO)."""
    before = _proof(tool, "EW-0004")
    tool("erase", "K-1003", "--by", "Dr. Ada Schutz", "--yes")
    kept = tool("consent", "proof", "EW-0004", "--json").object
    assert set(kept) == PROOF | {"retained"}
    same = ("text", "granted_at", "confirmed_at", "declared_name", "uses", "trail", "sender", "keep_until")
    assert {name: kept[name] for name in same} == {name: before[name] for name in same}
    assert (kept["carries"], kept["retained"]) == (False, True)
    told = tool("consent", "proof", "EW-0004").out
    assert "Die Person ist gelöscht" in told
    assert "Xaver Obermoser, x.obermoser@alpenrad.example, K-1003" in told
    assert "Aufbewahren bis:          31.12.2029. Ende des 3." in told
    shown = [one for one in tool("audit", "list", "--json").objects if one["event"] == "proof_shown"]
    assert [one["data"]["consents"] for one in shown[-2:]] == [["EW-0004"]] * 2
