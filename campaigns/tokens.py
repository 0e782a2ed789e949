"""Signed links: who may stop what, without login and without an id that can be guessed (RFC 8058 3.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final, Literal

from itsdangerous import BadData, URLSafeSerializer
from itsdangerous.encoding import base64_decode, base64_encode

Purpose = Literal["unsubscribe", "preferences", "confirm", "goodbye", "status", "task"]
UNSUBSCRIBE: Final = "unsubscribe"
"""Of a send id: the right to object has no end."""
PREFERENCES: Final = "preferences"
"""Of a send id: which channel, how often, a pause."""
CONFIRM: Final = "confirm"
"""Of a consent's external id: the click of a double opt-in."""
GOODBYE: Final = "goodbye"
"""Of a cancellation's external id: the page behind the cancellation form."""
STATUS: Final = "status"
"""Of a cancellation's external id: how one's own case stands."""
TASK: Final = "task"
"""Of a task and who has it (campaigns.handover.links): one of our own people's work."""
PURPOSES: frozenset[str] = frozenset({UNSUBSCRIBE, PREFERENCES, CONFIRM, GOODBYE, STATUS, TASK})
MIN_KEY_BYTES: Final = 16
MAX_TOKEN_LENGTH: Final = 512


class Tokens:
    """HMAC-SHA256 tokens for an id, bound to one purpose. They carry no date: where a link ends, the rows say so.

    `keys` are oldest first; the last one signs, all of them verify, so a key can be rotated without breaking the
    links in mails already sent.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys or any(len(key) < MIN_KEY_BYTES for key in keys):
            raise ValueError("Für die Abmeldelinks fehlt ein Schlüssel mit mindestens 16 Bytes.")
        self._serializers: dict[str, URLSafeSerializer] = {
            purpose: URLSafeSerializer(
                list(keys), salt=f"wiedersehen.{purpose}", signer_kwargs={"digest_method": hashlib.sha256}
            )
            for purpose in PURPOSES
        }

    def sign(self, purpose: Purpose, subject: str) -> str:
        """A token of URL-safe characters for the id `subject`."""
        return str(self._serializers[purpose].dumps(subject))

    def read(self, purpose: Purpose, token: str) -> str | None:
        """The id, or None for anything that is forged, cut, made for another purpose or no token at all."""
        if len(token) > MAX_TOKEN_LENGTH or not token.isascii():
            return None
        try:
            value = self._serializers[purpose].loads(token)
        except BadData:
            return None
        return value if isinstance(value, str) and _canonical(token) else None


def _canonical(token: str) -> bool:
    """False for a second spelling of the same signature: the last character of base64 has two bits that say nothing."""
    signature = token.rpartition(".")[2].encode()
    return base64_encode(base64_decode(signature)) == signature
