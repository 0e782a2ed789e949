"""What every public page needs: the house, rendering, forms from strangers, brakes, strict headers."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import Message

from campaigns.bootstrap import ROOT
from campaigns.house import House
from campaigns.rendering.german import direction
from campaigns.rendering.pages import Pages
from web.public.limits import MAX_DECLARATIONS, MAX_MISSES, Brake, client_key

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",  # the address of a page is its token
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
MAX_BODY: Final = 8_192
MAX_FIELDS: Final = 40
BODY_SECONDS: Final = 20.0
"""So long a client may take to send its form."""
STYLESHEET: Final = "oeffentlich/seite.css"
_FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

Handler = Callable[[Request], Awaitable[Response]]


class Desk:
    """The public counter of one house."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._pages = Pages(ROOT / "templates_de", "public")
        self._misses = Brake(MAX_MISSES)
        self._declarations = Brake(MAX_DECLARATIONS)
        self._base = urlsplit(house.addresses.base_url).path.rstrip("/")

    def page(self, name: str, status: int = 200, headers: dict[str, str] | None = None, **values: Any) -> Response:
        """The page `_pages/public/<name>.html`. `values`: text, whole numbers, flags, lists and mappings of these.

        `company`, `fields` (what was typed), `errors` (field -> sentence) and `objected` (an objection in a refused
        form that was kept: "now", "later" or "") are always there.
        """
        known = {
            "company": self.house.company,
            "direction": direction(self.house.company.legal_form),
            "css": self.path(STYLESHEET),
            "fields": {},
            "errors": {},
            "objected": "",
        }
        html = self._pages.page(f"{name}.html", {**known, **values})
        return HTMLResponse(html, status, {**HEADERS, **(headers or {})})

    def path(self, *parts: str) -> str:
        """The path of a public page, below the one a proxy may serve us under: `path("einstellungen", token)`."""
        return "/".join((self._base, *parts))

    async def form(
        self, request: Request, fields: Collection[str], texts: Collection[str] = (), *, most: int = MAX_BODY
    ) -> dict[str, str] | None:
        """What was typed into `fields` and `texts`, stripped, in NFC; "" for what was not sent.

        `fields` are single lines, `texts` keep their line breaks. Other fields are ignored, of two with one name the
        first counts. None for what cannot be read; a body of more than `most` bytes or one that takes too long ends
        the request with its own page (HTTPException 413, 408).
        """
        kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
        if kind not in _FORMS:
            return None
        try:
            async with (
                asyncio.timeout(BODY_SECONDS),
                _limited(request, most).form(max_files=0, max_fields=MAX_FIELDS, max_part_size=most) as form,
            ):
                return {name: _clean(form, name, lines=name in texts) for name in (*fields, *texts)}
        except TimeoutError:
            raise HTTPException(408) from None
        except HTTPException as error:
            if error.status_code != HTTPStatus.BAD_REQUEST:
                raise
        except (ClientDisconnect, ValueError):
            pass  # cut off in the middle, or bytes that are no form
        return None

    def miss(self, request: Request) -> Response:
        """The answer to a token that is no good: it says nothing about anybody. Who tries out many is braked."""
        return self.too_many() if self.missed(request) else self.page("miss", 404)

    def missed(self, request: Request) -> bool:
        """Count a token that is no good; True when this client has tried out too many."""
        return self._misses.add(_client(request), _seconds())

    def brake(self, request: Request, what: str) -> Response | None:
        """Count a declaration of kind `what`; an answer when this client has sent too many of them in a minute."""
        return self.too_many() if self._declarations.add(f"{what} {_client(request)}", _seconds()) else None

    def too_many(self, objected: str = "") -> Response:
        """The answer to a client that sends too much; an objection in it was kept all the same (see `page`)."""
        return self.page("too_many", 429, {"Retry-After": "60"}, objected=objected)

    def unreadable(self) -> Response:
        """The answer to a form that `form` could not read."""
        return self.page("unreadable", 400)


def route(path: str, show: Handler, act: Handler | None = None) -> Route:
    """A page at `path`: GET and HEAD call `show`, POST calls `act`, OPTIONS changes and tells nothing."""
    methods = ["GET", "HEAD", *(["POST"] if act else []), "OPTIONS"]

    async def answer(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={**HEADERS, "Allow": ", ".join(methods)})
        return await (act if act and request.method == "POST" else show)(request)

    return Route(path, answer, methods=methods)


def client_of(request: Request) -> str:
    """The address a request comes from, "" when unknown (behind a proxy on this machine: the one it names)."""
    return request.client.host if request.client else ""


def _client(request: Request) -> str:
    return client_key(client_of(request))


def _seconds() -> float:
    return asyncio.get_running_loop().time()


def _limited(request: Request, most: int) -> Request:
    """The same request with a body of at most `most` bytes."""
    with suppress(ValueError):
        if int(request.headers.get("content-length", "0")) > most:
            raise HTTPException(413)
    taken = 0

    async def receive() -> Message:
        nonlocal taken
        message = await request.receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise HTTPException(413)
        return message

    return Request(request.scope, receive)


def _clean(form: FormData, name: str, *, lines: bool) -> str:
    """What was typed, without anything that could steer a terminal, a mail header or the reading direction.

    What is taken out leaves a blank or a line break: glued words would no longer say what was declared.
    """
    value = next((one for one in form.getlist(name) if isinstance(one, str)), "")
    value = _BREAK.sub("\n", unicodedata.normalize("NFC", value))
    value = "".join(_harmless(one) for one in value if one not in _DIRECTIONS)
    return value.strip() if lines else " ".join(value.split())


def _harmless(one: str) -> str:
    return one if one == "\n" or unicodedata.category(one) not in {"Cc", "Cs", "Co"} else " "
