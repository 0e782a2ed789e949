"""What the checks look at: as much of an installation as can be opened without changing or creating anything."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from campaigns.backups.key_mark import WrongKey
from campaigns.bootstrap import Read, build, open_store, read_for_operating
from campaigns.clock import SystemClock
from campaigns.doctor.finding import Finding, Level
from campaigns.house import House
from campaigns.secrets import MissingCredential
from campaigns.service.troubles import FAULTS
from campaigns.settings import Settings
from sequences.grammar.problem import Problem
from store import health, migrate
from store.engine import FAILED, Store
from store.faults import fault_of

__all__ = ["Finding", "Level", "Patient", "admitted"]

DATABASE = "wiedersehen.sqlite3"


@dataclass(frozen=True, slots=True)
class Patient:
    """`settings` is None when config.toml cannot be used, `store` when the database cannot be opened (`fault`: why).

    `house` is None unless the database has this program's schema and all keys are there and its own (else `wrong_key`).
    `connect`: may the checks talk to the configured mail servers?
    """

    config: Path
    state: Path
    now: datetime
    connect: bool
    read: Read | None = None
    problems: tuple[Problem, ...] = ()
    store: Store | None = None
    schema: str | None = None
    fault: str | None = None
    wrong_key: str | None = None
    house: House | None = None

    @property
    def settings(self) -> Settings | None:
        return self.read.settings if self.read else None

    @property
    def is_sqlite(self) -> bool:
        return self.settings is None or self.settings.database.url is None

    @property
    def fits(self) -> bool:
        """The database can be asked: it is open and of this program's schema."""
        return self.store is not None and self.schema == migrate.newest()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read transaction; only when `fits`."""
        if self.store is None:
            raise ValueError("no database to read")
        with self.store.read() as connection:
            yield connection


def admitted(config: Path, state: Path, *, connect: bool) -> Patient:
    """Open what can be opened. The caller closes `store`."""
    read, problems = read_for_operating(config)
    patient = Patient(config, state, SystemClock().now(), connect, read, problems)
    if read is None:
        return patient
    if patient.is_sqlite and not (state / DATABASE).is_file():
        return patient
    stranger = stranger_to(state)
    if patient.is_sqlite and stranger is not None:
        return replace(patient, fault=stranger)
    try:
        store = open_store(read.settings, state)
    except MissingCredential as missing:
        return replace(patient, fault=str(missing))
    return _housed(replace(patient, store=store))


def _housed(patient: Patient) -> Patient:
    """With schema and house; a store that does not answer is closed and its words are kept."""
    store, read = patient.store, patient.read
    if store is None or read is None:
        return patient
    try:
        schema = migrate.current(store)
    except FAILED as error:
        store.close()
        known = fault_of(error) if patient.is_sqlite else None  # PostgreSQL's own words name the host and the refusal
        words = FAULTS[known] if known is not None else health.first_words(error)
        return replace(patient, store=None, fault=words)
    patient = replace(patient, schema=schema)
    if not patient.fits or _lacks_keys(patient):
        return patient
    try:
        return replace(patient, house=build(read, patient.state, store, SystemClock()))
    except WrongKey as wrong:
        return replace(patient, fault=str(wrong), wrong_key=str(wrong))
    except MissingCredential as missing:
        return replace(patient, fault=str(missing))


def _lacks_keys(patient: Patient) -> bool:
    """True when building a house would make a key: the doctor makes nothing."""
    settings = patient.settings
    if settings is None:
        return True
    named = {"hash.key": settings.secrets.hash_key, "token.key": settings.secrets.token_key}
    return any(secret is None and not (patient.state / name).exists() for name, secret in named.items())


def stranger_to(state: Path) -> str | None:
    """Why we must not open this SQLite file: another user's journal beside it would lock the daemon out."""
    try:
        owner = state.stat().st_uid
    except OSError:
        return None
    if owner == os.geteuid():
        return None
    return f"Der Zustandsordner gehört einem anderen Benutzer (uid {owner}, Sie sind uid {os.geteuid()})."
