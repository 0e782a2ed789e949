"""§ 7 Abs. 1 Satz 2 UWG: confirmations, invoices and answers carry no advertising; the part is removed, the rest goes.

A satisfaction survey in an invoice mail is advertising (BGH VI ZR 225/17), an app tip in the confirmation of a
termination too (BGH VI ZR 134/15). The confirmation itself must not wait for that (§ 312k Abs. 4 BGB).
"""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ALL_MEDIA, EXEMPT, Rule, passed
from compliance.verdict import Finding, Verdict
from contacts.medium import Purpose

_NONE = passed("Keine Werbung in der Nachricht.", advertising_part=False)
_PART = Finding(
    Verdict.STRIP,
    "Der werbende Teil wird entfernt, die übrige Nachricht geht hinaus.",
    {"advertising_part": True},
    duties=frozenset({"D10", "D14"}),
)


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """STRIP for a mixed message and for any advertising part of an exempt one."""
    return _PART if facts.purpose is Purpose.MIXED or facts.message.advertising_part else _NONE


ADVERTISING_PART = Rule(
    name="advertising_part",
    statute="§ 7 Abs. 1 Satz 2 UWG; § 312k Abs. 4 BGB",
    reviewed=date(2026, 11, 21),
    media=ALL_MEDIA,
    purposes=EXEMPT | {Purpose.MIXED},
    check=check,
)
