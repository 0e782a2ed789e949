"""When a cancelled contract ends: the day asked for, never before the day the contract allows (§ 312k Abs. 5 BGB)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from contacts.cancellation import Cancellation
from contacts.contract import Contract
from sequences.calendar import local_day


def earliest_end(contract: Contract | None, received_at: datetime, tz: str) -> date | None:
    """The earliest local day on which `contract` may end for a cancellation received then; None when nobody can say.

    An end on file that is still to come is the end of the term. One that has passed says that the contract went on
    without a term (§ 309 Nr. 9 BGB), as a contract without an end does: then the period of notice decides.
    """
    if contract is None:
        return None
    received = local_day(received_at, tz)
    if contract.end is not None and contract.end >= received:
        return contract.end
    if contract.notice_days is not None:
        return received + timedelta(days=contract.notice_days)
    return contract.end


def ending_of(cancellation: Cancellation, contract: Contract | None, tz: str) -> date | None:
    """The last local day of service; None while it cannot be computed: then a person owes the customer the date."""
    allowed = earliest_end(contract, cancellation.received_at, tz)
    return max((day for day in (allowed, cancellation.wished_end) if day is not None), default=None)
