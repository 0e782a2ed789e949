"""Writing the answer of Art. 15 or 20 DSGVO for a person: files, the record of them, the request that it closes."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from campaigns.evidence.who import spellings
from campaigns.house import House
from campaigns.rendering.documents import html
from campaigns.rendering.german import full_name
from campaigns.rights import requests as cases
from campaigns.rights.access import answer, portable, withheld
from campaigns.rights.access_page import document
from campaigns.rights.copying import Copied, copied
from store import operation, people, requests, written
from store.dossier import Subject

JSON, PAGE, PORTABLE, MAILS = "auskunft.json", "auskunft.html", "daten.json", "mails"


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What was written: files, rows by table, what was withheld, and the requests it has answered."""

    files: tuple[Path, ...]
    rows: Mapping[str, int]
    withheld: tuple[Mapping[str, Any], ...]
    closed: tuple[str, ...]


def hand_out(
    house: House, who: Subject, folder: Path, texts: Path, by: str, *, provided_only: bool = False
) -> HandedOut:
    """Write the copy into `folder` (made when missing; every file for our account alone). OSError when that fails.

    `texts` is the folder of the shipped texts. The reading is audited; an open request of the kind is closed.
    """
    now = house.clock.now()
    with house.store.read() as connection:
        copy = copied(connection, house, who, portable=provided_only)
        values = portable(house, who, copy) if provided_only else answer(connection, house, who, copy)
        name = who.contact
        if who.contact_pk is not None:
            name = f"{full_name(people.contact(connection, who.contact_pk)[0])} ({who.contact})".strip()
    files = _files(house, folder, texts, values, copy, name, provided_only=provided_only)
    with house.store.write() as connection:
        # Before the first byte: a file that is not on the list would outlive an erasure.
        for path in files:
            written.record(connection, path, written.ACCESS, now, contact_pk=who.contact_pk)
    for path, content in files.items():
        write_private(path, content)
    kind = cases.PORTABILITY if provided_only else cases.ACCESS
    kept_back = () if provided_only else tuple(withheld(copy))
    with house.store.write() as connection:
        waiting = _open(house, requests.listing(connection, kind=kind), who)
        for request in waiting:
            cases.closed(connection, house, request, cases.DONE, f"{len(files)} Dateien", by)
        # § 34 Abs. 2 BDSG: that something was withheld, and by which norm, is documented.
        data = {"kind": kind, "by": by, "files": len(files), "withheld": len(copy.held_back)}
        operation.audit(connection, "access_given", now, who.contact if who.contact_pk is not None else None, data)
    rows = {table: len(found) for table, found in copy.rows.items() if found}
    return HandedOut(tuple(files), rows, kept_back, tuple(one.external_id for one in waiting))


def _open(house: House, found: list[requests.Request], who: Subject) -> list[requests.Request]:
    names = {who.contact} | who.emails | who.hashes

    def hers(one: requests.Request) -> bool:
        if one.contact_pk is not None:
            return one.contact_pk == who.contact_pk
        medium, spelt = spellings(one.contact)
        hashes = {house.address_hash(medium, word) for word in spelt} if medium is not None else set()
        return one.contact in names or bool(hashes & who.hashes)

    return [one for one in found if hers(one)]


def _files(
    house: House,
    folder: Path,
    texts: Path,
    values: Mapping[str, Any],
    copy: Copied,
    name: str,
    *,
    provided_only: bool,
) -> dict[Path, bytes]:
    text = json.dumps(values, ensure_ascii=False, indent=2).encode() + b"\n"
    if provided_only:
        return {folder / PORTABLE: text}
    page = html(document(house, values, name), texts).encode()
    mails = {folder / MAILS / file: raw for file, raw in copy.mails.items()}
    return {folder / JSON: text, folder / PAGE: page, **mails}


def write_private(path: Path, content: bytes) -> None:
    """Write a file that our own account alone may read, also where it stood before with wider rights."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(content)
