"""§ 7 Abs. 3 UWG: mail to an existing customer without consent, when all four limbs hold together.

Nr. 1 address from the customer with an effective sale (LG Nürnberg-Fürth 4 HK O 655/21); Nr. 2 own similar products
(KG 5 W 59/11); Nr. 3 no objection (rule `objection`); Nr. 4 notice at collection and in every message, not buried in a
policy (LG Paderborn 2 O 325/23). Contested and off by default: after the contract's end, free trials, SMS.
"""

from __future__ import annotations

from datetime import date, timedelta

from compliance.facts import ContractState, Facts
from compliance.policy import Policy
from compliance.releases import signature
from compliance.rule import ADVERTISING, ADVERTISING_DUTIES, Rule
from compliance.verdict import Finding, Verdict
from contacts.contract import AddressSource, ContractKind, ObjectionNotice
from contacts.medium import Medium

_DUTIES = ADVERTISING_DUTIES | {"D1", "D2", "D3", "D4", "D5", "D11", "D12"}
_OWN_WORD = frozenset({AddressSource.SELF_GIVEN, AddressSource.ORDER_FORM})


def check(facts: Facts, policy: Policy) -> Finding | None:
    """ALLOW_DUTY when every limb holds, DENY_DEFAULT when only a contested point is missing, else DENY."""
    sale = facts.sale
    values: dict[str, object] = {
        "state": sale.state.value,
        "kind": sale.kind.value,
        "address_source": sale.address_source.value,
        "objection_notice": sale.objection_notice.value,
        "notice_in_message": facts.message.objection_notice,
    }
    documented = ("address_given_on", "notice_version", "notice_place")
    values |= {name: value for name in documented if (value := getattr(sale, name))}
    flaw = _missing_limb(facts)
    if flaw is not None:
        return Finding(Verdict.DENY, flaw, values)
    contested = _contested(facts, policy)
    if contested:
        return Finding(Verdict.DENY_DEFAULT, contested[0], values)
    for name in ("existing_customer_after_end_days", "free_trial_is_sale", "sms_existing_customer"):
        if (release := signature(policy, name)) is not None:
            values[f"release_{name}"] = release
    evidence = (sale.id,) if sale.id else ()
    reason = "Bestandskunde mit ähnlichem Angebot und Hinweis."
    return Finding(Verdict.ALLOW_DUTY, reason, values, evidence, _DUTIES)


def _missing_limb(facts: Facts) -> str | None:
    sale = facts.sale
    if sale.state is ContractState.NONE or not sale.effective:
        return "Nr. 1: kein wirksamer Verkauf."
    if sale.address_source is AddressSource.UNKNOWN:
        return "Nr. 1: Nicht belegt, dass die Adresse vom Kunden selbst stammt (address_source ist leer)."
    if sale.address_source not in _OWN_WORD:
        return "Nr. 1: Die Adresse stammt nicht vom Kunden selbst."
    if not sale.own_product:
        return "Nr. 2: kein eigenes Angebot."
    if not sale.similar_product:
        return "Nr. 2: kein ähnliches Angebot, oder das Produkt des Vertrags ist nicht bekannt (product_family)."
    if sale.objection_notice is not ObjectionNotice.YES:
        return "Nr. 4: Bei Erhebung der Adresse fehlte der deutliche Hinweis auf den Widerspruch."
    if not sale.notice_documented:
        # Whoever claims the exception has to prove it, and a notice cannot be proven without its words.
        return "Nr. 4: Nicht belegt, welche Fassung des Hinweises bei der Erhebung galt (notice_version ist leer)."
    if not facts.message.objection_notice:
        return "Nr. 4: In dieser Nachricht fehlt der Hinweis auf den Widerspruch."
    return None


def _contested(facts: Facts, policy: Policy) -> list[str]:
    points = []
    sale = facts.sale
    if _over(facts, policy):
        points.append("Der Vertrag ist beendet; ob § 7 Abs. 3 UWG danach noch trägt, ist umstritten.")
    if sale.kind is not ContractKind.PAID and not policy.free_trial_is_sale:
        points.append("Ob ein kostenloses Konto ein Verkauf ist, ist umstritten.")
    if facts.medium is Medium.SMS and not policy.sms_existing_customer:
        points.append("Ob eine Rufnummer eine elektronische Postadresse ist, ist umstritten.")
    return points


def _over(facts: Facts, policy: Policy) -> bool:
    sale = facts.sale
    if sale.ended_at is None:
        return sale.state is ContractState.ENDED
    days = policy.existing_customer_after_end_days
    return facts.now >= sale.ended_at + timedelta(days=days) or (sale.state is ContractState.ENDED and days == 0)


EXISTING_CUSTOMER = Rule(
    name="existing_customer",
    statute="§ 7 Abs. 3 UWG",
    reviewed=date(2026, 11, 22),
    media=frozenset({Medium.EMAIL, Medium.SMS}),
    purposes=ADVERTISING,
    check=check,
    basis=True,
)
