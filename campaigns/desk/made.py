"""A call or a message by hand that was made: which number was shown, and the use of the consents it rested on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from campaigns.evidence.uses import carrying
from campaigns.house import House
from contacts import normalize
from sequences.definition import Channel
from store import consents, decisions, ledger, people
from tasks.kinds import Outcome, shows_number, was_made


class NoNumber(ValueError):
    """A call cannot be closed as made without the number that was shown; the text is German."""


def number_shown(
    house: House, connection: Connection, task: Mapping[str, Any], outcome: Outcome, given: str = ""
) -> str:
    """The outgoing number of a call that was made: `given`, else that of the person's brand or of the company.

    Empty for everything but a call. NoNumber when none is known, or when `given` is no number.
    """
    if not shows_number(task["kind"], outcome):
        return ""
    contact = people.contact(connection, task["contact_id"])[0]
    number = given or house.brand_of(contact.brand).phone or house.company.phone
    if outcome is Outcome.OBJECTION and normalize.phone(number) is None:
        return ""  # an objection acts at once, whatever is missing in its record
    if not number:
        raise NoNumber(
            "Bei einem Werbeanruf muss die eigene Rufnummer angezeigt werden (§ 15 Abs. 2 TDDDG), und § 7a UWG "
            "verlangt sie im Nachweis. Hier ist keine bekannt: Geben Sie die angezeigte Nummer mit --number an, oder "
            "tragen Sie sie in config.toml unter [sender] als phone ein."
        )
    if normalize.phone(number) is None:
        raise NoNumber(f"„{number}“ ist keine Rufnummer; erwartet wird zum Beispiel --number „+49 431 123456“.")
    return number


def use_of_task(
    connection: Connection, task: Mapping[str, Any], outcome: Outcome, by: str, number: str, now: datetime
) -> None:
    """Write the use of each consent the task rested on (§ 7a UWG: every use, with number and agent).

    For the caps the contact counts from `now` on: a call of Thursday must not count as of the Monday it was asked for.
    """
    if task["touch_id"] is None or not was_made(task["kind"], outcome):
        return
    ledger.made(connection, task["touch_id"], now)
    if not task["advertising"]:
        return
    row = decisions.sent(connection, task["touch_id"])
    if row is None:
        return
    medium = Channel(task["channel"]).medium.value
    told = {"send_id": task["external_id"], "medium": medium, "outcome": outcome.value, "agent": by}
    if number:
        told["number"] = number
    used = {evidence: [{**told, "rule": gate["rule"]}] for gate in carrying(row) for evidence in gate["evidence"]}
    consents.use(connection, used, now)
