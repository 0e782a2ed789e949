"""Day N of an advertising letter is the day it arrives; two letters never lie in one letterbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from campaigns.bootstrap import build
from campaigns.counts import Spending
from campaigns.preview.journey import journey
from campaigns.simulate import simulate
from campaigns.unstarted import unstarted
from contacts.contact import PostalAddress
from store.tables import people, runs
from tests.campaigns.house_of import local, minimal, parsed, shipped, step

BY_POST = '"letter"'
EITHER = '"email", "letter"'


def slow(one):
    """Two business days to print, three to deliver, as the shipped configuration says."""
    posting = replace(one.house.letters.posting, production_days=2, delivery_days=3)
    one.house = replace(one.house, letters=replace(one.house.letters, posting=posting))
    one.courier.move_to(one.house)
    return one


def sequence(channels, *steps):
    return {"probe": minimal(*(step(f"day_{day}", f"day = {day}", channels, "winback/day_01_value") for day in steps))}


def left(one, contact="K-1"):
    return [(name, channel, day) for name, channel, day in one.sent(contact)]


def test_a_letter_is_handed_over_so_early_that_it_arrives_on_its_day(home):
    one = slow(home(texts=sequence(BY_POST, 14)))
    one.customer()
    one.cancel()
    one.play(days=20)
    assert left(one) == [("day_14", "letter", date(2026, 3, 9))]
    assert one.rows(select(runs.batch.c.posted_on, runs.batch.c.arrives_on)) == [(date(2026, 3, 11), date(2026, 3, 16))]
    assert one.touches("planned_on") == [(date(2026, 3, 16),)]


def test_whoever_may_get_mail_gets_it_on_the_day_itself_and_nobody_reads_of_the_look_before(home):
    one = slow(home(texts=sequence(EITHER, 14)))
    one.consenting()
    one.customer("K-2", address=PostalAddress("Kai 2", "24103", "Kiel"))
    one.cancel("K-2")
    one.play(days=20)
    assert left(one, "K-1") == [("day_14", "email", date(2026, 3, 16))]
    assert left(one, "K-2") == [("day_14", "letter", date(2026, 3, 9))]
    assert [row["decision"] for row in one.decided("K-1")] == ["send"]


def test_what_is_not_lawful_before_its_day_is_decided_on_it(home):
    one = slow(home(texts=sequence(BY_POST, 14)))
    one.customer()
    one.cancel()
    one.objection(scope="post")
    one.play(days=20)
    ((decision, at),) = [(row["decision"], local(row["at"]).date()) for row in one.decided("K-1")]
    assert (decision, at) == ("skip", date(2026, 3, 16))


def test_a_letter_whose_lead_is_over_leaves_at_once(home):
    one = slow(home(texts=sequence(BY_POST, 1)))
    one.customer()
    one.cancel()
    one.play(days=2)
    assert left(one) == [("day_1", "letter", date(2026, 3, 2))]


def test_distances_are_kept_between_arrivals(home):
    """A letter that arrives on day 14 and a mail on day 21: the letter left on day 7, five days before the mail's."""
    texts = {
        "probe": minimal(
            step("letter", "day = 14", BY_POST, "winback/day_01_value"),
            step("mail", "day = 16", '"email"', "winback/day_01_value"),
        )
    }
    one = slow(home(texts=texts))
    one.consenting()
    one.play(days=40)
    assert left(one)[0] == ("letter", "letter", date(2026, 3, 9))
    ((at,),) = one.rows(select(runs.ledger.c.at).limit(1))
    assert local(at).date() == date(2026, 3, 16)
    # Five days of 24 hours behind the arrival: on the 21st, a Saturday, so on Monday, which is beyond the grace.
    assert one.reasons("K-1")["mail"] == ("skip", "frequency_cap")


FOLLOWED = {
    "probe": minimal(
        step("letter", "day = 14", BY_POST, "winback/day_01_value"),
        step("reminder", 'after = { step = "letter", days = 6 }', '"email"', "winback/day_07_news"),
    )
}


def test_what_follows_a_letter_counts_from_its_arrival_and_simulate_foresees_it(home):
    """The letter leaves on day 7 and lies in the letterbox on day 14: six days later is a Sunday, so on Monday."""
    one = slow(home(texts=FOLLOWED))
    one.consenting()
    sequences = {name: parsed(name, text) for name, text in FOLLOWED.items()}
    read = replace(shipped(), catalog=replace(shipped().catalog, sequences=sequences, texts=FOLLOWED))
    start, house = one.clock.now(), one.house
    foreseen = one.runner.run(simulate(read, house.state, house.store, start, start + timedelta(days=40)))
    one.play(days=40)
    assert left(one) == [("letter", "letter", date(2026, 3, 9)), ("reminder", "email", date(2026, 3, 23))]
    said = [
        (row["step"], row["channel"], local(row["at"]).date()) for row in foreseen.rows if row["decision"] == "send"
    ]
    assert said == left(one)


def test_a_preview_counts_from_the_arrival_as_well(home):
    one = slow(home(texts=FOLLOWED))
    one.consenting()
    with one.house.store.read() as connection:
        ((contact_pk,),) = connection.execute(select(people.contact.c.id)).all()
        (run,) = unstarted(connection, one.house, [contact_pk], one.clock.now())
    way = journey(one.house, run, one.house.sequences["probe"], one.clock.now(), Spending())
    assert [local(stop.at).date() for stop in way.stops] == [date(2026, 3, 9), date(2026, 3, 23)]


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"last_name": "Petersen", "first_name": "Arne"}, "letter_household"),
        ({"last_name": "Lüders", "address": PostalAddress("Kai 2", "24103", "Kiel")}, "letter_company"),
    ],
)
def test_no_second_letter_for_the_same_household_or_company(home, other, reason):
    one = home(texts=sequence(BY_POST, 1))
    company = "F-1" if reason == "letter_company" else None
    one.customer("K-1", last_name="Petersen", company=company)
    one.cancel("K-1")
    one.customer("K-2", company=company, **other)
    one.cancel("K-2")
    one.play(days=9)
    assert [state for (state,) in one.touches("state")] == ["exported", "skipped"]
    assert one.reasons("K-2")["day_1"] == ("skip", reason)


def test_neighbours_of_other_names_both_get_their_letter(home):
    one = home(texts=sequence(BY_POST, 1))
    one.customer("K-1", last_name="Petersen", company=None)
    one.customer("K-2", last_name="Lüders", company=None)
    one.cancel("K-1")
    one.cancel("K-2")
    one.play(days=3)
    assert [state for (state,) in one.touches("state")] == ["exported", "exported"]


def test_the_shipped_configuration_knows_how_long_letters_take(tmp_path, home):
    one = home(texts={})
    posting = build(shipped(), tmp_path, one.house.store, one.clock, new_keys=True).letters.posting
    assert (posting.production_days, posting.delivery_days, posting.lands) == (2, 3, "BE")
