"""What reaches the demo, and when: the files of the first morning, then every row and every mail at its own moment."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path

from campaigns.house import House
from campaigns.importing import Imported, apply
from campaigns.imports import (
    ActivityRow,
    ImportFile,
    NpsRow,
    ReleaseRow,
    ReturnedRow,
    Row,
    TicketRow,
    UsageRow,
    read,
)
from contacts.cancellation import Cancellation
from contacts.consent import Objection
from store import decisions

SAMPLES = Path(__file__).resolve().parent.parent / "samples"

FILES = (
    ("customers", "hubspot_contacts.csv"),
    ("customers", "salesforce_contacts.csv"),
    ("customers", "pipedrive_people.csv"),
    ("consents", "consents.csv"),
    ("objections", "objections.csv"),
    ("activities", "activities.csv"),
    ("tickets", "tickets.csv"),
    ("nps", "nps.csv"),
    ("usage", "usage.csv"),
    ("returned", "returned.csv"),
    ("cancellations", "cancellations.csv"),
    ("releases", "releases.csv"),
)
"""(kind, file) in the order of reading. Consents and objections first: a cancellation is judged by what was known."""

_HAPPENED: Mapping[type, str] = {
    Cancellation: "received_at",
    Objection: "received_at",
    ActivityRow: "at",
    TicketRow: "opened_at",
    NpsRow: "answered_at",
    UsageRow: "day",
    ReturnedRow: "returned_at",
    ReleaseRow: "released_at",
}
"""The field that says when a row has happened; what is not named here (people, consents) was always there."""

_CITED = re.compile(rb"<([A-Za-z0-9-]+)\.([a-z_]+)\.([a-z0-9_]+)@gesendet\.example>")
"""In the sample mails: contact, sequence and step of the mail that is answered, for its Message-ID."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A row of a file, or a mail to our address, that reaches the house at `at`."""

    at: datetime
    file: ImportFile | None = None
    mail: Path | None = None


def first_morning(until: datetime) -> Iterator[tuple[str, ImportFile, int]]:
    """(file name, what of it has happened by `until`, number of rows still to come) for every file."""
    for kind, name in FILES:
        file = _read(kind, name)
        known = tuple(row for row in file.rows if _moment(row, until) <= until)
        if known or file.rejects:
            yield name, replace(file, rows=known), len(file.rows) - len(known)


def arrivals_from(moment: datetime) -> deque[Arrival]:
    """Everything that arrives at `moment` or later, in its order. What arrives a second time changes nothing."""
    rows = [
        Arrival(_moment(row, moment), replace(file, rows=(row,), rejects=()))
        for kind, name in FILES
        for file in (_read(kind, name),)
        for row in file.rows
        if type(row) in _HAPPENED
    ]
    mails = [Arrival(_sent_at(path), mail=path) for path in sorted((SAMPLES / "inbox").glob("*.eml"))]
    return deque(sorted((found for found in (*rows, *mails) if found.at >= moment), key=lambda found: found.at))


def arrive(house: House, arrival: Arrival, inbox: Path) -> Imported | None:
    """Import the row, or put the mail into the Maildir `inbox`."""
    if arrival.file is not None:
        return apply(house, arrival.file)
    if arrival.mail is not None:
        raw = _CITED.sub(partial(_message_id, house), arrival.mail.read_bytes())
        draft = inbox / "tmp" / arrival.mail.name
        draft.write_bytes(raw)
        draft.replace(inbox / "new" / arrival.mail.name)
    return None


def _read(kind: str, name: str) -> ImportFile:
    file = read(kind, SAMPLES / name)
    if not isinstance(file, ImportFile):
        raise TypeError(str(file))
    return file


def _moment(row: Row, otherwise: datetime) -> datetime:
    field = _HAPPENED.get(type(row))
    happened = getattr(row, field) if field is not None else otherwise
    return happened if isinstance(happened, datetime) else datetime.combine(happened, time(), UTC)


def _sent_at(mail: Path) -> datetime:
    return parsedate_to_datetime(message_from_bytes(mail.read_bytes())["Date"])


def _message_id(house: House, cited: re.Match[bytes]) -> bytes:
    """The Message-ID of the mail that is answered; nothing where it never left, then the sender says who writes."""
    contact, sequence, step = (part.decode() for part in cited.groups())
    with house.store.read() as connection:
        for row in decisions.history(connection, contact=contact):
            if (row["sequence"], row["step"]) == (sequence, step) and row["message_id"]:
                return f"<{row['message_id'].strip('<>')}>".encode()
    return b""
