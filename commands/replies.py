"""`replies list|release`: what came in."""

from __future__ import annotations

from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from commands.german import App
from commands.options import FINDINGS, Config, Json, State, account, answer, emit, fail, open_house, say

_SHORT = 8

replies = App(help="Eingegangene Antworten")


def register(app: typer.Typer) -> None:
    """Add `replies`."""
    app.add_typer(replies, name="replies")


@replies.command("list")
def list_(
    review: Annotated[bool, typer.Option("--review", help="nur, was ein Mensch ansehen soll")] = False,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Antworten, die neueste zuerst."""
    from store import replies as stored

    house = open_house(config, state)
    zone = ZoneInfo(house.timezone)
    with house.store.read() as connection:
        rows = stored.listing(connection, review=True if review else None)
    for row in rows:
        if json:
            emit(_json(row, zone))
        else:
            say(_line(row, zone))
    if not rows and not json:
        say("Keine Antwort wartet auf einen Menschen." if review else "Noch keine Antworten.")


def _json(row: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    return {
        "reply": row["fingerprint"],
        "received_at": row["received_at"].astimezone(zone).isoformat(),
        "contact": row["contact"],
        "step": f"{row['sequence']}/{row['step']}" if row["step"] else None,
        "kind": row["kind"],
        "label": row["label"],
        "effect": row["effect"],
        "review": row["review"],
        "evidence": row["evidence_text"],
    }


def _line(row: dict[str, Any], zone: ZoneInfo) -> str:
    """When, id, who, what it was taken for, what it did, and the words that decided."""
    from campaigns.lexicon.meanings import LABELS, REPLY_KINDS
    from campaigns.reason_words import effect_words

    moment = f"{row['received_at'].astimezone(zone):%d.%m.%Y %H:%M}"
    by_machine = row["kind"] in ("hard_bounce", "soft_bounce", "complaint")
    meaning = REPLY_KINDS[row["kind"]] if by_machine or not row["label"] else LABELS[row["label"]]
    words = " ".join((row["evidence_text"] or "").split())
    head = f"{moment}  {row['fingerprint'][:_SHORT]}  {row['contact'] or 'unbekannt':<10} {effect_words(row['effect'])}"
    quote = f"\n    „{words}“" if words else ""
    return f"{head}\n    {meaning}{quote}"


@replies.command("release")
def release(
    reply: Annotated[str, typer.Argument(help="Kennung der Antwort; ihr Anfang genügt, solange er eindeutig ist")],
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Eine angehaltene Antwort ist geklärt: die Person wird nicht länger angehalten."""
    from campaigns.reply_tasks import task_id
    from store import enrollments, operation, people, tasks
    from store import replies as stored

    house = open_house(config, state)
    with house.store.read() as connection:
        near = stored.beginning_with(connection, reply, 2) if reply else []
    if len(near) > 1 and reply not in near:
        fail(f"„{reply}“ ist nicht eindeutig; mehr Zeichen von: wiedersehen replies list", FINDINGS)
    reply = near[0] if near and reply not in near else reply
    with house.store.write() as connection:
        known = stored.release(connection, reply)
        if known:
            task = tasks.show(connection, task_id(reply))
            if task is not None and task["kind"] == "read_reply":
                tasks.close(connection, task["id"], "done", house.clock.now())
            contact_pk = stored.contact_of(connection, reply)
            contact = None
            if contact_pk is not None:
                enrollments.release(connection, contact_pk)
                contact = people.contact(connection, contact_pk)[0].external_id
            data = {"reply": reply[:16], "by": account()}
            operation.audit(connection, "reply_released", house.clock.now(), contact, data)
    if not known:
        fail(f"Die Antwort {reply} gibt es nicht.", FINDINGS)
    answer({"reply": reply, "released": True}, "Freigegeben.", json=json)
