"""Whether a question wants to know something or is a wish, and what a sentence says without its condition."""

from __future__ import annotations

import re
from functools import lru_cache

from replies.meaning.words import Sentence, says

_POLITE = says(
    r".{0,60}?\b(?:(?:könn?t?e?[nt]?|kann|kannst|würde[nt]?|würdest|mögt|magst|mögen|wär\w*|sei|seien|dürft\w*|darf|"
    r"lass\w*) (?:(?:darum|bitte|mal|vielleicht|denn|eventuell|ich) ){0,2}(?:sie|ihr|du|"
    r"jemand|das|euch|dich|mich|bitten|mir|"
    r"meine?|unsere?|mein\w*|uns|die|den|der|dies\w*|so (?:lieb|nett|gut|freundlich))\b"
    r"|(?:wäre|ist) es (?:möglich|machbar|denkbar)|(?:geht|ginge) es\b|kann man (?:mich|uns)\b|könnte man|bitte\b)"
    r"|(?:wenn (?:sie|ihr|du)\b|nehm\w*|nimm|streich\w*|lösch\w*|trag\w*|mach\w*|schick\w*|lass\w*|stell\w*|meld\w*)\b"
)
_ASKS = says(
    r"(?:was|wie|wann|wo|wer|welche\w*|warum|wieso|weshalb|woher|muss|(?:kann|könnte) (?:ich|wir)(?! bitte)|können wir|"
    r"könnten wir|kann man(?! mich| uns)|darf ich mich|geht das"
    r"|.{0,80}?\b(?:sag\w*|mitteil\w*|erklär\w*|verrat\w*|weißt|wissen|heißt)\b.{0,40}?\b(?:ob|wie|wann|warum|wo|was|"
    r"wer)\b)"
)
_CONDITION = re.compile(r"^[^,:]{0,200}(?:[,:]|\bdann\b|\bbitte\b)")
_THREAT = re.compile(
    r"\b(?:noch (?:so )?(?:ein\w*|mal)|nochmal\w*|erneut\w*|anwalt\w*|anzeig\w*|sonst|andernfalls|ansonsten|"
    r"naechste\w*|weiterhin|weiter|weitergeh\w*|behoerde|verbraucherzentrale|weitere[rnsm]?|wieder|nicht)\b"
)
_WISH_ALONE = re.compile(r"^wenn (?:sie|ihr|du)\b[^,:]{0,160}\b(?:wuerde|koennte|moechte|taete)(?:n|t|st) ?[?.!]{0,3}$")
"""„Wenn Sie die Nachrichten weglassen würden?“ is a wish and no condition."""
_TAG = re.compile(
    r", (?:wa|ja|ok|okay|gell|verstanden|alles klar|in ordnung|haben wir uns verstanden|wenn's geht|wenn es geht)\s?"
    r"\?{1,5}$"
)
"""„Keine Mails mehr, ja?“ asks nothing."""


def asks(sentence: Sentence) -> bool:
    """True for a question that wants to know something; „könntet ihr mich rausnehmen?“ is a wish."""
    return sentence.question and _TAG.search(sentence.folded) is None and _asks(sentence.folded)


@lru_cache(maxsize=2048)
def _asks(folded: str) -> bool:
    return _ASKS.match(folded) is not None or _POLITE.match(folded) is None


def main_clause(folded: str) -> str:
    """What a conditional sentence says without its condition; nothing when it threatens („wenn noch einmal …“)."""
    if _WISH_ALONE.match(folded):
        return folded
    condition = _CONDITION.match(folded)
    if condition is None or _THREAT.search(condition.group()):
        return ""
    return folded[condition.end() :]
