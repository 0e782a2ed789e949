"""Somebody of whom a house knows everything that a brief can hold, with a conversation lying on Anna's desk."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from campaigns.imports import NpsRow, TicketRow, UsageRow
from campaigns.imports.rows import TicketPriority
from cases.authority import Authority, Concession, Grant, Matrix, Role
from contacts.contact import Tier
from contacts.medium import Medium
from store import events, operation, people, tasks
from store.tables import desk
from store.tasks import TaskRow
from tasks.person import Person, TaskTerms, Team
from tests.campaigns.house_of import MONDAY, minimal, step

ANNA, BEN = "anna@nordlicht.example", "ben@nordlicht.example"
TEAM = Team(
    (Person(ANNA, "Anna Albers", "SH"), Person(BEN, "Ben Bruns", "SH", role="manager")),
    Person("", land="SH"),
    TaskTerms(),
)
MATRIX = Matrix(
    (
        Authority(
            Role.CSM,
            (
                Grant(Concession.DISCOUNT_PERCENT, 10),
                Grant(Concession.PAUSE_MONTHS, 3),
                Grant(Concession.FEWER_SEATS),
                Grant(Concession.MONTHLY_TERM),
            ),
        ),
        Authority(Role.MANAGER, (Grant(Concession.DISCOUNT_PERCENT, 25),)),
        Authority(Role.PRODUCT, (Grant(Concession.CUSTOM, words="Eine Funktion mit Monat zusagen."),)),
    )
)
TUESDAY_NOON = MONDAY + timedelta(days=1, hours=4)


def well_known(
    home: Any,
    reason: str = "price",
    template: str = "save/call",
    kind: str = "call",
    purpose: str = "advertising",
    **options: Any,
) -> Any:
    """A house on Tuesday noon: everything on file about K-1, and a task from a sequence's step for Anna."""
    call = step(
        "call", "day = 1", '"phone"', template, f'task = {{ kind = "{kind}" }}', "wait_for_outcome = { days = 14 }"
    )
    changed = {
        key: options.pop(key) for key in ("feature", "text", "competitor", "competitor_source") if key in options
    }
    given = {"team": TEAM, "authority": MATRIX, **options}
    one = home(texts={"probe": minimal(call, purpose=f'"{purpose}"')}, **given)
    one.switch(operation.ACTIVATED, "1")
    one.customer(
        "K-1",
        phone="+49 431 9999910",
        owner_email=ANNA,
        company="F-1",
        end=date(2026, 6, 30),
        first_name="Wiebke",
        last_name="Sievers",
        tier=Tier.HIGH,
        annual_value=Decimal(52400),
        customer_since=date(2019, 4, 1),
    )
    for medium in (Medium.EMAIL, Medium.PHONE):
        one.consent("K-1", medium)
    _observed(one)
    text = {"text": "Der Preis steigt mit jedem Platz.", **changed}
    one.cancel("K-1", reason=reason, contract_id="V-K-1", wished_end=date(2026, 5, 31), **text)
    one.play(days=1, hours=4)
    _by_hand(one)
    return one


def _observed(one: Any) -> None:
    now = one.clock.now()
    one.take(
        "tickets",
        TicketRow("T-1", "K-1", now - timedelta(days=20), "Export bricht ab", TicketPriority.HIGH),
        TicketRow("T-2", "K-1", now - timedelta(days=50), "Rechnung doppelt", closed_at=now - timedelta(days=48)),
        TicketRow("T-3", "K-1", now - timedelta(days=300), "Zu lange her"),
    )
    one.take("nps", NpsRow("K-1", now - timedelta(days=40), 4, "Der Export kostet uns Zeit."))
    one.take(
        "usage",
        UsageRow("K-1", (now - timedelta(days=10)).date(), 40, 12, 6, 310),
        UsageRow("K-1", (now - timedelta(days=45)).date(), 120, 19, 25, 900),
    )


def _by_hand(one: Any) -> None:
    """What no import writes: promises, the note of an earlier talk, what she answered to the survey."""
    now = one.clock.now()
    with one.house.store.write() as connection:
        pk = people.contact_pk(connection, "K-1")
        assert pk is not None
        for name, words, kept in (("Z-1", "Rechnung berichtigen", now), ("Z-2", "Export beheben", None)):
            values = {"external_id": name, "contact_id": pk, "text": words, "owner_email": ANNA, "kept_at": kept}
            connection.execute(desk.promise.insert().values(due_on=date(2026, 3, 20), **values))
        told = {"reason_words": "Es wird uns zu teuer.", "worked": "Die Einführung", "score": 6}
        events.observe(connection, "exit_survey", "S-1", pk, now - timedelta(days=1), told)
        earlier = TaskRow("frueher", pk, "call", "Anruf im Januar", "", "", datetime(2026, 1, 15, tzinfo=UTC))
        tasks.add(connection, earlier, now - timedelta(days=47))
        found = tasks.show(connection, "frueher")
        assert found is not None
        tasks.close(connection, found["id"], "done", now - timedelta(days=46))
        note = {"outcome": "reached", "by": "Anna", "note": "Will im Mai neu rechnen."}
        connection.execute(desk.outcome.insert().values(task_id=found["id"], at=now - timedelta(days=46), **note))


def open_task(one: Any) -> dict[str, Any]:
    """The one open task."""
    with one.house.store.read() as connection:
        (found,) = tasks.listing(connection)
        return found


def extra_task(one: Any, kind: str, external_id: str = "ohne-schritt") -> dict[str, Any]:
    """A task that no step of a sequence asked for."""
    with one.house.store.write() as connection:
        pk = people.contact_pk(connection, "K-1")
        assert pk is not None
        due = one.clock.now() + timedelta(days=1)
        tasks.add(
            connection, TaskRow(external_id, pk, kind, f"{kind}: Wiebke Sievers", "", "", due, assignee=ANNA), due
        )
        found = tasks.show(connection, external_id)
        assert found is not None
        return found
