"""The law once more, for letters that passed the gate a while ago: when a batch is frozen, and before its file stands.

Whoever objects meanwhile is taken out by the objection itself. This finds what no stop tells of: a consent that ended,
a contract that became too old, an address that turned out dead, a release that was taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import Connection

from campaigns.facts import facts_of
from campaigns.house import House
from compliance.rulebook import rule_on
from compliance.verdict import Ruling, Verdict
from sequences.definition import Channel
from store import cases, ledger, locks, operation, stops
from store.case import Case

log = structlog.get_logger()

_PORTION = 500


@dataclass(frozen=True, slots=True)
class Looked:
    """Touch ids: `lawful` may go, the others are `stopped`, or wait for something (an unread reply, a pause)."""

    lawful: frozenset[int]
    stopped: tuple[int, ...]


def look_again(house: House, connection: Connection, found: Sequence[tuple[int, int]], now: datetime) -> Looked:
    """Judge frozen advertising letters (touch, contact) anew and stop what the law no longer carries."""
    lawful: list[int] = []
    stopped: list[int] = []
    for begin in range(0, len(found), _PORTION):
        portion = found[begin : begin + _PORTION]
        locks.lock_people(connection, {contact_pk for _, contact_pk in portion})
        for case in cases.load(connection, [touch_id for touch_id, _ in portion], now, house.horizon):
            ruling = _ruling(house, connection, case, now)
            if ruling.verdict.allows:
                lawful.append(case.touch.id)
            elif ruling.verdict in (Verdict.DENY, Verdict.DENY_DEFAULT) and case.suppression_up:
                stopped += _stop(connection, case, ruling, now)
    return Looked(frozenset(lawful), tuple(stopped))


def _ruling(house: House, connection: Connection, case: Case, now: datetime) -> Ruling:
    """Without caps and money: they were counted when the letter passed the gate, and this very letter with them."""
    sequence = house.definitions.pinned(connection, case.enrollment.definition_hash)
    return rule_on(facts_of(house, case, sequence, Channel.LETTER, now, None), house.policy)


def _stop(connection: Connection, case: Case, ruling: Ruling, now: datetime) -> list[int]:
    found = stops.stop_batched(connection, case.touch.id, ruling.rule, now)
    if found:
        ledger.remove(connection, case.touch.id)  # nobody gets it, so it takes nobody's place
        told = {"send_id": case.touch.send_id, "rule": ruling.rule}
        operation.audit(connection, "letter_stopped", now, case.contact.external_id, told)
        log.info("letter_stopped", send_id=case.touch.send_id, rule=ruling.rule)
    return found
