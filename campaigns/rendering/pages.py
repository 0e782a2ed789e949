"""Whole HTML pages: previews and figures for our own people, and the public pages, from `_pages/` of the shipped texts.

They are part of the program, so they may loop inside loops and use macros; everything printed is escaped all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader

from campaigns.rendering.files import environment

PAGES = "_pages"
"""The folder below the texts; no sequence can name it, since it begins with an underscore."""


class Pages:
    """The pages of one folder of texts, each compiled once. Safe to share between threads."""

    def __init__(self, texts: Path, part: str = "") -> None:
        self._environment = environment(FileSystemLoader(texts / PAGES / part), html=True)

    def page(self, name: str, values: Mapping[str, Any]) -> str:
        """The page `name` (preview.html) filled with `values`: text, whole numbers, lists and mappings of these.

        Raises jinja2's TemplateError for a value that is missing or no text: a bug of ours, never a matter of data.
        """
        return self._environment.get_template(name).render(values)


def page(texts: Path, name: str, values: Mapping[str, Any]) -> str:
    """One page of `texts`, see `Pages.page`."""
    return Pages(texts).page(name, values)
