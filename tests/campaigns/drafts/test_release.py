"""The first mails of a sequence are released one by one; the others wait, and then everything flows."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from campaigns.bootstrap import ROOT
from campaigns.desk.finishing import finish_task
from campaigns.doctor import work
from campaigns.doctor.patient import Patient
from campaigns.drafts.asking import desk_of
from campaigns.drafts.release import release_words, releases
from campaigns.facts import Spending
from campaigns.preview import journey
from campaigns.preview.telling import outcome
from campaigns.status import status_lines, status_of
from campaigns.unstarted import unstarted
from store import migrate, people, tasks
from tasks.kinds import Outcome
from tasks.report import Report
from tests.campaigns.house_of import minimal, shipped, step

TEXTS = {
    "probe": minimal(
        step("news", "day = 0", '"email"', "winback/day_07_news", "too_late_after_days = 30"), release_first="2"
    )
}


def crowded(home, number=5, texts=TEXTS):
    one = home(texts=texts)
    for place in range(number):
        one.consenting(f"K-{place + 1}")
    one.play(hours=3)
    return one


def opened(one):
    with one.house.store.read() as connection:
        return [row["external_id"] for row in tasks.listing(connection) if row["kind"] == "approval"]


def decide(one, outcome=Outcome.APPROVED):
    assert finish_task(one.house, opened(one)[0], Report(outcome, "Jana"))


def waiting(one):
    with one.house.store.read() as connection:
        return releases(connection, one.house)


def test_the_first_two_are_asked_about_and_then_everything_flows(either_home):
    one = crowded(either_home)
    assert len(opened(one)) == 2
    assert sorted(reason for _, reason in one.touches("state", "reason")) == ["draft"] * 2 + ["waits_for_release"] * 3
    decide(one)
    one.play(hours=2)
    assert len(one.carrier.mails) == 1
    assert len(opened(one)) == 1  # one has left and one is open: no third
    decide(one)
    one.play(hours=2)
    assert len(one.carrier.mails) == 5
    assert opened(one) == []
    one.consenting("K-9")
    one.play(days=1)
    assert len(one.carrier.mails) == 6


def test_a_rejected_mail_makes_room_for_the_next(home):
    one = crowded(home, 4)
    decide(one, Outcome.REFUSED)
    one.play(hours=2)
    assert len(opened(one)) == 2
    assert not one.carrier.mails


def test_an_approved_mail_that_never_left_does_not_count(home):
    one = crowded(home, 4)
    with one.house.store.read() as connection:
        first = tasks.listing(connection)[0]
    decide(one)
    one.objection(first["contact"])
    one.play(hours=2)
    assert not one.carrier.mails
    assert len(opened(one)) == 2
    assert waiting(one) == [{"sequence": "probe", "released": 0, "of": 2, "open": 2, "waiting": 1}]


def test_who_waits_is_decided_once_and_not_every_hour(home):
    one = crowded(home, 3)
    before = len(one.decided())
    one.play(hours=4)
    assert len(one.decided()) == before


def test_status_and_doctor_name_the_sequence_that_waits(home):
    one = crowded(home, 4)
    facts = status_of(one.house)
    assert facts["held"] == 0
    assert facts["to_approve"] == 2
    (found,) = facts["releasing"]
    assert found == {"sequence": "probe", "released": 0, "of": 2, "open": 2, "waiting": 2}
    sentence = "Sequenz „probe“: 2 Mails warten, bis die ersten freigegeben sind (0 von 2 sind freigegeben und hinaus)"
    assert release_words(found) == sentence
    assert any(sentence in line for line in status_lines(facts))
    decide(one)
    one.play(hours=1)
    decide(one)
    one.play(hours=3)
    assert waiting(one) == []
    assert status_of(one.house)["to_approve"] == 0


def test_the_one_that_waits_is_told_in_the_singular():
    one = {"sequence": "probe", "released": 1, "of": 2, "open": 1, "waiting": 1}
    assert "1 Mail wartet, bis" in release_words(one)


def test_a_changed_definition_is_read_by_people_anew(home):
    one = crowded(home, 1)
    decide(one)
    one.play(hours=2)
    assert len(one.carrier.mails) == 1
    other = {"probe": TEXTS["probe"].replace("Probe", "Probe zwei")}
    two = crowded(home, 3, other)
    assert len(opened(two)) == 2
    with two.house.store.read() as connection:
        assert {row["title"].split(", ")[1] for row in tasks.listing(connection)} == {"Probe zwei (news)"}


def test_letters_calls_and_contract_mail_wait_for_nobody(home):
    steps = (
        step("owed", "day = 0", '"email"', "offboarding/plan", 'purpose = "contract"', "at_once = true"),
        step("letter", "day = 1", '"letter"', "winback/day_07_news"),
        step("mail", "day = 8", '"email"', "winback/day_14_story"),
    )
    one = home(texts={"probe": minimal(*steps, release_first="1")})
    one.consenting()
    one.play(days=10)
    assert [name for name, _, _ in one.sent()] == ["owed", "letter"]
    assert one.touches("state", "reason", step="mail") == [("held", "draft")]


@pytest.mark.parametrize("number", [1, 3])
def test_a_step_that_is_always_read_stays_so_after_the_release(home, number):
    always = step("news", "day = 0", '"email"', "winback/day_07_news", "too_late_after_days = 30", "draft = true")
    one = crowded(home, 3, {"probe": minimal(always, release_first=str(number))})
    for _ in range(3):
        assert opened(one)
        decide(one)
        one.play(hours=2)
    assert len(one.carrier.mails) == 3


def test_doctor_speaks_of_releases_and_not_of_held_steps(home):
    one = crowded(home, 3)
    house = one.house
    known = {"read": shipped(), "store": house.store, "schema": migrate.newest(), "house": house}
    found = [each.text for each in work.check(Patient(ROOT, house.state, one.clock.now(), connect=False, **known))]
    assert any("Sequenz „probe“: 1 Mail wartet, bis die ersten freigegeben sind" in words for words in found)
    assert not any("angehalten, bis jemand hinsieht" in words for words in found)


def previewed(one, contact="K-1"):
    """(step, what is expected, why) of a preview of `probe`."""
    sequence = one.house.sequences["probe"]
    with one.house.store.read() as connection:
        (run,) = unstarted(connection, one.house, [people.contact_pk(connection, contact)], one.clock.now())
        desk = desk_of(connection, one.house, (), {sequence.hash: sequence})
    way = journey(one.house, run, sequence, one.clock.now(), Spending(), desk)
    return [(stop.step.id, *outcome(stop, ZoneInfo("Europe/Berlin"))[1:]) for stop in way.stops]


def test_a_preview_says_which_mails_wait_for_a_person_as_long_as_they_do(home):
    texts = {
        "probe": minimal(
            step("news", "day = 1", '"email"', "winback/day_07_news"),
            step("offer", "day = 14", '"email", "letter"', "winback/day_21_offer", "draft = true"),
            step("post", "day = 30", '"letter"', "winback/day_01_value"),
            release_first="1",
        )
    }
    one = home(texts=texts)
    one.consenting()
    (news, expected, why), (offer, *told), (post, last, _) = previewed(one)
    assert (news, offer, post) == ("news", "offer", "post")
    assert expected == "wartet auf Freigabe: E-Mail"
    assert why.startswith("die ersten Mails dieser Sequenz gibt ein Mensch einzeln frei; ")
    assert told[0] == "wartet auf Freigabe: E-Mail"
    assert told[1].startswith("ein Mensch liest diese Mail zuerst; ")
    assert last == "geht hinaus: Brief"
    one.play(days=1, hours=3)
    decide(one)
    one.play(hours=2)
    assert [what for _, what, _ in previewed(one)] == [
        "geht hinaus: E-Mail",
        "wartet auf Freigabe: E-Mail",
        "geht hinaus: Brief",
    ]
