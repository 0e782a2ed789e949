"""The public pages of the house in force: a reload changes sender and scope without closing the listener."""

from __future__ import annotations

from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from campaigns.house import House
from web.public.app import public_app

__all__ = ["ASGIApp", "Current"]


class Current:
    """An ASGI application that is built anew whenever `current` returns another house."""

    def __init__(self, current: Callable[[], House]) -> None:
        self._current = current
        self._built: tuple[House, ASGIApp] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        house = self._current()
        if self._built is None or self._built[0] is not house:
            self._built = house, public_app(house)
        await self._built[1](scope, receive, send)
