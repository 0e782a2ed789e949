"""The guide says what holds now: whose name, which offer; what is not of now says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from campaigns.desk import moves
from campaigns.desk.sheet import sheet_of
from campaigns.offers import Offer
from contacts.medium import Medium
from store.tables import desk
from tasks.kinds import Outcome
from tests.campaigns.desk.calls import ANNA, BEN, LEA, TEAM, called, calling, report, task_of
from tests.campaigns.house_of import minimal, step

WAITS = "wait_for_outcome = { days = 60 }"
OFFER = Offer(
    "drei", "Drei Monate zum Preis von zwei", "Statt 87 Euro 58 Euro für drei Monate.",
    "Gilt einmal je Kunde.", "https://nordlicht.example/angebot", date(2026, 3, 5), frozenset({"probe/call"}),
)  # fmt: skip


def guide(one):
    sheet = sheet_of(one.house, task_of(one))
    return sheet.guide, sheet.frozen


def test_whoever_has_the_task_says_her_own_name(home):
    one = called(home, texts=calling(WAITS))
    assert "mein Name ist Anna," in guide(one)[0]
    moves.claim(one.house, task_of(one)["external_id"], BEN)
    assert "mein Name ist Ben," in guide(one)[0]
    stranger = "tomma.dirks@nordlicht.example"  # in no [[person]]
    one.write(lambda connection: connection.execute(update(desk.task).values(assignee=stranger)))
    assert "mein Name ist Tomma Dirks," in guide(one)[0]
    assert guide(one)[1] == ""


def test_an_offer_that_has_ended_is_not_named_any_more(home):
    built = home(texts=calling(WAITS), team=TEAM, offers=(OFFER,))
    one = called(lambda **_: built)
    assert OFFER.conditions in task_of(one)["guide"]
    assert OFFER.conditions in guide(one)[0]
    one.sleep(days=3)
    assert OFFER.conditions in task_of(one)["guide"]  # as it was written
    assert OFFER.conditions not in guide(one)[0]
    assert "Seite mit Preis, Umfang" in guide(one)[0]


def test_a_guide_of_a_task_that_is_over_is_the_one_of_then(home):
    one = called(home, texts=calling(WAITS))
    stored = task_of(one)["guide"]
    report(one, Outcome.REACHED)
    assert guide(one) == (stored, "Leitfaden vom 3. März 2026, wie er damals geschrieben war.")


def test_a_message_to_copy_stays_as_it_was_let_out_and_says_when_it_is_old(home):
    texts = {"probe": minimal(step("call", "day = 1", '"linkedin"', "winback/day_21_offer", WAITS))}
    one = home(texts=texts, team=TEAM, offers=(OFFER,))
    one.customer(owner_email=ANNA, profile="https://www.linkedin.com/in/wiebke")
    one.consent("K-1", Medium.LINKEDIN_DM)
    one.cancel()
    one.play(days=1, hours=4)
    stored = task_of(one)["guide"]
    assert guide(one) == (stored, "")
    one.sleep(days=3)
    words, frozen = guide(one)
    assert words == stored
    assert frozen.startswith("Der Text ist vom 3. März 2026; heute würde er anders lauten")


def test_a_guide_that_cannot_be_written_anew_says_so(home):
    one = called(home, texts=calling(WAITS))
    empty = replace(one.house, templates=type(one.house.templates)([]))
    sheet = sheet_of(empty, task_of(one))
    assert sheet.guide == task_of(one)["guide"]
    assert sheet.frozen.startswith("Leitfaden vom 3. März 2026; neu schreiben lässt er sich gerade nicht.")


@pytest.mark.parametrize("named", [True, False])
def test_who_stands_in_is_named_by_her_name_where_it_is_known(home, named):
    one = called(home, texts=calling(WAITS), owner=ANNA if named else "olaf@nordlicht.example")
    with one.house.store.write() as connection:
        owner = task_of(one)["assignee"]
        connection.execute(desk.task.update().values(assignee=LEA, stands_in_for=owner))
    sheet = sheet_of(one.house, task_of(one))
    assert sheet.whose == f"bei Lea in Vertretung für {'Anna' if named else 'olaf@nordlicht.example'}"
