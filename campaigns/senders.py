"""Who a person hears from: the brand, or whoever looks after her; the same through all steps.

The From domain stays the brand's, so that DKIM and DMARC agree with it (RFC 7489 3.1), and answers always come to the
mailbox we read (§ 7 Abs. 2 Nr. 3 Buchst. c UWG: an address for objections).
"""

from __future__ import annotations

from campaigns.house import House
from campaigns.inbound.codes import filled
from campaigns.rendering.case import BrandInfo
from channels.channel import From
from contacts.contact import Contact


def sender_of(house: House, contact: Contact, own_id: str) -> From:
    """The visible sender of a mail; `own_id` is its Message-ID, for the code in the reply address.

    Whoever wrote the first mail stays the sender, also when the account changes hands, until she leaves the team.
    """
    brand = house.brand_of(contact.brand)
    answers = filled(brand.reply_pattern, own_id) or brand.reply_to or None
    for address in (contact.sender, contact.owner_email):
        name = _name_of(house, brand, address)
        if name and address:
            return From(f"{name}, {brand.from_name}", address, answers or brand.from_address)
    return From(brand.from_name, brand.from_address, answers)


def _name_of(house: House, brand: BrandInfo, address: str | None) -> str:
    """Her name when she may sign mails of this brand: one of `[[person]]`, with an address of the brand's domain."""
    if not house.personal_sender or not address:
        return ""
    same = address.rpartition("@")[2].casefold() == brand.from_address.rpartition("@")[2].casefold()
    known = next((one for one in house.team.people if one.email == address.casefold()), None)
    return known.name if same and known is not None else ""
