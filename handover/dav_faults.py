"""What keeps a calendar from being kept, in words for a person: by the status of HTTP, or by what broke on the way."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from enum import StrEnum
from http import HTTPStatus
from urllib.parse import urlsplit

import httpx2


class Fault(StrEnum):
    """What keeps a calendar from being kept."""

    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    LOGIN = "login"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    MOVED = "moved"
    CONFLICT = "conflict"
    REFUSED = "refused"
    BROKEN = "broken"
    TOO_BIG = "too_big"


class CalDavError(RuntimeError):
    """The text is German, for a person: what is wrong, and behind „ Bitte “ what to do about it."""

    def __init__(self, fault: Fault, text: str) -> None:
        super().__init__(text)
        self.fault = fault


NO_CALENDAR = "Unter dieser Adresse antwortet kein Kalender (CalDAV). Bitte url prüfen."


def unreached(error: Exception) -> CalDavError:
    """The fault of a connection that broke or never was."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            why = cause.verify_message
            return CalDavError(
                Fault.CERTIFICATE, f"Das Zertifikat des Kalenderservers gilt nicht ({why}). Bitte dort erneuern lassen."
            )
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx2.TimeoutException):
        return CalDavError(Fault.UNREACHABLE, "Der Kalenderserver antwortet nicht rechtzeitig.")
    return CalDavError(Fault.UNREACHABLE, "Der Kalenderserver ist nicht erreichbar.")


_FAULTS: Mapping[int, tuple[Fault, str]] = {
    401: (Fault.LOGIN, "Der Kalenderserver lehnt die Anmeldung ab. Bitte Benutzer und Kennwort prüfen."),
    403: (Fault.FORBIDDEN, "Der Kalenderserver erlaubt das Schreiben nicht. Bitte die Rechte am Kalender prüfen."),
    404: (Fault.NOT_FOUND, "Den Kalender gibt es unter dieser Adresse nicht. Bitte url prüfen."),
    410: (Fault.NOT_FOUND, "Den Kalender gibt es nicht mehr. Bitte url prüfen."),
    405: (Fault.BROKEN, NO_CALENDAR),
    409: (Fault.CONFLICT, "Der Eintrag wurde gerade geändert."),
    412: (Fault.CONFLICT, "Der Eintrag wurde gerade geändert."),
    507: (Fault.REFUSED, "Im Kalender ist kein Platz mehr. Bitte alte Einträge löschen."),
}


def refused(status: int, method: str, location: str) -> CalDavError:
    """The fault of an answer that is no success; `location` is where a redirect leads, which is never followed."""
    known = _FAULTS.get(status)
    if known is not None:
        return CalDavError(*known)
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        where = urlsplit(location)
        place = f" nach {where.netloc}{where.path}" if where.netloc or where.path else ""
        return CalDavError(
            Fault.MOVED, f"Der Kalenderserver verweist{place}. Bitte diese Adresse als url eintragen, wenn sie stimmt."
        )
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
        return CalDavError(Fault.UNREACHABLE, f"Der Kalenderserver ist gestört ({status}).")
    return CalDavError(Fault.REFUSED, f"Der Kalenderserver lehnt ab ({method}: {status}).")
