"""What a receipt does: sent, again later, next channel, failed, or uncertain for everybody to see."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from campaigns.gate import go
from campaigns.housekeeping import Rescued, rescue
from campaigns.record import GRACE, LEAST_REFUSALS, Delivered, hurry, record
from channels.channel import Outcome, Receipt
from channels.email.recording import Scripted
from store import touches
from store.tables import runs
from tests.campaigns.house_of import MONDAY, OWNER, answers, minimal, step

ADVERT = {"probe": minimal(step("a", "day = 1", '"email", "letter"', "winback/day_01_value"), step("b", "day = 9"))}
CONTRACT = {
    "probe": minimal(
        step("plan", "day = 1", '"email"', "offboarding/plan"),
        step("export", "day = 4", '"email"', "offboarding/export"),
        purpose='"contract"',
    )
}


def answered(home, texts, *script, **options):
    """A customer in a house whose carrier answers as told, played until the first step has been tried."""
    one = home(texts=texts, script=answers(*script, **options))
    one.consenting()
    one.play(days=1, hours=1, minutes=30)
    return one


def attempts(one):
    columns = runs.attempt.c
    return one.rows(select(columns.number, columns.outcome, columns.code).order_by(columns.id))


def ledger(one):
    return one.rows(select(runs.ledger.c.medium).order_by(runs.ledger.c.id))


def test_what_was_accepted_is_sent_and_counted_and_the_next_step_is_planned(either_home):
    one = answered(either_home, ADVERT)
    assert one.touches("step", "state") == [("a", "sent"), ("b", "planned")]
    assert attempts(one) == [(1, "accepted", 250)]
    assert ledger(one) == [("email",)]


def test_a_dead_address_hands_the_same_touch_over_to_the_letter(home):
    one = answered(home, ADVERT, Outcome.REFUSED, blames=True)
    assert one.touches("step", "state", "channel") == [("a", "batched", "letter"), ("b", "planned", None)]
    assert ledger(one) == [("post",)]
    one.play(days=20)
    assert one.carrier.offered == 1  # the dead address is never tried again
    assert one.reasons()["b"] == ("skip", "reachable")


def test_an_address_refused_before_anything_was_said_is_dead_too(home):
    one = answered(home, ADVERT, Outcome.REFUSED, blames=True, after_go=False)
    assert one.touches("step", "state", "channel")[0] == ("a", "batched", "letter")
    assert [outcome for _, outcome, _ in attempts(one)] == [None]  # the letter's own


def test_a_refusal_that_is_our_own_problem_fails_the_step_and_the_next_one_comes(home):
    one = answered(home, ADVERT, Outcome.REFUSED)
    assert one.touches("step", "state", "reason")[0] == ("a", "failed", "550 scripted")
    assert ledger(one) == []
    one.play(days=10)
    assert one.touches("step", "state")[1] == ("b", "sent")


def test_a_passing_trouble_is_tried_again_with_the_same_message_id(home):
    one = answered(home, ADVERT, Outcome.TRANSIENT, Outcome.TRANSIENT)
    assert one.touches("step", "state")[0] == ("a", "sent")
    assert [outcome for _, outcome, _ in attempts(one)] == ["transient", "transient", "accepted"]
    assert ledger(one) == [("email",)]
    (message_id,) = one.touches("message_id", step="a")[0]
    assert [mail.message_id for mail in one.carrier.mails] == [message_id]
    assert [row["decision"] for row in one.decided()] == ["send", "send", "send"]


def test_the_waits_grow_and_the_trouble_is_not_tried_for_ever(home):
    one = home(texts=CONTRACT, script=answers(*[Outcome.TRANSIENT] * 500))
    one.consenting()
    one.play(days=12)
    moments = one.rows(
        select(runs.attempt.c.started_at)
        .join(runs.touch)
        .where(runs.touch.c.step == "plan")
        .order_by(runs.attempt.c.id)
    )
    gaps = [later[0] - earlier[0] for earlier, later in pairwise(moments)]
    assert timedelta(minutes=5) <= gaps[0] < timedelta(minutes=6)
    assert timedelta(minutes=10) <= gaps[1] < timedelta(minutes=11)
    assert timedelta(hours=4) <= gaps[-1] < timedelta(hours=4, minutes=1)
    assert one.touches("state", step="plan") == [("failed",)]


def test_forty_waits_of_the_pace_are_no_tries_and_the_mail_is_delivered(home):
    """Seven days behind a slow domain, then one „not now“: the first time that anybody was asked."""
    wait = Scripted(Receipt(Outcome.TRANSIENT, detail="pace: kunde.test in 15000 s", retry_after=15_000.0))
    one = home(texts=CONTRACT, script=[*[wait] * 40, *answers(Outcome.TRANSIENT, after_go=False)])
    one.consenting()
    one.play(days=9)
    assert one.carrier.offered >= 42
    assert one.touches("state", "refusals", step="plan") == [("sent", 1)]


@pytest.mark.parametrize("silent", [Receipt(Outcome.TRANSIENT, 0, "no route"), Receipt(Outcome.TRANSIENT, 429, "fast")])
@pytest.mark.parametrize("after_go", [False, True])
def test_a_relay_that_was_away_for_days_may_refuse_once_more(home, silent, after_go):
    """Nobody answered, or the account was too fast: greylisting behind it is the first refusal of this mail."""
    one = home(texts=CONTRACT, script=[*[Scripted(silent, after_go)] * 60, *answers(Outcome.TRANSIENT)])
    one.consenting()
    one.play(days=12)
    assert one.carrier.offered > 60
    assert one.touches("state", "refusals", step="plan") == [("sent", 1)]


def test_a_mail_is_given_up_only_after_days_of_refusals_and_says_so(home):
    """A pause between two refusals makes the mail older, not more refused: both have to come together."""
    one = home(texts=CONTRACT, script=answers(*[Outcome.TRANSIENT] * 500, after_go=False))
    one.consenting()
    one.play(days=1, hours=2)
    one.sleep(days=7)
    one.play(hours=3)
    ((state, tried),) = one.touches("state", "refusals", step="plan")
    assert (state, tried < LEAST_REFUSALS) == ("planned", True)
    one.play(days=6)
    ((state, reason),) = one.touches("state", "reason", step="plan")
    assert state == "failed"
    assert "451 scripted" in reason
    assert "Ablehnungen seit 03.03.2026" in reason


@pytest.mark.parametrize("outcome", [Outcome.TRANSIENT, Outcome.REFUSED])
def test_a_server_that_says_no_before_the_go_costs_nobody_an_attempt(home, outcome):
    one = answered(home, ADVERT, outcome, after_go=False)
    assert one.touches("step", "state", "copies")[0] == ("a", "sent", 1)
    assert attempts(one) == [(1, "accepted", 250)]


def test_advertising_nobody_knows_the_fate_of_is_never_sent_again(either_home):
    one = answered(either_home, ADVERT, Outcome.UNCERTAIN)
    one.play(days=20)
    assert one.touches("step", "state", "maybe_delivered") == [("a", "uncertain", True), ("b", "sent", False)]
    assert one.carrier.offered == 2
    assert ledger(one) == [("email",), ("email",)]  # in doubt a person was reached
    with one.house.store.read() as connection:
        assert [row["step"] for row in touches.uncertain(connection)] == ["a"]


def test_contract_mail_in_doubt_goes_once_more_with_the_same_message_id(home):
    one = answered(home, CONTRACT, Outcome.UNCERTAIN)
    one.play(days=1)
    assert one.touches("step", "state", "copies", "maybe_delivered")[0] == ("plan", "sent", 2, True)
    first, second = one.carrier.mails
    assert first.message_id == second.message_id
    assert one.sent()[1][2] == date(2026, 3, 3)


def test_the_second_copy_waits_until_no_server_can_still_be_busy_with_the_first(home):
    one = home(texts=CONTRACT, script=answers(Outcome.UNCERTAIN))
    one.consenting()
    one.play(days=2)
    moments = [at for (at,) in one.rows(select(runs.attempt.c.started_at).order_by(runs.attempt.c.id))]
    assert moments[1] - moments[0] >= GRACE


def test_a_mail_the_server_did_not_take_is_no_copy(home):
    """Refused for now, then in doubt: the person may have one copy, so the second one is still owed."""
    one = answered(home, CONTRACT, Outcome.TRANSIENT, Outcome.UNCERTAIN)
    one.play(days=1)
    assert one.touches("step", "state", "copies")[0] == ("plan", "sent", 2)
    assert [outcome for _, outcome, _ in attempts(one)] == ["transient", "uncertain", "accepted"]


def test_two_copies_of_contract_mail_and_no_third(home):
    one = answered(home, CONTRACT, *[Outcome.UNCERTAIN] * 4)
    one.play(days=20)
    assert one.touches("step", "state", "copies") == [("plan", "uncertain", 2), ("export", "uncertain", 2)]
    assert one.carrier.offered == 4


def behind_the_go(one):
    """A daemon that died between the go-commit and the receipt: its touches are SENDING, the mail may be out."""
    one.sleep(days=1, hours=1, minutes=30)
    found = one.tick()
    with one.house.store.write() as connection:
        assert go(one.house, connection, list(found.leaving)) == [True]
    return found.leaving[0]


def test_advertising_of_a_dead_daemon_is_uncertain_and_stays_so(home):
    one = home(texts=ADVERT)
    one.consenting()
    behind_the_go(one)
    assert rescue(one.house, [OWNER]) == Rescued(0, 0)
    assert rescue(one.house, []) == Rescued(0, 1)
    assert one.touches("step", "state") == [("a", "uncertain"), ("b", "planned")]
    one.play(days=20)
    assert one.carrier.offered == 1
    assert attempts(one) == [(1, "uncertain", 0), (1, "accepted", 250)]


def test_contract_mail_of_a_dead_daemon_goes_once_more_and_each_attempt_keeps_its_own_end(home):
    one = home(texts=CONTRACT)
    one.consenting()
    lost = behind_the_go(one)
    assert rescue(one.house, []) == Rescued(0, 1)
    one.play(days=1)
    assert one.touches("step", "state")[0] == ("plan", "sent")
    assert attempts(one)[:2] == [(1, "uncertain", 0), (2, "accepted", 250)]
    assert one.carrier.mails[0].message_id == lost.leaving.message_id


def test_the_receipt_of_a_daemon_that_was_given_up_comes_too_late(home):
    one = home(texts=CONTRACT)
    one.consenting()
    lost = behind_the_go(one)
    rescue(one.house, [])
    late = Delivered(lost, Receipt(Outcome.REFUSED, 550))
    one.write(lambda connection: record(one.house, connection, [late]))
    assert one.touches("step", "state")[0] == ("plan", "planned")


def test_a_claim_of_a_dead_daemon_is_simply_given_back(home):
    one = home(texts=ADVERT)
    one.consenting()
    one.sleep(days=1, hours=2)
    assert one.tick().claimed == 1
    assert rescue(one.house, []) == Rescued(1, 0)
    one.play(hours=1)
    assert one.sent() == [("a", "email", MONDAY.date() + timedelta(days=1))]


def test_a_mail_accepted_after_its_person_objected_ends_the_run_there(home):
    """The go was committed first, the objection second: the mail was on its way, and nothing is planned behind it."""
    one = home(texts=ADVERT)
    one.consenting()
    gone = behind_the_go(one)
    one.objection()
    one.write(lambda connection: record(one.house, connection, [Delivered(gone, Receipt(Outcome.ACCEPTED, 250))]))
    assert one.touches("step", "state") == [("a", "sent")]
    assert one.runs("probe") == [("stopped", "objection")]


def test_a_mail_refused_for_now_after_its_person_objected_is_not_tried_again(home):
    one = home(texts=ADVERT)
    one.consenting()
    gone = behind_the_go(one)
    one.objection()
    one.write(lambda connection: record(one.house, connection, [Delivered(gone, Receipt(Outcome.TRANSIENT, 451))]))
    one.play(days=3)
    assert one.carrier.offered == 0
    assert one.touches("step", "state") == [("a", "stopped")]


def test_what_waited_for_amazon_alone_leaves_as_soon_as_amazon_is_back(home):
    """Its silence comes behind the go, and by then hours lie between two tries."""
    silence = Scripted(Receipt(Outcome.TRANSIENT, 0, "EndpointConnectionError"), after_go=True)
    one = home(texts=CONTRACT, script=[silence] * 8)
    one.consenting()
    while one.carrier.offered < 8:
        one.play(hours=1)
    ((due_at,),) = one.touches("due_at", step="plan")
    assert due_at - one.clock.now() > timedelta(hours=2)
    assert hurry(one.house) == 1
    one.play(minutes=1)
    assert one.touches("state", "refusals", step="plan") == [("sent", 0)]
