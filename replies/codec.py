"""`Parsed` as JSON for the pipe between daemon and parser child: no pickle from a process that read hostile mail."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import datetime
from typing import Any

from replies.reply import Attachment, MachineReport, Parsed, RecipientReport


def dumps(parsed: Parsed) -> bytes:
    """UTF-8 JSON; lone surrogates of broken mails become question marks."""
    values = _plain(parsed) | {"date": parsed.date.isoformat() if parsed.date else None}
    return json.dumps(values, ensure_ascii=False, default=_plain).encode("utf-8", "replace")


def _plain(value: Parsed | MachineReport | RecipientReport | Attachment) -> dict[str, Any]:
    """The fields of one value as they are; asdict would copy each word of a mail that is written at once."""
    return {one.name: getattr(value, one.name) for one in fields(value)}


def loads(data: bytes) -> Parsed:
    """The value again; raises ValueError, KeyError or TypeError when `data` is not one."""
    values: dict[str, Any] = json.loads(data)
    report: dict[str, Any] = values["report"]
    report["recipients"] = tuple(RecipientReport(**block) for block in report["recipients"])
    report["guessed"] = tuple(report["guessed"])
    values["report"] = MachineReport(**report)
    values["attachments"] = tuple(Attachment(**one) for one in values["attachments"])
    values["date"] = datetime.fromisoformat(values["date"]) if values["date"] else None
    for name in ("to", "references", "limits"):
        values[name] = tuple(values[name])
    return Parsed(**values)
