"""One-click unsubscribe (RFC 8058): GET shows a button, POST acts at once, without login or redirect."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaigns.tokens import PREFERENCES
from campaigns.unsubscribing import send_id_of, unsubscribe
from compliance.releases import effective
from web.public.desk import Desk, route

FIELD = "List-Unsubscribe"
ONE_CLICK = "One-Click"


def routes(desk: Desk) -> list[Route]:
    """`/abmelden/{token}`."""
    house = desk.house

    def shown(name: str, send_id: str) -> Response:
        return desk.page(
            name,
            everything=effective(house.policy).unsubscribe_scope == "global",
            preferences=desk.path("einstellungen", house.tokens.sign(PREFERENCES, send_id)),
        )

    async def show(request: Request) -> Response:
        """A page with one button. Opening it changes nothing: link scanners open every link (RFC 8058 1)."""
        send_id = send_id_of(house, request.path_params["token"])
        return desk.miss(request) if send_id is None else shown("unsubscribe", send_id)

    async def act(request: Request) -> Response:
        """Stop advertising and answer 200 with a page; no redirect (RFC 8058 3.1)."""
        fields = await desk.form(request, (FIELD,))
        if fields is None or fields[FIELD] != ONE_CLICK:
            return desk.page("unsubscribe_incomplete", 400)
        token = request.path_params["token"]
        send_id = send_id_of(house, token)
        if send_id is None or not await run_in_threadpool(unsubscribe, house, token):
            return desk.miss(request)
        return shown("unsubscribed", send_id)

    return [route("/abmelden/{token}", show, act)]
