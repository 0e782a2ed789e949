"""An objection in a form that comes back with 422 is in force all the same, and the page says so (Art. 21 Abs. 3)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from store.tables import desk, people, permission
from tests.web.test_declaring import Hall, hall, typed
from tests.web.test_goodbye import Guest, guest
from web.public.limits import MAX_DECLARATIONS

__all__ = ["guest", "hall"]

SAID = "Dass Sie keine Werbung möchten, haben wir gespeichert"
NO = "Bitte schicken Sie mir keine Werbung mehr."
OBJECTION = permission.objection.c


def objections(hall: Hall | Guest) -> list[tuple[object, ...]]:
    return sorted(set(hall.lived.rows(select(OBJECTION.scope, OBJECTION.contact_id.is_not(None)))))


@pytest.mark.parametrize("path", ["/kuendigen", "/widerrufen"])
def test_of_a_customer(hall: Hall, path: str) -> None:
    wrong = {"contract": "V-K-1 " + "x" * 301} if path == "/widerrufen" else {"end": "irgendwann"}
    answer = hall.send(path, **typed(ground=NO, **wrong))
    assert (answer.status_code, hall.cancellations("id")) == (422, [])
    assert SAID in answer.text
    assert "Es gilt ab sofort" in answer.text
    assert objections(hall) == [("global", True)]
    assert hall.lived.rows(select(people.contact.c.external_id)) == [("K-1",)]
    corrected = hall.send(path, **typed(ground=NO))
    assert corrected.status_code == 200


def test_of_an_address_that_fits_no_contract(hall: Hall) -> None:
    answer = hall.send(**typed(end="irgendwann", ground=NO, contract="", email="k1@kunde1.example"))
    assert SAID in answer.text
    assert {contact for _, contact in objections(hall)} == {True, False}  # the address itself, and who uses it
    stranger = hall.send(**typed(end="irgendwann", ground=NO, contract="", email="fremd@anders.example"))
    assert _message(stranger.text) == _message(answer.text)  # tells nobody who is a customer


def test_of_nobody_that_can_be_found_goes_to_a_person_once(hall: Hall) -> None:
    wrong = typed(ground=NO, email="wiebke(at)kunde")
    pages = [hall.send(**wrong).text for _ in range(2)]
    assert all("ein Mensch sucht heraus" in page for page in pages)
    assert hall.tasks() == [("review_cancellation", "Widerspruch zuordnen: Wiebke Petersen")]
    assert objections(hall) == [("global", True)]
    (brief,) = hall.lived.rows(select(desk.task.c.brief))[0]
    assert NO in str(brief)


def test_without_an_objection_nothing_is_kept(hall: Hall) -> None:
    answer = hall.send(**typed(end="irgendwann", ground="Es war zu teuer."))
    assert SAID not in answer.text
    assert objections(hall) == []


def test_in_a_wish_for_a_call(guest: Guest) -> None:
    answer = guest.call_me(topic="Rechnung. Bitte senden Sie mir keine Werbung mehr.", phone="12")
    assert (answer.status_code, SAID in answer.text) == (422, True)
    assert objections(guest) == [("global", True)]


def test_who_wants_no_call_needs_no_number(guest: Guest) -> None:
    answer = guest.call_me(topic="Bitte rufen Sie mich nicht mehr an.", phone="", when="")
    assert (answer.status_code, "Wir rufen Sie nicht an" in answer.text) == (200, True)
    assert [scope for scope, _ in objections(guest)] == ["phone"]


def test_in_an_answer_that_is_too_long(guest: Guest) -> None:
    answer = guest.send("umfrage", since="x" * 2_001, easier=NO)
    assert (answer.status_code, SAID in answer.text) == (422, True)
    assert objections(guest) == [("global", True)]
    assert guest.all(desk.observation) == []


def test_in_the_field_of_the_number(guest: Guest) -> None:
    answer = guest.call_me(phone=NO)
    assert (answer.status_code, SAID in answer.text) == (422, True)
    assert objections(guest) == [("global", True)]
    answer = guest.call_me(phone="Bitte rufen Sie mich nicht mehr an.", nonce="n-2")
    assert (answer.status_code, "Wir rufen Sie nicht an" in answer.text) == (200, True)


@pytest.mark.parametrize("path", ["/kuendigen", "/widerrufen"])
def test_behind_the_brake_of_a_client(hall: Hall, path: str) -> None:
    """Ten forms a minute from one household: the eleventh may still say no."""
    for number in range(MAX_DECLARATIONS):
        hall.send(path, nonce=f"n-{number}", **typed(email=""))
    stored = len(hall.cancellations("id"))
    plain = hall.send(path, nonce="plain", **typed())
    assert (plain.status_code, SAID in plain.text, objections(hall)) == (429, False, [])
    answer = hall.send(path, nonce="no", **typed(ground=NO))
    assert (answer.status_code, SAID in answer.text) == (429, True)
    assert objections(hall) == [("global", True)]
    assert len(hall.cancellations("id")) == stored


@pytest.mark.parametrize(("form", "field"), [("rueckruf", "topic"), ("rueckruf", "phone"), ("umfrage", "easier")])
def test_behind_the_brake_on_the_page_after(guest: Guest, form: str, field: str) -> None:
    for _ in range(MAX_DECLARATIONS):
        guest.send("kontakt")
    assert guest.send(form, **{field: "Rechnung"}).status_code == 429
    answer = guest.send(form, **{field: NO})
    assert (answer.status_code, SAID in answer.text) == (429, True)
    assert objections(guest) == [("global", True)]
    assert guest.all(desk.observation) == guest.all(desk.task) == []


def test_an_address_that_cannot_be_read_is_on_file_and_gets_no_mail(hall: Hall) -> None:
    hall.send(**typed(ground=NO, email="Wiebke@kunde..example"))
    point = people.contact_point.c
    assert hall.lived.rows(select(point.raw, point.valid).where(point.contact_id != 1)) == [
        ("Wiebke@kunde..example", False)
    ]


def _message(page: str) -> str:
    return page[page.index("Dass Sie keine") : page.index("<form")]
