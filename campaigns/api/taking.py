"""One call, once: the effect and the note that it has happened are one transaction (Idempotency-Key, webhook-id)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.api.answer import Answer, Fault, Refused, problem
from campaigns.api.effects import EFFECTS, Asked
from campaigns.export import write_recalls
from campaigns.house import House
from campaigns.imports import ImportVocabulary
from campaigns.imports.cells import unclean
from campaigns.imports.schema import Breaks
from campaigns.touch_json import iso
from store import api_calls, tasks
from tasks.kinds import outcomes_of

_WITHOUT_LIST = frozenset({"cancellations"})
"""A cancellation is confirmed whatever else is missing (§ 312k Abs. 4 BGB), the key of the suppression list too."""


@dataclass(frozen=True, slots=True)
class Call:
    """What somebody reports. `key` is the caller's own name for this call, None where it gave none."""

    source: str
    kind: str
    key: str | None
    body: bytes = field(repr=False)
    fields: Mapping[str, str] = field(repr=False)


def take(house: House, call: Call, vocabulary: ImportVocabulary) -> Answer:
    """Carry a call out, or give the answer of the first time. What is refused is not remembered: it may come mended."""
    if call.kind not in _WITHOUT_LIST and not house.list_readable:
        return problem(503, "unavailable", "Die Sperrliste ist gerade nicht lesbar. Bitte später noch einmal senden.")
    key = _digest(house, call.source, (call.key or "").encode())
    sha256 = _digest(house, call.kind, call.body)
    asked = Asked(call.source, key if call.key is not None else None, call.fields, vocabulary)
    try:
        with house.store.write() as connection:
            known = api_calls.known(connection, call.source, key) if call.key is not None else None
            if known is not None:
                return Answer(known.status, known.answer) if known.sha256 == sha256 else _key_reused()
            done = EFFECTS[call.kind](connection, house, asked)
            body = {"effect": done.effect.value, "notes": [asdict(note) for note in done.notes]}
            if call.key is not None:
                api_calls.remember(connection, call.source, key, sha256, 200, body, house.clock.now())
    except Refused as refused:
        return refused.answer
    write_recalls(house, done.recalled)
    return Answer(200, body)


def _key_reused() -> Answer:
    fault = Fault("Idempotency-Key", "Unter diesem Schlüssel kam schon ein anderer Inhalt.")
    return problem(409, "key_reused", "Nichts wurde übernommen.", fault)


def _digest(house: House, what: str, data: bytes) -> str:
    """Keyed: a caller's key or body may be as easy to guess as a customer's number."""
    return hmac.new(house.message_key, b"api\x1f" + what.encode() + b"\x1f" + data, hashlib.sha256).hexdigest()


def task_of(house: House, external_id: str) -> dict[str, Any] | None:
    """What another system may know of a task: kind, state, times, whose it is, what may come of it. No words of it."""
    if unclean(external_id, Breaks.REFUSED):
        return None
    zone = ZoneInfo(house.timezone)
    with house.store.read() as connection:
        task = tasks.show(connection, external_id)
    if task is None:
        return None
    moments = {name: iso(task[name], zone) for name in ("created_at", "due_at", "expires_at", "ended_at")}
    return {
        "task": task["external_id"],
        "contact": task["contact"],
        "kind": task["kind"],
        "state": task["state"],
        "assignee": task["assignee"],
        "sample": bool(task["sample"]),
        "outcomes": [outcome.value for outcome in outcomes_of(task["kind"])],
        **moments,
    }
