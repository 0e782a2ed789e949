"""The people who do tasks, and the terms they work under: frozen values of `[[person]]` and `[tasks]`."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Person:
    """One of our people. `email` is casefolded and names her; `land` is where she works (§ 9 ArbZG).

    `neutral`: leads exit interviews. `deputy` does her tasks while she is away, `lead` hears of what stays undone; both
    are e-mail addresses or None. `name` and `phone` may be empty. `role` is one of
    cases.authority: what she may promise.
    """

    email: str
    name: str = ""
    land: str = "BE"
    calls_per_day: int = 8
    tasks_per_day: int = 20
    neutral: bool = False
    deputy: str | None = None
    lead: str | None = None
    phone: str = ""
    role: str = "csm"


@dataclass(frozen=True, slots=True)
class TaskTerms:
    """How tasks are handed out and when somebody else hears of them.

    Hours are business hours for `escalate_after` and hours of the clock for `incident_hours` and `renewal_hours`.
    """

    escalate_after: int = 8
    incident_hours: int = 24
    incident_days: int = 14
    renewal_hours: int = 48
    dials_per_cancellation: int = 4
    save_attempts: int = 1
    save_attempts_strategic: int = 2


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody in `[[person]]`; whoever is not in it works with the defaults of `anybody`."""

    people: tuple[Person, ...] = ()
    anybody: Person = Person("")
    terms: TaskTerms = TaskTerms()

    def of(self, email: str | None) -> Person:
        """The person with this address, whatever its case; with the defaults when she is in no `[[person]]`."""
        wanted = (email or "").casefold()
        known = next((one for one in self.people if one.email == wanted), None)
        return known or replace(self.anybody, email=wanted)

    @property
    def neutral(self) -> tuple[Person, ...]:
        """Who leads exit interviews, in the order of the file."""
        return tuple(one for one in self.people if one.neutral)

    def led_by(self, email: str) -> frozenset[str]:
        """Addresses of those whose undone tasks this person hears of; the part before the @ is enough."""
        wanted = email.casefold()
        leads = {one.email for one in self.people if one.lead and _named(one.lead, wanted)}
        return frozenset(leads)


def _named(address: str, wanted: str) -> bool:
    return address == wanted if "@" in wanted else address.startswith(f"{wanted}@")
