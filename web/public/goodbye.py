"""`/abschied/{token}`: a call back, staying in touch, the exit survey. Each is a form of its own; none is expected."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from campaigns.house import House
from campaigns.pages import callback, contact, survey
from campaigns.pages.goodbye import case_of, receipt_of
from campaigns.pages.words_of import Refused
from store.declared import Declared
from web.public.declaring import MAX_BODY
from web.public.desk import HEADERS, Desk, Handler, client_of, route

_Page = Callable[[Request, Declared], Awaitable[Response]]
_OnlyNo = Callable[[House, Declared, Mapping[str, str]], bool]


def routes(desk: Desk) -> list[Route]:
    """The page, and each of its forms alone."""
    guest = _Guest(desk)
    return [
        route("/abschied/{token}", guest.known(guest.show("goodbye"))),
        route("/abschied/{token}/eingang", guest.known(guest.receipt)),
        route("/abschied/{token}/rueckruf", guest.known(guest.show("callback")), guest.known(guest.call_back)),
        route("/abschied/{token}/kontakt", guest.known(guest.show("contact")), guest.known(guest.stay)),
        route("/abschied/{token}/umfrage", guest.known(guest.show("survey")), guest.known(guest.answer)),
    ]


class _Guest:
    """The handlers, for somebody whose token is good."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._house = desk.house

    def known(self, page: _Page) -> Handler:
        """`page` for a token whose case is on file, the page about nobody for any other."""

        async def answer(request: Request) -> Response:
            case = await run_in_threadpool(case_of, self._house, request.path_params["token"])
            return self._desk.miss(request) if case is None else await page(request, case)

        return answer

    def show(self, name: str) -> _Page:
        """The page `name` with nothing typed and nothing ticked."""

        async def shown(request: Request, case: Declared) -> Response:
            return await self._page(request, case, name)

        return shown

    async def receipt(self, _request: Request, case: Declared) -> Response:
        """The receipt as a file to keep: a durable medium also for somebody without a mailbox (§ 126b BGB)."""
        words = receipt_of(self._house, case)
        name = 'attachment; filename="eingangsbestaetigung.txt"'
        return PlainTextResponse(words, headers={**HEADERS, "Content-Disposition": name})

    async def call_back(self, request: Request, case: Declared) -> Response:
        """A wish to be called."""

        def done(slot: callback.Slot) -> Response:
            words = f"Wir rufen Sie an: {slot.words}. Möchten Sie das nicht mehr, genügt eine kurze Nachricht an uns."
            return self._done(request, "Ihr Rückruf ist vorgemerkt", words)

        typed = await self._typed(request, case, callback.FIELDS, only_no=callback.only_no)
        if isinstance(typed, Response):
            return typed
        slot = await run_in_threadpool(callback.ask, self._house, case, typed)
        if slot is None:
            words = (
                "Sie haben geschrieben, dass Sie keine Anrufe möchten. Das haben wir eingetragen; es ruft niemand an."
            )
            return self._done(request, "Wir rufen Sie nicht an", words)
        return await self._again(request, case, "callback", typed, slot) if isinstance(slot, Refused) else done(slot)

    async def stay(self, request: Request, case: Declared) -> Response:
        """A consent to be written to."""
        typed = await self._typed(request, case, contact.FIELDS)
        if isinstance(typed, Response):
            return typed
        told = await run_in_threadpool(contact.stay, self._house, case, typed, client_of(request))
        if isinstance(told, dict):
            return await self._again(request, case, "contact", typed, Refused(told))
        return self._done(request, "Bitte bestätigen Sie noch", told)

    async def answer(self, request: Request, case: Declared) -> Response:
        """The exit survey."""
        typed = await self._typed(request, case, survey.FIELDS, survey.TEXTS, only_no=survey.only_no)
        if isinstance(typed, Response):
            return typed
        stored = await run_in_threadpool(survey.answer, self._house, case, typed)
        if isinstance(stored, Refused):
            return await self._again(request, case, "survey", typed, stored)
        if not stored:
            return self._done(
                request, "Es wurde nichts gespeichert", "Sie haben keine Frage beantwortet. Das ist in Ordnung."
            )
        return self._done(
            request,
            "Ihre Antworten sind da",
            "Danke. Wer Ihren Vorgang bearbeitet, hat sie vor sich; an Ihrer Kündigung ändert sich nichts.",
        )

    async def _typed(
        self,
        request: Request,
        case: Declared,
        fields: tuple[str, ...],
        texts: tuple[str, ...] = (),
        *,
        only_no: _OnlyNo | None = None,
    ) -> dict[str, str] | Response:
        """What was typed, or the answer to a form that is not taken in; `only_no` carries out the objection in it."""
        braked = self._desk.brake(request, "goodbye")
        found = await self._desk.form(request, fields, texts, most=MAX_BODY)
        if found is None:
            return braked or self._desk.unreadable()
        if braked is None:
            return found
        kept = only_no is not None and await run_in_threadpool(only_no, self._house, case, found)
        return self._desk.too_many("now" if kept else "")

    async def _again(
        self, request: Request, case: Declared, name: str, typed: Mapping[str, str], refused: Refused
    ) -> Response:
        said = "now" if refused.objected else ""
        return await self._page(request, case, name, 422, fields=typed, errors=refused.errors, objected=said)

    async def _page(self, request: Request, case: Declared, name: str, status: int = 200, **values: Any) -> Response:
        token = request.path_params["token"]
        consent = await run_in_threadpool(contact.text_of, self._house, case)
        known: dict[str, Any] = {
            "nonce": secrets.token_urlsafe(16),
            "slots": tuple((slot.value, slot.words) for slot in callback.slots(self._house)),
            "reasons": survey.REASONS,
            "scores": tuple((score, score) for score in survey.SCORES),
            "consent": consent or (),
            **{name: self._desk.path("abschied", token, path) for name, path in _FORMS.items()},
        }
        return self._desk.page(name, status, **{**known, **values})

    def _done(self, request: Request, title: str, words: str) -> Response:
        goodbye = self._desk.path("abschied", request.path_params["token"])
        return self._desk.page("goodbye_done", title=title, words=words, goodbye=goodbye)


_FORMS = {"callback": "rueckruf", "contact": "kontakt", "survey": "umfrage"}
"""Name of a form -> the last part of its path."""
