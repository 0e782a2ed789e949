"""The preference page: every way, how often, a pause, nothing; each choice in force at once, asked of the engine."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from sqlalchemy import select

from campaigns.tokens import PREFERENCES, UNSUBSCRIBE
from campaigns.why import explain
from contacts.medium import Medium
from store.tables import operation, permission
from tests.web.conftest import Counter
from web.public.limits import MAX_DECLARATIONS

SAVE = {"what": "save", "often": "any", "pause": "none", "until": ""}
GONE = "00000000-0000-4000-8000-00000000ffff"


def wish(counter: Counter) -> list[tuple[object, ...]]:
    columns = permission.preference.c
    return counter.lived.rows(select(columns.paused_until, columns.min_gap_days).order_by(columns.id))


def audited(counter: Counter, event: str) -> list[object]:
    table = operation.audit_event
    return [data for (data,) in counter.lived.rows(select(table.c.data).where(table.c.event == event))]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])
def test_looking_changes_nothing(counter: Counter, method: str) -> None:
    before = counter.everything()
    answer = counter.client.request(method, counter.wishes)
    assert answer.status_code == {"GET": 200, "HEAD": 200, "OPTIONS": 204}.get(method, 405)
    assert counter.everything() == before


def test_nothing_any_more_is_the_first_button_and_asks_nothing(counter: Counter) -> None:
    page = counter.client.get(counter.wishes).text
    buttons = re.findall(r"<button[^>]*>([^<]+)</button>", page)
    assert buttons[0] == "Gar keine Werbung mehr"
    assert "checked" not in re.sub(r'<input type="radio"[^>]*>', "", page)
    answer = counter.client.post(counter.wishes, data={"what": "nothing"})
    assert answer.status_code == 200
    assert "keine Werbung mehr von" in answer.text
    assert "sicher?" not in page + answer.text
    assert counter.objections() == [("global", "text")]
    assert "set-cookie" not in answer.headers


def test_nothing_any_more_ends_everything_and_twice_is_once(counter: Counter) -> None:
    counter.client.post(counter.wishes, data={"what": "nothing"})
    once = counter.everything()
    assert counter.client.post(counter.wishes, data={"what": "nothing"}).status_code == 200
    assert counter.everything() == once
    counter.lived.play(days=120)
    assert counter.lived.sent("K-1") == []
    assert "auf keinem Weg" in counter.client.get(counter.wishes).text


@pytest.mark.parametrize("medium", [Medium.EMAIL, Medium.POST, Medium.PHONE])
def test_a_way_is_switched_off_alone(counter: Counter, medium: Medium) -> None:
    answer = counter.client.post(counter.wishes, data={**SAVE, f"off_{medium}": "yes"})
    assert (answer.status_code, counter.objections()) == (200, [(medium.value, "text")])
    assert "Abgeschaltet am 2. März 2026" in answer.text
    once = counter.everything()
    assert counter.client.post(counter.wishes, data={**SAVE, f"off_{medium}": "yes"}).status_code == 200
    assert counter.everything() == once
    counter.lived.play(days=200)
    made = {channel for _, channel, _ in counter.lived.sent("K-1")}
    forbidden = {Medium.EMAIL: "email", Medium.POST: "letter", Medium.PHONE: "phone"}[medium]
    assert made
    assert forbidden not in made


@pytest.mark.parametrize(("often", "days"), [("month", 31), ("quarter", 92), ("year", 366)])
def test_less_often_holds_every_pair_of_contacts_apart(counter: Counter, often: str, days: int) -> None:
    answer = counter.client.post(counter.wishes, data={**SAVE, "often": often})
    assert (answer.status_code, wish(counter)) == (200, [(None, days)])
    counter.lived.play(days=560)
    made = [day for _, _, day in counter.lived.sent("K-1")]
    assert made
    assert all((later - earlier).days >= days for earlier, later in pairwise(made))
    spans = {"month": lambda day: (day.year, day.month), "quarter": lambda day: (day.year, (day.month - 1) // 3)}
    span = spans.get(often, lambda day: day.year)
    assert len({span(day) for day in made}) == len(made)  # what the sentence says


@pytest.mark.parametrize(
    ("pause", "until", "first"),
    [
        ("1", "", date(2026, 4, 2)),
        ("3", "", date(2026, 6, 2)),
        ("6", "", date(2026, 9, 2)),
        ("until", "2026-05-15", date(2026, 5, 15)),
        ("until", "15.5.2026", date(2026, 5, 15)),
    ],
)
def test_a_pause_holds_everything_until_its_day(counter: Counter, pause: str, until: str, first: date) -> None:
    answer = counter.client.post(counter.wishes, data={**SAVE, "pause": pause, "until": until})
    assert answer.status_code == 200
    ((paused_until, gap),) = wish(counter)
    assert isinstance(paused_until, datetime)
    assert (counter.lived.clock.now() < paused_until, gap) == (True, None)
    assert f"Vor dem {first.day}. " in answer.text
    counter.lived.play(days=250)
    made = [day for _, _, day in counter.lived.sent("K-1")]
    assert made
    assert min(made) >= first


def test_why_names_the_wish(counter: Counter) -> None:
    counter.client.post(counter.wishes, data={**SAVE, "pause": "3"})
    counter.lived.play(days=3)
    told = explain(counter.lived.house, "K-1")
    assert told is not None
    gates = [gate for touch in told["touches"] for gate in touch["gates"] if gate["rule"] == "own_pause"]
    assert "DEFER" in {gate["verdict"].upper() for gate in gates}


def test_each_change_is_audited_and_saving_the_same_again_is_no_change(counter: Counter) -> None:
    counter.client.post(counter.wishes, data={**SAVE, "often": "quarter", "pause": "1"})
    once = counter.everything()
    page = counter.client.get(counter.wishes).text
    assert re.search(r'value="quarter" checked', page)
    assert re.search(r'value="keep" checked', page)
    counter.client.post(counter.wishes, data={**SAVE, "often": "quarter", "pause": "keep"})
    assert counter.everything() == once
    counter.lived.sleep(minutes=1)
    counter.client.post(counter.wishes, data={**SAVE, "often": "quarter"})
    assert wish(counter)[-1] == (None, 92)
    first, second = audited(counter, "preferences_changed")
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert (first["gap_days"], second.get("paused_until")) == (92, None)
    assert datetime.fromisoformat(first["paused_until"]) > datetime(2026, 4, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("until", "says"),
    [
        ("", "Bitte geben Sie den Tag an"),
        ("31.02.2027", "Bitte geben"),
        ("2026-03-02", "nicht in der Zukunft"),
        ("2042-01-01", "höchstens fünf Jahre"),
        ("0000-00-00", "Bitte geben"),
        ("２０２６-12-24", "Bitte geben"),
    ],
)
def test_a_day_that_cannot_be_is_named_at_its_field(counter: Counter, until: str, says: str) -> None:
    before = counter.everything()
    sent = {**SAVE, "pause": "until", "until": until, "often": "month"}
    answer = counter.client.post(counter.wishes, data=sent)
    assert (answer.status_code, counter.everything()) == (422, before)
    assert says in answer.text
    field = re.search(r'<input type="date" id="until"[^>]*>', answer.text)
    assert field is not None
    assert "until-error" in field[0]
    assert 'aria-invalid="true"' in field[0]
    assert '<a href="#until">' in answer.text
    # What was chosen is still chosen.
    assert re.search(r'value="month" checked', answer.text)


def test_a_forged_a_foreign_and_an_unknown_token_are_one_miss(counter: Counter) -> None:
    tokens = counter.lived.house.tokens
    bad = ["x", tokens.sign(UNSUBSCRIBE, counter.send_id), tokens.sign(PREFERENCES, GONE)]
    before = counter.everything()
    answers = [counter.client.post(f"/einstellungen/{token}", data={"what": "nothing"}) for token in bad]
    answers += [counter.client.get(f"/einstellungen/{token}") for token in bad]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert counter.everything() == before


@pytest.mark.parametrize("body", [{}, {"what": "x"}, {"what": "nothing;"}, {"off_email": "yes"}])
def test_an_unknown_form_changes_nothing(counter: Counter, body: dict[str, str]) -> None:
    before = counter.everything()
    answer = counter.client.post(counter.wishes, data=body)
    assert (answer.status_code, counter.everything()) == (400, before)


def test_wishes_are_braked_and_a_no_never_is(counter: Counter) -> None:
    codes = []
    for number in range(MAX_DECLARATIONS + 3):
        often = ("month", "quarter")[number % 2]
        codes.append(counter.client.post(counter.wishes, data={**SAVE, "often": often}).status_code)
        counter.lived.sleep(seconds=1)
    assert codes == [200] * MAX_DECLARATIONS + [429] * 3
    assert counter.client.post(counter.wishes, data={**SAVE, "off_email": "yes"}).status_code == 200
    assert counter.client.post(counter.wishes, data={"what": "nothing"}).status_code == 200
    assert {scope for scope, _ in counter.objections()} == {"email", "global"}


def test_the_advertising_mail_leads_to_this_page(counter: Counter) -> None:
    counter.lived.play(days=2)
    texts = [mail.raw.decode().replace("=\r\n", "") for mail in counter.lived.carrier.mails]
    (text,) = (text for text in texts if "List-Unsubscribe:" in text)
    links = re.findall(r"https://[^/\s]+(/einstellungen/[\w.-]+)", text)
    assert set(links) == {counter.wishes}


def test_the_page_names_nobody(counter: Counter) -> None:
    page = counter.client.get(counter.wishes).text
    for word in ("Petersen", "Wiebke", "kunde1.example", "Hafenweg", "1234567", "K-1"):
        assert word not in page


def test_the_no_of_somebody_who_shares_the_address_is_not_her_own(counter: Counter) -> None:
    """Her ways are closed by it (OLG Celle 13 U 15/14), and her own no is taken down all the same."""
    counter.lived.customer("K-2", email="k1@kunde1.example")
    counter.lived.objection("K-2")
    page = counter.client.get(counter.wishes).text
    assert "eingeschaltet" not in page.partition("Auf welchem Weg?")[2].partition("Wie oft?")[0]
    assert "Abgeschaltet am" not in page  # what another person said, and when, is not hers to read
    counter.client.post(counter.wishes, data={"what": "nothing"})
    columns = permission.objection.c
    own = counter.lived.rows(select(columns.scope).where(columns.contact_id == 1).distinct())
    assert own == [("global",)]
    once = counter.everything()
    counter.client.post(counter.wishes, data={"what": "nothing"})
    assert counter.everything() == once
    assert "auf keinem Weg" in counter.client.get(counter.wishes).text


def test_a_no_beside_a_day_that_cannot_be_counts_at_once(counter: Counter) -> None:
    sent = {**SAVE, "pause": "until", "until": "31.02.2027", "off_email": "yes", "often": "month"}
    answer = counter.client.post(counter.wishes, data=sent)
    assert (answer.status_code, counter.objections(), wish(counter)) == (422, [("email", "text")], [])
    assert "Dass Sie keine Werbung möchten, haben wir gespeichert" in answer.text
    assert "Abgeschaltet am 2. März 2026" in answer.text
    once = counter.everything()
    counter.client.post(counter.wishes, data=sent)
    assert counter.everything() == once


def test_two_wishes_of_one_moment_are_two(counter: Counter) -> None:
    for often in ("month", "any", "month", "any"):
        counter.client.post(counter.wishes, data={**SAVE, "often": often})
    assert wish(counter) == [(None, 31), (None, None), (None, 31), (None, None)]
    assert "So oft wie bisher" in counter.client.post(counter.wishes, data=SAVE).text
