"""An event of the outbox as a message: ids and a link for systems; kind, deadline and id for colleagues' eyes."""

from __future__ import annotations

import string
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.house import House
from campaigns.rendering.german import german_time
from campaigns.task_words import TASK_KINDS
from handover.cards import Notice
from handover.webhook import Message, Target
from replies.reply import Label
from store import outbox, tasks
from store.deliveries import Due

_LABELS = {
    Label.INTERESTED: "Interesse",
    Label.MEETING_REQUEST: "Terminwunsch",
    Label.NOT_NOW_LATER: "später",
    Label.OBJECTION_UNSUBSCRIBE: "keine Werbung mehr",
    Label.FINAL_DECISION: "Entscheidung steht",
    Label.QUESTION: "Frage",
    Label.COMPLAINT_ANGRY: "Beschwerde",
    Label.WRONG_PERSON_LEFT_COMPANY: "falsche Person",
    Label.OUT_OF_OFFICE: "abwesend",
    Label.DELIVERY_NOTICE: "Zustellhinweis",
    Label.DSGVO_ACCESS: "Auskunft verlangt",
    Label.DSGVO_ERASURE: "Löschung verlangt",
    Label.DATA_EXPORT_REQUEST: "Datenauszug verlangt",
    Label.CANCELLATION_WITHDRAWN: "Kündigung zurückgenommen",
    Label.PRICE_NEGOTIATION: "Preisverhandlung",
    Label.THANKS_NEUTRAL: "Dank",
    Label.SPAM_OTHER: "anderes",
}
WORDS: Mapping[str, str] = {
    outbox.TASK_CREATED: "Neue Aufgabe",
    outbox.TASK_CHANGED: "Aufgabe geändert",
    outbox.TASK_DONE: "Aufgabe erledigt",
    outbox.TASK_WITHDRAWN: "Aufgabe zurückgezogen",
    outbox.TASK_EXPIRED: "Aufgabe abgelaufen",
    outbox.CANCELLATION_RECEIVED: "Kündigung eingegangen",
    outbox.OBJECTION_RECORDED: "Widerspruch eingetragen",
    outbox.RETURNED: "Jemand ist zurück",
    **{f"reply.{label.value}": f"Antwort eingegangen: {word}" for label, word in _LABELS.items()},
}
"""What colleagues read; every event has a word."""

_NAMES = {"task": "Aufgabe", "cancellation": "Kündigung", "reply": "Antwort"}
"""Ids that a card shows. Not the customer's number: a channel of colleagues is no place for personal data."""


def message_of(house: House, connection: Connection, target: Target, due: Due) -> Message:
    """What `target` is told of one event, by what is known of its task now."""
    task = tasks.show(connection, str(due.data["task"])) if "task" in due.data else None
    sample = task is not None and bool(task["sample"])
    link = link_of(target.link, due.data)
    facts = [(word, str(due.data[name])) for name, word in _NAMES.items() if name in due.data]
    if task is not None:
        facts = [("Art", TASK_KINDS.get(task["kind"], task["kind"])), ("Fällig", _clock(house, task["due_at"])), *facts]
    title = f"Probe: {WORDS[due.kind]}" if sample else WORDS[due.kind]
    data = {**due.data, **({"link": link} if link else {}), **({"sample": True} if sample else {})}
    return Message(due.external_id, due.kind, due.at, data, Notice(title, tuple(facts), link))


def link_of(pattern: str, data: Mapping[str, object]) -> str:
    """The pattern with its ids, each quoted; empty when one of them is not there."""
    wanted = {name for _, name, _, _ in string.Formatter().parse(pattern) if name}
    if not pattern or not wanted <= data.keys():
        return ""
    return pattern.format_map({name: quote(str(data[name]), safe="") for name in wanted})


def _clock(house: House, moment: datetime) -> str:
    day, time, _ = german_time(moment, ZoneInfo(house.timezone))
    return f"{day}, {time} Uhr"
