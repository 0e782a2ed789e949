"""[handover] and the calendars of [[person]]: the morning mail, and where somebody's tasks go by CalDAV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time
from ipaddress import ip_address
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from campaigns.handover.terms import CalendarOf, HandoverTerms
from campaigns.settings.sections import Secret, Url
from sequences.grammar.problem import Problem
from sequences.grammar.toml_source import Source
from sequences.grammar.values import Line, Table, german

if TYPE_CHECKING:
    from campaigns.settings.people import PersonTable

_EARLIEST, _LATEST = time(5), time(12)


def _morning(value: time) -> time:
    if _EARLIEST <= value <= _LATEST and value.tzinfo is None:
        return value
    raise german(f"{value:%H:%M} ist kein Morgen; erlaubt ist 05:00:00 bis 12:00:00, ohne Zeitzone")


def _encrypted(value: str) -> str:
    """The password goes with every request: in the clear only inside this machine."""
    parts = urlsplit(value)
    if parts.scheme == "https" or _is_loopback(parts.hostname or ""):
        return value
    raise german("ohne Verschlüsselung ginge das Kennwort offen durchs Netz; erlaubt ist https://…")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class CalendarTable(Table):
    url: Annotated[Url, AfterValidator(_encrypted)] = Field(description="Adresse des Kalenders selbst (CalDAV)")
    user: Line = Field(description="Benutzer am Kalenderserver")
    password: Secret = Field(description="Kennwort, am besten eines nur für dieses Programm")


class HandoverTable(Table):
    digest_at: Annotated[time, AfterValidator(_morning)] = Field(
        default=time(7, 30), description="Uhrzeit der Morgenmail, Ortszeit aus [daemon] timezone"
    )


def handover_of(table: HandoverTable, people: Sequence[PersonTable]) -> HandoverTerms:
    """Who gets a morning mail and whose calendar is kept."""
    return HandoverTerms(
        digest_at=table.digest_at,
        digests=frozenset(one.email.casefold() for one in people if one.digest),
        calendars=tuple(
            CalendarOf(one.email.casefold(), one.calendar.url, one.calendar.user, one.calendar.password.credential)
            for one in people
            if one.calendar is not None and one.calendar.password is not None
        ),
    )


def calendar_problems(people: Sequence[Any], source: Source) -> Iterator[Problem]:
    """One calendar of two people: each would take out what the other put in."""
    seen: set[str] = set()
    for number, one in enumerate(people):
        calendar = getattr(one, "calendar", None)
        if calendar is None:
            continue
        if calendar.url in seen:
            message = "diesen Kalender hat schon jemand anderes; erlaubt ist je Person ein eigener"
            yield source.problem(("person", number, "calendar", "url"), message, at_value=True)
        seen.add(calendar.url)
