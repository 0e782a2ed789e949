"""What phone and LinkedIn share: a rendered message becomes a task for a person. No network, ever."""

from __future__ import annotations

from channels.channel import Message, NewTask, Refused, TaskContent


def task(message: Message, kind: str, *, phone: str | None = None, url: str | None = None) -> NewTask:
    """The task of `kind`. Due at `due_at`, or at once (`created_at`). Raises Refused without title or words."""
    content = message.content
    if not isinstance(content, TaskContent):
        raise Refused("Für eine Aufgabe fehlt der Aufgabeninhalt (Titel, Briefing, Leitfaden).")
    if not content.title.strip() or not content.guide.strip():
        raise Refused("Der Aufgabe fehlt der Titel oder der Leitfaden.")
    due = message.due_at or message.created_at
    if message.expires_at is not None and message.expires_at <= due:
        raise Refused("Die Aufgabe wäre abgelaufen, bevor sie fällig ist.")
    return NewTask(
        send_id=message.send_id,
        kind=kind,
        title=content.title.strip(),
        brief=content.brief,
        guide=content.guide,
        assignee=message.assignee,
        due_at=due,
        expires_at=message.expires_at,
        phone=phone,
        url=url,
    )
