"""The trail of a double opt-in beside the declaration itself: which mail asked, and from where somebody clicked.

An IP address proves nothing alone and is kept shortened, as an aid (Art. 5 Abs. 1 lit. c DSGVO).
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import Connection

from campaigns.house import House
from campaigns.tokens import CONFIRM
from channels.channel import Receipt
from contacts.consent import ConsentEvent
from store import consents, opt_ins
from store.case import Underway

_NETWORK = {4: 24, 6: 48}


def shortened(host: str) -> str:
    """The network an address belongs to: /24 of IPv4, /48 of IPv6; "" for what is no address."""
    with suppress(ValueError):
        address = ip_address(host)
        if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        return str(ip_network((address, _NETWORK[address.version]), strict=False))
    return ""


def token_hash(house: House, consent_id: str) -> str:
    """Sha256 hex of the token in the mail: shows later which link was clicked, and opens nothing."""
    return hashlib.sha256(house.tokens.sign(CONFIRM, consent_id).encode()).hexdigest()


def mail_sent(
    connection: Connection, house: House, case: Underway, content_sha256: str, receipt: Receipt, now: datetime
) -> None:
    """A double opt-in mail was taken by the server: written into the ledger of the consent it asks about."""
    requested = case.enrollment.anchors.enrolled
    consent_id = opt_ins.requested_at(connection, case.enrollment.contact_pk, requested) if requested else None
    if consent_id is None:
        return  # erased meanwhile
    data = {
        "send_id": case.touch.send_id,
        "message_id": case.touch.message_id,
        "sha256": content_sha256,
        "smtp": f"{receipt.code} {receipt.detail}".strip()[:200],
        "token_sha256": token_hash(house, consent_id),
    }
    consents.append(connection, consent_id, ConsentEvent.MAIL_SENT, now, data)
