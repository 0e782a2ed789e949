"""`/mein-stand/{token}`: how one's own case stands."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaigns.pages.status import standing_of
from web.public.desk import Desk, route


def routes(desk: Desk) -> list[Route]:
    """The page reads rows and changes none."""

    async def show(request: Request) -> Response:
        case = await run_in_threadpool(standing_of, desk.house, request.path_params["token"])
        return desk.miss(request) if case is None else desk.page("status", case=case)

    return [route("/mein-stand/{token}", show)]
