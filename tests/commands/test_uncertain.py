"""Mails whose answer was lost after the final dot: listed, settled by people, never sent again on a guess."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig.sink import Sink
from tests.rig.tool import START, Tool, shipped_config


@pytest.fixture
def doubtful(tmp_path: Path) -> Iterator[tuple[Tool, Sink]]:
    """The sample firm with a mail server that accepts every mail and never says so."""
    with Sink(tmp_path / "accepted.log", ["--drop-after-dot", "1"]) as sink:
        config = shipped_config(
            tmp_path,
            carrier='carrier = "smtp"',
            host='host = "127.0.0.1"',
            tls='tls = "off"',
            port=f"port = {sink.port}",
            kind='kind = "none"',
        )
        tool = Tool(tmp_path / "state", config)
        tool.play(START)
        tool("activate")
        tool.import_samples()
        yield tool, sink


def test_doubt_is_listed_and_advertising_never_repeated(doubtful: tuple[Tool, Sink]) -> None:
    tool, sink = doubtful
    assert tool("uncertain", "list").out == "Keine ungewissen Sendungen.\n"
    tool.play(START, "2026-03-02T12:00:00+01:00")
    listed = tool("uncertain", "list", "--json", code=1).objects
    assert all(set(item) >= {"send_id", "contact", "sequence", "step", "purpose", "at"} for item in listed)
    accepted = sink.accepted()
    copies = {name: accepted.count(name) for name in accepted}
    by_id = {item["message_id"]: item for item in tool.touches(decision="send", channel="email")}
    for name, number in copies.items():
        assert number == 1 if by_id[name]["purpose"] == "advertising" else number <= 2
    assert {item["purpose"] for item in listed} == {"advertising", "contract"}
    first = listed[0]
    assert first["send_id"] in tool("uncertain", "list", code=1).out
    settled = tool("uncertain", "settle", first["send_id"], "--outcome", "sent", "--json").object
    assert settled == {"send_id": first["send_id"], "state": "sent"}
    rest = tool("uncertain", "list", "--json", code=1).objects
    assert rest == listed[1:]
    again = tool("uncertain", "settle", first["send_id"], "--outcome", "sent", code=1)
    assert "ist nicht ungewiss" in again.err
    assert "erlaubt ist sent" in tool("uncertain", "settle", first["send_id"], "--outcome", "egal", code=2).err
    before = len(sink.accepted())
    tool("run", "--once")
    assert len(sink.accepted()) == before
