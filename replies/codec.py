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
    report: dict[str, Any] = values.pop("report")
    recipients = tuple(RecipientReport(**block) for block in report.pop("recipients"))
    guessed = tuple(report.pop("guessed"))
    date = values.pop("date")
    lists = {name: tuple(values.pop(name)) for name in ("to", "references", "limits")}
    return Parsed(
        **values,
        **lists,
        date=datetime.fromisoformat(date) if date else None,
        report=MachineReport(recipients=recipients, guessed=guessed, **report),
    )
