"""What is on file about a person, as of now: the part of a brief that would go stale if it were stored with a task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.house import House
from campaigns.reason_words import MEDIA
from campaigns.rendering.duties.special import warning
from campaigns.rendering.german import german_date
from contacts.contract import Contract
from contacts.medium import Medium
from sequences.calendar import local_day
from store import cancellations, ledger, observations, people

_TICKET_DAYS = 90
_ANSWER_DAYS = 540
_USAGE_DAYS = 30
_LATEST = 5
_PRIORITIES = {"low": "niedrig", "normal": "normal", "high": "hoch", "critical": "kritisch"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the brief: what it is about, and the words. Both German."""

    name: str
    words: str


def briefing(house: House, contact_pk: int) -> tuple[Fact, ...]:
    """Deadline, tickets of 90 days, answers, usage and the latest contacts. What is not on file has no line."""
    now = house.clock.now()
    zone = ZoneInfo(house.timezone)
    with house.store.read() as connection:
        _, points, _ = people.contact(connection, contact_pk)
        found = cancellations.newest(connection, contact_pk)
        seen = observations.of_contact(connection, contact_pk, now - timedelta(days=_ANSWER_DAYS))
        contacts = ledger.latest(connection, contact_pk, _LATEST)
    today = local_day(now, house.timezone)
    lines = [
        ("Nummer", ", ".join(point.raw for point in points if point.medium is Medium.PHONE and point.valid)),
        ("Frist", _deadline(found.contract if found else None, today)),
        ("Tickets", _tickets([one for one in seen if one["kind"] == "tickets"], now, zone)),
        ("Bewertung", _answers([one for one in seen if one["kind"] == "nps"], zone)),
        ("Umfrage", _survey([one for one in seen if one["kind"] == "exit_survey"], zone)),
        ("Nutzung", _usage([one for one in seen if one["kind"] == "usage"], now)),
        ("Kontakte", _contacts(contacts, zone)),
    ]
    lines.append(("Achtung", warning("\n".join(words for _, words in lines))))
    return tuple(Fact(name, words) for name, words in lines if words)


def _survey(rows: Sequence[dict[str, Any]], zone: ZoneInfo) -> str:
    """What the person answered behind her cancellation, in her own words."""
    if not rows:
        return ""
    data = rows[0]["data"]
    words = [str(data[name]) for name in ("reason_words", "since", "noticed", "worked", "easier") if data.get(name)]
    if "score" in data:
        words.append(f"Weiterempfehlung {data['score']} von 10")
    return f"{rows[0]['at'].astimezone(zone):%d.%m.%Y}: " + "; ".join(words) if words else ""


def _deadline(contract: Contract | None, today: date) -> str:
    """Until when the contract could still be cancelled in time: after that day it would have gone on."""
    if contract is None or contract.end is None or not contract.notice_days:
        return ""
    last = contract.end - timedelta(days=contract.notice_days)
    left = (last - today).days
    if left < 0:
        return ""
    words = {0: "heute", 1: "morgen"}.get(left, f"in {left} Tagen")
    return f"Die Kündigungsfrist läuft {words} ab ({german_date(last)})."


def _tickets(rows: Sequence[dict[str, Any]], now: datetime, zone: ZoneInfo) -> str:
    recent = [row for row in rows if row["at"] >= now - timedelta(days=_TICKET_DAYS)]
    if not recent:
        return ""
    still_open = sum(1 for row in recent if not row["data"].get("closed_at"))
    head = f"{len(recent)} in {_TICKET_DAYS} Tagen, davon {still_open} offen"
    return "\n".join([head, *(_ticket(row, zone) for row in recent[:3])])


def _ticket(row: dict[str, Any], zone: ZoneInfo) -> str:
    data = row["data"]
    state = "erledigt" if data.get("closed_at") else "offen"
    words = f"  {row['at'].astimezone(zone):%d.%m.%Y}, {_PRIORITIES.get(data.get('priority', ''), 'normal')}, {state}"
    return f"{words}: {data['subject']}" if data.get("subject") else words


def _answers(rows: Sequence[dict[str, Any]], zone: ZoneInfo) -> str:
    if not rows:
        return ""
    newest = rows[0]
    words = f"{newest['data']['score']} von 10 am {newest['at'].astimezone(zone):%d.%m.%Y}"
    if newest["data"].get("comment"):
        words += f": „{newest['data']['comment']}“"
    return f"{words}; davor {rows[1]['data']['score']}" if len(rows) > 1 else words


def _usage(rows: Sequence[dict[str, Any]], now: datetime) -> str:
    """Logins of the last 30 days against the 30 before: a trend needs both."""
    first, second = now - timedelta(days=_USAGE_DAYS), now - timedelta(days=2 * _USAGE_DAYS)
    recent = [row["data"].get("logins") for row in rows if row["at"] >= first]
    before = [row["data"].get("logins") for row in rows if second <= row["at"] < first]
    if not any(number is not None for number in (*recent, *before)):
        return ""
    sums = [sum(number or 0 for number in numbers) for numbers in (recent, before)]
    return f"{sums[0]} Anmeldungen in den letzten {_USAGE_DAYS} Tagen, {sums[1]} in den {_USAGE_DAYS} Tagen davor"


def _contacts(rows: Sequence[dict[str, Any]], zone: ZoneInfo) -> str:
    return "".join(
        f"\n  {row['at'].astimezone(zone):%d.%m.%Y} {MEDIA.get(row['medium'], row['medium'])}, "
        + (f"{row['sequence']}/{row['step']}" if row["step"] else row["by"] or "außerhalb dieses Systems")
        for row in rows
    )
