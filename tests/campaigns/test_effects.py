"""Stops and pauses: silence is respected at once, on everything queued, on every channel, and nobody gets stuck."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from campaigns.effects import object_address, object_to, pause_advertising
from campaigns.happenings import happen
from compliance.facts import Via
from contacts.consent import GLOBAL
from contacts.contact import Tier
from contacts.medium import Medium
from sequences.definition import EventKind
from store import operation, people, tasks
from store.tables import people as tables
from store.tables import runs
from tests.campaigns.house_of import MONDAY, minimal, step

LETTER = minimal(step("letter", "day = 1", '"letter"'), step("later", "day = 9"))
CALL = minimal(
    step("call", "day = 1", '"phone"', "winback/day_21_offer", "wait_for_outcome = { days = 7, then = 'continue' }"),
    step("later", "day = 9"),
)


def called(home):
    """A customer who may be called and written to, with the call's task open."""
    one = home(texts={"probe": CALL})
    one.customer(phone="+49 431 99999 20")
    one.consent()
    one.consent(medium=Medium.PHONE)
    one.cancel()
    one.play(days=1, hours=12)
    assert one.touches("step", "state") == [("call", "open")]
    return one


def contact(one, name="K-1"):
    with one.house.store.read() as connection:
        return people.contact_pk(connection, name)


@pytest.mark.parametrize("scope", [GLOBAL, "post"])
def test_a_letter_that_waits_for_the_batch_is_stopped(home, scope):
    one = home(texts={"probe": LETTER})
    one.customer()
    one.cancel()
    one.play(days=1, hours=2)
    assert one.touches("step", "state")[0] == ("letter", "batched")
    one.objection(scope=scope)
    one.play(days=3)
    assert one.touches("step", "state")[0] == ("letter", "stopped")
    assert not list(one.house.letters.folder.glob("*.csv"))


@pytest.mark.parametrize("scope", [GLOBAL, "post"])
def test_a_letter_at_the_letter_shop_is_recalled(home, scope):
    one = home(texts={"probe": LETTER})
    for name in ("K-1", "K-2"):
        one.customer(name)
        one.cancel(name)
    one.play(days=1, hours=9)
    (batch,) = one.house.letters.folder.glob("*.csv")
    (send_id,) = one.rows(touch_of("K-1"))[0]
    one.objection(scope=scope)
    assert sorted(one.touches("state", step="letter")) == [("exported",), ("recalled",)]
    recalls = [path for path in one.house.letters.folder.iterdir() if path != batch and path.suffix == ".csv"]
    assert [send_id in path.read_text(encoding="utf-8-sig") for path in recalls] == [True]


def test_an_objection_by_mail_leaves_letters_alone(home):
    one = home(texts={"probe": LETTER})
    one.consenting()
    one.play(days=1, hours=2)
    one.objection(scope="email")
    one.play(days=20)
    assert one.touches("step", "state") == [("letter", "exported"), ("later", "skipped")]
    assert one.reasons()["later"] == ("skip", "objection")


def test_an_objection_reaches_letters_and_tasks_of_whoever_shares_the_address(home):
    """OLG Celle 13 U 15/14: the address is blocked, whoever uses it."""
    one = home(texts={"probe": LETTER})
    for name in ("K-1", "K-2"):
        one.customer(name, email="info@kunde.example")
    one.cancel("K-2")
    one.play(days=1, hours=2)
    one.objection("K-1")
    one.play(days=20)
    assert one.touches("step", "state")[0] == ("letter", "stopped")


def test_an_objection_withdraws_open_tasks_and_ends_the_run(home):
    one = called(home)
    one.objection()
    assert one.touches("state") == [("withdrawn",)]
    assert one.runs("probe") == [("stopped", "objection")]
    with one.house.store.read() as connection:
        assert tasks.listing(connection) == []


def test_an_objection_to_calls_withdraws_the_call_and_the_mails_go_on(home):
    one = called(home)
    one.objection(scope="phone")
    one.play(days=20)
    assert one.touches("step", "state") == [("call", "withdrawn"), ("later", "sent")]
    assert one.runs("probe") == [("finished", None)]


def test_contract_mail_behind_a_survey_is_not_lost_by_an_objection(home):
    survey = step("survey", "day = 1", '"email"', "offboarding/survey", 'purpose = "survey"')
    plan = step("plan", "day = 5", '"email"', "offboarding/plan")
    one = home(texts={"probe": minimal(survey, plan, purpose='"contract"')})
    one.consenting()
    one.play(hours=1)
    one.objection()
    one.play(days=20)
    assert one.touches("step", "state") == [("survey", "stopped"), ("plan", "sent")]
    assert one.runs("probe") == [("finished", None)]


def test_the_same_objection_again_changes_nothing_a_later_consent_has_allowed(home):
    one = home()
    one.customer()
    one.cancel(external_id="KUE-0", received_at=MONDAY - timedelta(days=200))
    one.objection()
    one.sleep(days=1)
    one.consent(granted_at=one.clock.now(), confirmed_at=one.clock.now())
    one.cancel()
    one.play(days=2)
    assert [name for name, _, _ in one.sent()] == ["value"]
    assert one.objection(received_at=MONDAY).new == 0
    one.play(days=8)
    assert [name for name, _, _ in one.sent()] == ["value", "news"]


def test_an_address_nobody_is_known_by_stays_blocked_for_whoever_comes_with_it(home):
    one = home()
    one.objection(None, "email", address="K1@kunde1.example", source="one_click")
    one.consenting()
    one.play(days=30)
    assert {channel for _, channel, _ in one.sent()} == {"letter"}  # one click means e-mail advertising, letters go on


def test_an_unknown_address_that_objected_to_everything_gets_nothing(home):
    one = home()
    one.objection(None, "global", address="K1@kunde1.example")
    one.consenting()
    one.play(days=30)
    assert one.sent() == []


def test_an_objection_by_address_covers_everybody_on_it(home):
    one = home()
    for name in ("K-1", "K-2"):
        one.customer(name, email="info@kunde.example")
        one.consent(name)
        one.cancel(name)
    one.play(days=2)
    digest_of = one.house.address_hash
    assert digest_of(Medium.EMAIL, "a@b.example") != digest_of(Medium.PHONE, "a@b.example")
    one.write(
        lambda connection: object_address(
            connection, one.house, Medium.EMAIL, "info@kunde.example", GLOBAL, Via.TEXT, one.clock.now()
        )
    )
    one.play(days=30)
    assert one.runs() == [("stopped", "objection"), ("stopped", "objection")]


def test_a_pause_postpones_and_then_goes_on(home):
    one = home()
    one.consenting()
    until = one.clock.now() + timedelta(days=12)
    one.write(lambda connection: pause_advertising(connection, one.house, contact(one), until, "out_of_office"))
    one.play(days=31)
    assert [(name, day) for name, _, day in one.sent()] == [
        ("story", date(2026, 3, 16)),
        ("offer", date(2026, 3, 23)),
        ("last", date(2026, 4, 1)),
    ]
    assert one.runs() == [("active", None)]


def test_a_pause_without_end_waits_for_a_person(home):
    one = home()
    one.consenting()
    one.write(lambda connection: pause_advertising(connection, one.house, contact(one), None, "replied"))
    one.play(days=100)
    assert one.sent() == []
    assert one.runs() == [("paused", "replied")]


def test_contract_mail_is_not_paused(home):
    one = home()
    one.customer(end=date(2026, 5, 31))
    one.cancel(receipt_confirmed_at=None)
    one.write(lambda connection: pause_advertising(connection, one.house, contact(one), None, "replied"))
    one.play(days=5)
    assert [name for name, _, _ in one.sent(advertising=False)] == ["receipt", "plan", "export"]


def test_a_goal_that_no_run_names_leaves_open_tasks_alone(home):
    one = called(home)
    now = one.clock.now()
    one.write(lambda c: happen(c, one.house, EventKind.FEATURE_RELEASED, contact(one), "releases", "R-1", now))
    one.now()
    assert one.touches("state") == [("open",)]
    one.play(days=20)
    assert one.touches("step", "state") == [("call", "expired"), ("later", "sent")]


def test_strategic_customers_who_return_are_not_called_any_more(home):
    one = home()
    one.customer(tier=Tier.STRATEGIC, phone="+49 431 99999 20")
    one.consent(medium=Medium.PHONE)
    one.cancel()
    one.play(days=22)
    assert [how for _, how, _ in one.sent()] == ["letter", "phone"]
    one.returned()
    with one.house.store.read() as connection:
        assert tasks.listing(connection) == []
    assert one.runs() == [("stopped", "goal")]


def test_an_objection_is_audited_once_with_scope_and_door(home):
    one = home()
    one.customer()
    for _ in range(2):
        one.write(
            lambda connection: object_to(
                connection, one.house, contact(one), GLOBAL, Via.CALL, MONDAY, source="T-1", verbatim="Nein"
            )
        )
    with one.house.store.read() as connection:
        events = operation.audit_events(connection, "K-1")
    assert [(row["event"], row["data"]) for row in events] == [
        ("objection_recorded", {"scope": "global", "via": "call"})
    ]


def touch_of(name):
    columns = runs.touch.c
    return (
        select(columns.send_id)
        .join(tables.contact, tables.contact.c.id == columns.contact_id)
        .where(tables.contact.c.external_id == name)
    )
