"""[[offer]]: what may be offered, with price, conditions, true end and terms (§ 6 Abs. 1 Nr. 3 DDG, § 5b UWG)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pydantic import Field

from campaigns.offers import Offer
from campaigns.settings.sections import Url
from sequences.grammar.problem import Problem
from sequences.grammar.toml_source import Source
from sequences.grammar.values import Line, Table, Word


class OfferTable(Table):
    id: Word = Field(description="Kennung; ein abgelaufenes Angebot bekommt dieselbe Person nie wieder")
    title: Line = Field(description="was angeboten wird, als Überschrift ohne Punkt am Ende")
    price: Line = Field(description="Preis oder worauf sich der Nachlass bezieht, als ganzer Satz")
    conditions: Line = Field(description="alle Bedingungen, als ganze Sätze")
    terms_url: Url = Field(description="Seite mit dem vollständigen Text")
    ends_on: date = Field(description="letzter Tag; danach nennt es niemand mehr")
    limit_reason: Line | None = Field(default=None, description="wahrer Grund für diesen Tag, als ganzer Satz")
    steps: list[Line] = Field(min_length=1, description="Schritte, die es nennen: sequenz/schritt")

    @property
    def value(self) -> Offer:
        """The offer as the house knows it."""
        return Offer(
            id=self.id,
            title=self.title,
            price=self.price,
            conditions=self.conditions,
            terms_url=self.terms_url,
            ends_on=self.ends_on,
            steps=frozenset(self.steps),
            limit_reason=self.limit_reason or "",
        )


def offer_problems(offers: Sequence[OfferTable], source: Source) -> Iterator[Problem]:
    """What one offer says about another, and sentences that would not read as such."""
    seen: set[str] = set()
    taken: dict[str, str] = {}
    for number, offer in enumerate(offers):
        if offer.id in seen:
            message = f"das Angebot „{offer.id}“ steht zweimal; jede Kennung darf einmal vorkommen"
            yield source.problem(("offer", number, "id"), message, at_value=True)
        seen.add(offer.id)
        for step in offer.steps:
            if step in taken and taken[step] != offer.id:
                message = f"„{step}“ nennt schon „{taken[step]}“; erlaubt ist ein Angebot je Schritt"
                yield source.problem(("offer", number, "steps"), message, at_value=True)
            taken.setdefault(step, offer.id)
        for key in ("price", "conditions", "limit_reason"):
            text = getattr(offer, key)
            if text and not text.rstrip().endswith((".", "!", "?")):
                message = "kein ganzer Satz: Er steht so in den Texten; erlaubt ist ein Satz mit Punkt am Ende"
                yield source.problem(("offer", number, key), message, at_value=True)
