"""A stranger who knows number and address of a customer cannot fill her letterbox, and no declaration gets lost."""

from __future__ import annotations

import html
import re

import pytest
from sqlalchemy import select

from campaigns.pages.declaring import MAX_RECEIPTS
from store import permissions
from tests.web.test_declaring import CANCELLATION, Hall, hall, typed

__all__ = ["hall"]


def test_the_same_words_within_the_hour_are_one_declaration(hall: Hall) -> None:
    pages = []
    for number in range(4):
        pages.append(hall.send(nonce=f"n-{number}", **typed()).text)
        hall.lived.sleep(minutes=12)
    assert len(hall.cancellations("id")) == 1
    assert len(set(pages)) == 1
    hall.lived.now()
    assert len(hall.mails()) == 1
    hall.lived.sleep(minutes=30)
    hall.send(nonce="n-9", **typed())
    assert len(hall.cancellations("id")) == 2


def test_two_people_of_one_name_without_a_mailbox_are_two(hall: Hall) -> None:
    for nonce in ("n-1", "n-2"):
        hall.send(nonce=nonce, **typed(contract="", email=""))
    assert len(hall.cancellations("id")) == 2


@pytest.mark.parametrize(
    ("contract", "mails", "task"), [("V-K-1", 1, "Weitere Kündigung prüfen"), ("V-UNBEKANNT", 3, "Kündigung zuordnen")]
)
def test_above_the_brake_a_declaration_is_kept_and_a_person_told(
    hall: Hall, contract: str, mails: int, task: str
) -> None:
    pages = [hall.send(nonce="n", **typed(contract=contract, name=f"Wiebke {n}")).text for n in range(MAX_RECEIPTS + 2)]
    assert all("Eingangsbestätigung herunterladen" in page for page in pages)
    assert len(hall.cancellations("id")) == MAX_RECEIPTS + 2
    hall.lived.now()
    assert len(hall.mails()) == mails
    told = [title for kind, title in hall.tasks() if kind == "review_cancellation"]
    assert f"{task}: Wiebke {MAX_RECEIPTS + 1}" in told
    again = hall.send(nonce="n", **typed(contract=contract, name=f"Wiebke {MAX_RECEIPTS + 1}")).text
    assert again == pages[-1]  # a reload says the same
    hall.lived.sleep(hours=25)
    hall.send(nonce="m", **typed(contract=contract))
    hall.lived.now()
    assert len(hall.mails()) == mails + 1 + (contract == "V-K-1")  # the next day's, and the plan of the first


def test_no_page_says_whether_number_and_address_belong_together(hall: Hall) -> None:
    """Neither the first one nor one above the brake, nor the page behind it: a stranger could try numbers out."""

    def said(contract: str, nonce: str) -> tuple[str, str]:
        page = hall.send(nonce=nonce, **typed(contract=contract)).text
        (path,) = set(re.findall(r'href="(/abschied/[^"/]+)"', page))
        key = html.unescape(re.findall(r'name="text" value="([^"]*)"', hall.client.get(f"{path}/kontakt").text)[0])
        told = hall.client.post(f"{path}/kontakt", data={"agree": "yes", "text": key}).text
        return tuple(re.sub(r"/abschied/[^\"/]+", "", one.replace(contract, "")) for one in (page, told))

    assert said("V-K-1", "a") == said("V-X-1", "b")
    for number in range(MAX_RECEIPTS):
        hall.send(nonce=f"n-{number}", **typed(contract=f"V-Y-{number}"))
    hall.lived.sleep(minutes=61)  # so that the browser itself is not braked, and V-K-1 is a second declaration
    assert said("V-K-1", "c") == said("V-X-1", "d")


def test_the_receipt_can_be_saved_by_everybody(hall: Hall) -> None:
    page = hall.send(**typed(ground="Umzug")).text
    path = page.split('<a href="')[1].split('"')[0] if "/eingang" in page.split('<a href="')[1] else ""
    answer = hall.client.get(path)
    assert answer.headers["content-disposition"] == 'attachment; filename="eingangsbestaetigung.txt"'
    assert answer.headers["content-type"].startswith("text/plain")
    assert "Eingegangen am 2. März 2026 um 08:00 Uhr" in answer.text
    assert "Mitteilung: Umzug" in answer.text
    assert hall.client.get(path[:-12] + "x/eingang").status_code == 404


def test_an_objection_above_the_brake_reaches_the_customer(hall: Hall) -> None:
    for number in range(MAX_RECEIPTS):
        hall.send(**typed(contract="", name=f"Wiebke {number}"))
    hall.send(**typed(contract="", ground="Bitte keine Werbung mehr."))
    with hall.lived.house.store.read() as connection:
        assert {row.fact.scope for row in permissions.objections(connection, 1)} == {"global"}
    assert hall.lived.rows(select(CANCELLATION.id).where(CANCELLATION.text.contains("keine Werbung"))) != []
