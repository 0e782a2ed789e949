"""iCalendar (RFC 5545): the file that goes with a digest, and single entries of a calendar, written and read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, Todo

from handover import zone
from handover.answers import NOTE, RESULT, blank, is_word, suggested
from handover.entry import Entry, Status
from tasks.kinds import AGREEING

PRODID = "-//Wiedersehen//Aufgaben//DE"
HINT = "Hinweis:"
_MEETING = timedelta(minutes=60)
_CALL = timedelta(minutes=30)
_WITHDRAWN = f"{HINT} Die Aufgabe ist zurückgezogen. Bitte nicht mehr anrufen und nicht mehr schreiben."


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands in a calendar now. `due` is None where there is none or only a day; `done_at` as the client wrote it.

    `texts` are description and comments. `status` is upper case and may be a word we never write (IN-PROCESS).
    """

    etag: str
    uid: str
    status: str
    summary: str
    due: datetime | None
    priority: int
    url: str
    texts: tuple[str, ...]
    categories: tuple[str, ...]
    ticked: bool
    done_at: str
    raw: bytes

    @property
    def cancelled(self) -> bool:
        return self.status == Status.CANCELLED


def published(entries: Iterable[Entry], now: datetime, timezone: str) -> bytes:
    """Tasks as a file to take over by hand (METHOD:PUBLISH), agreed times as VEVENT beside their VTODO."""
    known = tuple(entries)
    events = [_event(entry, now, timezone) for entry in known if entry.agreed is not None]
    return _file([*(_todo(entry, now, timezone) for entry in known), *events], timezone, method="PUBLISH")


def withdrawn(entries: Iterable[Entry], now: datetime, timezone: str, organizer: str) -> bytes:
    """Tasks that are not to be done any more (METHOD:CANCEL, RFC 5546 3.4.5); `organizer` is our address."""
    parts = []
    for entry in entries:
        todo = _todo(entry, now, timezone)
        todo.add("organizer", f"mailto:{organizer}")
        parts.append(todo)
    return _file(parts, timezone, method="CANCEL")


def drawn(entry: Entry, now: datetime, timezone: str) -> bytes:
    """One entry of a CalDAV calendar, without METHOD (RFC 4791 4.1), with a line to write the outcome into."""
    todo = _todo(entry, now, timezone)
    todo.add("description", _asking(entry.kind))
    return _file([todo], timezone)


def redrawn(entry: Entry, seen: Seen, now: datetime, timezone: str, *, hint: str = "", afresh: bool = False) -> bytes:
    """What stands in the calendar, put right: ours is ours, while alarms, notes and everything else stay the person's.

    `hint` is said in front of the description. `afresh`: an answer was taken, the next one has room.
    """
    found = _parsed(seen.raw)
    todo = _todo_in(found) if found is not None else None
    if found is None or todo is None or str(todo.get("uid", "")) != entry.uid:
        return drawn(entry, now, timezone)
    fresh = _todo(entry, now, timezone)
    for name in (*_OURS, "dtstart", "duration", "rrule"):  # a start behind our deadline would make it invalid
        todo.pop(name, None)
    for name, value in fresh.items():
        todo[name] = value
    if entry.status is Status.CANCELLED:
        hint = _WITHDRAWN
    text = _text(todo)
    if afresh:
        text = blank(text)
        _forget_answers(todo, entry.kind)
    _put_text(todo, _with_hint(text or _asking(entry.kind), hint))
    extra = [part for part in found.subcomponents if part.name not in ("VTODO", "VTIMEZONE")]
    return _file([todo, *extra], timezone)


def read(raw: bytes, etag: str, timezone: str) -> Seen | None:
    """The VTODO in a calendar resource; None for anything that is none."""
    found = _parsed(raw)
    todo = _todo_in(found) if found is not None else None
    if todo is None:
        return None
    status = str(todo.get("status", "")).upper() or Status.OPEN.value
    return Seen(
        etag=etag,
        uid=str(todo.get("uid", "")),
        status=status,
        summary=str(todo.get("summary", "")),
        due=_moment(todo, "due", timezone),
        priority=_number(todo, "priority"),
        url=str(todo.get("url", "")),
        texts=tuple(_texts(todo)),
        categories=tuple(_categories(todo)),
        ticked=status == Status.COMPLETED or "completed" in todo or _number(todo, "percent-complete") == 100,  # noqa: PLR2004 (per cent)
        done_at=_raw(todo, "completed"),
        raw=raw,
    )


def differs(seen: Seen, entry: Entry, timezone: str) -> bool:
    """True when the calendar does not show what the task is; what a person may add to an entry is not looked at."""
    due = zone.written(entry.due, timezone)
    same = (seen.uid, seen.summary, seen.priority, seen.url) == (entry.uid, entry.summary, entry.priority, entry.url)
    return not same or seen.due is None or seen.due != due


def asked(kind: str) -> str:
    """What to write, as one sentence."""
    return f"hinter „{RESULT}“ eines dieser Wörter schreiben und abhaken: {', '.join(suggested(kind))}"


_OURS = (
    *("uid", "dtstamp", "last-modified", "sequence", "summary", "due", "priority", "url", "status", "completed"),
    "percent-complete",
)


def _asking(kind: str) -> str:
    head = f"Zum Abschließen {asked(kind)}. Worum es geht, steht hinter dem Link."
    more = ["Zusagen und Angebote tragen Sie auf der Seite hinter dem Link ein."] if kind in AGREEING else []
    return "\n".join([head, *more, "", f"{RESULT} ", f"{NOTE} "])


def _todo(entry: Entry, now: datetime, timezone: str) -> Todo:
    todo = Todo()
    _head(todo, entry, entry.uid, now)
    todo.add("due", zone.written(entry.due, timezone))
    todo.add("priority", entry.priority)
    todo.add("status", entry.status.value)
    if entry.status is Status.COMPLETED:
        todo.add("completed", (entry.ended_at or now).astimezone(UTC).replace(microsecond=0))
        todo.add("percent-complete", 100)
    return todo


def _event(entry: Entry, now: datetime, timezone: str) -> Event:
    event = Event()
    _head(event, entry, f"termin-{entry.uid}", now)
    begins = entry.agreed or entry.due
    event.add("dtstart", zone.written(begins, timezone))
    event.add("dtend", zone.written(begins + (_MEETING if entry.kind == "meeting" else _CALL), timezone))
    event.add("status", "CONFIRMED" if entry.is_open else "CANCELLED")
    return event


def _head(part: Component, entry: Entry, uid: str, now: datetime) -> None:
    stamp = now.astimezone(UTC).replace(microsecond=0)
    part.add("uid", uid)
    part.add("dtstamp", stamp)
    part.add("last-modified", stamp)
    part.add("sequence", entry.version)
    part.add("summary", entry.summary)
    part.add("url", entry.url)


def _file(parts: Sequence[Component], timezone: str, method: str = "") -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method)
    if any(timezone in str(getattr(value, "params", {}).get("TZID", "")) for part in parts for value in part.values()):
        calendar.add_component(zone.component(timezone))
    for part in parts:
        calendar.add_component(part)
    return bytes(calendar.to_ical())


def _parsed(raw: bytes) -> Component | None:
    try:
        found = Calendar.from_ical(raw)
    except Exception:  # noqa: BLE001 (whatever the library says about foreign octets, they are no entry of ours)
        return None
    return found if isinstance(found, Component) else None


def _todo_in(calendar: Component) -> Component | None:
    return next((part for part in calendar.walk("VTODO") if "recurrence-id" not in part), None)


def _moment(todo: Component, name: str, timezone: str) -> datetime | None:
    try:
        value: Any = todo.decoded(name)
        if not isinstance(value, datetime):
            return None
        return (value if value.tzinfo is not None else value.replace(tzinfo=ZoneInfo(timezone))).astimezone(UTC)
    except Exception:  # noqa: BLE001 (missing, unreadable or before all time: all are no moment)
        return None


def _number(todo: Component, name: str) -> int:
    try:
        return int(todo.get(name, 0))
    except (TypeError, ValueError):
        return 0


def _raw(todo: Component, name: str) -> str:
    value = todo.get(name)
    return value.to_ical().decode("ascii", "replace") if value is not None and hasattr(value, "to_ical") else ""


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _texts(todo: Component) -> Iterator[str]:
    for name in ("description", "comment"):
        yield from (str(one) for one in _many(todo.get(name)))


def _categories(todo: Component) -> Iterator[str]:
    for one in _many(todo.get("categories")):
        yield from (str(name) for name in getattr(one, "cats", [one]))


def _text(todo: Component) -> str:
    """Whole, however long: what a person has written is hers, and her answer may stand at its end."""
    return "\n".join(str(one) for one in _many(todo.get("description")))


def _put_text(todo: Component, text: str) -> None:
    todo.pop("description", None)
    todo.add("description", text)


def _forget_answers(todo: Component, kind: str) -> None:
    todo.pop("comment", None)
    kept = [name for name in _categories(todo) if not is_word(kind, name)]
    todo.pop("categories", None)
    if kept:
        todo.add("categories", kept)


def _with_hint(text: str, hint: str) -> str:
    kept = [line for line in text.splitlines() if not line.startswith(HINT)]
    if not hint:
        return "\n".join(kept)
    if not any(line.lower().startswith(RESULT.lower()) for line in kept):
        kept += [f"{RESULT} "]
    return "\n".join([hint, *kept])
