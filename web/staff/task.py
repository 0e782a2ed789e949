"""`/aufgabe/{token}`: one task for the one who has it: brief and guide as of now, and what came of it.

The link is the key, so nothing else is needed to send a form: there is no cookie that another site could ride on. A
link that is forged, over, or somebody else's by now gets one and the same page, which says nothing about anybody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from campaigns.bootstrap import ROOT
from campaigns.desk import moves
from campaigns.desk.entered import told_of
from campaigns.desk.sheet import Paper, Sheet, sheet_of
from campaigns.handover.links import PAGE, belongs_to, opened
from campaigns.house import House
from campaigns.task_words import OUTCOMES
from sequences.calendar import local_day
from store import operation, people, tasks
from tasks.kinds import DIALLED, Outcome, outcomes_of
from web.public.desk import HEADERS, Desk, route
from web.staff.reporting import AHEAD, FIELDS, TEXTS, Became, Reported, coming, report

_LONG_BODY = 32_768
_CROSS = frozenset({"cross-site", "same-site"})
_OVER = (
    "Dieser Link öffnet keine Aufgabe. Vielleicht ist sie erledigt, abgelaufen oder zurückgezogen, oder sie liegt "
    "jetzt bei jemand anderem; dann gilt nur deren eigener Link."
)
_NOTHING = "Hier gibt es nichts zu tun"
_ONLY_THAT = "Sonst ist nichts eingetragen: Die Aufgabe ist schon erledigt, abgelaufen oder zurückgezogen."
_NOT_OPEN = "Das Ergebnis ist nicht eingetragen: Die Aufgabe ist erledigt, abgelaufen oder zurückgezogen."
_FIRST_COUNTS = "Es gilt, was beim ersten Mal abgeschickt wurde; was danach anders im Formular stand, nicht."
_STILL_COUNTS = (
    "Hat eine Person am Telefon gesagt, dass sie keine Werbung mehr möchte? Das gilt trotzdem und sofort. Tragen Sie "
    "es ein: wiedersehen suppress mit der Kennung des Kontakts."
)


def routes(desk: Desk) -> list[Route]:
    """The page shows; its three forms report, claim and put off."""
    staff = _Staff(desk)
    return [route(f"/{PAGE}/{{token}}", staff.show, staff.act)]


class _Staff:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._paper = Paper(ROOT / "templates_de")
        policy = f"default-src 'none'; style-src {self._paper.style_hash}; form-action 'self'; base-uri 'none'"
        self._headers = {**HEADERS, "Content-Security-Policy": f"{policy}; frame-ancestors 'none'"}

    async def show(self, request: Request) -> Response:
        """The sheet; who asks only for the head (a scanner of links) reads nothing."""
        task = await run_in_threadpool(task_behind, self._desk.house, request.path_params["token"])
        if task is None or task["state"] != "open":
            return self._gone(request)
        return await run_in_threadpool(self._sheet, task, {}, {}, read=request.method == "GET")

    async def act(self, request: Request) -> Response:
        """One of the forms below the sheet."""
        if request.headers.get("sec-fetch-site", "") in _CROSS:
            return self._desk.unreadable()
        token = request.path_params["token"]
        task = await run_in_threadpool(task_behind, self._desk.house, token)
        if task is None:
            return self._gone(request)
        given = await self._desk.form(request, FIELDS, TEXTS, most=_LONG_BODY)
        if given is None:
            return self._desk.unreadable()
        if given["what"] == "outcome":
            return await run_in_threadpool(self._report, task, given)
        if task["state"] != "open":
            return self._gone(request)
        return await run_in_threadpool(self._move, token, task, given)

    def _report(self, task: Mapping[str, Any], given: Mapping[str, str]) -> Response:
        """What the form says, entered."""
        done = report(self._desk.house, task, given)
        if isinstance(done, dict):
            return self._sheet(task, given, done, status=422)
        if done.became is Became.GONE:
            return self._too_late(done)
        words = OUTCOMES[given["outcome"]]
        first = "Schon eingetragen" if done.became is Became.KNOWN else "Eingetragen"
        texts = [f"{task['title']}: {words}.", *([done.heard] if done.heard else [])]
        texts += told_of(self._desk.house, task, done.made)
        if done.left_out:
            texts.append(done.left_out)
        if done.became is Became.KNOWN:
            texts.append(_FIRST_COUNTS)
        house = self._desk.house
        with house.store.read() as connection:
            after = tasks.show(connection, task["external_id"])
        if after is not None and after["state"] == "open" and after["snoozed_until"] is not None:
            again = after["snoozed_until"].astimezone(ZoneInfo(house.timezone))
            texts.append(f"Die Aufgabe ruht bis {again:%d.%m.%Y, %H:%M} Uhr und kommt dann wieder.")
        return self._told(first, texts)

    def _too_late(self, done: Reported) -> Response:
        """The task was over when the form came: what was typed is handed back, for nobody has it now."""
        made = done.made
        objected = made.outcome is Outcome.OBJECTION
        texts = [done.heard, _ONLY_THAT] if objected else [_NOT_OPEN, done.heard or _STILL_COUNTS]
        typed = [made.note, *([made.promise.text] if made.promise else [])]
        texts += [f"Eingegeben war: {one}" for one in typed if one]
        return self._told("Der Widerspruch gilt" if objected else _NOTHING, texts, status=200 if objected else 404)

    def _move(self, token: str, task: Mapping[str, Any], given: Mapping[str, str]) -> Response:
        """Claim or rest, then the page anew: a reload repeats nothing."""
        house, errors = self._desk.house, {}
        if given["what"] == "claim":
            if not moves.claim(house, task["external_id"], task["assignee"]):
                errors = {"outcome": "Die Aufgabe ist nicht mehr offen."}
        elif given["what"] == "snooze":
            errors = self._rest(task, given)
        else:
            return self._desk.unreadable()
        if errors:
            return self._sheet(task, given, errors, status=422)
        return RedirectResponse(self._desk.path(PAGE, token), 303, self._headers)

    def _rest(self, task: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
        house = self._desk.house
        until = coming(given["until"], house)
        if until is None:
            return {"until": AHEAD}
        problem = moves.snooze(house, task["external_id"], until, given["reason"])
        return {"reason" if not given["reason"] else "until": problem} if problem is not None else {}

    def _sheet(
        self,
        task: Mapping[str, Any],
        fields: Mapping[str, str],
        errors: Mapping[str, str],
        *,
        status: int = 200,
        read: bool = True,
    ) -> Response:
        house = self._desk.house
        sheet = sheet_of(house, task)
        if read:
            with house.store.write() as connection:  # who reads about a person leaves a trace (Art. 5 Abs. 2 DSGVO)
                data = {"task": task["external_id"], "by": task["assignee"]}
                operation.audit(connection, "brief_read", house.clock.now(), task["contact"], data)
        return HTMLResponse(self._paper.html(sheet, _form(house, sheet, fields, errors)), status, self._headers)

    def _gone(self, request: Request) -> Response:
        """One answer to every link that opens nothing; who tries out many of them is braked."""
        if self._desk.missed(request):
            return self._desk.too_many()
        return self._told(_NOTHING, (_OVER, _STILL_COUNTS), status=404)

    def _told(self, title: str, texts: Sequence[str], status: int = 200) -> Response:
        return HTMLResponse(self._paper.told(title, texts), status, self._headers)


def task_behind(house: House, token: str) -> dict[str, Any] | None:
    """The task of a link while it is with whom the link was made for; None for every other link."""
    link = opened(house, token)
    if link is None:
        return None
    with house.store.read() as connection:
        task = tasks.show(connection, link.task)
    return task if task is not None and belongs_to(house, link, task["assignee"]) else None


def _form(house: House, sheet: Sheet, fields: Mapping[str, str], errors: Mapping[str, str]) -> dict[str, Any]:
    task = sheet.task
    with house.store.read() as connection:
        contact, _, _ = people.contact(connection, task["contact_id"])
    allowed = outcomes_of(task["kind"])
    return {
        "fields": dict(fields),
        "errors": dict(errors),
        "version": str(task["version"]),
        "outcomes": [[one.value, OUTCOMES[one.value]] for one in allowed],
        "dialled": task["kind"] in DIALLED,
        "may_call_back": Outcome.CALL_BACK in allowed,
        "own_number": house.brand_of(contact.brand).phone or house.company.phone,
        "claimed": task["claimed_at"] is not None and not task["stands_in_for"],
        "whose": house.team.of(task["assignee"]).name or task["assignee"],
        "today": local_day(house.clock.now(), house.timezone).isoformat(),
        **asdict(sheet.terms),
    }
