"""What the whole sender has used up: letter euros this month, touches under sender-wide caps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from campaigns.counts import Near, Spending
from campaigns.house import House
from sequences.calendar import local_day, to_utc
from store import ledger, letter_batches


def spending(connection: Connection, house: House, now: datetime, contact_pks: Sequence[int] = ()) -> Spending:
    """One read per tick or go-commit: both must see the same budget, or a touch would go to and fro between them.

    `contact_pks` are those who may get a letter now.
    """
    first = local_day(now, house.timezone).replace(day=1)
    since = to_utc(first, time(0), house.timezone)
    euro = letter_batches.spent_since(connection, since)
    counts = tuple(
        (cap.name, ledger.count_all(connection, cap.media, _start(house, cap.window_days, now)))
        for cap in house.caps
        if cap.per == "sender"
    )
    return Spending(euro, counts, _near(connection, house, now, contact_pks))


def _near(connection: Connection, house: House, now: datetime, contact_pks: Sequence[int]) -> dict[int, Near]:
    apart = timedelta(days=house.letters.household_days)
    found = letter_batches.near(connection, contact_pks, now - apart) if apart else {}
    return {pk: Near(at + apart, reason) for pk, (at, reason) in found.items()}


def _start(house: House, days: int, now: datetime) -> datetime:
    if days == 1:
        return to_utc(local_day(now, house.timezone), time(0), house.timezone)
    return now - timedelta(days=days)
