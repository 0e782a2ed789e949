"""Simulation and daemon decide alike: 640 days of the sample firm, object by object."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from tests.rig.tool import Tool

KEYS = (
    "type", "at", "contact", "company", "cancellation", "sequence", "step", "purpose", "channel", "decision", "until",
    "reason", "verdict", "rule", "variant",
)  # fmt: skip
WORDS = {"send", "postpone", "skip", "stop", "holdout"}


def _bare(objects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without what only the daemon can know."""
    own = ("state", "attempts", "message_id")
    return [{key: value for key, value in item.items() if key not in own} for item in objects]


def test_simulate_and_the_daemon_decide_the_same(simulated: list[dict[str, Any]], played: Tool) -> None:
    happened = played("report", "touches", "--json").objects
    assert _bare(happened) == simulated
    assert simulated[-1]["touches"] > 1500
    assert simulated[-1]["contacts"] == 120


def test_the_objects_have_the_contracts_shape(simulated: list[dict[str, Any]], played: Tool) -> None:
    *touches, summary = simulated
    assert all(tuple(item) == KEYS for item in touches)
    assert {item["decision"] for item in touches} == WORDS
    assert all(datetime.fromisoformat(item["at"]).utcoffset() is not None for item in touches)
    order = [(datetime.fromisoformat(item["at"]), item["contact"], item["sequence"], item["step"]) for item in touches]
    assert order == sorted(order)
    assert summary["type"] == "summary"
    assert summary["decisions"] == dict(sorted(Counter(item["decision"] for item in touches).items()))
    *happened, _ = played("report", "touches", "--json").objects
    assert all(tuple(item) == (*KEYS, "state", "attempts", "message_id") for item in happened)
    mails = [item for item in happened if (item["decision"], item["channel"]) == ("send", "email")]
    assert all(item["message_id"] and item["attempts"] == 1 and item["state"] == "sent" for item in mails)
    assert len({item["message_id"] for item in mails}) == len(mails)


def test_simulating_changes_nothing(imported: Tool, simulated: list[dict[str, Any]]) -> None:
    assert simulated
    assert {item["decision"] for item in imported.touches()} <= {"stop", "holdout", "skip"}  # only what the import did
    assert not (imported.state / "mail").exists()
    assert list((imported.state / "letters").glob("*")) == []


def test_the_law_holds_over_the_whole_span(played: Tool) -> None:
    *touches, _ = played("report", "touches", "--json").objects
    advertising = [item for item in touches if item["decision"] == "send" and item["purpose"] == "advertising"]
    assert len(advertising) > 200
    for item in advertising:
        at = datetime.fromisoformat(item["at"])
        assert item["verdict"] in ("ALLOW", "ALLOW_DUTY"), item
        assert item["channel"] == "letter" or (at.weekday() < 5 and 9 <= at.hour < 18), item
    never = {"K-1032", "K-1034", "K-1037", "K-1007", "K-1008", "K-1012", "K-1038", "K-1063", "K-1076"}
    assert not never & {item["contact"] for item in advertising}


def test_text_output(imported: Tool, played: Tool) -> None:
    told = imported("simulate", "--until", "2026-03-10").out
    assert "Entscheidungen für" in told.splitlines()[-1]
    assert "winback/value" in played("report").out
    assert "Den Bericht „wochen“ gibt es nicht" in played("report", "wochen", code=2).err
