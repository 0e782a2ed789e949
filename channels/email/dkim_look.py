"""A look at our own DKIM key: it loads, it is long enough, and the DNS names its public half (RFC 6376 3.6)."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from enum import StrEnum

import dkim
import dns.exception
import dns.resolver
from dkim.crypto import UnparsableKeyError, parse_pem_private_key, parse_public_key

LEAST_BITS = 1_024
"""RFC 8301 3.2: a shorter key counts for nothing; 2048 are what one should have."""
GOOD_BITS = 2_048
_LIFETIME_S = 5.0


class Record(StrEnum):
    """What the DNS says about the selector."""

    FITS = "fits"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    REVOKED = "revoked"
    OTHER_KEY = "other_key"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Seen:
    """`record` UNKNOWN: no name server answered, `detail` says how."""

    record: Record
    detail: str = ""


def bits(key: bytes) -> int | None:
    """The length of an RSA private key in PEM, None for something else."""
    modulus = _modulus(key)
    return modulus.bit_length() if modulus is not None else None


def look(domain: str, selector: str, key: bytes, resolver: dns.resolver.Resolver | None = None) -> Seen:
    """Compare the private key with the TXT record of its selector. Never raises for what a name server does."""
    name = f"{selector}._domainkey.{domain}."
    try:
        asked = resolver or dns.resolver.get_default_resolver()
        answer = asked.resolve(name, "TXT", lifetime=min(asked.lifetime, _LIFETIME_S))
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return Seen(Record.MISSING)
    except (dns.exception.DNSException, OSError) as error:
        return Seen(Record.UNKNOWN, type(error).__name__)
    texts = [b"".join(row.strings).decode("ascii", "replace") for row in answer]
    found = [seen for text in texts if (seen := _of(text, _modulus(key))) is not None]
    return next((seen for seen in found if seen.record is Record.FITS), found[0] if found else Seen(Record.UNREADABLE))


def _of(text: str, modulus: int | None) -> Seen | None:
    """What one TXT record says; None when it is about something else."""
    tags = dict(re.findall(r"([a-z]+)\s*=\s*([^;]*)", text))
    if tags.get("v", "DKIM1").strip() != "DKIM1" or "p" not in tags:
        return None
    told = re.sub(r"\s", "", tags["p"])
    if not told:
        return Seen(Record.REVOKED)
    try:
        public = parse_public_key(base64.b64decode(told, validate=True))
    except (UnparsableKeyError, binascii.Error, ValueError, IndexError):
        return Seen(Record.UNREADABLE)
    return Seen(Record.FITS if public["modulus"] == modulus else Record.OTHER_KEY)


def _modulus(key: bytes) -> int | None:
    try:
        return int(parse_pem_private_key(key)["modulus"])
    except (UnparsableKeyError, dkim.DKIMException, ValueError, IndexError, KeyError):
        return None
