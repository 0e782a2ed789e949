"""`classify` on whatever holds mails: Maildir, mbox, folders, and files that are no mail at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rig.tool import ROOT, Tool

STOP = b"From: a@kunde.test\nSubject: AW: Angebot\n\nBitte keine Werbung mehr.\n"
LINE = b"From a@kunde.test Mon Mar  2 08:00:00 2026\n"


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    box = tmp_path / "team"
    for part in ("cur", "new", "tmp", ".Alt/cur", ".Alt/new", ".Alt/tmp"):
        (box / part).mkdir(parents=True)
    for name in ("cur/1:2,S", "new/2", ".Alt/cur/3:2,", "tmp/4", ".Alt/tmp/5"):
        (box / name).write_bytes(STOP)
    for name in ("dovecot-uidlist", "dovecot.index.log", "subscriptions", "maildirsize", ".Alt/dovecot-uidlist"):
        (box / name).write_text("3 V1 N2")
    return box


def test_a_maildir_is_its_mails_and_not_its_servers_files(empty: Tool, maildir: Path) -> None:
    found = empty("classify", maildir, "--json").objects
    names = [Path(item["file"]).relative_to(maildir).as_posix() for item in found]
    assert names == [".Alt/cur/3:2,", "cur/1:2,S", "new/2"]
    assert {item["label"] for item in found} == {"objection_unsubscribe"}


def test_its_parts_can_be_named_alone(empty: Tool, maildir: Path) -> None:
    assert len(empty("classify", maildir / "cur", maildir / "new", "--json").objects) == 2


def test_a_sentence_that_begins_with_from_ends_no_mail(empty: Tool, tmp_path: Path) -> None:
    box = tmp_path / "alle"
    box.write_bytes(LINE + STOP + b"From now on: nothing.\n")
    (only,) = empty("classify", box, "--json").objects
    assert (only["file"], only["label"]) == (f"{box}#1", "objection_unsubscribe")
    box.write_bytes(LINE + STOP.replace(b"Werbung", "Werbung für Möbel".encode("latin-1")) + b"\n" + LINE + STOP)
    assert [item["label"] for item in empty("classify", box, "--json").objects] == ["objection_unsubscribe"] * 2


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"PK\3\4\0\0\0\0", b"\0" * 5000, os.urandom(200_000), b"\xff\xfeS\0u\0"]
)
def test_a_file_that_is_no_mail_is_set_aside(empty: Tool, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bild.eml"
    path.write_bytes(data)
    one = empty("classify", path, "--json").object
    assert (one["kind"], one["label"], one["stop"], one["review"]) == ("unknown", None, "hold", True)
    assert one["evidence"]["rule"] == "quarantined"


def test_an_objection_in_what_is_no_mail_still_counts(empty: Tool, tmp_path: Path) -> None:
    path = tmp_path / "kaputt.eml"
    path.write_bytes(b"\0\0\0kaputt\n\nBitte keine Werbung mehr.\n")
    assert empty("classify", path, "--json").object["stop"] == "all_advertising"


def test_a_huge_mbox_needs_no_memory(tmp_path: Path) -> None:
    box = tmp_path / "riesig"
    with box.open("wb") as file:
        for _ in range(2):
            file.write(LINE + STOP + b"\n")
            for _ in range(80):
                file.write((b"x" * 76 + b"\n") * 16_384)
            file.write(b"\n")
    assert box.stat().st_size > 200_000_000
    program = (
        "import pathlib, re, sys\nfrom commands.main import main\n"
        f"code = main(['classify', {str(box)!r}, '--json'])\n"
        # Not ru_maxrss: that of the test's own process is handed down to what it starts.
        "own = re.search(r'VmHWM:\\s+(\\d+)', pathlib.Path('/proc/self/status').read_text())\n"
        "sys.stderr.write(own[1])\nsys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.count('"objection_unsubscribe"') == 2
    assert int(done.stderr.split()[-1]) < 120_000  # KiB
