"""What one listener serves: the public pages, and the interface for other systems where one is configured."""

from __future__ import annotations

from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from campaigns.api.source import Source
from campaigns.house import House
from web.api.app import api_app
from web.api.openapi import PREFIX
from web.public.current import Current


class Site:
    """An ASGI application; without `sources` there is nothing but the public pages."""

    def __init__(self, current: Callable[[], House], sources: tuple[Source, ...] = ()) -> None:
        self._pages = Current(current)
        self._api: ASGIApp | None = api_app(current, sources) if sources else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if self._api is not None and str(scope.get("path", "")).startswith(f"{PREFIX}/"):
            await self._api(scope, receive, send)
        else:
            await self._pages(scope, receive, send)
