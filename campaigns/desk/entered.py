"""What stands on file after a report, for terminal and page alike: read back, never repeated from what was typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection

from campaigns.desk.conceding import on_file
from campaigns.desk.powers import conceded_words
from campaigns.desk.promising import name_of
from campaigns.desk.summary import sentence
from campaigns.house import House
from campaigns.rendering.german import german_date
from store import tasks
from store.agreed import ACCEPTED, REFUSED
from tasks.report import Conceded, Promised, Report

_NOT: Final = "Das Ergebnis stand schon fest. Tragen Sie es mit dem nächsten Ergebnis zu dieser Person ein."


def told_of(house: House, task: Mapping[str, Any], report: Report) -> Iterator[str]:
    """German sentences on what `report` agrees on, none for a report without; what is not on file is said not to be."""
    with house.store.read() as connection:
        if report.promise is not None:
            yield _of_promise(house, connection, task, report.promise)
        if report.offer is not None:
            yield _of_offer(house, connection, task, report.offer)


def _of_promise(house: House, connection: Connection, task: Mapping[str, Any], given: Promised) -> str:
    said, until = " ".join(given.text.split()), german_date(given.due_on)
    reminder = tasks.show(connection, name_of(task["external_id"], given))
    if reminder is None:
        return f"Nicht eingetragen ist die Zusage „{said}“ bis {until}. {_NOT}"
    who = house.team.of(reminder["assignee"]).name or reminder["assignee"]
    return f"Zugesagt bis {until}: {sentence(said)} Erinnert wird {who}."


def _of_offer(house: House, connection: Connection, task: Mapping[str, Any], given: Conceded) -> str:
    found = on_file(house, connection, task, given)
    if found is None:
        words = conceded_words(given.what, given.amount, given.words).rstrip(".")
        return f"Nicht eingetragen ist das Angebot „{words}“. {_NOT}"
    words = conceded_words(found["offer"], found["amount"], found["words"]).rstrip(".")
    if found["state"] == REFUSED:
        return f"{words}: nicht freigegeben, gilt nicht."
    if found["approval"] and not found["approved_by"]:
        return f"{words}: Das braucht eine Freigabe, sie ist angefragt. Bis dahin gilt es nicht."
    return f"{words}: {'angenommen' if found['state'] == ACCEPTED else 'angeboten'}."
