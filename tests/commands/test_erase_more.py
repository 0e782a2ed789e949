"""`erase` where two people share something, and who comes back: the mailbox of an office, a scan, the demo, doctor."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from contacts.normalize import pseudonym
from store import written
from store.engine import Store, sqlite_url
from tests.rig.tool import Tool

WHO = "K-1003"
LATER = "2026-04-30T08:00:00+00:00"


@pytest.fixture
def tool(demo: Tool, copy_of: Callable[[Tool], Tool]) -> Tool:
    return copy_of(demo)


def _listed(tool: Tool, name: str) -> str:
    """A later database than this one has erased her."""
    found = pseudonym((tool.state / "hash.key").read_bytes().strip(), name)
    with (tool.state / "erased.list").open("a") as file:
        file.write(f"{found} {LATER}\n")
    return found


def test_doctor_names_who_came_back_by_pseudonym_and_the_demo_erases_at_its_start(tool: Tool) -> None:
    found = _listed(tool, WHO)
    said = "".join(tool("doctor", code=1).out.split("\n"))
    assert f"mit einer älteren Datenbank wieder da: 1 ({found[:16]})" in said
    assert "erneut gelöscht" in tool("run", "--demo", "--once").err
    assert "gibt es nicht" in tool("why", WHO, code=1).err
    assert found[:16] not in tool("doctor", code=1).out


def test_doctor_names_who_was_read_in_again(tool: Tool, tmp_path: Path) -> None:
    tool("erase", WHO, "--by", "dsb", "--yes")
    file = tmp_path / "neu.csv"
    file.write_text(f"contact_id;last_name;email\n{WHO};Neu;neu@rad.example\n", encoding="utf-8")
    tool("import", "customers", file)
    assert "aus dem CRM wieder eingelesen: 1 (" in tool("doctor", code=1).out


def test_the_path_of_a_confirmation_is_noted_nowhere(tool: Tool, tmp_path: Path) -> None:
    letter = tmp_path / f"{WHO}.txt"
    told = tool("erase", WHO, "--by", "dsb", "--yes", "--out", letter).out
    assert f"Der Dateiname nennt die Kennung {WHO}" in told
    assert WHO not in letter.read_text(encoding="utf-8")
    store = Store(sqlite_url(tool.state / "wiedersehen.sqlite3"))
    with store.read() as connection:
        assert [one.path for one in written.all_files(connection) if WHO in str(one.path)] == []
    store.close()


def test_mails_and_rows_of_the_other_one_at_a_shared_mailbox_stay(tool: Tool, tmp_path: Path) -> None:
    file = tmp_path / "zwei.csv"
    rows = ("X-1;Ada;Ost;info@werft.example", "X-2;Bo;West;info@werft.example")
    file.write_text("\n".join(("contact_id;first_name;last_name;email", *rows)), encoding="utf-8")
    tool("import", "customers", file)
    theirs, hers = (tool.state / "inbox" / "cur" / name for name in ("1:2,S", "2:2,S"))
    for path, name in ((theirs, "Bo West"), (hers, "Ada Ost")):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "info@werft.example", "team@firma.example", f"Anfrage von {name}"
        mail["Message-ID"] = f"<{path.name[0]}@werft.example>"
        mail.set_content(f"Viele Grüße, {name}")
        path.write_bytes(mail.as_bytes())
    table = tool.state / "liste.csv"
    table.write_text("name;email\nAda Ost;info@werft.example\nBo West;info@werft.example\n", encoding="utf-8")
    gone = tool("erase", "X-1", "--by", "dsb", "--yes", "--json").object
    assert gone["sharing"] == ["X-2"]
    assert (hers.exists(), theirs.exists()) == (False, True)
    assert table.read_text(encoding="utf-8") == "name;email\nBo West;info@werft.example\n"
    tool("erase", "X-2", "--by", "dsb", "--yes")
    assert not theirs.exists()
    assert not table.exists()


def test_a_scan_is_in_the_backup_comes_back_and_goes_with_the_last_person_it_is_about(
    tool: Tool, tmp_path: Path
) -> None:
    scan = tmp_path / "brief.pdf"
    scan.write_bytes(b"%PDF-1.7 \x00\xff")
    for name in (WHO, "K-1001"):
        tool("suppress", name, "--evidence", scan, "--by", "dsb", "--door", "letter")
    (kept,) = (tool.state / "evidence").iterdir()
    assert tool("backup", "--to", tmp_path / "b").out
    (backup,) = (tmp_path / "b").glob("*.tar.gz")
    kept.unlink()
    tool("backup", "restore", backup)
    assert kept.read_bytes() == scan.read_bytes()
    tool("erase", WHO, "--by", "dsb", "--yes")
    assert kept.exists()
    tool("erase", "K-1001", "--by", "dsb", "--yes")
    assert not kept.exists()
