"""The little of CalDAV (RFC 4791) that a list of tasks needs: look, read what we wrote, write, delete.

Own code: the client on PyPI brings urllib3-future, which puts itself in the place of urllib3 for the whole process.
The answers of a server are hostile input: bounded, without document types, and only our own entries are looked at.
"""

from __future__ import annotations

import ssl
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from types import TracebackType
from typing import Self
from urllib.parse import quote, unquote, urlsplit
from xml.sax.saxutils import escape

import httpx2

_MAX_ANSWER = 5_000_000
_AT_ONCE = 50
_XML = "application/xml; charset=utf-8"
_NS = {"d": "DAV:", "c": "urn:ietf:params:xml:ns:caldav"}
_LOOK = (
    '<?xml version="1.0" encoding="utf-8"?><d:propfind xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop>'
    "<d:resourcetype/><c:supported-calendar-component-set/><d:current-user-privilege-set/></d:prop></d:propfind>"
)
_MULTIGET = (
    '<?xml version="1.0" encoding="utf-8"?><c:calendar-multiget xmlns:d="DAV:" '
    'xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><d:getetag/><c:calendar-data/></d:prop>{}</c:calendar-multiget>'
)


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


class CalDavError(RuntimeError):
    """The text is German, for a person: what is wrong, and behind „ Bitte “ what to do about it."""

    def __init__(self, fault: Fault, text: str) -> None:
        super().__init__(text)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Account:
    """Where somebody's tasks go: `url` is the collection itself, https or on this machine."""

    url: str
    user: str
    password: str


@dataclass(frozen=True, slots=True)
class Resource:
    """One entry as it stands there; `etag` may be empty."""

    etag: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Look:
    """What a calendar is: `tasks` False when it takes no VTODO, `writable` False when we may only read."""

    calendar: bool
    tasks: bool
    writable: bool


class CalDav:
    """One session with one calendar. Every method raises CalDavError."""

    def __init__(self, account: Account, timeout_s: float = 20.0) -> None:
        self._root = account.url.rstrip("/") + "/"
        self._client = httpx2.Client(
            auth=httpx2.BasicAuth(account.user, account.password),
            timeout=timeout_s,
            follow_redirects=False,
            trust_env=False,  # neither a proxy nor a .netrc of the machine gets the password
            headers={"User-Agent": "Wiedersehen"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def href(self, name: str) -> str:
        """The address of an entry of this name."""
        return f"{self._root}{quote(name)}.ics"

    def owns(self, href: str) -> bool:
        """False for an entry of another calendar, which this person had before."""
        return href.startswith(self._root)

    def look(self) -> Look:
        """Whether there is a calendar, and whether it takes tasks of ours."""
        _, answer = self._send("PROPFIND", self._root, _LOOK.encode(), {"Depth": "0", "Content-Type": _XML})
        document = _document(answer)
        kinds = {node.get("name", "").upper() for node in document.iterfind(".//c:comp", _NS)}
        rights = [child.tag for node in document.iterfind(".//d:privilege", _NS) for child in node]
        wanted = {f"{{DAV:}}{name}" for name in ("all", "write", "write-content", "bind")}
        return Look(
            calendar=document.find(".//d:resourcetype/c:calendar", _NS) is not None,
            tasks=not kinds or "VTODO" in kinds,
            writable=not rights or not wanted.isdisjoint(rights),
        )

    def fetch(self, hrefs: Sequence[str]) -> dict[str, Resource]:
        """Those of the entries that are there, by their addresses."""
        found: dict[str, Resource] = {}
        for start in range(0, len(hrefs), _AT_ONCE):
            some = {urlsplit(href).path: href for href in hrefs[start : start + _AT_ONCE]}
            named = "".join(f"<d:href>{escape(path)}</d:href>" for path in some)
            # Depth 1: not asked for by RFC 4791 7.9, but without it some servers answer for the collection alone.
            headers = {"Depth": "1", "Content-Type": _XML}
            _, answer = self._send("REPORT", self._root, _MULTIGET.format(named).encode(), headers)
            wanted = {unquote(path): href for path, href in some.items()}
            found |= {wanted[path]: one for path, one in _resources(_document(answer)) if path in wanted}
        return found

    def put(self, href: str, data: bytes, etag: str | None) -> str:
        """Write an entry that nobody has changed since `etag`; None: that is not there yet. The new etag, or empty."""
        condition = {"If-None-Match": "*"} if etag is None else _unchanged(etag)
        headers = {"Content-Type": "text/calendar; charset=utf-8; component=VTODO", **condition}
        head, _ = self._send("PUT", href, data, headers)
        return head.get("etag", "")

    def get(self, href: str) -> Resource | None:
        """One entry, asked for by itself; None when it is gone."""
        try:
            head, data = self._send("GET", href, b"", {})
        except CalDavError as error:
            if error.fault is not Fault.NOT_FOUND:
                raise
            return None
        return Resource(head.get("etag", ""), data)

    def delete(self, href: str, etag: str = "") -> None:
        """Take an entry away that nobody has changed since `etag`; one that is gone already is no fault."""
        try:
            self._send("DELETE", href, b"", _unchanged(etag))
        except CalDavError as error:
            if error.fault is not Fault.NOT_FOUND:
                raise

    def _send(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[Mapping[str, str], bytes]:
        try:
            with self._client.stream(method, url, content=body, headers=dict(headers)) as answer:
                status, head = answer.status_code, answer.headers
                taken = bytearray()
                for part in answer.iter_bytes():
                    taken += part
                    if len(taken) > _MAX_ANSWER:
                        raise CalDavError(Fault.BROKEN, "Der Kalenderserver antwortet mit über 5 MB. Bitte prüfen.")
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise _unreached(error) from error
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return head, bytes(taken)
        raise _refused(status, method, head.get("location", ""))


def _unchanged(etag: str) -> dict[str, str]:
    """A weak etag never matches (RFC 9110 13.1.1): with it as a condition nothing could ever be written again."""
    return {"If-Match": etag} if etag and not etag.startswith("W/") else {}


class _Plain(ET.TreeBuilder):
    """Stops at a document type, in whatever encoding it comes: behind it are the entities."""

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        raise CalDavError(Fault.BROKEN, "Der Kalenderserver antwortet unverständlich. Bitte die Adresse prüfen.")


def _document(answer: bytes) -> ET.Element:
    try:
        return ET.fromstring(answer, ET.XMLParser(target=_Plain()))  # noqa: S314 (no entities; the size is bounded)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise CalDavError(
            Fault.BROKEN, "Unter dieser Adresse antwortet kein Kalender (CalDAV). Bitte url prüfen."
        ) from error


def _resources(document: ET.Element) -> Iterator[tuple[str, Resource]]:
    for response in document.iterfind("d:response", _NS):
        data = response.find(".//c:calendar-data", _NS)
        if data is None or not data.text:
            continue
        href = unquote(urlsplit((response.findtext("d:href", "", _NS) or "").strip()).path)
        yield href, Resource((response.findtext(".//d:getetag", "", _NS) or "").strip(), data.text.encode())


def _unreached(error: Exception) -> CalDavError:
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
    405: (Fault.BROKEN, "Unter dieser Adresse antwortet kein Kalender (CalDAV). Bitte url prüfen."),
    409: (Fault.CONFLICT, "Der Eintrag wurde gerade geändert."),
    412: (Fault.CONFLICT, "Der Eintrag wurde gerade geändert."),
    507: (Fault.REFUSED, "Im Kalender ist kein Platz mehr. Bitte alte Einträge löschen."),
}


def _refused(status: int, method: str, location: str) -> CalDavError:
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
