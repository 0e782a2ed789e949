"""The forms in Chromium: readable at 360 px and on a desk, light and dark, usable by keyboard and without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from starlette.testclient import TestClient

from campaigns.pages import callback
from campaigns.pages.declaring import MAX_RECEIPTS
from campaigns.rights.restriction import restrict
from campaigns.tokens import GOODBYE, STATUS
from tests.campaigns.house_of import house_of
from tests.mail.looks import SCHEMES, WIDTHS, Eyes, Scheme
from tests.web.conftest import FIRM
from tests.web.looking import readable
from web.public.app import public_app

NO = "Bitte keine Werbung mehr."
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every page of the forms with its stylesheet inside, also with errors and with words that are too long."""
    lived = house_of(tmp_path_factory.mktemp("looks"), company=FIRM)
    lived.customer()
    lived.cancel(receipt_confirmed_at=None, text=f"Ich kündige. {LONG}")
    lived.play(days=3)
    goodbye, status = (lived.house.tokens.sign(purpose, "KUE-K-1") for purpose in (GOODBYE, STATUS))
    slot = callback.slots(lived.house)[0].value
    with TestClient(public_app(lived.house)) as client:
        found = {
            "cancel": client.get("/kuendigen"),
            "cancel_wrong": client.post("/kuendigen", data={"email": "x", "end": "bald", "ground": LONG}),
            "cancelled": client.post("/kuendigen", data={"name": LONG, "email": "a@b.example", "ground": LONG}),
            "withdraw": client.get("/widerrufen"),
            "withdrawn": client.post("/widerrufen", data={"name": "Wiebke"}),
            "goodbye": client.get(f"/abschied/{goodbye}"),
            "callback_wrong": client.post(f"/abschied/{goodbye}/rueckruf", data={"phone": "1"}),
            "callback_done": client.post(
                f"/abschied/{goodbye}/rueckruf", data={"topic": "Export", "phone": "0431 7654321", "when": slot}
            ),
            "survey": client.get(f"/abschied/{goodbye}/umfrage"),
            "contact_wrong": client.post(f"/abschied/{goodbye}/kontakt", data={}),
            "status": client.get(f"/mein-stand/{status}"),
            "cancel_no": client.post("/kuendigen", data={"email": "a@b.example", "end": "bald", "ground": NO}),
            "cancel_no_address": client.post("/kuendigen", data={"name": LONG, "end": "bald", "ground": NO}),
            "withdraw_no": client.post("/widerrufen", data={"email": "a(at)b", "ground": NO}),
            "callback_no": client.post(f"/abschied/{goodbye}/rueckruf", data={"topic": f"Rechnung. {NO}"}),
            "survey_no": client.post(f"/abschied/{goodbye}/umfrage", data={"since": "x" * 2_001, "easier": NO}),
        }
        restrict(lived.house, 1, "bestritten", "ds@firma.test")
        found["status_restricted"] = client.get(f"/mein-stand/{status}")
        flood = [{"name": f"Nr. {number}", "email": "k1@kunde1.example"} for number in range(MAX_RECEIPTS + 1)]
        found["cancelled_braked"] = [client.post("/kuendigen", data=data) for data in flood][-1]
        css = client.get("/oeffentlich/seite.css").text
    lived.close()
    link = '<link rel="stylesheet" href="/oeffentlich/seite.css">'
    assert all(link in answer.text for answer in found.values())
    return {name: answer.text.replace(link, f"<style>{css}</style>") for name, answer in found.items()}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_form_is_readable(running: Browser, pages: dict[str, str], width: str, scheme: Scheme) -> None:
    readable(Eyes(running, width, scheme), pages, "")


@pytest.mark.parametrize("name", ["cancel", "withdraw", "survey"])
def test_the_keyboard_reaches_every_control_and_the_button(running: Browser, pages: dict[str, str], name: str) -> None:
    """Without a script: the browser of this test runs none."""
    context = running.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(pages[name])
    wanted = page.locator("input:not([type=hidden]):not([type=radio]), textarea, select, button").count()
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count():
            reached.add(focused.get_attribute("id") or focused.inner_text())
    controls = {one for one in reached if one and "@" not in one}
    assert len(controls) >= wanted
    context.close()


def test_every_control_has_its_words(running: Browser, pages: dict[str, str]) -> None:
    page = running.new_page()
    for name, html in pages.items():
        page.set_content(html)
        bare = page.evaluate(
            "() => [...document.querySelectorAll('input:not([type=hidden]), textarea, select')]"
            ".filter(e => !e.labels.length).map(e => e.name)"
        )
        ids = page.evaluate("() => [...document.querySelectorAll('[id]')].map(e => e.id)")
        assert (bare, len(ids)) == ([], len(set(ids))), name
    page.close()
