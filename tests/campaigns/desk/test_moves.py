"""Tasks that rest, change hands, come back, are told to a lead, or lose their sense."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from campaigns.desk import away, moves, tending
from campaigns.desk.tending import Tended, tend_tasks
from contacts.medium import Medium
from store import task_changes, tasks
from store.tables import desk, operation, permission
from tasks.absence import Absence
from tasks.kinds import Outcome
from tests.campaigns.desk.calls import ANNA, BEN, LEA, TEAM, at, called, calling, report, task_of
from tests.campaigns.house_of import consent_row, local

LONG = calling("wait_for_outcome = { days = 60 }")
TUESDAY = date(2026, 3, 3)


def told(one):
    table = operation.audit_event.c
    query = select(table.event, table.contact).where(table.event.like("task%")).order_by(table.id)
    return one.rows(query)


def test_a_task_rests_with_a_reason_and_its_deadline_with_it(home):
    one = called(home, texts=LONG)
    before = task_of(one)
    assert moves.snooze(one.house, before["external_id"], at("2026-03-20T10:00+01:00"), "  im Urlaub ") is None
    task = task_of(one)
    assert (task["snooze_reason"], task["snoozed_until"], task["due_at"]) == (
        "im Urlaub",
        at("2026-03-20T10:00+01:00"),
        at("2026-03-20T10:00+01:00"),
    )
    assert task["version"] == before["version"] + 1
    assert told(one) == [("task_snoozed", "K-1")]


@pytest.mark.parametrize(
    ("until", "reason", "words"),
    [
        ("2026-03-01T10:00+01:00", "später", "nicht in der Zukunft"),
        ("2026-03-20T10:00+01:00", "  ", "Ein Grund"),
        ("2026-06-01T10:00+02:00", "später", "Die Aufgabe endet am"),
    ],
)
def test_what_is_no_rest_is_refused_with_its_reason(home, until, reason, words):
    one = called(home, texts=LONG)
    before = task_of(one)
    assert words in (moves.snooze(one.house, before["external_id"], at(until), reason) or "")
    assert task_of(one) == before


def test_a_task_without_an_end_rests_a_year_at_most(home):
    one = called(home, texts=LONG)
    one.write(lambda connection: connection.execute(update(desk.task).values(expires_at=None)))
    name = task_of(one)["external_id"]
    assert "mehr als ein Jahr" in (moves.snooze(one.house, name, at("9999-12-31T12:00+01:00"), "später") or "")
    assert moves.snooze(one.house, name, at("2027-03-02T10:00+01:00"), "später") is None


def test_what_is_over_neither_rests_nor_is_claimed(home):
    one = called(home, texts=LONG)
    name = task_of(one)["external_id"]
    report(one, Outcome.REACHED)
    assert moves.snooze(one.house, name, at("2026-03-20T10:00+01:00"), "x") == "Die Aufgabe ist nicht offen."
    assert not moves.claim(one.house, name, BEN)
    assert not moves.claim(one.house, "no such task", BEN)


def test_an_absence_hands_over_what_falls_into_it_and_the_rest_when_it_begins(home):
    """K-1 is due on 5 March. From the 5th it is Ben's at once; of an absence from the 9th on it is only what is late."""
    one = called(home, texts=LONG)
    assert away.enter(one.house, Absence(ANNA, date(2026, 3, 9), date(2026, 3, 13)), "lea").moved == ()
    assert task_of(one)["assignee"] == ANNA
    one.sleep(days=6)  # Monday the 9th: not done, and she is away
    assert tend_tasks(one.house).handed_over == 1
    assert (task_of(one)["assignee"], task_of(one)["stands_in_for"]) == (BEN, ANNA)
    one.sleep(days=5)
    assert tend_tasks(one.house).handed_over == 1
    assert (task_of(one)["assignee"], task_of(one)["stands_in_for"]) == (ANNA, "")
    assert [event for event, _ in told(one) if event == "task_handed_over"] == ["task_handed_over"] * 2


def test_a_deputy_who_falls_ill_is_stood_in_for_in_turn(home):
    one = called(home, texts=LONG)
    assert len(away.enter(one.house, Absence(ANNA, TUESDAY, TUESDAY + timedelta(days=9)), "lea").moved) == 1
    away.enter(one.house, Absence(BEN, TUESDAY, TUESDAY + timedelta(days=9)), "lea")
    assert (task_of(one)["assignee"], task_of(one)["stands_in_for"]) == (LEA, ANNA)


def test_whoever_claims_a_task_keeps_it(home):
    one = called(home, texts=LONG)
    away.enter(one.house, Absence(ANNA, TUESDAY, TUESDAY + timedelta(days=3)), "lea")
    assert moves.claim(one.house, task_of(one)["external_id"], LEA)
    one.sleep(days=7)
    assert tend_tasks(one.house).handed_over == 0
    task = task_of(one)
    assert (task["assignee"], task["stands_in_for"], task["claimed_at"] is not None) == (LEA, "", True)


def test_who_claims_it_in_the_same_moment_keeps_it(home):
    one = called(home, texts=LONG)
    with one.house.store.read() as connection:
        (before,) = task_changes.of_people(connection, {ANNA})
    assert moves.claim(one.house, before["external_id"], LEA)
    assert not one.write(lambda connection: task_changes.give(connection, before, BEN, ANNA))
    assert task_of(one)["assignee"] == LEA


def test_everything_of_one_goes_to_another_for_good(home):
    one = called(home, "K-1", "K-2", texts=LONG)
    assert len(moves.hand_over(one.house, ANNA.upper(), BEN, "lea")) == 2
    assert {task_of(one, name)["assignee"] for name in ("K-1", "K-2")} == {BEN}
    assert moves.hand_over(one.house, ANNA, BEN, "lea") == []
    assert tend_tasks(one.house) == Tended()


def test_what_lies_too_long_comes_up_with_the_lead_once(home):
    """Due on Thursday at 17:30; eight business hours later is Friday, 17:00."""
    one = called(home, texts=LONG)
    one.sleep(days=3, hours=4)
    assert local(one.clock.now()).isoformat() == "2026-03-06T16:00:00+01:00"
    assert tend_tasks(one.house).escalated == 0
    one.sleep(hours=1)
    assert tend_tasks(one.house) == Tended(escalated=1)
    assert tend_tasks(one.house) == Tended()
    task = task_of(one)
    assert (task["priority"], task["escalated_at"]) == (8, one.clock.now())
    with one.house.store.read() as connection:
        led = one.house.team.led_by("lea")
        assert [row["contact"] for row in tasks.listing(connection, assignee="lea", escalated_of=led)] == ["K-1"]
        assert tasks.listing(connection, assignee="nina", escalated_of=one.house.team.led_by("nina")) == []


def test_a_task_that_rests_is_not_late(home):
    one = called(home, texts=LONG)
    moves.snooze(one.house, task_of(one)["external_id"], at("2026-03-20T10:00+01:00"), "im Urlaub")
    one.sleep(days=10)
    assert tend_tasks(one.house) == Tended()


def test_a_consent_that_is_withdrawn_takes_the_task_with_it(home):
    one = called(home, "K-1", "K-2", texts=LONG)
    one.take("consents", consent_row("K-1", Medium.PHONE, withdrawn_at=one.clock.now()))
    assert (task_of(one, "K-1")["state"], task_of(one, "K-2")["state"]) == ("withdrawn", "open")


def test_a_consent_that_ends_by_itself_takes_the_task_with_it(home):
    """law.md 43: without a basis nobody calls, and nobody waits for a call that must not be made."""
    one = home(texts=LONG, team=TEAM)
    for name, until in (("K-1", at("2026-03-10T00:00+01:00")), ("K-2", None)):
        one.customer(name, phone=f"+49 431 99999 {name[-1]}0", owner_email=None)
        one.consent(name)
        one.consent(name, Medium.PHONE, valid_until=until)
        one.cancel(name)
    one.play(days=1, hours=4)
    one.sleep(days=6, hours=11)
    assert tend_tasks(one.house).withdrawn == 0
    one.sleep(hours=1)
    assert tend_tasks(one.house).withdrawn == 1
    assert tend_tasks(one.house).withdrawn == 0
    assert (task_of(one, "K-1")["state"], task_of(one, "K-2")["state"]) == ("withdrawn", "open")
    assert one.touches("step", "state") == [("call", "withdrawn"), ("call", "open"), ("later", "planned")]
    assert ("task_withdrawn", "K-1") in told(one)


def test_of_many_tasks_a_pass_looks_at_a_part_and_the_next_one_goes_on(home, monkeypatch):
    monkeypatch.setattr(tending, "_AT_ONCE", 1)
    one = called(home, "K-1", "K-2", "K-3", texts=LONG)
    table = permission.consent
    one.write(
        lambda connection: connection.execute(
            update(table).where(table.c.medium == "phone").values(valid_until=one.clock.now())
        )
    )
    one.sleep(minutes=1)
    seen, reached = [], 0
    for _ in range(4):
        done = tend_tasks(one.house, reached, at_most=1)
        seen, reached = [*seen, done.withdrawn], done.reached
    assert (seen, reached) == ([1, 1, 1, 0], 0)


def test_a_conversation_to_keep_a_contract_ends_with_the_contract(home):
    texts = calling("wait_for_outcome = { days = 60 }", day=0, goal='"saved"')
    one = called(home, texts=texts, days=0, end=date(2026, 3, 20))
    one.sleep(days=15)
    assert tend_tasks(one.house).withdrawn == 0
    one.sleep(days=5)
    assert tend_tasks(one.house).withdrawn == 1
    assert task_of(one)["state"] == "withdrawn"


@pytest.mark.parametrize("kind", ["call", "meeting", "exit_interview"])
def test_an_objection_takes_every_kind_of_task(home, kind):
    one = called(home, texts=calling("wait_for_outcome = { days = 60 }", kind=kind))
    one.objection()
    assert task_of(one)["state"] == "withdrawn"
