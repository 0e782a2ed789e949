"""`reach`: its counts are the rulebook's answers to each person, and every "no" has its reason and its cure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from campaigns.reach import Answer, everybody, one_person
from campaigns.reach.cures import cure
from campaigns.reach.figures import reach_of
from campaigns.reason_words import REASONS
from compliance.rulebook import RULES
from contacts.consent import ConsentMethod
from contacts.medium import Medium, Purpose
from sequences.definition import Channel
from store import leavers
from store.tables import runs
from tests.campaigns.house_of import BERLIN, HouseOf, house_of
from tests.rig.tool import Tool

OPEN = datetime(2026, 3, 3, 10, 0, tzinfo=BERLIN)
"""A Tuesday inside the sending window."""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[HouseOf]:
    house = house_of(tmp_path / "house", start=OPEN)
    yield house
    house.close()


def ways(home: HouseOf, contact: str = "K-1", purpose: Purpose = Purpose.ADVERTISING) -> dict[str, tuple[str, str]]:
    person = one_person(home.house, contact, purpose)
    assert person is not None
    return {way.channel.value: (way.answer.value, way.reason) for way in person.ways}


def test_a_person_with_consent_told_about_letters(home: HouseOf) -> None:
    home.consenting(phone="+49 431 5551234")
    assert ways(home) == {
        "email": ("duty", "email_consent"),
        "letter": ("duty", "letter_interest"),
        "linkedin": ("not", "reachable"),
        "phone": ("not", "phone_business"),
    }


def test_a_tick_in_the_crm_is_counted_and_opens_nothing(home: HouseOf) -> None:
    for number in range(3):
        home.customer(f"K-{number}", letters=False)
        home.cancel(f"K-{number}")
    home.consent("K-0", method=ConsentMethod.FLAG, confirmed_at=None)
    home.consent("K-1", method=ConsentMethod.DOI, confirmed_at=None)  # never clicked: no proof, and no tick either
    found = reach_of(everybody(home.house, Purpose.ADVERTISING), None, "nordlicht")
    assert found.answers[Channel.EMAIL, Answer.NOT] == 3
    lacking = [because for kind, because in found.because.items() if kind[0] is Channel.EMAIL]
    assert sum(because.count for because in lacking) == 3
    assert sum(because.flagged for because in lacking) == 1


def test_an_objection_closes_every_way_and_a_tick_is_not_counted_there(home: HouseOf) -> None:
    home.consenting()
    home.consent("K-1", method=ConsentMethod.FLAG, external_id="TICK")
    home.objection()
    assert set(ways(home).values()) == {("not", "objection")}
    found = reach_of(everybody(home.house, Purpose.ADVERTISING), None, "nordlicht")
    assert found.total.unreachable == 1
    assert not any(because.flagged for because in found.because.values())


def test_contract_mail_passes_an_objection(home: HouseOf) -> None:
    home.consenting()
    home.objection()
    assert ways(home, purpose=Purpose.CONTRACT)["email"] == ("allowed", "contract_message")


def test_a_full_cap_says_from_when(home: HouseOf) -> None:
    home.consenting()
    home.activity("K-1", Medium.PHONE, OPEN - timedelta(days=1))
    person = one_person(home.house, "K-1", Purpose.ADVERTISING)
    assert person is not None
    email = person.ways[0]
    assert (email.answer, email.reason) == (Answer.LATER, "frequency_cap")
    assert email.until == OPEN + timedelta(days=4)


def test_who_asked_for_a_pause_is_left_alone_until_then(home: HouseOf) -> None:
    home.consenting()
    until = OPEN + timedelta(days=30)
    home.write(
        lambda connection: connection.execute(
            runs.enrollment.update()
            .where(runs.enrollment.c.state == "active")
            .values(state="paused", paused_until=until)
        )
    )
    assert ways(home)["email"] == ("deferred", "paused")
    assert ways(home, purpose=Purpose.CONTRACT)["email"][0] == "allowed"
    home.clock.jump(until)
    assert ways(home)["email"] != ("deferred", "paused")


def test_who_waits_for_a_colleagues_answer_waits_for_it_and_not_for_a_date_of_her_own(home: HouseOf) -> None:
    home.consenting()
    values = {"state": "paused", "reason": "colleague:K-2", "paused_until": OPEN + timedelta(days=3)}
    running = runs.enrollment.c.state == "active"
    home.write(lambda connection: connection.execute(runs.enrollment.update().where(running).values(values)))
    for _ in range(2):
        person = one_person(home.house, "K-1", Purpose.ADVERTISING)
        assert person is not None
        assert (person.ways[0].answer, person.ways[0].reason, person.ways[0].until) == (Answer.LATER, "paused", None)
        home.clock.jump(OPEN + timedelta(days=4))


def test_nobody_is_won_back_after_some_reasons(home: HouseOf) -> None:
    home.customer()
    home.consent()
    home.cancel(reason="deceased")
    assert set(ways(home).values()) == {("not", "excluded:deceased")}


def test_the_newest_cancellation_counts(home: HouseOf) -> None:
    home.customer()
    home.cancel(external_id="first", reason="deceased", received_at=OPEN - timedelta(days=9))
    home.cancel(external_id="second", reason="price")
    assert ways(home)["letter"][0] == "duty"
    assert reach_of(everybody(home.house, Purpose.ADVERTISING), None, "nordlicht").total.people == 1


def test_every_batch_is_read_once(home: HouseOf) -> None:
    for number in range(7):
        home.customer(f"K-{number}")
        home.cancel(f"K-{number}", external_id=f"a{number}")
        home.cancel(f"K-{number}", external_id=f"b{number}")
    with home.house.store.read() as connection:
        parts = [list(leavers.batches(connection, size)) for size in (1, 2, 3, 7, 100)]
        assert leavers.counted(connection) == (7, 7)
    for batches in parts:
        together = [pk for batch in batches for pk in batch]
        assert together == sorted(set(together))
        assert len(together) == 7
    assert [len(batch) for batch in parts[2]] == [3, 3, 1]


def test_every_rule_that_may_say_no_has_german_words() -> None:
    media = {channel.medium for channel in Channel}
    names = {rule.name for rule in RULES if Purpose.ADVERTISING in rule.purposes and rule.media & media}
    silent = {"termination_condition", "hidden_purpose", "service_script", "advertising_part", "tracking_part"}
    silent |= {
        "caller_number",
        "automated_call",
        "sent_by_hand",
        "letter_cover",
    }  # about a message's content, which `reach` leaves as it should be
    assert names - silent <= set(REASONS)


def test_a_cure_names_what_helps() -> None:
    assert "Double-Opt-in" in cure("email_consent", "Keine Einwilligung vorhanden.")
    assert cure("objection", "Der Werbung wurde widersprochen.").startswith("keine")
    assert cure("no such rule", "") == "keine."


# -- the command -----------------------------------------------------------------------------------------------------


def test_the_figures_add_up(demo: Tool) -> None:
    *lines, summary = demo("reach", "--by", "reason", "--json").objects
    people = summary["people"]
    assert people > 30
    for channel, answers in summary["channels"].items():
        assert sum(answers.values()) == people
        told = Counter[str]()
        for line in lines:
            if line["type"] == "reason" and line["channel"] == channel:
                told[line["answer"]] += line["count"]
                assert line["words"]
                assert line["cure"]
        assert told == {answer: answers[answer] for answer in ("deferred", "not") if answers[answer]}
    groups = [line for line in lines if line["type"] == "group"]
    hidden = summary["in_no_group"]  # whoever objected to everything is in no group and on no list
    assert hidden > 0
    assert sum(group["people"] for group in groups) + hidden == people
    assert sum(group["none"] for group in groups) + hidden == summary["unreachable"]
    for channel, answers in summary["channels"].items():
        assert sum(group[channel] for group in groups) == people - answers["not"]


def test_one_person_as_the_sum_sees_it(demo: Tool) -> None:
    person = demo("reach", "--contact", "K-1003", "--at", "2026-04-15T10:00", "--json").object
    assert [way["channel"] for way in person["ways"]] == ["email", "letter", "linkedin", "phone"]
    told = demo("reach", "--contact", "K-1003", "--at", "2026-04-15T10:00").out
    for way in person["ways"]:
        assert way["sentence"].split(":")[0] in told


def test_outside_the_window_everything_waits_for_the_next_one(demo: Tool) -> None:
    *_, night = demo("reach", "--at", "2026-04-15T03:00", "--json").objects
    *_, day = demo("reach", "--at", "2026-04-15T10:00", "--json").objects
    assert night["channels"]["email"]["duty"] == 0 < day["channels"]["email"]["duty"]
    assert night["channels"]["email"]["not"] == day["channels"]["email"]["not"]
    assert "frühestens Mittwoch, 15.04.2026, 09:00 Uhr" in demo("reach", "--at", "2026-04-15T03:00").out


def test_text_output(demo: Tool) -> None:
    told = demo("reach", "--by", "tier", "--at", "2026-04-15T10:00").out
    for words in ("Auf keinem Weg erreichbar:", "CRM-Häkchen", "Abhilfe:", "strategisch", "zählen nicht mit"):
        assert words in told
    assert "person any" not in told


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--purpose", "werbung"], "--purpose: „werbung“ gibt es hier nicht"),
        (["--by", "alter"], "--by: „alter“ gibt es nicht"),
        (["--contact", "K-10003"], "Den Kontakt K-10003 gibt es nicht; meinten Sie „K-1"),
        (["--contact", "K-1010"], "K-1010 hat nicht gekündigt"),
    ],
)
def test_what_it_does_not_understand(demo: Tool, arguments: list[str], sentence: str) -> None:
    assert sentence in demo("reach", *arguments, code=2).err


def test_an_empty_house_says_what_to_do(empty: Tool) -> None:
    assert "import cancellations" in empty("reach").out
