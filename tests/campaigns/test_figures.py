"""What reports, `reach`, `preview` and `simulate` read, on both databases: the same statements must run on each."""

from __future__ import annotations

from datetime import timedelta

from campaigns.reach import Answer, everybody
from campaigns.reach.figures import reach_of
from contacts.contact import Tier
from contacts.medium import Medium, Purpose
from reports.funnel import funnel
from reports.weeks import weeks
from sequences.definition import Channel
from store import leavers, simulating
from tests.campaigns.house_of import BERLIN, MONDAY


def test_the_figures_of_a_small_house(either_home):
    home = either_home()
    for number in range(4):
        home.consenting(f"K-{number}", company="F-1" if number < 2 else None)
    home.customer("K-9")
    home.play(days=3)
    home.objection("K-3")
    home.returned("K-0")
    home.play(days=1)

    (week,) = weeks(home.house.store, BERLIN)
    assert (week.monday, week.objections) == (MONDAY.date(), 1)
    assert [step for step, channel, _ in home.sent() if channel != "email"] == [
        "summary"
    ]  # K-0 is back: work in the house
    assert week.advertising_mails == len(home.sent()) - 1 == 4

    found = funnel(home.house.store, frozenset({"offboarding"}))
    assert (found.cancellations, found.confirmed) == (4, 4)
    (winback,) = [one for one in found.sequences if one.sequence == "winback"]
    assert (winback.enrolled, winback.reached, winback.returned, winback.holdout) == (4, 4, 1, 0)

    reach = reach_of(everybody(home.house, Purpose.ADVERTISING), "tier", "nordlicht")
    assert reach.total.people == 4
    assert reach.answers[Channel.EMAIL, Answer.NOT] == 1
    assert (reach.groups["standard"].people, reach.hidden) == (3, 1)  # K-3 has vanished from the groups

    with home.house.store.read() as connection:
        assert leavers.counted(connection) == (4, 5)
        assert len(leavers.suggestions(connection, "winback", 3)) == 3
        assert leavers.alike(connection, "k-") == ["K-0", "K-1", "K-2", "K-3", "K-9"]
        assert simulating.first_cancellation(connection) == MONDAY
        assert simulating.underway(connection) >= 2


def test_forgetting_runs_leaves_the_people_and_their_word(either_home):
    home = either_home()
    home.consenting("K-1", phone="+49 431 5551234", tier=Tier.STRATEGIC)
    home.consent("K-1", Medium.PHONE)
    home.play(days=25)
    home.objection("K-1")
    assert home.decided("K-1")
    home.write(simulating.forget_runs)
    assert not home.decided("K-1")
    with home.house.store.read() as connection:
        assert simulating.underway(connection) == 0
        assert leavers.counted(connection) == (1, 1)
    home.clock.jump(MONDAY + timedelta(days=26))
    home.now()
    assert home.decided("K-1")  # everybody starts anew
    assert not home.sent("K-1")  # and the objection stands
