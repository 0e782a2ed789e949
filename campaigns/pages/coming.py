"""Which of the planned contract messages will come: the law is asked as it stands now, as it is at their go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from campaigns.facts import Spending, facts_of
from campaigns.house import House
from compliance.rulebook import rule_on
from compliance.verdict import Verdict
from sequences.touch import TouchState
from store import cases
from store.case import Case
from store.declared import Done

_HELD = ", wird vorher von einem Menschen geprüft"
_BY_A_PERSON = ", geht nicht von selbst hinaus; ein Mensch entscheidet darüber"


def footnotes(connection: Connection, house: House, messages: Sequence[Done]) -> dict[int, str]:
    """Touch row id -> what has to be said beside a message that is not made yet; "" for one that simply comes."""
    planned = [one.touch_pk for one in messages if one.state in (TouchState.PLANNED, TouchState.CLAIMED)]
    found = cases.load(connection, planned, house.clock.now(), house.horizon)
    held = {one.touch_pk: _HELD for one in messages if one.state == TouchState.HELD}
    return held | {case.touch.id: _said(connection, house, case) for case in found}


def _said(connection: Connection, house: House, case: Case) -> str:
    sequence = house.definitions.pinned(connection, case.enrollment.definition_hash)
    now = house.clock.now()
    for channel in sequence.step(case.touch.step).channels:
        facts = facts_of(house, case, sequence, channel, now, Spending())
        verdict = rule_on(replace(facts, caps=(), budget=None), house.policy).verdict
        if verdict.allows or verdict is Verdict.DEFER:
            return ""
    return _BY_A_PERSON
