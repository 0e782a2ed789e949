"""Art. 6 Abs. 1 lit. f DSGVO: a letter to a former customer rests on legitimate interest (OLG Stuttgart 2 U 63/22).

Up to 24 months after the contract's end, when told at collection (VG Bremen 4 K 2873/23), with the notice of Art. 21
Abs. 4 set apart in the letter. Contested and off by default: later letters, letters nobody was told about (Art. 13
Abs. 1 lit. d), people who never were customers, bought addresses.
"""

from __future__ import annotations

from datetime import date

from compliance.facts import ContractState, Facts, SaleFact
from compliance.moments import longer_ago
from compliance.policy import Policy
from compliance.releases import signature
from compliance.rule import ADVERTISING, ADVERTISING_DUTIES, Rule
from compliance.verdict import Finding, Verdict
from contacts.contract import AddressSource
from contacts.medium import Medium

_DUTIES = ADVERTISING_DUTIES | {"D1", "D5", "D17"}
_SOURCE = frozenset({"D15"})
"""Art. 14 Abs. 2 lit. f DSGVO: name where the address comes from, unless the person gave it."""

_OWN_WORD = frozenset({AddressSource.SELF_GIVEN, AddressSource.ORDER_FORM})


def check(facts: Facts, policy: Policy) -> Finding | None:
    """ALLOW_DUTY for a customer who was told, in time; DENY without the notice; everything else is DENY_DEFAULT."""
    sale = facts.sale
    values: dict[str, object] = {
        "state": sale.state.value,
        "ended_at": sale.ended_at.isoformat() if sale.ended_at else None,
        "letters_notice": sale.letters_notice,
        "address_source": sale.address_source.value,
        "max_age_months": policy.post_max_age_months,
        "release": signature(policy, "post_max_age_months"),
    }
    if not facts.message.objection_notice:
        return Finding(Verdict.DENY, "Im Brief fehlt der abgesetzte Hinweis auf das Widerspruchsrecht.", values)
    source = frozenset() if sale.address_source in _OWN_WORD else _SOURCE
    doubt = _doubt(facts, policy)
    if doubt is not None:
        return Finding(Verdict.DENY_DEFAULT, doubt, values, duties=source)
    reason = "Berechtigtes Interesse: Kundin oder Kunde, über Briefe unterrichtet, innerhalb der Frist."
    return Finding(Verdict.ALLOW_DUTY, reason, values, duties=_DUTIES | source)


def _doubt(facts: Facts, policy: Policy) -> str | None:
    sale = facts.sale
    if sale.address_source is AddressSource.BOUGHT:
        return "Die Anschrift ist gekauft; das gehört nicht zur Rückgewinnung."
    if sale.state is ContractState.NONE or not sale.effective:
        return "Es gab keine Kundenbeziehung."
    if not sale.letters_notice:
        return "Über Briefe nach Vertragsende wurde bei der Erhebung nicht unterrichtet."
    if _too_old(sale, facts, policy):
        return f"Der Vertrag endete vor mehr als {policy.post_max_age_months} Monaten."
    return None


def _too_old(sale: SaleFact, facts: Facts, policy: Policy) -> bool:
    if sale.ended_at is None:
        return sale.state is ContractState.ENDED
    return longer_ago(sale.ended_at, facts.now, policy.post_max_age_months)


LETTER_INTEREST = Rule(
    name="letter_interest",
    statute="Art. 6 Abs. 1 lit. f DSGVO",
    reviewed=date(2026, 11, 21),
    media=frozenset({Medium.POST}),
    purposes=ADVERTISING,
    check=check,
    basis=True,
)
