"""How long a server's certificate is good for."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime

from campaigns.doctor.finding import Finding, ok, warning

_SOON_DAYS = 14


def certificate(expires: str | None, now: datetime) -> Finding | None:
    """A finding about a certificate's notAfter as OpenSSL writes it; None for a connection without one."""
    if expires is None:
        return None
    end = datetime.fromtimestamp(ssl.cert_time_to_seconds(expires), UTC)
    days = (end - now).days
    text = f"Zertifikat gültig bis {end:%d.%m.%Y} (noch {days} Tage)."
    if days < _SOON_DAYS:
        return warning(text, "Dem Betreiber des Servers Bescheid geben; danach kommt keine Verbindung mehr zustande.")
    return ok(text)
