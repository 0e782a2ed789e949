"""What a spreadsheet makes of the letter shop's file: postcodes keep their zero, and no cell is computed."""

from __future__ import annotations

import csv
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from channels.channel import LetterContent
from channels.letter.batch import write_batch
from channels.letter.letter import LetterChannel
from contacts.contact import PostalAddress
from tests.channels.mails import MESSAGE
from tests.rig import machine

OFFICE = shutil.which("soffice") or "/usr/bin/soffice"
LETTER = replace(MESSAGE, content=LetterContent("Betreff", "Guten Tag,", ("Eins plus 1+1 und „=2“.", "Zweitens")))
PLACES = (PostalAddress("Weg 1", "01067", "Dresden"), PostalAddress("1. Mai Straße 3", "09111", "Chemnitz"))

pytestmark = pytest.mark.real


def converted(path: Path, folder: Path, kind: str) -> Path:
    """The file as LibreOffice reads it, written out again."""
    machine.need(OFFICE)
    command = [
        OFFICE, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--infilter=CSV:59,34,76,1,,0,true",
        "--convert-to", kind, "--outdir", str(folder), str(path),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    return folder / f"{path.stem}.{kind.partition(':')[0]}"


def test_libreoffice_keeps_leading_zeros_and_computes_nothing(tmp_path: Path) -> None:
    rows = [
        LetterChannel().prepare(
            replace(LETTER, send_id=f"send-{n}", recipient=replace(LETTER.recipient, address=place))
        )
        for n, place in enumerate(PLACES)
    ]
    path = write_batch(tmp_path / "letters", "B-1", rows)
    with converted(path, tmp_path, "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false").open(
        encoding="utf-8", newline=""
    ) as handle:
        seen = list(csv.DictReader(handle, delimiter=";"))
    assert [row["PLZ"] for row in seen] == ["01067", "09111"]
    for row, given in zip(seen, rows, strict=True):
        assert {name: value for name, value in row.items() if name != "\ufeffSendungs-ID"} == {
            name: value for name, value in given.columns.items() if name in row
        }
