"""Sign-off, signature, disclaimer and device notes below the own words.

The farewell is told by its form where it has one („Mit … Grüßen“), and by the sender's name below it where it has none.
Whatever could still be a wish is kept: a line too much costs a look, a lost objection a warning letter (§ 7 UWG).
"""

from __future__ import annotations

import re

from replies.trimming.card import ANNOUNCES, card_below, is_firm, is_register, without_card
from replies.trimming.farewell import CAPITALISED, HELLO_TOO, greets, is_sign_off, wishes
from replies.trimming.footers import BANNER, DEVICE, DISCLAIMER, LATE_WISH, LIST_FOOTER, POSTSCRIPT, RESIDUE
from replies.trimming.names import Names, is_farewell, says_something
from replies.trimming.quote_lines import is_rule
from replies.trimming.speech import MAX_NAME_BLOCK, has_words, prose, speaks

_THANKS = re.compile(
    r"^\s*(?:vielen dank|danke|besten dank|herzlichen dank|thanks)\b[^.?!]{0,20}[.,!]?\s*$", re.IGNORECASE
)
_DASHES = re.compile(r"^(?:-- ?|--- ?|—|__+)$")
_DEPUTY = re.compile(r"\s*(?:i\.\s?[AV]\.?|ppa\.?|gez\.?|im auftrag|in vertretung)\s*", re.IGNORECASE)
_SHORT = 4
_LONG_LINE = 4_000


def strip(pieces: list[list[str]], names: Names) -> list[str]:
    """The words of all pieces (lines between quotes), without what stands below them.

    Words between two quotes are answers: only the first piece with words and the last one can end in a signature.
    """
    spoken = [index for index, piece in enumerate(pieces) if has_words(piece)]
    kept: list[str] = []
    for index in spoken:
        lines = _typed(pieces[index], top=index == spoken[0])
        if index in {spoken[0], spoken[-1]}:
            lines = _unsigned(lines, names, alone=not has_words(kept))
        kept += ["", *lines] if kept and lines else lines
    return kept


def _typed(lines: list[str], *, top: bool) -> list[str]:
    """Without the banner a gateway put above, notes of phones and what is left of images."""
    own = ["" if _DEPUTY.fullmatch(line) else line for line in lines]
    own = [line for line in own if not (line.strip() and (DEVICE.match(line) or RESIDUE.match(line)))]
    while top and own and (not own[0].strip() or BANNER.match(own[0])):
        own = own[1:]
    return own


def _unsigned(lines: list[str], names: Names, *, alone: bool) -> list[str]:
    """`lines` up to the signature; a postscript below it is kept because people put their real wish there.

    `alone` says that nothing was said before these lines, so that a sign-off at their head is none.
    """
    kept: list[str] = []
    for index, line in enumerate(lines):
        said, rest = not alone or has_words(kept), lines[index + 1 :]
        if _ends_here(lines, index, said=said, names=names):
            name = next((one for one in rest if one.strip()), "")
            signed = [*kept, name] if _drawn(line) and names.signs(name) else kept
            signed = without_card(signed, names, ended=is_register(line) or is_firm(lines, index))
            return names.without_farewell(signed, alone=alone) + _postscript(rest)
        if said and _signed(line, names) and not _announced(kept) and (card_below(rest) or not prose(rest)):
            signed = [*kept, line] if names.signs(line) else kept
            return names.without_farewell(signed, alone=alone) + _postscript(rest)
        kept.append(line)
    kept = without_card(kept, names, ended=False)
    return _without_tail(names.without_farewell(_without_thanks_name(kept), alone=alone), names)


def _without_tail(lines: list[str], names: Names) -> list[str]:
    """A last line whose last words are the sign-off: „Keine Mails mehr. Viele Grüße Jana“."""
    last = next((index for index in range(len(lines) - 1, -1, -1) if lines[index].strip()), -1)
    if last < 0 or len(lines[last]) > _LONG_LINE:
        return lines
    cuts = [found.end() for found in re.finditer(r"[.!?]\)?\s+", lines[last])][-3:]
    cut = next((at for at in cuts if is_sign_off(lines[last][at:], names)), None)
    return lines if cut is None else [*lines[:last], lines[last][:cut].rstrip()]


def _signed(line: str, names: Names) -> bool:
    return names.signs(line) or names.heads(line)


def _announced(kept: list[str]) -> bool:
    """A line before this one ends in a colon: what follows is what he wants to say."""
    return next((line for line in reversed(kept) if line.strip()), "").endswith(":")


def _drawn(line: str) -> bool:
    return _DASHES.match(line.strip()) is not None or is_rule(line)


def _ends_here(lines: list[str], index: int, *, said: bool, names: Names) -> bool:
    line, rest = lines[index], lines[index + 1 :]
    if _drawn(line):
        footer = any(LIST_FOOTER.search(one) for one in rest[:3])
        return line.strip() == "--" or footer or not prose(rest[:5])
    if DISCLAIMER.match(line) or is_register(line):
        return True
    if is_firm(lines, index) and said and not prose(rest):
        return True
    if said and greets(line) and not prose(rest):
        return True
    if said and wishes(line, rest):
        return True
    if not is_sign_off(line, names):
        return False
    return said or (has_words(rest) and not (HELLO_TOO.match(line) or prose(rest) or speaks(rest)))


def _postscript(rest: list[str]) -> list[str]:
    for index, line in enumerate(rest[:MAX_NAME_BLOCK]):
        if POSTSCRIPT.match(line) or LATE_WISH.match(line):
            own: list[str] = [""]
            for candidate in rest[index : index + 8]:
                if not candidate.strip() or _drawn(candidate) or DISCLAIMER.match(candidate):
                    break
                own.append(candidate)
            return own
        if DISCLAIMER.match(line):
            return []
    return []


def _without_thanks_name(lines: list[str]) -> list[str]:
    """A last line that is only a name below „Danke“ or a blank line is a signature of its own."""
    words = [index for index, line in enumerate(lines) if line.strip()]
    if len(words) < 2:  # noqa: PLR2004 - nothing above it
        return lines
    last, before = words[-1], words[-2]
    is_name = CAPITALISED.fullmatch(lines[last]) and not says_something(lines[last])
    if not is_name or lines[before].endswith((":", ",")):
        return lines
    below_sentence = lines[before].endswith((".", "!", "?")) and len(lines[last].split()) > 1
    if last - before > 1 or below_sentence or _THANKS.match(lines[before]):
        return lines[:last]
    apart = before > 0 and not lines[before - 1].strip() and len(words) > 2  # noqa: PLR2004 - something is said above
    unknown = len(lines[last].split()) > 1 and is_farewell(lines[before]) and len(lines[before].split()) <= _SHORT
    return lines[:before] if apart and unknown and not ANNOUNCES.search(lines[before]) else lines
