"""`why` for what was sent, postponed, rerouted, capped and forbidden; also for what did not happen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.rig.tool import Tool

TOUCH = {
    "sequence", "step", "due", "state", "decision", "until", "channel", "channels_tried", "gates", "caps", "calendar",
    "duties",
}  # fmt: skip
GATE = {"n", "rule", "statute", "verdict", "values", "evidence"}
CAP = {"per", "media", "window", "count", "max", "gap", "outcome"}


def _touch(tool: Tool, contact: str, step: str, *more: str) -> dict[str, Any]:
    answer = tool("why", contact, "--step", step, "--json", *more).object
    assert set(answer) == {"contact", "as_of", "touches"}
    (touch,) = answer["touches"]
    assert set(touch) >= TOUCH
    assert all(set(gate) >= GATE for gate in touch["gates"])
    assert all(set(cap) == CAP for cap in touch["caps"])
    return dict(touch)


def _gate(touch: dict[str, Any], rule: str) -> dict[str, Any]:
    return next(gate for gate in touch["gates"] if gate["rule"] == rule)


def _first(tool: Tool, **wanted: str | None) -> dict[str, Any]:
    return tool.touches(**wanted)[0]


def test_a_sent_touch_shows_every_rule_that_let_it_pass(played: Tool) -> None:
    touch = _touch(played, "K-1003", "missing_feature/value")
    assert (touch["decision"], touch["channel"], touch["state"], touch["until"]) == ("send", "email", "sent", None)
    assert {gate["verdict"] for gate in touch["gates"]} <= {"ALLOW", "ALLOW_DUTY"}
    assert len(touch["gates"]) >= 12
    assert [gate["n"] for gate in touch["gates"]] == sorted(gate["n"] for gate in touch["gates"])
    consent = _gate(touch, "email_consent")
    assert consent["evidence"] == ["EW-0004"]
    assert "UWG" in consent["statute"]
    assert "D3" in touch["duties"]
    assert {"per": "person", "media": "any", "window": 5, "max": 1, "gap": 0, "outcome": "postpone"}.items() <= (
        touch["caps"][0].items()
    )
    assert [gate["rule"] for gate in touch["calendar"]] == ["sending_window"]


def test_a_capped_touch_says_which_cap_and_until_when(played: Tool) -> None:
    row = _first(played, decision="postpone", rule="frequency_cap", contact="K-1001")
    touch = _touch(played, "K-1001", f"{row['sequence']}/{row['step']}", "--at", row["at"])
    assert (touch["decision"], touch["until"], touch["channel"]) == ("postpone", row["until"], None)
    full = [cap for cap in touch["caps"] if cap["count"] >= cap["max"]]
    assert [cap["outcome"] for cap in full] == ["postpone"] * len(full)
    assert full
    assert _gate(touch, "frequency_cap")["verdict"] == "DEFER"


def test_a_postponed_touch_was_sent_later(played: Tool) -> None:
    row = _first(played, decision="postpone", contact="K-1015")
    later = _touch(played, "K-1015", f"{row['sequence']}/{row['step']}")
    assert (later["decision"], later["state"]) == ("send", "sent")
    assert later["at"] == row["until"]


def test_a_rerouted_touch_shows_the_forbidden_channel(played: Tool) -> None:
    touch = _touch(played, "K-1046", "winback_ruhig/story")
    assert (touch["decision"], touch["channel"]) == ("send", "letter")
    email, letter = touch["channels_tried"]
    assert (email["channel"], email["verdict"]) == ("email", "DENY")
    assert letter["verdict"] in ("ALLOW", "ALLOW_DUTY")
    assert _gate(touch, "letter_interest")["verdict"].startswith("ALLOW")


def test_a_forbidden_touch_names_the_norm(played: Tool) -> None:
    row = _first(played, contact="K-1034", decision="skip", verdict="DENY")
    touch = _touch(played, "K-1034", f"{row['sequence']}/{row['step']}")
    assert (touch["decision"], touch["channel"]) == ("skip", None)
    objection = _gate(touch, "objection")
    assert objection["verdict"] == "DENY"
    assert objection["evidence"]
    assert "DSGVO" in objection["statute"]


def test_who_was_never_begun_and_who_is_not_known(played: Tool) -> None:
    touches = played("why", "K-1037", "--json").object["touches"]
    stopped = [touch for touch in touches if touch["sequence"].startswith("winback")]
    assert {(touch["decision"], touch["reason"]) for touch in stopped} == {("stop", "excluded:deceased")}
    assert played("why", "K-1060", "--json").object["touches"] == []
    assert "Den Kontakt K-9999 gibt es nicht." in played("why", "K-9999", code=2).err


def test_what_is_planned(imported: Tool, copy_of: Callable[[Tool], Tool]) -> None:
    tool = copy_of(imported)
    tool("run", "--once")
    touch = _touch(tool, "K-1003", "missing_feature/value")
    assert (touch["state"], touch["decision"]) == ("planned", None)
    assert touch["due"].startswith("2026-03-02T09:00")


def test_for_people(played: Tool) -> None:
    told = played("why", "K-1003", "--step", "missing_feature/value").out
    assert "missing_feature/value: gesendet" in told
    assert "Obergrenze person" in told
