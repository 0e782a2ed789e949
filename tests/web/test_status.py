"""One's own case on a page: from the rows, without advertising, gone with the case."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete, select
from starlette.testclient import TestClient

from campaigns.rights.restriction import restrict
from campaigns.tokens import GOODBYE, STATUS
from store.tables import people
from tests.campaigns.house_of import HouseOf, house_of
from tests.web.conftest import FIRM
from web.public.app import public_app


@pytest.fixture
def lived(tmp_path: Path) -> Iterator[HouseOf]:
    house = house_of(tmp_path, company=FIRM)
    house.customer(end=date(2026, 3, 31))
    house.cancel(receipt_confirmed_at=None, text="Ich kündige <b>sofort</b>.\nGruß")
    yield house
    house.close()


def look(lived: HouseOf, case: str = "KUE-K-1", purpose: str = STATUS):
    with TestClient(public_app(lived.house), raise_server_exceptions=False) as client:
        return client.get(f"/mein-stand/{lived.house.tokens.sign(purpose, case)}")


def test_before_and_after_the_receipt(lived):
    before = look(lived).text
    assert "noch nicht; die Bestätigung ist in Arbeit" in before
    lived.now()
    after = look(lived).text
    assert "noch nicht" not in after
    assert "am 2. März 2026 um 08:00 Uhr (MEZ)" in after
    assert "2. März 2026: Bestätigung des Eingangs per E-Mail" in after


def test_the_whole_case_in_order(lived):
    lived.play(days=4)
    page = html.unescape(look(lived).text)
    for part in (
        "V-K-1",
        "31. März 2026",
        "auf Wunsch innerhalb von 48 Stunden als CSV, JSON und PDF, bis zum 28. Juni 2026",
        "vorgesehen für den 29. Juni 2026, 90 Tage nach dem Vertragsende",
        "Abrechnung und Erstattung",
        "Ablauf und Ansprechpartner per E-Mail",
        "Angebot des Datenexports per E-Mail",
        "amira.haddad@nordlicht.example",
    ):
        assert part in page, part
    past, _, coming = page.partition("Was als Nächstes kommt")
    assert past.index("Bestätigung des Eingangs") < past.index("Ablauf und Ansprechpartner")
    assert "17. März 2026: Übergabe von Wissen und Daten" in coming


def test_the_words_received_are_shown_escaped(lived):
    page = look(lived).text
    assert "Ich kündige &lt;b&gt;sofort&lt;/b&gt;.\nGruß" in page


def test_no_advertising_and_no_form(lived):
    """J03: nothing of advertising beside a confirmation; the page reads and changes nothing."""
    lived.consent()
    lived.play(days=40)
    page = html.unescape(look(lived).text)
    assert not re.search(r"Angebot(?! des Datenexports)(?! ging)|Rabatt|Newsletter|schade|bleiben|<form|<script", page)
    assert "Werbung" not in page


def test_after_the_deletion_day_nothing_is_promised(lived):
    lived.play(days=130)
    page = look(lived).text
    assert "nicht mehr möglich, die Frist für die Löschung ist erreicht" in page
    assert "48 Stunden" not in page


def test_without_an_end_the_day_is_promised(lived):
    lived.customer("K-2", end=None)
    lived.cancel("K-2")
    assert "den Tag teilen wir Ihnen noch mit" in look(lived, "KUE-K-2").text


@pytest.mark.parametrize(("case", "purpose"), [("KUE-K-9", STATUS), ("KUE-K-1", GOODBYE)])
def test_no_case_no_words(lived, case, purpose):
    answer = look(lived, case, purpose)
    assert answer.status_code == 404
    assert "V-K-1" not in answer.text


def test_after_an_erasure_the_page_says_nothing(tmp_path):
    house = house_of(tmp_path, company=FIRM, texts={})
    house.customer()
    house.cancel()
    assert look(house).status_code == 200
    house.write(lambda connection: connection.execute(delete(people.cancellation)))
    assert house.rows(select(people.cancellation.c.id)) == []
    assert look(house).status_code == 404
    house.close()


def test_the_link_stands_in_contract_mail_and_leads_here(lived):
    lived.now()
    (mail,) = lived.carrier.mails
    path = re.search(rb"(/mein-stand/[\w.-]+)", mail.raw.replace(b"=\r\n", b""))[1].decode()
    with TestClient(public_app(lived.house)) as client:
        assert client.get(path).status_code == 200


def test_no_advertising_mail_brings_it(lived):
    lived.consent()
    lived.play(days=10)
    raws = [mail.raw.replace(b"=\r\n", b"") for mail in lived.carrier.mails]
    advertising = [raw for raw in raws if b"List-Unsubscribe" in raw]
    assert len(advertising) == 2
    assert not [raw for raw in advertising if b"/mein-stand/" in raw or b"/abschied/" in raw]


def test_restricted_data_promises_no_mail(lived):
    lived.play(days=1)
    assert "ein Mensch entscheidet" not in look(lived).text
    restrict(lived.house, 1, "Richtigkeit bestritten", "ds@nordlicht.example")
    page = html.unescape(look(lived).text)
    assert "seit am" not in page
    assert "eingeschränkt (Art. 18 DSGVO)" in page
    coming = page.partition("Was als Nächstes kommt")[2]
    assert "geht nicht von selbst hinaus; ein Mensch entscheidet darüber" in coming
    mails = len(lived.carrier.mails)
    lived.play(days=40)
    assert len(lived.carrier.mails) == mails  # so it is


def test_an_objection_holds_no_contract_mail_up_and_the_page_says_the_same(lived):
    lived.play(days=1)
    lived.objection()
    page = html.unescape(look(lived).text)
    assert "ein Mensch" not in page.partition("Was als Nächstes kommt")[2].partition("Fragen dazu")[0]
    mails = len(lived.carrier.mails)
    lived.play(days=4)
    assert len(lived.carrier.mails) > mails


def test_a_receipt_that_could_not_leave_is_not_in_work(tmp_path):
    house = house_of(tmp_path, company=FIRM)
    house.customer(email="", address=None)
    house.cancel(receipt_confirmed_at=None)
    house.now()
    assert "ein Mensch holt es nach" in html.unescape(look(house).text)
    house.close()
