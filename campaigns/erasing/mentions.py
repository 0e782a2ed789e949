"""Where we have written down somebody erased beside another person's mail: as her successor, or as waiting for her.

Only our own lines go. What the other one wrote is hers, as everywhere (campaigns.erasing.mails).
"""

from __future__ import annotations

import re

from sqlalchemy import Connection

from campaigns.erasing.identity import Identity
from campaigns.inbound.tasks import NAMED, RESTING
from store import people, reply_tasks

_GONE = "jemand, dessen Angaben gelöscht sind (Art. 17 DSGVO)"


def forget_mentions(connection: Connection, contact_pk: int, identity: Identity, external_id: str) -> int:
    """Take her out of the proposals in others' replies and out of their tasks; how many replies. Before her rows go.

    By address or number wherever it stands, by her last name alone only where somebody of her own firm named it.
    """
    firm = frozenset(people.colleagues(connection, contact_pk))
    name = re.compile(rf"(?<!\w){re.escape(identity.last_name)}(?!\w)", re.IGNORECASE) if identity.last_name else None

    def is_she(text: str, whose: int | None) -> bool:
        return identity.in_text(text) or (name is not None and whose in firm and name.search(text) is not None)

    def without(line: str, whose: int | None) -> str:
        if line.startswith(NAMED) and is_she(line.removeprefix(NAMED), whose):
            return NAMED + _GONE
        if line.startswith(RESTING):
            return RESTING + ", ".join(
                "[gelöscht]" if one == external_id else one for one in line.removeprefix(RESTING).split(", ")
            )
        return line

    hers = [
        row["id"]
        for row in reply_tasks.proposals(connection)
        if is_she(", ".join(str(value) for value in row["new_contact"].values() if value), row["contact_id"])
    ]
    reply_tasks.forget_proposals(connection, hers)
    for task in reply_tasks.briefs_with(connection, (NAMED, RESTING)):
        brief = "\n".join(without(line, task["contact_id"]) for line in task["brief"].split("\n"))
        if brief != task["brief"]:
            reply_tasks.put_brief(connection, task["id"], brief)
    return len(hers)
