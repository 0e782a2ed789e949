"""`tasks done --promise … --offer …`: what was agreed in the conversation, from options to a report."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, TypedDict

from commands.options import USAGE, fail

if TYPE_CHECKING:
    from tasks.report import Conceded, Promised

OPTIONS: Final = {
    **{name: f"--{name.replace('_', '-')}" for name in ("promise", "promise_due", "promise_owner")},
    **dict.fromkeys(("offer", "offer_amount", "offer_words"), "--offer"),
    "offer_approved_by": "--approved-by",
    "outcome": "--outcome",
}
"""Which option a part of a report is."""


class Agreed(TypedDict, total=False):
    """The parts of tasks.report.Report that were given."""

    promise: Promised
    offer: Conceded


def of_report(promise: str, due: str, owner: str, offer: str, approved_by: str, *, accepted: bool) -> Agreed:
    """What was agreed; ends the command with a German sentence where it cannot be read."""
    found: Agreed = {}
    if promise or due or owner:
        found["promise"] = _promised(promise, due, owner)
    if offer:
        found["offer"] = _conceded(offer, approved_by, accepted=accepted)
    elif accepted or approved_by:
        fail("--accepted und --approved-by gibt es nur zusammen mit --offer.", USAGE)
    return found


def _promised(promise: str, due: str, owner: str) -> Promised:
    from tasks.report import Promised

    if not promise or not due:
        fail("--promise und --promise-due gehören zusammen: was zugesagt wurde, und bis wann (2026-12-01).", USAGE)
    try:
        return Promised(promise, date.fromisoformat(due), owner)
    except ValueError:
        fail(f"--promise-due: „{due}“ ist kein Tag; erwartet wird zum Beispiel 2026-12-01.", USAGE)


def _conceded(offer: str, approved_by: str, *, accepted: bool) -> Conceded:
    """`discount_percent=10`, `monthly_term`, `custom=Ein ganzer Satz.`, or the id of an offer."""
    from tasks.report import Conceded

    what, sign, value = offer.partition("=")
    if what == "custom":
        return Conceded(what, words=value, accepted=accepted, approved_by=approved_by)
    if sign and not (value.isascii() and value.isdecimal()):
        fail(f"--offer: „{value}“ ist keine ganze Zahl; erwartet wird zum Beispiel discount_percent=10.", USAGE)
    return Conceded(what, int(value or 0), accepted=accepted, approved_by=approved_by)
