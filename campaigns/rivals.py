"""Who competes with whom for one cap: the same person, the same company, a count or a budget of the whole sender."""

from __future__ import annotations

from collections.abc import Sequence as List
from dataclasses import dataclass

from campaigns.house import House
from campaigns.outgoing import Outgoing
from channels.channel import BatchRow

Rival = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request for the go, its place in the answer, and what it competes for."""

    place: int
    request: Outgoing
    rivals: frozenset[Rival]


def rivals(house: House, request: Outgoing, contact_pk: int, company_pk: int | None) -> frozenset[Rival]:
    """What a request competes for. Letters share the month's budget and what their neighbours got."""
    keys: set[Rival] = {("person", contact_pk)}
    if company_pk is not None:
        keys.add(("company", company_pk))
    if isinstance(request.leaving, BatchRow):
        keys.add(("letters", None))
    if any(cap.per == "sender" for cap in house.caps):
        keys.add(("sender", None))
    return frozenset(keys)


def without_rivals(waiting: List[Waiting]) -> tuple[list[Waiting], list[Waiting]]:
    """Those that nobody before them competes with, and the rest.

    Whoever waits keeps her place: nobody behind overtakes her, however many happen to be judged together.
    """
    first: list[Waiting] = []
    later: list[Waiting] = []
    before: set[Rival] = set()
    for one in waiting:
        (later if one.rivals & before else first).append(one)
        before |= one.rivals
    return first, later
