"""cancellations: one case a row. `door` is where it came in, `receipt_confirmed_at` that a receipt already went out."""

from __future__ import annotations

from campaigns.imports.schema import Breaks, Column, Problem, Schema, Values
from campaigns.imports.times import day, moment
from campaigns.imports.values import ImportVocabulary
from campaigns.imports.words import identifier, name, text, unknown_word
from contacts.cancellation import Cancellation

_GERMAN_REASONS = {
    "umzug": "relocation",
    "geldnot": "financial_squeeze",
    "sparzwang": "financial_squeeze",
    "abwechslung": "wants_change",
    "familie": "life_phase",
    "ruhestand": "life_phase",
    "preis": "price",
    "zu teuer": "price",
    "qualität": "quality",
    "service": "service",
    "kundendienst": "service",
    "standort": "location_gap",
    "ansprechpartner": "contact_changed",
    "wettbewerber": "competitor_offer",
    "anderer anbieter": "competitor_offer",
    "funktion fehlt": "missing_feature",
    "fehlende funktion": "missing_feature",
    "projektende": "project_ended",
    "geringe nutzung": "low_use",
    "nicht genutzt": "low_use",
    "geschäftsaufgabe": "closure",
    "übernahme": "takeover",
    "insolvenz": "insolvency",
    "verstorben": "deceased",
    "todesfall": "deceased",
    "sonderkündigung": "special_termination",
    "sonstiges": "other",
    "unbekannt": "unknown",
}


def _reason(cell: str, vocabulary: ImportVocabulary) -> str | Problem:
    folded = cell.casefold()
    if folded in vocabulary.reasons:
        return folded
    hints = {german: word for german, word in _GERMAN_REASONS.items() if word in vocabulary.reasons}
    return unknown_word(cell, vocabulary.reasons, hints)


CANCELLATION_ID = Column("cancellation_id", identifier, required=True, typed=False)
CONTACT_ID = Column("contact_id", identifier, required=True, typed=False)
CONTRACT_ID = Column("contract_id", identifier, typed=False)
RECEIVED_AT = Column("received_at", moment, required=True)
WISHED_END = Column("wished_end", day)
REASON = Column("reason", _reason, required=True)
FEATURE = Column("feature", name(200), typed=False)
TEXT = Column("text", text(20_000), typed=False, breaks=Breaks.KEPT)
DOOR = Column("door", identifier, typed=False)
RECEIPT_CONFIRMED_AT = Column("receipt_confirmed_at", moment)
COMPETITOR = Column("competitor", name(200), typed=False)
COMPETITOR_SOURCE = Column("competitor_source", name(200), typed=False)


def _build(values: Values) -> Cancellation | Problem:
    received, confirmed = values.need(RECEIVED_AT), values.get(RECEIPT_CONFIRMED_AT)
    if confirmed is not None and confirmed < received:
        return Problem("Die Bestätigung liegt vor dem Eingang der Kündigung.", RECEIPT_CONFIRMED_AT.name)
    return Cancellation(
        external_id=values.need(CANCELLATION_ID),
        contact_id=values.need(CONTACT_ID),
        received_at=received,
        reason=values.need(REASON),
        contract_id=values.get(CONTRACT_ID),
        wished_end=values.get(WISHED_END),
        feature=values.get(FEATURE),
        text=values.get(TEXT, ""),
        door=values.get(DOOR, "csv"),
        receipt_confirmed_at=confirmed,
        competitor=values.get(COMPETITOR),
        competitor_source=values.get(COMPETITOR_SOURCE),
    )


SCHEMA = Schema(
    kind="cancellations",
    columns=(
        *(CANCELLATION_ID, CONTACT_ID, CONTRACT_ID, RECEIVED_AT, WISHED_END, REASON, FEATURE, TEXT, DOOR),
        *(RECEIPT_CONFIRMED_AT, COMPETITOR, COMPETITOR_SOURCE),
    ),
    build=_build,
    identity=lambda values: values.need(CANCELLATION_ID),
)
