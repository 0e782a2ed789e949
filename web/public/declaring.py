"""`/kuendigen` (§ 312k BGB) and `/widerrufen` (§ 356a BGB): one page with the button, one with the receipt.

No login, no cookie, so no session that somebody else's page could ride on (CSRF): a form posted from elsewhere declares
only what its sender could declare here. The nonce makes a double click one declaration.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaigns.pages.declaring import Receipt, declare
from campaigns.pages.refused import keep_objection
from campaigns.pages.typed import FIELDS, TEXTS, read
from contacts.cancellation import DeclarationKind
from sequences.calendar import local_day
from web.public.desk import Desk, Handler, route

MAX_BODY = 409_600
"""All that a form lets somebody type (40 000 characters, up to nine bytes each as it is sent): a text that is too long
comes back to its author with the sentence that says so."""


@dataclass(frozen=True, slots=True)
class _Form:
    """One kind of declaration: its page, the page behind it, and what is chosen before anybody chose."""

    kind: DeclarationKind
    page: str
    done: str
    chosen: dict[str, str]


_CANCEL = _Form(DeclarationKind.CANCELLATION, "cancel", "cancelled", {"kind": "ordinary"})
_WITHDRAW = _Form(DeclarationKind.WITHDRAWAL, "withdraw", "withdrawn", {})


def routes(desk: Desk) -> list[Route]:
    """`/kuendigen`, `/widerrufen`."""
    return [route("/kuendigen", *_handlers(desk, _CANCEL)), route("/widerrufen", *_handlers(desk, _WITHDRAW))]


def _handlers(desk: Desk, form: _Form) -> tuple[Handler, Handler]:
    house = desk.house

    async def show(_request: Request) -> Response:
        return desk.page(form.page, nonce=secrets.token_urlsafe(16), fields=form.chosen)

    async def objected(fields: dict[str, str]) -> str:
        kept = await run_in_threadpool(keep_objection, house, form.kind, fields)
        return "" if kept is None else "now" if kept.at_once else "later"

    async def act(request: Request) -> Response:
        braked = desk.brake(request, form.page)
        fields = await desk.form(request, FIELDS, TEXTS, most=MAX_BODY)
        if fields is None:
            return braked or desk.unreadable()
        if braked is not None:
            return desk.too_many(await objected(fields))  # no brake holds an objection back (Art. 21 Abs. 3 DSGVO)
        typed = read(form.kind, fields, local_day(house.clock.now(), house.timezone))
        if isinstance(typed, dict):
            said = await objected(fields)
            fields["nonce"] = fields["nonce"] or secrets.token_urlsafe(16)
            return desk.page(form.page, 422, nonce=fields["nonce"], fields=fields, errors=typed, objected=said)
        return _received(await run_in_threadpool(declare, house, typed))

    def _received(receipt: Receipt) -> Response:
        goodbye = desk.path("abschied", receipt.token)
        saved = desk.path("abschied", receipt.token, "eingang")
        return desk.page(form.done, receipt=receipt, goodbye=goodbye, saved=saved)

    return show, act
