"""objections: contact_id or address*, scope* (global or a medium), received_at*, source, verbatim.

`address` is an e-mail address, a number, a profile, or a postal address: „Anna Nachname, Straße 1, 20095 Ort“.
An objection must not get lost for a formality (Art. 21 Abs. 3 DSGVO): two rows about the same person are both kept.
"""

from __future__ import annotations

from campaigns.imports.schema import Breaks, Column, Problem, Schema, Values
from campaigns.imports.times import moment
from campaigns.imports.values import ImportVocabulary
from campaigns.imports.words import MEDIA_IN_GERMAN, identifier, name, shown, text, unknown_word
from contacts.consent import GLOBAL, OBJECTION_SCOPES, Objection
from contacts.medium import Medium
from contacts.normalize import letterbox, normalise

_SCOPES_IN_GERMAN = {**MEDIA_IN_GERMAN, "alles": GLOBAL, "alle kanäle": GLOBAL, "werbung": GLOBAL}
_LETTER = "„Anna Nachname, Straße 1, 20095 Ort“"
_GUESSES = (Medium.EMAIL, Medium.PHONE, Medium.LINKEDIN_DM)


def _scope(cell: str, _vocabulary: ImportVocabulary) -> str | Problem:
    folded = cell.casefold()
    return folded if folded in OBJECTION_SCOPES else unknown_word(cell, OBJECTION_SCOPES, _SCOPES_IN_GERMAN)


def normalised_address(address: str, scope: str) -> tuple[str, ...] | Problem:
    """The spellings of the address objected for; with scope `global` the address itself shows its medium.

    A postal address becomes the keys that the contact point of a customer may have, or else it would match nobody.
    """
    if scope == Medium.POST:
        return letterbox(address) or Problem(f"{shown(address)}: eine Anschrift heißt {_LETTER}.", ADDRESS.name)
    media = _GUESSES if scope == GLOBAL else (Medium(scope),)
    for medium in media:
        if (found := normalise(medium, address)) is not None:
            return (found,)
    if scope != GLOBAL:
        return Problem(f"{shown(address)} ist keine Adresse für {scope}.", ADDRESS.name)
    what = f"weder E-Mail-Adresse noch Telefonnummer noch Profil noch eine Anschrift ({_LETTER})"
    return letterbox(address) or Problem(f"{shown(address)} ist {what}.", ADDRESS.name)


CONTACT_ID = Column("contact_id", identifier, typed=False)
ADDRESS = Column("address", text(300), typed=False)
SCOPE = Column("scope", _scope, required=True)
RECEIVED_AT = Column("received_at", moment, required=True)
SOURCE = Column("source", name(), typed=False)
VERBATIM = Column("verbatim", text(20_000), typed=False, breaks=Breaks.KEPT)


def _build(values: Values) -> Objection | Problem:
    contact_id, address, scope = values.get(CONTACT_ID), values.get(ADDRESS), values.need(SCOPE)
    if contact_id is None and address is None:
        return Problem("Wer widersprochen hat, fehlt: contact_id oder address muss gefüllt sein.", CONTACT_ID.name)
    normalised = () if address is None else normalised_address(address, scope)
    if isinstance(normalised, Problem):
        return normalised
    return Objection(
        scope=scope,
        received_at=values.need(RECEIVED_AT),
        contact_id=contact_id,
        address=normalised[0] if normalised else None,
        also=normalised[1:],
        source=values.get(SOURCE, ""),
        verbatim=values.get(VERBATIM, ""),
    )


SCHEMA = Schema(
    kind="objections",
    columns=(CONTACT_ID, ADDRESS, SCOPE, RECEIVED_AT, SOURCE, VERBATIM),
    build=_build,
    one_of=(CONTACT_ID.name, ADDRESS.name),
)
