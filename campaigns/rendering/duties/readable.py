"""A template's source as a reader sees it: folded to one spelling, every character still knowing where it came from.

What hides a phrase from a search, and never from a reader, is undone here: tags inside a word, soft hyphens and
zero-width characters, entities, upper case, umlauts written as ae, letters that only look Latin, line breaks.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\{#.*?#\}"  # a comment of the template
    r"|\{\{[-+]?\s*(?P<name>\w+).*?\}\}"
    r"|\{%[-+]?\s*(?P<tag>\w+).*?%\}"
    r"|(?P<dropped><!--.*?-->|<(?P<raw>style|script)\b.*?</(?P=raw)\s*>)"
    r"|</?(?P<element>[a-zA-Z][\w-]*)(?P<attributes>[^>]*)>"
    r"|(?P<entity>&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);)"
    r"|(?P<wrap>(?<=[^\W\d_])-[ \t]*\n[ \t]*(?=[a-zäöü]))"  # a word divided at the end of a line
    r"|(?P<blank>[ \t]*\n[ \t]*\n\s*)",
    re.DOTALL,
)
_INLINE = frozenset(
    {"a", "abbr", "b", "big", "em", "font", "i", "mark", "s", "small", "span", "strong", "sub", "sup", "u", "wbr"}
)
_BRANCH = frozenset({"else", "elif"})
_SEEN_ATTRIBUTE = re.compile(r"""\b(?:alt|title|aria-label)\s*=\s*(["'])(.*?)\1""", re.DOTALL | re.IGNORECASE)
_LOOK_ALIKE = str.maketrans("аеорсухіѕјνοαКМНТВЕАОРСХ", "aeopcyxisjvoaKMHTBEAOPCX")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_RUN = re.compile(r"(?P<plain>[!-~]+(?![\u0300-\u036f]))|.[\u0300-\u036f]*", re.DOTALL)
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\ufe0e\ufe0f")


_TAGS = re.compile(r"<[^>]*>|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Readable:
    """`text` is folded: lower case, ae for ä, one space between words, a line per paragraph, a variable as ‹name›.

    `places[n]` is the offset in `source` of `text[n]`.
    """

    source: str
    text: str
    places: tuple[int, ...]

    def quoted(self, start: int, end: int) -> str:
        """The stretch of `text` from `start` to `end` in the writer's own spelling, on one line."""
        if start >= end:
            return ""
        raw = _TAGS.sub("", self.source[self.places[start] : self.places[end - 1] + 1])
        return " ".join("".join(one for one in html.unescape(raw) if not _hidden(one)).split())


class _Folding:
    def __init__(self) -> None:
        self.text: list[str] = []
        self.places: list[int] = []

    def put(self, folded: str, place: int) -> None:
        for one in folded:
            if one in " \n" and (not self.text or self.text[-1] in " \n"):
                if one == "\n" and self.text:
                    self.text[-1] = "\n"
                continue
            self.text.append(one)
            self.places.append(place)

    def words(self, source: str, start: int, end: int) -> None:
        for found in _RUN.finditer(source, start, end):
            at = found.start()
            if found["plain"]:
                self.text.extend(found["plain"].lower())
                self.places.extend(range(at, found.end()))
            else:
                self.put(fold(found.group()), at)


def fold(text: str) -> str:
    """One spelling: composed, lower case, ae for ä, ss for ß, nothing invisible, every blank a space."""
    if text.isascii():
        return re.sub(r"\s", " ", text.lower())
    composed = unicodedata.normalize("NFKC", text).translate(_LOOK_ALIKE)
    kept = (" " if one.isspace() else one for one in composed if not _hidden(one))
    return "".join(kept).casefold().translate(_UMLAUTS)


def _hidden(one: str) -> bool:
    return one in _INVISIBLE or unicodedata.category(one) == "Cf"


def readable(source: str) -> Readable:
    """What a reader of `source` (Jinja, with or without HTML) reads; never raises."""
    folding = _Folding()
    at = 0
    for found in _TOKEN.finditer(source):
        folding.words(source, at, found.start())
        at = found.end()
        _token(folding, source, found)
    folding.words(source, at, len(source))
    return Readable(source, "".join(folding.text), tuple(folding.places))


def _token(folding: _Folding, source: str, found: re.Match[str]) -> None:
    start = found.start()
    if found["name"]:
        folding.put(f"‹{found['name']}›", start)
    elif found["tag"]:
        inside_a_word = (
            found["tag"] not in _BRANCH
            and source[start - 1 : start].isalpha()
            and source[found.end() : found.end() + 1].isalpha()
        )
        folding.put("" if inside_a_word else " ", start)
    elif found["element"]:
        name = found["element"].lower()
        seen = " ".join(one[2] for one in _SEEN_ATTRIBUTE.finditer(found["attributes"]))
        folding.put(f" {fold(html.unescape(seen))} " if seen else "", start)
        folding.put("" if name in _INLINE else " " if name in ("br", "img") else "\n", start)
    elif found["entity"]:
        folding.put(fold(html.unescape(found["entity"])), start)
    elif found["blank"]:
        folding.put("\n", start)
