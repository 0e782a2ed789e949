"""How tasks read in a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.reason_words import OUTCOMES, STATES, TASK_KINDS, VERDICTS
from tasks.kinds import outcomes_of

_SHORTEST = 6
_WORDS = ("hand", "reply")


def lines(
    rows: Sequence[Mapping[str, Any]], ended: Mapping[int, tuple[str, str]], now: datetime, zone: ZoneInfo
) -> list[str]:
    """One line a task: due, kind, short id, title, whose; what became of it where it is over."""
    short = short_ids([row["external_id"] for row in rows])
    width = max(map(len, short.values()), default=0)
    return [_line(row, short[row["external_id"]].ljust(width), ended, now, zone) for row in rows]


def _line(
    row: Mapping[str, Any], short: str, ended: Mapping[int, tuple[str, str]], now: datetime, zone: ZoneInfo
) -> str:
    kind = TASK_KINDS.get(row["kind"], row["kind"])
    parts = [f"{row['due_at'].astimezone(zone):%d.%m.%Y %H:%M}  {short}  {kind:<15} {row['title']}"]
    if row["assignee"]:
        parts.append(f"[{row['assignee'].split('@')[0]}]")
    if row["state"] == "open" and row["due_at"] < now:
        parts.append("ÜBERFÄLLIG")
    if row["state"] != "open":
        outcome, by = ended.get(row["id"], ("", ""))
        words = OUTCOMES.get(outcome, "") or STATES[row["state"]]
        parts.append(f"-> {words}" + (f" ({by})" if by else ""))
    if row["restricted_at"]:
        parts.append("EINGESCHRÄNKT (Art. 18 DSGVO)")
    if row["sample"]:
        parts.append("(Muster, nicht ausführen)")
    return " ".join(parts)


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


def headline(row: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    """Title, whose it is, until when, and what became of it."""
    due = f"fällig {row['due_at'].astimezone(zone):%d.%m.%Y, %H:%M} Uhr"
    if row["state"] != "open":
        due = STATES[row["state"]]
    elif row["due_at"] < now:
        due += " (überfällig)"
    owner = f", bei {row['assignee']}" if row["assignee"] else ", noch bei niemandem"
    sample = "\nMuster vor der Freischaltung: nicht ausführen." if row["sample"] else ""
    rests = "\nEingeschränkt: Daten nicht verwenden, erst die Datenschutzstelle fragen (Art. 18 Abs. 2 DSGVO)."
    restricted = rests if row["restricted_at"] else ""
    return f"{row['title']}\n{due}{owner}, Kontakt {row['contact']}{restricted}{sample}"


def told(allowed: Mapping[str, Any]) -> str:
    """May I now? One sentence, with the rule behind it."""
    reason = allowed["reason"].removesuffix(".")
    if allowed["verdict"] in ("ALLOW", "ALLOW_DUTY"):
        return f"Jetzt erlaubt? Ja: {reason}."
    if allowed["verdict"] == "DEFER" and allowed["until"]:
        return f"Jetzt erlaubt? Nein, erst ab {datetime.fromisoformat(allowed['until']):%d.%m.%Y, %H:%M} Uhr: {reason}."
    return f"Jetzt erlaubt? Nein, {VERDICTS[allowed['verdict']]}: {reason}."


def how_to_end(task: str, kind: str) -> str:
    """The command that records the outcome, with every outcome of this kind."""
    outcomes = "\n".join(f"  {one:<14} {OUTCOMES[one]}" for one in outcomes_of(kind))
    (short,) = short_ids([task]).values()
    return f"ERGEBNIS eintragen: wiedersehen tasks done {short} --outcome … --by NAME --note „…“\n{outcomes}"
