"""Sentences and patterns: the small language the rules of replies/ are written in.

Text and patterns are folded alike (lower case, ä as ae, ß as ss), because people write „moechte“ and „moechten“.
In a pattern `…` stands for up to 60 characters within the sentence; all patterns are bounded and so linear.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

MAX_TEXT = 65_536
"""Characters read of one text: more than any form or mail of a person holds, for an objection counts wherever it is."""
MAX_SENTENCE = 800
"""Characters; a longer sentence is read in overlapping pieces."""
_PIECE = 500
_OVERLAP = 240  # longer than any wording the rules look for, so that none is cut in two
_WORD = 60  # so far a cut moves to reach a blank
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "’": "'", "„": '"', "“": '"', "”": '"', "–": "-", "‐": "-"}
)
_IN_WORDS = frozenset("\u00ad\u200c\u200d\u2060")
"""Invisible characters that have their place inside words: soft hyphen, joiners, word joiner."""
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Characters that show nothing and are not of the category for it (Cf)."""
_HIDDEN = re.compile(
    "[\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001-\U000e007f]"
)
"""What a quick look finds of them, before each character is asked: no invisible character is missing here."""
_CONTROL = re.compile("[\0-\x1f\x7f-\x9f]")
_LETTER = re.compile(r"\w")
_ITEM = re.compile(r"[-*•·]\s|\d{1,2}[.)]\s")
_END = re.compile(r"[.!?]{1,5}[\"“)]?\s+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:z|b|d|h|u|a|o|s|ca|einschl|einschließl|vorauss|bzw|usw|etc|nr|dr|prof|inkl|evtl|ggf|vgl|tel|str|abs|art|hr|fr|st|max|min|"
    r"mo|di|mi|do|fr|sa|so"
    r"|jan|feb|mrz|apr|jun|jul|aug|sep|sept|okt|nov|dez)|\d)\.$",
    re.IGNORECASE,
)
_OPEN_END = re.compile(
    r"\b(?:kein\w*|de[rmns]|die|das|ein\w*|mein\w*|ihre?\w*|und|oder|für|von|vom|mit|an|am|in|im|zu|zum|"
    r"zur|auf|per|bitte|nicht|mehr"
    r"|weitere\w*|sie|mich|mir|uns|euch|dass|wir|ich|als|bei|über|um|bis|ab|dieser?|alle[rns]?|sich|ist|"
    r"sind|bin|habe|haben)$",
    re.IGNORECASE,
)


def fold(text: str) -> str:
    """Lower case, umlauts spelt out, one blank between words; what a reader does not see is not there.

    For searching only: soft hyphens and other invisible characters are gone, full-width letters are plain (NFKC).
    """
    plain = text if text.isascii() and text.isprintable() else unicodedata.normalize("NFKC", _seen(text))
    return " ".join(plain.casefold().translate(_UMLAUTS).split())


def _seen(text: str) -> str:
    """Without invisible characters; a control character parts words."""
    parted = _CONTROL.sub(" ", text)
    if _HIDDEN.search(parted) is None:
        return parted
    return "".join(one for one in parted if not _is_invisible(one))


def _is_invisible(one: str) -> bool:
    return unicodedata.category(one) == "Cf" or one in _BLANK


def _parted(text: str) -> tuple[str, ...]:
    """Other readings of a text whose invisible characters stand inside words: as blanks, all or all but soft hyphens.

    A zero-width space between two words glues them together when it is taken for nothing, and a soft hyphen inside a
    word cuts it when it is taken for a blank. An objection must be found in either reading (Art. 21 Abs. 3 DSGVO).
    """
    places = range(1, len(text) - 1)
    if _HIDDEN.search(text) is None or not any(_is_invisible(text[at]) and text[at - 1].isalnum() for at in places):
        return ()
    blanks = "".join(" " if _is_invisible(one) else one for one in text)
    kept = "".join(" " if _is_invisible(one) and one not in _IN_WORDS else one for one in text)
    return tuple(dict.fromkeys(fold(one) for one in (blanks, kept)))


def says(pattern: str) -> re.Pattern[str]:
    """A pattern over folded text, beginning at a word; `…` is a gap."""
    folded = re.sub(" … (?![?])", " (?:.{0,60}? )??", pattern.translate(_UMLAUTS)).replace("…", ".{0,60}?")
    return re.compile(rf"(?<![\w@-])(?:{folded})")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or a piece of a very long one: as written and folded.

    `conditional` begins with wenn, falls, sollte or is „noch ein … und ich“.
    """

    text: str
    folded: str
    question: bool
    conditional: bool


_QUESTION = says(
    r"(?:was|wie|wann|wo|wer|welche\w*|warum|wieso|weshalb|woher|wofür|womit|wieviel|kann ich|"
    r"können (?:sie|wir)|könnten (?:sie|wir)|könnte ich"
    r"|gibt es|haben sie|ist es möglich|wäre es möglich|bieten sie|darf ich|gilt|muss ich)\b"
)
_CONDITION = says(
    r"(?:wenn|falls|sofern|sollte[nt]?|andernfalls|sonst|ansonsten|bei (?:weiterer|erneuter|der nächsten)"
    r"|noch (?:so )?(?:ein\w*|mal)|das nächste mal|beim nächsten)\b"
)
_POLITE_CONDITION = says(
    r"wenn (?:möglich|ja\b|nicht,|es geht|es ihnen recht|ich bitten|das geht|überhaupt)|falls (?:möglich|ja\b|nicht,)"
)


def sentences(text: str) -> tuple[Sentence, ...]:
    """The first MAX_TEXT characters of `text` in sentences, wrapped lines joined."""
    return tuple(
        sentence
        for block in _lines_joined(text[:MAX_TEXT])
        for written in _split(block)
        if _LETTER.search(written)
        for sentence in _read(" ".join(written.split()))
    )


def _read(plain: str) -> Iterator[Sentence]:
    for number, piece in enumerate(_pieces(plain)):
        folded = fold(piece)
        for reading in _parted(piece):
            if reading != folded:
                yield Sentence(piece, reading, "?" in piece[-4:], conditional=_is_condition(reading))
        question = "?" in piece[-4:]
        if number:  # how a piece happens to begin says nothing about the sentence
            yield Sentence(piece, folded, question, conditional=False)
            continue
        question = question or (_QUESTION.match(folded) is not None and not piece.endswith((".", "!")))
        yield Sentence(piece, folded, question, conditional=_is_condition(folded))


def _is_condition(folded: str) -> bool:
    return _CONDITION.match(folded) is not None and _POLITE_CONDITION.match(folded) is None


def _pieces(plain: str) -> Iterator[str]:
    """`plain`, or its overlapping pieces cut between words where there is a blank near."""
    start = 0
    if len(plain) > MAX_SENTENCE:
        while len(plain) - start > _PIECE:
            end = _cut(plain, start + _PIECE)
            yield plain[start:end].strip()
            start = _cut(plain, end - _OVERLAP)
    yield plain[start:].strip()


def _cut(plain: str, place: int) -> int:
    blank = plain.rfind(" ", place - _WORD, place)
    return place if blank < 0 else blank


def _lines_joined(text: str) -> list[str]:
    blocks: list[str] = []
    current: list[str] = []  # joined once at its end: a text of very many short lines stays linear
    for line in text.split("\n"):
        stripped = line.strip()
        if not stripped or (current and _is_boundary(_tail(current), stripped)):
            blocks.append(" ".join(current))
            current = []
        if stripped:
            current.append(stripped)
    blocks.append(" ".join(current))
    return [block for block in blocks if block]


def _tail(lines: list[str]) -> str:
    """Enough of the end of the joined lines for _is_boundary, which asks for fewer than 45 characters."""
    return " ".join(lines[-45:])


def _is_boundary(before: str, line: str) -> bool:
    if _ITEM.match(line) or before.endswith((".", "!", "?", ":")):
        return True
    if before.endswith(","):
        return len(before) < 45  # noqa: PLR2004 - „Hallo Frau Muster,“ is a line, a wrapped clause is longer
    return len(before) < 40 and line[0].isupper() and _OPEN_END.search(before) is None  # noqa: PLR2004 - not wrapped


def _split(block: str) -> list[str]:
    pieces: list[str] = []
    start = 0
    for found in _END.finditer(block):
        end = found.end()
        head = block[start : found.start() + 1]
        if _ABBREVIATION.search(head[-8:]) and found.group().startswith("."):
            # „am 3. Mai“, „z. B.“: no end of a sentence unless a new one visibly begins after a date.
            continue
        pieces.append(block[start:end])
        start = end
    pieces.append(block[start:])
    return pieces
