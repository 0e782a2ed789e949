"""What a form may ask after a conversation: who may keep a promise, what may be offered, who may approve it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from campaigns.desk.powers import ROLES, TOLD, granted_words
from campaigns.desk.subject import Subject
from campaigns.house import House
from cases.authority import Concession, Grant, Role, fitting, is_discount
from sequences.calendar import local_day
from tasks.kinds import AGREEING, INSIDE
from tasks.person import Person


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose; `value` is what a report calls it, `words` are German."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Group:
    """Choices under one German heading."""

    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """`may_promise`, and of whom to choose for what. No `offers`: nothing is offered in this task.

    `keepers` and `approvers` name colleagues only, so both may be empty.
    """

    may_promise: bool = False
    keepers: tuple[Choice, ...] = ()
    offers: tuple[Group, ...] = ()
    approvers: tuple[Choice, ...] = ()


def terms_of(house: House, subject: Subject) -> Terms:
    """The terms of the task of `subject`, as of now."""
    kind, has_it = subject.task["kind"], house.team.of(subject.task["assignee"] or subject.contact.owner_email)
    if kind not in AGREEING or subject.restricted:
        return Terms()
    others = [one for one in house.team.people if one.email != has_it.email]
    keepers = tuple(Choice(one.email, one.name or one.email) for one in others)
    if kind in INSIDE or subject.occasion not in TOLD:
        return Terms(may_promise=True, keepers=keepers)
    approvers = tuple(
        Choice(one.email, f"{one.name or one.email} ({ROLES[Role(one.role)]})")
        for one in others
        if one.role != Role.CSM
    )
    return Terms(may_promise=True, keepers=keepers, offers=_offers(house, subject, has_it), approvers=approvers)


def _offers(house: House, subject: Subject, has_it: Person) -> tuple[Group, ...]:
    """What she may alone comes first; what somebody else has to agree to says so."""
    role = Role(has_it.role)
    discounted = any(is_discount(mark) for mark, _ in subject.offered)
    own = house.authority.alone(role)
    alone = fitting(own, subject.reason, discounted=discounted)
    more = [grant for grant in (*own, *(grant for _, grant in house.authority.beyond(role))) if grant not in alone]
    asked = tuple(_choices(more, known={_value(grant) for grant in alone}))
    today = local_day(house.clock.now(), house.timezone)
    ours = tuple(Choice(one.id, one.title) for one in house.offers if today <= one.ends_on)
    other = Choice(Concession.CUSTOM.value, "etwas anderes, in eigenen Worten")
    groups = (
        Group("Allein zusagen", tuple(_choices(alone))),
        Group("Angebote des Hauses", ours),
        Group("Nur mit Freigabe", (*asked, other)),
    )
    return tuple(group for group in groups if group.choices)


def _choices(grants: Iterable[Grant], known: Iterable[str] = ()) -> Iterable[Choice]:
    """Each thing once: how much of it stands in its own field."""
    seen = set(known)
    for grant in grants:
        if (value := _value(grant)) not in seen:
            seen.add(value)
            yield Choice(value, granted_words(grant))


def _value(grant: Grant) -> str:
    return f"{grant.what.value}={grant.words}" if grant.what is Concession.CUSTOM else grant.what.value
