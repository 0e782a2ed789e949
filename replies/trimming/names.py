"""The sender's own name at the end of a mail, and the farewell above it, however it is worded."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
_NO_NAME = re.compile(r"[?:;]|\d")
_BEHIND_NAME = re.compile(r"\s+[|·•–-]\s+|\s*\((?=\w{2,5}/)|, (?=[A-ZÄÖÜ])")
_SPELT_OUT = re.compile(r"([aou])e")
_FILLERS = frozenset(
    re.findall(
        r"\w+",
        "dr prof dipl ing mag med dent vet phil oec habil jur rer nat pol mba msc bsc ba ma llm phd ppa "
        "iv ia i a v pp gez herr frau familie fam ihr ihre dein deine deiner euer eure team von vom der "
        "die das dem aus und de la van zu el den",
    )
)
_FIRM_WORDS = frozenset(re.findall(r"\w+", "gmbh ag kg ohg ug gbr mbh ek ev kfr kfm co bau"))
_LEAST = 3
"""Letters of a part of a name; „jo“ and „le“ would meet other words."""
_MOST_WORDS = 6
_KISS_WORDS = 4
_FAREWELL_WORDS = 7
_FAREWELL_LETTERS = 60
_SMILE = re.compile(r"[:;=8][-o^']?[)(DPp*]|\^\^|<3|\((?:sie|er|she|he|they)/\w{2,5}\)")
_COMPANION = re.compile(
    r"^\s*([^\W\d_][\w.-]*)(?:,| vom| von| aus| und| &| u\.| für| /|/)\s(?:[A-ZÄÖÜ][\w.-]*\s?){1,3}$"
)
"""„Jana vom Radhaus“, „Jana und Tom“, „Jana, Büro Ulm“."""
_SAYS_SOMETHING = re.compile(
    r"\b(?:(?:bitte|nicht|nie|kein\w*|nein|nee|nö|ja|ich|mir|mich|stop+|schluss)\b|abmeld|lösch|kündig|widersp|\d)",
    re.IGNORECASE,
)


def says_something(line: str) -> bool:
    """True when a short line could be a wish or an answer, so that it is no farewell and no name."""
    return _SAYS_SOMETHING.search(line) is not None


class Names:
    """The parts of one sender's name, as they may stand under a mail. `sender` is his display name and local part."""

    def __init__(self, sender: str) -> None:
        words = _words(sender)
        self._parts = frozenset(part for part in words if len(part) >= _LEAST)
        self._initials = "".join(part[0] for part in words if part not in _FILLERS)

    def signs(self, line: str) -> bool:
        """True when the line is this name and nothing else: „kilian“, „Dr. M. Torkler“, „Ihr Team von Karaca“."""
        line = _SMILE.sub(" ", line)
        words = _words(line)
        if not words or len(words) > _MOST_WORDS or _NO_NAME.search(line):
            return False
        known = [word for word in words if word in self._parts]
        rest = [word for word in words if word not in known and word not in _FILLERS and word not in _FIRM_WORDS]
        if known:
            several = len(set(known)) > 1 or len(self._parts) == 1
            return all(len(word) == 1 for word in rest) or (several and len(rest) == 1 and line.strip()[0].isupper())
        return "".join(words) == self._initials[: len(words)] and 2 <= len(words) <= 3 and "." in line  # noqa: PLR2004 - „r.c.“

    def heads(self, line: str) -> bool:
        """The name, and behind a bar or dot what a signature adds: „H. Dietz | Werbetechnik“, „Claudia (sie/ihr)“."""
        companion = _COMPANION.match(line.rstrip(" .!"))
        if companion and self.signs(companion[1]) and not says_something(line):
            return True
        first, bar, more = _BEHIND_NAME.sub("\0", line.strip(), count=1).partition("\0")
        return bool(bar) and self.signs(first) and len(first.split()) > 1 and not says_something(more)

    def within(self, line: str) -> bool:
        """True when a part of the name stands somewhere in the line."""
        return any(word in self._parts and word not in _FILLERS for word in _words(line))

    def means(self, tag: str) -> bool:
        """True when a tag before an answer („MK“, „Melanie“) is this sender."""
        folded = "".join(_words(tag))
        return folded in self._parts or (len(folded) > 1 and folded == self._initials[: len(folded)])

    def without_farewell(self, lines: list[str], *, alone: bool = True) -> list[str]:
        """`lines` without a last line that is the name and without the farewell above it („Glück auf“).

        A mail that is nothing but the name keeps it (`alone`); below an answer given before it is a signature.
        """
        end = _last(lines, len(lines))
        if end < 0:
            return lines
        if not self.signs(lines[end]):
            return lines[:end] if self._kisses(lines, end) else lines
        while end >= 0 and self.signs(lines[end]):
            end = _last(lines, end)
        if end < 0:
            return lines if alone else []
        above = _last(lines, end)
        if above >= 0 and is_farewell(lines[end]):
            end = above
        return lines[: end + 1]

    def _kisses(self, lines: list[str], end: int) -> bool:
        """„Kuss, Emine“, „thx jana“: a farewell of a few words and the name, as a last paragraph of one line."""
        words = lines[end].split()
        apart = end > 1 and not lines[end - 1].strip()
        short = 1 < len(words) <= _KISS_WORDS and is_farewell(lines[end].rstrip(". "))
        return apart and short and self.within(lines[end])  # nobody else speaks of him in so few words


def is_farewell(line: str) -> bool:
    """Short, no sentence, and without anything that could be a wish: rather a line too much than a no too few."""
    words = line.split()
    short = len(words) <= _FAREWELL_WORDS and len(line) <= _FAREWELL_LETTERS
    return short and not line.rstrip().endswith((".", "?", ":")) and not says_something(line)


def _last(lines: list[str], end: int) -> int:
    """Index of the last line with words before `end`, -1 without one."""
    return next((index for index in range(end - 1, -1, -1) if lines[index].strip()), -1)


def _words(text: str) -> list[str]:
    """Letters only, folded, without accents; „ae“ and „ä“ are one."""
    plain = text.casefold().replace("ß", "ss")
    if not plain.isascii():
        plain = "".join(one for one in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(one))
    return _WORD.findall(_SPELT_OUT.sub(r"\1", plain))
