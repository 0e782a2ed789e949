"""Taking one person's rows out of a table in a file; every other row keeps its bytes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from campaigns.erasing.identity import Identity

_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Without:
    """The table without the person: the bytes, how many rows went and how many are left (without the head)."""

    content: bytes
    gone: int
    left: int


def without(content: bytes, identity: Identity) -> Without:
    """Semicolons, commas or tabs, UTF-8 or Windows-1252, as the head line says."""
    mark = _MARK if content.startswith(_MARK) else b""
    body = content.removeprefix(_MARK)
    try:
        text, encoding = body.decode(), "utf-8"
    except UnicodeDecodeError:
        text, encoding = body.decode("cp1252", errors="surrogateescape"), "cp1252"
    head, *records = list(_records(text)) or [""]
    delimiter = max(";,\t", key=head.count)
    heads = _cells(head, delimiter)
    kept = [record for record in records if not identity.in_row(heads, _cells(record, delimiter))]
    if len(kept) == len(records):
        return Without(content, 0, len(records))
    errors = "surrogateescape" if encoding == "cp1252" else "strict"
    left = mark + "".join((head, *kept)).encode(encoding, errors)
    return Without(left, len(records) - len(kept), len(kept))


def _records(text: str) -> Iterator[str]:
    """Records with their line ends; a quoted cell may hold line breaks."""
    held = ""
    for line in text.splitlines(keepends=True):
        held += line
        if held.count('"') % 2 == 0:
            yield held
            held = ""
    if held:
        yield held


def _cells(record: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([record], delimiter=delimiter), [])
    except csv.Error:
        return [record]
