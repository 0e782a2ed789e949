"""[[consent_text]]: the words that somebody agrees to, versioned; what was agreed to stays with the consent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from campaigns.house import ConsentText
from contacts.medium import Medium, Purpose
from sequences.grammar.problem import Problem
from sequences.grammar.toml_source import Source
from sequences.grammar.values import Line, Table, Word, german

_NAMED = {Medium.EMAIL: ("E-Mail", "Mail"), Medium.PHONE: ("Telefon", "telefonisch", "anrufen", "Anruf")}


def _version(value: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9._-]{1,32}", value):
        return value
    raise german(f"„{value}“ ist keine Fassung; erlaubt ist zum Beispiel 2026-11 oder v3, höchstens 32 Zeichen")


class ConsentTextTable(Table):
    id: Word = Field(description="Kennung des Textes")
    version: Annotated[str, AfterValidator(_version)] = Field(
        description="Fassung; jede Änderung am Wortlaut bekommt eine neue"
    )
    medium: Literal["email", "phone"] = Field(description="der eine Weg, den der Text erlaubt: email oder phone")
    purposes: list[Literal["advertising", "survey"]] = Field(
        default=["advertising"], min_length=1, description="wofür: advertising (Werbung), survey (Umfragen)"
    )
    products: list[Line] = Field(default=[], description="Produktfamilien, die der Text nennt; leer = alle eigenen")
    brand: Word | None = Field(default=None, description="gilt für Kunden dieser Marke; ohne Angabe für alle")
    text: Line = Field(description="der Wortlaut, so wie er auf der Seite und in der Bestätigungsmail steht")
    privacy_version: Line | None = Field(
        default=None, description="Fassung der Datenschutzhinweise, auf die die Seite verweist"
    )

    @property
    def value(self) -> ConsentText:
        """The text as the house knows it."""
        return ConsentText(
            id=self.id,
            version=self.version,
            medium=Medium(self.medium),
            purposes=frozenset(Purpose(word) for word in self.purposes),
            products=frozenset(self.products),
            brand=self.brand,
            text=self.text,
            privacy_version=self.privacy_version or "",
        )


def check_texts(
    texts: Sequence[ConsentTextTable], company: str, brands: frozenset[str], source: Source
) -> Iterator[Problem]:
    """A consent must name who, by which way and how to withdraw (BGH VI ZR 721/15; Art. 7 Abs. 3 DSGVO).

    Asked of the wordings in force; older versions stay as they were shown, also under an earlier name of the firm.
    """
    seen: set[tuple[str, str]] = set()
    in_force = {(text.medium, text.brand): number for number, text in enumerate(texts)}.values()
    for number, text in enumerate(texts):
        place = ("consent_text", number)
        if (text.id, text.version) in seen:
            message = f"die Fassung „{text.version}“ von „{text.id}“ gibt es schon; jede darf einmal vorkommen"
            yield source.problem((*place, "version"), message, at_value=True)
        seen.add((text.id, text.version))
        if text.brand is not None and text.brand not in brands:
            message = f"eine Marke „{text.brand}“ gibt es nicht; erlaubt ist {', '.join(sorted(brands))}"
            yield source.problem((*place, "brand"), message, at_value=True)
        for missing in _missing(text, company) if number in in_force else ():
            yield source.problem((*place, "text"), f"im Wortlaut fehlt {missing}", at_value=True)


def _missing(text: ConsentTextTable, company: str) -> Iterator[str]:
    if company not in text.text:
        yield f"die Firma „{company}“, wie sie in [sender] steht"
    words = _NAMED[Medium(text.medium)]
    if not any(word in text.text for word in words):
        yield f"der Weg, etwa „{words[0]}“"
    if not re.search(r"widerruf", text.text, re.IGNORECASE):
        yield "der Hinweis, dass die Einwilligung jederzeit widerrufen werden kann"
