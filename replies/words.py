"""Sentences and patterns: the small language the rules of replies/ are written in.

Text and patterns are folded alike (lower case, ä as ae, ß as ss), because people write „moechte“ and „moechten“.
In a pattern `…` stands for up to 60 characters within the sentence; all patterns are bounded and so linear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_TEXT = 8_000
MAX_SENTENCES = 300
MAX_SENTENCE = 800
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "’": "'", "„": '"', "“": '"', "”": '"', "–": "-"})
_ABBREVIATION = re.compile(
    r"(?:\b(?:z|b|d|h|u|a|o|s|ca|bzw|usw|etc|nr|dr|prof|inkl|evtl|ggf|vgl|tel|str|abs|art|hr|fr|st|max|min|"
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
    """Lower case, umlauts spelt out, one blank between words."""
    return " ".join(text.casefold().translate(_UMLAUTS).split())


def says(pattern: str) -> re.Pattern[str]:
    """A pattern over folded text, beginning at a word; `…` is a gap."""
    folded = re.sub(" … (?![?])", " (?:.{0,60}? )??", pattern.translate(_UMLAUTS)).replace("…", ".{0,60}?")
    return re.compile(rf"(?<![\w@-])(?:{folded})")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: as written and folded. `conditional` begins with wenn, falls, sollte or is „noch ein … und ich“."""

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
_POLITE_CONDITION = says(r"wenn (?:möglich|es geht|es ihnen recht|ich bitten|das geht|überhaupt)|falls möglich")


def sentences(text: str) -> tuple[Sentence, ...]:
    """`text` in sentences, wrapped lines joined; bounded by MAX_TEXT and MAX_SENTENCES."""
    found: list[Sentence] = []
    for block in _lines_joined(text[:MAX_TEXT]):
        found.extend(_sentence(piece) for piece in _split(block) if re.search(r"\w", piece))
        if len(found) >= MAX_SENTENCES:
            break
    return tuple(found[:MAX_SENTENCES])


def _sentence(piece: str) -> Sentence:
    plain = " ".join(piece.split())[:MAX_SENTENCE]
    folded = fold(plain)
    question = "?" in plain[-4:] or (_QUESTION.match(folded) is not None and not plain.endswith((".", "!")))
    conditional = _CONDITION.match(folded) is not None and _POLITE_CONDITION.match(folded) is None
    return Sentence(plain, folded, question, conditional)


def _lines_joined(text: str) -> list[str]:
    blocks: list[str] = []
    current = ""
    for line in text.split("\n"):
        stripped = line.strip()
        if not stripped or (current and _is_boundary(current, stripped)):
            blocks.append(current)
            current = stripped
        else:
            current = f"{current} {stripped}".strip()
    blocks.append(current)
    return [block for block in blocks if block]


def _is_boundary(before: str, line: str) -> bool:
    if re.match(r"[-*•·]\s|\d{1,2}[.)]\s", line) or before.endswith((".", "!", "?", ":")):
        return True
    if before.endswith(","):
        return len(before) < 45  # noqa: PLR2004 - „Hallo Frau Muster,“ is a line, a wrapped clause is longer
    return len(before) < 40 and line[0].isupper() and _OPEN_END.search(before) is None  # noqa: PLR2004 - not wrapped


def _split(block: str) -> list[str]:
    pieces: list[str] = []
    start = 0
    for found in re.finditer(r"[.!?]{1,5}[\"“)]?\s+", block):
        end = found.end()
        head = block[start : found.start() + 1]
        if _ABBREVIATION.search(head[-8:]) and found.group().startswith("."):
            # „am 3. Mai“, „z. B.“: no end of a sentence unless a new one visibly begins after a date.
            continue
        pieces.append(block[start:end])
        start = end
    pieces.append(block[start:])
    return pieces
