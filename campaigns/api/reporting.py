"""What a call says came of a task, as a report: all faults at once, and of an objection nothing that is in its way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from campaigns.api.answer import Fault, Refused, allowed
from campaigns.api.bounds import time_faults
from campaigns.api.objecting import is_no
from campaigns.desk.agreeing import OFFER, PROMISE, agreed_in
from campaigns.imports.cells import unclean
from campaigns.imports.schema import Breaks, Problem
from campaigns.imports.single import MISSING
from campaigns.imports.times import moment
from tasks.kinds import Outcome
from tasks.report import Door, Report, may_be_named

if TYPE_CHECKING:
    from campaigns.api.effects import Asked

_WORDS: Final = {
    **dict.fromkeys(("by", "number", "promise_owner", "offer", "offer_approved_by"), Breaks.REFUSED),
    **dict.fromkeys(("note", "promise", "offer_words"), Breaks.KEPT),
}
"""Free words of a report, and what a line break means in them."""


def report_of(asked: Asked, now: datetime, timezone: str) -> tuple[Report, list[Fault]]:
    """The report, and what was left out of an objection. Refused with every fault of any other."""
    fields, faults = _readable(asked.fields)
    faults += time_faults("outcomes", fields, asked.vocabulary, now, timezone)
    objects = is_no("outcomes", fields)
    outcome = Outcome.OBJECTION.value if objects else fields.get("outcome", "").strip()
    if outcome not in set(Outcome):
        faults.append(Fault("outcome", "Dieses Ergebnis gibt es nicht.", allowed("outcome", asked.vocabulary)))
    if not fields.get("by", "").strip() and not objects and "by" not in {one.field for one in faults}:
        faults.append(Fault("by", MISSING))
    back = _moment(asked, fields, "call_back_at", faults)
    if back is not None and (outcome != Outcome.CALL_BACK.value or not may_be_named(back, now)):
        message = "Erlaubt ist ein Zeitpunkt in der Zukunft (höchstens ein Jahr), zusammen mit call_back."
        faults.append(Fault("call_back_at", message))
    at = _moment(asked, fields, "at", faults)
    agreed = agreed_in(fields)
    faults += [Fault(one.field, str(one), allowed(one.field, asked.vocabulary)) for one in agreed.faults]
    if faults and not objects:
        raise Refused(*faults)
    odd = {one.field for one in faults}
    minutes = fields.get("minutes", "").strip()
    report = Report(
        outcome=Outcome(outcome),
        by=fields.get("by", "").strip() or asked.source,
        via=Door.API,
        note=fields.get("note", ""),
        number=fields.get("number", "").strip(),
        minutes=int(minutes) if minutes else None,
        call_back_at=None if objects else back,
        external_id=f"api/{asked.key}" if asked.key is not None else None,
        at=None if "at" in odd else at,
        promise=None if odd & set(PROMISE) else agreed.promise,
        offer=None if odd & set(OFFER) else agreed.offer,
    )
    return report, faults


def _readable(fields: Mapping[str, str]) -> tuple[dict[str, str], list[Fault]]:
    faults = [Fault(name, words) for name, how in _WORDS.items() if (words := unclean(fields.get(name, ""), how))]
    odd = {one.field for one in faults}
    return {name: value for name, value in fields.items() if name not in odd}, faults


def _moment(asked: Asked, fields: Mapping[str, str], name: str, faults: list[Fault]) -> datetime | None:
    text = fields.get(name, "").strip()
    found = moment(text, asked.vocabulary) if text else None
    if isinstance(found, Problem):
        faults.append(Fault(name, found.message, allowed(name, asked.vocabulary)))
        return None
    return found
