"""What comes in by file or form: cancellations with their objections, customers, consents, events. Idempotent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from campaigns.effects import Aftermath, object_to
from campaigns.house import House
from compliance.facts import Via
from contacts.cancellation import FORM, Cancellation
from replies.meaning.objection import objection_in, objection_scope
from store import operation, outbox, people


class UnknownContact(LookupError):
    """A row names a contact nobody has imported; the text is German."""


def find_contact(connection: Connection, external_id: str) -> int:
    """Row id of a contact; UnknownContact when there is none."""
    contact_pk = people.contact_pk(connection, external_id)
    if contact_pk is None:
        raise UnknownContact(
            f"Den Kontakt {external_id} gibt es nicht. Erst die Kunden importieren (import customers)."
        )
    return contact_pk


def receive(
    connection: Connection, house: House, cancellation: Cancellation, now: datetime, *, said: str | None = None
) -> tuple[bool, Aftermath]:
    """Take in one cancellation and the objection in it; its sequences start with the next pass (campaigns.arrivals).

    `said` are the person's own words where `text` holds labels of a form beside them. (False, nothing) when it is
    known already.
    """
    contact_pk = find_contact(connection, cancellation.contact_id)
    found = people.contract_of_contact(connection, contact_pk, cancellation.contract_id)
    contract_pk = found[0] if found else None
    cancellation_pk = people.add_cancellation(connection, _stored(cancellation), contact_pk, contract_pk, now)
    if cancellation_pk is None:
        return False, Aftermath()
    operation.audit(connection, "cancellation_received", now, cancellation.contact_id, {"id": cancellation.external_id})
    told = {"cancellation": cancellation.external_id}
    outbox.put(connection, outbox.CANCELLATION_RECEIVED, contact_pk, told, now)
    words = cancellation.text if said is None else said
    return True, _objection_in_text(connection, house, cancellation, words, contact_pk)


def _stored(cancellation: Cancellation) -> Cancellation:
    """The ground of a special termination (illness, pregnancy, death) is read for an objection and never kept.

    What somebody declares on our own page is kept: § 312k Abs. 4 BGB demands its content in the confirmation.
    """
    if cancellation.reason == "special_termination" and cancellation.door != FORM:
        return replace(cancellation, text="")
    return cancellation


def _objection_in_text(
    connection: Connection, house: House, cancellation: Cancellation, words: str, contact_pk: int
) -> Aftermath:
    """An objection written in the cancellation counts on every channel, letters included (OLG Schleswig 6 U 25/23)."""
    evidence = objection_in(words) if words else None
    if evidence is None:
        return Aftermath()
    return object_to(
        connection,
        house,
        contact_pk,
        objection_scope(words),
        Via.AT_CANCEL,
        cancellation.received_at,
        source=f"cancellation {cancellation.external_id}",
        verbatim=evidence.text,
    )
