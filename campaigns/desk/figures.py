"""What tickets, scores and usage say about a customer, as one line each. Pure: rows of observations in, words out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Rows = Sequence[Mapping[str, Any]]

QUOTED = 220
"""Characters of somebody's own words on one page."""
_SUBJECT = 90
_TICKET_DAYS = 90
_FOUR_WEEKS = timedelta(days=28)
_YEAR_DAYS = 365
_SHOWN = 3
_PRIORITIES = {"low": "niedrig", "normal": "normal", "high": "hoch", "critical": "kritisch"}
_ACHIEVED = {"hours_saved": "gesparte Stunden", "transactions": "Vorgänge", "logins": "Anmeldungen"}


def tickets(rows: Rows, now: datetime, zone: ZoneInfo) -> str:
    """Those of 90 days, the newest three by name."""
    recent = [row for row in rows if row["at"] >= now - timedelta(days=_TICKET_DAYS)]
    if not recent:
        return ""
    still_open = sum(1 for row in recent if not row["data"].get("closed_at"))
    head = f"{len(recent)} in {_TICKET_DAYS} Tagen, davon {still_open} offen"
    return "\n".join([head, *(_ticket(row, zone) for row in recent[:_SHOWN])])


def _ticket(row: Mapping[str, Any], zone: ZoneInfo) -> str:
    data = row["data"]
    state = "erledigt" if data.get("closed_at") else "offen"
    words = f"  {row['at'].astimezone(zone):%d.%m.%Y}, {_PRIORITIES.get(data.get('priority', ''), 'normal')}, {state}"
    return f"{words}: {clipped(data['subject'], _SUBJECT)}" if data.get("subject") else words


def scores(rows: Rows, zone: ZoneInfo) -> str:
    """The newest answer with its words, and the one before."""
    if not rows:
        return ""
    newest = rows[0]
    words = f"{newest['data']['score']} von 10 am {newest['at'].astimezone(zone):%d.%m.%Y}"
    if newest["data"].get("comment"):
        words += f": „{clipped(newest['data']['comment'])}“"
    return f"{words}; davor {rows[1]['data']['score']}" if len(rows) > 1 else words


def survey(rows: Rows, zone: ZoneInfo) -> str:
    """What the person answered behind her cancellation, in her own words."""
    if not rows:
        return ""
    data = rows[0]["data"]
    asked = ("reason_words", "since", "noticed", "worked", "easier")
    words = [clipped(str(data[name]), _SUBJECT) for name in asked if data.get(name)]
    if "score" in data:
        words.append(f"Weiterempfehlung {data['score']} von 10")
    return f"{rows[0]['at'].astimezone(zone):%d.%m.%Y}: " + "; ".join(words) if words else ""


def trend(rows: Rows, zone: ZoneInfo) -> str:
    """Logins of the last four weeks on file against the four before; a trend needs both.

    They end with the newest figure, not today: a file that is three weeks old would look like a customer who has left.
    Whole weeks, because figures of weeks are five in one month and four in another.
    """
    told = [(row["at"], row["data"]["logins"]) for row in rows if row["data"].get("logins") is not None]
    if not told:
        return ""
    newest = max(at for at, _ in told)
    recent = [number for at, number in told if at > newest - _FOUR_WEEKS]
    before = [number for at, number in told if newest - 2 * _FOUR_WEEKS < at <= newest - _FOUR_WEEKS]
    if not before:
        return ""
    until = f"{newest.astimezone(zone):%d.%m.%Y}"
    return (
        f"{grouped(sum(recent))} Anmeldungen in den vier Wochen bis {until}, {grouped(sum(before))} in den vier Wochen "
        "davor"
    )


def achieved(rows: Rows, now: datetime, zone: ZoneInfo) -> str:
    """What the product did for them in a year, in numbers: the only proof of value that nobody has to believe."""
    year = [row for row in rows if row["at"] >= now - timedelta(days=_YEAR_DAYS)]
    parts = []
    for key, name in _ACHIEVED.items():
        numbers = [row["data"][key] for row in year if row["data"].get(key) is not None]
        if numbers:
            parts.append(f"{grouped(sum(numbers))} {name}")
    users = next((row["data"]["active_users"] for row in year if row["data"].get("active_users") is not None), None)
    if users is not None:
        parts.append(f"zuletzt {grouped(users)} aktive Nutzer")
    if not parts:
        return ""
    return f"in 12 Monaten {', '.join(parts)} (Stand {year[0]['at'].astimezone(zone):%d.%m.%Y})"


def clipped(words: str, most: int = QUOTED) -> str:
    """Somebody's words on one line, cut where they would fill the page."""
    text = " ".join(words.split())
    return text if len(text) <= most else f"{text[:most].rstrip()} …"


def quoted(words: str) -> str:
    """Somebody's words in marks, empty for none."""
    text = clipped(words)
    return f"„{text}“" if text else ""


def grouped(number: float) -> str:
    """12.400, as a German reads it."""
    return f"{number:,.0f}".replace(",", ".")
