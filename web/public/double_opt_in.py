"""`/bestaetigen/{token}`: the wording and one button. Opening it confirms nothing: link scanners open every link."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaigns.pages import confirming, opt_in
from campaigns.pages.confirming import ASK_AGAIN, State
from campaigns.rendering.values import moment_words
from campaigns.tokens import PREFERENCES
from web.public.desk import Desk, client_of, route
from web.public.preferences import ASKED_PAGES, NOT_TICKED, OTHER_WORDS

FORM = "confirm_again"
"""The form id that a consent given here carries, after an earlier link has run out or its consent has lapsed."""

_PAGES = {
    State.OPEN: "opt_in_ask",
    State.CONFIRMED: "opt_in_confirmed",
    State.WITHDRAWN: "opt_in_over",
    State.OBJECTED: "opt_in_over",
    State.EXPIRED: "opt_in_over",
    State.LAPSED: "opt_in_over",
}


def routes(desk: Desk) -> list[Route]:
    """The page behind the link of the double opt-in mail."""
    page = _Confirming(desk)
    return [route("/bestaetigen/{token}", page.show, page.act)]


class _Confirming:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._house = desk.house

    async def show(self, request: Request) -> Response:
        """What was declared, and where it stands."""
        return self._page(request, await self._found(request))

    async def act(self, request: Request) -> Response:
        """Confirm, or after its time is over agree once more and ask for a new mail."""
        typed = await self._desk.form(request, ("what", "agree", "text"))
        if typed is None:
            return self._desk.unreadable()
        match typed["what"]:
            case "confirm":
                token, host = request.path_params["token"], client_of(request)
                return self._page(request, await run_in_threadpool(confirming.confirm, self._house, token, host))
            case "again":
                return await self._again(request, typed)
            case _:
                return self._desk.unreadable()

    async def _again(self, request: Request, typed: Mapping[str, str]) -> Response:
        found = await self._found(request)
        if found is None or found.state not in ASK_AGAIN:
            return self._page(request, found)
        if typed["agree"] != "yes":
            return self._page(request, found, NOT_TICKED)
        braked = self._desk.brake(request, FORM)
        if braked is not None:
            return braked
        words, host = typed["text"], client_of(request)
        asked = await run_in_threadpool(opt_in.ask, self._house, found.contact_pk, FORM, words, host)
        if asked is opt_in.Asked.CHANGED:
            return self._page(request, found, OTHER_WORDS)
        return self._desk.page(ASKED_PAGES[asked], back="")

    async def _found(self, request: Request) -> confirming.OptIn | None:
        return await run_in_threadpool(confirming.look, self._house, request.path_params["token"])

    def _page(self, request: Request, found: confirming.OptIn | None, wrong: str = "") -> Response:
        if found is None:
            return self._desk.miss(request)
        wishes = self._house.tokens.sign(PREFERENCES, found.send_id) if found.send_id else ""
        return self._desk.page(
            _PAGES[found.state],
            422 if wrong else 200,
            text=found.text,
            requested=moment_words(found.requested_at, found.zone),
            until=moment_words(found.until, found.zone),
            confirmed=moment_words(found.confirmed_at, found.zone) if found.confirmed_at else "",
            expired=found.state is State.EXPIRED,
            lapsed=found.flaw if found.state is State.LAPSED else "",
            newer=found.newer,
            only_for=", ".join(found.only_for),
            offer=found.offer.text if found.offer else "",
            offer_key=found.offer.key if found.offer else "",
            preferences=self._desk.path("einstellungen", wishes) if wishes else "",
            errors={"agree": wrong} if wrong else {},
        )
