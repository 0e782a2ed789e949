"""The public pages in the daemon's own process (`run --with-web`) or in one of their own (`web`)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uvicorn

    from campaigns.house import House
    from campaigns.settings import Settings


def server_of(house: House, settings: Settings) -> uvicorn.Server:
    """The web server on its configured listener; it installs no signal handlers of its own."""
    import uvicorn

    from campaigns.unsubscribing import send_id_of, unsubscribe
    from compliance.releases import effective
    from web.public.app import public_app

    app = public_app(
        partial(unsubscribe, house),
        partial(send_id_of, house),
        house.company,
        effective(house.policy).unsubscribe_scope,
    )
    config = uvicorn.Config(app, host=settings.web.host, port=settings.web.port, log_level="warning", access_log=False)
    return uvicorn.Server(config)


@asynccontextmanager
async def serving(house: House, settings: Settings, *, on: bool) -> AsyncIterator[None]:
    """Serve while the block runs; nothing when `on` is False."""
    if not on:
        yield
        return
    server = server_of(house, settings)
    task = asyncio.create_task(server.serve())
    try:
        yield
    finally:
        server.should_exit = True
        await task
