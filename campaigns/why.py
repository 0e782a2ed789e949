"""The answer to "why did, or didn't, this person get this?", from the stored decisions and the plan."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.house import House
from campaigns.touch_json import decision_word, iso
from store import decisions, people, touches

CAP_RULE = "frequency_cap"
CALENDAR_RULES = frozenset({"sending_window", "call_hours"})


def explain(
    house: House, contact: str, *, step: str | None = None, at: datetime | None = None
) -> dict[str, Any] | None:
    """The newest decision of each touch of a contact up to `at`, and what is planned; None for an unknown contact."""
    zone = ZoneInfo(house.timezone)
    as_of = at or house.clock.now()
    with house.store.read() as connection:
        if people.contact_pk(connection, contact) is None:
            return None
        rows = list(decisions.history(connection, contact=contact, until=as_of))
        open_touches = touches.undecided(connection, contact)
    newest: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in rows:
        newest[row["cancellation"], row["sequence"], row["step"]] = row
    answers = [_answer(row, zone) for row in newest.values()]
    answers += [_planned(row, zone) for row in open_touches if at is None]
    if step is not None:
        answers = [answer for answer in answers if f"{answer['sequence']}/{answer['step']}" == step]
    return {"contact": contact, "as_of": iso(as_of, zone), "touches": answers}


def _answer(row: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    tried = row["ruling"] or []
    decided = _decided(row, tried)
    gates = decided["gates"] if decided else []
    return {
        "sequence": row["sequence"],
        "step": row["step"],
        "due": iso(row["due_at"], zone),
        "state": row["state"] or row["decision"],
        "decision": decision_word(row["decision"]),
        "until": iso(row["until"], zone),
        "at": iso(row["at"], zone),
        "reason": row["reason"] or None,
        "channel": row["channel"],
        "channels_tried": [{key: item[key] for key in ("channel", "verdict", "rule", "reason")} for item in tried],
        "gates": gates,
        "caps": _caps(gates),
        "calendar": [gate for gate in gates if gate["rule"] in CALENDAR_RULES],
        "duties": decided["duties"] if decided else [],
        "rulebook": decided.get("rulebook") if decided else None,
    }


def _decided(row: dict[str, Any], tried: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The channel's ruling that made the decision: the one used, else the one the decision names, else the first."""
    used = [item for item in tried if item["channel"] == row["channel"]]
    named = [item for item in tried if (item["verdict"], item["rule"]) == (row["verdict"], row["rule"])]
    return next(iter((*used, *named, *tried)), None)


def _caps(gates: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [cap for gate in gates if gate["rule"] == CAP_RULE for cap in (gate["values"] or {}).get("caps", [])]


def _planned(row: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    return {
        "sequence": row["sequence"],
        "step": row["step"],
        "due": iso(row["due_at"], zone),
        "state": row["state"],
        "decision": None,
        "until": None,
        "at": None,
        "reason": row["reason"],
        "channel": None,
        "channels_tried": [],
        "gates": [],
        "caps": [],
        "calendar": [],
        "duties": [],
        "rulebook": None,
    }
