"""Where in an HTML document a character stands: text, tag, attribute value, comment, <style>, <title>."""

from __future__ import annotations

import re
from enum import StrEnum


class HtmlPlace(StrEnum):
    """The places that matter for putting something into an HTML source without breaking it."""

    TEXT = "text"
    TAG = "tag"
    VALUE = "value"
    UNQUOTED = "unquoted"
    COMMENT = "comment"
    STYLE = "style"
    TITLE = "title"


_RAW = {"style": HtmlPlace.STYLE, "script": HtmlPlace.STYLE, "title": HtmlPlace.TITLE, "textarea": HtmlPlace.TITLE}
_OPEN = re.compile(r"<!--|<(/?[A-Za-z][A-Za-z0-9:-]*)|<!")
_IN_TAG = re.compile(r"""(=\s*)(["'])|=\s*(?=[^\s"'>])|=\s*$|>""")


class HtmlScanner:
    """Follows a document that arrives in parts; `place` is where the next character would stand."""

    def __init__(self) -> None:
        self.place = HtmlPlace.TEXT
        self._element = ""
        self._quote = ""

    def feed(self, text: str) -> None:
        """Go on by `text`."""
        at = 0
        while at < len(text):
            at = self._step(text, at)

    def _step(self, text: str, at: int) -> int:
        match self.place:
            case HtmlPlace.TEXT:
                return self._text(text, at)
            case HtmlPlace.TAG:
                return self._tag(text, at)
            case HtmlPlace.VALUE:
                return self._until(text, at, self._quote, HtmlPlace.TAG)
            case HtmlPlace.UNQUOTED:
                found = re.compile(r"[\s>]").search(text, at)
                if found is None:
                    return len(text)
                self.place = HtmlPlace.TAG
                return found.start()
            case HtmlPlace.COMMENT:
                return self._until(text, at, "-->", HtmlPlace.TEXT)
            case _:
                return self._raw(text, at)

    def _text(self, text: str, at: int) -> int:
        found = _OPEN.search(text, at)
        if found is None:
            return len(text)
        if found.group() == "<!--":
            self.place = HtmlPlace.COMMENT
        else:
            self.place = HtmlPlace.TAG
            self._element = (found.group(1) or "").lower()
        return found.end()

    def _tag(self, text: str, at: int) -> int:
        found = _IN_TAG.search(text, at)
        if found is None:
            return len(text)
        if found.group() == ">":
            self.place = _RAW.get(self._element, HtmlPlace.TEXT)
        elif found.group(2):
            self.place, self._quote = HtmlPlace.VALUE, found.group(2)
        else:
            self.place = HtmlPlace.UNQUOTED
        return found.end()

    def _raw(self, text: str, at: int) -> int:
        end = re.compile(rf"</{self._element}", re.IGNORECASE).search(text, at)
        if end is None:
            return len(text)
        self.place, self._element = HtmlPlace.TAG, "/"
        return end.end()

    def _until(self, text: str, at: int, mark: str, place: HtmlPlace) -> int:
        end = text.find(mark, at)
        if end < 0:
            return len(text)
        self.place = place
        return end + len(mark)
