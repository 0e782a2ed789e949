"""What advertising leaves behind: a line of the audit chain, and the use of each consent it rested on."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from sqlalchemy import event, select

from campaigns.desk.finishing import finish_task
from campaigns.desk.made import NoNumber
from campaigns.gate import go
from contacts.consent import ConsentEvent
from contacts.contact import ContactKind
from contacts.medium import Medium
from sequences.definition import Channel
from store import consents, operation, tasks
from store.tables import permission, runs
from tasks.kinds import OUTCOMES, Outcome
from tasks.report import Report
from tests.campaigns.house_of import consent_row, minimal, step

MAIL = {"probe": minimal(step("a", "day = 1"))}
CALL = {"probe": minimal(step("a", "day = 1", '"phone"', "winback/day_21_offer"))}
LINKEDIN = {"probe": minimal(step("a", "day = 1", '"linkedin"', "winback/day_21_offer"))}
NUMBER = "+49 431 99999 10"


def left(one, contact=None):
    with one.house.store.read() as connection:
        return [row for row in operation.audit_events(connection, contact) if row["event"] == "touch_left"]


def uses(one, consent="EW-K-1-phone"):
    with one.house.store.read() as connection:
        return [row for row in consents.trail(connection, consent) if row.event is ConsentEvent.USED]


def last_used(one, medium):
    query = select(permission.consent.c.last_used_at).where(permission.consent.c.medium == medium.value)
    return [moment for (moment,) in one.rows(query)]


def open_task(one, state="open"):
    with one.house.store.read() as connection:
        return tasks.listing(connection, state)[0]["external_id"]


def with_task(home, texts=CALL, **changes):
    """A person to be called, and the task for it."""
    one = home(texts=texts, **changes)
    one.customer(phone="+49 431 99999 20", profile="https://www.linkedin.com/in/k1")
    one.consent("K-1", Medium.PHONE)
    one.consent("K-1", Medium.LINKEDIN_DM)
    one.cancel()
    one.play(days=1, hours=4)
    return one


def test_a_mail_with_consent_writes_by_which_rule_on_what_and_in_which_words(either_home):
    """law.md 31."""
    one = either_home(texts=MAIL)
    one.consenting()
    one.play(days=2)
    (mail,) = one.carrier.mails
    (row,) = left(one)
    data = row["data"]
    template = one.house.templates.fingerprint("winback/day_07_news", Channel.EMAIL)
    assert row["contact"] == "K-1"
    assert data == {
        "send_id": mail.send_id,
        "channel": "email",
        "verdict": "ALLOW_DUTY",
        "rule": "email_consent",
        "evidence": ["EW-K-1-email"],
        "rulebook": data["rulebook"],
        "template_sha256": template,
        "content_sha256": mail.sha256,
    }
    assert data["rulebook"]
    (use,) = uses(one, "EW-K-1-email")
    assert use.data == {"send_id": mail.send_id, "medium": "email", "rule": "email_consent", "sha256": mail.sha256}
    assert last_used(one, Medium.EMAIL) == [use.at]


def test_mail_to_an_existing_customer_names_its_contract_and_the_notice_in_it(home):
    """law.md 31 and § 7 Abs. 3 Nr. 4 UWG: the rendered notice, as the reader sees it."""
    one = home(texts=MAIL)
    one.customer(end=date(2027, 12, 31))
    one.cancel()
    one.play(days=2)
    (row,) = left(one)
    (text,) = [text for (text,) in one.rows(select(runs.attempt.c.text)) if "Werbung" in text]
    (notice,) = [words for words in passages(text) if sha256(words) == row["data"]["notice_sha256"]]
    assert "widersprechen" in notice
    assert (row["data"]["rule"], row["data"]["evidence"]) == ("existing_customer", ["V-K-1"])
    assert one.rows(select(permission.consent_event.c.id)) == []


def passages(text):
    """Every run of whole paragraphs."""
    parts = text.strip().split("\n\n")
    return {"\n\n".join(parts[i:j]) for i in range(len(parts)) for j in range(i + 1, len(parts) + 1)}


def sha256(words):
    return hashlib.sha256(words.encode()).hexdigest()


def test_contract_mail_is_no_advertising_and_leaves_no_such_line(home):
    one = home()
    one.customer()
    one.cancel()
    one.play(days=1)
    assert one.sent(advertising=False)
    assert left(one) == []


@contextmanager
def statements(one):
    """How many statements reach the database."""
    counted = []

    def note(*arguments):
        counted.append(arguments[2])

    event.listen(one.house.store.engine, "before_cursor_execute", note)
    try:
        yield counted
    finally:
        event.remove(one.house.store.engine, "before_cursor_execute", note)


def gate(house, leaving, connection):
    return go(house, connection, leaving)


def test_the_gate_asks_no_more_often_for_many_than_for_a_few(home):
    asked = []
    for number in (2, 8):
        one = home(texts=MAIL)
        for contact in range(1, number + 1):
            one.consenting(f"K-{contact}")
        one.sleep(days=1, hours=2)
        leaving = list(one.tick().leaving)
        assert len(leaving) == number
        with statements(one) as counted:
            assert one.write(partial(gate, one.house, leaving)) == [True] * number
        asked.append(len(counted))
        assert len(left(one)) == number
    assert asked[0] == asked[1]


def test_a_task_is_no_use_until_somebody_has_called(home):
    """law.md 45: closing a call as made writes number, agent and outcome into the ledger of the consent."""
    one = with_task(home)
    assert [row["data"]["rule"] for row in left(one)] == ["phone_business"]
    assert (uses(one), last_used(one, Medium.PHONE)) == ([], [None])
    name = open_task(one)
    assert finish_task(one.house, name, Report(Outcome.NOT_REACHED, "Amira", number="+49 431 99999 77"))
    (use,) = uses(one)
    assert use.data == {
        "send_id": name,
        "medium": "phone",
        "rule": "phone_business",
        "outcome": "not_reached",
        "agent": "Amira",
        "number": "+49 431 99999 77",
    }
    assert last_used(one, Medium.PHONE) == [one.clock.now()]


@pytest.mark.parametrize("outcome", OUTCOMES["call"])
def test_every_outcome_of_a_call_that_was_made_is_a_use_and_shows_a_number(home, outcome):
    """§ 15 Abs. 2 TDDDG: without --number it is the one of the brand. Of `not_done` nobody was called."""
    one = with_task(home)
    assert finish_task(one.house, open_task(one), Report(outcome, "Amira"))
    assert [use.data["number"] for use in uses(one)] == ([] if outcome is Outcome.NOT_DONE else [NUMBER])


@pytest.mark.parametrize("outcome", OUTCOMES["linkedin"])
def test_a_message_by_hand_is_a_use_once_it_was_written(home, outcome):
    one = with_task(home, LINKEDIN)
    assert finish_task(one.house, open_task(one), Report(outcome, "Amira"))
    seen_before_writing = {Outcome.WRONG_ADDRESS, Outcome.WRONG_PERSON, Outcome.LEFT_COMPANY, Outcome.NOT_DONE}
    made = [] if outcome in seen_before_writing else [("linkedin_message", outcome.value)]
    assert [(use.data["rule"], use.data["outcome"]) for use in uses(one, "EW-K-1-linkedin_dm")] == made
    assert all("number" not in use.data for use in uses(one, "EW-K-1-linkedin_dm"))


def test_a_task_that_ran_out_is_no_use(home):
    one = with_task(home)
    one.play(days=20)
    assert open_task(one, "expired")
    assert (uses(one), last_used(one, Medium.PHONE)) == ([], [None])


@pytest.mark.parametrize(("given", "words"), [("", "§ 15 Abs. 2 TDDDG"), ("unterdrückt", "ist keine Rufnummer")])
def test_a_call_without_a_number_is_not_closed_as_made(home, given, words):
    one = with_task(home)
    silent = {name: replace(brand, phone="") for name, brand in one.house.brands.items()}
    house = replace(one.house, brands=silent, company=replace(one.house.company, phone=""))
    name = open_task(one)
    with pytest.raises(NoNumber, match=words):
        finish_task(house, name, Report(Outcome.REACHED, "Amira", number=given))
    assert open_task(one) == name
    assert uses(one) == []
    assert finish_task(house, name, Report(Outcome.REACHED, "Amira", number="+49 431 99999 77"))


def test_a_consumer_is_not_called_on_an_incomplete_record(home):
    """law.md 43, § 7a UWG."""
    for missing, called in (("", 1), ("receiver", 0), ("declared_name", 0), ("declared_address", 0)):
        one = home(texts=CALL)
        one.customer(phone="+49 431 99999 20", kind=ContactKind.CONSUMER, company=None)
        one.take("consents", consent_row("K-1", Medium.PHONE, **({missing: ""} if missing else {})))
        one.cancel()
        one.play(days=1, hours=4)
        assert len(one.sent()) == called, missing
