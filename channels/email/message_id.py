"""Message-IDs that nobody can guess and that a re-send repeats."""

from __future__ import annotations

import base64
import hashlib
import hmac

_LENGTH = 32


def message_id(key: bytes, send_id: str, domain: str) -> str:
    """`<32 characters>@domain`, without angle brackets: base32 of HMAC-SHA256, 160 bits.

    Deterministic, so a second copy carries the same id and is recognised by receivers; unguessable, so a reply that
    cites it is a token. `key` belongs to the installation: a test copy of the database never makes the same ids.
    """
    digest = hmac.new(key, send_id.encode(), hashlib.sha256).digest()
    return f"{base64.b32encode(digest).decode('ascii')[:_LENGTH].lower()}@{domain}"
