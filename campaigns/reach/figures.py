"""Counts over people: per channel, per reason, per group. Memory grows with the number of different answers only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from campaigns.reach import Answer, Person, Way
from contacts.segment import segment_of
from sequences.definition import Channel

GROUPS: Mapping[str, Callable[[Person, str], str]] = MappingProxyType(
    {
        "tier": lambda person, _: person.run.contact.tier.value,
        "brand": lambda person, default: person.run.contact.brand or default,
        "reason": lambda person, _: person.run.cancellation.reason,
        "segment": lambda person, _: segment_of(person.run.contact, person.run.cancellation).value,
    }
)
"""What `--by` can ask for: (person, default brand) -> the group's stored word."""

Kind = tuple[Channel, Answer, str, str]
"""Channel, answer, reason code, the rule's own sentence."""


@dataclass(slots=True)
class Because:
    """How many people have the same answer for the same reason, how many of them with a CRM tick, and until when."""

    count: int = 0
    flagged: int = 0
    statute: str = ""
    earliest: datetime | None = None

    def add(self, way: Way) -> None:
        self.count += 1
        self.flagged += way.flagged
        self.statute = way.statute
        if way.until is not None:
            self.earliest = min(way.until, self.earliest or way.until)


@dataclass(slots=True)
class Group:
    """People of one group: how many, how many by each channel (now or later), how many by none."""

    people: int = 0
    unreachable: int = 0
    open: Counter[Channel] = field(default_factory=Counter)

    def add(self, person: Person) -> None:
        self.people += 1
        self.unreachable += not person.reachable
        self.open.update(way.channel for way in person.ways if way.answer is not Answer.NOT)


@dataclass(slots=True)
class Reach:
    """Everything that `reach` tells. `hidden` have objected to all advertising: counted in total, in no group."""

    total: Group = field(default_factory=Group)
    hidden: int = 0
    answers: Counter[tuple[Channel, Answer]] = field(default_factory=Counter)
    because: defaultdict[Kind, Because] = field(default_factory=lambda: defaultdict(Because))
    groups: defaultdict[str, Group] = field(default_factory=lambda: defaultdict(Group))


def reach_of(persons: Iterable[Person], by: str | None, default_brand: str) -> Reach:
    """Count `persons` once; `by` is a key of GROUPS or None."""
    found = Reach()
    for person in persons:
        found.total.add(person)
        found.hidden += person.hidden
        if by is not None and not person.hidden:
            found.groups[GROUPS[by](person, default_brand)].add(person)
        for way in person.ways:
            found.answers[way.channel, way.answer] += 1
            if way.answer in (Answer.LATER, Answer.NOT):
                found.because[way.channel, way.answer, way.reason, way.sentence].add(way)
    return found


def by_weight(found: Reach) -> list[tuple[Kind, Because]]:
    """The reasons, channel by channel, the most frequent first."""
    order = list(Channel)
    return sorted(
        found.because.items(), key=lambda item: (order.index(item[0][0]), -item[1].count, item[0][2], item[0][3])
    )
