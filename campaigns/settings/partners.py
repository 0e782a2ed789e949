"""[[api]] and [[webhook]]: other systems that report to us, and those that want to hear of what happens here."""

from __future__ import annotations

import string
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from campaigns.api.source import Kind
from campaigns.settings.sections import Secret
from channels.email.smtp_settings import is_loopback
from sequences.grammar.problem import Problem, did_you_mean, listed
from sequences.grammar.toml_source import Source
from sequences.grammar.values import Count, Line, Table, Word, german
from store.outbox import EVENTS

_LONGEST = 64
_PLACES = frozenset({"task", "contact", "cancellation", "reply"})


def _event(value: str) -> str:
    if value in EVENTS:
        return value
    raise german(f"„{value}“ ist kein Ereignis; erlaubt ist {listed(EVENTS)}{did_you_mean(value, EVENTS)}")


def target_url(value: str) -> str:
    """An address that may be called; raises a German error. Also for one that is kept as a secret."""
    try:
        parts = urlsplit(value)
        good = bool(parts.hostname) and parts.username is None and parts.port != 0 and not parts.fragment
        good = good and parts.netloc.isascii()
    except ValueError:
        good = False
    if not good or not value.isprintable() or " " in value:
        raise german("keine Webadresse; erlaubt ist https://host/pfad, ein Umlaut im Namen als xn--…")
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        return value
    raise german("keine sichere Adresse; erlaubt ist https://…, und http:// nur auf diesem Rechner (127.0.0.1)")


def _link(value: str) -> str:
    try:
        names = {name for _, name, spec, conversion in string.Formatter().parse(value) if name is not None}
        odd = any(spec or conversion for _, _, spec, conversion in string.Formatter().parse(value))
    except ValueError:
        names, odd = {""}, True
    if odd or not names <= _PLACES or urlsplit(value).scheme not in {"http", "https"}:
        allowed = ", ".join(f"{{{name}}}" for name in sorted(_PLACES))
        raise german(f"„{value}“ ist kein Muster einer Adresse; erlaubt ist https://… mit {allowed}")
    return value


class ApiTable(Table):
    id: Annotated[Word, Field(max_length=_LONGEST)] = Field(description="Kennung, frei gewählt")
    scheme: Literal["standard", "bearer", "hubspot"] = Field(
        default="standard", description="wie sich der Aufrufer ausweist"
    )
    secret: Secret = Field(description="Geheimnis; mehrere Zeilen in der Datei: die neueste zuerst")
    may: list[Kind] = Field(min_length=1, description="was der Aufrufer melden darf")
    per_minute: Count = Field(default=120, description="so viele Aufrufe je Minute")

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.secret is None:
            raise german('secret fehlt; erlaubt ist { credential = "name" }')
        return self


class WebhookTable(Table):
    id: Annotated[Word, Field(max_length=_LONGEST)] = Field(description="Kennung, frei gewählt")
    kind: Literal["standard", "teams", "slack"] = Field(default="standard", description="Form der Nachricht")
    url: Annotated[str, AfterValidator(target_url)] | None = Field(
        default=None, description="Zieladresse, https; bei teams und slack besser als secret"
    )
    secret: Secret = Field(
        default=None, description="standard: Geheimnis der Unterschrift; teams und slack: die ganze Zieladresse"
    )
    events: list[Annotated[str, AfterValidator(_event)]] = Field(min_length=1, description="was gemeldet wird")
    link: Annotated[Line, AfterValidator(_link)] | None = Field(
        default=None, description="wo ein Mensch es findet, mit {task}, {contact}, {cancellation}, {reply}"
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.kind == "standard" and (self.url is None or self.secret is None):
            raise german('kind = "standard" braucht url und secret')
        if self.kind != "standard" and (self.url is None) == (self.secret is None):
            raise german(f'kind = "{self.kind}" braucht die Zieladresse, in url oder (besser) in secret')
        return self


def partner_problems(api: Sequence[ApiTable], webhooks: Sequence[WebhookTable], source: Source) -> Iterator[Problem]:
    """Ids are unique in their section: rows in the database name them."""
    for section, ids in (("api", [one.id for one in api]), ("webhook", [one.id for one in webhooks])):
        for number, name in enumerate(ids):
            if name in ids[:number]:
                message = f"[[{section}]] „{name}“ gibt es schon; jede Kennung darf einmal vorkommen"
                yield source.problem((section, number, "id"), message, at_value=True)
