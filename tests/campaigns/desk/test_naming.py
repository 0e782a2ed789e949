"""Work is given to somebody of ours: where `[[person]]` says who there is, a slip of the keyboard is refused."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from campaigns.desk import moves
from campaigns.desk.naming import Nobody
from campaigns.desk.promising import NotAgreed
from store.tables import desk
from tasks.kinds import Outcome
from tasks.person import Team
from tasks.report import Promised
from tests.campaigns.desk.calls import ANNA, BEN, called, calling, report, task_of

LONG = calling("wait_for_outcome = { days = 60 }")
SLIP = "bem@nordlicht.example"
MEANT = f"„{SLIP}“ steht in keinem Abschnitt .*meinten Sie „{BEN}“"


def promised(one, owner):
    day = one.clock.now().date()
    return report(one, Outcome.CALL_BACK, promise=Promised("Die Rechnung kommt neu.", day, owner))


def test_a_slip_is_refused_with_the_nearest_one_and_nothing_is_done(home):
    one = called(home, texts=LONG)
    before = task_of(one)
    with pytest.raises(Nobody, match=MEANT):
        moves.claim(one.house, before["external_id"], SLIP)
    with pytest.raises(Nobody, match=MEANT):
        moves.hand_over(one.house, ANNA, SLIP, "lea")
    with pytest.raises(NotAgreed, match=MEANT) as refused:
        promised(one, SLIP)
    assert refused.value.field == "promise_owner"
    assert task_of(one) == before
    assert one.rows(select(desk.outcome.c.id)) == []


def test_capital_letters_are_no_slip(home):
    one = called(home, texts=LONG)
    assert moves.claim(one.house, task_of(one)["external_id"], BEN.upper())
    assert moves.hand_over(one.house, BEN, ANNA.upper(), "lea")


def test_blanks_around_an_address_stay_out_of_the_task(home):
    """Who has a task is found by her address: no list, digest or calendar shows one with blanks to anybody."""
    one = called(home, texts=LONG)
    assert moves.claim(one.house, task_of(one)["external_id"], f" {BEN} ")
    assert task_of(one)["assignee"] == BEN
    assert moves.hand_over(one.house, BEN, f"{ANNA}\n", "lea")
    assert task_of(one)["assignee"] == ANNA


def test_whom_only_an_import_named_keeps_what_is_hers(home):
    """The page claims for whoever has the task; a promise is hers unless somebody else is named."""
    one = called(home, texts=LONG, owner=SLIP)
    assert task_of(one)["assignee"] == SLIP
    assert moves.claim(one.house, task_of(one)["external_id"], SLIP)
    assert promised(one, SLIP)
    assert one.rows(select(desk.promise.c.owner_email)) == [(SLIP,)]


def test_who_has_left_the_house_still_gives_her_work_away(home):
    one = called(home, texts=LONG)
    one.write(lambda connection: connection.execute(update(desk.task).values(assignee=SLIP)))
    assert len(moves.hand_over(one.house, SLIP, BEN, "lea")) == 1


def test_without_any_person_every_address_goes(home):
    one = called(home, texts=LONG, team=Team())
    assert moves.claim(one.house, task_of(one)["external_id"], SLIP)
    assert moves.hand_over(one.house, SLIP, "neu@nordlicht.example", "lea")
    assert promised(one, "noch@jemand.example")
