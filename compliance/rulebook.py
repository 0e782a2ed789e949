"""The rulebook: an ordered table of norms and the small interpreter that asks all of them.

Barriers come first: each must be passed. Bases follow: one that carries suffices, the others then stand in the way of
nothing. The strictest verdict wins; among equals the longest postponement, else the table's order, names the rule.
Without a basis the answer is no (§ 7 Abs. 2 UWG, Art. 6 Abs. 1 DSGVO: forbidden unless permitted).
"""

from __future__ import annotations

from datetime import UTC, datetime
from types import MappingProxyType

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.releases import effective
from compliance.rule import Rule
from compliance.rules.advertising_part import ADVERTISING_PART
from compliance.rules.audience_processor import AUDIENCE_PROCESSOR
from compliance.rules.audience_upload import AUDIENCE_UPLOAD
from compliance.rules.automated_call import AUTOMATED_CALL, AUTOMATED_CALL_CONSENT
from compliance.rules.call_hours import CALL_HOURS
from compliance.rules.caller_number import CALLER_NUMBER
from compliance.rules.competitor_knowledge import COMPETITOR_KNOWLEDGE
from compliance.rules.contract_message import CONTRACT_MESSAGE
from compliance.rules.double_opt_in import DOUBLE_OPT_IN
from compliance.rules.email_consent import EMAIL_CONSENT
from compliance.rules.existing_customer import EXISTING_CUSTOMER
from compliance.rules.fax_consent import FAX_CONSENT
from compliance.rules.frequency_cap import FREQUENCY_CAP, OUTCOMES
from compliance.rules.hidden_purpose import HIDDEN_PURPOSE
from compliance.rules.inbound_call import INBOUND_CALL
from compliance.rules.letter_budget import LETTER_BUDGET
from compliance.rules.letter_consent import LETTER_CONSENT
from compliance.rules.letter_cover import LETTER_COVER
from compliance.rules.letter_interest import LETTER_INTEREST
from compliance.rules.letter_shop import LETTER_SHOP
from compliance.rules.linkedin_invite import LINKEDIN_INVITE
from compliance.rules.linkedin_message import LINKEDIN_MESSAGE
from compliance.rules.minor import MINOR
from compliance.rules.objection import OBJECTION
from compliance.rules.own_pause import OWN_PAUSE
from compliance.rules.phone_business import PHONE_BUSINESS
from compliance.rules.phone_consumer import PHONE_CONSUMER
from compliance.rules.phone_presumed import PHONE_PRESUMED
from compliance.rules.profiling import PROFILING
from compliance.rules.reachable import REACHABLE
from compliance.rules.restriction import RESTRICTION
from compliance.rules.robinson import ROBINSON
from compliance.rules.sending_window import SENDING_WINDOW
from compliance.rules.sent_by_hand import SENT_BY_HAND
from compliance.rules.service_message import SERVICE_MESSAGE
from compliance.rules.service_script import SERVICE_SCRIPT
from compliance.rules.sms_consent import SMS_CONSENT
from compliance.rules.suppression_store import SUPPRESSION_STORE
from compliance.rules.termination_condition import TERMINATION_CONDITION
from compliance.rules.tracking import TRACKING, TRACKING_PART
from compliance.rules.unclassified_reply import UNCLASSIFIED_REPLY
from compliance.rules.withdrawal import WITHDRAWAL
from compliance.verdict import Finding, Gate, Ruling, Verdict
from contacts.medium import Medium, Purpose

RULEBOOK_VERSION = "2026-11-22.3"
"""Written to the audit log with each ruling: day of the newest review and a counter."""

RULES: tuple[Rule, ...] = (
    # The person's own word and what may hide it: nothing goes before it.
    OBJECTION,
    RESTRICTION,
    WITHDRAWAL,
    SUPPRESSION_STORE,
    ROBINSON,
    MINOR,
    UNCLASSIFIED_REPLY,
    # The message itself: what it says and what it is made of.
    TERMINATION_CONDITION,
    HIDDEN_PURPOSE,
    SERVICE_SCRIPT,
    COMPETITOR_KNOWLEDGE,
    ADVERTISING_PART,
    TRACKING_PART,
    # The carrier: address, number, machine, paper.
    REACHABLE,
    CALLER_NUMBER,
    AUTOMATED_CALL,
    SENT_BY_HAND,
    LETTER_COVER,
    LETTER_SHOP,
    AUDIENCE_PROCESSOR,
    # When and how often. Caps stand last: a person who may not be reached at all is not counted.
    CALL_HOURS,
    SENDING_WINDOW,
    OWN_PAUSE,
    FREQUENCY_CAP,
    LETTER_BUDGET,
    # Bases of advertising, by medium; consent before every other basis.
    EMAIL_CONSENT,
    SMS_CONSENT,
    FAX_CONSENT,
    LINKEDIN_MESSAGE,
    LINKEDIN_INVITE,
    AUDIENCE_UPLOAD,
    EXISTING_CUSTOMER,
    PHONE_CONSUMER,
    PHONE_BUSINESS,
    PHONE_PRESUMED,
    AUTOMATED_CALL_CONSENT,
    INBOUND_CALL,
    LETTER_CONSENT,
    LETTER_INTEREST,
    # Bases of everything else.
    PROFILING,
    TRACKING,
    CONTRACT_MESSAGE,
    SERVICE_MESSAGE,
    DOUBLE_OPT_IN,
)

DEFAULT_DENY = Gate(
    n=len(RULES) + 1,
    rule="default_deny",
    statute="§ 7 Abs. 2 UWG; Art. 6 Abs. 1 DSGVO",
    finding=Finding(Verdict.DENY, "Keine Vorschrift erlaubt diese Nachricht auf diesem Kanal."),
)

_NO_DUTIES: frozenset[str] = frozenset()
_OPEN_END = datetime.max.replace(tzinfo=UTC)


def _applicable(medium: Medium, purpose: Purpose, *, basis: bool) -> tuple[tuple[int, Rule], ...]:
    return tuple(
        (n, rule)
        for n, rule in enumerate(RULES, start=1)
        if rule.basis is basis and medium in rule.media and purpose in rule.purposes
    )


_TABLE = MappingProxyType(
    {
        (medium, purpose): (
            _applicable(medium, purpose, basis=False),
            _applicable(medium, purpose, basis=True),
        )
        for medium in Medium
        for purpose in Purpose
    }
)


def rule_on(facts: Facts, policy: Policy) -> Ruling:
    """May this message go to this person by this medium now? Pure; the gates hold every applicable rule in order."""
    policy = effective(policy)
    barriers, bases = _TABLE[facts.medium, facts.purpose]
    gates = _ask(barriers, facts, policy)
    alternatives = _ask(bases, facts, policy) or [DEFAULT_DENY]
    decisive = min(alternatives, key=_strictness)
    verdict = max(max(map(_strictness, gates), default=Verdict.ALLOW), decisive.finding.verdict)
    gates += [gate if gate is decisive else _beside(gate, decisive) for gate in alternatives]
    naming = decisive if verdict.allows else _naming([gate for gate in gates if gate.finding.verdict is verdict])
    until, outcome = _when(gates) if verdict is Verdict.DEFER else (None, None)
    return Ruling(
        medium=facts.medium,
        purpose=facts.purpose,
        verdict=verdict,
        rule=naming.rule,
        reason=naming.finding.reason,
        duties=_duties(gates, verdict),
        gates=tuple(gates),
        rulebook=RULEBOOK_VERSION,
        until=until,
        outcome=outcome,
    )


def _ask(rules: tuple[tuple[int, Rule], ...], facts: Facts, policy: Policy) -> list[Gate]:
    gates = []
    for n, rule in rules:
        finding = rule.check(facts, policy)
        if finding is not None:
            gates.append(Gate(n, rule.name, rule.statute, finding))
    return gates


def _strictness(gate: Gate) -> Verdict:
    return gate.finding.verdict


def _beside(gate: Gate, decisive: Gate) -> Gate:
    """A basis that is not the decisive one: its duties fall away, its verdict is at most the decisive one's.

    A missing § 7 Abs. 3 does not stand in the way of a consent, so its gate reads ALLOW; when no basis carries, the
    mildest refusal decides, since what it lacks can be supplied.
    """
    finding = gate.finding
    verdict = Verdict.ALLOW if decisive.finding.verdict.allows else decisive.finding.verdict
    beside = Finding(verdict, finding.reason, {**finding.values, "decisive": False}, finding.evidence)
    return Gate(gate.n, gate.rule, gate.statute, beside)


def _naming(gates: list[Gate]) -> Gate:
    """The gate whose reason is told: of those that postpone the one that does so longest, else the first of the table.

    A postponement without a moment waits for a person and so is the longest. Refusals have no moment at all: the first.
    """
    return max(gates, key=lambda gate: gate.finding.until or _OPEN_END)


def _duties(gates: list[Gate], verdict: Verdict) -> frozenset[str]:
    """All duties of a message that may go; of a refused one only what the refusing rules ask for (recall, source)."""
    refused = verdict >= Verdict.DENY_DEFAULT
    sets = [gate.finding.duties for gate in gates if not refused or gate.finding.verdict == verdict]
    return _NO_DUTIES.union(*sets)


def _when(gates: list[Gate]) -> tuple[datetime | None, str | None]:
    """The latest moment and the strictest outcome that the postponing gates name."""
    deferring = [gate.finding for gate in gates if gate.finding.verdict is Verdict.DEFER]
    until = max((finding.until for finding in deferring if finding.until is not None), default=None)
    outcomes = [finding.outcome for finding in deferring if finding.outcome is not None]
    return until, max(outcomes, key=OUTCOMES.index, default=None)
