"""Art. 5 Abs. 1 lit. b DSGVO: what we learn about the new provider while switching serves the switching alone.

Letters that used such data were unlawful (OLG Köln 6 U 73/10); the customer's own word unlocks it (LG Bonn 11 O 55/09
saw it milder, we follow the stricter court).
"""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ADVERTISING, ALL_MEDIA, Rule, denied, passed
from compliance.verdict import Finding
from contacts.medium import Purpose

_UNUSED = passed("Kein Wissen über den neuen Anbieter verwendet.", competitor_knowledge=False)
_USED = denied(
    "Wissen über den neuen Anbieter stammt aus dem Wechselverfahren und ist gesperrt.", competitor_knowledge=True
)


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """DENY when text, segment or brief rests on locked knowledge of the competitor."""
    return _USED if facts.competitor_knowledge else _UNUSED


COMPETITOR_KNOWLEDGE = Rule(
    name="competitor_knowledge",
    statute="Art. 5 Abs. 1 lit. b DSGVO",
    reviewed=date(2026, 11, 21),
    media=ALL_MEDIA,
    purposes=ADVERTISING | {Purpose.PROFILING},
    check=check,
)
