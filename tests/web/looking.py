"""What every page of ours has to pass in Chromium: readable at any width, and each control with its words."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser

from tests.mail.looks import Eyes


def readable(eyes: Eyes, pages: Mapping[str, str], prefix: str) -> None:
    """No faint text, nothing beside the screen, nothing fetched; pictures go to $WIEDERSEHEN_SHOTS where it is set."""
    shots = os.environ.get("WIEDERSEHEN_SHOTS")
    for name, html in pages.items():
        seen = eyes.look(html)
        if shots:
            eyes.page.screenshot(path=Path(shots) / f"{prefix}{name}-{eyes.width}-{eyes.scheme}.png", full_page=True)
        assert (seen.faint, seen.overflow, seen.requested) == ([], 0, []), name


def unlabelled(running: Browser, html: str) -> list[str]:
    """Controls without words, errors and links that lead nowhere, groups without a legend, ids that stand twice."""
    page = running.new_page()
    page.set_content(html)
    wrong: list[str] = page.evaluate(
        """() => [
          ...[...document.querySelectorAll('input:not([type=hidden]), textarea, select')].filter(e => !e.labels.length),
          ...[...document.querySelectorAll('[aria-describedby]')].filter(e =>
            e.getAttribute('aria-describedby').trim().split(/ +/).some(id => !document.getElementById(id))),
          ...[...document.querySelectorAll('fieldset')].filter(e => !e.querySelector('legend')),
          ...[...document.querySelectorAll('a[href^="#"]')].filter(e => !document.querySelector(e.getAttribute('href'))),
        ].map(e => e.outerHTML)"""
    )
    ids: list[str] = page.evaluate("() => [...document.querySelectorAll('[id]')].map(e => e.id)")
    page.close()
    return wrong + sorted({one for one in ids if ids.count(one) > 1})
