"""The strict grammar of addresses that may stand in an SMTP command or a header: ASCII dot-atoms, nothing quoted.

What passes here cannot carry a space, an angle bracket, CR, LF or a source route into the dialogue (RFC 5321 4.1.2).
"""

from __future__ import annotations

import re

from channels.channel import Refused

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?P<local>{_ATOM}(?:\.{_ATOM})*)@(?P<domain>{_LABEL}(?:\.{_LABEL})*)", re.ASCII)

_LOCAL_MAX = 64
_ADDRESS_MAX = 254
_ID_MAX = 250


def is_plain(address: str) -> bool:
    """True when `address` may be written into MAIL FROM and RCPT TO as it stands (RFC 5321 4.5.3.1 lengths)."""
    if len(address) > _ADDRESS_MAX:
        return False
    match = _ADDRESS.fullmatch(address)
    return match is not None and len(match["local"]) <= _LOCAL_MAX


def is_message_id(value: str) -> bool:
    """True for `left@right` without angle brackets; the left side may be longer than a mailbox name."""
    return len(value) <= _ID_MAX and _ADDRESS.fullmatch(value) is not None


def checked(address: str | None, what: str) -> str:
    """The address itself, or Refused. UTF-8 local parts are refused: without SMTPUTF8 they must never be sent."""
    if not address:
        raise Refused(f"{what} fehlt.")
    if is_plain(address):
        return address
    if not address.isascii():
        raise Refused(f"{what} enthält Umlaute oder andere Sonderzeichen; so kann sie nicht sicher zugestellt werden.")
    raise Refused(f"{what} ist keine gültige E-Mail-Adresse.")
