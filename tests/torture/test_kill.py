"""SIGKILL at random moments, judged from outside; `make torture` runs a thousand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("kill.py")


@pytest.mark.slow
def test_25_kills_send_no_advertising_twice_and_lose_no_contract_mail():
    command = [sys.executable, str(SCRIPT), "--kills", "25", "--seed", "7", "--people", "300", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(done.stdout)
    # A torture that never hits the dangerous span, or has nothing left to send, proves nothing.
    assert figures["kills_between_go_and_result"] > 0, figures
    assert figures["mails_during_torture"] < figures["in_sink"], figures
    assert figures["mails"] == 600, figures
    assert figures["uncertain"] == figures["listed"], figures
