"""By what a person is recognised in a text, a row or a mail. Strong marks only: a file of somebody else stays."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Final

from contacts.audience import digest
from contacts.medium import Medium, Platform
from store.traces import Traces

_DIALLED = re.compile(r"[+(]?[0-9][0-9\s()/.\-\N{NO-BREAK SPACE}]{5,}[0-9]")
_LEAST_DIGITS = 7
_ID_COLUMNS = ("id", "kennung", "contact", "kontakt", "nummer", "key", "schlüssel")
"""Words in the head of a column that holds ids: elsewhere a bare number is a postcode or an amount."""


MARKS: Final = ("places", "emails", "numbers", "profiles", "ids", "message_ids", "shared", "digests")


@dataclass(frozen=True)
class Identity:
    """What names one person. `places` are street and postcode: a name counts only beside one of them.

    `digests` are the hashes of her addresses as lists for advertising networks have them (contacts.audience).

    `shared` are addresses that somebody else uses as well: like a place they say nothing alone, and stand in none of
    the others.
    """

    pseudonym: str
    first_name: str
    last_name: str
    places: tuple[str, ...]
    emails: tuple[str, ...]
    numbers: tuple[str, ...]
    profiles: tuple[str, ...]
    ids: tuple[str, ...]
    message_ids: tuple[str, ...]
    shared: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()

    def as_json(self) -> str:
        """For the journal of an erasure under way."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of_json(cls, value: Mapping[str, Any]) -> Identity:
        """The same again."""
        return cls(
            pseudonym=str(value["pseudonym"]),
            first_name=str(value["first_name"]),
            last_name=str(value["last_name"]),
            **{name: tuple(value.get(name, ())) for name in MARKS},
        )

    def joined(self, other: Identity) -> Identity:
        """By the marks of both: an erasure that was cut off, and the one that finishes it."""
        both = {name: sorted({*getattr(self, name), *getattr(other, name)}) for name in MARKS}
        return Identity.of_json({**asdict(self), **both})

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Ids that are found in running text: not bare numbers, which mean something else too often."""
        found = {one for one in (*self.ids, *self.message_ids, *self.digests) if not one.isdigit()}
        return tuple(sorted(found, key=len, reverse=True))

    @cached_property
    def _tokens(self) -> re.Pattern[str] | None:
        alternatives = "|".join(re.escape(word.casefold()) for word in self.words)
        return re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])") if alternatives else None

    @cached_property
    def _literals(self) -> tuple[str, ...]:
        return tuple(one.casefold() for one in (*self.emails, *self.profiles) if one)

    @cached_property
    def _lines(self) -> frozenset[str]:
        return frozenset(digits for number in self.numbers if (digits := _national(number)))

    @cached_property
    def _name(self) -> re.Pattern[str]:
        """First and last name side by side, in either order: far apart they are two people's."""
        first, last = re.escape(self.first_name.casefold()), re.escape(self.last_name.casefold())
        return re.compile(rf"(?<!\w){first}\W{{0,5}}{last}(?!\w)|(?<!\w){last}\W{{0,5}}{first}(?!\w)")

    def in_text(self, text: str) -> bool:
        """True when the text names the person by a strong mark, also where a page has escaped it."""
        plain = html.unescape(text).casefold() if "&" in text else text.casefold()
        if any(one in plain for one in self._literals):
            return True
        if self._tokens is not None and self._tokens.search(plain):
            return True
        if self._lines and any(_national(found) in self._lines for found in _DIALLED.findall(plain)):
            return True
        beside = (*self.places, *self.shared)
        return self._name.search(plain) is not None and any(place.casefold() in plain for place in beside)

    def in_row(self, heads: Iterable[str], cells: Iterable[str]) -> bool:
        """The same for a row of a table; in a column of ids a bare number counts as well."""
        row = list(cells)
        if self.in_text("\n".join(row)):
            return True
        numbers = {one for one in self.ids if one.isdigit()}
        return any(
            cell.strip().lstrip("'") in numbers
            for head, cell in zip(heads, row, strict=False)
            if any(word in head.casefold() for word in _ID_COLUMNS)
        )

    def in_addresses(self, addresses: Collection[str]) -> bool:
        """True when one of these e-mail addresses is hers."""
        return any(address.casefold() in self._literals for address in addresses)

    def blanked(self, text: str) -> str:
        """The text with every mark of the person replaced; for a note that has to stay."""
        for word in sorted(
            (*self.emails, *self.numbers, *self.profiles, *self.words, *self.places, *self.shared),
            key=len,
            reverse=True,
        ):
            text = re.sub(re.escape(word), "[gelöscht]", text, flags=re.IGNORECASE)
        for name in (f"{self.first_name} {self.last_name}", self.last_name):
            if name.strip():
                text = re.sub(rf"\b{re.escape(name.strip())}\b", "[gelöscht]", text, flags=re.IGNORECASE)
        return text


def identity_of(
    traces: Traces,
    pseudonym: str,
    first_name: str,
    last_name: str,
    places: Collection[str],
    shared: Collection[str] = (),
) -> Identity:
    """The identity of a person on file; `shared` are those of her addresses that others use as well."""
    return Identity(
        pseudonym=pseudonym,
        first_name=first_name,
        last_name=last_name,
        places=tuple(place for place in places if place),
        emails=tuple(sorted(traces.emails.difference(shared))),
        numbers=tuple(sorted(traces.numbers.difference(shared))),
        profiles=tuple(sorted(traces.profiles.difference(shared))),
        ids=tuple(sorted(traces.ids)),
        message_ids=tuple(sorted(traces.message_ids)),
        shared=tuple(sorted(shared)),
        digests=tuple(sorted(_digests(traces.emails.difference(shared), traces.numbers.difference(shared)))),
    )


def _digests(emails: Collection[str], numbers: Collection[str]) -> set[str]:
    addresses = [(Medium.EMAIL, one) for one in emails] + [(Medium.PHONE, one) for one in numbers]
    return {digest(platform, medium, one) for platform in Platform for medium, one in addresses}


def _national(number: str) -> str:
    """The digits without the country's 49 or the trunk 0: +49 431 …, 0049 431 … and 0431 … are one line."""
    digits = re.sub(r"\D", "", number)
    digits = re.sub(r"^(?:0049|49|0)0?", "", digits)
    return digits if len(digits) >= _LEAST_DIGITS else ""
