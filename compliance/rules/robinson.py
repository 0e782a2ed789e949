"""§ 7 Abs. 1 Satz 2 UWG: a known entry in a Robinson list is a good reason to see that letters are unwanted.

No statute binds companies outside the DDV to the list: contested, `robinson = "deny"` is the default. An express
consent to letters goes before the general entry.
"""

from __future__ import annotations

from datetime import date

from compliance.consents import best
from compliance.facts import Facts, Via
from compliance.policy import Policy
from compliance.releases import signature
from compliance.rule import ADVERTISING, Rule, passed
from compliance.verdict import Finding, Verdict
from contacts.medium import Medium

_NOT_LISTED = passed("Kein Eintrag in der Robinsonliste.", listed=False)


def check(facts: Facts, policy: Policy) -> Finding | None:
    """DENY_DEFAULT for a listed person without a consent to letters."""
    entries = tuple(objection.id for objection in facts.objections if objection.via is Via.ROBINSON)
    if not entries:
        return _NOT_LISTED
    verdict, _, consent = best(facts, policy)
    if consent is not None and verdict is Verdict.ALLOW:
        reason = "Die Einwilligung in Briefe geht dem Eintrag in der Robinsonliste vor."
        return Finding(Verdict.ALLOW, reason, {"listed": True}, (*entries, consent.id))
    if policy.robinson != "deny":
        values: dict[str, object] = {"listed": True, "release": signature(policy, "robinson")}
        reason = "Der Eintrag in der Robinsonliste bleibt nach Freigabe außer Acht."
        return Finding(Verdict.ALLOW, reason, values, entries)
    return Finding(Verdict.DENY_DEFAULT, "Die Person steht in der Robinsonliste.", {"listed": True}, entries)


ROBINSON = Rule(
    name="robinson",
    statute="§ 7 Abs. 1 Satz 2 UWG (Robinsonliste)",
    reviewed=date(2026, 11, 21),
    media=frozenset({Medium.POST}),
    purposes=ADVERTISING,
    check=check,
)
