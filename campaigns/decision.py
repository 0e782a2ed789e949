"""Touch + rulings -> decision. Pure: what becomes of a touch at one moment, and everything it was judged by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from campaigns.course import planned
from campaigns.facts import Spending, facts_of, next_moment
from campaigns.house import House
from campaigns.inside import rule_step
from compliance.rulebook import rule_on
from compliance.rules.suppression_store import SUPPRESSION_STORE
from compliance.verdict import Ruling, Verdict
from contacts.medium import Purpose
from sequences.calendar import local_day, to_utc
from sequences.definition import Channel, Sequence
from sequences.due import grace_days, leaves_early
from sequences.enrollment import EnrollmentState, StopReason
from sequences.planning import predecessor
from sequences.touch import Decision, Hold, Postpone, Send, Skip, Stop
from store.case import Case

SURVEY_ANSWERED = "survey_answered"
ON_ITS_DAY = "on_its_day"
"""A step that might have left as a letter, before its day: it waits for the day itself, which nobody need read of."""
_LOOK_AGAIN = timedelta(minutes=15)
_WITHDRAWAL_TERM = timedelta(days=14)
_REFUSED = frozenset({Verdict.DENY, Verdict.DENY_DEFAULT})


@dataclass(frozen=True, slots=True)
class Judged:
    """A decision with the rulings of all channels tried, in the step's order."""

    decision: Decision
    tried: tuple[tuple[Channel, Ruling], ...] = ()

    @property
    def ruling(self) -> Ruling | None:
        """The ruling that decided: of the channel used, of the one waited for, else of the first channel tried."""
        match self.decision:
            case Send(channel):
                return next(ruling for used, ruling in self.tried if used is channel)
            case Postpone(_, reason) | Skip(reason):
                waited = [
                    ruling for _, ruling in self.tried if (ruling.verdict, ruling.rule) == (Verdict.DEFER, reason)
                ]
            case _:
                waited = []
        rulings = (*waited, *(ruling for _, ruling in self.tried))
        return rulings[0] if rulings else None


def decide(house: House, case: Case, sequence: Sequence, now: datetime, spent: Spending) -> Judged:
    """What happens to a claimed touch now."""
    early = _before_the_law(house, case, sequence, now)
    if _is_ahead(house, case, sequence, now) and (early is None or isinstance(early, Postpone)):
        return _letter_ahead(house, case, sequence, now, None if early is not None else spent)
    return Judged(early) if early is not None else _by_channel(house, case, sequence, now, spent)


def _is_ahead(house: House, case: Case, sequence: Sequence, now: datetime) -> bool:
    """True before the day of a step whose letter would have to leave already."""
    if case.touch.wait_event is not None or not house.letters.posting.takes_time:
        return False
    before = local_day(now, case.contact.timezone) < case.touch.planned_on
    return before and leaves_early(sequence.step(case.touch.step))


def _letter_ahead(house: House, case: Case, sequence: Sequence, now: datetime, spent: Spending | None) -> Judged:
    """The letter leaves where it is lawful and no channel before it ever will be; all else waits for the step's day."""
    tried: list[tuple[Channel, Ruling]] = []
    for channel in sequence.step(case.touch.step).channels if spent is not None else ():
        ruling = rule_on(facts_of(house, case, sequence, channel, now, spent or Spending()), house.policy)
        tried.append((channel, ruling))
        if channel is Channel.LETTER:
            if ruling.verdict.allows and _neighbour(house, case, sequence, channel, spent or Spending()) is None:
                return Judged(Send(channel, ruling.duties), tuple(tried))
            break
        if ruling.verdict not in _REFUSED:
            break
    return Judged(Postpone(_own_moment(house, case, sequence, now), ON_ITS_DAY))


def _own_moment(house: House, case: Case, sequence: Sequence, now: datetime) -> datetime:
    touch, window = case.touch, sequence.window or house.window
    plan, _ = planned(house, case, sequence, predecessor(sequence, touch.step), now, letters_early=False)
    if plan is not None and plan.step.id == touch.step and plan.due_at > now:
        return plan.due_at
    opening = to_utc(touch.planned_on, window.start, case.contact.timezone)
    return next_moment(house, case, Channel.LETTER.medium, window, max(now, opening))


def _before_the_law(house: House, case: Case, sequence: Sequence, now: datetime) -> Decision | None:
    if case.enrollment.state is EnrollmentState.PAUSED:
        until = case.enrollment.paused_until
        # What is owed at once, such as a receipt (§ 312k Abs. 4 BGB), waits for nobody.
        if until is None or (until <= now and _waits_for_colleague(case)):
            until = _tomorrow(now)  # her own date, if there is one, does not end the wait for somebody else
        if until > now and not sequence.step(case.touch.step).at_once:
            return Postpone(until, _pause_word(case))
    elif case.enrollment.state is not EnrollmentState.ACTIVE:
        return Stop(f"enrollment_{case.enrollment.state}")
    if case.touch.wait_event is not None and not _happened(case):
        return Skip("no_event")
    unasked = _unasked(case) if sequence.step(case.touch.step).purpose is Purpose.SURVEY else None
    if unasked is not None:
        return Skip(unasked)
    overtaken = _overtaken(house, case, sequence, now)
    return Skip(overtaken) if overtaken is not None else None


def _unasked(case: Case) -> str | None:
    """Why nobody is asked any more: she has answered on the page, or gives the contract back (§ 355, § 356a BGB)."""
    began = case.enrollment.anchors.cancellation_received
    answered, withdrew = case.wishes.surveyed_at, case.wishes.withdrew_at
    # Who withdraws and cancels, should the withdrawal not hold, declares both within the term of the withdrawal.
    if withdrew is not None and withdrew >= began - _WITHDRAWAL_TERM:
        return StopReason.CONTRACT_WITHDRAWN.value
    return SURVEY_ANSWERED if answered is not None and answered >= began else None


def _pause_word(case: Case) -> str:
    """Why a run waits, where `why` must name somebody: whose answer it waits for (`colleague:ID`)."""
    reason = case.enrollment.reason or ""
    return reason if _waits_for_colleague(case) or reason == "taken_back" else "paused"


def _waits_for_colleague(case: Case) -> bool:
    return (case.enrollment.reason or "").startswith("colleague:")


def _happened(case: Case) -> bool:
    at = case.events.get(case.touch.wait_event) if case.touch.wait_event else None
    return at is not None and at >= case.enrollment.anchors.cancellation_received


def _overtaken(house: House, case: Case, sequence: Sequence, now: datetime) -> str | None:
    """A touch that missed its day: too late, superseded by a newer step, or still worth making (None)."""
    if case.touch.wait_event is not None or local_day(now, case.contact.timezone) <= case.touch.planned_on:
        return None
    before = predecessor(sequence, case.touch.step)
    _, skips = planned(house, case, sequence, before, now)
    return next((skip.reason.value for skip in skips if skip.step.id == case.touch.step), None)


def _by_channel(house: House, case: Case, sequence: Sequence, now: datetime, spent: Spending) -> Judged:
    """The first lawful channel; a channel that must wait is only passed over where its cap says so."""
    step = sequence.step(case.touch.step)
    tried: list[tuple[Channel, Ruling]] = []
    waits: list[tuple[Channel, Ruling]] = []
    beside: Decision | None = None
    for channel in step.channels:
        ruling = rule_step(house, case, sequence, channel, now, spent)
        tried.append((channel, ruling))
        if ruling.verdict.allows:
            near = _neighbour(house, case, sequence, channel, spent)
            if near is None:
                return Judged(Send(channel, ruling.duties), tuple(tried))
            beside = near
        if ruling.verdict is Verdict.DEFER:
            waits.append((channel, ruling))
            if ruling.outcome != "next_channel":
                break
    if not (case.suppression_up and house.list_readable) and step.purpose.is_advertising:
        return Judged(_unreadable(house, case, sequence, now), tuple(tried))
    if waits:
        return Judged(_wait(house, case, sequence, waits, now), tuple(tried))
    if beside is not None:
        return Judged(beside, tuple(tried))
    strip = next((ruling for _, ruling in tried if ruling.verdict is Verdict.STRIP), None)
    if strip is not None:
        # A message the law wants sent, with a part that must not be in it: nobody strips a text unseen.
        return Judged(Hold(strip.reason), tuple(tried))
    return Judged(Skip(tried[0][1].rule), tuple(tried))


def _neighbour(house: House, case: Case, sequence: Sequence, channel: Channel, spent: Spending) -> Decision | None:
    """Two advertising letters in one letterbox look like a machine: the second waits, or is left out."""
    step = sequence.step(case.touch.step)
    near = spent.letters_near.get(case.enrollment.contact_pk) if channel is Channel.LETTER else None
    if near is None or not step.purpose.is_advertising:
        return None
    return later(house, case, sequence, channel, near.until, near.reason)


def _wait(house: House, case: Case, sequence: Sequence, waits: list[tuple[Channel, Ruling]], now: datetime) -> Decision:
    channel, ruling = waits[-1]
    if ruling.outcome == "skip":
        return Skip(ruling.rule)
    # A reply nobody has understood yet has no date: ask again tomorrow, a person has a task meanwhile.
    return later(house, case, sequence, channel, ruling.until or _tomorrow(now), ruling.rule)


def _unreadable(house: House, case: Case, sequence: Sequence, now: datetime) -> Decision:
    """Nobody can look whether the person objected: the step waits for the sysadmin, it is not lost."""
    channel = sequence.step(case.touch.step).channels[0]
    return later(house, case, sequence, channel, now + _LOOK_AGAIN, SUPPRESSION_STORE.name)


def later(house: House, case: Case, sequence: Sequence, channel: Channel, at: datetime, reason: str) -> Decision:
    """Due again at the next open moment from `at`, or left out when that is too late for the step."""
    until = next_moment(house, case, channel.medium, sequence.window or house.window, at)
    days = grace_days(sequence, sequence.step(case.touch.step))
    late = (local_day(until, case.contact.timezone) - case.touch.planned_on).days
    return Skip(reason) if days is not None and late > days else Postpone(until, reason)


def _tomorrow(now: datetime) -> datetime:
    return now + timedelta(days=1)
