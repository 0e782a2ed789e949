"""[[authority]]: what each role may concede in a conversation without asking (mission B4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import Field

from cases.authority import AMOUNTS, Authority, Concession, Conflict, Grant, Matrix, Role, conflicts
from sequences.grammar.problem import Problem
from sequences.grammar.toml_source import Source
from sequences.grammar.values import Line, Table

RoleName = Literal["csm", "manager", "product", "legal"]


class AuthorityTable(Table):
    role: RoleName = Field(description="wer: csm, manager, product oder legal; wie role unter [[person]]")
    discount_percent: Annotated[int, Field(ge=1, le=100)] | None = Field(
        default=None, description="Nachlass bis zu so viel Prozent, und nur, wenn der Preis der Grund ist"
    )
    pause_months: Annotated[int, Field(ge=1, le=24)] | None = Field(
        default=None, description="Pause bis zu so vielen Monaten"
    )
    free_trial_days: Annotated[int, Field(ge=1, le=365)] | None = Field(
        default=None, description="Probezeit ohne Kosten bis zu so vielen Tagen"
    )
    deferral_days: Annotated[int, Field(ge=1, le=365)] | None = Field(
        default=None, description="Zahlungsaufschub bis zu so vielen Tagen"
    )
    fewer_seats: bool = Field(default=False, description="weniger Plätze oder ein kleinerer Umfang")
    monthly_term: bool = Field(default=False, description="monatliche Laufzeit")
    custom: list[Line] = Field(default=[], description="was es sonst gibt, je ein ganzer Satz")
    most_in_90_days: Annotated[int, Field(ge=1, le=500)] | None = Field(
        default=None, description="so oft sagt eine Person in 90 Tagen etwas allein zu; danach gibt die Leitung frei"
    )

    @property
    def value(self) -> Authority:
        """The role with everything it may concede."""
        amounts = (Grant(what, up_to) for what in AMOUNTS if (up_to := getattr(self, what.value)) is not None)
        plain = (Grant(what) for what in (Concession.FEWER_SEATS, Concession.MONTHLY_TERM) if getattr(self, what.value))
        own = (Grant(Concession.CUSTOM, words=words) for words in self.custom)
        return Authority(Role(self.role), (*amounts, *plain, *own), self.most_in_90_days)


def matrix_of(tables: Sequence[AuthorityTable]) -> Matrix:
    """Everybody's authority as the house knows it."""
    return Matrix(tuple(one.value for one in tables))


def authority_problems(tables: Sequence[AuthorityTable], source: Source) -> Iterator[Problem]:
    """Roles that stand twice or may do nothing, and grants of which nobody could say whom to ask."""
    places: dict[Role, int] = {}
    rows = []
    for number, one in enumerate(tables):
        role, value = Role(one.role), one.value
        if role in places:
            message = f"„{role}“ steht zweimal; jede Rolle darf einmal vorkommen, mit allem, was sie darf"
            yield source.problem(("authority", number, "role"), message, at_value=True)
            continue
        places[role] = number
        rows.append(value)
        if not value.grants:
            message = f"„{role}“ darf hier nichts zusagen; lassen Sie den Abschnitt weg oder geben Sie der Rolle etwas"
            yield source.problem(("authority", number, "role"), message, at_value=True)
        for words in one.custom:
            if not words.rstrip().endswith((".", "!", "?")):
                message = "kein ganzer Satz: Er steht so auf dem Blatt; erlaubt ist ein Satz mit Punkt am Ende"
                yield source.problem(("authority", number, "custom"), message, at_value=True)
    for found in conflicts(rows):
        place = ("authority", places[found.second], found.grant.what.value)
        yield source.problem(place, _said(found), at_value=True)


def _said(found: Conflict) -> str:
    grant = found.grant
    if found.is_less:
        return (
            f"{grant.up_to} bei „{found.second}“ passt nicht zur Grenze bei „{found.first}“: Wer gefragt wird, muss "
            f"mehr dürfen, als „{Role.CSM}“ allein darf; erlaubt ist bei „{Role.CSM}“ die kleinste Grenze"
        )
    if found.first is found.second:
        return f"„{grant.words}“ steht zweimal; jeder Satz darf einmal vorkommen"
    if grant.what in AMOUNTS:
        return f"dieselbe Grenze hat „{found.first}“; erlaubt sind verschiedene Grenzen, damit klar ist, wen man fragt"
    return f"das darf „{found.first}“ schon; erlaubt ist es bei einer Rolle, damit klar ist, wen man fragt"
