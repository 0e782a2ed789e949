"""Steps that ask for work in the house: what they are, and whether that work still makes sense. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from campaigns.facts import Spending, facts_of
from campaigns.house import House
from compliance.inside import rule_inside
from compliance.rulebook import rule_on
from compliance.verdict import Ruling, Verdict
from sequences.definition import Channel, Sequence, Step
from store.case import Case
from tasks.kinds import INSIDE, OF_A_MESSAGE

_REFUSED = frozenset({Verdict.DENY, Verdict.DENY_DEFAULT})


def is_inside(step: Step, channel: Channel) -> bool:
    """True when a step reaches a colleague and nobody else. A channel is named only to give it to a person."""
    return channel is Channel.PHONE and step.task.kind in INSIDE


def rule_step(house: House, case: Case, sequence: Sequence, channel: Channel, now: datetime, spent: Spending) -> Ruling:
    """The law's answer for a step by one of its channels."""
    facts = facts_of(house, case, sequence, channel, now, spent)
    if not is_inside(sequence.step(case.touch.step), channel):
        return rule_on(facts, house.policy)
    ruling = rule_inside(facts, house.policy)
    return (ruling.verdict.allows and senseless(house, case, sequence, now)) or ruling


def senseless(house: House, case: Case, sequence: Sequence, now: datetime) -> Ruling | None:
    """Why the message that a step lets pass may not leave by any channel of its own; None while one is left.

    Windows and caps only postpone it: somebody may read it before.
    """
    message = _message_behind(sequence, sequence.step(case.touch.step))
    if message is None:
        return None
    theirs = replace(case, touch=replace(case.touch, step=message.id, purpose=message.purpose))
    asked = (facts_of(house, theirs, sequence, channel, now, Spending()) for channel in message.channels)
    rulings = [rule_on(replace(facts, caps=(), budget=None), house.policy) for facts in asked]
    return rulings[0] if all(ruling.verdict in _REFUSED for ruling in rulings) else None


def _message_behind(sequence: Sequence, step: Step) -> Step | None:
    """The first step behind an approval that reaches the person; None for everything but an approval."""
    if step.task.kind not in OF_A_MESSAGE:
        return None
    behind = sequence.steps[sequence.steps.index(step) + 1 :]
    return next((one for one in behind if not any(is_inside(one, channel) for channel in one.channels)), None)
