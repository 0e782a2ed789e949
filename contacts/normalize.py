"""One spelling per e-mail address, phone number, profile and postal address; keyed hashes for suppression."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from urllib.parse import unquote, urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from contacts.contact import PostalAddress
from contacts.medium import Medium

_DIALLED = frozenset({Medium.PHONE, Medium.PHONE_IN, Medium.PHONE_AUTO, Medium.SMS, Medium.FAX})
_NO_NAME = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029/?#%]")
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
    return unicodedata.normalize("NFC", f"{parsed.local_part.lower()}@{domain.lower()}")


def phone(value: str, region: str = "DE") -> str | None:
    """E.164 number without extension, or None when `value` cannot be dialled from everywhere (110, a local number)."""
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return None
    # is_possible_number() would let 110 pass as "+49110": possible, but only locally.
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def product(value: str) -> str:
    """A product family as it is compared: „Lohn  Plus“ and „LOHN plus“ are the same product (§ 133 BGB)."""
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())


def is_costly(number: str) -> bool:
    """True for an E.164 number whose caller pays a surcharge or part of the costs (0900, 0180): nobody's own phone."""
    costly = (phonenumbers.PhoneNumberType.PREMIUM_RATE, phonenumbers.PhoneNumberType.SHARED_COST)
    return phonenumbers.number_type(phonenumbers.parse(number)) in costly


def profile(value: str) -> str | None:
    """`linkedin.com/in/name` without scheme, query and subpages, or None when it is no profile address."""
    text = value.strip()
    try:
        parts = urlsplit(text if "//" in text else f"//{text}")
    except ValueError:  # "//[x": brackets that hold no IPv6 address
        return None
    host = re.sub(r"^(www|[a-z]{2})\.(?=linkedin\.com$)", "", parts.hostname or "")
    start, _, rest = parts.path.lstrip("/").partition("/")
    name = unicodedata.normalize("NFC", unquote(rest.partition("/")[0]).lower())
    if host != "linkedin.com" or start.lower() != "in" or not name or _NO_NAME.search(name):
        return None
    return f"{host}/in/{name}"


def postal_key(address: PostalAddress, last_name: str) -> str:
    """Key under which the addressee of a letter is recognised: last name, street with number, postcode, country.

    People of other names in one house are others. Those of the same name count as one: a letter to „A. Müller“ is
    for Anna as well, and the same person stands twice in many a customer file.
    """
    street = re.sub(r"strasse(?![a-z])", "str", _fold(address.street))
    parts = (last_name, street, address.postcode, address.country)
    return "|".join(_letters(_fold(part)) for part in parts)


_LETTERBOX = re.compile(r"(?P<name>[^,]+),\s*(?P<street>[^,]+),\s*(?P<postcode>[0-9]{5})\s+(?P<city>[^,]+)")
_POSTAL_KEY = re.compile(r"[^|]+\|[^|]+\|[0-9]{5}\|[a-z]{2}")


def letterbox(line: str) -> tuple[str, ...]:
    """The keys under which the addressee of „Anna von Berg, Hofweg 1, 20095 Hamburg“ may be on file; empty for others.

    Nobody can tell where her last name begins, so each ending of the name counts, the whole one first: one key too
    many spares somebody a letter, one too few would break Art. 21 Abs. 3 DSGVO.
    """
    match = _LETTERBOX.fullmatch(line.strip())
    if match is None:
        return ()
    words = match["name"].split()
    place = PostalAddress(match["street"], match["postcode"], match["city"])
    keys = (postal_key(place, " ".join(words[begin:])) for begin in range(len(words)))
    return tuple(dict.fromkeys(key for key in keys if is_postal_key(key)))


def is_postal_key(value: str) -> bool:
    """True for what postal_key makes; no e-mail address, number or profile looks like it."""
    return _POSTAL_KEY.fullmatch(value) is not None


def normalise(medium: Medium, value: str) -> str | None:
    """The one spelling of `value` for `medium`, None when it is invalid."""
    if medium is Medium.EMAIL:
        return email(value)
    if medium in _DIALLED:
        return phone(value)
    if medium in (Medium.LINKEDIN_DM, Medium.LINKEDIN_INVITE):
        return profile(value)
    return _fold(value) or None


def keyed_hash(key: bytes, medium: Medium, normalised: str) -> str:
    """HMAC-SHA256 hex of an address: all that suppression keeps after an erasure (Art. 17 Abs. 3 lit. b DSGVO)."""
    return hmac.new(key, f"{medium.value}:{normalised}".encode(), hashlib.sha256).hexdigest()


def pseudonym(key: bytes, contact_id: str) -> str:
    """HMAC-SHA256 hex of a contact's external id: under it stands what a statute keeps of an erased person."""
    return hmac.new(key, f"contact:{contact_id}".encode(), hashlib.sha256).hexdigest()


def named(first_name: str, last_name: str) -> str:
    """A full name as it is compared, "" without a first name: a last name alone is a whole family's."""
    first, last = _fold(first_name), _fold(last_name)
    return f"{first} {last}" if first and last else ""


def _letters(value: str) -> str:
    """Letters and digits without accents: "René, 5 a" and "Rene 5a" are the same door."""
    return "".join(character for character in unicodedata.normalize("NFKD", value) if character.isalnum())


def _fold(value: str) -> str:
    text = unicodedata.normalize("NFKC", value).casefold().strip()
    for umlaut, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(umlaut, plain)
    return " ".join(text.split())
