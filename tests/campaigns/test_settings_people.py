"""[[person]], [tasks] and the Branchenkodex's limits on calls: what `check` refuses, and what the house makes of it."""

from __future__ import annotations

import pytest

from campaigns.settings import Settings, parse_settings
from campaigns.settings.people import team_of
from tasks.person import Person, TaskTerms
from tests.campaigns.test_settings import COMPANY, good

TWO = """
[[person]]
email = "Anna@Firma.example"
name = "Anna Ahrens"
land = "SN"
deputy = "ben@firma.example"
neutral = true
[[person]]
email = "ben@firma.example"
name = "Ben Bauer"
calls_per_day = 3
lead = "ANNA@firma.example"
"""


def refused(text: str) -> list[str]:
    found = parse_settings(COMPANY + text, "config.toml")
    assert not isinstance(found, Settings)
    return [str(problem) for problem in found]


def test_people_work_with_their_own_values_and_else_with_the_common_ones():
    settings = good(COMPANY + TWO + "[tasks]\ntasks_per_day = 7\nescalate_after = 4\n")
    team = team_of(settings.person, settings.tasks, "HH")
    assert team.of("anna@firma.example") == Person(
        "anna@firma.example", "Anna Ahrens", "SN", 8, 7, neutral=True, deputy="ben@firma.example"
    )
    assert team.of("ben@firma.example") == Person(
        "ben@firma.example", "Ben Bauer", "HH", 3, 7, lead="anna@firma.example"
    )
    assert team.of("wer@firma.example") == Person("wer@firma.example", "", "HH", 8, 7)
    assert team.terms == TaskTerms(escalate_after=4)


def test_without_any_section_the_defaults_are_the_agreed_ones():
    """Law row 49 and mission B5: four tries, one conversation, two with strategic customers."""
    settings = good(COMPANY)
    terms = team_of(settings.person, settings.tasks, "BE").terms
    assert terms == TaskTerms()
    assert (terms.dials_per_cancellation, terms.save_attempts, terms.save_attempts_strategic) == (4, 1, 2)
    assert (terms.incident_hours, terms.renewal_hours) == (24, 48)
    calls = [(cap.max, cap.window_days) for cap in settings.cap if cap.media == ["phone"]]
    assert calls == [(1, 1), (2, 7)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[person]]\nemail = "anna"\nname = "A"\n', "person[1].email"),
        (TWO.replace("ben@firma.example", "anna@firma.example", 2), "steht zweimal"),
        (TWO.replace('deputy = "ben@', 'deputy = "bem@'), "meinten Sie „ben@firma.example“?"),
        (TWO.replace('deputy = "ben@', 'deputy = "anna@'), "niemand vertritt oder beaufsichtigt sich selbst"),
        ("[tasks]\ndials_per_cancellation = 31\n", "tasks.dials_per_cancellation"),
        ("[tasks]\nsave_attempts_strategic = 3\n", "tasks.save_attempts_strategic"),
        ('[[cap]]\nper = "person"\nmedia = ["phone"]\nmax = 4\nwindow_days = 1\n', "mehr als 3 Anrufe am Tag"),
        ('[[cap]]\nper = "person"\nmedia = ["phone"]\nmax = 16\nwindow_days = 7\n', "mehr als 15 Anrufe in 7 Tagen"),
        ('[[cap]]\nper = "person"\nmedia = ["phone"]\nmax = 16\nwindow_days = 5\n', "mehr als 15 Anrufe in 7 Tagen"),
    ],
)
def test_what_check_refuses(text, words):
    assert any(words in problem for problem in refused(text))


@pytest.mark.parametrize(
    "text",
    [
        '[[cap]]\nper = "person"\nmedia = ["phone"]\nmax = 3\nwindow_days = 1\n',
        '[[cap]]\nper = "person"\nmedia = ["phone"]\nmax = 15\nwindow_days = 7\n',
        '[[cap]]\nper = "company"\nmedia = ["phone"]\nmax = 40\nwindow_days = 7\n',
        '[[cap]]\nper = "person"\nmedia = "any"\nmax = 40\nwindow_days = 30\n',
        "[tasks]\ndials_per_cancellation = 30\n",
    ],
)
def test_what_lies_inside_the_codex_is_allowed(text):
    assert good(COMPANY + text)
