"""Houses with people who take calls: one sequence with a call, a team, and what the tests ask of a task."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from campaigns.desk.finishing import finish_task
from contacts.medium import Medium
from store import tasks
from tasks.kinds import Outcome
from tasks.person import Person, TaskTerms, Team
from tasks.report import Report
from tests.campaigns.house_of import minimal, step

ANNA, BEN, LEA, NINA = (f"{name}@nordlicht.example" for name in ("anna", "ben", "lea", "nina"))
TEAM = Team(
    (
        Person(ANNA, "Anna", "SH", deputy=BEN, lead=LEA),
        Person(BEN, "Ben", "SN", deputy=ANNA, lead=LEA),
        Person(LEA, "Lea", "SH"),
        Person(NINA, "Nina", "SH", neutral=True),
    ),
    Person("", land="SH"),
    TaskTerms(),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def calling(*more: str, day: int = 1, kind: str = "call", reply: str = "", **head: str) -> dict[str, str]:
    """A sequence that asks for one call and writes once more on day 20; `more` are further lines of the call."""
    call = step("call", f"day = {day}", '"phone"', "winback/day_21_offer", f'task = {{ kind = "{kind}" }}', *more)
    text = minimal(call, step("later", "day = 20"), **head)
    return {"probe": text + (f"\n[on_reply]\n{reply}\n" if reply else "")}


def called(home: Any, *contacts: str, texts: dict[str, str] | None = None, days: int = 1, **changes: Any) -> Any:
    """Everybody of `contacts` has cancelled on Monday, and the call lies with somebody on Tuesday noon."""
    owner = changes.pop("owner", ANNA)
    team = changes.pop("team", TEAM)
    when = {"start": changes.pop("start")} if "start" in changes else {}
    one = home(texts=texts or calling("wait_for_outcome = { days = 14 }"), team=team, **when)
    for name in contacts or ("K-1",):
        one.customer(name, phone=f"+49 431 99999 {name[-1]}0", owner_email=owner, **changes)
        one.consent(name)
        one.consent(name, Medium.PHONE)
        one.cancel(name)
    one.play(days=days, hours=4)
    return one


def task_of(one: Any, contact: str = "K-1", state: str | None = None) -> dict[str, Any]:
    """The one task of somebody."""
    with one.house.store.read() as connection:
        (found,) = [row for row in tasks.listing(connection, state) if row["contact"] == contact]
        return found


def report(one: Any, outcome: Outcome, contact: str = "K-1", **more: Any) -> bool:
    """Anna reports what came of somebody's task."""
    return finish_task(one.house, task_of(one, contact)["external_id"], Report(outcome, "Anna", **more)) is not None
