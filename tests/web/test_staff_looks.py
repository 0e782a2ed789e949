"""A task's page in Chromium: readable at 360 px and on a desk, by keyboard alone, without a script, on one sheet."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader
from starlette.testclient import TestClient

from contacts.medium import Medium
from store import operation, tasks
from tests.campaigns.desk.known import ANNA, MATRIX, TEAM, extra_task, open_task, well_known
from tests.campaigns.house_of import HouseOf, house_of
from tests.mail.looks import SCHEMES, WIDTHS, Eyes, Scheme
from tests.web.looking import readable, unlabelled
from tests.web.served import served
from tests.web.test_looks import enter, walk
from tests.web.test_staff_task import path_of
from web.public.app import public_app

AGREED_WRONG = {
    "promise": "Die Rechnung kommt mit dem berichtigten Betrag. " * 9,
    "promise_due": "morgen",
    "promise_owner": "ben@nordlicht.example",
    "offer": "discount_percent",
    "offer_amount": "zehn",
    "offer_words": "für zwölf Monate, danach gilt der Listenpreis, " * 5,
    "offer_accepted": "true",
    "offer_approved_by": "ben@nordlicht.example",
}
LONG = "Sachsenwald-Oberlausitzer-Genossenschaftsverwaltungsgesellschaft hat uns geschrieben. " * 12


def _lived(folder: Path, reason: str = "price") -> HouseOf:
    """Everything that a brief can hold, each as long as it may be."""
    one = well_known(lambda **options: house_of(folder, **options), reason, text=LONG, feature="DATEV-Export")
    for day in range(4):
        one.activity("K-1", Medium.PHONE, one.clock.now() - timedelta(days=10 + day))
    return one


def _summary(folder: Path) -> str:
    """The task after a return, with as much agreed as somebody can remember, and something left out."""
    lived = house_of(folder, team=TEAM, authority=MATRIX)
    lived.switch(operation.ACTIVATED, "1")
    lived.customer("K-1", owner_email=ANNA, phone="+49 431 9999910", first_name="Wiebke", last_name="Sievers")
    lived.cancel("K-1", contract_id="V-K-1", text=LONG)
    lived.play(days=1)
    with TestClient(public_app(lived.house)) as client:
        for number, offer in enumerate(("discount_percent", "pause_months", "monthly_term")):
            extra_task(lived, "callback", f"r-{number}")
            agreed = {"promise": LONG[:480], "promise_due": f"2026-05-0{number + 1}", "offer": offer}
            more = {"offer_amount": "3"} if number < 2 else {}
            more |= {"offer_accepted": "true"} if number else {}
            fields = {"what": "outcome", "outcome": "reached", "version": "1", "offer_words": LONG[:280]}
            assert (
                client.post(path_of(lived, f"r-{number}", ANNA), data={**fields, **agreed, **more}).status_code == 200
            )
        lived.returned("K-1")
        lived.play(days=1)
        with lived.house.store.read() as connection:
            (task,) = [row for row in tasks.listing(connection) if row["title"].startswith("Zusammenfassung")]
        page = client.get(path_of(lived, task["external_id"], ANNA)).text
    lived.close()
    assert ("Text zum Kopieren" in page, "Nicht im Text" in page, "Pause von 3 Monaten" in page) == (True, True, True)
    return page


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The sheet of each kind, refused, resting, and what stands behind every other link."""
    lived = _lived(tmp_path_factory.mktemp("staff"))
    found: dict[str, str] = {}
    with TestClient(public_app(lived.house)) as client:
        path = path_of(lived, open_task(lived)["external_id"], ANNA)
        found["sheet"] = client.get(path).text
        found["refused"] = client.post(path, data={"what": "outcome", "minutes": "x", "number": LONG[:150]}).text
        found["not_put_off"] = client.post(path, data={"what": "snooze"}).text
        found["agreed_wrong"] = client.post(path, data={"what": "outcome", "outcome": "reached", **AGREED_WRONG}).text
        for kind in ("meeting", "exit_interview", "answer_reply", "duty"):
            extra_task(lived, kind, kind)
            found[kind] = client.get(path_of(lived, kind, ANNA)).text
        found["resting"] = client.post(
            path, data={"what": "snooze", "until": "2026-03-05T10:00", "reason": LONG[:250]}
        ).text
        fields = {"what": "outcome", "outcome": "reached", "version": "1"}
        found["entered"] = client.post(path, data=fields).text
        found["over"] = client.get(path).text
    lived.close()
    found["summary"] = _summary(tmp_path_factory.mktemp("summary"))
    assert len(set(found.values())) == len(found)
    return found


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_readable(running: Browser, pages: dict[str, str], width: str, scheme: Scheme) -> None:
    readable(Eyes(running, width, scheme), pages, "task-")


def test_the_style_is_let_in_and_nothing_else(running: Browser, pages: dict[str, str]) -> None:
    """The policy names the very bytes of the style: a page without it would be white on white nowhere, but unstyled."""
    page = running.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.set_content(pages["sheet"])
    assert page.evaluate("() => getComputedStyle(document.querySelector('.side')).borderTopWidth") == "1px"
    assert said == []
    page.close()


def test_every_control_has_its_words_and_every_error_its_field(running: Browser, pages: dict[str, str]) -> None:
    assert {name: found for name, html in pages.items() if (found := unlabelled(running, html))} == {}


def test_the_brief_fits_one_side_and_the_guide_the_other(running: Browser, pages: dict[str, str]) -> None:
    page = running.new_page()
    for name in ("sheet", "meeting", "exit_interview", "answer_reply", "duty", "summary"):
        page.set_content(pages[name])
        printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
        front, back = (side.extract_text() for side in printed.pages)
        assert "Person und Vertrag" in front, name
        assert "Leitfaden" not in front, name
        assert "Leitfaden" in back, name
        assert "Ergebnis eintragen" not in front + back
        assert [round(float(size)) for size in printed.pages[0].mediabox[2:]] == [595, 842]
    page.close()


def test_what_was_typed_stands_there_again_at_its_field(running: Browser, pages: dict[str, str]) -> None:
    page = running.new_page()
    page.set_content(pages["agreed_wrong"])
    shown = {name: page.input_value(f"#{name}") for name in AGREED_WRONG if name != "offer_accepted"}
    typed = {name: value.strip() for name, value in AGREED_WRONG.items() if name in shown}
    assert shown == typed | {"promise_due": ""}  # no field of the kind date can hold „morgen“; the error quotes it
    assert "„morgen“ ist kein Datum" in page.inner_text("#promise_due-error")
    assert page.is_checked("#offer_accepted")
    assert page.is_visible("#promise")  # opened, because something is to be put right in there
    assert page.is_visible("#offer_amount-error")
    page.set_content(pages["sheet"])
    assert not page.is_visible("#promise")  # nobody has to pass by what was not agreed
    page.close()


def test_an_error_is_in_sight_where_its_link_leads(running: Browser, pages: dict[str, str]) -> None:
    page = running.new_page(viewport={"width": 360, "height": 740})
    page.set_content(pages["agreed_wrong"])
    below = "() => document.querySelector('.jump').getBoundingClientRect().bottom"
    for name in ("promise_due", "offer_amount"):
        page.evaluate("name => document.querySelector(`.summary a[href='#${name}']`).click()", name)
        box = page.locator(f"label[for={name}]").bounding_box()
        assert box is not None
        assert page.evaluate(below) <= box["y"] < 740, name
    page.close()


def test_a_promise_and_an_offer_by_keyboard_alone(running: Browser, tmp_path: Path) -> None:
    aside = ThreadPoolExecutor(1)
    lived = aside.submit(_lived, tmp_path).result()
    path = path_of(lived, open_task(lived)["external_id"], ANNA)
    with served(lived.house) as port:
        context = running.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}, locale="de-DE")
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}{path}")
        walk(page, "Zum Ergebnis")
        page.keyboard.press("Enter")
        walk(page, "erreicht und gesprochen")
        page.keyboard.press("Space")
        walk(page, "Etwas zugesagt?")
        page.keyboard.press("Enter")
        walk(page, "Was zugesagt ist")
        page.keyboard.type("Die Rechnung kommt neu.")
        walk(page, "Bis wann")
        page.keyboard.type("04042026")  # the same day in every locale
        walk(page, "Etwas angeboten?")
        page.keyboard.press("Enter")
        walk(page, "Was angeboten ist")
        page.keyboard.type("Nachlass")
        walk(page, "Wie viel")
        page.keyboard.type("10")
        walk(page, "Die Person hat es angenommen")
        page.keyboard.press("Space")
        walk(page, "Ergebnis eintragen")
        enter(page)
        assert page.inner_text("h1") == "Eingetragen"
        assert "Zugesagt bis 4. April 2026: Die Rechnung kommt neu." in page.inner_text("main")
        assert "Nachlass von 10 Prozent: angenommen." in page.inner_text("main")
        context.close()
    aside.submit(lived.close).result()
    aside.shutdown()


def test_an_outcome_by_keyboard_alone(running: Browser, tmp_path: Path) -> None:
    aside = ThreadPoolExecutor(1)  # Chromium's event loop suffers no other in this thread
    lived = aside.submit(_lived, tmp_path).result()
    path = path_of(lived, open_task(lived)["external_id"], ANNA)
    elsewhere: list[str] = []
    with served(lived.house) as port:
        host = f"http://127.0.0.1:{port}"
        context = running.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
        page = context.new_page()
        page.on("request", lambda one: None if one.url.startswith(host) else elsewhere.append(one.url))
        page.goto(host + path)
        walk(page, "Zum Ergebnis")
        page.keyboard.press("Enter")
        walk(page, "erreicht und gesprochen")
        page.keyboard.press("Space")
        walk(page, "Ergebnis eintragen")
        enter(page)
        assert page.inner_text("h1") == "Eingetragen"
        context.close()
    aside.submit(lived.close).result()
    aside.shutdown()
    assert elsewhere == []
