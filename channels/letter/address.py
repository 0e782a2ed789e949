"""What can be seen of a postal address without a directory of streets: what no post delivers, what looks doubtful."""

from __future__ import annotations

import re

from contacts.contact import PostalAddress

_FIRST, _LAST = 1001, 99998
"""01001 Dresden to 99998 Körner: outside of it no German postcode has ever been given out."""
_GERMAN_POSTCODE = re.compile(r"[0-9]{5}")
_BOX = re.compile(r"\b(?:postfach|p\.?\s?o\.?\s?box)\b\s*(?:nr\.?\s*)?[0-9 ]*", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]")


def undeliverable(address: PostalAddress) -> str | None:
    """Why no letter goes to this address, as a German sentence; None where nothing speaks against it."""
    postcode, street = address.postcode.strip(), address.street.strip()
    if not (street and postcode and address.city.strip()):
        return "Die Postanschrift ist unvollständig (Straße, Postleitzahl, Ort)."
    if address.country.strip().upper() != "DE":
        return None
    if _GERMAN_POSTCODE.fullmatch(postcode) is None:
        return f"Die Postleitzahl „{postcode}“ hat nicht fünf Ziffern."
    if not _FIRST <= int(postcode) <= _LAST:
        return f"Die Postleitzahl „{postcode}“ gibt es nicht; vergeben sind 01001 bis 99998."
    if _BOX.search(street) and re.search(r"[^\W\d_]", _BOX.sub("", street)):
        return "Postfach und Straße stehen zusammen in einer Zeile; ein Brief geht an eines von beiden."
    return None


def doubtful(address: PostalAddress) -> str | None:
    """What a person should look at, though a letter may arrive; None for nothing."""
    german = address.country.strip().upper() == "DE"
    if german and _BOX.search(address.street) is None and _NUMBER.search(address.street) is None:
        return "Die Hausnummer fehlt."
    return None
