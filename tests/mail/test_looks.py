"""Mails in Chromium: readable on phone and desk, light and dark, nothing loaded from anywhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.mail.looks import SCHEMES, WIDTHS, Eyes, Scheme, browser
from tests.mail.rendered import mails

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
