"""Which steps of a sequence the frequency caps will swallow: a walk through the days, for each kind of recipient."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from campaigns.inside import is_inside
from campaigns.settings.sections import Cap
from contacts.contact import ContactKind, Tier
from contacts.medium import Medium
from contacts.segment import Segment
from sequences.definition import AfterStep, OnDay, Step
from sequences.definition import Sequence as Definition
from sequences.due import TOO_LATE_AFTER_DAYS


@dataclass(frozen=True, slots=True)
class _Somebody:
    """A kind of recipient, as far as steps tell people apart."""

    tier: Tier
    kind: ContactKind
    segment: Segment

    def gets(self, step: Step) -> bool:
        only = step.only_if
        return (
            (not only.tiers or self.tier in only.tiers)
            and (not only.kinds or self.kind in only.kinds)
            and (not only.segments or self.segment in only.segments)
        )


def swallowed(sequence: Definition, caps: Sequence[Cap], letters: int) -> Iterator[tuple[int, str]]:
    """(index of the step, German reason) of each step that a cap postpones beyond its own patience.

    Days are counted as if every touch left on its day; only this sequence counts. Media caps assume somebody who can be
    reached by those media alone. `letters` = letters per person that config.toml allows altogether.
    """
    found: dict[int, str] = {}
    walked: set[tuple[int, ...]] = set()
    for tier, kind, segment in itertools.product(Tier, ContactKind, Segment):
        plan = [
            (number, day, step) for number, day, step in _days(sequence) if _Somebody(tier, kind, segment).gets(step)
        ]
        if (steps := tuple(number for number, *_ in plan)) in walked:
            continue  # whoever gets the same steps meets the same caps
        walked.add(steps)
        for number, reason in _overflow(sequence, plan, [cap for cap in caps if cap.per != "sender"]):
            found.setdefault(number, reason)
        for number, reason in _too_many_letters(sequence, plan, letters):
            found.setdefault(number, reason)
    yield from sorted(found.items())


def _days(sequence: Definition) -> list[tuple[int, int, Step]]:
    """(index, day after day zero, step) of the advertising steps whose day is known before."""
    days: dict[str, int] = {}
    for step in sequence.steps:
        match step.when:
            case OnDay(day, anchor) if anchor in {None, sequence.day_zero}:
                days[step.id] = day
            case AfterStep(before, more) if before in days:
                days[step.id] = days[before] + more
    return [
        (number, days[step.id], step)
        for number, step in enumerate(sequence.steps)
        if step.id in days and step.purpose.is_advertising and not all(is_inside(step, one) for one in step.channels)
    ]


def _overflow(
    sequence: Definition, plan: Iterable[tuple[int, int, Step]], caps: Sequence[Cap]
) -> Iterator[tuple[int, str]]:
    """Each cap for itself, and the caps on everything together, because one postpones into the other."""
    for cap in caps:
        alone = [entry for entry in plan if _uses(entry[2], cap.media_set)]
        yield from _walk(sequence, alone, [cap])
    yield from _walk(sequence, plan, [cap for cap in caps if cap.media == "any"])


def _walk(
    sequence: Definition, plan: Iterable[tuple[int, int, Step]], caps: Sequence[Cap]
) -> Iterator[tuple[int, str]]:
    made: list[int] = []
    for number, due, step in plan:
        patience = step.too_late_after_days or sequence.limits.too_late_after_days or TOO_LATE_AFTER_DAYS
        day = max([due, *made[-1:]])
        blocking = next((cap for cap in caps if _blocks(cap, made, day)), None)
        first = blocking
        if first and first.outcome == "skip":
            patience = 0
        while blocking and day <= due + patience:
            day += 1
            blocking = next((cap for cap in caps if _blocks(cap, made, day)), None)
        if day > due + patience and first:
            what = "alle Kanäle" if first.media == "any" else ", ".join(sorted(first.media_set))
            when = f"an Tag {due}" + (f" und {patience} Tage danach" if patience else "")
            rule = f"{first.max} in {first.window_days} Tagen ({what}, {first.per})"
            yield number, f"die Obergrenze {rule} lässt diesen Schritt {when} nicht zu; er wird entfallen"
        else:
            made.append(day)


def _blocks(cap: Cap, made: Sequence[int], day: int) -> bool:
    inside = [one for one in made if one > day - cap.window_days]
    too_close = bool(made) and day - made[-1] < cap.min_gap_days
    return len(inside) >= cap.max or too_close


def _uses(step: Step, media: frozenset[Medium]) -> bool:
    return any(channel.medium in media for channel in step.channels)


def _too_many_letters(
    sequence: Definition, plan: Iterable[tuple[int, int, Step]], letters: int
) -> Iterator[tuple[int, str]]:
    most = min(letters, sequence.limits.max_letters_per_person or letters)
    by_post = [number for number, _, step in plan if _uses(step, frozenset({Medium.POST}))]
    for number in by_post[most:]:
        yield (
            number,
            f"mehr als {most} Briefe je Person sind nicht erlaubt; wer nur per Brief erreichbar ist, bekommt ihn nicht",
        )
