"""The page behind the cancellation: call back, staying in touch, exit survey. Nothing is expected, nothing disclosed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from campaigns.desk.finishing import finish_task
from campaigns.desk.may_contact import may_call_back
from campaigns.pages import callback
from campaigns.reason_words import reason_words
from campaigns.rights.restriction import restrict
from campaigns.tokens import GOODBYE, STATUS
from compliance.facts import Facts, MessageFact, Request
from compliance.rulebook import rule_on
from compliance.verdict import Verdict
from contacts.cancellation import DeclarationKind
from contacts.contact import ContactKind
from contacts.medium import Medium, Purpose
from sequences.call_hours import may_call
from store import declared
from store.tables import desk, people, permission, runs
from tasks.kinds import Outcome
from tasks.report import Report
from tests.campaigns.house_of import BERLIN, HouseOf, house_of
from tests.web.conftest import FIRM
from web.public.app import public_app

PHONE = "0431 7654321"


class Guest:
    """Wiebke has cancelled and opens the link of her page."""

    def __init__(self, lived: HouseOf, client: TestClient, case: str) -> None:
        self.lived, self.client, self.case = lived, client, case
        self.path = f"/abschied/{lived.house.tokens.sign(GOODBYE, case)}"

    def send(self, form: str, **fields: str):
        return self.client.post(f"{self.path}/{form}", data={"nonce": "n-1", **fields})

    def slot(self, number: int = 0) -> callback.Slot:
        return callback.slots(self.lived.house)[number]

    def call_me(self, **fields: str):
        return self.send(
            "rueckruf", **{"topic": "Schlussrechnung", "phone": PHONE, "when": self.slot().value, **fields}
        )

    def all(self, table) -> list[dict[str, object]]:
        with self.lived.house.store.read() as connection:
            return [dict(row) for row in connection.execute(select(table).order_by(table.c.id)).mappings()]


def guest_of(lived: HouseOf) -> Iterator[Guest]:
    lived.customer()
    lived.cancel(receipt_confirmed_at=None)
    with TestClient(public_app(lived.house), raise_server_exceptions=False, follow_redirects=False) as client:
        yield Guest(lived, client, "KUE-K-1")
    lived.close()


@pytest.fixture
def guest(tmp_path: Path) -> Iterator[Guest]:
    yield from guest_of(house_of(tmp_path, company=FIRM))


# -- the page -----------------------------------------------------------------------------------------------------


def test_every_wish_has_its_own_form_and_nothing_is_ticked(guest):
    page = guest.client.get(guest.path).text
    forms = re.findall(r"<form.*?</form>", page, re.DOTALL)
    assert [re.findall(r"<button[^>]*>(.*?)</button>", form) for form in forms] == [
        ["Um Rückruf bitten"],
        ["Eintragen"],
        ["Antworten senden"],
    ]
    assert not re.search(r"checked|selected|<script", page)
    assert not re.search(
        r"schade|vermissen|Angebot(?!e )|Rabatt|zurückholen|überlegen", page.partition("<h2>In Verb")[0]
    )
    assert "schließen Sie die Seite" in page


def test_looking_changes_nothing(guest):
    before = [guest.all(table) for table in (desk.task, desk.observation, permission.consent, permission.callback)]
    for path in ("", "/rueckruf", "/kontakt", "/umfrage"):
        assert guest.client.get(guest.path + path).status_code == 200
    assert [
        guest.all(table) for table in (desk.task, desk.observation, permission.consent, permission.callback)
    ] == before


@pytest.mark.parametrize("path", ["", "/rueckruf", "/kontakt", "/umfrage"])
def test_a_token_for_something_else_opens_nothing(guest, path):
    other = guest.lived.house.tokens.sign(STATUS, guest.case)
    gone = guest.lived.house.tokens.sign(GOODBYE, "KUE-K-999")
    answers = [guest.client.get(f"/abschied/{token}{path}") for token in (other, gone, "x")]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert len({answer.text for answer in answers}) == 1


# -- call back ----------------------------------------------------------------------------------------------------


def test_a_call_back_is_a_task_with_topic_number_and_time(guest):
    answer = guest.call_me()
    assert "Ihr Rückruf ist vorgemerkt" in answer.text
    (task,) = guest.all(desk.task)
    slot = guest.slot()
    assert (task["kind"], task["channel"], task["advertising"], task["due_at"]) == (
        "callback",
        "phone",
        False,
        slot.end,
    )
    assert task["expires_at"] == guest.lived.house.clock.now() + timedelta(days=14)
    for part in ("Schlussrechnung", "+494317654321", slot.words):
        assert part in task["brief"]
    assert "Kein Angebot" in task["guide"]
    (wish,) = guest.all(permission.callback)
    assert (wish["topic"], wish["phone"], wish["task_id"]) == ("Schlussrechnung", "+494317654321", task["id"])
    assert (wish["wished_from"], wish["wished_until"], wish["answered_at"]) == (slot.start, slot.end, None)


def test_the_number_becomes_no_contact_point(guest):
    """OLG Köln 6 U 191/11: a number for one call is no number „für alle Fälle“."""
    guest.call_me()
    assert "phone" not in {one["medium"] for one in guest.all(people.contact_point)}


def test_the_wish_makes_the_call_lawful_on_its_topic_for_fourteen_days(guest):
    """R083, R084."""
    guest.call_me()
    (wish,) = guest.all(permission.callback)
    request = Request(str(wish["external_id"]), wish["received_at"])

    def verdict(days: int, **message: str) -> Verdict:
        facts = Facts(
            now=wish["received_at"] + timedelta(days=days),
            timezone="Europe/Berlin",
            recipient=ContactKind.CONSUMER,
            medium=Medium.PHONE,
            purpose=Purpose.SERVICE,
            request=request,
            message=MessageFact(**message),
        )
        return rule_on(facts, guest.lived.house.policy).verdict

    assert verdict(0) is Verdict.ALLOW
    assert verdict(0, script="offer") is Verdict.DENY
    assert verdict(15) is Verdict.DENY


@pytest.mark.parametrize(("outcome", "answered"), [(Outcome.REACHED, True), (Outcome.NOT_REACHED, False)])
def test_the_outcome_answers_the_wish(guest, outcome, answered):
    guest.call_me()
    (task,) = guest.all(desk.task)
    assert finish_task(guest.lived.house, task["external_id"], Report(outcome, "amira", number="+49431999"))
    assert (guest.all(permission.callback)[0]["answered_at"] is not None) is answered


def test_the_desk_is_told_whether_the_call_is_lawful_now(guest):
    guest.call_me()
    (task,) = guest.all(desk.task)

    def ruled():
        return may_call_back(guest.lived.house, task["contact_id"], task["external_id"])

    early = ruled()  # eight in the morning, wished from nine
    assert (early.verdict, early.until) == (Verdict.DEFER, guest.slot().start)
    guest.lived.sleep(hours=3)
    assert ruled().verdict.allows
    guest.lived.sleep(hours=12)  # eleven at night
    late = ruled()
    assert (late.verdict, late.rule) == (Verdict.DEFER, "call_hours")
    assert late.until is not None
    guest.lived.sleep(hours=12)
    restrict(guest.lived.house, task["contact_id"], "bestritten", "ds")
    assert ruled().rule == "restriction"
    guest.lived.sleep(days=15)
    assert ruled().verdict is Verdict.DENY
    assert may_call_back(guest.lived.house, task["contact_id"], "callback-unknown") is None


def test_the_times_are_lawful_everywhere_and_the_same_for_everybody(tmp_path):
    """Requirement 48: Easter weekend, and a holiday of one Land only."""
    lived = house_of(tmp_path, start=guest_day(2026, 4, 2))
    offered = callback.slots(lived.house)
    assert [slot.value for slot in offered[:3]] == ["2026-04-02-am", "2026-04-02-pm", "2026-04-07-am"]
    for slot in offered:
        for moment in (slot.start, slot.end - timedelta(minutes=1)):
            assert slot.value.startswith("2026-04-02") or may_call(moment, "Europe/Berlin", (None, "SH"))
    lived.close()


def guest_day(year: int, month: int, day: int):
    return datetime(year, month, day, 8, 0, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"topic": ""}, "Nur darüber sprechen wir"),
        ({"topic": "x" * 301}, "höchstens 300 Zeichen"),
        ({"phone": "110"}, "Diese Nummer ist nicht vollständig"),
        ({"phone": ""}, "Diese Nummer ist nicht vollständig"),
        ({"when": "2026-03-08-am"}, "eine der angebotenen Zeiten"),  # a Sunday
        ({"when": "2025-03-03-am"}, "eine der angebotenen Zeiten"),
        ({"when": ""}, "eine der angebotenen Zeiten"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(guest, fields, sentence):
    answer = guest.call_me(**fields)
    page = html.unescape(answer.text)
    assert (answer.status_code, guest.all(desk.task)) == (422, [])
    assert sentence in page
    assert (PHONE in page) is ("phone" not in fields)


def test_sent_twice_is_one_call(guest):
    assert guest.call_me().text == guest.call_me().text
    assert len(guest.all(desk.task)) == len(guest.all(permission.callback)) == 1


# -- exit survey --------------------------------------------------------------------------------------------------


def test_answers_are_kept_as_an_observation_and_the_reason_is_confirmed(guest):
    answer = guest.send("umfrage", reason="service", reason_words="Hotline", since="Mai", worked="Export", score="7")
    assert "Ihre Antworten sind da" in answer.text
    (seen,) = guest.all(desk.observation)
    assert seen["kind"] == "exit_survey"
    assert seen["data"] == {
        "reason": "service",
        "reason_words": "Hotline",
        "since": "Mai",
        "worked": "Export",
        "score": 7,
    }
    with guest.lived.house.store.read() as connection:
        assert declared.by_external_id(connection, guest.case).found.cancellation.reason == "service"
    assert guest.all(people.cancellation)[0]["reason"] == "price"  # what was declared first stays


def test_there_are_six_questions_and_none_has_to_be_answered(guest):
    page = guest.client.get(f"{guest.path}/umfrage").text
    assert re.findall(r">(\d)\. ", page) == ["1", "2", "3", "4", "5", "6"]
    assert " required" not in page
    answer = guest.send("umfrage")
    assert (answer.status_code, guest.all(desk.observation)) == (200, [])
    assert "Es wurde nichts gespeichert" in answer.text


def test_words_that_are_no_answer_are_not_taken_for_one(guest):
    guest.send("umfrage", reason="deceased", score="11", since="seit Mai")
    assert guest.all(desk.observation)[0]["data"] == {"since": "seit Mai"}
    assert guest.all(people.cancellation)[0]["reason_confirmed"] is None


def test_a_reason_that_ends_all_advertising_is_not_overwritten(tmp_path):
    lived = house_of(tmp_path, company=FIRM)
    for one in guest_of(lived):
        one.lived.cancel(external_id="KUE-2", reason="insolvency")
        path = f"/abschied/{lived.house.tokens.sign(GOODBYE, 'KUE-2')}/umfrage"
        assert one.client.post(path, data={"reason": "price"}).status_code == 200
        assert [row["reason_confirmed"] for row in one.all(people.cancellation)] == [None, None]


def test_an_objection_in_an_answer_counts(guest):
    """AG München 142 C 1633/22: in any form."""
    guest.send("umfrage", easier="Bitte schicken Sie mir keine Werbung mehr.")
    assert {row["scope"] for row in guest.all(permission.objection)} == {"global"}


def test_long_answers_come_back_whole(guest):
    words = "Äpfel " * 400
    answer = guest.send("umfrage", worked=words)
    assert (answer.status_code, guest.all(desk.observation)) == (422, [])
    assert words.strip() in html.unescape(answer.text)


def test_hostile_answers_are_kept_verbatim_and_shown_to_nobody_as_markup(guest):
    words = "<img src=x onerror=alert(1)> {{ 7*7 }} =1+1 😀"
    guest.send("umfrage", noticed=words)
    assert guest.all(desk.observation)[0]["data"]["noticed"] == words


def test_the_survey_mail_brings_the_link_and_the_answer_arrives(guest):
    """Item of the offboarding: the mail leads to the questions, an answer by link is stored."""
    lived = guest.lived
    lived.customer("K-2", customer_since=guest_day(2024, 1, 1).date())
    lived.consent("K-2")
    lived.cancel("K-2")
    lived.play(days=20)
    mails = [mail for mail in lived.carrier.mails if b"/abschied/" in mail.raw.replace(b"=\r\n", b"")]
    assert len(mails) == 1
    path = re.search(rb"(/abschied/[\w.-]+/umfrage)", mails[0].raw.replace(b"=\r\n", b""))[1].decode()
    assert guest.client.get(path).status_code == 200
    assert guest.client.post(path, data={"score": "9"}).status_code == 200
    assert [row["data"] for row in guest.all(desk.observation)] == [{"score": 9}]


# -- staying in touch ---------------------------------------------------------------------------------------------


def wording(guest: Guest) -> str:
    return re.search(r'name="text" value="([^"]+)"', guest.client.get(guest.path).text)[1]


def test_staying_in_touch_starts_a_double_opt_in(guest):
    answer = guest.send("kontakt", agree="yes", text=wording(guest))
    assert "Erst wenn Sie den Link darin öffnen" in answer.text
    (consent,) = guest.all(permission.consent)
    assert (consent["medium"], consent["method"], consent["confirmed_at"]) == ("email", "doi", None)
    assert consent["receiver"] == "goodbye"
    again = guest.send("kontakt", agree="yes", text=wording(guest))
    assert (again.text, len(guest.all(permission.consent))) == (answer.text, 1)


@pytest.mark.parametrize("fields", [{}, {"agree": "on"}, {"agree": "yes", "text": "alt/1"}])
def test_without_the_tick_or_with_other_words_nothing_is_entered(guest, fields):
    assert guest.send("kontakt", **{"text": wording(guest), **fields}).status_code == 422
    assert guest.all(permission.consent) == []


# -- who answered, or withdrew, is not asked by mail ----------------------------------------------------------------


def survey_of(lived: HouseOf) -> tuple[object, object]:
    table = runs.touch.c
    return lived.rows(select(table.state, table.reason).where(table.step == "survey"))[0]


def consenting(guest: Guest) -> None:
    guest.lived.customer(customer_since=date(2020, 1, 1), end=date(2026, 3, 31))
    guest.lived.consent()


def test_without_an_answer_the_survey_mail_leaves(guest):
    consenting(guest)
    guest.lived.play(days=60)
    assert survey_of(guest.lived)[0] == "sent"


def test_who_answered_on_the_page_gets_no_survey_mail(guest):
    consenting(guest)
    guest.lived.play(days=5)
    guest.send("umfrage", reason="service", score="7")
    guest.lived.play(days=60)
    assert survey_of(guest.lived) == ("skipped", "survey_answered")
    assert "schon auf der Abschiedsseite" in reason_words("survey_answered")


def test_who_withdrew_the_contract_gets_no_survey_mail(guest):
    consenting(guest)
    guest.lived.play(days=5)
    guest.lived.cancel(external_id="WID-1", kind=DeclarationKind.WITHDRAWAL, receipt_confirmed_at=None)
    guest.lived.play(days=60)
    assert survey_of(guest.lived) == ("skipped", "contract_withdrawn")
