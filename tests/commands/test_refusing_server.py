"""A mail server that refuses everybody for our own fault (5.7.1): tried ever more rarely, given up after days."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.rig.scripted import Script, scripted
from tests.rig.tool import START, Tool, shipped_config


class Refusing(Script):
    """Says no to every recipient and counts."""

    tries = 0

    async def handle_RCPT(self, *arguments: Any) -> str:  # noqa: N802  # aiosmtpd's name
        del arguments
        self.tries += 1
        return "550 5.7.1 Rejected by policy"


@pytest.fixture
def refusing() -> Iterator[tuple[Refusing, int]]:
    """The server and its port, in a thread of its own: the command line brings its own event loop."""
    script, ready, port = Refusing(), threading.Event(), [0]
    loop, ended = asyncio.new_event_loop(), asyncio.Event()

    async def serve() -> None:
        async with scripted(script) as number:
            port[0] = number
            ready.set()
            await ended.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert ready.wait(10)
    yield script, port[0]
    loop.call_soon_threadsafe(ended.set)
    thread.join(10)
    loop.close()


def test_tries_grow_rarer_and_end(tmp_path: Path, refusing: tuple[Refusing, int]) -> None:
    script, port = refusing
    config = shipped_config(
        tmp_path,
        carrier='carrier = "smtp"',
        host='host = "127.0.0.1"',
        tls='tls = "off"',
        port=f"port = {port}",
        kind='kind = "none"',
    )
    tool = Tool(tmp_path / "state", config)
    tool.play(START)
    tool("activate")
    tool.import_samples("customers")
    file = tmp_path / "eine.csv"
    header = "cancellation_id;contact_id;contract_id;received_at;reason"
    file.write_text(f"{header}\nA-1;K-1003;V-1003;2026-03-02T07:00:00+01:00;price\n", encoding="utf-8")
    tool("import", "cancellations", file)
    tool.play(START, "2026-03-02T20:00:00+01:00")
    assert 5 <= script.tries <= 12  # after 5, 10, 20, 40, 80, 160 and then every 240 minutes
    (receipt,) = tool("why", "K-1003", "--step", "offboarding/receipt", "--json").object["touches"]
    assert (receipt["state"], receipt["reason"]) == ("planned", "refused: 550 RCPT: 5.7.1 Rejected by policy")
    tool.play("2026-03-02T20:00:00+01:00", "2026-03-08T12:00:00+01:00")
    (receipt,) = tool("why", "K-1003", "--step", "offboarding/receipt", "--json").object["touches"]
    assert receipt["state"] == "failed"
    assert tool("status", "--json").object["touches"]["failed"] == 1
    assert script.tries < 60
