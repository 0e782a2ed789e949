"""Files for the letter shop: complete or not there, the same bytes every time, and checkable with `sha256sum -c`.

Each file is written to a temporary name, synced and renamed, its folder synced, and only then the `.sha256` beside it.
So a reader that takes only files with a matching checksum never takes half a file, and a crash at any instant is mended
by writing the same batch again. A batch is frozen: the same id with other rows is refused, never overwritten.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from channels.cells import cell
from channels.channel import BatchRow, Refused

_BATCH_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_ID_COLUMN = "Sendungs-ID"
_ID_MAX = 80
_COUNT = re.compile(rb"^S\xc3\xa4tze: \d+", re.MULTILINE)
_HASH = re.compile(rb"^(Pr\xc3\xbcfsumme \(SHA-256\): )[0-9a-f]{64}", re.MULTILINE)
DESCRIPTION = ".satzbeschreibung.txt"
"""How the name of the file ends that describes a batch."""
LETTERS = ".brief-"
"""What stands in the name of a file with finished letters, between the batch and the number of the portion."""


class BatchFrozen(Refused):
    """A file of this name exists with other content."""


def write_batch(folder: Path, batch_id: str, rows: Iterable[BatchRow], about: Sequence[str] = ()) -> Path:
    """Write `<batch_id>.csv`, then its description and, last, `<batch_id>.csv.sha256`; the path of the CSV file.

    Who is in the CSV is the batch from then on: whoever is stopped before it stands leaves no trace in a second run.

    `about` are more lines for the description: whatever stands there must be the same in a second run.
    UTF-8 with BOM, semicolons, CRLF, every cell quoted, sorted by Sendungs-ID: the same rows give the same bytes.
    Raises Refused for an empty batch, unequal columns or an id twice, BatchFrozen, OSError.
    """
    ordered = sorted(rows, key=lambda row: row.send_id)
    content = batch_bytes(ordered)
    description = _description(batch_id, ordered, content, about)
    return _publish(folder, f"{_checked_id(batch_id)}.csv", content, (f"{batch_id}{DESCRIPTION}", description))


def clear(folder: Path, batch_id: str) -> None:
    """Take away what a death left of a list that never stood and that nobody is in any more."""
    if not (folder / f"{_checked_id(batch_id)}.csv").exists():
        for name in (f".{batch_id}.csv.tmp", f"{batch_id}{DESCRIPTION}"):
            (folder / name).unlink(missing_ok=True)


def write_recall(folder: Path, batch_id: str, send_ids: Iterable[str]) -> Path:
    """Write the list of letters of a batch that must not be printed (Art. 21 Abs. 3 DSGVO); the path of the CSV file.

    The name carries the start of the content's checksum: a longer list is a new file, the same list the same file, and
    none is ever replaced. All recall files of a batch count together.
    """
    ordered = sorted({cell(send_id, "Die Sendungs-ID", _ID_MAX) for send_id in send_ids})
    if not ordered:
        raise Refused("Ein Rückruf ohne Sendungen wird nicht geschrieben.")
    content = _csv([_ID_COLUMN], [[send_id] for send_id in ordered])
    mark = hashlib.sha256(content).hexdigest()[:8]
    return _publish(folder, f"{_checked_id(batch_id)}.rueckruf-{mark}.csv", content)


def write_letters(folder: Path, batch_id: str, number: int, pdf: bytes) -> Path:
    """Write one portion of finished letters, `<batch_id>.brief-001.pdf`, with its checksum.

    Without a checksum it may be made anew (a newer compiler sets it otherwise). Raises BatchFrozen.
    """
    return _publish(folder, letters_name(batch_id, number), pdf, settled=False)


def letters_name(batch_id: str, number: int) -> str:
    """The name of the `number`-th portion of finished letters, counted from 1."""
    return f"{_checked_id(batch_id)}{LETTERS}{number:03}.pdf"


def send_ids_in(path: Path) -> frozenset[str] | None:
    """The Sendungs-IDs of a batch file that stands, None without one: what stands there is the batch from then on."""
    rows = rows_in(path)
    return frozenset(rows) if rows is not None else None


def rows_in(path: Path) -> dict[str, dict[str, str]] | None:
    """The columns of each letter in a batch file that stands, by Sendungs-ID; None without one."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return None
    return {row[_ID_COLUMN]: row for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=";")}


def files_of(folder: Path, batch_id: str) -> tuple[list[Path], list[Path]]:
    """(recall files, all others) of a batch that stand complete with their checksums, sorted by name."""
    own = re.compile(rf"{re.escape(_checked_id(batch_id))}\.(csv|brief-[0-9]+\.pdf|rueckruf-[0-9a-f]+\.csv)")
    found = sorted(path for path in folder.glob(f"{batch_id}.*") if own.fullmatch(path.name) and is_complete(path))
    recalls = [path for path in found if ".rueckruf-" in path.name]
    rest = [path for path in found if path not in recalls]
    if rest:
        rest.append(folder / f"{batch_id}{DESCRIPTION}")
    return _with_sums(recalls), _with_sums(rest)


def _with_sums(paths: Sequence[Path]) -> list[Path]:
    return [one for path in paths for one in (path, _sidecar(path)) if one.exists()]


def batch_bytes(rows: Sequence[BatchRow]) -> bytes:
    """The file's bytes for rows in the given order. Raises Refused."""
    if not rows:
        raise Refused("Eine leere Lieferung wird nicht geschrieben.")
    columns = list(rows[0].columns)
    for row in rows:
        if list(row.columns) != columns:
            raise Refused(f"Die Sendung „{row.send_id}“ hat andere Spalten als die Lieferung.")
    if len({row.send_id for row in rows}) != len(rows):
        raise Refused("Eine Sendungs-ID kommt in der Lieferung zweimal vor.")
    return _csv(columns, [list(row.columns.values()) for row in rows])


def is_complete(path: Path) -> bool:
    """True when the checksum file beside `path` is there and fits: what a shop should check before it prints."""
    try:
        wanted = f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}"
        return wanted in _sidecar(path).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return False


def _csv(columns: list[str], rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return (_BOM + text.getvalue()).encode()


def _description(batch_id: str, rows: Sequence[BatchRow], content: bytes, about: Sequence[str]) -> bytes:
    """What the file holds, for the shop's data desk. Holds no time of its own, so that a second run writes it alike."""
    campaigns = sorted({row.columns["Kampagne"] for row in rows if row.columns.get("Kampagne")})
    lines = [
        f"Satzbeschreibung zur Lieferung {batch_id}",
        *([f"Kampagnen: {', '.join(campaigns)}"] if campaigns else []),
        *about,
        f"Sätze: {len(rows)} (ohne Kopfzeile)",
        f"Prüfsumme (SHA-256): {hashlib.sha256(content).hexdigest()}",
        "Zeichensatz: UTF-8 mit BOM; Trennzeichen: Semikolon; Zeilenende: CRLF; jedes Feld in Anführungszeichen",
        "Sortierung: Sendungs-ID; Postleitzahl als Text mit führender Null; Land nur im Ausland",
        "Unzustellbares bitte mit der Sendungs-ID zurückmelden. Rückrufe (*.rueckruf-*.csv) vor dem Druck abziehen.",
        "Die Daten sind nach Auftragsende zu löschen (Art. 28 Abs. 3 lit. g DSGVO).",
        "",
        "Nr.;Spalte;längster Wert (Zeichen)",
    ]
    for number, column in enumerate(rows[0].columns, start=1):
        lines.append(f"{number};{column};{max(len(row.columns[column]) for row in rows)}")
    return "\r\n".join([*lines, ""]).encode()


def counted(description: bytes, rows: int, content: bytes) -> bytes:
    """The description of a file out of which rows were taken (Art. 17 DSGVO), `content` being what it is now."""
    fresh = _COUNT.sub(f"Sätze: {rows}".encode(), description, count=1)
    return _HASH.sub(rb"\g<1>" + hashlib.sha256(content).hexdigest().encode(), fresh, count=1)


def _checked_id(batch_id: str) -> str:
    if _BATCH_ID.fullmatch(batch_id) is None:
        raise Refused("Die Lieferungsnummer darf nur aus Buchstaben, Ziffern, - und _ bestehen (höchstens 80 Zeichen).")
    return batch_id


def _publish(
    folder: Path, name: str, content: bytes, beside: tuple[str, bytes] | None = None, *, settled: bool = True
) -> Path:
    """The file first: with it a batch is `settled`. All the rest may be made anew until the checksum closes it."""
    files = [(name, content), *([beside] if beside else [])]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    anew = not _sidecar(folder / name).exists()
    for file_name, data in files:
        _put(folder / file_name, data, anew=anew and not (settled and file_name == name))
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {file_name}\n" for file_name, data in files)
    _put(_sidecar(folder / name), sums.encode())
    return folder / name


def _sidecar(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def _put(path: Path, data: bytes, *, anew: bool = False) -> None:
    """Let `path` hold `data` durably, or leave nothing under that name.

    Raises BatchFrozen when it holds other data, unless it may be made `anew`.
    """
    known = path.read_bytes() if path.exists() else None
    if known != data:
        if known is not None and not anew:
            raise BatchFrozen(f"Die Datei „{path.name}“ gibt es schon mit anderem Inhalt; sie bleibt, wie sie ist.")
        _write(path, data)
    # Also when the file was there: the crash may have come between its rename and this.
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _write(path: Path, data: bytes) -> None:
    # One fixed name: what a kill left behind is overwritten by the next run, no personal data stays lying around.
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
