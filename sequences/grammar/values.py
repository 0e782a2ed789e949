"""Types of values in our TOML files. What they refuse, they refuse in German (pydantic error type `german`)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from sequences.grammar.slip_table import INVISIBLE

_WORD = re.compile(r"[a-z][a-z0-9_]*")
THOUSANDTH = -3
"""Exponent of an amount with three decimals: to a German reader 1.250 is a thousand and more, to TOML one and a bit."""
_TEMPLATE = re.compile(r"[a-z][a-z0-9_]*/[a-z0-9_]+")


class Table(BaseModel):
    """A TOML table: nothing unknown, nothing converted silently, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True)


def german(text: str) -> PydanticCustomError:
    """An error whose sentence is shown to people as it stands."""
    return PydanticCustomError("german", "{text}", {"text": text})


def _word(value: str) -> str:
    if _WORD.fullmatch(value):
        return value
    raise german(f"„{value}“ ist kein Name; erlaubt sind a-z, 0-9 und _, am Anfang ein Buchstabe")


def _template(value: str) -> str:
    if _TEMPLATE.fullmatch(value):
        return value
    raise german(f"„{value}“ ist keine Vorlage; erlaubt ist ordner/name aus a-z, 0-9 und _, ohne Endung")


def _text(value: str) -> str:
    if not value.strip():
        raise german("der Text ist leer; erlaubt ist eine Zeile Text")
    odd = next((character for character in value if not character.isprintable()), None)
    if odd is None:
        return value
    name = INVISIBLE.get(odd, "Tabulator oder Zeilenumbruch" if odd in "\t\r\n" else f"U+{ord(odd):04X}")
    raise german(f"im Text steht ein unsichtbares Zeichen ({name}); erlaubt sind Buchstaben, Zeichen und Leerzeichen")


def _euro(value: object) -> Decimal:
    """Euros as 1500, 0.95 or "0.95"; text keeps the exact amount in every editor."""
    if isinstance(value, str) and re.fullmatch(r"\d{1,9}(\.\d{1,4})?", value):
        value = Decimal(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
        raise german("kein Betrag; erlaubt ist eine Zahl in Euro mit Punkt, zum Beispiel 0.95")
    amount = Decimal(value)
    if amount >= 1 and amount.as_tuple().exponent == THOUSANDTH:
        raise german(f"{value} ist zweideutig; erlaubt ist {str(value).replace('.', '')} oder {amount.normalize():f}")
    if not 0 <= amount <= 10**9:
        raise german("der Betrag liegt außerhalb von 0 bis 1000000000 Euro")
    return amount


Word = Annotated[str, AfterValidator(_word)]
TemplateName = Annotated[str, AfterValidator(_template)]
Line = Annotated[str, AfterValidator(_text)]
Euro = Annotated[Decimal, BeforeValidator(_euro)]
Days = Annotated[int, Field(ge=0, le=3650)]
PositiveDays = Annotated[int, Field(gt=0, le=3650)]
Count = Annotated[int, Field(gt=0, le=100_000)]
Months = Annotated[int, Field(ge=0, le=1200)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[str, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
