"""The little of CalDAV (RFC 4791) that a list of tasks needs: look, read what we wrote, write, delete.

Own code: the client on PyPI brings urllib3-future, which puts itself in the place of urllib3 for the whole process.
The answers of a server are hostile input: bounded, without document types, and only our own entries are looked at.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Self
from urllib.parse import quote, unquote, urlsplit
from xml.sax.saxutils import escape

import httpx2

from handover.dav_faults import NO_CALENDAR, CalDavError, Fault, refused, unreached

__all__ = ["Account", "CalDav", "CalDavError", "Fault", "Look", "Resource"]

_MAX_ANSWER = 5_000_000
_TOO_BIG = "Der Kalenderserver antwortet mit über 5 MB. Bitte große Anhänge aus den Aufgaben herausnehmen."
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
    """One session with one calendar. Every method raises CalDavError.

    `oversized`: entries that `fetch` had to leave unread, because one alone is more than an answer may be.
    """

    def __init__(self, account: Account, timeout_s: float = 20.0) -> None:
        self.oversized: set[str] = set()
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
        """Those of the entries that are there, by their addresses; what is too big alone is in `oversized`."""
        found: dict[str, Resource] = {}
        for start in range(0, len(hrefs), _AT_ONCE):
            found |= self._some(hrefs[start : start + _AT_ONCE])
        return found

    def _some(self, hrefs: Sequence[str]) -> dict[str, Resource]:
        """Of one answer; one that is too big is asked for in halves."""
        some = {urlsplit(href).path: href for href in hrefs}
        named = "".join(f"<d:href>{escape(path)}</d:href>" for path in some)
        # Depth 1: not asked for by RFC 4791 7.9, but without it some servers answer for the collection alone.
        headers = {"Depth": "1", "Content-Type": _XML}
        try:
            _, answer = self._send("REPORT", self._root, _MULTIGET.format(named).encode(), headers)
        except CalDavError as error:
            if error.fault is not Fault.TOO_BIG:
                raise
            if len(hrefs) == 1:
                self.oversized.update(hrefs)
                return {}
            half = len(hrefs) // 2
            return self._some(hrefs[:half]) | self._some(hrefs[half:])
        wanted = {unquote(path): href for path, href in some.items()}
        return {wanted[path]: one for path, one in _resources(_document(answer)) if path in wanted}

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
                        raise CalDavError(Fault.TOO_BIG, _TOO_BIG)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise unreached(error) from error
        if _is_page(method, status, head):
            raise CalDavError(Fault.BROKEN, NO_CALENDAR)
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return head, bytes(taken)
        raise refused(status, method, head.get("location", ""))


def _is_page(method: str, status: int, head: Mapping[str, str]) -> bool:
    """A page for people (a login, a notice) in the place of a calendar: believed, it would lose every entry."""
    if method in ("PROPFIND", "REPORT"):
        return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES and status != HTTPStatus.MULTI_STATUS
    return status == HTTPStatus.OK and head.get("content-type", "").lower().startswith("text/html")


def _unchanged(etag: str) -> dict[str, str]:
    """A weak etag never matches (RFC 9110 13.1.1): with it as a condition nothing could ever be written again."""
    return {"If-Match": etag} if etag and not etag.startswith("W/") else {}


class _Plain(ET.TreeBuilder):
    """Stops at a document type, in whatever encoding it comes: behind it are the entities."""

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        raise CalDavError(Fault.BROKEN, "Der Kalenderserver antwortet unverständlich. Bitte die Adresse prüfen.")


def _document(answer: bytes) -> ET.Element:
    try:
        found = ET.fromstring(answer, ET.XMLParser(target=_Plain()))  # noqa: S314 (no entities; the size is bounded)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise CalDavError(Fault.BROKEN, NO_CALENDAR) from error
    if found.tag != "{DAV:}multistatus":
        raise CalDavError(Fault.BROKEN, NO_CALENDAR)
    return found


def _resources(document: ET.Element) -> Iterator[tuple[str, Resource]]:
    for response in document.iterfind("d:response", _NS):
        data = response.find(".//c:calendar-data", _NS)
        if data is None or not data.text:
            continue
        href = unquote(urlsplit((response.findtext("d:href", "", _NS) or "").strip()).path)
        yield href, Resource((response.findtext(".//d:getetag", "", _NS) or "").strip(), data.text.encode())
