"""`import`: dry run, rejects, the same file twice."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.campaigns.crm_files import written
from tests.rig.tool import SAMPLES, START, Tool, shipped_config

KEYS = {
    *("kind", "file", "system", "new", "changed", "unchanged", "rejected", "unknown_columns", "ignored_columns"),
    *("notes", "hints", "opt_outs", "guard", "erased", "rejects_file", "dry_run"),
    *("sharing", "cancelled_since", "consented_since", "tasks_moved", "tasks_kept"),
}
CUSTOMERS = "contact_id;last_name;email;contract_id;contract_end\n" + "".join(
    f"K-{n};Person{n};p{n}@kunde.example;V-{n};2026-05-31\n" for n in range(1, 7)
)


@pytest.fixture
def started(empty: Tool) -> Tool:
    empty.play(START)
    return empty


@pytest.fixture
def peopled(started: Tool, tmp_path: Path) -> Tool:
    """Six people, K-1 to K-6."""
    started("import", "customers", file_of(tmp_path, "kunden.csv", CUSTOMERS))
    return started


def file_of(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def cancelled(number: int) -> str:
    lines = [f"KUE-{n};K-{n % 6 + 1};2026-02-{n % 28 + 1:02}T10:00;price" for n in range(number)]
    return "\n".join(["cancellation_id;contact_id;received_at;reason", *lines]) + "\n"


def test_dry_run_says_what_would_happen_and_changes_nothing(started: Tool, tmp_path: Path) -> None:
    rows = (
        {"Record ID": "K-1", "Last Name": "A", "Email": "a@x.example", "Marketing contact status": "Marketing contact"},
        {"Record ID": "K-2", "Last Name": "B", "Email": "b@x.example", "Unsubscribed from all email": "true"},
        {"Record ID": "K-3", "Email": "c@x.example"},
    )
    file = written(tmp_path, "hubspot", *rows)
    dry = started("import", "customers", file, "--dry-run", "--json", code=1).object
    assert set(dry) == KEYS
    assert (dry["new"], dry["changed"], dry["unchanged"], dry["rejected"], dry["dry_run"]) == (2, 0, 0, 1, True)
    assert dry["hints"] == [{"system": "HubSpot", "column": "Marketing contact status", "people": 1, "new": 1}]
    (out,) = dry["opt_outs"]
    assert (out["column"], out["scope"], out["people"], out["new"]) == ("Unsubscribed from all email", "email", 1, 1)
    assert list(tmp_path.glob("*.rejects.csv")) == []
    real = started("import", "customers", file, "--json", code=1).object
    assert real == dry | {"dry_run": False, "rejects_file": str(tmp_path / "hubspot.rejects.csv")}
    again = started("import", "customers", file, "--json", code=1).object
    assert (again["new"], again["unchanged"], again["opt_outs"][0]["new"]) == (0, 2, 0)


def test_the_words_of_a_crm_import(started: Tool, tmp_path: Path) -> None:
    rows = [
        {
            "Record ID": f"K-{n}",
            "Last Name": "A",
            "Job Title": "CEO",
            "Contact owner": "Amira Haddad",
            "Marketing contact status": "Marketing contact",
            "Unsubscribed from all email": "true" if n == 2 else "false",
        }
        for n in (1, 2)
    ]
    done = started(
        "import", "customers", written(tmp_path, "hubspot", *rows, {"Record ID": "K-3", "Email": "kaputt"}), code=1
    )
    said = done.out
    assert "hubspot.csv (HubSpot): 2 neu, 0 geändert, 0 unverändert, 1 abgelehnt." in said
    assert "Nicht übernommen: Job Title (Berufsbezeichnung; unser title ist der akademische Titel)" in said
    assert "„Contact owner (owner_email)“: 2 × nicht übernommen" in said
    assert (
        "2 Personen tragen das Merkmal „Marketing contact status: Marketing contact“. Das ist ein Hinweis und keine Einwilligung"
        in said
    )
    assert (
        "1 Person trägt „Unsubscribed from all email: true“: Widerspruch gegen Werbung per E-Mail, gilt ab sofort (1 neu"
        in said
    )
    assert "hubspot.csv:4: Last Name: Der Wert fehlt. Außerdem Email: „kaputt“" in said
    for row in rows:
        row["Unsubscribed from all email"] = "false"
    later = started("import", "customers", written(tmp_path, "hubspot", *rows)).out
    assert "1 Person trägt „Unsubscribed from all email“ nicht mehr. Der Widerspruch gilt weiter" in later


def test_the_same_file_twice_changes_nothing_of_what_was_done(peopled: Tool, tmp_path: Path) -> None:
    file = file_of(tmp_path, "k.csv", cancelled(6))
    peopled("import", "cancellations", file)
    peopled.play(START, "2026-03-12T12:00:00+01:00")
    before = peopled("status", "--json").object["touches"], peopled("report", "touches", "--json").out
    again = peopled("import", "cancellations", file, "--json").object
    assert (again["new"], again["changed"], again["unchanged"], again["rejected"]) == (0, 0, 6, 0)
    peopled.play("2026-03-12T12:00:00+01:00")
    assert (peopled("status", "--json").object["touches"], peopled("report", "touches", "--json").out) == before


@pytest.mark.parametrize("name", ["hubspot_contacts", "salesforce_contacts", "pipedrive_people"])
def test_a_crm_sample_comes_in_once(started: Tool, tmp_path: Path, name: str) -> None:
    rejects = tmp_path / "rejects.csv"
    first = started("import", "customers", SAMPLES / f"{name}.csv", "--rejects", rejects, "--json", code=1).object
    assert first["unknown_columns"] == []
    assert first["new"] > 30
    assert first["rejected"] > 0
    assert sum(out["new"] for out in first["opt_outs"]) > 0
    again = started("import", "customers", SAMPLES / f"{name}.csv", "--rejects", rejects, "--json", code=1).object
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, first["new"])
    assert sum(out["new"] for out in again["opt_outs"]) == 0
    header = rejects.read_text(encoding="utf-8-sig").splitlines()[0]
    assert header.split(";")[-3:] == ["line", "column", "reason"]


def test_a_changed_row_is_counted_as_changed(peopled: Tool, tmp_path: Path) -> None:
    file = file_of(
        tmp_path, "neu.csv", CUSTOMERS.replace("V-2;2026-05-31", "V-2;2026-06-30").replace("Person3", "Dritte")
    )
    done = peopled("import", "customers", file, "--json").object
    assert (done["new"], done["changed"], done["unchanged"]) == (0, 2, 4)


def test_rejects_keep_the_row_and_say_why(peopled: Tool, tmp_path: Path) -> None:
    rejects = tmp_path / "abgelehnt.csv"
    file = file_of(
        tmp_path,
        "k.csv",
        "cancellation_id;contact_id;contract_id;received_at;reason;Lieblingsfarbe\n"
        "A-1;K-3;V-3;2026-03-01T10:00:00+01:00;price;blau\n"
        "A-2;K-9999;;2026-03-01T10:00:00+01:00;price;rot\n"
        "A-3;K-4;V-4;gestern;price;grün\n"
        "A-4;K-4;V-4;2026-03-01T10:00:00+01:00;langeweile;grün\n",
    )
    done = peopled("import", "cancellations", file, "--rejects", rejects, "--json", code=1)
    assert (done.object["new"], done.object["rejected"]) == (1, 3)
    assert done.object["unknown_columns"] == ["Lieblingsfarbe"]
    with rejects.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter=";"))
    assert [row["cancellation_id"] for row in rows] == ["A-2", "A-3", "A-4"]
    assert [row["Lieblingsfarbe"] for row in rows] == ["rot", "grün", "grün"]
    assert {row["contact_id"] for row in rows} == {"K-9999", "K-4"}
    told = peopled("import", "cancellations", file, "--rejects", rejects, code=1).out
    assert "Unbekannte Spalten, nicht beachtet: Lieblingsfarbe" in told
    assert "k.csv:3:" in told
    assert "Den Kontakt K-9999 gibt es nicht" in told
    assert str(rejects) in told
    assert "Den Kontakt K-9999 gibt es nicht" in rejects.read_text(encoding="utf-8-sig")


def test_a_list_of_rejects_that_cannot_be_written_is_no_failed_import(peopled: Tool, tmp_path: Path) -> None:
    file = file_of(tmp_path, "k.csv", cancelled(2) + "A-9;K-404;2026-03-01;price\n")
    done = peopled("import", "cancellations", file, "--rejects", tmp_path / "fehlt" / "r.csv", "--json", code=1)
    assert (done.object["new"], done.object["rejected"], done.object["rejects_file"]) == (2, 1, None)
    assert "Die abgelehnten Zeilen lassen sich nicht" in done.err


def test_many_rejects_are_not_all_told(peopled: Tool, tmp_path: Path) -> None:
    file = file_of(tmp_path, "k.csv", cancelled(30).replace(";price", ";langeweile"))
    told = peopled("import", "cancellations", file, "--dry-run", code=1).out
    assert told.count("  k.csv:") == 20
    assert "… und 10 weitere." in told


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        ("kunden", "kunden.csv", "kunden"),
        ("customers", "gibt-es-nicht.csv", "gibt-es-nicht.csv"),
        (
            "cancellations",
            "kunden.csv",
            "Das sieht nach customers aus (5 von 5 Spalten passen), nicht nach cancellations.",
        ),
    ],
)
def test_what_cannot_be_read(started: Tool, tmp_path: Path, kind: str, name: str, words: str) -> None:
    file_of(tmp_path, "kunden.csv", CUSTOMERS)
    done = started("import", kind, tmp_path / name, code=2)
    assert words in done.err
    assert done.out == ""


def test_more_cancellations_than_usual_ask_for_their_number(peopled: Tool, tmp_path: Path) -> None:
    few = Tool(peopled.state, shipped_config(tmp_path, max_new_cancellations="max_new_cancellations = 4"))
    file = file_of(tmp_path, "k.csv", cancelled(5))
    dry = few("import", "cancellations", file, "--dry-run", code=1).out
    assert "5 neu" in dry
    assert "Der Import würde anhalten: k.csv bringt 5 neue Kündigungen, üblich sind höchstens 4" in dry
    stopped = few("import", "cancellations", file, code=1)
    assert stopped.out == ""
    assert "Angehalten, nichts wurde gespeichert" in stopped.err
    assert "Die älteste ging am 01.02.2026 um 10:00 Uhr ein, die neueste am 05.02.2026 um 10:00 Uhr." in stopped.err
    assert "noch einmal mit --confirm 5" in stopped.err
    wrong = few("import", "cancellations", file, "--confirm", "4", "--json", code=1)
    assert "--confirm 4 passt nicht dazu" in wrong.err
    assert wrong.object["guard"] == {
        "new_cancellations": 5,
        "max": 4,
        "oldest": "2026-02-01T10:00:00+01:00",
        "newest": "2026-02-05T10:00:00+01:00",
        "stops": True,
    }
    assert few("import", "cancellations", file, "--confirm", "5", "--json").object["new"] == 5
    assert few("import", "cancellations", file, "--json").object["unchanged"] == 5


KINDS = {
    "consents": "consent_id;contact_id;medium;granted_at\nE-1;K-1;email;2026-02-01\n",
    "objections": "contact_id;scope;received_at\nK-1;email;2026-02-01\n",
    "robinson": "medium;address;listed_at\nemail;p1@kunde.example;2026-02-01\n",
    "contracts": "contract_id;contact_id;Vertragsende\nV-99;K-1;31.12.2026\n",
    "cancellations": cancelled(1),
    "activities": 'contact_id;at;medium;note\nK-1;2026-02-01T10:00;phone;"erste Zeile\nzweite"\n',
    "returned": "contact_id;returned_at\nK-1;2026-02-20T10:00\n",
    "releases": "release_id;feature;released_at\nR-1;DATEV-Export;2026-02-20\n",
    "usage": "contact_id;day;logins\nK-1;2026-02-01;7\n",
    "tickets": "ticket_id;contact_id;opened_at\nT-1;K-1;2026-02-01T10:00\n",
    "nps": "contact_id;answered_at;score\nK-1;2026-02-01T10:00;9\n",
    "revenue": "contact_id;month;amount\nK-1;2026-02;10,50\n",
}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_comes_in_once(peopled: Tool, tmp_path: Path, kind: str) -> None:
    file = file_of(tmp_path, f"{kind}.csv", KINDS[kind])
    first = peopled("import", kind, file, "--json").object
    assert (first["new"], first["rejected"], first["unknown_columns"]) == (int(kind != "releases"), 0, [])
    again = peopled("import", kind, file, "--json").object
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 1)


def test_a_return_ends_the_win_back(peopled: Tool, tmp_path: Path) -> None:
    consents = [
        f"E-{n};K-{n};email;2025-11-03T10:00;doi;Ja, Angebote per E-Mail.;1;archiv/{n};2025-11-03T10:05" for n in (1, 2)
    ]
    header = "consent_id;contact_id;medium;granted_at;method;text;text_version;proof_ref;confirmed_at"
    peopled("import", "consents", file_of(tmp_path, "e.csv", "\n".join([header, *consents]) + "\n"))
    sent = "cancellation_id;contact_id;received_at;reason\nA-1;K-1;2026-03-02T07:00;price\nA-2;K-2;2026-03-02T07:00;price\n"
    peopled("import", "cancellations", file_of(tmp_path, "k.csv", sent))
    peopled.play(START, "2026-03-10T12:00:00+01:00")
    before = peopled.touches(contact="K-1", decision="send", purpose="advertising")
    file = file_of(tmp_path, "zurueck.csv", "contact_id;returned_at\nK-1;2026-03-10T11:00:00+01:00\n")
    assert peopled("import", "returned", file, "--json").object["new"] == 1
    assert peopled("import", "returned", file, "--json").object["new"] == 0
    peopled.play("2026-03-10T12:00:00+01:00", "2026-06-30T12:00:00+02:00")
    assert peopled.touches(contact="K-1", decision="send", purpose="advertising") == before
    assert len(peopled.touches(contact="K-2", decision="send", purpose="advertising")) > len(before) > 0


def test_an_unknown_opt_out_column_stops_until_a_person_decides(started: Tool, tmp_path: Path) -> None:
    file = file_of(tmp_path, "k.csv", "Kundennummer;Nachname;Werbestopp;Sperre seit\nK-1;A;;2025-01-01\n")
    stopped = started("import", "customers", file, code=1)
    assert stopped.out == ""
    assert "k.csv:1: Werbestopp: Diese Spalte ist unbekannt und sieht nach einer Abmeldung aus" in stopped.err
    one = started("import", "customers", file, "--ignore-column", "Werbestopp", "--dry-run", code=1)
    assert '--ignore-column "Sperre seit"' in one.err
    both = ("--ignore-column", "werbestopp", "--ignore-column", "Sperre seit")
    done = started("import", "customers", file, *both, "--json").object
    assert (done["new"], list(done["ignored_columns"])) == (1, ["Werbestopp", "Sperre seit"])
    assert "Im Kopf steht sie nicht" in started("import", "customers", file, *both, "--ignore-column", "x", code=2).err


def test_an_opt_out_in_our_own_file_counts_and_a_doubt_is_said(started: Tool, tmp_path: Path) -> None:
    file = file_of(tmp_path, "k.csv", "Kundennummer;Nachname;Keine Briefe\nK-1;A;x\nK-2;B;nein\nK-3;C;umgezogen\n")
    said = started("import", "customers", file).out
    assert "2 Personen tragen „Keine Briefe: x“: Widerspruch gegen Werbung per Brief, gilt ab sofort (2 neu" in said
    assert "„Keine Briefe“: 1 × ein Wort, das wir nicht verstehen („umgezogen“; Zeile 4). Im Zweifel zählt es" in said
