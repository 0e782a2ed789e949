"""`tasks done --promise … --offer …`: what was agreed in the conversation, from options to a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypedDict

from commands.options import USAGE, fail

if TYPE_CHECKING:
    from tasks.report import Conceded, Promised

OPTIONS: Final = {
    **{name: f"--{name.replace('_', '-')}" for name in ("promise", "promise_due", "promise_owner", "offer_words")},
    **dict.fromkeys(("offer", "offer_amount"), "--offer"),
    "offer_approved_by": "--approved-by",
    "outcome": "--outcome",
}
"""Which option a part of a report is."""


class Agreed(TypedDict):
    """The parts of tasks.report.Report that were given."""

    promise: Promised | None
    offer: Conceded | None


def of_report(given: dict[str, str], *, accepted: bool) -> Agreed:
    """What was agreed, by the names of campaigns.desk.agreeing; ends the command where it cannot be read."""
    from campaigns.desk.agreeing import YES, agreed_in

    found = agreed_in(given | {"offer_accepted": YES if accepted else ""})
    if found.faults:
        fail("\n".join(f"{OPTIONS[one.field]}: {one}" for one in found.faults), USAGE)
    return {"promise": found.promise, "offer": found.offer}
