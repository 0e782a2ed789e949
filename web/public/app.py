"""The public pages as one ASGI application: no login, no script, no cookie; each theme hangs in its own routes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import structlog
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaigns.house import House
from web.public import declaring, double_opt_in, goodbye, preferences, status, unsubscribe
from web.public.desk import HEADERS, STYLESHEET, Desk, route
from web.staff import task

log = structlog.get_logger()

PAGES: tuple[Callable[[Desk], list[Route]], ...] = (
    unsubscribe.routes,
    preferences.routes,
    double_opt_in.routes,
    declaring.routes,
    goodbye.routes,
    status.routes,
    task.routes,
)
"""Every theme of pages, for customers and our own people; a new one is a module with `routes(desk)` and a name here."""

_CSS = Path(__file__).with_name("page.css")


def public_app(house: House) -> Starlette:
    """All public pages of `house`."""
    desk = Desk(house)

    async def refuse(_request: Request, error: Exception) -> Response:
        """404, 405, 408, 413 as German pages."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
        name = {404: "miss", 405: "miss", 413: "too_big"}.get(status, "unreadable")
        return desk.page(name, status, headers)

    async def fail(_request: Request, error: Exception) -> Response:
        """Nothing was stored: say so, with a status on which mail providers try again."""
        log.error("public_page_failed", error=type(error).__name__)
        return desk.page("broken", 503, {"Retry-After": "120"})

    # No max_body_size here: Starlette would answer in plain text and without our headers; `Desk.form` bounds each body.
    app = Starlette(
        routes=[*(one for routes in PAGES for one in routes(desk)), route(f"/{STYLESHEET}", _stylesheet)],
        exception_handlers={HTTPException: refuse, Exception: fail},
    )
    app.router.redirect_slashes = False  # the redirect would go to whatever the Host header says
    return app


async def _stylesheet(_request: Request) -> Response:
    return Response(
        await run_in_threadpool(_CSS.read_bytes),
        media_type="text/css",
        headers={**HEADERS, "Cache-Control": "public, max-age=86400"},
    )
