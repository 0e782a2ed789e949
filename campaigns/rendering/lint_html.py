"""What HTML templates may not contain: Jinja where it breaks, tables without tbody, remote images, foreign hosts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaigns.rendering.context import CONTEXT_KEYS
from campaigns.rendering.html import HtmlPlace, HtmlScanner

URL_KEYS = frozenset(key for key in CONTEXT_KEYS if key.endswith("_url")) | {"brand_website"}
"""Variables that hold an address of our own."""

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_TABLE = re.compile(r"<table\b[^>]*>\s*(<\w+|)", re.IGNORECASE)
_LINK = re.compile(r"""\b(href|src|background|action)\s*=\s*(["'])(.*?)\2""", re.IGNORECASE | re.DOTALL)
_OWN = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_CSS_FETCH = re.compile(r"url\s*\(|@import", re.IGNORECASE)
_ACTIVE = re.compile(r"<\s*(script|iframe|form|object|embed|link)\b", re.IGNORECASE)
_FOREIGN = re.compile(r"https?://[^\s\"'<>)]+", re.IGNORECASE)


def masked(source: str) -> str:
    """The same text with every Jinja tag blanked out; offsets and lines stay."""
    return _TAG.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), source)


def html(source: str) -> Iterator[tuple[int, str]]:
    """(offset, sentence) for everything wrong with an HTML source."""
    yield from _jinja_places(source)
    text = masked(source)
    for found in _TABLE.finditer(text):
        if found.group(1).lower() != "<tbody":
            yield found.start(), "Nach <table> fehlt <tbody>: Mailprogramme setzen es sonst an die falsche Stelle."
    for found in _CSS_FETCH.finditer(text):
        yield found.start(), "CSS darf nichts nachladen (url, @import)."
    for found in _ACTIVE.finditer(text):
        yield found.start(), f"<{found.group(1)}> gehört nicht in eine Mail."
    for found in _LINK.finditer(source):
        sentence = _link(found.group(1).lower(), found.group(3).strip())
        if sentence:
            yield found.start(), sentence


def foreign_hosts(source: str) -> Iterator[tuple[int, str]]:
    """(offset, sentence) for literal web addresses: every link comes from a variable, never from the copy."""
    for found in _FOREIGN.finditer(masked(source)):
        yield found.start(), f"Feste Webadresse „{found.group()}“: Links kommen nur aus Variablen wie „privacy_url“."


def _jinja_places(source: str) -> Iterator[tuple[int, str]]:
    scanner = HtmlScanner()
    at = 0
    for found in _TAG.finditer(source):
        scanner.feed(source[at : found.start()])
        at = found.end()
        if scanner.place is HtmlPlace.STYLE:
            yield (
                found.start(),
                "Jinja in <style> oder <script> ist nicht möglich: Das CSS wird nur einmal eingearbeitet.",
            )
        elif scanner.place is HtmlPlace.TAG:
            yield (
                found.start(),
                "Jinja gehört in einen Attributwert oder um das ganze Element, nicht zwischen Attribute.",
            )
        elif scanner.place is HtmlPlace.UNQUOTED:
            yield found.start(), "Ein Attributwert mit Jinja braucht Anführungszeichen."


def _link(attribute: str, value: str) -> str | None:
    if attribute in ("src", "background"):
        if value.startswith(("cid:", "data:image/")):
            return None
        return "Bilder werden nicht aus dem Netz geladen (§ 25 TDDDG); erlaubt sind „cid:“ und „data:image/“."
    if attribute == "action":
        return "Formulare gehören nicht in eine Mail."
    own = _OWN.fullmatch(value)
    if own:
        known = own.group(1) in URL_KEYS
        return None if known else f"„{own.group(1)}“ ist keine Webadresse; erlaubt sind {', '.join(sorted(URL_KEYS))}."
    if value.startswith(("mailto:{{", "tel:{{", "#")):
        return None
    return "Ein Link besteht nur aus einer Variablen ({{ privacy_url }}) oder aus „mailto:“ oder „tel:“ mit einer."
