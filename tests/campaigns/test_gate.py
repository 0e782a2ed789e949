"""The go-commit: whatever was decided before, the last look decides, under locks, each request by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from campaigns.caps import ANY, Cap
from campaigns.effects import pause_advertising
from campaigns.gate import go
from campaigns.housekeeping import rescue
from contacts.consent import GLOBAL
from contacts.medium import Medium
from store.tables import desk, permission, runs
from tests.campaigns.house_of import consent_row, minimal, step

MAIL = {"probe": minimal(step("a", "day = 1"), step("b", "day = 9"))}
EITHER = {"probe": minimal(step("a", "day = 1", '"email", "letter"', "winback/day_01_value"))}


def ready(home, *contacts, texts=None, **options):
    """A house with people whose first touch has been rendered and waits at the gate."""
    one = home(texts=texts or MAIL, **{key: value for key, value in options.items() if key != "company"})
    for name in contacts or ("K-1",):
        one.consenting(name, company=options.get("company"))
    one.sleep(days=1, hours=2)
    return one, list(one.tick().leaving)


def ask(one, *requests):
    return one.write(lambda connection: go(one.house, connection, requests))


def states(one):
    return [state for (state,) in one.touches("state")]


def test_who_may_go_is_recorded_as_leaving_before_anything_has_gone(either_home):
    one, (request,) = ready(either_home)
    assert ask(one, request) == [True]
    ((state, message_id, copies),) = one.touches("state", "message_id", "copies")
    assert (state, message_id, copies) == ("sending", request.leaving.message_id, 1)
    assert one.rows(select(runs.attempt.c.number, runs.attempt.c.sha256)) == [(1, request.leaving.sha256)]
    assert one.rows(select(runs.ledger.c.medium)) == [("email",)]
    assert one.rows(select(permission.consent.c.last_used_at)) == [(one.clock.now(),)]


def test_nobody_goes_twice_with_one_claim(home):
    one, (request,) = ready(home)
    assert ask(one, request) == [True]
    assert ask(one, request) == [False]
    assert len(one.sent()) == 1


def test_a_claim_that_was_taken_back_is_worth_nothing(home):
    one, (request,) = ready(home)
    assert ask(one, replace(request, fence=request.fence - 1)) == [False]
    assert ask(one, replace(request, touch_id=4711)) == [False]
    assert states(one) == ["claimed"]


@pytest.mark.parametrize("scope", [GLOBAL, "email"])
def test_an_objection_between_rendering_and_go_holds(either_home, scope):
    one, (request,) = ready(either_home)
    one.objection(scope=scope)
    assert ask(one, request) == [False]
    assert one.sent() == []
    assert "sending" not in states(one)


def test_the_objection_of_somebody_sharing_the_address_holds(home):
    one = home(texts=MAIL)
    one.customer("K-2", email="info@kunde.example")
    one.customer("K-1", email="info@kunde.example")
    one.consent("K-1")
    one.cancel("K-1")
    one.sleep(days=1, hours=2)
    (request,) = one.tick().leaving
    one.objection("K-2")
    assert ask(one, request) == [False]
    assert one.reasons("K-1")["a"] == ("skip", "objection")


def test_a_consent_withdrawn_between_rendering_and_go_holds(home):
    one, (request,) = ready(home)
    one.take("consents", consent_row(withdrawn_at=one.clock.now()))
    assert ask(one, request) == [False]
    assert one.reasons()["a"][0] == "skip"


@pytest.mark.parametrize("word", ["all", "advertising"])
def test_a_pause_between_rendering_and_go_holds_and_gives_the_touch_back(home, word):
    one, (request,) = ready(home)
    one.switch("paused", word)
    assert ask(one, request) == [False]
    assert states(one) == ["planned"]
    one.switch("paused", None)
    one.now()
    assert [name for name, _, _ in one.sent()] == ["a"]


def test_a_call_made_between_rendering_and_go_counts(home):
    one, (request,) = ready(home)
    one.activity("K-1", Medium.PHONE)
    assert ask(one, request) == [False]
    assert one.reasons()["a"] == ("skip", "frequency_cap")


def test_of_three_colleagues_at_the_gate_at_once_only_two_leave(home):
    one, requests = ready(home, "K-1", "K-2", "K-3", company="F-1")
    assert sorted(ask(one, *requests)) == [False, True, True]
    assert len(one.rows(select(runs.ledger.c.id))) == 2


def test_two_sequences_of_one_person_at_the_gate_at_once_share_the_cap(home):
    one, requests = ready(home, texts={"one": MAIL["probe"], "two": MAIL["probe"]})
    assert len(requests) == 2
    assert sorted(ask(one, *requests)) == [False, True]


def test_the_last_letter_the_month_can_pay_for_goes_to_one_person(home):
    texts = {"probe": minimal(step("a", "day = 1", '"letter"', "winback/day_01_value"))}
    terms = replace(home(texts={}).house.letters, max_euro_month=Decimal("1.00"))
    one, requests = ready(home, "K-1", "K-2", texts=texts, letters=terms)
    assert ask(one, *requests) == [True, False]
    assert sorted(states(one)) == ["batched", "skipped"]


def test_a_sender_wide_cap_holds_inside_one_group(home):
    cap = Cap("sender", ANY, 2, 1)
    one, requests = ready(home, "K-1", "K-2", "K-3", caps=(cap,))
    assert sorted(ask(one, *requests)) == [False, True, True]


def test_another_channel_than_the_one_rendered_is_prepared_anew(home):
    one, (request,) = ready(home, texts=EITHER)
    one.objection(scope="email")
    assert ask(one, request) == [False]
    assert states(one) == ["planned"]
    one.now()
    assert [how for _, how, _ in one.sent()] == ["letter"]


def test_outside_the_window_nothing_goes_however_late_the_gate_was_asked(home):
    one, (request,) = ready(home)
    one.sleep(hours=9)
    assert ask(one, request) == [False]
    (row,) = one.decided()
    assert (row["decision"], row["reason"]) == ("postpone", "sending_window")
    assert row["until"] - one.clock.now() < timedelta(hours=15)


def test_a_run_that_ended_meanwhile_is_stopped(home):
    one, (request,) = ready(home)
    one.write(lambda connection: connection.execute(runs.enrollment.update().values(state="finished")))
    assert ask(one, request) == [False]
    assert one.reasons()["a"] == ("stop", "enrollment_finished")
    assert states(one) == ["stopped"]


def test_a_letter_is_frozen_and_the_next_step_planned_at_once(home):
    texts = {"probe": minimal(step("a", "day = 1", '"letter"', "winback/day_01_value"), step("b", "day = 9"))}
    one, (request,) = ready(home, texts=texts)
    assert ask(one, request) == [True]
    assert states(one) == ["batched", "planned"]
    ((columns,),) = one.rows(select(runs.batch_row.c.columns))
    assert columns == dict(request.leaving.columns)
    assert one.rows(select(runs.ledger.c.cost)) == [(one.house.letters.cost,)]


@pytest.mark.parametrize(("wait", "planned"), [("wait_for_outcome = { days = 7 }", []), ("", ["planned"])])
def test_a_call_is_opened_as_a_task_and_waits_for_its_outcome_if_told(home, wait, planned):
    texts = {"probe": minimal(step("a", "day = 1", '"phone"', "winback/day_21_offer", wait), step("b", "day = 9"))}
    one = home(texts=texts)
    one.customer(phone="+49 431 99999 20")
    one.consent(medium=Medium.PHONE)
    one.cancel()
    one.sleep(days=1, hours=2)
    (request,) = one.tick().leaving
    assert ask(one, request) == [True]
    assert states(one) == ["open", *planned]
    columns = desk.task.c
    ((external_id, sample, advertising),) = one.rows(select(columns.external_id, columns.sample, columns.advertising))
    assert (external_id, sample, advertising) == (request.leaving.send_id, True, True)


def test_contract_mail_counts_for_no_cap_and_uses_no_consent(home):
    texts = {"probe": minimal(step("a", "day = 1", '"email"', "offboarding/plan"), purpose='"contract"')}
    one, (request,) = ready(home, texts=texts)
    assert ask(one, request) == [True]
    assert one.rows(select(runs.ledger.c.id)) == []
    assert one.rows(select(permission.consent.c.last_used_at)) == [(None,)]
    assert one.rows(select(runs.attempt.c.raw)) == [(request.leaving.raw,)]  # kept in full


def test_a_paused_run_whose_date_has_come_is_active_again_when_it_goes(home):
    one = home(texts=MAIL)
    one.consenting()
    until = one.clock.now() + timedelta(days=1)
    one.write(lambda connection: pause_advertising(connection, one.house, 1, until, "out_of_office"))
    one.sleep(days=1, hours=2)
    (request,) = one.tick().leaving
    assert ask(one, request) == [True]
    assert one.runs("probe") == [("active", None)]


def test_a_fault_at_the_gate_sends_nothing_and_the_touch_is_not_lost(home):
    """A planted fault: the database refuses the attempt's row of one person only."""
    one, _ = ready(home, "K-1", "K-2")
    one.write(lambda c: c.exec_driver_sql("UPDATE touch SET state='planned', owner=NULL"))
    fault = "CREATE TRIGGER fault BEFORE INSERT ON attempt WHEN NEW.touch_id = 1 BEGIN SELECT RAISE(ABORT, 'x'); END"
    one.write(lambda connection: connection.exec_driver_sql(fault))
    found = one.tick()
    assert one.deliver(found.leaving) == 1
    assert one.touches("state")[:2] == [("claimed",), ("sent",)]
    one.write(lambda connection: connection.exec_driver_sql("DROP TRIGGER fault"))
    rescue(one.house, set())
    one.now()
    assert sorted(row["contact"] for row in one.decided() if row["decision"] == "send") == ["K-1", "K-2"]
