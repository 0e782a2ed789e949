"""May I call now? The ruling is taken again at the desk: what held when the task was made may be over since."""

from __future__ import annotations

from dataclasses import replace

from campaigns.facts import Spending, facts_of
from campaigns.house import House
from compliance.rulebook import rule_on
from compliance.verdict import Ruling
from sequences.definition import Channel
from store import cases


def may_contact(house: House, touch_id: int, channel: Channel) -> Ruling | None:
    """The ruling for a task's touch as of now; None when its run is not on file any more.

    Caps and letter money are left out: this very task was counted in them when it was handed out.
    """
    now = house.clock.now()
    with house.store.read() as connection:
        found = cases.load(connection, [touch_id], now, house.horizon)
        if not found:
            return None
        sequence = house.definitions.pinned(connection, found[0].enrollment.definition_hash)
    facts = facts_of(house, found[0], sequence, channel, now, Spending())
    return rule_on(replace(facts, caps=(), budget=None), house.policy)
