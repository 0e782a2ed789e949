"""A contact of one form's own: nobody known is touched by what a stranger typed."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection

from campaigns.house import House
from campaigns.list_back import hashing
from contacts.cancellation import FORM
from contacts.contact import Contact, ContactPoint
from contacts.medium import Medium
from store import operation, people, points

UNUSED = "form_unused"
"""Source of an address that was typed and gets no mail: on file so that access, erasure and objections find it."""


def id_of_newcomer(external_id: str) -> str:
    """The external id of the contact behind the form `external_id`."""
    return f"web-{hashlib.sha256(external_id.encode()).hexdigest()[:16]}"


def newcomer(
    connection: Connection,
    house: House,
    name: str,
    email: tuple[str, str] | None,
    external_id: str,
    *,
    mailed: bool = True,
) -> tuple[str, int]:
    """(external id, row id) of a new contact for the form `external_id`. `email`: as typed and normalised.

    Not `mailed`, nothing goes to the address by itself; access, erasure and objections find it all the same.
    """
    first, _, last = name.rpartition(" ")
    contact = Contact(
        external_id=id_of_newcomer(external_id),
        last_name=last[:200],
        first_name=first[:200],
        timezone=house.timezone,
    )
    contact_pk = people.put_contact(connection, contact)
    if email is not None:
        point = ContactPoint(Medium.EMAIL, *email, FORM if mailed else UNUSED, valid=mailed)
        points.put(connection, contact_pk, (point,), hashing(connection, house), now=house.clock.now())
    operation.audit(connection, "contact_from_form", house.clock.now(), contact.external_id, {"id": external_id})
    return contact.external_id, contact_pk
