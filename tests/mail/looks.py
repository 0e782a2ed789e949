"""Chromium as people's eyes: pages and mails in a phone's and a desk's width, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Route, sync_playwright

from tests.rig import machine

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDTHS = {"phone": 360, "desk": 1024}
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

# The contrast of each text with what lies behind it, by WCAG 2.2, 1.4.3; text of 24 px (or bold 18.66 px) needs less.
_MEASURE = """
() => {
  const channel = v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4 };
  const parse = c => { const m = c.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m };
  const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
  const ground = e => {
    for (let at = e; at; at = at.parentElement) {
      const c = parse(getComputedStyle(at).backgroundColor);
      if (c[3] > 0) return c;
    }
    return [255, 255, 255, 1];
  };
  const faint = [];
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.getClientRects().length) continue;
    const style = getComputedStyle(e);
    const size = parseFloat(style.fontSize);
    const needed = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700) ? 3 : 4.5;
    const [a, b] = [light(parse(style.color)), light(ground(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < needed) faint.push(`${e.textContent.trim().slice(0, 30)}: ${ratio.toFixed(2)}`);
    if (size < 13) faint.push(`${e.textContent.trim().slice(0, 30)}: ${size} px`);
  }
  return { faint, overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth };
}
"""


@dataclass(frozen=True)
class Seen:
    """What a look found: text too faint or small, pixels beyond the right edge, addresses it wanted to load."""

    faint: list[str]
    overflow: int
    requested: list[str]


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium without a window; a visible skip on a laptop without it, a failure under CI."""
    if not Path(CHROMIUM).exists():
        machine.lacking("Chromium fehlt: make servers")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


class Eyes:
    """One page of one width and scheme that may load nothing; what it asks for is noted."""

    def __init__(self, running: Browser, width: str, scheme: Scheme) -> None:
        self.width, self.scheme = width, scheme
        self.page = running.new_page(viewport={"width": WIDTHS[width], "height": 800}, color_scheme=scheme)
        self._requested: list[str] = []
        self.page.route("**/*", self._refuse)

    def _refuse(self, route: Route) -> None:
        self._requested.append(route.request.url)
        route.abort()

    def look(self, html: str) -> Seen:
        """Show `html` and measure it."""
        self._requested.clear()
        self.page.set_content(html)
        measured = self.page.evaluate(_MEASURE)
        return Seen(measured["faint"], measured["overflow"], list(self._requested))
