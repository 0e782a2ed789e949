"""§ 7 Abs. 1 Satz 1 UWG: no statute sets hours for mail; the house keeps its own window for advertising.

The calendar works out the window beforehand; this rule holds it. Letters know no hour, and a person who calls us
chose the time.
"""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ADVERTISING, ALL_MEDIA, Rule, passed
from compliance.verdict import Finding, Verdict
from contacts.medium import Medium

_OPEN = passed("Das Versandfenster ist offen.")


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """DEFER until `next_window` while that lies ahead."""
    opens = facts.next_window
    if opens is None or opens <= facts.now:
        return _OPEN
    values = {"next_window": opens.isoformat(), "timezone": facts.timezone, "is_holiday": facts.is_holiday}
    return Finding(Verdict.DEFER, "Außerhalb des Versandfensters.", values, until=opens)


SENDING_WINDOW = Rule(
    name="sending_window",
    statute="§ 7 Abs. 1 Satz 1 UWG (Versandfenster des Hauses)",
    reviewed=date(2026, 11, 21),
    media=ALL_MEDIA - {Medium.POST, Medium.PHONE_IN, Medium.AUDIENCE_UPLOAD},
    purposes=ADVERTISING,
    check=check,
)
