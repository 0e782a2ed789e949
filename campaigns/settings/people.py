"""[[person]] and [tasks]: who does the work of people, how much of it a day, and when somebody else hears of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from pydantic import Field

from campaigns.settings.authority import RoleName
from campaigns.settings.handover import CalendarTable
from campaigns.settings.sections import Cap, Email, Land, Phone
from contacts.medium import Medium
from sequences.grammar.problem import Problem, did_you_mean
from sequences.grammar.toml_source import Source
from sequences.grammar.values import Line, Table
from tasks.person import Person, TaskTerms, Team
from tasks.tries import KODEX, MOST_A_CAMPAIGN

_Number = Annotated[int, Field(ge=1, le=500)]
_Hours = Annotated[int, Field(ge=1, le=720)]


class PersonTable(Table):
    email: Email = Field(description="E-Mail-Adresse; so heißt die Person in Aufgaben und im Import (owner_email)")
    name: Line = Field(description="Vor- und Nachname")
    land: Land | None = Field(default=None, description="Bundesland des Arbeitsplatzes; sonst [daemon] owner_land")
    calls_per_day: _Number | None = Field(default=None, description="Anrufe am Tag; sonst [tasks] calls_per_day")
    tasks_per_day: _Number | None = Field(default=None, description="Aufgaben am Tag; sonst [tasks] tasks_per_day")
    neutral: bool = Field(default=False, description="führt Abschlussgespräche als Unbeteiligte oder Unbeteiligter")
    deputy: Email | None = Field(default=None, description="vertritt die Person, wenn sie abwesend ist")
    lead: Email | None = Field(default=None, description="erfährt, was zu lange liegen bleibt")
    phone: Phone | None = Field(default=None, description="eigene Rufnummer")
    role: RoleName = Field(default="csm", description="was die Person zusagen darf: der Abschnitt [[authority]] dazu")
    digest: bool = Field(default=False, description="bekommt morgens eine Mail mit den Aufgaben des Tages")
    calendar: CalendarTable | None = Field(default=None, description="eigener Kalender, in dem die Aufgaben stehen")


class TasksTable(Table):
    calls_per_day: _Number = Field(default=8, description="Anrufe je Person und Tag")
    tasks_per_day: _Number = Field(default=20, description="Aufgaben je Person und Tag")
    escalate_after: _Hours = Field(default=8, description="Geschäftsstunden über der Frist, dann erfährt es lead")
    incident_hours: _Hours = Field(default=24, description="so lange ruft niemand an, der nach einer Störung kündigt")
    incident_days: Annotated[int, Field(ge=1, le=90)] = Field(
        default=14, description="so alt darf die Störung bei der Kündigung sein, Tage"
    )
    renewal_hours: _Hours = Field(default=48, description="endet die Frist in so vielen Stunden, wird sofort angerufen")
    dials_per_cancellation: Annotated[int, Field(ge=1, le=MOST_A_CAMPAIGN)] = Field(
        default=4, description="Wählversuche je Kündigung; höchstens 30 (Branchenkodex CCV/DDV)"
    )
    save_attempts: Annotated[int, Field(ge=0, le=2)] = Field(
        default=1, description="Gespräche je Kündigung, um zu halten"
    )
    save_attempts_strategic: Annotated[int, Field(ge=0, le=2)] = Field(
        default=2, description="dasselbe bei strategischen Kunden; nie mehr als zwei"
    )


def team_of(people: Sequence[PersonTable], tasks: TasksTable, owner_land: str) -> Team:
    """Everybody as the house knows them; whoever is not named works with the defaults."""
    anybody = Person("", "", owner_land, tasks.calls_per_day, tasks.tasks_per_day)
    terms = TaskTerms(**{name: getattr(tasks, name) for name in TaskTerms.__dataclass_fields__})
    return Team(tuple(_person(one, anybody) for one in people), anybody, terms)


def _person(one: PersonTable, anybody: Person) -> Person:
    return Person(
        email=one.email.casefold(),
        name=one.name,
        land=one.land or anybody.land,
        calls_per_day=one.calls_per_day or anybody.calls_per_day,
        tasks_per_day=one.tasks_per_day or anybody.tasks_per_day,
        neutral=one.neutral,
        deputy=one.deputy.casefold() if one.deputy else None,
        lead=one.lead.casefold() if one.lead else None,
        phone=one.phone or "",
        role=one.role,
    )


def people_problems(people: Sequence[PersonTable], source: Source) -> Iterator[Problem]:
    """Who stands twice, and deputies and leads whom nobody knows or who are the person herself."""
    known = {one.email.casefold() for one in people}
    seen: set[str] = set()
    for number, one in enumerate(people):
        if one.email.casefold() in seen:
            message = f"„{one.email}“ steht zweimal; jede Person darf einmal vorkommen"
            yield source.problem(("person", number, "email"), message, at_value=True)
        seen.add(one.email.casefold())
        for key in ("deputy", "lead"):
            other = getattr(one, key)
            if other is None:
                continue
            if other.casefold() == one.email.casefold():
                message = "niemand vertritt oder beaufsichtigt sich selbst; erlaubt ist eine andere Person"
                yield source.problem(("person", number, key), message, at_value=True)
            elif other.casefold() not in known:
                near = did_you_mean(other.casefold(), known)
                message = f"„{other}“ steht in keinem Abschnitt [[person]]{near}; erlaubt ist, wer dort steht"
                yield source.problem(("person", number, key), message, at_value=True)


def dial_problems(caps: Sequence[Any], source: Source) -> Iterator[Problem]:
    """The Branchenkodex's most calls to one person, which no cap of an installation may go beyond."""
    for number, cap in enumerate(caps):
        if not isinstance(cap, Cap) or cap.per != "person" or cap.media_set != {Medium.PHONE}:
            continue
        for limit in KODEX:
            if cap.window_days <= limit.days and cap.max > limit.max:
                days = "am Tag" if limit.days == 1 else f"in {limit.days} Tagen"
                message = (
                    f"mehr als {limit.max} Anrufe {days} sind nicht erlaubt (Branchenkodex CCV/DDV, danach beurteilt "
                    f"die Bundesnetzagentur Anrufe nach § 7 UWG); erlaubt ist höchstens {limit.max}"
                )
                yield source.problem(("cap", number, "max"), message, at_value=True)
                break
