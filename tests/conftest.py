"""Session-wide real servers. A missing one skips with its reason; on CI it fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.rig import dovecot as dovecot_rig
from tests.rig import machine, statements
from tests.rig import postfix as postfix_rig
from tests.rig import postgres as postgres_rig

statements.share()


@pytest.fixture(scope="session")
def postfix() -> Iterator[postfix_rig.Postfix]:
    machine.need(postfix_rig.SBIN)
    machine.need_root("Postfix")
    server = postfix_rig.Postfix()
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def dovecot(request: pytest.FixtureRequest) -> Iterator[dovecot_rig.Dovecot]:
    """IMAP over the very Maildir that Postfix delivers `team@firma.test` to; so it needs both servers."""
    machine.need(dovecot_rig.SBIN)
    relay: postfix_rig.Postfix = request.getfixturevalue("postfix")
    server = dovecot_rig.Dovecot(relay.maildir_of(postfix_rig.TEAM))
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_rig.Postgres]:
    if postgres_rig.binaries() is None:
        machine.lacking("not installed: PostgreSQL server")
    server = postgres_rig.Postgres()
    try:
        server.start()
        yield server
    finally:
        server.stop()
