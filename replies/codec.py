"""`Parsed` as JSON for the pipe between daemon and parser child: no pickle from a process that read hostile mail."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from replies.reply import MachineReport, Parsed, RecipientReport


def dumps(parsed: Parsed) -> bytes:
    """UTF-8 JSON; lone surrogates of broken mails become question marks."""
    values = asdict(parsed)
    values["date"] = parsed.date.isoformat() if parsed.date else None
    return json.dumps(values, ensure_ascii=False).encode("utf-8", "replace")


def loads(data: bytes) -> Parsed:
    """The value again; raises ValueError, KeyError or TypeError when `data` is not one."""
    values: dict[str, Any] = json.loads(data)
    report: dict[str, Any] = values["report"]
    report["recipients"] = tuple(RecipientReport(**block) for block in report["recipients"])
    report["guessed"] = tuple(report["guessed"])
    values["report"] = MachineReport(**report)
    values["date"] = datetime.fromisoformat(values["date"]) if values["date"] else None
    for name in ("to", "references", "limits"):
        values[name] = tuple(values[name])
    return Parsed(**values)
