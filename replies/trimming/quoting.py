"""The new words of a reply: without quote, signature, disclaimer and the note of the phone it was typed on.

In most German replies the words abmelden, widersprechen or löschen stand only in what is cut off here, so the
labels are looked for in this text alone.
"""

from __future__ import annotations

import re
from itertools import pairwise

from replies.trimming import inline, signoff
from replies.trimming.header_block import MAX_INTRO, header_block, is_field
from replies.trimming.names import Names
from replies.trimming.quote_lines import first_words, intro, is_rule, is_ticket_line, run_on

MAX_CHARACTERS = 60_000
MAX_LINES = 2_000
_INVISIBLE = str.maketrans(
    {"\u200b": None, "\u200c": None, "\u200d": None, "\ufeff": None, "\u00ad": None, "\xa0": " "}
)
_MARKED = re.compile(r"\s{0,3}(?:>(?!\s?(?::|(?:schrieb|wrote|hat)\b))|&gt;)")
_BAR = re.compile(r"\s{0,3}\|(?:\s|$)(?!.*\|\s*$)")
_LEAST_WRAPPED = 45
"""Characters of a quoted line whose rest a mail program may have put into a line without a mark."""
_NARROW = 25
_LONG_WORD = 15
_ENDS = (".", "?", "!", ":")
_FULL = 64
"""Characters of a quoted line that is full, so that a lone line between it and the next quoted one is its rest."""
_ANSWER_WORD = re.compile(
    r"(?:nein|ja|bitte|kein\w*|nicht|ich|wir|danke|doch|klar|ok|gern|will|stopp?|nie|hab)\b", re.IGNORECASE
)


def new_words(text: str, sender: str = "") -> str:
    """What the sender wrote now. Empty when nothing is his own; never raises. Lines keep their wording.

    `sender` is the name and the local part of the From field: a line that says no more than this name is a signature.
    """
    plain = text.translate(_INVISIBLE)[:MAX_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n")
    lines = [line.rstrip() for line in plain.split("\n")[:MAX_LINES]]
    names = Names(sender)
    pieces = _Reader(lines, names).pieces()
    return _squeeze(signoff.strip(pieces, names))


class _Reader:
    """Walks through one mail and collects the pieces that stand outside quotes."""

    def __init__(self, lines: list[str], names: Names) -> None:
        self._lines = lines
        self._names = names
        self._bars = sum(1 for line in lines if _BAR.match(line)) > 1
        self._pieces: list[list[str]] = [[]]
        self._width = self._wrapped_at()
        self._rest = False

    def pieces(self) -> list[list[str]]:
        """Own lines in order; a new list begins behind each quote."""
        index = 0
        while index < len(self._lines):
            index = self._step(index)
        return self._pieces

    def _step(self, index: int) -> int:
        line = self._lines[index]
        if self._is_quoted(line) and self._marks_only_its_intro(index):
            return self._unmarked(index + 1)
        self._rest = self._is_rest_of_quoted(index)
        if self._rest or self._is_quoted(line):
            return self._skip(index + 1)
        if is_ticket_line(line):
            return self._unmarked(index + 1) if self._has_words() else index + 1
        if self._begins_quote(index):
            after = self._behind_intro(index)
        elif inline.salutes(line, self._names) and self._has_words():
            after = index  # nobody greets himself: a quote whose header is of no known form
        else:
            cut = run_on(self._lines, index)
            self._keep(line if cut is None else line[:cut].rstrip())
            if cut is None:
                return index + 1
            after = first_words(self._lines, index + 1) or len(self._lines)
        if after < len(self._lines) and self._is_quoted(self._lines[after]):
            return self._skip(after)  # it marks itself, so words between and below it are answers
        return self._unmarked(after)

    def _keep(self, line: str) -> None:
        self._pieces[-1].append(line)

    def _skip(self, index: int) -> int:
        if self._pieces[-1]:
            self._pieces.append([])
        return index

    def _unmarked(self, index: int) -> int:
        above = [line for piece in self._pieces for line in piece]
        self._pieces += inline.answers(self._lines[index:], above, self._names)
        return len(self._lines)

    def _has_words(self) -> bool:
        return any(line.strip() for piece in self._pieces for line in piece)

    def _is_quoted(self, line: str) -> bool:
        return _MARKED.match(line) is not None or (self._bars and _BAR.match(line) is not None)

    def _is_rest_of_quoted(self, index: int) -> bool:
        """The end of a quoted line that was wrapped on the way and lost its mark."""
        line, before = self._lines[index].strip(), self._lines[index - 1] if index else ""
        if not line or not (self._is_quoted(before) or (self._width and self._rest)):
            return False
        if re.fullmatch(r"<?https?:\S+", line):
            return True
        if self._width:
            return len(before) + 1 + len(line.split()[0]) > self._width
        wrapped = len(before) >= _LEAST_WRAPPED and not before.endswith(_ENDS)
        between = len(before) >= _FULL and index + 1 < len(self._lines) and self._is_quoted(self._lines[index + 1])
        return wrapped and (line[0].islower() or between) and not _ANSWER_WORD.match(line)

    def _wrapped_at(self) -> int:
        """Width at which the whole mail was wrapped again, so that only the head of a quoted line has a mark; 0 = not.

        Seen by lines of nearly one length that go on in lower case: an answer below a question begins otherwise.
        """
        pairs = [
            (before, line.strip())
            for before, line in pairwise(self._lines)
            if line.strip() and self._is_quoted(before) and not self._is_quoted(line) and len(before) >= _NARROW
        ]
        width = max((len(before) for before, _ in pairs), default=0)
        torn = [
            line
            for before, line in pairs
            if width - len(before) <= _LONG_WORD and not before.endswith(_ENDS) and line[0].islower()
        ]
        return width if sum(1 for line in torn if not _ANSWER_WORD.match(line)) > 1 else 0

    def _marks_only_its_intro(self, index: int) -> bool:
        """„> Am 9.11. um 10:12 schrieb Firma:“ with all below it unmarked."""
        bare = self._lines[index].lstrip(" >|")
        if "schrieb" not in bare and "wrote" not in bare:
            return False
        return intro([bare], 0, self._is_quoted) == 1 and not any(map(self._is_quoted, self._lines[index + 1 :]))

    def _begins_quote(self, index: int) -> bool:
        if intro(self._lines, index, self._is_quoted) or header_block(self._lines, index):
            return True
        if not is_rule(self._lines[index]):
            return False
        first = first_words(self._lines, index + 1)
        return first is not None and (
            self._is_quoted(self._lines[first])
            or header_block(self._lines, first) > 0
            or intro(self._lines, first, self._is_quoted) > 0
        )

    def _behind_intro(self, index: int) -> int:
        """Index of the first line of the quoted mail itself, behind separators, quote lines and header fields."""
        lines, end = self._lines, min(index + MAX_INTRO, len(self._lines))
        while index < end:
            line = lines[index]
            span = intro(lines, index, self._is_quoted) or header_block(lines, index)
            if span:
                index += span
            elif not line.strip() or is_rule(line) or is_field(line):
                index += 1
            else:
                break
        return index


def _squeeze(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
