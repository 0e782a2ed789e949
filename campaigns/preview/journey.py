"""One person's way through one sequence, step by step: planned and decided by the code that would do it, in memory.

Consents, objections and addresses are those of today, days are the sequence's own. Nobody answers on the way.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from campaigns.course import planned
from campaigns.decision import ON_ITS_DAY, Judged, decide
from campaigns.drafts.asking import Desk, Way, way_of
from campaigns.facts import Spending
from campaigns.house import House
from campaigns.inside import is_inside, rule_step
from campaigns.unstarted import case_of
from compliance.verdict import Ruling
from sequences.calendar import local_day
from sequences.definition import Anchor, Channel, EventKind, Sequence, Step
from sequences.due import anchor_moment
from sequences.enrollment import choose_variant
from sequences.touch import Postpone, Send
from store.case import Case, LedgerEntry, Run

_TRIES = 20
"""A step is put off until its grace is over; more postponements than this would be a bug."""


_NOTHING_YET = Desk()
_USED_AT_ONCE = (Channel.EMAIL, Channel.LETTER)


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of the way. `at` None: it is never made, for `skip`; `wait`: the event it waits for, until `at`.

    `read_first`: a person reads its mail before it leaves, because the step says so ("draft") or because the first
    mails of the sequence are released one by one ("release").
    """

    step: Step
    case: Case
    at: datetime | None
    judged: Judged | None
    rulings: tuple[tuple[Channel, Ruling], ...]
    postponed: tuple[tuple[datetime, str], ...] = ()
    skip: str | None = None
    wait: EventKind | None = None
    read_first: Literal["", "draft", "release"] = ""

    @property
    def moment(self) -> datetime:
        """When its texts are made: at its moment, else on the day it would have had."""
        return self.at or self.case.touch.due_at


@dataclass(frozen=True, slots=True)
class Journey:
    """All steps in file order; `zero` is day 0, `assumed` True when its event has not happened and now was taken."""

    run: Run
    sequence: Sequence
    zero: datetime
    assumed: bool
    stops: tuple[Stop, ...]


def journey(
    house: House, run: Run, sequence: Sequence, now: datetime, spent: Spending, desk: Desk = _NOTHING_YET
) -> Journey:
    """Where `run` would be on each step of `sequence`, started on its day zero. `desk`: how far releasing has come."""
    known = anchor_moment(run.enrollment.anchors, sequence.day_zero)
    zero = known or now
    start = run.enrollment.anchors.cancellation_received if sequence.day_zero is Anchor.CONTRACT_END else zero
    run = _begun(run, sequence, zero, assumed=known is None, start=start)
    walk = _Walk(house, sequence, spent, run, start, desk)
    return Journey(run, sequence, zero, known is None, walk.all())


class _Walk:
    """The state while walking: what has been made so far, and when."""

    def __init__(
        self, house: House, sequence: Sequence, spent: Spending, run: Run, start: datetime, desk: Desk
    ) -> None:
        self.house, self.sequence, self.spent, self.desk = house, sequence, spent, desk
        self.run, self.now = run, start
        self.after: str | None = None

    def all(self) -> tuple[Stop, ...]:
        found: dict[str, Stop] = {}
        while True:
            plan, skips = planned(self.house, self.run, self.sequence, self.after, self.now)
            for skip in skips:
                found[skip.step.id] = self._skipped(skip.step, skip.reason.value)
            if plan is None:
                break
            if plan.wait_for is not None:
                case = self._case(plan.step, plan.due_at)
                rulings = self._rulings(case, plan.due_at)
                found[plan.step.id] = Stop(plan.step, case, plan.due_at, None, rulings, wait=plan.wait_for)
                self.now = plan.due_at
            else:
                found[plan.step.id] = self._made(plan.step, plan.due_at, plan.reaches_at)
            self.after = plan.step.id
        return tuple(found[step.id] for step in self.sequence.steps)

    def _made(self, step: Step, due_at: datetime, reaches_at: datetime) -> Stop:
        case, now = self._case(step, due_at, reaches_at), due_at
        postponed: list[tuple[datetime, str]] = []
        judged = decide(self.house, case, self.sequence, now, self.spent)
        while isinstance(judged.decision, Postpone) and len(postponed) < _TRIES and judged.decision.until > now:
            if judged.decision.reason != ON_ITS_DAY:
                postponed.append((now, judged.decision.reason))
            now = judged.decision.until
            judged = decide(self.house, case, self.sequence, now, self.spent)
        self.now = now
        if isinstance(judged.decision, Send):
            self._remember(step, judged, judged.decision.channel, now)
        read_first = self._read_first(step, case, judged)
        return Stop(step, case, now, judged, self._rulings(case, now), tuple(postponed), read_first=read_first)

    def _read_first(self, step: Step, case: Case, judged: Judged) -> Literal["", "draft", "release"]:
        """Asked of the code that would hold the mail."""
        if not isinstance(judged.decision, Send):
            return ""
        if way_of(self.house, case, self.sequence, judged.decision.channel, self.desk) not in (Way.ASK, Way.WAIT):
            return ""
        return "draft" if step.draft else "release"

    def _remember(self, step: Step, judged: Judged, channel: Channel, at: datetime) -> None:
        """A touch that was made is done for planning; advertising counts for caps and has used its consents (§ 7a).

        A task is no call yet: its use is written with its outcome, and a preview knows of none.
        """
        before = self.run.enrollment
        by_post = before.by_post | ({step.id} if channel is Channel.LETTER else set())
        enrollment = replace(before, done={**before.done, step.id: at}, by_post=by_post)
        self.run = replace(self.run, enrollment=enrollment)
        if step.purpose.is_advertising and not is_inside(step, channel):
            reached = self.house.letters.posting.contact_at(at) if channel is Channel.LETTER else at
            entry = LedgerEntry(channel.medium, reached, self.house.letters.cost if channel is Channel.LETTER else None)
            firm = (*self.run.company_ledger, entry) if self.run.enrollment.company_pk is not None else ()
            used = _evidence(judged) if channel in _USED_AT_ONCE else frozenset()
            consents = tuple(
                replace(row, last_used_at=at) if row.consent.external_id in used else row for row in self.run.consents
            )
            ledger = (*self.run.person_ledger, entry)
            self.run = replace(self.run, person_ledger=ledger, company_ledger=firm, consents=consents)

    def _skipped(self, step: Step, reason: str) -> Stop:
        case = self._case(step, self.now)
        return Stop(step, case, None, None, self._rulings(case, self.now), skip=reason)

    def _rulings(self, case: Case, at: datetime) -> tuple[tuple[Channel, Ruling], ...]:
        channels = self.sequence.step(case.touch.step).channels
        return tuple((one, rule_step(self.house, case, self.sequence, one, at, self.spent)) for one in channels)

    def _case(self, step: Step, due_at: datetime, reaches_at: datetime | None = None) -> Case:
        contact = self.run.contact
        day = local_day(reaches_at or due_at, contact.timezone)
        case = case_of(self.run, step.id, step.purpose, _send_id(step), due_at, day)
        names = tuple(sorted(step.variants))
        variant = choose_variant(contact.external_id, self.sequence.name, step.id, names)
        return replace(case, touch=replace(case.touch, variant=variant))


def _evidence(judged: Judged) -> set[str]:
    gates = judged.ruling.gates if judged.ruling is not None else ()
    return {evidence for gate in gates if gate.finding.verdict.allows for evidence in gate.finding.evidence}


def _send_id(step: Step) -> str:
    """A touch of this name exists in no database: a preview's links stop nobody."""
    return f"vorschau-{step.id}"[:36]


def _begun(run: Run, sequence: Sequence, zero: datetime, *, assumed: bool, start: datetime) -> Run:
    """The run on its first day: later entries of the ledger are this very way, as it was lived, or come after it."""
    anchors = run.enrollment.anchors
    if assumed:
        anchors = replace(anchors, **{sequence.day_zero.value: zero})
    if sequence.day_zero is Anchor.ENROLLED or anchors.enrolled is None:
        anchors = replace(anchors, enrolled=start)
    before = start - timedelta(microseconds=1)
    return replace(
        run,
        enrollment=replace(run.enrollment, anchors=anchors, sequence=sequence.name),
        person_ledger=tuple(entry for entry in run.person_ledger if entry.at <= before),
        company_ledger=tuple(entry for entry in run.company_ledger if entry.at <= before),
    )
