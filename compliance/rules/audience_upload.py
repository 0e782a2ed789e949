"""Art. 6 Abs. 1 lit. a DSGVO: uploading address lists for retargeting needs a consent that names it, and to whom.

A hash is no anonymisation (VG Bayreuth on custom audiences); a consent to e-mail does not cover the upload, one for
LinkedIn does not cover Google (Art. 4 Nr. 11 DSGVO: for the specific case).
"""

from __future__ import annotations

from datetime import date

from compliance.consents import carried_by_consent
from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ADVERTISING, ADVERTISING_DUTIES, Rule
from compliance.verdict import Finding
from contacts.medium import Medium

_DUTIES = ADVERTISING_DUTIES | {"D5"}


def check(facts: Facts, policy: Policy) -> Finding | None:
    """ALLOW_DUTY with a proven consent that names the matching of address lists by this network."""
    return carried_by_consent(facts, policy, _DUTIES)


AUDIENCE_UPLOAD = Rule(
    name="audience_upload",
    statute="Art. 6 Abs. 1 lit. a DSGVO",
    reviewed=date(2026, 11, 22),
    media=frozenset({Medium.AUDIENCE_UPLOAD}),
    purposes=ADVERTISING,
    check=check,
    basis=True,
)
