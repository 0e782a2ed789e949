"""Who may concede what in a conversation, and whom to ask for more (mission B4). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Role(StrEnum):
    """What somebody answers for. MANAGER, PRODUCT and LEGAL are asked by the others."""

    CSM = "csm"
    MANAGER = "manager"
    PRODUCT = "product"
    LEGAL = "legal"


class Concession(StrEnum):
    """What can be conceded: some up to an amount, some at all, CUSTOM in the house's own words."""

    DISCOUNT_PERCENT = "discount_percent"
    PAUSE_MONTHS = "pause_months"
    FREE_TRIAL_DAYS = "free_trial_days"
    DEFERRAL_DAYS = "deferral_days"
    FEWER_SEATS = "fewer_seats"
    MONTHLY_TERM = "monthly_term"
    CUSTOM = "custom"


AMOUNTS = (
    Concession.DISCOUNT_PERCENT,
    Concession.PAUSE_MONTHS,
    Concession.FREE_TRIAL_DAYS,
    Concession.DEFERRAL_DAYS,
)
"""Conceded up to a whole number of percent, months or days."""

PERIOD = timedelta(days=90)
"""In so long the concessions of one of our people are counted."""

FOR_PRICE = frozenset({"price", "financial_squeeze"})
"""Reasons after which less money is an answer: a discount for anything else teaches to cancel (mission D4)."""

ANSWERS: Mapping[str, tuple[Concession, ...]] = {
    "price": (
        Concession.FEWER_SEATS,
        Concession.MONTHLY_TERM,
        Concession.PAUSE_MONTHS,
        Concession.DISCOUNT_PERCENT,
    ),
    "financial_squeeze": (
        Concession.DEFERRAL_DAYS,
        Concession.PAUSE_MONTHS,
        Concession.FEWER_SEATS,
        Concession.MONTHLY_TERM,
        Concession.DISCOUNT_PERCENT,
    ),
    "low_use": (Concession.FEWER_SEATS, Concession.PAUSE_MONTHS, Concession.MONTHLY_TERM),
    "missing_feature": (Concession.FREE_TRIAL_DAYS, Concession.PAUSE_MONTHS),
    "quality": (Concession.MONTHLY_TERM, Concession.FREE_TRIAL_DAYS),
    "service": (Concession.MONTHLY_TERM,),
    "image": (Concession.MONTHLY_TERM,),
    "contact_changed": (Concession.MONTHLY_TERM,),
    "competitor_offer": (Concession.MONTHLY_TERM, Concession.FREE_TRIAL_DAYS),
    "location_gap": (Concession.PAUSE_MONTHS,),
    "relocation": (Concession.PAUSE_MONTHS, Concession.FEWER_SEATS),
    "project_ended": (Concession.PAUSE_MONTHS, Concession.FEWER_SEATS),
    "life_phase": (Concession.PAUSE_MONTHS,),
    "wants_change": (Concession.MONTHLY_TERM, Concession.PAUSE_MONTHS),
}
"""What answers a reason, the most fitting first. Where something went wrong, mending it comes before any concession."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One thing a role may concede: `up_to` of an amount, `words` of CUSTOM, neither for what is just allowed."""

    what: Concession
    up_to: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Authority:
    """What one role may concede alone; `most` is how often each of its people may within PERIOD, None for no limit."""

    role: Role
    grants: tuple[Grant, ...]
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Everybody's authority. An empty one allows nobody anything."""

    rows: tuple[Authority, ...] = ()

    def alone(self, role: Role) -> tuple[Grant, ...]:
        """What `role` may promise without asking: what a CSM may, everybody may, and more where it stands."""
        own = self._of(role)
        named = {_key(grant) for grant in own}
        return (*own, *(grant for grant in self._of(Role.CSM) if _key(grant) not in named))

    def beyond(self, role: Role) -> tuple[tuple[Role, Grant], ...]:
        """What `role` may not promise and somebody else may, with whom to ask; less first.

        Amounts stand for what lies above one's own limit: none is named that one has oneself.
        """
        own = {_key(grant): grant.up_to for grant in self.alone(role)}
        others = ((row.role, grant) for row in self.rows if row.role is not role for grant in row.grants)
        return tuple(sorted((one for one in others if _is_more(one[1], own)), key=lambda one: one[1].up_to))

    def may(self, role: Role, wanted: Grant) -> bool:
        """True when `role` may promise exactly this without asking."""
        return any(_covers(grant, wanted) for grant in self.alone(role))

    def whom(self, wanted: Grant) -> Role:
        """Whom to ask for something: who may grant it and the least beyond it; the manager where nobody may."""
        found = ((grant.up_to, row.role) for row in self.rows for grant in row.grants if _covers(grant, wanted))
        asked = [one for one in found if one[1] is not Role.CSM]
        return min(asked, key=lambda one: one[0])[1] if asked else Role.MANAGER

    def most(self, role: Role) -> int | None:
        """How often somebody of this role may concede something within PERIOD: her own number, else that of a CSM."""
        named = {row.role: row.most for row in self.rows if row.most is not None}
        return named.get(role, named.get(Role.CSM))

    def _of(self, role: Role) -> tuple[Grant, ...]:
        return next((row.grants for row in self.rows if row.role is role), ())


class Why(StrEnum):
    """Why a concession needs somebody else's yes."""

    BEYOND = "beyond"
    REASON = "reason"
    AGAIN = "again"
    OFTEN = "often"


@dataclass(frozen=True, slots=True)
class Ask:
    """Whom to ask, and why."""

    role: Role
    why: Why


def to_ask(matrix: Matrix, role: Role, wanted: Grant, reason: str, *, discounted: bool, lately: int) -> Ask | None:
    """Who has to approve what somebody of `role` has conceded; None when she may alone.

    `discounted`: this customer had a discount before. `lately`: how often she has conceded something within PERIOD.
    """
    if not matrix.may(role, wanted):
        return Ask(matrix.whom(wanted), Why.BEYOND)
    if role is Role.MANAGER:
        return None
    if wanted.what is Concession.DISCOUNT_PERCENT and discounted:
        return Ask(Role.MANAGER, Why.AGAIN)
    if wanted.what is Concession.DISCOUNT_PERCENT and reason not in FOR_PRICE:
        return Ask(Role.MANAGER, Why.REASON)
    most = matrix.most(role)
    return Ask(Role.MANAGER, Why.OFTEN) if most is not None and lately >= most else None


def is_discount(offer: str) -> bool:
    """True for the mark of something that makes it cheaper: an offer of the house, or a discount by word of mouth."""
    return offer not in _NOT_CHEAPER


_NOT_CHEAPER = frozenset(one.value for one in Concession) - {Concession.DISCOUNT_PERCENT.value}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two roles of which nobody could say who is to be asked; `first` stands before `second` in the file.

    `is_less`: whoever is asked has less to give than the CSM who asks. Otherwise both have the very same; one role
    twice when it names something twice.
    """

    first: Role
    second: Role
    grant: Grant
    is_less: bool = False


def conflicts(rows: Iterable[Authority]) -> Iterator[Conflict]:
    """What is granted twice: the same amount, the same yes, the same words; or less to a manager than to a CSM."""
    seen: dict[tuple[Concession, int, str], Role] = {}
    limits: dict[Concession, dict[Role, int]] = {}
    for row in rows:
        for grant in row.grants:
            key = (grant.what, grant.up_to, grant.words.casefold())
            if key in seen:
                yield Conflict(seen[key], row.role, grant)
            elif (other := _turned_round(row.role, grant, limits.get(grant.what, {}))) is not None:
                yield Conflict(other, row.role, grant, is_less=True)
            seen.setdefault(key, row.role)
            if grant.what in AMOUNTS:
                limits.setdefault(grant.what, {})[row.role] = grant.up_to


def fitting(grants: Iterable[Grant], reason: str, *, discounted: bool) -> tuple[Grant, ...]:
    """Of `grants` those that answer `reason`; nobody is given a discount twice for cancelling (mission D4)."""
    fits = reason in FOR_PRICE and not discounted
    return tuple(grant for grant in grants if grant.what is not Concession.DISCOUNT_PERCENT or fits)


def answering(grants: Iterable[Grant], reason: str) -> tuple[Grant, ...]:
    """Of `grants` those that answer `reason`, the most fitting first; empty for a reason that none answers."""
    order = ANSWERS.get(reason, ())
    return tuple(sorted((one for one in grants if one.what in order), key=lambda one: order.index(one.what)))


def _covers(grant: Grant, wanted: Grant) -> bool:
    return _key(grant) == _key(wanted) and (wanted.what not in AMOUNTS or wanted.up_to <= grant.up_to)


def _key(grant: Grant) -> tuple[Concession, str]:
    return grant.what, grant.words.casefold()


def _is_more(grant: Grant, own: dict[tuple[Concession, str], int]) -> bool:
    return _key(grant) not in own or grant.up_to > own[_key(grant)]


def _turned_round(role: Role, grant: Grant, known: dict[Role, int]) -> Role | None:
    """The role with which `grant` is the wrong way round: who is asked has to have more to give than who asks."""
    if role is Role.CSM:
        return next((other for other, limit in known.items() if limit < grant.up_to), None)
    return Role.CSM if grant.up_to < known.get(Role.CSM, 0) else None
