"""`/api/v1` as an ASGI application. Whatever comes in, the answer is JSON and says nothing about how it is made."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from campaigns.api.answer import Answer, Fault, Refused, problem
from campaigns.api.objecting import is_no
from campaigns.api.source import Source
from campaigns.api.taking import Call, take, task_of
from campaigns.house import House
from campaigns.imports import ImportVocabulary
from store.engine import UNAVAILABLE
from web.api.bodies import BODIES, fields_of
from web.api.openapi import PREFIX, document
from web.api.proof import Said, key_of, prove
from web.api.reading import body_of, value_of
from web.api.rows import take_rows
from web.public.limits import Brake

log = structlog.get_logger()

HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
_KEY: Final = re.compile(r"[\x21-\x7e]{1,255}")
_READ_LATE: Final = frozenset({"cancellations"})
"""Whether there is a no in free words is asked only of a call that would be braked: reading them takes time."""
_MAX_TOLD: Final = 5
"""So many refused calls of one kind a minute are told in the journal."""

Act = Callable[[Request], Awaitable[Response]]


def api_app(current: Callable[[], House], sources: tuple[Source, ...]) -> Starlette:
    """The interface for `sources`; each call is judged by the house in force."""
    api = _Api(current, sources)
    calls = [Route(f"{PREFIX}/{kind}", api.guarded(api.call_of(kind)), methods=["POST"]) for kind in BODIES]
    routes = [
        *calls,
        Route(f"{PREFIX}/tasks/{{task}}", api.guarded(api.task), methods=["GET"]),
        Route(f"{PREFIX}/openapi.json", api.guarded(api.description), methods=["GET"]),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _refuse})
    app.router.redirect_slashes = False  # the redirect would go to whatever the Host header says
    return app


async def _refuse(_request: Request, error: Exception) -> Response:
    """404 and 405 of the router."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    word, message = {405: ("method_not_allowed", "Das geht hier nicht.")}.get(status, ("unknown", "Das gibt es nicht."))
    return _answer(problem(status, word, message), headers)


class _Api:
    def __init__(self, current: Callable[[], House], sources: tuple[Source, ...]) -> None:
        self._current, self._sources = current, sources
        self._brakes = {source.id: Brake(source.per_minute) for source in sources}
        self._told = Brake(_MAX_TOLD)

    def guarded(self, act: Act) -> Act:
        """With an answer for every fault of ours: what breaks has changed nothing, and the caller may try again."""

        async def answer(request: Request) -> Response:
            try:
                return await act(request)
            except Refused as refused:
                return _answer(refused.answer)
            except UNAVAILABLE as error:
                log.error("api_failed", error=type(error).__name__)  # noqa: TRY400 (a trace would show the caller's data)
                again = problem(503, "unavailable", "Gerade nicht möglich. Bitte noch einmal senden.")
                return _answer(again, {"Retry-After": "30"})
            except Exception as error:  # noqa: BLE001 (whatever breaks: no trace and no detail leave the house)
                log.error("api_failed", error=type(error).__name__)  # noqa: TRY400 (as above)
                return _answer(problem(500, "failed", "Das ist unser Fehler; nichts wurde übernommen."))

        return answer

    def call_of(self, kind: str) -> Act:
        """POST of one kind."""

        async def act(request: Request) -> Response:
            house = self._current()
            body = await body_of(request)
            source = self._known(request, body, house, kind)
            key = key_of(source, request.headers)
            if key is not None and not _KEY.fullmatch(key):
                fault = Fault("Idempotency-Key", "Erlaubt sind 1 bis 255 sichtbare Zeichen ohne Umlaute.")
                raise Refused(fault, status=400, error="unreadable")
            try:
                value = value_of(body)
            except Refused:
                self._brake(source, kind, {})
                raise

            async def row(one: Any, name: str | None, said: bytes) -> Answer:
                return await self._take(house, source, kind, one, name, said)

            return _answer(await take_rows(row, value, key) if isinstance(value, list) else await row(value, key, body))

        return act

    async def _take(
        self, house: House, source: Source, kind: str, value: Any, key: str | None, said: bytes
    ) -> Answer:  # fmt: skip
        """One report. A no is never braked, however many come at once (Art. 21 Abs. 3, Art. 7 Abs. 3 DSGVO)."""
        self._brake(source, kind, value if isinstance(value, dict) else {})
        if not isinstance(value, dict):
            raise Refused(status=400, error="unreadable", message="Erwartet wird ein Objekt: {…}.")
        vocabulary = ImportVocabulary(reasons=tuple(sorted(house.definitions.reasons)))
        call = Call(source.id, kind, key, said, fields_of(kind, value, vocabulary))
        return await run_in_threadpool(take, house, call, vocabulary)

    def _brake(self, source: Source, kind: str, value: Mapping[str, Any]) -> None:
        if kind not in _READ_LATE and is_no(kind, value):
            return
        if self._brakes[source.id].add(source.id, _seconds()) and not is_no(kind, value):
            self._tell("rate", kind, source=source.id)
            raise Refused(status=429, error="too_many", message="Zu viele Aufrufe in einer Minute.")

    async def task(self, request: Request) -> Response:
        """GET of one task."""
        house = self._current()
        self._brake(self._known(request, b"", house, "tasks"), "tasks", {})
        found = await run_in_threadpool(task_of, house, request.path_params["task"])
        if found is None:
            raise Refused(status=404, error="unknown", message="Diese Aufgabe gibt es nicht.")
        return _answer(Answer(200, found))

    async def description(self, _request: Request) -> Response:
        """GET of the OpenAPI document."""
        house = self._current()
        return _answer(Answer(200, document(house.addresses.base_url, house.definitions.reasons)))

    def _known(self, request: Request, body: bytes, house: House, kind: str) -> Source:
        """The source that calls and may; Refused with the same words whatever is wrong with its proof."""
        said = Said(request.method, _uri(house, request), request.headers, body)
        found = prove(self._sources, said, house.clock.now())
        if not isinstance(found, Source):
            self._tell(found.value, kind)
            raise Refused(
                status=401, error="unauthorized", message="Unterschrift oder Token passt nicht, oder ist zu alt."
            )
        if kind not in found.may:
            self._tell("may", kind, source=found.id)
            raise Refused(status=403, error="forbidden", message=f"„{found.id}“ darf das nicht ([[api]] may).")
        return found

    def _tell(self, reason: str, kind: str, **ids: str) -> None:
        if not self._told.add(reason, _seconds()):
            log.warning("api_refused", reason=reason, kind=kind, **ids)


def _uri(house: House, request: Request) -> str:
    """The address as the caller knows it: a proxy may have taken the name and a part of the path away."""
    query = f"?{request.url.query}" if request.url.query else ""
    base = urlsplit(house.addresses.base_url)
    return f"{base.scheme}://{base.netloc}{base.path.rstrip('/')}{request.url.path}{query}"


def _answer(answer: Answer, headers: Mapping[str, str] | None = None) -> Response:
    extra = dict(headers or {})
    if answer.status == 401:  # noqa: PLR2004 (RFC 9110 11.6.1 demands the challenge)
        extra["WWW-Authenticate"] = "Bearer"
    if answer.status in (429, 503):
        extra.setdefault("Retry-After", "60")
    body: dict[str, Any] = dict(answer.body)
    return JSONResponse(body, answer.status, {**HEADERS, **extra})


def _seconds() -> float:
    return asyncio.get_running_loop().time()
