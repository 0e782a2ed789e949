"""From the tables of a valid sequence file to the frozen values of sequences.definition."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from contacts.cancellation import DeclarationKind
from contacts.medium import Purpose
from sequences.definition import (
    AfterStep,
    Conditions,
    DefaultEffect,
    Effect,
    Entry,
    Limits,
    OnDay,
    OnEvent,
    OpenTask,
    PauseDays,
    PauseNamed,
    Sequence,
    StartSequence,
    Step,
    StopEffect,
    TaskSpec,
    WaitForOutcome,
    When,
    Window,
)
from sequences.grammar.schema import (
    ConditionsTable,
    LimitsTable,
    ReplyTable,
    SequenceFile,
    StepTable,
    WindowTable,
)
from sequences.grammar.values import WEEKDAYS


def build_sequence(table: SequenceFile, name: str, digest: str) -> Sequence:
    """The sequence of a file that has passed every check."""
    head = table.sequence
    purpose = Purpose(head.purpose)
    return Sequence(
        name=name,
        title=head.title,
        status=head.status,
        day_zero=head.day_zero,
        steps=tuple(_step(step, purpose) for step in table.step),
        hash=digest,
        group=head.group,
        priority=head.priority,
        purpose=purpose,
        goal=head.goal,
        products=frozenset(head.products),
        release_first=head.release_first,
        entry=Entry(head.entry.max_days_late),
        who=_who(table.who),
        limits=_limits(table.limits),
        window=build_window(table.window) if table.window else None,
        on_reply=MappingProxyType({label: _effect(reply) for label, reply in table.on_reply.items()}),
    )


def conditions(table: ConditionsTable) -> Conditions:
    """`[who]` or `only_if` as a value."""
    return Conditions(
        reasons=frozenset(table.reasons),
        not_reasons=frozenset(table.not_reasons),
        segments=frozenset(table.segments),
        tiers=frozenset(table.tiers),
        kinds=frozenset(table.kinds),
        doors=frozenset(table.doors),
        min_tenure_months=table.min_tenure_months,
        max_tenure_months=table.max_tenure_months,
        min_annual_value=table.min_annual_value,
        max_annual_value=table.max_annual_value,
        receipt_confirmed=table.receipt_confirmed,
        brands=frozenset(table.brands),
        address_form=table.address_form,
        declarations=frozenset(table.declarations),
        assigned=table.assigned,
    )


def _who(table: ConditionsTable) -> Conditions:
    """A sequence is about cancellations unless it names another declaration: nobody who withdraws slips into one."""
    who = conditions(table)
    return who if who.declarations else replace(who, declarations=frozenset({DeclarationKind.CANCELLATION}))


def build_window(table: WindowTable) -> Window:
    """`[window]` as a value; 0 = Monday."""
    days = frozenset(WEEKDAYS.index(day) for day in table.weekdays)
    return Window(days, table.start, table.end, table.holidays)


def _limits(table: LimitsTable) -> Limits:
    return Limits(
        table.max_touches_in_90_days,
        table.max_letters_per_person,
        table.max_letter_euro_month,
        table.too_late_after_days,
        table.holdout_percent,
    )


def _step(table: StepTable, purpose: Purpose) -> Step:
    wait = table.wait_for_outcome
    return Step(
        id=table.id,
        when=_when(table),
        channels=tuple(table.channels),
        template=table.template,
        purpose=Purpose(table.purpose) if table.purpose else purpose,
        variants=MappingProxyType(dict(table.variants)),
        only_if=conditions(table.only_if),
        wait_for_outcome=WaitForOutcome(wait.days, wait.then) if wait else None,
        task=TaskSpec(table.task.kind, table.task.due_business_hours, table.task.due_business_days),
        at_once=table.at_once,
        stands_alone=table.stands_alone,
        too_late_after_days=table.too_late_after_days,
        draft=table.draft,
        thread=table.thread,
    )


def _when(table: StepTable) -> When:
    if table.after:
        return AfterStep(
            table.after.step, table.after.days or table.after.business_days or 0, table.after.business_days is not None
        )
    if table.event:
        return OnEvent(table.event, table.wait_days)
    return OnDay(table.day or 0, table.anchor, table.at)


def _effect(table: ReplyTable) -> Effect:
    if table.stop:
        return StopEffect()
    if table.pause_days:
        return PauseDays(table.pause_days)
    if table.pause:
        return PauseNamed()
    if table.start_sequence:
        return StartSequence(table.start_sequence)
    if table.task:
        return OpenTask(table.task)
    return DefaultEffect()
