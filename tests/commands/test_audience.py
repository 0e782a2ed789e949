"""`audience export|list|confirm` through the command line, from the import of a consent to the cleaned list."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

import pytest

from campaigns.imports import SCHEMAS
from tests.commands.test_backup import made
from tests.rig.tool import Tool, shipped_config

NETWORK = """
[[recipient]]
id = "linkedin"
name = "LinkedIn Ireland Unlimited Company"
role = "ad_platform"
contract = "DPA-2026-03"
data = ["Prüfsumme der E-Mail-Adresse"]
deletion_days = 90
contact_email = "datenschutz@netz.example"
country = "Irland"

[[audience]]
platform = "linkedin"
processor_contract = true
processor = "linkedin"
"""
WORDING = "Ja, Nordlicht darf meine Adresse als Prüfsumme mit LinkedIn abgleichen. Widerruf jederzeit."


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def firm(folder: Path, network: str = NETWORK) -> Tool:
    config = shipped_config(folder)
    config.write_text(config.read_text(encoding="utf-8") + network, encoding="utf-8")
    tool = Tool(folder / "state", config)
    tool.state.mkdir()
    rows = (
        ("contact_id", "last_name", "email"),
        ("K-1", "Petersen", " Anna.Petersen@GMail.com "),
        ("K-2", "Albers", "b.albers@kunde.example"),
    )
    consents = (
        (
            "consent_id",
            "contact_id",
            "medium",
            "platforms",
            "granted_at",
            "method",
            "text",
            "proof_ref",
            "withdrawn_at",
        ),
        ("E-1", "K-1", "audience_upload", "LinkedIn", "2026-02-01", "signed", WORDING, "archiv/1", ""),
        ("E-2", "K-2", "email", "", "2026-02-01", "signed", "Ja, per E-Mail.", "archiv/2", ""),
    )
    table(tool, "customers", rows)
    table(tool, "consents", consents)
    tool("activate")
    return tool


def table(tool: Tool, kind: str, rows: tuple[tuple[str, ...], ...], code: int = 0) -> str:
    path = tool.state / f"{kind}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    done = tool("import", kind, path, code=code)
    return done.out + done.err


@pytest.fixture
def ready(tmp_path: Path) -> Tool:
    return firm(tmp_path)


def export(tool: Tool, path: Path, *more: str, code: int = 0):
    return tool("audience", "export", "--platform", "linkedin", "--out", path, "--by", "Wiebke", *more, code=code)


def cells(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))


def test_from_the_consent_to_the_cleaned_list(ready: Tool, tmp_path: Path) -> None:
    path, removed = tmp_path / "liste.csv", tmp_path / "heraus.csv"
    said = export(ready, path).out
    assert "1 Person mit 1 Prüfsumme für LinkedIn" in said
    assert "LinkedIn nimmt erst Listen ab 300 Zeilen." in said
    assert cells(path) == [["email"], [sha256("anna.petersen@gmail.com")]]
    shown = ready("consent", "proof", "K-1").out
    assert "Werbenetze:" in shown
    assert "LinkedIn, Liste linkedin-" in shown
    nobody = export(ready, removed, "--removed", "--json").object
    assert (nobody["to_remove"], nobody["file"], removed.exists()) == (0, None, False)
    ready("suppress", "K-1")
    assert "1 Adresse muss aus der Liste bei LinkedIn" in ready("status").out
    told = export(ready, removed, "--removed", "--json").object
    assert (told["kind"], told["to_remove"], told["again"]) == ("removal", 1, False)
    assert cells(removed) == cells(path)
    assert "1 Prüfsumme muss bei LinkedIn aus der Liste" in export(ready, removed, "--removed").out
    listed = ready("audience", "list").out
    assert "Entfernliste für LinkedIn" in listed
    assert "davon müssen mindestens 1 heraus" in listed
    assert ready("audience", "confirm", told["export"], "--json").object["addresses"] == 1
    assert "ist schon erledigt" in ready("audience", "confirm", told["export"], code=1).err
    assert "audience export" not in ready("status").out
    assert {row["kind"] for row in ready("audience", "list", "--json").objects} == {"list", "removal"}


def test_who_is_under_age_is_what_a_file_says_and_an_empty_cell_says_nothing(ready: Tool, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    heads = ("contact_id", "last_name", "email", "Minderjährig")
    for word, code in (("", 0), ("nein", 0), ("ja", 1), ("", 1), ("NEIN", 0)):
        table(ready, "customers", (heads, ("K-1", "Petersen", "anna.petersen@gmail.com", word)))
        export(ready, path, code=code)
    table(ready, "customers", (heads, ("K-1", "Petersen", "anna.petersen@gmail.com", "x")))
    table(ready, "customers", (heads[:3], ("K-1", "Petersen", "anna.petersen@gmail.com")))
    assert "Niemand hat eine nachgewiesene Einwilligung" in export(ready, path, code=1).err


def test_the_copy_of_the_data_says_who_has_the_address(ready: Tool, tmp_path: Path) -> None:
    export(ready, tmp_path / "liste.csv")
    ready("access", "K-1", "--out", tmp_path / "kopie")
    copy = json.loads((tmp_path / "kopie" / "auskunft.json").read_text(encoding="utf-8"))
    (member,) = copy["data"]["audience_member"]
    assert member["platform"] == "linkedin"
    assert member["audience_list"].startswith("linkedin-")
    assert "sha256" not in member
    assert [one["name"] for one in copy["recipients"] if one["received"]] == [
        "Kieler Wolke AG",
        "LinkedIn Ireland Unlimited Company",
    ]
    page = (tmp_path / "kopie" / "auskunft.html").read_text(encoding="utf-8")
    assert "Werbenetz" in page


def test_why_names_the_list_she_stands_on(ready: Tool, tmp_path: Path) -> None:
    export(ready, tmp_path / "liste.csv")
    found = ready("why", "K-1", "--json").object
    (standing,) = found["audiences"]
    assert (standing["platform"], standing["state"], standing["consents"]) == ("linkedin", "listed", ["E-1"])
    assert "LinkedIn: steht auf der Liste" in ready("why", "K-1").out
    assert "audiences" not in ready("why", "K-2", "--json").object


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (
            ("export", "--platform", "tiktok", "--out", "x.csv"),
            2,
            "„tiktok“ gibt es nicht; erlaubt ist linkedin, google",
        ),
        (("export", "--platform", "google", "--out", "x.csv"), 1, "Ohne Vertrag zur Auftragsverarbeitung mit Google"),
        (("confirm", "linkedin-1"), 2, "Eine Liste linkedin-1 gibt es nicht."),
    ],
)
def test_what_cannot_be_done_is_said(ready: Tool, arguments: tuple[str, ...], code: int, said: str) -> None:
    assert said in ready("audience", *arguments, code=code).err


def test_a_folder_is_no_file(ready: Tool, tmp_path: Path) -> None:
    assert "ist ein Ordner" in export(ready, tmp_path, code=2).err


@pytest.mark.parametrize(
    ("network", "said"),
    [
        (NETWORK.replace('processor = "linkedin"\n', ""), "Es fehlt processor mit der Kennung des Werbenetzes"),
        (NETWORK.replace('processor = "linkedin"', 'processor = "druckerei"'), "kein Werbenetz aus [[recipient]]"),
        (NETWORK + '[[audience]]\nplatform = "linkedin"\n', "„linkedin“ steht zweimal"),
    ],
)
def test_a_network_without_a_contract_is_a_fault_of_the_configuration(tmp_path: Path, network: str, said: str) -> None:
    config = shipped_config(tmp_path)
    config.write_text(config.read_text(encoding="utf-8") + network, encoding="utf-8")
    done = Tool(tmp_path / "state", config)("check", code=78)
    assert said in done.out + done.err


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("E-9", "K-1", "email", "linkedin", ""), "Das gilt nur für audience_upload, den Abgleich von Listen."),
        (("E-9", "K-1", "audience_upload", "tiktok", ""), "Erlaubt: linkedin, google, meta."),
        (("E-9", "K-1", "audience_upload", "facebook", ""), "Meinten Sie „meta“?"),
        (("E-9", "K-1", "audience_upload", "google", "post"), "Abgeglichen wird nur mit email oder phone."),
        (("E-1", "K-1", "audience_upload", "google", ""), "anderen Werbenetzen (platforms)"),
    ],
)
def test_a_consent_that_names_no_network_rightly_is_rejected(ready: Tool, row: tuple[str, ...], said: str) -> None:
    heads = (
        "consent_id",
        "contact_id",
        "medium",
        "platforms",
        "matched_by",
        "granted_at",
        "method",
        "text",
        "proof_ref",
    )
    rows = (heads, (*row, "2026-02-01", "signed", WORDING, "archiv/1"))
    assert said in table(ready, "consents", rows, code=1)


def test_the_columns_are_known() -> None:
    assert {"platforms", "matched_by"} <= {column.name for column in SCHEMAS["consents"].columns}


def test_after_a_restore_the_whole_list_is_replaced(ready: Tool, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    export(ready, path)
    assert "Listen bei Werbenetzen sind unbekannt" in ready("restored").out
    assert "unbekannt: sie dort ganz ersetzen" in ready("status").out
    assert "eine Entfernliste genügt nicht" in export(ready, tmp_path / "heraus.csv", "--removed", code=1).err
    assert "audience confirm linkedin --deleted" in export(ready, path, code=1).err, "paused: deleting is always open"
    ready("resume")
    told = export(ready, path, "--json").object
    assert (told["replace_whole_list"], told["again"]) == (True, False)
    assert "die ganze Liste durch diese ersetzen, nicht ergänzen" in export(ready, path).out
    assert "genügt nicht" in ready("audience", "list").out
    assert ready("audience", "confirm", told["export"], "--json").object["addresses"] == 0
    assert "unbekannt" not in ready("status").out
    assert "dort allein seit" in ready("audience", "list").out
    assert "ist schon erledigt" in ready("audience", "confirm", told["export"], code=1).err


def test_a_list_that_was_deleted_at_the_network_is_forgotten(ready: Tool, tmp_path: Path) -> None:
    export(ready, tmp_path / "liste.csv")
    told = ready("audience", "confirm", "LinkedIn", "--deleted", "--json").object
    assert told == {"export": None, "platform": "linkedin", "addresses": 1}
    assert "kann" not in ready("audience", "list").out
    assert "„xing“ gibt es nicht" in ready("audience", "confirm", "xing", "--deleted", code=2).err


def test_an_older_list_replaces_nothing(ready: Tool, tmp_path: Path) -> None:
    first = export(ready, tmp_path / "liste.csv", "--json").object["export"]
    ready("restored")
    assert "kann die Liste bei LinkedIn nicht ganz ersetzen" in ready("audience", "confirm", first, code=1).err


def test_a_database_from_the_past_is_read_by_nobody_before_the_daemon_has_seen_it(ready: Tool, tmp_path: Path) -> None:
    """Who has objected since the backup is not in it, and whom the network got since is unknown."""
    backup = made(ready, "--to", tmp_path / "kept")
    ready("backup", "restore", backup)
    for more in ((), ("--removed",)):
        said = export(ready, tmp_path / "liste.csv", *more, code=1).err
        assert "Die Datenbank kam aus einer Sicherung" in said
    assert not (tmp_path / "liste.csv").exists()


def test_after_a_deletion_nobody_uploads_an_older_list(ready: Tool, tmp_path: Path) -> None:
    export(ready, tmp_path / "liste.csv")
    said = ready("audience", "confirm", "linkedin", "--deleted").out
    assert (
        "1 Prüfsumme auf der Liste von LinkedIn vergessen. Eine Liste, die vorher geschrieben wurde, bitte nicht"
        in said
    )
