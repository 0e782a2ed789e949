"""Would this sequence start for this person at all? The questions that enrolling asks, asked without enrolling."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from campaigns.enroll import Applicant, misfit
from campaigns.house import House
from campaigns.profiling import hidden
from campaigns.reason_words import reason_words
from sequences.definition import Sequence, Status
from sequences.due import anchor_moment
from sequences.enrollment import in_holdout
from sequences.planning import Starts, entry_step
from store.case import Run


def hindrances(house: House, run: Run, sequence: Sequence, now: datetime, *, began: bool) -> Iterator[str]:
    """German sentences: whatever keeps this person out of this sequence, although its steps are shown all the same.

    `began`: the sequence runs or ran for her, so that it is no question any more whether she comes too late.
    """
    if sequence.status is not Status.LIVE:
        word = "ein Entwurf" if sequence.status is Status.DRAFT else "angehalten"
        yield f'Die Sequenz ist {word} (status = "{sequence.status}"): Niemand beginnt sie.'
    reason = misfit(house, _applicant(run), sequence, now)
    if reason is not None:
        yield f"Diese Person bekäme die Sequenz nicht: {reason_words(reason)}."
    if hidden(house, run, now, sequence):
        yield "Diese Person hat der Werbung widersprochen: Sie beginnt diese Sequenz nicht (Art. 21 Abs. 2 DSGVO)."
    zero = anchor_moment(run.enrollment.anchors, sequence.day_zero)
    if not began and zero is not None and entry_step(sequence, zero, now, run.contact.timezone) != Starts():
        yield "Tag 0 liegt zu lange zurück: Heute begänne die Sequenz nicht mehr von vorn. Gezeigt ist der ganze Weg."
    group = sequence.group or sequence.name
    if in_holdout(run.contact.external_id, group, sequence.limits.holdout_percent):
        yield "Diese Person gehört zur Vergleichsgruppe und wird nie angeschrieben: zum Messen."
    goal = sequence.goal
    if goal is not None and run.events.get(goal, now) < now:
        yield "Diese Person ist schon zurück; das Ziel der Sequenz ist erreicht."
    before = next(_going_before(house, run, sequence, now), None)
    if before is not None:
        yield f"In der Gruppe „{group}“ ginge für diese Person „{before}“ vor (priority)."


def _going_before(house: House, run: Run, sequence: Sequence, now: datetime) -> Iterator[str]:
    """Live sequences of the same group that fit this person and are asked first."""
    if sequence.group is None:
        return
    own = (-sequence.priority, sequence.name)
    for other in house.sequences.values():
        rival = other.group == sequence.group and other.status is Status.LIVE and (-other.priority, other.name) < own
        if rival and misfit(house, _applicant(run), other, now) is None:
            yield other.name


def _applicant(run: Run) -> Applicant:
    enrollment = run.enrollment
    return Applicant(
        cancellation=run.cancellation,
        cancellation_pk=enrollment.cancellation_pk,
        contact=run.contact,
        contact_pk=enrollment.contact_pk,
        company_pk=enrollment.company_pk,
        contract=run.contract,
        anchors=enrollment.anchors,
    )
