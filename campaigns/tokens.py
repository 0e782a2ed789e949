"""Signed links: who may stop what, without login and without an id that can be guessed (RFC 8058 3.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final, Literal

from itsdangerous import BadData, URLSafeSerializer

Purpose = Literal["unsubscribe", "preferences"]
UNSUBSCRIBE: Final = "unsubscribe"
PREFERENCES: Final = "preferences"
PURPOSES: frozenset[str] = frozenset({UNSUBSCRIBE, PREFERENCES})
MIN_KEY_BYTES: Final = 16
MAX_TOKEN_LENGTH: Final = 512


class Tokens:
    """HMAC-SHA256 tokens for a send id, bound to one purpose. They never expire: a right to object has no end.

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

    def sign(self, purpose: Purpose, send_id: str) -> str:
        """A token of URL-safe characters for `send_id`."""
        return str(self._serializers[purpose].dumps(send_id))

    def read(self, purpose: Purpose, token: str) -> str | None:
        """The send id, or None for anything that is forged, cut, made for another purpose or no token at all."""
        if len(token) > MAX_TOKEN_LENGTH or not token.isascii():
            return None
        try:
            value = self._serializers[purpose].loads(token)
        except BadData:
            return None
        return value if isinstance(value, str) else None
