"""What is still left of the example in a configuration: nobody should write to customers as Nordlicht Software GmbH."""

from __future__ import annotations

from urllib.parse import urlsplit

from campaigns.settings import Settings

_RESERVED = (".example", ".test", ".invalid", "example.com", "example.org", "example.net")
"""RFC 2606: nothing under these names will ever exist."""


def is_reserved(address: str) -> bool:
    """True for a mail or web address under a name that is reserved for examples."""
    host = urlsplit(address if "://" in address else f"//{address}").hostname or ""
    return host.endswith(_RESERVED)


def example_traces(settings: Settings) -> list[str]:
    """The keys of everything that comes from the shipped example; empty for a real company."""
    sender = settings.sender
    values = {
        "[sender] email": sender.email,
        "[sender] privacy_url": sender.privacy_url,
        "[sender] data_protection_email": sender.data_protection_email,
        "[activation] redirect_to": settings.activation.redirect_to,
        "[web] base_url": settings.web.base_url,
    }
    if settings.replies.authserv_id is not None:
        values["[replies] authserv_id"] = settings.replies.authserv_id
    for brand in settings.brand:
        values[f"[[brand]] {brand.id}: from_address"] = brand.from_address
        values[f"[[brand]] {brand.id}: website"] = brand.website
    for recipient in settings.recipient:
        values[f"[[recipient]] {recipient.id}: contact_email"] = recipient.contact_email
    found = [key for key, value in values.items() if is_reserved(value)]
    if sender.name == "Nordlicht Software GmbH":
        found.insert(0, "[sender] name")
    return found
