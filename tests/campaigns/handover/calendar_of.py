"""Anna with a calendar on a real Radicale: what her calendar program would do, and passes of ours."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import time
from typing import Any

from campaigns.handover.keeping import keep
from campaigns.handover.terms import CalendarOf, HandoverTerms
from handover.caldav import Account, CalDav
from handover.reconcile import Act
from store import calendars
from tests.campaigns.desk.calls import ANNA
from tests.rig.radicale import PASSWORD, Radicale


def with_calendar(one: Any, server: Radicale, person: str = ANNA) -> CalendarOf:
    """The house keeps this person's calendar from now on."""
    owner = CalendarOf(person, server.url(), "amira", "calendar-anna")
    one.house = replace(one.house, handover=HandoverTerms(time(7, 30), frozenset({person}), (owner,)))
    return owner


def kept(one: Any, owner: CalendarOf) -> Counter[Act]:
    """One pass; what it did, besides nothing."""
    with CalDav(Account(owner.url, owner.user, PASSWORD)) as dav:
        done = keep(one.house, owner, dav)
    del done[Act.NOTHING]
    return done


def entry(server: Radicale) -> str:
    """The one entry of the calendar, unfolded."""
    (text,) = server.entries().values()
    return re.sub(r"\r?\n[ \t]", "", text)


def edit(server: Radicale, *changes: tuple[str, str], name: str = "") -> None:
    """The person's program loads an entry, replaces (pattern, text), and writes it back as it must, with If-Match."""
    (name,) = [name] if name else list(server.entries())
    url = server.url() + name.replace("@", "%40")
    answer = server.ask("GET", url)
    text = re.sub(r"\r?\n[ \t]", "", answer.text)
    for pattern, replacement in changes:
        text, number = re.subn(pattern, replacement, text)
        assert number, (pattern, text)
    headers = {"If-Match": answer.headers["etag"], "Content-Type": "text/calendar; charset=utf-8"}
    server.ask("PUT", url, text.encode(), headers=headers)


def tick(server: Radicale, outcome: str = "", note: str = "", stamp: str = "20260303T120000Z") -> None:
    """Tick the entry off, and write an outcome where the entry asks for it."""
    edit(
        server,
        (r"STATUS:NEEDS-ACTION", f"STATUS:COMPLETED\r\nCOMPLETED:{stamp}\r\nPERCENT-COMPLETE:100"),
        (r"Ergebnis: (?=\\n|\r|\n)", f"Ergebnis: {outcome}"),
        (r"\\nNotiz: ", r"\\nNotiz: " + note.replace(",", r"\\,")),
    )


def delete(server: Radicale) -> None:
    """The person takes the entry out of her calendar."""
    (name,) = server.entries()
    server.ask("DELETE", server.url() + name.replace("@", "%40"))


def known(one: Any, person: str = ANNA) -> list[calendars.Item]:
    with one.house.store.read() as connection:
        return calendars.items(connection, person)
