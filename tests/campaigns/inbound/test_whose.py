"""Whose the task of a reply is, and by when: absences, holidays and full days count as for every other task."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from campaigns.desk import away
from tasks.absence import Absence
from tests.campaigns.desk.calls import ANNA, BEN, TEAM
from tests.campaigns.house_of import local
from tests.campaigns.inbound.mails_of import MAILS, came, tasks_of, words


def written(home, parser, *senders, **team):
    """The people behind `senders` have cancelled and write on Monday morning; Anna looks after them."""
    anna = replace(TEAM.people[0], **team)
    one = home(texts={"probe": MAILS}, team=replace(TEAM, people=(anna, *TEAM.people[1:])))
    for name in senders:
        one.consenting(name, owner_email=ANNA)
    if "deputy" in team:
        away.enter(one.house, Absence(ANNA, date(2026, 3, 2), date(2026, 3, 6)), "lea")
    for name in senders:
        number = name[-1]
        came(one, parser, words(f"Was kostet Nummer {number} im Jahr?", f"k{number}@kunde{number}.example"))
    return [
        (row[0], row[1], local(row[2]).date().isoformat())
        for row in tasks_of(one, "assignee", "stands_in_for", "due_at")
    ]


def test_a_reply_to_somebody_away_is_answered_by_her_deputy(home, parser):
    assert written(home, parser, "K-1", deputy=BEN) == [(BEN, ANNA, "2026-03-03")]


def test_many_replies_are_spread_over_the_days_that_have_room(home, parser):
    found = written(home, parser, "K-1", "K-2", "K-3", tasks_per_day=2)
    assert found == [(ANNA, "", "2026-03-03"), (ANNA, "", "2026-03-03"), (ANNA, "", "2026-03-04")]
