"""Answers written into or below a quote that carries no marks.

Outlook quotes without „>“, so people mark their own words instead: by an arrow, their initials, capitals. What is not
marked as theirs counts as ours, since our own footers speak of objection and deletion.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from replies.trimming.farewell import is_sign_off
from replies.trimming.footers import COMPANY, CONTACT, SALUTATION
from replies.trimming.header_block import header_block, is_field
from replies.trimming.names import Names
from replies.trimming.quote_lines import intro

_ARROW = re.compile(
    r"^\s*(?:-{1,3}>|={1,3}>|→|⇒|»|#{3}|\*{3}|(?:meine )?antwort(?: von \w+)?:)\s*(?=[^\s>])", re.IGNORECASE
)
_ANGLES = re.compile(r"^\s*>{2,4}\s*(?=[^\s>])")
_MARKED = re.compile(r"^\s*>(?!>)")
_LINK = re.compile(r"https?:|www\.|<\S+>", re.IGNORECASE)
_TAG = re.compile(r"^\s*(?:\[([^\W\d_]{2,12})\]|\(([^\W\d_]{2,12})\)|<([^\W\d_]{2,12})>|([^\W\d_]{2,12})\s?:)\s*\S")
_ANNOUNCED = re.compile(
    r"\b(?:unten|darunter|drunter|dazwischen|im text|inline|below|(?:in )?(?:rot|blau|grün|fett|farbig)|gro(?:ß"
    r"|ss)buchstaben|"
    r"anmerkung\w*|kommentar\w*|(?:(?:meine|unsere|die) )?antworten (?:siehe|im|in|unten|unter|finden|stehen|zu"
    r"|hinter|direkt|habe)|jeweils|hinter (?:den|ihren)|direkt (?:im|in))\b",
    re.IGNORECASE,
)
_FEW = 12
"""Words above the quote that are hardly more than a salutation: the answer must be elsewhere."""
_BETWEEN = 3
"""Lines between the salutation of the quoted mail and the one of the answer below it."""
_SALUTED = 7
"""Words of a salutation with titles and a name."""
_SHOUTED_LETTERS = 8
_MOSTLY = 0.7
_WRAPPED = 55
MAX_LINES = 400


def answers(quote: list[str], above: list[str], names: Names) -> list[list[str]]:
    """The sender's own paragraphs in the lines of an unmarked quote, without their arrows.

    `above` are the words before the quote: full sentences that announce no answers below mean that there are none.
    """
    lines = quote[:MAX_LINES]
    tagged = _paragraphs(lines, lambda line: _tagged(line, names))
    if tagged:
        return tagged
    said = " ".join(above)
    announced = _ANNOUNCED.search(said) is not None
    if not announced and len(said.split()) > _FEW:
        return []
    arrow = _has_angles if not any(map(_MARKED.match, lines)) else _has_arrow
    if any(map(arrow, lines)):
        return _paragraphs(lines, arrow)
    if sum(map(_shouts, lines)) * 2 < sum(1 for line in lines if re.search(r"\w", line)):
        shouted = _paragraphs(lines, _shouts)
        if shouted:
            return shouted
    return [] if said.strip() else _below(lines)


def salutes(line: str, names: Names) -> bool:
    """A salutation that names the sender: it cannot be his own."""
    return SALUTATION.match(line[:120]) is not None and len(line.split()) <= _SALUTED and names.within(line)


def _tagged(line: str, names: Names) -> bool:
    found = _TAG.match(line)
    return found is not None and not is_field(line) and names.means(next(tag for tag in found.groups() if tag))


def _has_arrow(line: str) -> bool:
    return _ARROW.match(line) is not None and _LINK.search(line) is None


def _has_angles(line: str) -> bool:
    """„>>> Nein“ is an answer only where „>“ does not mark an older quote."""
    return _has_arrow(line) or (_ANGLES.match(line) is not None and _LINK.search(line) is None)


def _shouts(line: str) -> bool:
    letters = [one for one in line if one.isalpha()]
    return len(letters) >= _SHOUTED_LETTERS and sum(one.isupper() for one in letters) >= _MOSTLY * len(letters)


def _paragraphs(lines: list[str], begins: Callable[[str], bool]) -> list[list[str]]:
    """An answer goes on to the next blank line when one stands before it, else only while its lines are full."""
    own: list[list[str]] = []
    inside = apart = False
    for index, line in enumerate(lines):
        if begins(line):
            inside, apart = True, index == 0 or not lines[index - 1].strip()
            own.append(["", _ANGLES.sub("", _ARROW.sub("", line))])
        elif not line.strip():
            inside = False
        elif inside and (apart or _full(lines[index - 1])):
            own[-1].append(line)
        else:
            inside = False
    return own


def _full(line: str) -> bool:
    return len(line) >= _WRAPPED and not line.endswith(("?", "!", "."))


def _below(lines: list[str]) -> list[list[str]]:
    """An answer below the quoted mail: its own salutation behind the sign-off or footer of the quoted one."""
    for index in range(len(lines)):
        if header_block(lines, index) or intro(lines, index, lambda line: line.lstrip().startswith(">")):
            return []  # an older mail of the thread: whose words stand there cannot be told
    greeted = [index for index, line in enumerate(lines) if SALUTATION.match(line)]
    if len(greeted) < 2:  # noqa: PLR2004 - the quoted salutation and the own one
        return []
    first, last = greeted[0], greeted[-1]
    between = [line for line in lines[first + 1 : last] if line.strip()]
    ended = any(is_sign_off(line) or COMPANY.search(line) or CONTACT.search(line) for line in between)
    return [["", *lines[last:]]] if ended and len(between) >= _BETWEEN else []
