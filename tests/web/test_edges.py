"""Edges of the public pages: words in unexpected fields, stale forms, long texts, slashes, and who learns what."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from campaigns.tokens import GOODBYE
from store import wishes
from store.tables import desk, people, permission
from tests.campaigns.house_of import HouseOf, house_of
from tests.web.conftest import FIRM, URLENCODED, Counter
from tests.web.test_declaring import Hall, hall, typed
from tests.web.test_double_opt_in import AGREE, CONFIRMED, TEXT, asked
from tests.web.test_double_opt_in import guest as reader
from tests.web.test_goodbye import PHONE, Guest, guest
from tests.web.test_preferences import SAVE, wish
from web.public.app import public_app
from web.public.desk import HEADERS

__all__ = ("guest", "hall", "reader")
OBJECTION = permission.objection.c


# -- declarations -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["name", "contract", "ground"])
def test_an_objection_counts_in_whatever_field_it_stands(hall: Hall, field: str) -> None:
    assert hall.send(**typed(**{field: "Bitte keine Werbung mehr"})).status_code == 200
    assert set(hall.lived.rows(select(OBJECTION.scope))) == {("global",)}


def test_two_fields_are_not_read_as_one_sentence(hall: Hall) -> None:
    hall.send(**typed(name="Wiebke Kein", contract="Newsletter mehr"))
    assert hall.lived.rows(select(OBJECTION.id)) == []


def test_without_a_nonce_a_reload_is_one_and_weeks_later_is_another(hall: Hall) -> None:
    for days in (0, 0, 30):
        hall.lived.sleep(days=days, minutes=1)
        assert hall.send(**typed(nonce="")).status_code == 200
    assert len(hall.cancellations("id")) == 2


@pytest.mark.parametrize("end", ["2026-W40-1", "20261231"])
def test_a_week_is_no_day(hall: Hall, end: str) -> None:
    answer = hall.send(**typed(end=end))
    assert (answer.status_code, hall.cancellations("id")) == (422, [])
    assert "Dieses Datum ist nicht lesbar" in answer.text


@pytest.mark.parametrize("text", ["ä" * 21_000, "漢" * 40_000])
def test_a_text_that_is_too_long_is_never_lost(hall: Hall, text: str) -> None:
    answer = hall.send(**typed(ground=text))
    assert (answer.status_code, hall.cancellations("id")) == (422, [])
    assert text in html.unescape(answer.text)
    assert 'maxlength="40000"' in answer.text


# -- the application ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/kuendigen/", "/abmelden/x/", "/widerrufen/"])
def test_a_slash_too_many_leads_nowhere_else(hall: Hall, path: str) -> None:
    for method in ("GET", "POST"):
        answer = hall.client.request(method, path, headers={"host": "fremd.example"})
        assert (answer.status_code, "location" in answer.headers) == (404, False)
        assert answer.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]
        assert "Dieser Link ist nicht gültig" in answer.text


@pytest.mark.parametrize("path", ["/kuendigen", "/widerrufen"])
def test_a_huge_body_gets_a_german_page_with_all_headers(hall: Hall, path: str) -> None:
    for content in (b"ground=" + b"x" * 1_000_000, (b"x" * 50_000 for _ in range(20))):
        answer = hall.client.post(path, content=content, headers=URLENCODED)
        assert (answer.status_code, hall.cancellations("id")) == (413, [])
        assert "zu lang" in answer.text
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


# -- preferences --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("no", [{"what": "nothing"}, {**SAVE, "off_email": "yes"}])
def test_a_stop_wins_over_a_request_made_after_an_older_objection(reader: Counter, no: dict[str, str]) -> None:
    reader.client.post(reader.wishes, data=no)
    reader.lived.sleep(minutes=5)
    path = asked(reader)
    page = reader.client.get(reader.wishes).text
    assert "Erst wenn Sie darin bestätigen" in page
    assert "Gar keine Werbung mehr" in page
    assert 'name="off_email"' in page
    reader.lived.sleep(minutes=5)
    assert reader.client.post(reader.wishes, data=no).status_code == 200
    once = reader.everything()
    reader.lived.sleep(minutes=5)
    reader.client.post(reader.wishes, data=no)
    assert reader.everything() == once
    reader.client.post(path, data=CONFIRMED)
    assert reader.column(permission.consent.c.confirmed_at) == [None]
    assert "Erst wenn Sie darin bestätigen" not in reader.client.get(reader.wishes).text
    assert AGREE["text"] == TEXT.key


def test_a_form_without_the_wishes_leaves_them_alone(counter: Counter) -> None:
    counter.client.post(counter.wishes, data={**SAVE, "often": "quarter", "pause": "3"})
    before = wish(counter)
    counter.lived.sleep(minutes=1)
    assert counter.client.post(counter.wishes, data={"what": "save", "off_post": "yes"}).status_code == 200
    assert wish(counter) == before
    assert counter.objections() == [("post", "text")]


def test_a_week_ends_no_pause(counter: Counter) -> None:
    answer = counter.client.post(counter.wishes, data={**SAVE, "pause": "until", "until": "2026-W30-1"})
    assert (answer.status_code, wish(counter)) == (422, [])


# -- the goodbye page ---------------------------------------------------------------------------------------------


@pytest.fixture
def branded(tmp_path: Path) -> Iterator[HouseOf]:
    """Wiebke is a customer of a second brand with a wording of its own."""
    lived = house_of(tmp_path, company=FIRM)
    other = replace(lived.house.brand_of(None), id="seeluft")
    lived.house = replace(
        lived.house,
        brands={**lived.house.brands, "seeluft": other},
        consent_texts=(TEXT, replace(TEXT, id="sea", brand="seeluft", text="Ja, Seeluft darf mir schreiben.")),
    )
    lived.customer(brand="seeluft")
    yield lived
    lived.close()


def test_the_wording_does_not_tell_whether_number_and_address_fit(branded: HouseOf) -> None:
    shown = []
    with TestClient(public_app(branded.house), raise_server_exceptions=False) as client:
        for contract in ("V-K-1", "V-K-9"):
            client.post("/kuendigen", data={"nonce": "n", **typed(contract=contract)})
            (case,) = branded.rows(
                select(people.cancellation.c.external_id).order_by(people.cancellation.c.id.desc()).limit(1)
            )[0]
            path = f"/abschied/{branded.house.tokens.sign(GOODBYE, str(case))}"
            page = client.get(path).text
            answer = client.post(f"{path}/kontakt", data={"nonce": "n", "agree": "yes", "text": TEXT.key})
            shown.append((answer.status_code, "Seeluft" in page, html.escape(TEXT.text) in page))
    assert shown == [(200, False, True)] * 2
    assert {owner for (owner,) in branded.rows(select(people.cancellation.c.contact_id))} == {1, 2}


def test_a_newer_call_back_takes_the_place_of_the_older(guest: Guest) -> None:
    guest.call_me()
    guest.lived.sleep(minutes=1)
    assert "vorgemerkt" in guest.call_me(topic="Datenexport").text
    guest.lived.sleep(minutes=1)
    guest.call_me()  # the first form once more: a reload, no new wish
    assert [one["state"] for one in guest.all(desk.task)] == ["withdrawn", "open"]
    assert [one["answered_at"] is None for one in guest.all(permission.callback)] == [False, True]
    with guest.lived.house.store.read() as connection:
        (open_one,) = wishes.of_people(connection, [1], guest.lived.house.clock.now()).values()
    assert open_one.callback.id == guest.all(permission.callback)[1]["external_id"]


@pytest.mark.parametrize("phone", ["0900 5123456", "0180 5 123456"])
def test_a_number_that_costs_extra_is_not_called(guest: Guest, phone: str) -> None:
    answer = guest.call_me(phone=phone)
    assert (answer.status_code, guest.all(desk.task)) == (422, [])
    assert "kostet den Anrufer extra" in answer.text


def test_a_topic_that_refuses_calls_promises_none(guest: Guest) -> None:
    guest.call_me()
    guest.lived.sleep(minutes=1)
    answer = guest.call_me(topic="Bitte rufen Sie mich nicht mehr an.")
    assert "Wir rufen Sie nicht an" in answer.text
    assert "vorgemerkt" not in answer.text
    assert [one["state"] for one in guest.all(desk.task)] == ["withdrawn"]
    assert {one["scope"] for one in guest.all(permission.objection)} == {"phone"}


def test_no_advertising_is_no_refusal_of_the_call_she_asks_for(guest: Guest) -> None:
    answer = guest.call_me(topic="Schlussrechnung. Bitte keine Werbung mehr.")
    assert "vorgemerkt" in answer.text
    assert PHONE not in answer.text
    assert {one["scope"] for one in guest.all(permission.objection)} == {"global"}
