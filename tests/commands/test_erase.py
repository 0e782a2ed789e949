"""`erase`: what people see, every copy in files, a kill in between, a restored backup, and who comes back."""

from __future__ import annotations

import hashlib
import io
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select

from channels.letter.batch import is_complete
from store.engine import Store, sqlite_url
from store.tables import people, runs
from tests.rig.tool import ROOT, Tool

WHO, LAST, EMAIL = "K-1003", "Obermoser", "x.obermoser@alpenrad.example"
NUMBER, STREET = "8999998231", "Isargrund"
ANSWER = {
    "contact", "dry_run", "at", "request", "gone", "kept", "suppression_entries", "audit_events_blanked", "files",
    "sharing", "unsent_contract_messages", "recipients", "recalled", "confirmation",
}  # fmt: skip


@pytest.fixture
def tool(demo: Tool, copy_of: Callable[[Tool], Tool]) -> Tool:
    return copy_of(demo)


def _names_her(path: Path) -> list[str]:
    text = path.read_bytes().decode("utf-8", "replace").casefold()
    digits = "".join(one for one in text if one.isdigit())
    found = [word for word in (WHO.casefold(), LAST.casefold(), EMAIL, STREET.casefold()) if word in text]
    return [*found, *([NUMBER] if NUMBER in digits else [])]


def _files(*roots: Path) -> Iterator[Path]:
    for root in roots:
        yield from (path for path in sorted(root.rglob("*")) if path.is_file())


def _copies_everywhere(tool: Tool, outside: Path) -> None:
    """One copy of every kind of file that this program writes, below the state directory and outside of it."""
    tool("preview", "winback", "--contact", WHO)
    tool("preview", "winback", "--contact", WHO, "--out", outside / "vorschau")
    tool("tasks", "export", outside / "aufgaben.csv")
    tool("access", WHO, "--out", outside / "auskunft")
    customers = outside / "kunden.csv"
    rows = (f"{WHO};Xaver;;{EMAIL}", "K-9901;Nora;;nora@rad.example")
    customers.write_text("contact_id;first_name;last_name;email\n" + "\n".join(rows) + "\n", encoding="utf-8")
    tool("import", "customers", customers, "--rejects", outside / "abgelehnt.csv", code=1)
    customers.unlink()
    bounce = EmailMessage()
    bounce["From"], bounce["To"], bounce["Subject"] = "mailer-daemon@relay.example", "team@firma.example", "Undelivered"
    bounce.set_content(f"Final-Recipient: rfc822; {EMAIL.upper()}\n")
    inner = EmailMessage()
    inner["From"], inner["To"] = "team@firma.example", EMAIL
    inner.set_content("Guten Tag")
    bounce.add_attachment(inner)
    (tool.state / "inbox" / "new" / "bounce").write_bytes(bounce.as_bytes())
    scan = outside / "brief.eml"
    scan.write_text(f"Ich widerspreche. Xaver {LAST}", encoding="utf-8")
    tool("suppress", WHO, "--scope", "post", "--evidence", scan)
    scan.unlink()


@pytest.mark.timeout(120)
def test_no_file_below_the_state_directory_or_outside_names_her_any_more(tool: Tool, tmp_path: Path) -> None:
    outside = tmp_path / "draussen"
    outside.mkdir()
    _copies_everywhere(tool, outside)
    named = [path for path in _files(tool.state, outside) if _names_her(path)]
    kinds = {path.relative_to(tmp_path).parts[1] for path in named}
    assert {"mail", "inbox", "vorschau", "aufgaben.csv", "abgelehnt.csv", "auskunft", "evidence"} <= kinds
    others = (outside / "aufgaben.csv").read_text("utf-8-sig").splitlines()
    done = tool("erase", WHO, "--by", "dsb", "--yes", "--json").object
    assert set(done) == ANSWER
    left = [path for path in _files(tool.state, outside) if _names_her(path) and ".sqlite3" not in path.name]
    assert left == []
    kept = (outside / "aufgaben.csv").read_text("utf-8-sig").splitlines()
    assert kept == [line for line in others if WHO not in line]
    assert 1 < len(kept) < len(others)
    assert "nora@rad.example" in (outside / "abgelehnt.csv").read_text("utf-8-sig")
    assert not (outside / "vorschau").exists()
    assert not (tool.state / "vorschau").exists() or not list((tool.state / "vorschau").iterdir())
    assert list((tool.state / "mail").rglob("*.*"))  # everybody else's mails are there


def test_a_letter_file_loses_her_row_and_fits_its_checksum_and_the_log_knows(tool: Tool) -> None:
    file = next(
        path
        for path in sorted((tool.state / "letters").glob("*.csv"))
        if ".rueckruf-" not in path.name and len(path.read_bytes().splitlines()) > 2
    )
    first, second = [line.split('";"')[0].strip('"') for line in file.read_text("utf-8-sig").splitlines()[1:3]]
    rows = {row["contact"]: row for row in tool.touches(channel="letter") if row["state"] == "exported"}
    who = next(name for name, row in rows.items() if _send_id(tool, name, first))
    before = file.read_bytes().splitlines()
    tool("erase", who, "--by", "dsb", "--yes")
    after = file.read_bytes().splitlines()
    assert after == [line for line in before if not line.startswith(f'"{first}"'.encode())]
    assert any(line.startswith(f'"{second}"'.encode()) for line in after)
    assert is_complete(file)
    description = file.with_name(f"{file.stem}.satzbeschreibung.txt").read_text("utf-8")
    assert f"Sätze: {len(after) - 1} (ohne Kopfzeile)" in description
    events = [one for one in tool("audit", "list", "--json").objects if one["event"] == "letter_file_rewritten"]
    assert {"file": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}.items() <= events[0][
        "data"
    ].items()
    assert subprocess.run(["sha256sum", "-c", f"{file.name}.sha256"], cwd=file.parent, check=False).returncode == 0


def _send_id(tool: Tool, contact: str, send_id: str) -> bool:
    store = Store(sqlite_url(tool.state / "wiedersehen.sqlite3"))
    with store.read() as connection:
        query = select(people.contact.c.external_id).join(runs.touch, runs.touch.c.contact_id == people.contact.c.id)
        found = connection.execute(query.where(runs.touch.c.send_id == send_id)).scalar()
    store.close()
    return found == contact


def test_the_trial_shows_what_goes_what_stays_and_why_and_changes_nothing(tool: Tool) -> None:
    before = {path: path.read_bytes() for path in _files(tool.state) if ".sqlite3" not in path.name}
    trial = tool("erase", WHO, "--by", "dsb", "--dry-run").out
    assert trial.startswith("Probe, nichts wird gelöscht.\n")
    assert "Es bleibt, eingeschränkt, und warum:" in trial
    assert "§ 257" in trial
    assert "Sperrliste" in trial
    assert "Nicht angefasst: das Postfach beim Mailanbieter und die Kundenkartei." in trial
    assert {path: path.read_bytes() for path in _files(tool.state) if ".sqlite3" not in path.name} == before
    assert LAST in tool("why", WHO).out


def test_nobody_is_erased_without_being_asked(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert "mit --yes löschen. Nichts wurde gelöscht." in tool("erase", WHO, "--by", "dsb", code=2).err
    assert "--by" in tool("erase", WHO, "--yes", code=2).err
    assert LAST in tool("why", WHO).out


def test_the_confirmation_says_what_remains_and_names_nobody(tool: Tool, tmp_path: Path) -> None:
    letter = tmp_path / "bestaetigung.txt"
    tool("erase", "K-2001", "--by", "dsb", "--yes", "--out", letter)  # nobody says she is a business: § 7a UWG
    text = letter.read_text("utf-8")
    for word in ("Guten Tag,", "Art. 17 DSGVO", "Sperrliste", "§ 7a", "§ 257", "31. Dezember 2032", "Art. 77 DSGVO"):
        assert word in text, word
    assert "Asmussen" not in text
    assert letter.stat().st_mode & 0o777 == 0o600


def test_a_request_is_answered_by_it_and_recipients_are_to_be_told(tool: Tool) -> None:
    request = tool("requests", "add", WHO, "--kind", "erasure", "--by", "dsb", "--json").object["request"]

    def refused(contact: str, external_id: str) -> str:
        return tool("erase", contact, "--by", "dsb", "--request", external_id, "--yes", code=2).err

    assert "gibt es nicht" in refused(WHO, "DS-nie")
    assert f"gehört zu {WHO}, nicht zu K-1001" in refused("K-1001", request)
    done = tool("erase", WHO, "--by", "dsb", "--request", request, "--yes", "--json").object
    assert done["request"] == request
    assert "kundenkartei" in done["recipients"]
    assert "ist schon abgeschlossen" in refused("K-1001", request)
    told = tool("requests", "show", request).out
    assert f"Kundenkennung {WHO}" in told  # until the CRM has been told; then it goes as well
    tool("requests", "told", request, "kundenkartei", "--by", "dsb")
    assert WHO not in tool("requests", "show", request).out


def test_what_is_kept_is_read_by_proof_alone(tool: Tool) -> None:
    proof = tool("consent", "proof", "EW-0005", "--json").object
    tool("erase", WHO, "--by", "dsb", "--yes")
    kept = tool("consent", "proof", "EW-0005", "--json").object
    assert (kept["consent"], kept["uses"], kept["text"]) == (proof["consent"], proof["uses"], proof["text"])
    assert "gibt es nicht" in tool("why", WHO, code=1).err
    for command in (("tasks", "list"), ("replies", "list"), ("report", "touches"), ("audit", "list")):
        assert LAST not in tool(*command).out


def test_the_chain_verifies_after_it(tool: Tool) -> None:
    tool("erase", WHO, "--by", "dsb", "--yes")
    checked = tool("audit", "verify", "--json").object
    assert (checked["whole"], checked["broken"]) == (True, None)
    assert checked["erased"] > 0
    event = next(one for one in tool("audit", "list", "--json").objects if one["event"] == "person_erased")
    assert (event["contact"], event["data"]["by"]) == (None, "dsb")


_KILLED = """
import os, signal, sys
from campaigns.erasing import finishing
from commands.main import main

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

finishing.{place} = die
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("place", ["copies", "clean", "_note"])
def test_killed_between_the_commit_and_the_last_file_the_next_start_finishes_it(tool: Tool, place: str) -> None:
    tool("preview", "winback", "--contact", WHO)
    arguments = ("erase", WHO, "--by", "dsb", "--yes", "--config", tool.config, "--state", tool.state)
    program = [sys.executable, "-c", _KILLED.format(place=place), *map(str, arguments)]
    killed = subprocess.run(program, cwd=ROOT, check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert "gibt es nicht" in tool("why", WHO, code=1).err
    assert list((tool.state / "loeschungen").glob("*.json"))
    tool.play("2026-03-25T08:00:00+01:00")
    assert list((tool.state / "loeschungen").glob("*.json")) == []
    assert [path for path in _files(tool.state) if _names_her(path) and ".sqlite3" not in path.name] == []
    assert (tool.state / "erased.list").read_text().count("\n") == 1
    assert all(is_complete(path) for path in (tool.state / "letters").glob("*.csv"))


def test_killed_before_the_commit_nothing_is_erased(tool: Tool) -> None:
    program = _KILLED.replace("finishing.{place} = die", "from store import erasures\nerasures.note = die")
    arguments = ("erase", WHO, "--by", "dsb", "--yes", "--config", tool.config, "--state", tool.state)
    killed = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)], cwd=ROOT, check=False, capture_output=True
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    tool.play("2026-03-25T08:00:00+01:00")
    assert LAST in tool("why", WHO).out
    assert any(_names_her(path) for path in _files(tool.state / "mail"))
    tool("erase", WHO, "--by", "dsb", "--yes")
    assert "gibt es nicht" in tool("why", WHO, code=1).err


@pytest.mark.timeout(120)
def test_a_backup_from_before_brings_nobody_back(tool: Tool, tmp_path: Path) -> None:
    made = tool("backup", "--to", tmp_path / "sicherung", "--json").object
    assert "erased.list" in tool("backup", "--to", tmp_path / "zweite").out
    done = tool("erase", WHO, "--by", "dsb", "--yes", "--json").object
    assert str(made["file"]) in {one["path"] for one in done["files"] if one["done"] == "left"}
    restored = tool("backup", "restore", made["file"], "--json").object
    assert restored["erased_again"] == 1
    assert "gibt es nicht" in tool("why", WHO, code=1).err
    for aside in tool.state.glob("vor-ruecksicherung-*"):
        shutil.rmtree(aside)
    assert [path for path in _files(tool.state) if _names_her(path) and ".sqlite3" not in path.name] == []


@pytest.mark.timeout(120)
def test_a_database_that_was_copied_back_by_hand_is_cleaned_before_anything_runs(tool: Tool, tmp_path: Path) -> None:
    old = tmp_path / "alt.sqlite3"
    tool("status")
    shutil.copyfile(tool.state / "wiedersehen.sqlite3", old)
    tool("erase", WHO, "--by", "dsb", "--yes")
    shutil.copyfile(old, tool.state / "wiedersehen.sqlite3")
    assert LAST in tool("why", WHO).out
    told = tool.play("2026-03-25T08:00:00+01:00").err
    assert "1 gelöschte Personen standen wieder in dieser Datenbank" in told
    assert "gibt es nicht" in tool("why", WHO, code=1).err


def test_the_import_names_who_was_erased_and_is_back(tool: Tool, tmp_path: Path) -> None:
    for name in (WHO, "K-1001"):
        tool("erase", name, "--by", "dsb", "--yes")
    file = tmp_path / "neu.csv"
    file.write_text(
        f"contact_id;last_name;email\n{WHO};{LAST};neu@rad.example\nX-1;Neu;nora@rad.example\n", encoding="utf-8"
    )
    told = tool("import", "customers", file).out
    assert f"1 Person war gelöscht und steht wieder im CRM: {WHO}." in told
    assert tool("import", "customers", file, "--json").object["erased"] == [WHO]
    assert "gelöscht" in tool("why", WHO).out.casefold()


def test_what_she_wrote_about_a_colleagues_case_goes_with_her(tool: Tool) -> None:
    """K-1082 answered a mail to K-1081: the reply stands in the colleague's case, and the task quotes it."""
    database = tool.state / "wiedersehen.sqlite3"
    assert b"Unsere Entscheidung ist gefallen" in database.read_bytes()
    tool("erase", "K-1082", "--by", "dsb", "--yes")
    assert b"Unsere Entscheidung ist gefallen" not in database.read_bytes()
    assert "Die Nachricht ist gelöscht (Art. 17 DSGVO)." in tool("tasks", "show", _reply_task(tool)).out


def _reply_task(tool: Tool) -> str:
    return next(
        str(row["task_id"])
        for row in tool("tasks", "list", "--all", "--json").objects
        if row["contact"] == "K-1081" and str(row["task_id"]).startswith("reply-")
    )


def test_an_erasure_that_was_asked_for_before_is_answered_by_it(tool: Tool) -> None:
    request = tool("requests", "add", WHO, "--kind", "erasure", "--by", "dsb", "--json").object["request"]
    assert tool("erase", WHO, "--by", "dsb", "--yes", "--json").object["request"] == request


def test_a_place_for_the_letter_that_cannot_be_written_to_erases_nobody(tool: Tool) -> None:
    tool("erase", WHO, "--by", "dsb", "--yes", "--out", "/nicht/da/brief.txt", code=2)
    assert "--by" in tool("erase", WHO, "--by", " ", "--yes", code=2).err
    assert LAST in tool("why", WHO).out


def test_a_second_erasure_says_that_it_has_happened_and_names_nobody_else(tool: Tool) -> None:
    tool("erase", WHO, "--by", "dsb", "--yes")
    again = tool("erase", WHO, "--by", "dsb", "--yes", code=1).err
    assert f"{WHO} gibt es nicht mehr: gelöscht am 24.03.2026 um 18:00 Uhr." in again
    assert again.count("K-") == 1
