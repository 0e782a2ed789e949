"""Who came back hears in writing what was agreed, and is looked after at 1, 2, 4 and 8 weeks: work in the house."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from campaigns.desk.finishing import finish_task
from campaigns.desk.sheet import sheet_of
from sequences.calendar import local_day
from store import tasks
from store.tables import desk, people, runs
from tasks.kinds import Outcome
from tasks.report import Promised, Report

ANNA = "anna@nordlicht.example"


def looked_after(one):
    rows = one.rows(select(desk.task.c.created_at).where(desk.task.c.kind == "duty").order_by(desk.task.c.created_at))
    return [local_day(at, "Europe/Berlin") for (at,) in rows]


def test_a_summary_at_once_and_four_times_somebody_looks(home):
    one = home()
    one.customer(owner_email="anna@nordlicht.example")
    one.cancel()
    one.play(days=3)
    one.objection()
    back = local_day(one.clock.now(), "Europe/Berlin")
    one.returned()
    one.play(days=70)
    days = looked_after(one)
    assert [(day - back) // timedelta(days=7) for day in days] == [0, 1, 2, 4, 8]
    assert {who for (who,) in one.rows(select(desk.task.c.assignee).where(desk.task.c.kind == "duty"))} == {
        "anna@nordlicht.example"
    }
    assert one.rows(select(runs.ledger).where(runs.ledger.c.medium == "phone")) == []  # nobody was contacted


def test_nobody_else_is_looked_after(home):
    one = home()
    one.customer()
    one.cancel()
    one.play(days=70)
    assert looked_after(one) == []


def test_who_cancels_again_is_not_looked_after_any_more(home):
    one = home()
    one.customer()
    one.cancel()
    one.play(days=3)
    one.returned()
    one.play(days=16)
    one.cancel(external_id="KUE-2")
    one.play(days=60)
    assert len(looked_after(one)) == 3
    assert one.runs("checkin") == [("stopped", "replaced")]


def test_a_cancellation_from_before_the_return_that_comes_late_ends_nothing(home):
    one = home()
    one.customer()
    one.cancel()
    one.play(days=3)
    before = one.clock.now()
    one.play(days=1)
    one.returned()
    one.play(days=16)
    one.cancel(external_id="KUE-2", received_at=before)
    one.play(days=60)
    assert len(looked_after(one)) == 5


def test_whoever_looks_sees_what_was_promised_and_no_notes(home):
    one = home()
    one.customer(owner_email=ANNA)
    one.cancel()
    one.play(days=3)
    ((pk,),) = one.rows(select(people.contact.c.id))
    call = tasks.TaskRow("T-1", pk, "call", "Anruf", "", "", one.clock.now(), assignee=ANNA)
    one.write(lambda connection: tasks.add(connection, call, one.clock.now()))
    promised = Promised("Die Rechnung kommt neu.", local_day(one.clock.now(), "Europe/Berlin") + timedelta(days=7))
    said = Report(Outcome.REACHED, ANNA, note="klang müde", number="+49 431 123456", promise=promised)
    assert finish_task(one.house, "T-1", said)
    one.returned()
    one.play(days=9)
    with one.house.store.read() as connection:
        found = [row for row in tasks.listing(connection) if row["title"].startswith("Nachsehen")]
        task = tasks.show(connection, found[0]["external_id"])
    assert len(found) == 1
    facts = {fact.name: fact.words for fact in sheet_of(one.house, task).brief.facts}
    assert "Die Rechnung kommt neu." in facts["Zusagen"]
    assert "Notizen" not in facts
