"""The substitute or successor a mail names: address, phone, name."""

from __future__ import annotations

import re

from contacts import normalize
from replies.headers import clean_address
from replies.reply import NewContact

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
_PHONE = re.compile(r"(?<![\d.])(?:\+\d{1,3}|00\d{2}|0)[\s/()-]{0,3}\d(?:[\s/().-]{0,3}\d){5,13}(?![\d.])")
_NAME = re.compile(
    r"\b(?:Frau|Herrn?|Kolleg(?:in|en?)|Nachfolger(?:in)?|Vertretung(?: ist| übernimmt)?|Vertreter(?:in)?|"
    r"an|ist|übernimmt)\s*:?\s+(?:Frau\s|Herrn?\s)?"
    r"((?:(?:Dr|Prof)\.\s)?[A-ZÄÖÜ][a-zäöüß-]{1,30}(?:\s(?:von\s|van\s)?[A-ZÄÖÜ][a-zäöüßA-ZÄÖÜ-]{1,30}){0,2})"
)
_NO_NAME = frozenset(
    {
        "sie",
        "ihr",
        "ihre",
        "die",
        "der",
        "das",
        "unser",
        "unsere",
        "meine",
        "mein",
        "frau",
        "herr",
        "herrn",
        "ihnen",
        "vertretung",
        "urlaub",
        "kollegin",
        "kollege",
        "bitte",
    }
)


def named_contact(text: str, sender: str | None) -> NewContact | None:
    """Somebody else to turn to, None when nobody is named. Nothing here is ever written to without a person."""
    addresses = (clean_address(found.group().strip(".'")) for found in _ADDRESS.finditer(text[:8_000]))
    address = next((item for item in addresses if item and item != sender), None)
    name = next(
        (
            found.group(1)
            for found in _NAME.finditer(text[:8_000])
            if found.group(1).split()[0].casefold() not in _NO_NAME
        ),
        None,
    )
    number = _PHONE.search(text[:8_000])
    phone = normalize.phone(number.group()) if number else None
    if not address and not (name and (phone or "Nachfolg" in text or "Vertret" in text or "wenden" in text)):
        return None
    return NewContact(name=name, email=address, phone=phone)
