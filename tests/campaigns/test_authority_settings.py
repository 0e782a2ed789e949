"""[[authority]] and the role of [[person]]: read, and refused in German at the very place."""

from __future__ import annotations

import pytest

from campaigns.settings import Settings, parse_settings
from campaigns.settings.authority import matrix_of
from campaigns.settings.people import team_of
from cases.authority import Concession, Grant, Role
from tests.campaigns.test_settings import COMPANY

CSM = '[[authority]]\nrole = "csm"\ndiscount_percent = 15\nfewer_seats = true\n'


def problems(text: str) -> list[str]:
    found = parse_settings(COMPANY + text, "config.toml")
    assert isinstance(found, tuple)
    return [str(problem).partition(": ")[2] for problem in found]


def test_a_matrix_is_read_with_all_it_grants():
    more = '[[authority]]\nrole = "legal"\npause_months = 6\nmonthly_term = true\ncustom = ["Früher entlassen."]\n'
    person = '[[person]]\nemail = "Ben@firma.example"\nname = "Ben"\nrole = "legal"\n'
    settings = parse_settings(COMPANY + CSM + more + person, "config.toml")
    assert isinstance(settings, Settings)
    matrix = matrix_of(settings.authority)
    assert matrix.alone(Role.CSM) == (Grant(Concession.DISCOUNT_PERCENT, 15), Grant(Concession.FEWER_SEATS))
    assert matrix.beyond(Role.CSM) == (
        (Role.LEGAL, Grant(Concession.MONTHLY_TERM)),
        (Role.LEGAL, Grant(Concession.CUSTOM, words="Früher entlassen.")),
        (Role.LEGAL, Grant(Concession.PAUSE_MONTHS, 6)),
    )
    assert matrix.most(Role.CSM) is None
    limited = parse_settings(COMPANY + CSM + "most_in_90_days = 4\n", "config.toml")
    assert isinstance(limited, Settings)
    assert matrix_of(limited.authority).most(Role.CSM) == 4
    team = team_of(settings.person, settings.tasks, "SH")
    assert (team.of("ben@firma.example").role, team.of("wer@firma.example").role) == ("legal", "csm")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[authority]]\nrole = "manager"\ndiscount_percent = 10\n', "muss mehr dürfen, als „csm“ allein darf"),
        ('[[authority]]\nrole = "manager"\ndiscount_percent = 15\n', "dieselbe Grenze hat „csm“"),
        ('[[authority]]\nrole = "product"\nfewer_seats = true\n', "das darf „csm“ schon"),
        ('[[authority]]\nrole = "csm"\npause_months = 2\n', "„csm“ steht zweimal"),
        ('[[authority]]\nrole = "legal"\n', "„legal“ darf hier nichts zusagen"),
        ('[[authority]]\nrole = "legal"\ncustom = ["ohne Punkt"]\n', "kein ganzer Satz"),
        ('[[authority]]\nrole = "legal"\ncustom = ["Ja.", "ja."]\n', "„ja.“ steht zweimal"),
        ('[[authority]]\nrole = "chefin"\ndeferral_days = 9\n', "authority[2].role"),
        ('[[authority]]\nrole = "legal"\ndiscount_percent = 0\n', "authority[2].discount_percent"),
        ('[[authority]]\nrole = "legal"\nrabatt = 5\n', "rabatt"),
        ('[[authority]]\nrole = "legal"\npause_months = 9\nmost_in_90_days = 0\n', "authority[2].most_in_90_days"),
        ('[[person]]\nemail = "a@b.example"\nname = "A"\nrole = "boss"\n', "person[1].role"),
    ],
)
def test_what_could_not_be_obeyed_is_refused(text: str, words: str):
    (problem,) = problems(CSM + text)
    assert words in problem
