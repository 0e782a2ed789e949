"""The one-click unsubscribe and its page: a token acts, and the objection is in force before the answer leaves."""

from __future__ import annotations

from sqlalchemy import Connection

from campaigns.effects import object_to
from campaigns.export import write_recalls
from campaigns.house import House
from campaigns.tokens import UNSUBSCRIBE
from compliance.facts import Via
from compliance.releases import effective
from contacts.consent import GLOBAL
from store import consents, locks, operation, people, permissions, touches


def send_id_of(house: House, token: str) -> str | None:
    """The send id inside an unsubscribe token, None for anything forged."""
    return house.tokens.read(UNSUBSCRIBE, token)


def unsubscribe(house: House, token: str) -> bool:
    """Carry out an unsubscribe (RFC 8058 3.2); False when the token is no good.

    Repeating it while it is in force only notes the click: what she has said once is on file once.
    """
    send_id = send_id_of(house, token)
    if send_id is None:
        return False
    now = house.clock.now()
    with house.store.write() as connection:
        found = touches.by_send_id(connection, send_id)
        if found is None:
            operation.audit(connection, "unsubscribe_unknown", now, None, {"send_id": send_id})
            return False
        scope = effective(house.policy).unsubscribe_scope
        locks.lock_contact(connection, found[1])
        if _said_already(connection, found[1], scope):
            contact, _, _ = people.contact(connection, found[1])
            data = {"send_id": send_id, "scope": scope}
            operation.audit(connection, "unsubscribe_repeated", now, contact.external_id, data)
            return True
        aftermath = object_to(connection, house, found[1], scope, Via.ONE_CLICK, now, source=send_id)
    write_recalls(house, aftermath.recalled)
    return True


def _said_already(connection: Connection, contact_pk: int, scope: str) -> bool:
    """True when an objection of her own goes as far as this click and is newer than every consent she has declared.

    One that still waits for its confirmation counts too: only a newer no ends it.
    """
    given = [row.consent.granted_at for row in consents.consents(connection, contact_pk=contact_pk)]
    said = [
        one.fact.received_at
        for one in permissions.objections(connection, contact_pk)
        if one.fact.scope in (scope, GLOBAL)
        and one.fact.via is not Via.ROBINSON
        and one.contact is not None
        and not one.fact.shared_address
    ]
    return bool(said) and max(said) >= max(given, default=max(said))
