"""What stands in a list for an advertising network: SHA-256 of an address, spelt as the network spells it.

A hash is no anonymisation (VG Bayreuth on custom audiences): it is handled as the address itself is.
"""

from __future__ import annotations

import hashlib
from types import MappingProxyType

from contacts.medium import Medium, Platform

COLUMNS: MappingProxyType[Platform, tuple[tuple[str, Medium], ...]] = MappingProxyType(
    {
        Platform.LINKEDIN: (("email", Medium.EMAIL),),
        Platform.GOOGLE: (("Email", Medium.EMAIL), ("Phone", Medium.PHONE)),
        Platform.META: (("email", Medium.EMAIL), ("phone", Medium.PHONE)),
    }
)
"""The heads of the file that each network reads, with the address below; LinkedIn matches no phone numbers."""


def takes(platform: Platform, medium: Medium) -> bool:
    """True when this network matches lists by this kind of address."""
    return any(medium is one for _, one in COLUMNS[platform])


def digest(platform: Platform, medium: Medium, normalised: str) -> str:
    """SHA-256 hex of an address as contacts.normalize spells it: lower-case e-mail without blanks, E.164 number.

    Dots in front of @gmail.com stay, no network asks to take them out of a list; Meta reads numbers without the plus.
    """
    spelt = normalised
    if medium is Medium.PHONE and platform is Platform.META:
        spelt = normalised.removeprefix("+")
    return hashlib.sha256(spelt.encode()).hexdigest()
