"""`replies list|release`: what came in; the commands that look closer or correct are in commands.replies_edit."""

from __future__ import annotations

from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from commands import replies_edit
from commands.german import App
from commands.options import Config, Json, State, account, answer, emit, open_house, say
from commands.replies_edit import full_id

_SHORT = 8

replies = App(help="Eingegangene Antworten")


def register(app: typer.Typer) -> None:
    """Add `replies`."""
    replies_edit.register(replies)
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

    house = open_house(config, state, existing=True, without_list=True)
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
        "matched_by": row["matched_by"],
        "trust": row["trust"],
        "relabelled_from": row["relabelled_from"],
        "review": row["review"],
        "evidence": row["evidence_text"],
    }


def _line(row: dict[str, Any], zone: ZoneInfo) -> str:
    """When, id, who, what it was taken for, what it did, and the words that decided."""
    from campaigns.inbound.words import TRUST
    from campaigns.lexicon.meanings import LABELS, REPLY_KINDS
    from campaigns.reason_words import effect_words

    moment = f"{row['received_at'].astimezone(zone):%d.%m.%Y %H:%M}"
    by_machine = row["kind"] in ("hard_bounce", "soft_bounce", "complaint")
    meaning = REPLY_KINDS[row["kind"]] if by_machine or not row["label"] else LABELS[row["label"]]
    if row["kind"] == "note":
        meaning = f"{REPLY_KINDS['note']}: {meaning}"
    words = " ".join((row["evidence_text"] or "").split())
    head = f"{moment}  {row['fingerprint'][:_SHORT]}  {row['contact'] or 'unbekannt':<10} {effect_words(row['effect'])}"
    quote = f"\n    „{words}“" if words else ""
    if row["relabelled_from"]:
        meaning += f" (von {row['relabelled_by']} richtiggestellt, vorher {row['relabelled_from']})"
    trust = f"\n    Absender: {TRUST[row['trust']]}" if row["trust"] else ""
    return f"{head}\n    {meaning}{trust}{quote}"


@replies.command("release")
def release(
    reply: Annotated[str, typer.Argument(help="Kennung der Antwort; ihr Anfang genügt, solange er eindeutig ist")],
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Eine angehaltene Antwort ist geklärt: die Person wird nicht länger angehalten."""
    from campaigns.inbound import colleagues
    from campaigns.inbound.tasks import task_id
    from store import enrollments, operation, people, tasks
    from store import replies as stored

    house = open_house(config, state, existing=True)
    reply = full_id(house, reply)
    with house.store.write() as connection:
        known = stored.release(connection, reply)
        if known:
            task = tasks.show(connection, task_id(reply))
            if task is not None and task["kind"] == "read_reply" and not stored.waiting_with(connection, reply):
                tasks.close(connection, task["id"], "done", house.clock.now())
            contact_pk = stored.contact_of(connection, reply)
            contact = None
            if contact_pk is not None:
                enrollments.release(connection, contact_pk)
                colleagues.release(connection, house, contact_pk, without=[task_id(reply)])
                contact = people.contact(connection, contact_pk)[0].external_id
            data = {"reply": reply[:16], "by": account()}
            operation.audit(connection, "reply_released", house.clock.now(), contact, data)
    answer({"reply": reply, "released": True}, "Freigegeben.", json=json)
