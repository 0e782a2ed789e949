"""What was said and promised before this conversation, and what has come since it was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.desk import figures
from campaigns.desk.powers import conceded_words
from campaigns.desk.subject import Occasion, Subject
from campaigns.house import House
from campaigns.reason_words import MEDIA
from campaigns.rendering.german import german_date
from campaigns.task_words import OUTCOMES, TASK_KINDS
from store.agreed import ACCEPTED, MADE, REFUSED
from tasks.kinds import INSIDE, OF_A_MESSAGE

_PROMISES = 6
_KEEPING = INSIDE - OF_A_MESSAGE
"""Work in the house that sees whether what was promised is kept."""


def meanwhile(house: House, subject: Subject, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    """Contacts since the task was made: the caps have counted it by then, so whoever has it decides."""
    if subject.occasion is Occasion.ADVERTISING and subject.task["state"] == "open":
        since = [row for row in subject.touches if row["at"] > subject.task["created_at"]]
        advice = "\n  Die Person hat also eben erst von uns gehört: besser einige Tage ruhen lassen." if since else ""
        yield "Inzwischen", "".join(f"\n  {_touch(house, row, zone)}" for row in since) + advice


def past(house: House, subject: Subject, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    """Contacts, notes, promises and concessions, newest first."""
    yield "Kontakte", "".join(f"\n  {_touch(house, row, zone)}" for row in subject.touches)
    if subject.occasion is not Occasion.CONTRACT:
        yield "Notizen", "".join(f"\n  {_note(house, row, zone)}" for row in subject.notes)
    elif subject.task["kind"] not in _KEEPING:
        return
    yield "Zusagen", _first([_promise(house, row) for row in subject.promises])
    yield "Zugestanden", _first([_conceded(house, row, zone) for row in subject.conceded])


def _first(told: Sequence[str]) -> str:
    """As many as the sheet holds, and how many more: what is missing would be taken for never promised."""
    more = [f"und {len(told) - _PROMISES} weitere"] if len(told) > _PROMISES else []
    return "".join(f"\n  {one}" for one in (*told[:_PROMISES], *more))


def _touch(house: House, row: Mapping[str, Any], zone: ZoneInfo) -> str:
    """What the person saw of it: the subject of a mail, else what the sequence is called."""
    what = row["by"] or "außerhalb dieses Systems"
    if row["step"]:
        sequence = house.sequences.get(row["sequence"])
        what = figures.quoted(row["subject"] or "") or (sequence.title if sequence is not None else row["sequence"])
    return f"{row['at'].astimezone(zone):%d.%m.%Y} {MEDIA.get(row['medium'], row['medium'])}, {what}"


def _note(house: House, row: Mapping[str, Any], zone: ZoneInfo) -> str:
    what = f"{TASK_KINDS.get(row['kind'], row['kind'])}: {OUTCOMES.get(row['outcome'], row['outcome'])}"
    said = f": {figures.quoted(row['note'])}" if row["note"] else ""
    by = f" ({_called(house, row['by'])})" if row["by"] else ""
    return f"{row['at'].astimezone(zone):%d.%m.%Y} {what}{by}{said}"


def _promise(house: House, row: Mapping[str, Any]) -> str:
    day = german_date(row["due_on"])
    state = "gehalten" if row["kept_at"] is not None else f"offen bis {day}"
    if row["broken_at"] is not None:
        state = f"nicht gehalten, war bis {day} zugesagt"
    return f"{state}: {figures.clipped(row['text'], 120)} ({_called(house, row['owner_email'])})"


def _called(house: House, who: str) -> str:
    """Somebody of ours by her name; else by what stands before the @, or as it was typed."""
    return house.team.of(who).name or who.partition("@")[0]


def _conceded(house: House, row: Mapping[str, Any], zone: ZoneInfo) -> str:
    words = conceded_words(row["offer"], row["amount"], figures.clipped(row["words"], 120))
    state = _CONCEDED[row["state"]]
    if row["state"] != REFUSED and row["approval"] and not row["approved_by"]:
        state += ", die Freigabe steht aus"
    elif row["state"] != REFUSED and row["approved_by"]:
        state += f", freigegeben von {_called(house, row['approved_by'])}"
    return f"{row['at'].astimezone(zone):%d.%m.%Y} {words}: {state} ({_called(house, row['made_by'])})"


_CONCEDED = {MADE: "angeboten", ACCEPTED: "angenommen", REFUSED: "nicht freigegeben, gilt nicht"}
