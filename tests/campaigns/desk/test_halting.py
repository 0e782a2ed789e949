"""`wiedersehen pause` at the desk: nobody calls for advertising meanwhile, everybody reads why, and outcomes count."""

from __future__ import annotations

import html
from dataclasses import replace

import pytest
from sqlalchemy import update

from campaigns.bootstrap import ROOT
from campaigns.desk.halting import halted
from campaigns.desk.sheet import Paper, sheet_of
from campaigns.desk.standing import ruling_now
from compliance.verdict import Verdict
from store import operation, tasks
from store.tables import permission
from tasks.kinds import Outcome
from tests.campaigns.desk.calls import ANNA, TEAM, called, calling, report, task_of
from tests.campaigns.desk.known import extra_task
from tests.campaigns.handover.test_morning import due_now, house, morning
from tests.campaigns.house_parts import definitions

WAITS = "wait_for_outcome = { days = 60 }"


def paused(one, how):
    """The operator pauses: everything, advertising, or this one sequence."""
    if how == "sequence":
        texts = {"probe": calling(WAITS)["probe"].replace('"live"', '"paused"')}
        one.house = replace(one.house, definitions=definitions(texts))
    else:
        one.switch(operation.PAUSED, how)
    return one


def why(one):
    with one.house.store.read() as connection:
        return halted(one.house, connection, tasks.listing(connection, None))


@pytest.mark.parametrize("how", ["all", "advertising", "sequence"])
def test_the_desk_says_no_and_an_outcome_still_counts(home, how):
    one = called(home, texts=calling(WAITS))
    task = task_of(one)
    assert ruling_now(one.house, task).verdict.allows
    paused(one, how)
    ruling = ruling_now(one.house, task)
    assert (ruling.verdict, ruling.rule, ruling.until) == (Verdict.DEFER, "halted", None)
    sheet = sheet_of(one.house, task)
    assert sheet.may.may == "later"
    assert sheet.may.words.startswith("Nein: ")
    assert "angehalten" in sheet.may.words
    assert "Ergebnis lässt sich trotzdem eintragen" in sheet.notes[0]
    assert sheet.may.words in html.unescape(Paper(ROOT / "templates_de").html(sheet))
    assert report(one, Outcome.REACHED)
    assert why(one) == {}


def test_what_the_law_refuses_stays_refused(home):
    one = paused(called(home, texts=calling(WAITS)), "advertising")
    table = permission.consent
    one.write(lambda connection: connection.execute(update(table).values(valid_until=one.clock.now())))
    assert ruling_now(one.house, task_of(one)).verdict in (Verdict.DENY, Verdict.DENY_DEFAULT)


def test_a_pause_of_advertising_leaves_contract_and_what_was_asked_for(home):
    one = called(home, texts=calling(WAITS, purpose='"contract"'))
    paused(one, "advertising")
    assert why(one) == {}
    paused(one, "all")
    assert list(why(one)) == [task_of(one)["id"]]
    asked = extra_task(one, "callback")
    duty = extra_task(one, "duty", "noch-eine")
    assert not {asked["id"], duty["id"]} & set(why(one))


def test_the_pause_ends(home):
    one = paused(called(home, texts=calling(WAITS)), "advertising")
    assert len(why(one)) == 1
    one.switch(operation.PAUSED, None)
    assert why(one) == {}
    assert ruling_now(one.house, task_of(one)).verdict.allows


def test_the_morning_mail_and_its_list_say_so(home):
    one = house(home, "K-1", team=TEAM)
    one.switch(operation.ACTIVATED, "1")
    due_now(one)
    one.switch(operation.PAUSED, "advertising")
    (mail,) = morning(one)
    text = mail.get_body().get_content()
    assert "Werbung ist angehalten" in text
    assert mail["To"].addresses[0].addr_spec == ANNA
