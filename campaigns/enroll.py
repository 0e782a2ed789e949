"""Who starts which sequence: exclusions first, then conditions, entry rule, exclusive groups and the holdout."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from itertools import groupby

from sqlalchemy import Connection

from campaigns.advance import Ended, advance, store_skip
from campaigns.ending import ending_of
from campaigns.house import House
from campaigns.profiling import Tried, carries, keeps_out
from campaigns.ruling_json import tried_json
from contacts.cancellation import EXCLUDING_REASONS, Cancellation, DeclarationKind
from contacts.contact import Contact
from contacts.contract import Contract
from contacts.medium import Purpose
from contacts.segment import segment_of
from sequences.calendar import local_day, to_utc
from sequences.conditions import first_mismatch
from sequences.definition import Anchor, Sequence, Status
from sequences.due import anchor_moment
from sequences.enrollment import Anchors, EnrollmentState, in_holdout
from sequences.planning import NeverStarts, Starts, entry_step
from store import cases, decisions, enrollments, events
from store.decisions import NewDecision
from store.enrollments import NewEnrollment

_LAST_MINUTE = time(23, 59)
UNASSIGNED = "unassigned"
"""Why advertising does not start for a declaration from the public form that fits no contract."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """A cancellation with its person: everything enrolling looks at."""

    cancellation: Cancellation
    cancellation_pk: int
    contact: Contact
    contact_pk: int
    company_pk: int | None
    contract: Contract | None
    anchors: Anchors


def anchors_of(cancellation: Cancellation, contract: Contract | None, tz: str, **moments: datetime) -> Anchors:
    """Day zeros of a cancellation."""
    ends = ending_of(cancellation, contract, tz)
    return Anchors(
        cancellation_received=cancellation.received_at,
        contract_end=to_utc(ends, _LAST_MINUTE, tz) if ends else None,
        **moments,
    )


def enroll(connection: Connection, house: House, applicant: Applicant, zeros: frozenset[Anchor], now: datetime) -> int:
    """Start every sequence whose day zero is one of `zeros` and that fits; the number of runs started."""
    fitting = [sequence for sequence in house.sequences.values() if sequence.day_zero in zeros]
    live = [sequence for sequence in fitting if sequence.status is not Status.DRAFT and _asked(sequence, applicant)]
    started = 0
    by_group = sorted(
        live, key=lambda sequence: (sequence.group or f"\0{sequence.name}", -sequence.priority, sequence.name)
    )
    for _, rivals in groupby(by_group, key=lambda sequence: sequence.group or f"\0{sequence.name}"):
        started += _one_of(connection, house, applicant, tuple(rivals), now)
    return started


def start(
    connection: Connection,
    house: House,
    applicant: Applicant,
    sequence: Sequence,
    now: datetime,
    *,
    again: bool = False,
) -> bool:
    """Start one sequence for somebody, pinned to the definition in force; False when it was refused or had run."""
    zero = anchor_moment(applicant.anchors, sequence.day_zero)
    match entry_step(sequence, zero, now, applicant.contact.timezone):
        case NeverStarts(reason):
            _never(connection, house, applicant, sequence, EnrollmentState.EXCLUDED, reason, now)
            return False
        case Starts() as entry:
            pass
    if _over(applicant, sequence, now):
        _never(connection, house, applicant, sequence, EnrollmentState.EXCLUDED, "contract_over", now)
        return False
    if sequence.goal is not None and events.happened(
        connection, applicant.contact_pk, sequence.goal, applicant.cancellation.received_at, now
    ):
        _never(connection, house, applicant, sequence, EnrollmentState.EXCLUDED, "goal_met", now)
        return False
    kept_out = keeps_out(connection, house, applicant.contact_pk, applicant.contract, sequence, now)
    if kept_out or _without_basis(connection, house, applicant, sequence, now):
        why = "objection" if kept_out else UNASSIGNED
        _never(connection, house, applicant, sequence, EnrollmentState.EXCLUDED, why, now, kept_out)
        return False
    group = sequence.group or sequence.name
    if in_holdout(applicant.contact.external_id, group, sequence.limits.holdout_percent):
        _never(connection, house, applicant, sequence, EnrollmentState.HOLDOUT, "holdout", now)
        return False
    enrollment_id = _insert(connection, house, applicant, sequence, EnrollmentState.ACTIVE, None, now, again=again)
    if enrollment_id is None:
        return False
    run = cases.runs_of(connection, [enrollment_id], now, house.horizon)[enrollment_id]
    for skip in entry.skips:
        store_skip(connection, run, sequence, skip, now)
    advance(connection, house, [Ended(run, sequence, entry.after)], now)
    return True


def _without_basis(
    connection: Connection, house: House, applicant: Applicant, sequence: Sequence, now: datetime
) -> bool:
    """True for advertising to an address that anybody may have typed into the form: only a proven consent allows it."""
    unknown = sequence.purpose.is_advertising and not applicant.cancellation.assigned
    return unknown and not carries(connection, house, applicant.contact_pk, now)


def _over(applicant: Applicant, sequence: Sequence, now: datetime) -> bool:
    """True for a case of the past: its receipt was confirmed elsewhere, and its contract ended longer ago than allowed.

    A house that brings in the cancellations of past years must not announce to anybody what happened long ago. What
    begins with a return has nothing to announce: however old that contract is, the return is new.
    """
    if sequence.day_zero in (Anchor.RETURNED, Anchor.SAVED):
        return False
    ends, tz = applicant.anchors.contract_end, applicant.contact.timezone
    if sequence.purpose is not Purpose.CONTRACT or applicant.cancellation.receipt_confirmed_at is None or ends is None:
        return False
    return (local_day(now, tz) - local_day(ends, tz)).days > sequence.entry.max_days_late


def fits(connection: Connection, house: House, applicant: Applicant, sequence: Sequence, now: datetime) -> bool:
    """True when `sequence` may start for somebody: no draft, meant for this person, its exclusive group free."""
    busy = sequence.group is not None and enrollments.in_group(connection, applicant.contact_pk, sequence.group)
    return sequence.status is not Status.DRAFT and not busy and misfit(house, applicant, sequence, now) is None


def _asked(sequence: Sequence, applicant: Applicant) -> bool:
    """False for a sequence of withdrawals where somebody cancelled: nobody will ask why it did not start."""
    only = sequence.who.declarations
    return DeclarationKind.CANCELLATION in only or not only or applicant.cancellation.kind in only


def _one_of(
    connection: Connection, house: House, applicant: Applicant, rivals: tuple[Sequence, ...], now: datetime
) -> int:
    """Of the sequences of one exclusive group the fitting one with the highest priority; none while one runs."""
    group = rivals[0].group
    if group is not None and enrollments.in_group(connection, applicant.contact_pk, group):
        for sequence in rivals:
            _never(connection, house, applicant, sequence, EnrollmentState.EXCLUDED, "group_busy", now)
        return 0
    refused: list[tuple[Sequence, str]] = []
    for sequence in rivals:
        reason = misfit(house, applicant, sequence, now)
        if reason is None:
            return int(start(connection, house, applicant, sequence, now))
        refused.append((sequence, reason))
    for sequence, reason in refused:
        _never(connection, house, applicant, sequence, EnrollmentState.EXCLUDED, reason, now)
    return 0


def misfit(house: House, applicant: Applicant, sequence: Sequence, now: datetime) -> str | None:
    """Why `sequence` is not meant for somebody (`excluded:…`, `who:…`), None when it is."""
    cancellation, contact = applicant.cancellation, applicant.contact
    if sequence.purpose.is_advertising and cancellation.reason in EXCLUDING_REASONS:
        return f"excluded:{cancellation.reason}"
    mismatch = first_mismatch(
        sequence.who,
        contact,
        cancellation,
        segment_of(contact, cancellation),
        local_day(now, contact.timezone),
        address_form=house.brand_of(contact.brand).address_form,
    )
    return f"who:{mismatch}" if mismatch else None


def _never(
    connection: Connection,
    house: House,
    applicant: Applicant,
    sequence: Sequence,
    state: EnrollmentState,
    reason: str,
    now: datetime,
    tried: Tried = (),
) -> None:
    """Not starting is recorded, so that `why` can answer for it; with the rulings, where the law is the reason."""
    enrollment_id = _insert(connection, house, applicant, sequence, state, reason, now)
    if enrollment_id is not None:
        word = "holdout" if state is EnrollmentState.HOLDOUT else "stop"
        decision = NewDecision(enrollment_id, None, sequence.steps[0].id, now, word, reason=reason)
        if tried:
            ruling = tried[0][1]
            decision = replace(decision, verdict=ruling.verdict.name, rule=ruling.rule, ruling=tried_json(tried))
        decisions.record(connection, [decision])


def _insert(
    connection: Connection,
    house: House,
    applicant: Applicant,
    sequence: Sequence,
    state: EnrollmentState,
    reason: str | None,
    now: datetime,
    *,
    again: bool = False,
) -> int | None:
    house.definitions.keep(connection, sequence, now)
    new = NewEnrollment(
        cancellation_pk=applicant.cancellation_pk,
        contact_pk=applicant.contact_pk,
        company_pk=applicant.company_pk,
        sequence=sequence.name,
        definition_hash=sequence.hash,
        group=sequence.group,
        state=state,
        anchors=applicant.anchors,
        reason=reason,
        again=again,
    )
    return enrollments.enroll(connection, new, now)
