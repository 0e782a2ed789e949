"""Codes by which an answer is found again: in the address it goes to, and printed on a letter.

Neither stores nor tells anything about a person. The code of an address is the local part of the mail's own Message-ID
(160 bits, keyed), so it is looked up where Message-IDs are; the letter's is short enough to be typed.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from functools import lru_cache

from campaigns.house import House

PLACEHOLDER = "{token}"
CODE_CHARS = 32
_CODE = f"([a-z2-7]{{{CODE_CHARS}}})"

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 characters, a prime: no 0 and O, no 1, I and L; the check character finds every wrong and every swapped one."""
_DATA = 7
_LETTER = re.compile(rf"\bWS[ \t-]{{0,3}}([{_ALPHABET}]{{4}})[ \t-]{{0,3}}([{_ALPHABET}]{{4}})\b", re.IGNORECASE)


def filled(pattern: str, message_id: str) -> str:
    """The address for one message: `antwort+{token}@firma.de` with the code of its Message-ID; others as they are."""
    return pattern.replace(PLACEHOLDER, message_id.partition("@")[0])


def plain(pattern: str) -> str:
    """The address without a code, for people and letters; empty where nothing of the local part is left."""
    local, _, domain = pattern.rpartition("@")
    rest = re.sub(r"[+._=-]?\{token\}[+._=-]?", "", local)
    return f"{rest}@{domain}" if rest else ""


def message_ids_in(house: House, addresses: Iterable[str]) -> list[str]:
    """The Message-IDs whose code stands in an address of ours; whether such a mail was ever sent is asked elsewhere."""
    patterns = (house.addresses.envelope_from, house.addresses.stop_mailto)
    ours = _ours((*patterns, *(brand.reply_pattern for brand in house.brands.values())))
    if ours is None:
        return []
    found = (ours.fullmatch(address.strip().strip("<>").casefold()) for address in addresses)
    codes = (next(code for code in match.groups() if code) for match in found if match)
    return [f"{code}@{house.addresses.message_id_domain}" for code in dict.fromkeys(codes)]


@lru_cache(maxsize=8)
def _ours(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    coded = dict.fromkeys(pattern.casefold() for pattern in patterns if PLACEHOLDER in pattern)
    forms = [re.escape(one).replace(re.escape(PLACEHOLDER), _CODE) for one in coded]
    return re.compile("|".join(forms)) if forms else None


def letter_code(key: bytes, send_id: str) -> str:
    """`WS-7K4M-2QXH`: 34 bits of a keyed hash and a check character. Where two letters share one, it names neither."""
    number = int.from_bytes(hmac.digest(key, f"letter:{send_id}".encode(), hashlib.sha256)[:8])
    places = []
    for _ in range(_DATA):
        number, place = divmod(number, len(_ALPHABET))
        places.append(place)
    text = "".join(_ALPHABET[place] for place in (*places, _check(places)))
    return f"WS-{text[:4]}-{text[4:]}"


def letter_codes_in(words: str) -> list[str]:
    """Every rightly typed code in `words`, in the spelling it was printed in."""
    found = ("".join(match.groups()).upper() for match in _LETTER.finditer(words[:20_000]))
    places = ([_ALPHABET.index(char) for char in code] for code in found)
    right = (code for code in places if _check(code[:_DATA]) == code[_DATA])
    texts = ("".join(_ALPHABET[place] for place in code) for code in right)
    return [f"WS-{text[:4]}-{text[4:]}" for text in dict.fromkeys(texts)]


def _check(places: list[int]) -> int:
    return sum(weight * place for weight, place in enumerate(places, start=2)) % len(_ALPHABET)
