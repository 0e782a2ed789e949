"""Whether a mail in one of our own folders is a person's: to her, from her, an answer to hers, or a bounce of it."""

from __future__ import annotations

import email.policy
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses

from campaigns.erasing.identity import Identity

_ADDRESSED = ("From", "To", "Cc", "Bcc", "Reply-To", "Sender", "Delivered-To", "X-Original-To", "Original-Recipient")
_NAMED = ("Message-ID", "In-Reply-To", "References")
_QUOTING = ("message/", "text/rfc822-headers")


def is_hers(raw: bytes, identity: Identity) -> bool:
    """By addresses and Message-IDs; what other people write about her is theirs, as long as it quotes no mail.

    At an address that two people share her name beside it decides, or the Message-ID of her own sendings and answers:
    the rest is the other's.
    """
    mail = message_from_bytes(raw, policy=email.policy.compat32)
    for part in mail.walk():
        if _by_headers(part, identity):
            return True
        quotes = part.get_content_type().startswith(_QUOTING)
        if quotes and identity.in_text("\n".join(_texts(part))):
            return True
    heads = [str(one) for name in ("Subject", *_ADDRESSED) for one in mail.get_all(name, [])]
    return identity.in_text("\n".join(heads))


def _by_headers(part: Message, identity: Identity) -> bool:
    addresses = [found for name in _ADDRESSED for found in part.get_all(name, [])]
    if identity.in_addresses([address for _, address in getaddresses([str(one) for one in addresses])]):
        return True
    ids = {
        one for name in _NAMED for found in part.get_all(name, []) for one in re.findall(r"<([^<>\s]+)>", str(found))
    }
    return bool(ids & {one.strip("<>") for one in identity.message_ids})


def _texts(part: Message) -> Iterator[str]:
    """Everything readable in a part: a bounce holds the old mail's headers as text or as a mail of its own."""
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        yield payload.decode("utf-8", errors="replace")
    inner = part.get_payload()
    for one in inner if isinstance(inner, list) else []:
        yield str(one)
