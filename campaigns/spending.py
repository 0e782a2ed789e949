"""What the whole sender has used up: letter euros this month, touches under sender-wide caps."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from campaigns.facts import Spending
from campaigns.house import House
from contacts.medium import Medium
from sequences.calendar import local_day, to_utc
from store import ledger


def spending(connection: Connection, house: House, now: datetime) -> Spending:
    """One read per tick or go-commit: both must see the same budget, or a touch would go to and fro between them."""
    first = local_day(now, house.timezone).replace(day=1)
    since = to_utc(first, time(0), house.timezone)
    euro = ledger.spent_since(connection, Medium.POST, since)
    counts = tuple(
        (cap.name, ledger.count_all(connection, cap.media, _start(house, cap.window_days, now)))
        for cap in house.caps
        if cap.per == "sender"
    )
    return Spending(euro, counts)


def _start(house: House, days: int, now: datetime) -> datetime:
    if days == 1:
        return to_utc(local_day(now, house.timezone), time(0), house.timezone)
    return now - timedelta(days=days)
