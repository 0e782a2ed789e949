"""`/einstellungen/{token}`: which way, how often, a pause; nothing any more is the first button."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaigns.pages import opt_in
from campaigns.pages.preferences import GAPS, Wish, change, field_of, read, stop_everything, switched_off, typed_as
from campaigns.pages.wishes import Standing, Way, send_of, standing
from campaigns.rendering.german import german_date
from contacts.medium import Medium
from web.public.desk import Desk, client_of, route

_OFF = tuple(field_of(medium) for medium in Medium)
FIELDS = ("what", *_OFF, "often", "pause", "until", "agree", "text")
FORM = "preferences"
"""The form id that a consent given here carries."""

NOT_TICKED = "Ohne Häkchen geben Sie keine Einwilligung; es wurde nichts geändert."
OTHER_WORDS = "Der Wortlaut hat sich inzwischen geändert. Bitte lesen Sie ihn noch einmal."

_WAYS = {
    Medium.EMAIL: ("E-Mail", "per E-Mail"),
    Medium.POST: ("Brief", "per Brief"),
    Medium.PHONE: ("Telefon", "am Telefon"),
    Medium.LINKEDIN_DM: ("LinkedIn", "über LinkedIn"),
}
_STANDS = {
    Way.OPEN: "Werbung auf diesem Weg ist eingeschaltet.",
    Way.NONE: "Auf diesem Weg bekommen Sie keine Werbung von uns.",
    Way.OFF: "Auf diesem Weg bekommen Sie keine Werbung von uns.",
    Way.ASKED: "Noch aus: Die Bestätigung aus unserer E-Mail fehlt.",
}
_BOX = {
    Way.OPEN: "Keine Werbung mehr",
    Way.NONE: "Auch künftig keine Werbung",
    Way.ASKED: "Doch keine Werbung",
    Way.OFF: "Auch künftig keine Werbung",
}
_GAPS = {
    GAPS["month"]: "Höchstens einmal im Monat, mit mindestens 31 Tagen Abstand",
    GAPS["quarter"]: "Höchstens einmal im Quartal, mit mindestens 92 Tagen Abstand",
    GAPS["year"]: "Höchstens einmal im Jahr, mit mindestens 366 Tagen Abstand",
}
ASKED_PAGES = {
    opt_in.Asked.SENT: "opt_in_sent",
    opt_in.Asked.RECENTLY: "opt_in_recently",
    opt_in.Asked.AGREED: "opt_in_agreed",
    opt_in.Asked.IMPOSSIBLE: "opt_in_impossible",
}


def routes(desk: Desk) -> list[Route]:
    """The page and its three forms, told apart by `what`."""
    page = _Preferences(desk)
    return [route("/einstellungen/{token}", page.show, page.act)]


class _Preferences:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._house = desk.house

    async def show(self, request: Request) -> Response:
        """How things stand; opening the page changes nothing."""
        known = await self._known(request)
        return self._desk.miss(request) if known is None else self._page(known)

    async def act(self, request: Request) -> Response:
        """Put a choice into force and say what holds now."""
        known = await self._known(request)
        if known is None:
            return self._desk.miss(request)
        typed = await self._desk.form(request, FIELDS)
        if typed is None:
            return self._desk.unreadable()
        match typed["what"]:
            case "nothing":
                return await self._stop(request)
            case "save":
                return await self._save(request, known, typed)
            case "agree":
                return await self._agree(request, known, typed)
            case _:
                return self._desk.unreadable()

    async def _stop(self, request: Request) -> Response:
        fresh = await run_in_threadpool(stop_everything, self._house, self._send_id(request))
        return self._desk.miss(request) if fresh is None else self._saved(request, fresh)

    async def _save(self, request: Request, known: Standing, typed: Mapping[str, str]) -> Response:
        wish = read(typed, known)
        if not isinstance(wish, Wish):
            return await self._refuse(request, known, typed, wish)
        # A no always gets through; only wishes without one are counted.
        braked = None if wish.off else self._desk.brake(request, FORM)
        if braked is not None:
            return braked
        fresh = await run_in_threadpool(change, self._house, self._send_id(request), wish)
        return self._desk.miss(request) if fresh is None else self._saved(request, fresh)

    async def _refuse(
        self, request: Request, known: Standing, typed: Mapping[str, str], errors: Mapping[str, str]
    ) -> Response:
        """The form again; what was switched off in it is off, for a no waits for no day that can be read."""
        off = switched_off(typed, known)
        if not off:
            return self._page(known, 422, fields=typed, errors=errors)
        no_more = Wish(off, known.gap_days, known.paused_until)
        fresh = await run_in_threadpool(change, self._house, self._send_id(request), no_more)
        if fresh is None:
            return self._desk.miss(request)
        return self._page(fresh, 422, fields=typed, errors=errors, objected="now")

    async def _agree(self, request: Request, known: Standing, typed: Mapping[str, str]) -> Response:
        if typed["agree"] != "yes":
            errors = {"agree": NOT_TICKED}
            return self._page(known, 422, fields={**typed_as(known), **typed}, errors=errors)
        braked = self._desk.brake(request, FORM)
        if braked is not None:
            return braked
        asked = await run_in_threadpool(
            opt_in.ask, self._house, known.contact_pk, FORM, typed["text"], client_of(request)
        )
        if asked is opt_in.Asked.CHANGED:
            errors = {"agree": OTHER_WORDS}
            return self._page(known, 422, errors=errors)
        return self._desk.page(ASKED_PAGES[asked], back=self._back(request))

    async def _known(self, request: Request) -> Standing | None:
        send_id = self._send_id(request)
        return await run_in_threadpool(standing, self._house, send_id) if send_id else None

    def _send_id(self, request: Request) -> str:
        return send_of(self._house, request.path_params["token"]) or ""

    def _back(self, request: Request) -> str:
        return self._desk.path("einstellungen", request.path_params["token"])

    def _saved(self, request: Request, fresh: Standing) -> Response:
        return self._desk.page("preferences_saved", back=self._back(request), **_words(fresh))

    def _page(self, known: Standing, status: int = 200, **values: Any) -> Response:
        text = known.text
        offers = text is not None and known.ways[Medium.EMAIL] is not Way.ASKED
        shown = {
            "fields": typed_as(known),
            "text": text.text if text else "",
            "text_key": text.key if text else "",
            "offers": offers and known.ways[Medium.EMAIL] is not Way.OPEN,
            "asked": known.ways[Medium.EMAIL] is Way.ASKED,
            **_words(known),
        }
        return self._desk.page("preferences", status, **{**shown, **values})


def _words(known: Standing) -> dict[str, Any]:
    """What holds now, in words."""
    return {
        "silent": known.silent,
        "letters_off": known.ways[Medium.POST] is Way.OFF,
        "ways": [
            {
                "name": name,
                "field": field_of(medium),
                "box": f"{_BOX[known.ways[medium]]} {by}",
                "off": bool(known.declared[medium]) and known.ways[medium] is not Way.ASKED,
                "stands": _stands(known, medium),
            }
            for medium, (name, by) in _WAYS.items()
            # Nobody has to read about LinkedIn who never heard from us there.
            if medium is not Medium.LINKEDIN_DM or known.ways[medium] is Way.OPEN
        ],
        "gap": _gap(known.gap_days),
        "paused": german_date(known.paused_until) if known.paused_until else "",
    }


def _gap(days: int | None) -> str:
    return _GAPS.get(days, f"Mindestens {days} Tage Abstand") if days else "So oft wie bisher"


def _stands(known: Standing, medium: Medium) -> str:
    since = min(known.declared[medium].values(), default=None)
    if since is not None and known.ways[medium] is not Way.ASKED:
        return f"Abgeschaltet am {german_date(since)}. Auf diesem Weg bekommen Sie keine Werbung von uns."
    return _STANDS[known.ways[medium]]
