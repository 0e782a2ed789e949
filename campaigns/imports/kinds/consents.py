"""consents: one express consent a row. No method means `flag`, a CRM tick that proves nothing (BGH I ZR 164/09)."""

from __future__ import annotations

import re

from campaigns.imports.schema import Breaks, Column, Problem, Schema, Values
from campaigns.imports.times import moment
from campaigns.imports.values import ImportVocabulary
from campaigns.imports.words import MEDIA_IN_GERMAN, identifier, many_of, name, one_of, shown, text, word_set
from contacts.consent import MATCHED_BY, Consent, ConsentMethod
from contacts.medium import Medium, Platform, Purpose

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{2})?")


def _language(cell: str, _vocabulary: ImportVocabulary) -> str | Problem:
    word = cell.casefold()
    if _LANGUAGE.fullmatch(word):
        return word
    return Problem(f"{shown(cell)} ist kein Sprachkürzel; erwartet wird zum Beispiel de oder en.")


CONSENT_ID = Column("consent_id", identifier, required=True, typed=False)
CONTACT_ID = Column("contact_id", identifier, required=True, typed=False)
MEDIUM = Column("medium", one_of(Medium, MEDIA_IN_GERMAN), required=True)
PURPOSES = Column("purposes", many_of(Purpose, {"werbung": "advertising", "umfrage": "survey"}))
PRODUCTS = Column("products", word_set, typed=False)
GRANTED_AT = Column("granted_at", moment, required=True)
METHOD = Column(
    "method", one_of(ConsentMethod, {"unterschrift": "signed", "aufzeichnung": "recorded", "häkchen": "flag"})
)
TEXT = Column("text", text(20_000), typed=False, breaks=Breaks.KEPT)
TEXT_VERSION = Column("text_version", name(), typed=False)
PROOF_REF = Column("proof_ref", name(500), typed=False)
CONFIRMED_AT = Column("confirmed_at", moment)
VALID_UNTIL = Column("valid_until", moment)
WITHDRAWN_AT = Column("withdrawn_at", moment)
DECLARED_NAME = Column("declared_name", name(), typed=False)
DECLARED_ADDRESS = Column("declared_address", text(500), typed=False)
RECEIVER = Column("receiver", name(), typed=False)
FORM = Column("form", name(), typed=False)
LANGUAGE = Column("language", _language)
PRIVACY_VERSION = Column("privacy_version", name(), typed=False)
PLATFORMS = Column("platforms", many_of(Platform, {"facebook": "meta", "instagram": "meta", "youtube": "google"}))
MATCHED = Column("matched_by", many_of(Medium, MEDIA_IN_GERMAN))


def _build(values: Values) -> Consent | Problem:
    granted = values.need(GRANTED_AT)
    for column in (CONFIRMED_AT, VALID_UNTIL, WITHDRAWN_AT):
        later = values.get(column)
        if later is not None and later < granted:
            return Problem(f"Der Wert liegt vor der Einwilligung ({GRANTED_AT.name}).", column.name)
    platforms, matched_by = values.get(PLATFORMS), values.get(MATCHED)
    if (platforms or matched_by) and values.need(MEDIUM) is not Medium.AUDIENCE_UPLOAD:
        told = PLATFORMS.name if platforms else MATCHED.name
        return Problem(f"Das gilt nur für {Medium.AUDIENCE_UPLOAD.value}, den Abgleich von Listen.", told)
    if matched_by and not matched_by <= set(MATCHED_BY):
        return Problem("Abgeglichen wird nur mit email oder phone.", MATCHED.name)
    return Consent(
        external_id=values.need(CONSENT_ID),
        contact_id=values.need(CONTACT_ID),
        medium=values.need(MEDIUM),
        granted_at=granted,
        method=values.get(METHOD, ConsentMethod.FLAG),
        purposes=values.get(PURPOSES) or frozenset({Purpose.ADVERTISING}),
        products=values.get(PRODUCTS) or frozenset(),
        text=values.get(TEXT, ""),
        text_version=values.get(TEXT_VERSION, ""),
        proof_ref=values.get(PROOF_REF, ""),
        confirmed_at=values.get(CONFIRMED_AT),
        valid_until=values.get(VALID_UNTIL),
        withdrawn_at=values.get(WITHDRAWN_AT),
        declared_name=values.get(DECLARED_NAME, ""),
        declared_address=values.get(DECLARED_ADDRESS, ""),
        # Who took it down: a form, a person (her pseudonym), or a person on a form.
        receiver=", ".join(part for part in (values.get(FORM, ""), values.get(RECEIVER, "")) if part),
        language=values.get(LANGUAGE, "de"),
        privacy_version=values.get(PRIVACY_VERSION, ""),
        platforms=platforms or frozenset(),
        matched_by=matched_by or frozenset(),
    )


SCHEMA = Schema(
    kind="consents",
    columns=(
        *(CONSENT_ID, CONTACT_ID, MEDIUM, PURPOSES, PRODUCTS, GRANTED_AT, METHOD, TEXT, TEXT_VERSION, PROOF_REF),
        *(CONFIRMED_AT, VALID_UNTIL, WITHDRAWN_AT),
        *(DECLARED_NAME, DECLARED_ADDRESS, RECEIVER, FORM, LANGUAGE, PRIVACY_VERSION),
        *(PLATFORMS, MATCHED),
    ),
    build=_build,
    identity=lambda values: values.need(CONSENT_ID),
)
