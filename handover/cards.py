"""A notice as a card of Teams or Slack: what, when, an id and a link. No name, no address, no word of a customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Notice:
    """What a channel of colleagues shows. German; `facts` are (word, value) pairs; `link` may be empty."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    link: str = ""


_OPEN = "Öffnen"


def teams(notice: Notice) -> dict[str, Any]:
    """The body for a workflow that begins with „When a Teams webhook request is received“: an Adaptive Card."""
    body: list[dict[str, Any]] = [{"type": "TextBlock", "text": _plain(notice.title), "weight": "Bolder", "wrap": True}]
    if notice.facts:
        facts = [{"title": _plain(word), "value": _plain(value)} for word, value in notice.facts]
        body.append({"type": "FactSet", "facts": facts})
    card: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    if notice.link:
        card["actions"] = [{"type": "Action.OpenUrl", "title": _OPEN, "url": notice.link}]
    attached = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attached]}


def slack(notice: Notice) -> dict[str, Any]:
    """The body for an incoming webhook: blocks, and the same as `text` for a notification."""
    lines = [f"*{_escaped(notice.title)}*", *(f"{_escaped(word)}: {_escaped(value)}" for word, value in notice.facts)]
    blocks: list[dict[str, Any]] = [{"type": "section", "text": {"type": "mrkdwn", "text": "\n".join(lines)}}]
    if notice.link:
        button = {"type": "button", "text": {"type": "plain_text", "text": _OPEN}, "url": notice.link}
        blocks.append({"type": "actions", "elements": [button]})
    return {"text": _escaped(notice.title), "blocks": blocks}


def _plain(text: str) -> str:
    """Without what Markdown would make a link, a heading or an emphasis of."""
    return "".join(f"\\{one}" if one in r"\`*_[]<>#|" else one for one in text)


def _escaped(text: str) -> str:
    """Slack reads three characters as its own (docs: „Escaping text“), and a few more as emphasis."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(one for one in safe if one not in "*_~`")
