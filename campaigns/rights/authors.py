"""Whose words a person gets: what she wrote, wherever it was filed; of somebody else's mail only that it came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from replies.reply import Kind
from store import dossier
from store.dossier import Rows, Subject
from store.reply_tasks import task_id

OTHERS_WORD = "[von jemand anderem geschrieben, oder von einer Adresse, die auch andere benutzen]"
OTHERS_REASON = (
    "Sie kamen nicht von einer Adresse, die bei uns zu Ihnen allein gehört; ihr Wortlaut ist der eines anderen "
    "(Art. 15 Abs. 4 DSGVO). Enthalten ist, wann und welcher Art sie waren. Haben Sie selbst geschrieben, nennen Sie "
    "uns die Absenderadresse, dann bekommen Sie auch den Text."
)

_REPORTS = frozenset({Kind.HARD_BOUNCE.value, Kind.SOFT_BOUNCE.value, Kind.COMPLAINT.value, Kind.NOTE.value})
"""What a machine says about a mail to her, and we of a conversation with her: nobody else's words."""
_FACT = frozenset(
    {"id", "received_at", "mail_date", "kind", "effect", "matched_by", "contact_id", "touch_id", "send_id"}
)
_HERS = frozenset(
    {
        "id", "fingerprint", "account", "folder", "received_at", "mail_date", "message_id", "from_address", "subject",
        "kind", "label", "new_text", "raw",
    }
)  # fmt: skip
"""Of a mail of hers at a colleague's case: what she wrote. What we concluded from it is about the colleague."""


def own_words(connection: Connection, who: Subject, found: Rows) -> tuple[Rows, int]:
    """The rows with the words of others taken out, also where they were copied to; of how many mails."""
    users = dossier.users(connection, who.emails)
    others: list[str] = []
    replies = []
    for row in found["reply"]:
        if wrote(who, row, users):
            replies.append(row if row["contact_id"] in (None, who.contact_pk) else _only(row, _HERS))
        elif row["kind"] in _REPORTS and row["contact_id"] == who.contact_pk:
            replies.append(row)
        else:
            others.append(row["fingerprint"])
            replies.append(_fact(row, who))
    found = {**found, "objection": _objections(connection, who, found["objection"], set(others))}
    if not others:
        return {**found, "reply": replies}, 0
    tasks = {task_id(one) for one in others}
    short = {one[:16] for one in others}
    cleaned = {
        "reply": replies,
        "task": [row | {"brief": OTHERS_WORD} if row["external_id"] in tasks else row for row in found["task"]],
        "audit_event": [_without_label(row, short) for row in found["audit_event"]],
    }
    return {**found, **cleaned}, len(others)


def _objections(
    connection: Connection, who: Subject, rows: list[dict[str, Any]], sources: set[str]
) -> list[dict[str, Any]]:
    """Without the words of mails that are not hers, and of what was said of an address that others use as well.

    Nobody can say who of them said it, unless her own entry has the same words.
    """
    common = dossier.used_by_others(connection, who)
    hers = {row["verbatim"] for row in rows if row["contact_id"] is not None and row["source"] not in sources}

    def foreign(row: Mapping[str, Any]) -> bool:
        of_address = row["contact_id"] is None and row["address_hash"] in common
        return row["source"] in sources or (of_address and bool(row["verbatim"]) and row["verbatim"] not in hers)

    return [row | {"verbatim": OTHERS_WORD} if foreign(row) else row for row in rows]


def wrote(who: Subject, reply: Mapping[str, Any], users: Mapping[str, set[int]]) -> bool:
    """True when the mail came from an address of hers; one that a colleague shares counts where it was filed at her."""
    sender = (reply["from_address"] or "").lower()
    if sender not in who.emails:
        return False
    return reply["contact_id"] == who.contact_pk or reply["contact_id"] not in users.get(sender, set())


def _fact(row: Mapping[str, Any], who: Subject) -> dict[str, Any]:
    return _only(row, _FACT if row["contact_id"] == who.contact_pk else _FACT & _HERS) | {"new_text": OTHERS_WORD}


def _only(row: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    return {name: value if name in names else None for name, value in row.items()}


def _without_label(row: dict[str, Any], short: set[str]) -> dict[str, Any]:
    data = row["data"]
    return row | {"data": {**data, "label": None}} if data and data.get("reply") in short else row
