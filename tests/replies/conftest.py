"""A real mailbox for whoever reads one."""

from __future__ import annotations

import pytest

from tests.rig import dovecot as dovecot_rig
from tests.rig import machine


@pytest.fixture
def server():
    """A Dovecot of its own: these tests count mails and lose UIDVALIDITY."""
    machine.need(dovecot_rig.SBIN)
    own = dovecot_rig.Dovecot()
    try:
        own.start()
        yield own
    finally:
        own.stop()
