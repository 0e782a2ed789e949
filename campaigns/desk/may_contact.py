"""May I call now? The ruling is taken again at the desk: what held when the task was made may be over since."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from campaigns.counts import DIALS
from campaigns.facts import Spending, facts_of
from campaigns.house import House
from campaigns.inside import is_inside, rule_step
from compliance.facts import Facts, Request
from compliance.rulebook import rule_on
from compliance.rules.call_hours import CALL_HOURS
from compliance.verdict import Ruling, Verdict
from contacts.medium import Medium, Purpose
from sequences.call_hours import next_call
from sequences.definition import Channel, Sequence
from store import cases, people, permissions, wishes
from store.case import Case


def may_contact(house: House, touch_id: int, channel: Channel) -> Ruling | None:
    """The ruling for a task's touch as of now; None when its run is not on file any more.

    Caps and letter money are left out: this very task was counted in them when it was handed out. How often somebody
    was rung since is looked at: the day's or week's tries may be used up.
    """
    now = house.clock.now()
    with house.store.read() as connection:
        found = cases.load(connection, [touch_id], now, house.horizon)
        if not found:
            return None
        sequence = house.definitions.pinned(connection, found[0].enrollment.definition_hash)
    return ruling_at_desk(house, found[0], sequence, channel, now)


def ruling_at_desk(house: House, case: Case, sequence: Sequence, channel: Channel, now: datetime) -> Ruling:
    """The ruling for a task that is with a person: everything but the caps that counted it already."""
    if is_inside(sequence.step(case.touch.step), channel):
        return rule_step(house, case, sequence, channel, now, Spending())
    facts = facts_of(house, case, sequence, channel, now, Spending())
    tries = tuple(cap for cap in facts.caps if cap.name.startswith(DIALS))
    return rule_on(replace(facts, caps=tries, budget=None), house.policy)


def may_call_back(house: House, contact_pk: int, external_id: str) -> Ruling | None:
    """The ruling as of now for a call that the person asked for herself; None when the wish is not on file any more.

    Her own time binds the call, and so do the hours of calls: no rule of advertising does, since it is none.
    """
    now = house.clock.now()
    with house.store.read() as connection:
        wish = wishes.callback_of(connection, external_id)
        if wish is None:
            return None
        contact, _, _ = people.contact(connection, contact_pk)
        declared = permissions.objections(connection, contact_pk)
        restricted_at = people.restricted_at(connection, contact_pk)
    received_at, wished_from, answered = wish
    lands = (contact.land, house.team.of(contact.owner_email).land)  # § 9 ArbZG: the caller's holidays count too
    facts = Facts(
        now=now,
        timezone=contact.timezone,
        recipient=contact.kind,
        medium=Medium.PHONE,
        purpose=Purpose.SERVICE,
        objections=tuple(one.fact for one in declared),
        request=Request(external_id, received_at, answered),
        restricted_at=restricted_at,
    )
    ruling = rule_on(facts, house.policy)
    free = next_call(max(now, wished_from), contact.timezone, lands, house.window)
    if not ruling.verdict.allows or free <= now:
        return ruling
    reason = "Gewünscht ist ein späterer Zeitpunkt." if now < wished_from else "Außerhalb der Anrufzeiten."
    return replace(ruling, verdict=Verdict.DEFER, rule=CALL_HOURS.name, reason=reason, until=free)
