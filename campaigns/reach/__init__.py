"""Who may be reached by which channel now, and why not the others: the rulebook's own answer for each single person.

Everybody who has cancelled is asked about, in batches, so that work grows with their number and memory does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from campaigns.facts import Spending, facts_of
from campaigns.house import House
from campaigns.profiling import hidden
from campaigns.spending import spending
from campaigns.unstarted import case_of, unstarted
from compliance.rulebook import DEFAULT_DENY, RULES, rule_on
from compliance.verdict import Ruling, Verdict
from contacts.cancellation import EXCLUDING_REASONS
from contacts.consent import ConsentMethod
from contacts.medium import Purpose
from sequences.calendar import local_day
from sequences.definition import Anchor, Channel, OnDay, Sequence, Status, Step
from sequences.enrollment import EnrollmentState
from store import leavers, people
from store.case import Run

BATCH = 1_000
"""People read and judged at a time."""


class Answer(StrEnum):
    """DUTY: allowed, with what the rulebook asks of the message. LATER: for a while something else stands before it."""

    ALLOWED = "allowed"
    DUTY = "duty"
    LATER = "deferred"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Way:
    """What stands for one person and channel. `reason` is a code of reason_words, `sentence` the rule's own, German.

    `until` (aware UTC) belongs to LATER where a day is known; `flagged`: no consent but a CRM tick.
    """

    channel: Channel
    answer: Answer
    reason: str
    sentence: str
    statute: str = ""
    evidence: tuple[str, ...] = ()
    until: datetime | None = None
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """One person with all four ways, in the order of Channel.

    `hidden`: she has objected to all advertising and belongs to no group or segment any more (Art. 21 Abs. 2 DSGVO).
    """

    run: Run
    ways: tuple[Way, ...]
    hidden: bool = False

    @property
    def reachable(self) -> bool:
        """True when a channel is open, now or after a wait."""
        return any(way.answer is not Answer.NOT for way in self.ways)


def everybody(house: House, purpose: Purpose) -> Iterator[Person]:
    """Everybody who has cancelled, judged at the house's clock in one consistent snapshot."""
    now = house.clock.now()
    with house.store.read() as connection:
        spent = spending(connection, house, now)
        for batch in leavers.batches(connection, BATCH):
            for run in unstarted(connection, house, batch, now):
                yield _person(house, run, purpose, now, spent)


def one_person(house: House, contact: str, purpose: Purpose) -> Person | None:
    """One person; None when unknown. Raises LookupError for somebody who has not cancelled."""
    now = house.clock.now()
    with house.store.read() as connection:
        contact_pk = people.contact_pk(connection, contact)
        if contact_pk is None:
            return None
        runs = unstarted(connection, house, [contact_pk], now)
        if not runs:
            raise LookupError(contact)
        return _person(house, runs[0], purpose, now, spending(connection, house, now))


def _person(house: House, run: Run, purpose: Purpose, now: datetime, spent: Spending) -> Person:
    ways = tuple(_way(house, run, purpose, channel, now, spent) for channel in Channel)
    return Person(run, ways, purpose.is_advertising and hidden(house, run, now))


def _way(house: House, run: Run, purpose: Purpose, channel: Channel, now: datetime, spent: Spending) -> Way:
    if purpose.is_advertising and run.cancellation.reason in EXCLUDING_REASONS:
        reason = f"excluded:{run.cancellation.reason}"
        return Way(channel, Answer.NOT, reason, "Nach diesem Kündigungsgrund schreibt die Rückgewinnung niemanden an.")
    case = case_of(run, _STEP, purpose, "reach", now, local_day(now, run.contact.timezone))
    ruling = rule_on(facts_of(house, case, _ASKING[purpose], channel, now, spent), house.policy)
    if ruling.verdict <= Verdict.DEFER and purpose.is_advertising and run.enrollment.state is EnrollmentState.PAUSED:
        until = run.enrollment.paused_until
        if until is None or until > now:
            return Way(channel, Answer.LATER, "paused", "Die Sequenz dieser Person ruht.", until=until)
    return _of_ruling(run, channel, ruling)


def _of_ruling(run: Run, channel: Channel, ruling: Ruling) -> Way:
    deciding = next((gate for gate in ruling.gates if gate.rule == ruling.rule), None)
    answer = _ANSWERS[ruling.verdict]
    flags = (
        row.consent.method is ConsentMethod.FLAG
        and row.consent.medium is channel.medium
        and row.consent.withdrawn_at is None
        for row in run.consents
    )
    return Way(
        channel,
        answer,
        ruling.rule,
        ruling.reason,
        deciding.statute if deciding else "",
        deciding.finding.evidence if deciding else (),
        ruling.until,
        flagged=answer is Answer.NOT and ruling.rule in _BASES and any(flags),
    )


_ANSWERS = {
    Verdict.ALLOW: Answer.ALLOWED,
    Verdict.ALLOW_DUTY: Answer.DUTY,
    Verdict.STRIP: Answer.NOT,
    Verdict.DEFER: Answer.LATER,
    Verdict.DENY_DEFAULT: Answer.NOT,
    Verdict.DENY: Answer.NOT,
}

_BASES = frozenset(rule.name for rule in RULES if rule.basis) | {DEFAULT_DENY.rule}
"""Where these say no, a consent is what is missing; an objection or a missing address is another matter."""

_STEP = "reach"

_ASKING = {
    purpose: Sequence(
        name=_STEP,
        title="",
        status=Status.LIVE,
        day_zero=Anchor.CANCELLATION_RECEIVED,
        steps=(Step(id=_STEP, when=OnDay(0), channels=tuple(Channel), template="", purpose=purpose),),
        purpose=purpose,
    )
    for purpose in Purpose
}
"""A sequence of one step that asks for every channel: no window and no limit of its own, so the house's count."""
