"""Who does whose tasks: deputies, circles of them, and leads."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tasks.absence import Absence, away, holder
from tasks.person import Person, Team

MONDAY = date(2026, 3, 2)
NAMES = ("a@x", "b@x", "c@x", "d@x")
DAYS = st.integers(0, 20).map(lambda days: MONDAY + timedelta(days=days))
ABSENCES = st.lists(
    st.builds(
        lambda person, first, days, deputy: Absence(person, first, first + timedelta(days=days), deputy),
        st.sampled_from(NAMES),
        DAYS,
        st.integers(0, 9),
        st.none() | st.sampled_from(NAMES),
    ),
    max_size=6,
)
TEAMS = st.builds(
    lambda pairs: Team(
        tuple(Person(name, deputy=deputy, lead=lead) for name, (deputy, lead) in zip(NAMES, pairs, strict=True))
    ),
    st.lists(st.tuples(st.none() | st.sampled_from(NAMES), st.none() | st.sampled_from(NAMES)), min_size=4, max_size=4),
)


@given(st.sampled_from((*NAMES, "nobody@x")), DAYS, ABSENCES, TEAMS)
def test_somebody_always_has_it_and_is_there_or_nobody_is(person, day, absences, team):
    does = holder(person, day, absences, team)
    assert does in (*NAMES, person)
    if away(person, day, absences) is None:
        assert does == person
    elif does != person:
        assert away(does, day, absences) is None


def test_a_chain_of_deputies_ends_with_the_first_who_is_there():
    team = Team((Person("a@x", deputy="b@x"), Person("b@x", deputy="c@x"), Person("c@x")))
    off = [Absence("a@x", MONDAY, MONDAY), Absence("b@x", MONDAY, MONDAY)]
    assert holder("a@x", MONDAY, off, team) == "c@x"
    assert holder("a@x", MONDAY + timedelta(days=1), off, team) == "a@x"


def test_a_circle_ends_with_the_lead_and_without_one_it_stays():
    circle = (Person("a@x", deputy="b@x"), Person("b@x", deputy="a@x"))
    off = [Absence(name, MONDAY, MONDAY) for name in ("a@x", "b@x")]
    assert holder("a@x", MONDAY, off, Team(circle)) == "a@x"
    led = Team((Person("a@x", deputy="b@x", lead="c@x"), circle[1]))
    assert holder("a@x", MONDAY, off, led) == "c@x"
    assert holder("a@x", MONDAY, [*off, Absence("c@x", MONDAY, MONDAY)], led) == "a@x"


def test_the_deputy_of_an_absence_wins_over_the_usual_one_and_the_last_entry_counts():
    team = Team((Person("a@x", deputy="b@x"),))
    off = [Absence("a@x", MONDAY, MONDAY, "c@x"), Absence("A@X", MONDAY, MONDAY, "d@x")]
    assert holder("a@x", MONDAY, off, team) == "d@x"
