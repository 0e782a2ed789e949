"""The answer to "why did, or didn't, this person get this?", from the stored decisions and the plan."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.audiences.standing import listed_of
from campaigns.house import House
from campaigns.touch_json import decision_word, iso
from sequences.definition import Channel
from store import decisions, people, tasks, touches

CAP_RULE = "frequency_cap"
_BY_PEOPLE = frozenset({Channel.PHONE.value, Channel.LINKEDIN.value})
CALENDAR_RULES = frozenset({"sending_window", "call_hours"})


def explain(
    house: House, contact: str, *, step: str | None = None, at: datetime | None = None
) -> dict[str, Any] | None:
    """The newest decision of each touch of a contact up to `at`, and what is planned; None for an unknown contact.

    `audiences`, only where she stands on one today: the lists of advertising networks.
    """
    zone = ZoneInfo(house.timezone)
    as_of = at or house.clock.now()
    with house.store.read() as connection:
        contact_pk = people.contact_pk(connection, contact)
        if contact_pk is None:
            return None
        listed = listed_of(connection, house, contact_pk, as_of) if at is None else []
        rows = list(decisions.history(connection, contact=contact, until=as_of))
        open_touches = touches.undecided(connection, contact)
        of_people = [row["touch_id"] for row in rows if row["channel"] in _BY_PEOPLE and row["touch_id"] is not None]
        told_of = tasks.outcomes_of_touches(connection, of_people, as_of)
    newest: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in rows:
        newest[row["cancellation"], row["sequence"], row["step"]] = row
    answers = [_answer(row, zone, told_of.get(row["touch_id"])) for row in newest.values()]
    answers += [_planned(row, zone) for row in open_touches if at is None]
    if step is not None:
        answers = [answer for answer in answers if f"{answer['sequence']}/{answer['step']}" == step]
    audiences = [
        {
            "platform": one.platform.value,
            "state": one.state,
            "since": iso(one.since, zone),
            "addresses": one.addresses,
            "consents": list(one.consents),
        }
        for one in listed
    ]
    told = {"contact": contact, "as_of": iso(as_of, zone), "touches": answers}
    return told | {"audiences": audiences} if audiences else told


def _answer(row: dict[str, Any], zone: ZoneInfo, told: dict[str, Any] | None) -> dict[str, Any]:
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
        "outcome": told and {"outcome": told["outcome"], "by": told["by"], "at": iso(told["at"], zone)},
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
        "outcome": None,
        "channels_tried": [],
        "gates": [],
        "caps": [],
        "calendar": [],
        "duties": [],
        "rulebook": None,
    }
