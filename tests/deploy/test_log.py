"""The journal: priorities under systemd, plain JSON elsewhere, and never a value out of an error's words."""

from __future__ import annotations

import io
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
import structlog

from commands.log import set_up
from tests.deploy.firm import Firm
from tests.rig.tool import ROOT


@pytest.fixture
def journal(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What `set_up` writes in this process."""
    heard = io.StringIO()
    monkeypatch.setattr(sys, "stderr", heard)
    monkeypatch.delenv("JOURNAL_STREAM", raising=False)
    before = list(logging.root.handlers)
    set_up()
    yield heard
    logging.root.handlers[:] = before
    structlog.reset_defaults()


def test_lines_for_the_journal_say_their_priority(firm: Firm) -> None:
    reading, writing = os.pipe()
    status = os.fstat(writing)
    command = [sys.executable, "-m", "commands.main", "run", "--config", str(firm.config), "--state", str(firm.state)]
    env = {**os.environ, "JOURNAL_STREAM": f"{status.st_dev}:{status.st_ino}"}
    with subprocess.Popen(command, cwd=ROOT, env=env, stderr=writing) as daemon, os.fdopen(reading) as lines:
        os.close(writing)
        first = lines.readline()
        daemon.send_signal(signal.SIGTERM)
        rest = lines.read().splitlines()
    assert daemon.returncode == 0
    assert json.loads(first.removeprefix("<6>"))["event"] == "daemon_started"
    assert all(line.startswith(("<6>{", "<4>{", "<3>{")) for line in rest)


def test_elsewhere_lines_are_plain_json(journal: io.StringIO) -> None:
    structlog.get_logger().warning("mailbox_unreadable", account="a")
    assert json.loads(journal.getvalue())["level"] == "warning"


def test_an_error_is_told_by_type_and_place_without_its_words(journal: io.StringIO) -> None:
    def inner() -> None:
        raise KeyError("erika@kunde.test")

    try:
        try:
            inner()
        except KeyError as error:
            raise ValueError("Muster, Erika") from error
    except ValueError:
        structlog.get_logger().exception("job_failed", job="tick")
    line = json.loads(journal.getvalue())
    assert "erika" not in journal.getvalue().casefold()
    assert line["exception"][-1] == "ValueError from KeyError"
    assert any(place.startswith(__file__) for place in line["exception"][:-1])


def test_a_library_that_complains_becomes_an_event_without_values(journal: io.StringIO) -> None:
    logging.getLogger("asyncio").error("Task %s of %s was never retrieved", "erika@kunde.test", "x")
    logging.getLogger("asyncio").warning("only a hint")
    (line,) = [json.loads(text) for text in journal.getvalue().splitlines()]
    assert (line["event"], line["library"]) == ("library_error", "asyncio")
    assert line["words"] == "Task %s of %s was never retrieved"
