"""One call, once: the effect and the note that it has happened are one transaction (Idempotency-Key, webhook-id)."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.api.answer import Answer, Fault, Refused, problem
from campaigns.api.effects import EFFECTS, Asked
from campaigns.api.natural import Natural, natural_of
from campaigns.api.objecting import is_no
from campaigns.export import write_recalls
from campaigns.house import House
from campaigns.imports import ImportVocabulary
from campaigns.imports.cells import unclean
from campaigns.imports.schema import Breaks
from campaigns.touch_json import iso
from store import api_calls, consents, tasks
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
    name = _name(house, call, vocabulary)
    lasting = name is not None and (name.natural is None or name.natural.lasts is None)
    asked = Asked(call.source, name.key if name is not None and lasting else None, call.fields, vocabulary)
    try:
        with house.store.write() as connection:
            known = _known(connection, house, call, name)
            if known is not None:
                return known
            done = EFFECTS[call.kind](connection, house, asked)
            body = {"effect": done.effect.value, "notes": [asdict(note) for note in done.notes]}
            if name is not None:
                api_calls.remember(connection, call.source, name.key, name.sha256, 200, body, house.clock.now())
    except Refused as refused:
        return refused.answer
    write_recalls(house, done.recalled)
    return Answer(200, body)


@dataclass(frozen=True, slots=True)
class _Name:
    """Under which digest a call is noted, and that of what it says; `natural` None where the caller gave the key."""

    key: str
    sha256: str
    natural: Natural | None = None


def _name(house: House, call: Call, vocabulary: ImportVocabulary) -> _Name | None:
    if call.key is not None:
        return _Name(_digest(house, call.source, call.key.encode()), _digest(house, call.kind, call.body))
    natural = natural_of(call.kind, call.fields, vocabulary)
    if natural is None:
        return None
    said = json.dumps(dict(call.fields), sort_keys=True).encode()
    named = _digest(house, f"{call.source}\x1fnatural", natural.name.encode())
    return _Name(named, _digest(house, call.kind, said), natural)


def _known(connection: Connection, house: House, call: Call, name: _Name | None) -> Answer | None:
    """The answer of the first time; None for a call that was not there before."""
    found = api_calls.known(connection, call.source, name.key) if name is not None else None
    if found is None or name is None:
        return None
    if name.natural is None:
        return Answer(found.status, found.answer) if found.sha256 == name.sha256 else _key_reused()
    if not name.natural.holds(found.at, house.clock.now()) or _anew(connection, call, name.natural, found.at):
        return None
    return Answer(found.status, found.answer) if found.sha256 == name.sha256 else _told_before()


def _anew(connection: Connection, call: Call, natural: Natural, since: datetime) -> bool:
    """True for a no without a time when a consent came between: then it may be a second one (Art. 21 Abs. 3 DSGVO)."""
    task = tasks.show(connection, call.fields["task_id"].strip()) if is_no(call.kind, call.fields) else None
    if task is None or natural.lasts is None:
        return False
    return any(row.recorded_at >= since for row in consents.consents(connection, contact_pk=task["contact_id"]))


def _told_before() -> Answer:
    """The same task, outcome and time with other words: it has had its effect."""
    words = "Schon gemeldet. Was diese Meldung sonst noch sagt, wurde nicht übernommen."
    return Answer(200, {"effect": "unchanged", "notes": [asdict(Fault("at", words))]})


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
