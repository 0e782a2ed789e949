"""One firm for each test on the session's servers; the team's mailbox is emptied before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rig.dovecot import Dovecot
from tests.rig.postfix import Postfix
from tests.scenarios.firm import Firm


@pytest.fixture
def firm(tmp_path: Path, postfix: Postfix, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Firm:
    for part in ("new", "cur"):
        for mail in (dovecot.maildir / part).glob("*"):
            mail.unlink()
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (credentials / "imap").write_text(dovecot.password)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    return Firm(tmp_path, postfix, dovecot)
