"""`wiedersehen pause` and a sequence whose status is paused, at the desk: what people must not do meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from campaigns.house import House
from compliance.verdict import Ruling, Verdict
from store import operation, touches
from tasks.kinds import CONTACTING

HALTED = "halted"
"""Name of the rule in a ruling: no law, the house's own switch."""
OUTCOMES_COUNT = "Ein Ergebnis lässt sich trotzdem eintragen."
_ALL = "Alles ist angehalten; weiter geht es nach wiedersehen resume"
_ADVERTISING = "Werbung ist angehalten; weiter geht es nach wiedersehen resume"
_SEQUENCE = 'Die Sequenz „{}“ ist angehalten (status = "paused" in ihrer Datei)'


def halted(house: House, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """By row id of the task why it must not be carried out now (German, without a full stop); of open tasks alone.

    Only what reaches a person by our own wish halts: a call that she asked for herself is kept, and work in the house
    goes on.
    """
    switch, resting = operation.switch(connection, operation.PAUSED), house.definitions.paused
    if switch is None and not resting:
        return {}
    reaching = [row for row in rows if row["state"] == "open" and row["kind"] in CONTACTING]
    sequences = touches.sequences_of(connection, {row["touch_id"] for row in reaching} - {None}) if resting else {}
    found = {}
    for row in reaching:
        sequence = sequences.get(row["touch_id"], "")
        if switch == "all":
            found[row["id"]] = _ALL
        elif switch is not None and row["advertising"]:
            found[row["id"]] = _ADVERTISING
        elif sequence in resting:
            found[row["id"]] = _SEQUENCE.format(sequence)
    return found


def held_back(ruling: Ruling, why: str) -> Ruling:
    """What the law would allow waits for the house; what it refuses stays refused."""
    if ruling.verdict in (Verdict.DENY, Verdict.DENY_DEFAULT):
        return ruling
    return replace(ruling, verdict=Verdict.DEFER, rule=HALTED, reason=f"{why}.", until=None)
