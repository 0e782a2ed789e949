"""The one-click unsubscribe and its page: a token acts, and the objection is in force before the answer leaves."""

from __future__ import annotations

from campaigns.effects import object_to
from campaigns.export import write_recalls
from campaigns.house import House
from campaigns.tokens import UNSUBSCRIBE
from compliance.facts import Via
from compliance.releases import effective
from store import operation, touches


def send_id_of(house: House, token: str) -> str | None:
    """The send id inside an unsubscribe token, None for anything forged."""
    return house.tokens.read(UNSUBSCRIBE, token)


def unsubscribe(house: House, token: str) -> bool:
    """Carry out an unsubscribe (RFC 8058 3.2); False when the token is no good. Repeating it changes nothing."""
    send_id = send_id_of(house, token)
    if send_id is None:
        return False
    now = house.clock.now()
    with house.store.write() as connection:
        found = touches.by_send_id(connection, send_id)
        if found is None:
            operation.audit(connection, "unsubscribe_unknown", now, None, {"send_id": send_id})
            return False
        aftermath = object_to(
            connection, house, found[1], effective(house.policy).unsubscribe_scope, Via.ONE_CLICK, now, source=send_id
        )
    write_recalls(house, aftermath.recalled)
    return True
