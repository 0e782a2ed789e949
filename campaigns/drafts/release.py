"""Sequences whose first mails a person releases, for `status` and `doctor`: how far each has come, and who waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from campaigns.house import House
from store import drafts


def releases(connection: Connection, house: House) -> list[dict[str, Any]]:
    """One entry a definition that mails wait in: sequence, how many have left of how many, open ones, waiting ones."""
    waiting = drafts.waiting_for_release(connection)
    standings = drafts.standings(connection, [digest for _, digest in waiting])
    found = []
    for (name, digest), number in sorted(waiting.items()):
        wanted = house.definitions.pinned(connection, digest).release_first
        if standings[digest].left < wanted:
            one = {"sequence": name, "released": standings[digest].left, "of": wanted}
            found.append(one | {"open": standings[digest].open, "waiting": number})
    return found


def release_words(one: Mapping[str, Any]) -> str:
    """What a person has to know of it."""
    mails = "1 Mail wartet" if one["waiting"] == 1 else f"{one['waiting']} Mails warten"
    done = f"{one['released']} von {one['of']} sind freigegeben und hinaus"
    return f"Sequenz „{one['sequence']}“: {mails}, bis die ersten freigegeben sind ({done})"
