"""A task that could not be done, and why: no time, not the right person, gone from the company."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from campaigns.desk.finishing import finish_task
from handover.answers import Answer, answer_of, suggested
from store import tasks
from store.tables import desk, permission, runs
from tasks.kinds import BRANCHING, NOT_THE_ONE, Outcome, outcomes_of, shows_number, was_made
from tasks.report import Report
from tests.campaigns.desk.calls import ANNA, called, calling, report, task_of

WAITS = "wait_for_outcome = { days = 14 }"
CONTACTED = ("call", "meeting", "exit_interview", "linkedin")


def contacts(one):
    return len(one.rows(select(runs.ledger.c.id)))


def test_what_was_not_done_contacted_nobody_and_the_run_goes_on(home):
    one = called(home, texts=calling(WAITS))
    assert contacts(one) == 1
    assert report(one, Outcome.NOT_DONE, note="keine Zeit")
    assert (task_of(one)["state"], contacts(one)) == ("done", 0)
    assert one.runs("probe") == [("active", None)]
    ((used,),) = [one.rows(select(permission.consent.c.last_used_at).where(permission.consent.c.medium == "phone"))]
    assert used == (None,)
    one.play(days=25)
    assert [step for step, _, _ in one.sent()][-1] == "later"


def test_no_number_is_asked_for_and_no_try_is_used_up(home):
    one = called(home, texts=calling(WAITS))
    assert report(one, Outcome.NOT_REACHED)
    assert report(one, Outcome.NOT_DONE)
    numbers = one.rows(select(desk.outcome.c.outcome, desk.outcome.c.number).order_by(desk.outcome.c.id))
    assert [bool(number) for _, number in numbers] == [True, False]
    assert contacts(one) == 1  # the first try was one


def test_a_sequence_may_say_what_follows(home):
    one = called(home, texts=calling(WAITS, reply="not_done = { pause_days = 10 }"))
    report(one, Outcome.NOT_DONE)
    assert one.runs("probe") == [("paused", "outcome")]


@pytest.mark.parametrize("outcome", sorted(NOT_THE_ONE))
def test_who_is_not_the_one_gets_nothing_more_and_her_owner_finds_out_who_is(home, outcome):
    one = called(home, texts=calling(WAITS))
    name = task_of(one)["external_id"]
    assert report(one, outcome, note="Nachfolge: Frau Lorenz")
    assert one.runs("probe") == [("stopped", "outcome")]
    with one.house.store.read() as connection:
        (follow_up,) = tasks.listing(connection)
    assert (follow_up["kind"], follow_up["assignee"], follow_up["advertising"]) == ("new_contact", ANNA, False)
    assert "Frau Lorenz" in follow_up["brief"]
    assert follow_up["external_id"] != name
    assert finish_task(one.house, follow_up["external_id"], Report(Outcome.ANSWERED, "Anna"))
    one.play(days=25)
    assert one.carrier.mails == type(one.carrier.mails)()


@pytest.mark.parametrize("kind", CONTACTED)
def test_each_kind_that_contacts_somebody_can_say_so_in_a_calendar_too(kind):
    for outcome, word in (
        (Outcome.NOT_DONE, "nicht gemacht"),
        (Outcome.WRONG_PERSON, "nicht zuständig"),
        (Outcome.LEFT_COMPANY, "nicht mehr in der Firma"),
    ):
        assert outcome in outcomes_of(kind)
        assert answer_of(kind, [f"Ergebnis: {word}"], ()) == Answer(outcome)
        assert word in suggested(kind)
    assert not was_made(kind, Outcome.NOT_DONE)
    assert not shows_number(kind, Outcome.NOT_DONE)
    assert was_made(kind, Outcome.WRONG_PERSON) is (kind != "linkedin")


def test_what_is_owed_is_never_closed_as_not_done():
    for kind in ("by_hand", "confirm_end", "answer_ground", "review_withdrawal", "callback", "approval"):
        assert Outcome.NOT_DONE not in outcomes_of(kind)
    assert Outcome.NOT_DONE in BRANCHING
    assert not NOT_THE_ONE & BRANCHING
