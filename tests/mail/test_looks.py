"""Mails and public pages in Chromium: readable on phone and desk, light and dark, nothing loaded from anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.campaigns.rendering_cases import COMPANY
from tests.mail.looks import SCHEMES, WIDTHS, Eyes, Scheme, browser
from tests.mail.rendered import mails
from web.public import pages

CSS = (Path(pages.__file__).parent / "page.css").read_text(encoding="utf-8")
LONG = "Sachsenwald-Oberlausitzer-Genossenschaftsverwaltungsgesellschaft"


@pytest.fixture(scope="module")
def running() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_mail_is_readable(running: Browser, width: str, scheme: Scheme) -> None:
    eyes = Eyes(running, width, scheme)
    for name, html in mails().items():
        seen = eyes.look(html)
        assert (seen.faint, seen.overflow, seen.requested) == ([], 0, []), name


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_public_page_is_readable(running: Browser, width: str, scheme: Scheme) -> None:
    shown = {
        "ask": pages.ask(COMPANY, "global"),
        "done": pages.done(COMPANY, "email"),
        "not_found": pages.not_found(COMPANY),
        "not_confirmed": pages.not_confirmed(COMPANY),
        "broken": pages.broken(COMPANY),
        "too_many": pages.too_many(COMPANY),
    }
    eyes = Eyes(running, width, scheme)
    for name, html in shown.items():
        link = f'<link rel="stylesheet" href="{pages.CSS_PATH}">'
        assert link in html
        seen = eyes.look(html.replace(link, f"<style>{CSS}</style>"))
        assert (seen.faint, seen.overflow, seen.requested) == ([], 0, []), name


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<p style="color:#999">blass</p>', "faint"),
        ('<p style="font-size:10px">klein</p>', "faint"),
        (f'<p style="font-size:40px">{LONG}</p>', "overflow"),
        ('<img src="https://zaehlpixel.example/x.gif" alt="">', "requested"),
    ],
)
def test_what_is_wrong_is_seen(running: Browser, html: str, found: str) -> None:
    assert getattr(Eyes(running, "phone", "light").look(html), found)
