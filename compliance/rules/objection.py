"""Art. 21 Abs. 2, 3 DSGVO, § 7 Abs. 1 Satz 2 UWG: who does not want advertising gets none.

Any form counts (AG München 142 C 1633/22), it acts at once (LG Paderborn 2 O 325/23), it reaches every medium when it
is worded generally (OLG Frankfurt 6 U 54/19). Only a later express consent lifts it, for its own medium; buying again
lifts nothing. A letter that has been printed may arrive once more, if the person is told until when (DSK).
"""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts, ObjectionFact, Via
from compliance.objections import in_force, reaching
from compliance.policy import Policy
from compliance.rule import ADVERTISING, ALL_MEDIA, Rule, passed
from compliance.verdict import Finding, Verdict
from contacts.medium import Medium, Purpose

_NONE = passed("Kein Widerspruch bekannt.", objections=0)
_TOLD = frozenset({"D21"})
_RECALL = frozenset({"D17"})


def check(facts: Facts, policy: Policy) -> Finding | None:
    """DENY while an objection is in force; ALLOW_DUTY for a letter printed before it came."""
    if not facts.objections:
        return _NONE
    objections = in_force(facts, policy)
    if not objections:
        return _not_in_force(facts, policy)
    evidence = tuple(objection.id for objection in objections)
    values = _values(facts, objections)
    if _already_printed(facts, objections):
        reason = "Der Brief war vor dem Widerspruch gedruckt; der Person wird gesagt, bis wann noch Post kommen kann."
        return Finding(Verdict.ALLOW_DUTY, reason, values, evidence, _TOLD)
    recall = facts.medium is Medium.POST and facts.message.stage == "exported"
    return Finding(Verdict.DENY, _reason(facts, objections), values, evidence, _RECALL if recall else frozenset())


def _not_in_force(facts: Facts, policy: Policy) -> Finding:
    lifted = reaching(facts, policy)
    reason = (
        "Eine spätere ausdrückliche Einwilligung hebt den Widerspruch für diesen Kanal auf."
        if lifted
        else "Der Widerspruch betrifft andere Kanäle."
    )
    objections = lifted or facts.objections
    evidence = tuple(objection.id for objection in objections)
    return Finding(Verdict.ALLOW, reason, {**_values(facts, objections), "lifted": bool(lifted)}, evidence)


def _already_printed(facts: Facts, objections: tuple[ObjectionFact, ...]) -> bool:
    if facts.medium is not Medium.POST or facts.message.stage != "printed":
        return False
    printed_at = facts.message.printed_at
    return all(
        # Who objected while cancelling, or was erased, was known to us before anything was printed.
        objection.via is not Via.AT_CANCEL and not objection.erased_person
        if printed_at is None
        else objection.received_at > printed_at
        for objection in objections
    )


def _values(facts: Facts, objections: tuple[ObjectionFact, ...]) -> dict[str, object]:
    return {
        "scopes": [objection.scope for objection in objections],
        "via": [objection.via.value for objection in objections],
        "received_at": [objection.received_at.isoformat() for objection in objections],
        "repurchased_at": facts.repurchased_at.isoformat() if facts.repurchased_at else None,
    }


def _reason(facts: Facts, objections: tuple[ObjectionFact, ...]) -> str:
    if any(objection.erased_person for objection in objections):
        return "Die Adresse gehört zu einer gelöschten Person, die Werbung widersprochen hat."
    if all(objection.shared_address for objection in objections):
        return "Jemand mit derselben Adresse hat Werbung widersprochen."
    if facts.repurchased_at is not None:
        return "Der Werbung wurde widersprochen; ein erneuter Kauf hebt den Widerspruch nicht auf."
    return "Der Werbung wurde widersprochen."


OBJECTION = Rule(
    name="objection",
    statute="Art. 21 Abs. 2, 3 DSGVO; § 7 Abs. 1 Satz 2 UWG",
    reviewed=date(2026, 11, 21),
    media=ALL_MEDIA,
    purposes=ADVERTISING | {Purpose.PROFILING},
    check=check,
)
