"""One spelling per e-mail address, phone number, profile and postal address; keyed hashes for suppression."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from urllib.parse import urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from contacts.contact import PostalAddress
from contacts.medium import Medium

_SYNTAX_ONLY = {"check_deliverability": False, "globally_deliverable": False, "test_environment": True}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def has_control_characters(value: str) -> bool:
    """True when `value` could break a header or a CSV line (C0, C1, LS, PS): such input is refused, never cleaned."""
    return _CONTROL.search(value) is not None


def email(value: str) -> str | None:
    """Lower-case NFC address with an ASCII domain, or None when it is no valid address.

    The local part is lower-cased too: no German mailbox provider tells Müller@ and müller@ apart, and a
    suppression that misses a capital letter would be a breach of Art. 21 Abs. 3 DSGVO.
    """
    try:
        parsed = validate_email(
            value.strip(), check_deliverability=False, globally_deliverable=False, test_environment=True
        )
    except EmailNotValidError:
        return None
    domain = parsed.ascii_domain or parsed.domain
    return f"{parsed.local_part.lower()}@{domain.lower()}"


def phone(value: str, region: str = "DE") -> str | None:
    """E.164 number, or None when `value` cannot be a phone number."""
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def profile(value: str) -> str | None:
    """`linkedin.com/in/name` without scheme, query and trailing slash, or None when it is no profile address."""
    parts = urlsplit(value.strip() if "//" in value else f"//{value.strip()}")
    host = (parts.hostname or "").removeprefix("www.")
    host = re.sub(r"^[a-z]{2}\.(?=linkedin\.com$)", "", host)
    path = parts.path.rstrip("/").casefold()
    if host != "linkedin.com" or not path.startswith("/in/"):
        return None
    return f"{host}{path}"


def postal_key(address: PostalAddress, last_name: str) -> str:
    """Key under which letters to one household member are recognised: name, street, postcode, country."""
    street = re.sub(r"str(\.|asse|aße)?\b", "str", _fold(address.street))
    parts = (_fold(last_name), re.sub(r"[^a-z0-9]", "", street), address.postcode.strip(), address.country.upper())
    return "|".join(parts)


def normalise(medium: Medium, value: str) -> str | None:
    """The one spelling of `value` for `medium`, None when it is invalid."""
    if medium is Medium.EMAIL:
        return email(value)
    if medium in (Medium.PHONE, Medium.SMS, Medium.FAX):
        return phone(value)
    if medium is Medium.LINKEDIN_DM:
        return profile(value)
    return _fold(value) or None


def keyed_hash(key: bytes, medium: Medium, normalised: str) -> str:
    """HMAC-SHA256 hex of an address: all that suppression keeps after an erasure (Art. 17 Abs. 3 lit. b DSGVO)."""
    return hmac.new(key, f"{medium.value}:{normalised}".encode(), hashlib.sha256).hexdigest()


def _fold(value: str) -> str:
    text = unicodedata.normalize("NFKC", value).casefold().strip()
    for umlaut, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(umlaut, plain)
    return " ".join(text.split())
