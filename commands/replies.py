"""`replies list|release` and `suppress`: what came in, and objections that people enter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from commands.german import App
from commands.options import FINDINGS, USAGE, Config, Json, State, answer, emit, fail, open_house, say

if TYPE_CHECKING:
    from contacts.medium import Medium

replies = App(help="Eingegangene Antworten")


def register(app: typer.Typer) -> None:
    """Add `replies` and `suppress`."""
    app.add_typer(replies, name="replies")
    app.command("suppress")(suppress)


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
        item = {
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
        if json:
            emit(item)
        else:
            what = f"{item['label'] or item['kind']:<22} {item['effect']:<16} {item['evidence'][:60]}"
            say(f"{item['received_at'][:16]}  {item['contact'] or '?':<12} {what}")


@replies.command("release")
def release(reply: str, config: Config = None, state: State = None, json: Json = False) -> None:
    """Eine angehaltene Antwort ist geklärt: die Person wird nicht länger angehalten."""
    from campaigns.reply_tasks import task_id
    from store import enrollments, operation, tasks
    from store import replies as stored

    house = open_house(config, state)
    with house.store.write() as connection:
        known = stored.release(connection, reply)
        if known:
            task = tasks.show(connection, task_id(reply))
            if task is not None and task["kind"] == "read_reply":
                tasks.close(connection, task["id"], "done", house.clock.now())
            contact_pk = stored.contact_of(connection, reply)
            if contact_pk is not None:
                enrollments.release(connection, contact_pk)
            operation.audit(connection, "reply_released", house.clock.now(), None, {"reply": reply[:16]})
    if not known:
        fail(f"Die Antwort {reply} gibt es nicht.", FINDINGS)
    answer({"reply": reply, "released": True}, "Freigegeben.", json=json)


def _medium_of(who: str) -> Medium | None:
    """Which kind of address `who` is; None for an id, however much it looks like a number in letters (K-9999)."""
    from contacts.medium import Medium

    if "@" in who:
        return Medium.EMAIL
    if "linkedin.com/" in who:
        return Medium.LINKEDIN_DM
    return Medium.PHONE if re.fullmatch(r"[+0][\d\s/().-]{5,}", who) else None


def suppress(
    who: Annotated[str, typer.Argument(help="Kontaktkennung, E-Mail-Adresse oder Rufnummer")],
    scope: Annotated[str, typer.Option("--scope", help="global, email, phone, post, linkedin_dm …")] = "global",
    verbatim: Annotated[str, typer.Option("--verbatim", help="Wortlaut")] = "",
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Einen Widerspruch eintragen; er gilt sofort für alles Geplante, Offene und Übergebene."""
    from campaigns.effects import object_address, object_to
    from campaigns.export import write_recalls
    from compliance.facts import Via
    from contacts import normalize
    from contacts.consent import OBJECTION_SCOPES
    from store import people

    if scope not in OBJECTION_SCOPES:
        fail(f"--scope: „{scope}“ gibt es nicht; erlaubt ist {', '.join(OBJECTION_SCOPES)}.", USAGE)
    house = open_house(config, state)
    now = house.clock.now()
    with house.store.write() as connection:
        contact_pk = people.contact_pk(connection, who)
        if contact_pk is not None:
            aftermath = object_to(
                connection, house, contact_pk, scope, Via.OPERATOR, now, source="suppress", verbatim=verbatim
            )
        else:
            medium = _medium_of(who)
            address = normalize.normalise(medium, who) if medium is not None else None
            if medium is None or address is None:
                fail(f"„{who}“ ist weder ein bekannter Kontakt noch eine Adresse. Nichts wurde eingetragen.", USAGE)
            aftermath = object_address(connection, house, medium, address, scope, Via.OPERATOR, now)
    write_recalls(house, aftermath.recalled)
    recalled = sum(map(len, aftermath.recalled.values()))
    text = f"Widerspruch eingetragen ({scope}), er gilt ab sofort; zurückgerufene Briefe: {recalled}."
    answer({"who": who, "scope": scope, "recalled_letters": recalled}, text, json=json)
