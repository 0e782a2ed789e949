"""The pages behind the links of mails, in Chromium before a real server: readable, by keyboard alone, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from starlette.testclient import TestClient

from tests.campaigns.house_of import HouseOf, house_of
from tests.mail.looks import SCHEMES, WIDTHS, Eyes, Scheme
from tests.web.conftest import FIRM, Counter
from tests.web.looking import readable, unlabelled
from tests.web.served import served
from tests.web.test_double_opt_in import AGREE, TEXT, asked, link
from web.public.app import public_app

CSS = '<link rel="stylesheet" href="/oeffentlich/seite.css">'
LONG = "Sachsenwald-Oberlausitzer-Genossenschaftsverwaltungsgesellschaft"
SAVE = {"what": "save", "often": "month", "pause": "3", "until": ""}


def _leaver(folder: Path) -> HouseOf:
    lived = house_of(folder, company=FIRM, consent_texts=(TEXT,))
    lived.customer(phone="+49 431 1234567")
    lived.cancel()
    return lived


def _counter(lived: HouseOf, client: TestClient) -> Counter:
    return Counter(lived, str(lived.touches("send_id", step="value")[0][0]), client)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every page behind a link of a mail, in each of its states, with the stylesheet inside."""
    lived = _leaver(tmp_path_factory.mktemp("looks"))
    found: dict[str, str] = {}
    with TestClient(public_app(lived.house)) as client:
        guest = _counter(lived, client)

        def keep(name: str, path: str, sent: dict[str, str] | None = None) -> None:
            answer = client.post(path, data=sent) if sent is not None else client.get(path)
            found[name] = answer.text

        keep("unsubscribe", guest.stop)
        keep("unsubscribe_incomplete", guest.stop, {"x": "y"})
        keep("miss", "/abmelden/x")
        keep("preferences", guest.wishes)
        keep("preferences_wrong", guest.wishes, {**SAVE, "pause": "until", "until": LONG})
        keep("opt_in_changed", guest.wishes, {**AGREE, "text": "x/1"})
        keep("preferences_saved", guest.wishes, SAVE)
        path = asked(guest)
        keep("preferences_asked", guest.wishes)
        keep("opt_in_recently", guest.wishes, AGREE)
        keep("opt_in_ask", path)
        keep("opt_in_confirmed", path, {"what": "confirm"})
        keep("opt_in_agreed", guest.wishes, AGREE)
        lived.sleep(days=8)
        keep("unsubscribed", guest.stop, {"List-Unsubscribe": "One-Click"})
        keep("opt_in_over", path)
        lived.sleep(minutes=1)
        keep("opt_in_sent", guest.wishes, AGREE)
        lived.now()
        fresh = link(guest)
        keep("opt_in_fresh", fresh, {"what": "confirm"})
        keep("preferences_no", guest.wishes, {**SAVE, "pause": "until", "until": LONG, "off_phone": "yes"})
        lived.sleep(days=800)
        keep("opt_in_lapsed", fresh)
        keep("preferences_nothing", guest.wishes, {"what": "nothing"})
        keep("preferences_silent", guest.wishes)
        keep("too_big", guest.wishes, {"what": "x" * 9_000})
        css = client.get("/oeffentlich/seite.css").text
    lived.close()
    assert len(set(found.values())) == len(found)
    assert all(CSS in html for html in found.values())
    return {name: html.replace(CSS, f"<style>{css}</style>") for name, html in found.items()}


@dataclass(frozen=True)
class Visit:
    """Somebody in front of a browser that runs no script; `host` is where the pages are."""

    guest: Counter
    page: Page
    host: str
    elsewhere: list[str]


@pytest.fixture
def visit(running: Browser, tmp_path: Path) -> Iterator[Visit]:
    lived = _leaver(tmp_path)
    elsewhere: list[str] = []
    with served(lived.house) as port:
        host = f"http://127.0.0.1:{port}"
        context = running.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
        page = context.new_page()
        page.on("request", lambda one: None if one.url.startswith(host) else elsewhere.append(one.url))
        yield Visit(_counter(lived, TestClient(public_app(lived.house))), page, host, elsewhere)
        context.close()
    with ThreadPoolExecutor(1) as elsewhere_than_chromium:  # whose event loop suffers no other in this thread
        elsewhere_than_chromium.submit(lived.close).result()


def enter(page: Page) -> None:
    """Press Enter and wait for the page it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def walk(page: Page, label: str) -> None:
    """Go to the control of this name with the tab key alone."""
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if not focused.count():
            continue
        name = focused.get_attribute("id") or ""
        words = page.locator(f'label[for="{name}"]').inner_text() if name else focused.inner_text()
        if words == label:
            return
    raise AssertionError(f"no key reaches {label}")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_readable(running: Browser, pages: dict[str, str], width: str, scheme: Scheme) -> None:
    readable(Eyes(running, width, scheme), pages, "")


def test_every_control_has_its_words_and_every_error_its_field(running: Browser, pages: dict[str, str]) -> None:
    assert {name: found for name, html in pages.items() if (found := unlabelled(running, html))} == {}


def test_focus_is_seen(running: Browser, pages: dict[str, str]) -> None:
    page = running.new_page()
    page.set_content(pages["preferences"])
    for _ in range(6):
        page.keyboard.press("Tab")
        width = page.evaluate("() => getComputedStyle(document.activeElement).outlineWidth")
        assert width == "3px"
    page.close()


def test_nothing_any_more_with_two_keys(visit: Visit) -> None:
    visit.page.goto(visit.host + visit.guest.wishes)
    visit.page.keyboard.press("Tab")
    enter(visit.page)
    assert "keine Werbung mehr von" in visit.page.inner_text("main")
    assert visit.guest.objections() == [("global", "text")]
    assert visit.elsewhere == []


def test_the_unsubscribe_page_with_two_keys(visit: Visit) -> None:
    visit.page.goto(visit.host + visit.guest.stop)
    visit.page.keyboard.press("Tab")
    enter(visit.page)
    assert visit.page.inner_text("h1") == "Sie sind abgemeldet"
    assert visit.guest.objections() == [("email", "one_click")]
    assert visit.elsewhere == []


def test_letters_off_and_e_mail_agreed_by_keyboard_alone(visit: Visit) -> None:
    page, guest = visit.page, visit.guest
    page.goto(visit.host + guest.wishes)
    walk(page, "Keine Werbung mehr per Brief")
    page.keyboard.press("Space")
    walk(page, "Einstellungen speichern")
    enter(page)
    assert guest.objections() == [("post", "text")]
    guest.lived.sleep(minutes=1)
    walk(page, "Zurück zu den Einstellungen")
    enter(page)
    walk(page, TEXT.text)
    page.keyboard.press("Space")
    walk(page, "Bestätigungsmail anfordern")
    enter(page)
    assert page.inner_text("h1") == "Bitte sehen Sie in Ihr Postfach"
    assert visit.elsewhere == []


def test_an_error_is_the_first_thing_reached(visit: Visit) -> None:
    page = visit.page
    page.goto(visit.host + visit.guest.wishes)
    walk(page, "Bestätigungsmail anfordern")
    enter(page)
    assert page.title().startswith("Bitte prüfen")
    assert "Ohne Häkchen" in page.locator(":focus").inner_text()
    page.keyboard.press("Tab")
    enter(page)
    assert page.url.endswith("#agree")
