"""Is there a consent that carries this message? All that § 7, § 7a UWG and Art. 7 DSGVO ask of one, in one place."""

from __future__ import annotations

from datetime import datetime

from compliance.facts import ConsentFact, Facts, Proof
from compliance.moments import longer_ago
from compliance.policy import Policy
from compliance.rule import ADVERTISING, CALLS
from compliance.verdict import Finding, Verdict
from contacts.contact import ContactKind
from contacts.medium import Medium, Purpose

RECORD_MONTHS = 60
"""§ 7a Abs. 2 UWG: the proof of a phone consent is kept five years after grant and after each use."""

_NUMBER_BOUND = frozenset({Medium.PHONE, Medium.PHONE_AUTO, Medium.SMS, Medium.FAX})
_ONLY_ADVERTISING = frozenset({Purpose.ADVERTISING})


def names_medium(consent: ConsentFact, medium: Medium) -> bool:
    """True when the consent's text names this medium; a phone consent names machines only when it says so."""
    if consent.medium is medium:
        return medium is not Medium.PHONE_AUTO or consent.covers_automat
    return medium is Medium.PHONE_AUTO and consent.medium is Medium.PHONE and consent.covers_automat


def judge(consent: ConsentFact, facts: Facts, policy: Policy) -> tuple[Verdict, str]:
    """ALLOW, DENY_DEFAULT (contested) or DENY, with the German reason, for one consent and the message at hand."""
    flaw = _flaw(consent, facts)
    if flaw is not None:
        return Verdict.DENY, flaw
    doubt = _doubt(consent, facts, policy)
    if doubt is not None:
        return Verdict.DENY_DEFAULT, doubt
    return Verdict.ALLOW, "Nachgewiesene, ausdrückliche Einwilligung."


def best(facts: Facts, policy: Policy) -> tuple[Verdict, str, ConsentFact | None]:
    """The consent that carries best; without any the third part is None and the verdict DENY."""
    found: tuple[Verdict, str, ConsentFact | None] = (Verdict.DENY, "Keine Einwilligung vorhanden.", None)
    for consent in facts.consents:
        verdict, reason = judge(consent, facts, policy)
        if found[2] is None or verdict < found[0]:
            found = (verdict, reason, consent)
    return found


def carried_by_consent(facts: Facts, policy: Policy, duties: frozenset[str]) -> Finding:
    """The finding shared by all rules that ask for an express consent; `duties` apply when it carries."""
    verdict, reason, consent = best(facts, policy)
    if consent is None:
        return Finding(verdict, reason, {"consents": 0})
    values: dict[str, object] = {
        "medium": consent.medium.value,
        "proof": consent.proof.value,
        "granted_at": consent.granted_at.isoformat(),
        "last_used_at": consent.last_used_at.isoformat() if consent.last_used_at else None,
    }
    if verdict is Verdict.ALLOW:
        return Finding(Verdict.ALLOW_DUTY, reason, values, (consent.id,), duties)
    return Finding(verdict, reason, values, (consent.id,))


def later_consent(facts: Facts, policy: Policy, since: datetime) -> ConsentFact | None:
    """An express, carrying consent for this very medium granted after `since`: all that lifts an objection."""
    for consent in facts.consents:
        if consent.granted_at > since and judge(consent, facts, policy)[0] is Verdict.ALLOW:
            return consent
    return None


def _flaw(consent: ConsentFact, facts: Facts) -> str | None:
    if not names_medium(consent, facts.medium):
        automat = facts.medium is Medium.PHONE_AUTO and consent.medium in CALLS
        return f"Die Einwilligung nennt {'keine automatischen Anrufe' if automat else 'diesen Kanal nicht'}."
    if consent.withdrawn_at is not None:
        return "Die Einwilligung ist widerrufen."
    if consent.granted_at > facts.now:
        return "Die Einwilligung gilt erst ab einem späteren Zeitpunkt."
    if consent.valid_until is not None and consent.valid_until <= facts.now:
        return "Die Einwilligung ist nach ihrem eigenen Text abgelaufen."
    return _flaw_of_scope(consent, facts) or _flaw_of_purpose(consent, facts.purpose) or _flaw_of_proof(consent, facts)


def _flaw_of_scope(consent: ConsentFact, facts: Facts) -> str | None:
    if not consent.covers_person:
        return "Eingewilligt hat eine andere Person."
    if facts.medium is Medium.AUDIENCE_UPLOAD and facts.platform not in consent.platforms:
        return "Die Einwilligung nennt dieses Werbenetz nicht."
    if not consent.covers_address:
        # A click proves the mailbox it came to, a declaration the number it names (BGH I ZR 164/09).
        return "Die Einwilligung ist älter als die heutige Adresse; für eine neue Adresse beweist sie nichts."
    if not consent.covers_product:
        return "Die Einwilligung nennt dieses Angebot oder Unternehmen nicht."
    return None


def _flaw_of_purpose(consent: ConsentFact, purpose: Purpose) -> str | None:
    # An empty set means advertising only: that is what a record without stated purposes can prove.
    purposes = consent.purposes or _ONLY_ADVERTISING
    # To ask for a new consent is advertising; whether „Angebote“ covers a survey is left to `_doubt`.
    wanted = purpose if purpose not in ADVERTISING else Purpose.ADVERTISING
    if purpose not in purposes and wanted not in purposes:
        return "Die Einwilligung nennt diesen Zweck nicht."
    return None


def _flaw_of_proof(consent: ConsentFact, facts: Facts) -> str | None:
    proof = consent.proof
    if proof is Proof.NONE:
        return "Für die Einwilligung liegt keine abrufbare Erklärung vor; ein Merkmal in der Datei ist kein Nachweis."
    if proof is Proof.PRETICKED:
        return "Ein vorangekreuztes Kästchen oder Schweigen ist keine Einwilligung."
    if proof is Proof.EMAIL_DOI and facts.medium in _NUMBER_BOUND:
        return "Eine bestätigte E-Mail beweist nichts für die Telefonnummer."
    if proof is Proof.NUMBER_DOI and facts.medium not in _NUMBER_BOUND:
        return "Eine bestätigte Telefonnummer beweist nichts für diesen Kanal."
    if not consent.text_stored:
        return "Wortlaut und Fassung der Einwilligung sind nicht gespeichert."
    if facts.medium in CALLS and facts.recipient is not ContactKind.BUSINESS:
        return _flaw_of_record(consent, facts)
    return None


def _flaw_of_record(consent: ConsentFact, facts: Facts) -> str | None:
    if not consent.record_complete:
        return "Die Dokumentation nach § 7a UWG ist unvollständig."
    if longer_ago(consent.last_used_at or consent.granted_at, facts.now, RECORD_MONTHS):
        return "Die letzte Verwendung liegt mehr als fünf Jahre zurück; der Nachweis nach § 7a UWG ist abgelaufen."
    return None


def _doubt(consent: ConsentFact, facts: Facts, policy: Policy) -> str | None:
    if facts.purpose is Purpose.SURVEY and Purpose.SURVEY not in consent.purposes:
        return "Die Einwilligung nennt nur Angebote, keine Befragungen."
    months = policy.consent_max_idle_months
    if longer_ago(consent.last_used_at or consent.granted_at, facts.now, months):
        return f"Die Einwilligung wurde seit mehr als {months} Monaten nicht genutzt."
    return None
