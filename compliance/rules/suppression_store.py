"""Art. 25 Abs. 2 DSGVO: who cannot read the objections must assume one; only contract, service and DOI mail goes on."""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ADVERTISING, ALL_MEDIA, Rule, denied, passed
from compliance.verdict import Finding
from contacts.medium import Purpose

_READ = passed("Die Sperrliste ist gelesen.", suppression_store_up=True)
_DOWN = denied("Die Sperrliste ist nicht lesbar; ohne sie geht keine Werbung hinaus.", suppression_store_up=False)


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """DENY while suppression cannot be read or its lock times out."""
    return _READ if facts.suppression_store_up else _DOWN


SUPPRESSION_STORE = Rule(
    name="suppression_store",
    statute="Art. 25 Abs. 2 DSGVO",
    reviewed=date(2026, 11, 22),
    media=ALL_MEDIA,
    purposes=ADVERTISING | {Purpose.PROFILING, Purpose.TRACKING},
    check=check,
)
