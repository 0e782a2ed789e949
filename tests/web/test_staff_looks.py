"""A task's page in Chromium: readable at 360 px and on a desk, by keyboard alone, without a script, on one sheet."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader
from starlette.testclient import TestClient

from contacts.medium import Medium
from tests.campaigns.desk.known import ANNA, extra_task, open_task, well_known
from tests.campaigns.house_of import HouseOf, house_of
from tests.mail.looks import SCHEMES, WIDTHS, Eyes, Scheme, browser
from tests.web.looking import readable, unlabelled
from tests.web.served import served
from tests.web.test_looks import enter, walk
from tests.web.test_staff_task import path_of
from web.public.app import public_app

LONG = "Sachsenwald-Oberlausitzer-Genossenschaftsverwaltungsgesellschaft hat uns geschrieben. " * 12


def _lived(folder: Path, reason: str = "price") -> HouseOf:
    """Everything that a brief can hold, each as long as it may be."""
    one = well_known(lambda **options: house_of(folder, **options), reason, text=LONG, feature="DATEV-Export")
    for day in range(4):
        one.activity("K-1", Medium.PHONE, one.clock.now() - timedelta(days=10 + day))
    return one


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
    assert len(set(found.values())) == len(found)
    return found


@pytest.fixture(scope="module")
def running(pages: dict[str, str]) -> Iterator[Browser]:
    """After `pages`: Chromium's own event loop suffers no other in its thread."""
    assert pages
    with browser() as found:
        yield found


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
    for name in ("sheet", "meeting", "exit_interview", "answer_reply", "duty"):
        page.set_content(pages[name])
        printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
        front, back = (side.extract_text() for side in printed.pages)
        assert "Person und Vertrag" in front, name
        assert "Leitfaden" not in front, name
        assert "Leitfaden" in back, name
        assert "Ergebnis eintragen" not in front + back
        assert [round(float(size)) for size in printed.pages[0].mediabox[2:]] == [595, 842]
    page.close()


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
