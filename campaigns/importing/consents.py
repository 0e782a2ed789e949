"""Consents in rows: taken in once, completed and withdrawn later, never rewritten."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from campaigns.effects import Aftermath, take_back
from campaigns.house import House
from campaigns.importing.refusal import RowRefused
from campaigns.importing.results import Effect
from campaigns.intake import find_contact
from campaigns.reason_words import MEDIA
from contacts.consent import Consent
from sequences.enrollment import StopReason
from store import consents, locks
from store.consents import AnotherConsent

_ALREADY_SAID = {
    "granted_at": "einem anderen Zeitpunkt",
    "method": "einer anderen Art der Erteilung",
    "text": "einem anderen Wortlaut",
    "text_version": "einer anderen Fassung",
    "proof_ref": "einem anderen Beleg (proof_ref)",
    "declared_name": "einem anderen Namen laut Erklärung",
    "declared_address": "einer anderen Anschrift laut Erklärung",
    "receiver": "einem anderen Empfänger der Erklärung",
    "privacy_version": "einer anderen Fassung der Datenschutzhinweise",
    "platforms": "anderen Werbenetzen (platforms)",
    "matched_by": "anderen Adressen für den Abgleich (matched_by)",
}


def take_consent(connection: Connection, house: House, row: Consent, now: datetime) -> tuple[Effect, Aftermath]:
    """One consent. RowRefused when its id belongs to another one, or to a declaration in other words."""
    contact_pk = find_contact(connection, row.contact_id)
    locks.lock_contact(connection, contact_pk)
    known = consents.consents(connection, external_id=row.external_id)
    for other in known:
        if (other.contact_pk, other.consent.medium) != (contact_pk, row.medium):
            raise RowRefused(_other_consent(other.consent))
    try:
        changed = consents.put_consent(connection, row, contact_pk, now)
    except AnotherConsent as refused:
        raise RowRefused(_other_words(row, refused.field)) from refused
    if not changed:
        return Effect.SAME, Aftermath()
    effect = Effect.CHANGED if known else Effect.NEW
    if row.withdrawn_at is None:
        return effect, Aftermath()
    # What the gate let pass on this consent is taken back: a call that is open, a letter that is not printed yet.
    return effect, take_back(connection, house, contact_pk, row.medium.value, StopReason.CONSENT_WITHDRAWN, now)


def _other_consent(known: Consent) -> str:
    return (
        f"Die Einwilligung {known.external_id} gehört schon dem Kontakt {known.contact_id} und gilt für "
        f"{MEDIA[known.medium]}. Jede Einwilligung braucht eine eigene Kennung (consent_id). Steht in dieser Zeile ein "
        "Widerruf, tragen Sie ihn sofort ein: wiedersehen import objections."
    )


def _other_words(row: Consent, field: str) -> str:
    return (
        f"Die Einwilligung {row.external_id} ist schon mit {_ALREADY_SAID[field]} gespeichert. Ein Nachweis wird nie "
        "überschrieben. War es eine neue Erklärung, geben Sie ihr eine eigene Kennung (consent_id). Was "
        f"gespeichert ist, zeigt: wiedersehen consent proof {row.external_id}."
    )
