"""An import names somebody else as a contact's owner: her open tasks follow, claimed ones stay and are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import select, update

from campaigns.desk import away, moves
from store.tables import desk, operation
from tasks.absence import Absence
from tests.campaigns.desk.calls import ANNA, BEN, LEA, TEAM, at, called, calling, task_of
from tests.campaigns.house_of import customer_row, local

LONG = calling("wait_for_outcome = { days = 60 }")


def taken_over(one, new, contact="K-1", **changes):
    """The CRM's file once more, with another owner."""
    number = contact[-1]
    row = customer_row(contact, phone=f"+49 431 99999 {number}0", owner_email=new, **changes)
    return one.take("customers", row)


def test_what_nobody_has_taken_goes_to_the_new_owner(home):
    one = called(home, texts=LONG)
    task = task_of(one)
    done = taken_over(one, BEN)
    assert (done.tasks_moved, done.tasks_kept) == ((task["external_id"],), ())
    after = task_of(one)
    assert (after["assignee"], after["stands_in_for"], after["due_at"]) == (BEN, "", task["due_at"])
    table = operation.audit_event.c
    told = one.rows(select(table.data).where(table.event == "task_handed_over"))
    assert told == [({"task": task["external_id"], "by": "import"},)]
    assert taken_over(one, BEN).tasks_moved == ()
    assert taken_over(one, BEN.upper()).tasks_moved == ()


def test_what_was_claimed_stays_and_is_told(home):
    one = called(home, "K-1", "K-2", texts=LONG)
    names = [task_of(one, name)["external_id"] for name in ("K-1", "K-2")]
    assert moves.claim(one.house, names[0], ANNA)
    assert moves.claim(one.house, names[1], LEA)
    assert (taken_over(one, BEN).tasks_kept, taken_over(one, BEN, "K-2").tasks_kept) == ((names[0],), ())
    assert [task_of(one, name)["assignee"] for name in ("K-1", "K-2")] == [ANNA, LEA]


def test_a_task_of_nobody_gets_its_owner(home):
    one = called(home, texts=LONG, owner=None)
    assert taken_over(one, ANNA).tasks_moved == (task_of(one)["external_id"],)
    assert task_of(one)["assignee"] == ANNA


def test_it_is_due_by_her_holidays_and_her_room(home):
    """Buß- und Bettag, 18 November 2026: a holiday in Saxony alone, where Ben works, who takes one call a day."""
    people = (TEAM.people[0], replace(TEAM.people[1], calls_per_day=1), *TEAM.people[2:])
    start, end = at("2026-11-16T08:00+01:00"), date(2026, 10, 31)
    one = called(home, "K-1", "K-2", texts=LONG, start=start, end=end, team=replace(TEAM, people=people))
    wednesday = at("2026-11-18T17:30+01:00")
    one.write(lambda connection: connection.execute(update(desk.task).values(due_at=wednesday)))
    for name in ("K-1", "K-2"):
        taken_over(one, BEN, name, end=end)
    days = sorted(local(task_of(one, name)["due_at"]).date() for name in ("K-1", "K-2"))
    assert days == [date(2026, 11, 19), date(2026, 11, 20)]


def test_what_is_late_gets_a_day_of_hers_and_her_lead_need_not_hear_of_the_old_one(home):
    one = called(home, texts=LONG)
    one.clock.jump(at("2026-03-12T10:00+01:00"))
    one.write(lambda connection: connection.execute(update(desk.task).values(escalated_at=one.clock.now())))
    taken_over(one, BEN)
    task = task_of(one)
    assert (local(task["due_at"]).isoformat()[:16], task["escalated_at"]) == ("2026-03-12T17:30", None)


def test_what_was_agreed_on_keeps_its_moment(home):
    one = called(home, texts=LONG)
    task = task_of(one)
    moves.snooze(one.house, task["external_id"], at("2026-03-13T07:00+01:00"), "Termin")
    before = task_of(one)
    taken_over(one, BEN)
    after = task_of(one)
    assert (after["assignee"], after["due_at"], after["snoozed_until"]) == (
        BEN, before["due_at"], before["snoozed_until"],
    )  # fmt: skip


def test_whoever_stands_in_for_the_new_owner_gets_it(home):
    one = called(home, texts=LONG)
    away.enter(one.house, Absence(BEN, date(2026, 3, 3), date(2026, 3, 20), LEA), "lea")
    away.enter(one.house, Absence(ANNA, date(2026, 3, 3), date(2026, 3, 20), LEA), "lea")
    assert (task_of(one)["assignee"], task_of(one)["stands_in_for"]) == (LEA, ANNA)
    taken_over(one, BEN)
    assert (task_of(one)["assignee"], task_of(one)["stands_in_for"]) == (LEA, BEN)
