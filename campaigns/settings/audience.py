"""[[audience]]: advertising networks that may get lists of hashed addresses, each with its contract (Art. 28 DSGVO)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field

from campaigns.settings.sections import Recipient
from contacts.medium import Platform
from sequences.grammar.problem import Problem
from sequences.grammar.toml_source import Source
from sequences.grammar.values import Table, Word

ROLE = "ad_platform"


class AudienceTable(Table):
    platform: Annotated[Platform, Field(strict=False)] = Field(description="Werbenetz: linkedin, google oder meta")
    processor_contract: bool = Field(
        default=False, description="Vertrag zur Auftragsverarbeitung mit dem Werbenetz liegt vor (Art. 28 DSGVO)"
    )
    processor: Word | None = Field(
        default=None, description="Kennung des Werbenetzes aus [[recipient]] (role = ad_platform)"
    )


def network_of(audience: AudienceTable, recipients: Sequence[Recipient]) -> Recipient | None:
    """The network that may get a list: a contract is there and [[recipient]] says which one; else None."""
    networks = (one for one in recipients if one.role == ROLE and one.id == audience.processor)
    return next(networks, None) if audience.processor_contract else None


def audience_problems(
    audiences: Sequence[AudienceTable], recipients: Sequence[Recipient], source: Source
) -> Iterator[Problem]:
    """A network without a contract's id and a day of deletion gets nothing (Art. 28 Abs. 3 lit. g DSGVO)."""
    known = [one.id for one in recipients if one.role == ROLE]
    named = f"erlaubt ist {', '.join(known)}" if known else f"es gibt kein [[recipient]] mit role = {ROLE}"
    seen: set[Platform] = set()
    for number, one in enumerate(audiences):
        place = ("audience", number)
        if one.platform in seen:
            message = f"„{one.platform}“ steht zweimal; jedes Werbenetz darf einmal vorkommen"
            yield source.problem((*place, "platform"), message, at_value=True)
        seen.add(one.platform)
        if one.processor is not None and one.processor not in known:
            message = f"kein Werbenetz aus [[recipient]]; {named} (dort stehen contract und deletion_days)"
            yield source.problem((*place, "processor"), message, at_value=True)
        elif one.processor_contract and one.processor is None:
            message = f"welcher Vertrag? Es fehlt processor mit der Kennung des Werbenetzes; {named}"
            yield source.problem((*place, "processor_contract"), message, at_value=True)
