"""An objection or a withdrawal that another system hands on. It gets through with an id or an address alone.

Art. 21 Abs. 2 und 3, Art. 7 Abs. 3 DSGVO know no form: what else is missing or cannot be read is replaced by what
protects the person most, and noted in the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from campaigns.api.answer import Fault, Refused, allowed
from campaigns.api.bounds import is_plausible
from campaigns.effects import Aftermath, object_to
from campaigns.house import House
from campaigns.importing.consents import take_consent
from campaigns.imports import ImportVocabulary
from campaigns.imports.kinds import consents as consent_columns
from campaigns.imports.kinds import objections as columns
from campaigns.imports.schema import Column, Problem
from campaigns.imports.single import MISSING, value_of
from campaigns.intake import UnknownContact, find_contact
from compliance.facts import Via
from contacts.consent import GLOBAL, Objection
from contacts.medium import Medium
from replies.meaning.objection import objection_in
from store import consents, locks
from tasks.kinds import Outcome

OPEN_KINDS: Final = frozenset({"objections", "consents-withdrawn"})
"""Kinds of call that are a no whatever stands in them."""


def is_no(kind: str, fields: Mapping[str, Any]) -> bool:
    """True for a call with an objection or a withdrawal in it, also in the words of a cancellation."""
    if kind == "outcomes":
        return str(fields.get("outcome", "")).strip().casefold() == Outcome.OBJECTION.value
    if kind == "cancellations":
        words = fields.get("text")
        return isinstance(words, str) and objection_in(words[:_READ_CHARS]) is not None
    return kind in OPEN_KINDS


_READ_CHARS: Final = 20_000
_WORDS = {
    "scope": "Nicht lesbar; der Widerspruch gilt auf allen Wegen.",
    "medium": "Nicht lesbar; der Widerruf gilt auf allen Wegen.",
    "consent_id": "Diese Einwilligung gibt es bei der Person nicht; es gilt, was medium sagt, sonst alles.",
    "received_at": "Nicht lesbar oder nicht glaubhaft; es gilt der Eingang der Meldung.",
    "withdrawn_at": "Nicht lesbar oder nicht glaubhaft; es gilt der Eingang der Meldung.",
    "contact_id": "Diese Person kennen wir nicht; gesperrt ist die Adresse.",
    "address": "Keine Adresse, die sich sperren lässt; gesperrt ist die Person mit allen bekannten Adressen.",
}
"""Fixed words: an answer is kept for repeated calls, and what was sent is not."""
_OTHER = "Nicht lesbar; weggelassen."


class Lenient:
    """Reads fields one by one; what cannot be read is noted and counts as not said."""

    def __init__(self, fields: Mapping[str, str], vocabulary: ImportVocabulary) -> None:
        self.notes: list[Fault] = []
        self._fields, self._vocabulary = fields, vocabulary

    def get(self, column: Column[object]) -> object | None:
        """The value of a column, None where there is none that can be read."""
        value = value_of(column, self._fields.get(column.name, ""), self._vocabulary)
        if not isinstance(value, Problem):
            return value
        self.note(column.name)
        return None

    def moment(self, column: Column[object], now: datetime) -> datetime:
        """The moment of a column, `now` where there is none that can be read or believed.

        An objection of the year 1900 would be over with the next consent, one of the year 2099 not begin before it.
        """
        value = self.get(column)
        if not isinstance(value, datetime):
            return now
        if is_plausible(value, now):
            return value
        self.note(column.name)
        return now

    def note(self, field: str) -> None:
        """Say that a field did not count."""
        self.notes.append(Fault(field, _WORDS.get(field, _OTHER), allowed(field, self._vocabulary)))


def objections_of(
    fields: Mapping[str, str], vocabulary: ImportVocabulary, source: str, now: datetime
) -> tuple[list[Objection], list[Fault]]:
    """One for the person and one for the address, where both are named. Refused when neither can be read."""
    read = Lenient(fields, vocabulary)
    contact, address = read.get(columns.CONTACT_ID), read.get(columns.ADDRESS)
    scope = read.get(columns.SCOPE)
    said = Objection(
        scope=str(scope) if scope is not None else GLOBAL,
        received_at=read.moment(columns.RECEIVED_AT, now),
        source=str(read.get(columns.SOURCE) or source),
        verbatim=str(read.get(columns.VERBATIM) or ""),
    )
    found = [replace(said, contact_id=str(contact))] if contact is not None else []
    if address is not None:
        found += _of_address(said, str(address), read)
    if not found:
        raise Refused(*_who(read, vocabulary))
    return found, read.notes


def _of_address(said: Objection, address: str, read: Lenient) -> Iterator[Objection]:
    """With the scope that was named, or else as the address itself shows its medium."""
    for scope in dict.fromkeys((said.scope, GLOBAL)):
        spellings = columns.normalised_address(address, scope)
        if not isinstance(spellings, Problem):
            yield replace(said, scope=scope, address=spellings[0], also=spellings[1:])
            return
    read.note("address")


def _who(read: Lenient, vocabulary: ImportVocabulary) -> Iterator[Fault]:
    wrong = {one.field for one in read.notes} & {"contact_id", "address"}
    if not wrong:
        yield Fault("contact_id", "Wer widersprochen hat, fehlt: contact_id oder address muss gefüllt sein.")
    for field in sorted(wrong):
        yield Fault(field, "Der Wert ist nicht lesbar.", allowed(field, vocabulary))


def withdraw(
    connection: Connection, house: House, fields: Mapping[str, str], vocabulary: ImportVocabulary, source: str
) -> tuple[Aftermath, list[Fault]]:
    """Withdraw the named consent, or every one for the named way; where there is none, it is an objection."""
    now = house.clock.now()
    read = Lenient(fields, vocabulary)
    contact_id = read.get(consent_columns.CONTACT_ID)
    if contact_id is None:
        raise Refused(Fault("contact_id", MISSING))
    try:
        contact_pk = find_contact(connection, str(contact_id))
    except UnknownContact as unknown:
        raise Refused(Fault("contact_id", str(unknown))) from unknown
    locks.lock_contact(connection, contact_pk)
    medium, when = read.get(consent_columns.MEDIUM), read.moment(consent_columns.WITHDRAWN_AT, now)
    mine = [row.consent for row in consents.consents(connection, contact_pk=contact_pk)]
    named = [one for one in mine if one.external_id == read.get(consent_columns.CONSENT_ID)]
    if fields.get("consent_id", "").strip() and not named:
        read.note("consent_id")
    found = named or [one for one in mine if medium is not None and one.medium is medium]
    if not found:
        scope = medium.value if isinstance(medium, Medium) else GLOBAL
        told = {"source": source, "verbatim": ""}
        return object_to(connection, house, contact_pk, scope, Via.TEXT, when, **told), read.notes
    done = Aftermath(changed=False)
    for one in found:
        row = replace(one, withdrawn_at=max(when, one.granted_at))
        effect, aftermath = take_consent(connection, house, row, now)
        done.recalled.update(aftermath.recalled)
        done.changed |= effect.value != "unchanged"
    return done, read.notes
