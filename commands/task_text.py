"""How tasks read in a terminal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.reason_words import STATES
from campaigns.task_words import OUTCOMES, TASK_KINDS
from commands.options import USAGE, fail
from tasks.kinds import outcomes_of
from tasks.person import Team

_SHORTEST = 6
_WORDS = ("hand", "reply", "draft", "promise", "approve")


def lines(
    rows: Sequence[Mapping[str, Any]],
    ended: Mapping[int, tuple[str, str]],
    now: datetime,
    zone: ZoneInfo,
    held: Collection[int] = (),
) -> list[str]:
    """One line a task: due, kind, short id, title, whose; what became of it where it is over.

    `held`: row ids of those that must not be carried out while the house is paused.
    """
    short = short_ids([row["external_id"] for row in rows])
    width = max(map(len, short.values()), default=0)
    return [
        _line(row, short[row["external_id"]].ljust(width), ended, now, zone)
        + (" ANGEHALTEN, nicht ausführen" if row["id"] in held else "")
        for row in rows
    ]


def _line(
    row: Mapping[str, Any], short: str, ended: Mapping[int, tuple[str, str]], now: datetime, zone: ZoneInfo
) -> str:
    kind = TASK_KINDS.get(row["kind"], row["kind"])
    title = row["title"].removeprefix(f"{kind}: ")
    parts = [f"{row['due_at'].astimezone(zone):%d.%m.%Y %H:%M}  {short}  {kind:<15} {title}"]
    if row["assignee"]:
        parts.append(f"[{row['assignee'].split('@')[0]}]")
    if row["stands_in_for"]:
        parts.append(f"(für {row['stands_in_for'].split('@')[0]})")
    if resting(row, now):
        parts.append(f"({rests(row, zone)})")
    elif row["state"] == "open" and row["due_at"] < now:
        parts.append("LIEGT ZU LANGE" if row["escalated_at"] else "ÜBERFÄLLIG")
    if row["state"] != "open":
        outcome, by = ended.get(row["id"], ("", ""))
        words = OUTCOMES.get(outcome, "") or STATES[row["state"]]
        parts.append(f"-> {words}" + (f" ({by})" if by else ""))
    if row["restricted_at"]:
        parts.append("EINGESCHRÄNKT (Art. 18 DSGVO)")
    if row["sample"]:
        parts.append("(Muster, nicht ausführen)")
    return " ".join(parts)


def resting(row: Mapping[str, Any], now: datetime) -> bool:
    """True while an open task is put off."""
    return row["state"] == "open" and row["snoozed_until"] is not None and bool(row["snoozed_until"] > now)


def rests(row: Mapping[str, Any], zone: ZoneInfo) -> str:
    """Until when a task rests, and why."""
    until = f"ruht bis {row['snoozed_until'].astimezone(zone):%d.%m.%Y, %H:%M} Uhr"
    return f"{until}: {row['snooze_reason']}" if row["snooze_reason"] else until


def due_today(rows: Sequence[Mapping[str, Any]], now: datetime, zone: ZoneInfo) -> list[dict[str, Any]]:
    """What is due by the end of the local day and does not rest."""
    today = now.astimezone(zone).date()
    return [dict(row) for row in rows if row["due_at"].astimezone(zone).date() <= today and not resting(row, now)]


def short_ids(ids: Sequence[str]) -> dict[str, str]:
    """The shortest beginning of each id that tells it from its neighbours, six characters behind its word at least."""
    ordered = sorted(ids)
    needed = {one: _word(one) + _SHORTEST for one in ordered}
    for one, other in pairwise(ordered):
        enough = _shared(one, other) + 1
        needed[one], needed[other] = max(needed[one], enough), max(needed[other], enough)
    return {one: one[:length] for one, length in needed.items()}


def _word(task: str) -> int:
    """How long the word is that some ids begin with (`hand-`, `reply-`)."""
    word, dash, _ = task.partition("-")
    return len(word) + 1 if dash and word in _WORDS else 0


def _shared(one: str, other: str) -> int:
    """How many characters two ids begin with together."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def headline(row: Mapping[str, Any], now: datetime, zone: ZoneInfo, team: Team) -> str:
    """Title, whose it is, until when, and what became of it."""
    due = f"fällig {row['due_at'].astimezone(zone):%d.%m.%Y, %H:%M} Uhr"
    if row["state"] != "open":
        due = STATES[row["state"]]
    elif row["due_at"] < now:
        due += " (überfällig)"
    owner = f", bei {called(team, row['assignee'])}" if row["assignee"] else ", noch bei niemandem"
    owner += f" in Vertretung für {called(team, row['stands_in_for'])}" if row["stands_in_for"] else ""
    if resting(row, now):
        due = rests(row, zone)
    sample = "\nMuster vor der Freischaltung: nicht ausführen." if row["sample"] else ""
    blocked = "\nEingeschränkt: Daten nicht verwenden, erst die Datenschutzstelle fragen (Art. 18 Abs. 2 DSGVO)."
    restricted = blocked if row["restricted_at"] else ""
    return f"{row['title']}\n{due}{owner}, Kontakt {row['contact']}{restricted}{sample}"


def how_to_end(task: str, kind: str) -> str:
    """The command that records the outcome, with every outcome of this kind."""
    outcomes = "\n".join(f"  {one:<14} {OUTCOMES[one]}" for one in outcomes_of(kind))
    (short,) = short_ids([task]).values()
    return f"ERGEBNIS eintragen: wiedersehen tasks done {short} --outcome … --by NAME --note „…“\n{outcomes}"


def as_json(row: Mapping[str, Any], zone: ZoneInfo, held: Mapping[int, str] | None = None) -> dict[str, Any]:
    """A task as `--json` shows it, without brief and guide. `held`: why some must not be carried out now, by row id."""
    return {
        "task_id": row["external_id"],
        "contact": row["contact"],
        "kind": row["kind"],
        "channel": row["channel"] or None,
        "state": row["state"],
        "title": row["title"],
        "assigned_to": row["assignee"],
        "due_at": row["due_at"].astimezone(zone).isoformat(),
        "expires_at": row["expires_at"].astimezone(zone).isoformat() if row["expires_at"] else None,
        "sample": row["sample"],
        "priority": row["priority"],
        "snoozed_until": row["snoozed_until"].astimezone(zone).isoformat() if row["snoozed_until"] else None,
        "stands_in_for": row["stands_in_for"] or None,
        "escalated": row["escalated_at"] is not None,
        "halted": (held or {}).get(row["id"]),
        "version": row["version"],
    }


def called(team: Team, email: str) -> str:
    """Somebody of ours by her name, or by her address where no `[[person]]` names her."""
    return team.of(email).name or email


def many(number: int) -> str:
    """„Keine Aufgaben“, „1 Aufgabe“, „2 Aufgaben“."""
    return "1 Aufgabe" if number == 1 else f"{number or 'Keine'} Aufgaben"


def address(value: str) -> None:
    """Ends the command unless `value` looks like an e-mail address."""
    if "@" not in value.strip("@"):
        fail(f"„{value}“ ist keine E-Mail-Adresse; erwartet wird zum Beispiel jana@firma.example.", USAGE)
