"""One-click unsubscribe (RFC 8058): GET shows a button, POST acts at once, without login or redirect."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import structlog
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from web.public import pages
from web.public.limits import Misses

log = structlog.get_logger()

MAX_BODY_BYTES = 8_192
_CSS = Path(__file__).with_name("page.css")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",  # the address of this page is the token
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}


def public_app(
    unsubscribe: Callable[[str], bool],
    read_token: Callable[[str], str | None],
    sender: pages.Sender,
    scope: str = "email",
) -> Starlette:
    """The public pages as an ASGI application.

    `unsubscribe(token)` carries out the objection and returns False for a token that is no good; `read_token` only
    looks. Both are synchronous and run in threads. `scope` is what one click stops: email or global.
    """
    desk = _Desk(unsubscribe, read_token, sender, scope)
    return Starlette(
        routes=[
            Route("/abmelden/{token}", desk.show, methods=["GET", "HEAD"]),
            Route("/abmelden/{token}", desk.act, methods=["POST"]),
            Route("/abmelden/{token}", _options, methods=["OPTIONS"]),
            Route(pages.CSS_PATH, _stylesheet, methods=["GET", "HEAD"]),
        ],
        exception_handlers={HTTPException: desk.refuse, Exception: desk.fail},
        max_body_size=MAX_BODY_BYTES,
    )


class _Desk:
    """The handlers with what they need."""

    def __init__(
        self,
        unsubscribe: Callable[[str], bool],
        read_token: Callable[[str], str | None],
        sender: pages.Sender,
        scope: str,
    ) -> None:
        self._unsubscribe = unsubscribe
        self._read_token = read_token
        self._sender = sender
        self._scope = scope
        self._misses = Misses()

    async def show(self, request: Request) -> Response:
        """GET and HEAD: a page with one button."""
        if await run_in_threadpool(self._read_token, request.path_params["token"]) is None:
            return self._miss(request)
        return _html(pages.ask(self._sender, self._scope))

    async def act(self, request: Request) -> Response:
        """POST: stop advertising, answer 200 with a page; no redirect (RFC 8058 3.1)."""
        if not await _is_one_click(request):
            return _html(pages.not_confirmed(self._sender), 400)
        if not await run_in_threadpool(self._unsubscribe, request.path_params["token"]):
            return self._miss(request)
        return _html(pages.done(self._sender, self._scope))

    def _miss(self, request: Request) -> Response:
        client = request.client.host if request.client else ""
        if self._misses.add(client, asyncio.get_running_loop().time()):
            return _html(pages.too_many(self._sender), 429, {"Retry-After": "60"})
        return _html(pages.not_found(self._sender), 404)

    async def refuse(self, _request: Request, error: Exception) -> Response:
        """404, 405, 413 as German pages."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
        page = pages.not_found(self._sender) if status in {404, 405} else pages.not_confirmed(self._sender)
        return _html(page, status, headers)

    async def fail(self, _request: Request, error: Exception) -> Response:
        """Nothing was stored: say so, with a status on which mail providers try again."""
        log.error("public_page_failed", error=type(error).__name__)
        return _html(pages.broken(self._sender), 503, {"Retry-After": "120"})


async def _is_one_click(request: Request) -> bool:
    """True for `List-Unsubscribe=One-Click`, urlencoded or multipart: a mail client's POST or our own button."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if kind not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        return False
    async with request.form(max_files=1, max_fields=10, max_part_size=MAX_BODY_BYTES) as form:
        value = form.get("List-Unsubscribe")
    return isinstance(value, str) and value.strip() == "One-Click"


async def _options(_request: Request) -> Response:
    return Response(status_code=204, headers={**_HEADERS, "Allow": "GET, HEAD, POST, OPTIONS"})


async def _stylesheet(_request: Request) -> Response:
    return Response(
        await run_in_threadpool(_CSS.read_bytes),
        media_type="text/css",
        headers={**_HEADERS, "Cache-Control": "public, max-age=86400"},
    )


def _html(page: str, status: int = 200, headers: dict[str, str] | None = None) -> HTMLResponse:
    return HTMLResponse(page, status, {**_HEADERS, **(headers or {})})
