from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from compliance.facts import BudgetFact, ContractState, ObjectionFact, PresumedConsent, Request, Via
from compliance.policy import Policy, Release
from compliance.verdict import Verdict
from contacts.contact import ContactKind
from contacts.contract import AddressSource, ContractKind, ObjectionNotice
from contacts.medium import Medium, Platform, Purpose
from tests.compliance.cases import NOW, ago, call, consent, customer, facts, gate, letter, mail, message, rule

DPO = Release("Dr. Ada Schutz", date(2026, 11, 2), "geprüft")


def released(name: str, value: object) -> Policy:
    return Policy(**{name: value, "releases": ((name, DPO),)})


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, Verdict.ALLOW_DUTY),
        ({"state": ContractState.NOTICE, "ended_at": NOW + timedelta(days=9)}, Verdict.ALLOW_DUTY),
        ({"address_source": AddressSource.ORDER_FORM}, Verdict.ALLOW_DUTY),
        ({"state": ContractState.NONE}, Verdict.DENY),
        ({"effective": False}, Verdict.DENY),
        ({"address_source": AddressSource.PUBLIC}, Verdict.DENY),
        ({"address_source": AddressSource.UNKNOWN}, Verdict.DENY),
        ({"own_product": False}, Verdict.DENY),
        ({"similar_product": False}, Verdict.DENY),
        ({"objection_notice": ObjectionNotice.POLICY_ONLY}, Verdict.DENY),
        ({"notice_documented": False}, Verdict.DENY),
        ({"kind": ContractKind.TRIAL}, Verdict.DENY_DEFAULT),
        ({"state": ContractState.ENDED, "ended_at": None}, Verdict.DENY_DEFAULT),
        ({"state": ContractState.ENDED, "ended_at": NOW}, Verdict.DENY_DEFAULT),
        ({"state": ContractState.ENDED, "ended_at": NOW + timedelta(days=9)}, Verdict.DENY_DEFAULT),
        ({"state": ContractState.NOTICE, "ended_at": ago(1)}, Verdict.DENY_DEFAULT),
    ],
)
def test_existing_customer(changes, verdict):
    assert rule(facts(sale=customer(**changes))).verdict is verdict


def test_existing_customer_needs_the_notice_in_this_message():
    ruling = rule(facts(sale=customer(), message=message(objection_notice=False)))
    assert ruling.verdict is Verdict.DENY
    assert "In dieser Nachricht" in gate(ruling, "existing_customer").finding.reason


@pytest.mark.parametrize(
    ("name", "value", "case", "basis"),
    [
        (
            "existing_customer_after_end_days",
            90,
            facts(sale=customer(state=ContractState.ENDED, ended_at=ago(89))),
            "existing_customer",
        ),
        ("free_trial_is_sale", True, facts(sale=customer(kind=ContractKind.FREE)), "existing_customer"),
        ("sms_existing_customer", True, facts(Medium.SMS, sale=customer()), "existing_customer"),
        ("linkedin_invites", True, facts(Medium.LINKEDIN_INVITE), "linkedin_invite"),
        ("post_max_age_months", 36, letter(sale=customer(ended_at=ago(900))), "letter_interest"),
        ("consent_max_idle_months", 48, mail(consents=(consent(granted_at=ago(900)),)), "email_consent"),
        (
            "robinson",
            "ignore",
            letter(objections=(ObjectionFact("r1", "post", ago(9), Via.ROBINSON),)),
            "letter_interest",
        ),
    ],
)
def test_a_lenient_reading_needs_a_signature(name, value, case, basis):
    assert rule(case).verdict is Verdict.DENY_DEFAULT
    assert rule(case, Policy(**{name: value})).verdict is Verdict.DENY_DEFAULT
    ruling = rule(case, released(name, value))
    assert (ruling.verdict, ruling.rule) == (Verdict.ALLOW_DUTY, basis)


def test_the_signature_stands_in_the_gate():
    ruling = rule(facts(Medium.LINKEDIN_INVITE), released("linkedin_invites", value=True))
    assert gate(ruling, "linkedin_invite").finding.values["release"] == "Dr. Ada Schutz, 2026-11-02"
    days = released("existing_customer_after_end_days", 9)
    ended = facts(sale=customer(state=ContractState.ENDED, ended_at=ago(1)))
    values = gate(rule(ended, days), "existing_customer").finding.values
    assert values["release_existing_customer_after_end_days"].startswith("Dr. Ada Schutz")


def test_two_years_after_the_end_are_the_most():
    case = facts(sale=customer(state=ContractState.ENDED, ended_at=ago(731)))
    assert rule(case, released("existing_customer_after_end_days", 9999)).verdict is Verdict.DENY_DEFAULT


def test_clicks_may_be_released_pixels_not():
    clicks = released("tracking_clicks", value=True)
    assert rule(mail(message=message(links="per_person")), clicks).verdict is Verdict.ALLOW_DUTY
    assert rule(mail(message=message(pixel_per_person=True)), clicks).verdict is Verdict.STRIP


def test_tracking_consent_carries_unless_objected():
    tracked = consent(id="t1", purposes=frozenset({Purpose.TRACKING}))
    case = mail(consents=(consent(), tracked), message=message(pixel_per_person=True))
    ruling = rule(case)
    assert ruling.verdict is Verdict.ALLOW_DUTY
    assert gate(ruling, "tracking_part").finding.evidence == ("t1",)
    objected = replace(case, purpose=Purpose.CONTRACT, objections=(ObjectionFact("o1", "email", ago(1)),))
    assert rule(objected).verdict is Verdict.STRIP


@pytest.mark.parametrize(
    ("presumed", "policy", "verdict"),
    [
        (PresumedConsent("concrete", "csm-1", ago(1)), Policy(), Verdict.ALLOW_DUTY),
        (PresumedConsent("concrete"), Policy(), Verdict.DENY_DEFAULT),
        (PresumedConsent("concrete", "csm-1", ago(1)), Policy(b2b_presumed_consent="off"), Verdict.DENY_DEFAULT),
        (PresumedConsent("was_customer", "csm-1", ago(1)), Policy(), Verdict.DENY),
        (PresumedConsent("Er war doch unser Kunde", "csm-1", ago(1)), Policy(), Verdict.DENY),
    ],
)
def test_presumed_consent(presumed, policy, verdict):
    case = facts(Medium.PHONE, presumed=presumed, recipient=ContactKind.BUSINESS)
    assert rule(case, policy).verdict is verdict
    assert rule(replace(case, recipient=ContactKind.CONSUMER), policy).verdict is Verdict.DENY


@pytest.mark.parametrize(
    ("changes", "verdict", "duty"),
    [
        ({}, Verdict.ALLOW_DUTY, "D17"),
        ({"address_source": AddressSource.PUBLIC}, Verdict.ALLOW_DUTY, "D15"),
        ({"address_source": AddressSource.BOUGHT}, Verdict.DENY_DEFAULT, "D15"),
        ({"state": ContractState.NONE}, Verdict.DENY_DEFAULT, None),
        ({"effective": False}, Verdict.DENY_DEFAULT, None),
        ({"letters_notice": False}, Verdict.DENY_DEFAULT, None),
        ({"state": ContractState.ENDED, "ended_at": ago(600)}, Verdict.ALLOW_DUTY, "D5"),
        ({"state": ContractState.ENDED, "ended_at": ago(800)}, Verdict.DENY_DEFAULT, None),
        ({"state": ContractState.ENDED}, Verdict.DENY_DEFAULT, None),
    ],
)
def test_letter(changes, verdict, duty):
    ruling = rule(letter(sale=customer(**changes)))
    assert ruling.verdict is verdict
    assert duty is None or duty in ruling.duties


def test_a_letter_without_the_notice_of_objection_is_refused():
    ruling = rule(letter(message=message(objection_notice=False)))
    assert (ruling.verdict, ruling.rule) == (Verdict.DENY, "letter_interest")


def test_robinson_yields_to_a_consent_to_letters():
    listed = (ObjectionFact("r1", "robinson", ago(9), Via.ROBINSON),)
    ruling = rule(letter(objections=listed, consents=(consent(Medium.POST),)))
    assert (ruling.verdict, ruling.rule) == (Verdict.ALLOW_DUTY, "letter_consent")
    assert rule(letter(objections=listed)).rule == "robinson"
    assert rule(mail(objections=listed)).verdict is Verdict.ALLOW_DUTY


@pytest.mark.parametrize(
    ("budget", "verdict", "outcome"),
    [
        (BudgetFact(), Verdict.ALLOW_DUTY, None),
        (BudgetFact(1, 2, Decimal(90), Decimal(100), Decimal(10)), Verdict.ALLOW_DUTY, None),
        (BudgetFact(2, 2), Verdict.DENY, None),
        (
            BudgetFact(1, 2, Decimal(91), Decimal(100), Decimal(10), NOW + timedelta(days=12)),
            Verdict.DEFER,
            "next_channel",
        ),
    ],
)
def test_letter_budget(budget, verdict, outcome):
    ruling = rule(letter(budget=budget))
    assert (ruling.verdict, ruling.outcome) == (verdict, outcome)
    assert ruling.until == (budget.month_ends_at if verdict is Verdict.DEFER else None)


@pytest.mark.parametrize(
    ("medium", "request_", "message_", "verdict"),
    [
        (Medium.EMAIL, Request("q1", ago(20)), message(), Verdict.ALLOW),
        (Medium.PHONE, Request("q1", ago(13)), message(), Verdict.ALLOW),
        (Medium.PHONE, Request("q1", ago(15)), message(), Verdict.DENY),
        (Medium.EMAIL, Request("q1", ago(1), answered=True), message(), Verdict.DENY),
        (Medium.EMAIL, None, message(), Verdict.DENY),
        (Medium.EMAIL, None, message(item="named"), Verdict.ALLOW),
        (Medium.EMAIL, Request("q1", ago(1)), message(item="vague"), Verdict.DENY),
        (Medium.PHONE, None, message(script="fix_only"), Verdict.ALLOW),
    ],
)
def test_service(medium, request_, message_, verdict):
    case = facts(medium, Purpose.SERVICE, request=request_, message=message_)
    assert rule(case).verdict is verdict


@pytest.mark.parametrize(
    ("case", "name"),
    [
        (mail(has_address=False), "reachable"),
        (mail(suppression_store_up=False), "suppression_store"),
        (mail(competitor_knowledge=True), "competitor_knowledge"),
        (mail(message=message(script="no_purpose")), "hidden_purpose"),
        (mail(message=message(script="call_to_confirm")), "termination_condition"),
        (call(message=message(script="verify_termination")), "termination_condition"),
        (call(message=message(own_number_shown=False)), "caller_number"),
        (letter(message=message(cover_reveals=True)), "letter_cover"),
        (letter(message=message(processor_contract=False)), "letter_shop"),
        (facts(Medium.PHONE_IN), "inbound_call"),
        (facts(Medium.POST, Purpose.PROFILING), "profiling"),
        (facts(Medium.AUDIENCE_UPLOAD, consents=(consent(),)), "audience_upload"),
        (facts(Medium.PHONE, Purpose.CONTRACT, message=message(script="satisfaction")), "service_script"),
    ],
)
def test_refused_by(case, name):
    ruling = rule(case)
    assert (ruling.verdict, ruling.rule) == (Verdict.DENY, name)


UPLOAD = Medium.AUDIENCE_UPLOAD


@pytest.mark.parametrize("platform", [*Platform, None])
@pytest.mark.parametrize("named", [(), (Platform.LINKEDIN,), (Platform.GOOGLE, Platform.META)])
def test_a_list_goes_to_the_networks_that_the_consent_names_and_to_no_other(named, platform):
    case = facts(UPLOAD, platform=platform, consents=(consent(UPLOAD, platforms=frozenset(named)),))
    assert rule(case).verdict is (Verdict.ALLOW_DUTY if platform in named else Verdict.DENY)


@pytest.mark.parametrize(
    ("withdrawn_for", "verdict"),
    [((Platform.LINKEDIN,), Verdict.DENY), ((), Verdict.DENY), ((Platform.GOOGLE,), Verdict.ALLOW_DUTY)],
)
def test_who_withdraws_for_one_network_leaves_the_consent_for_another_standing(withdrawn_for, verdict):
    gone = consent(UPLOAD, id="c2", platforms=frozenset(withdrawn_for), withdrawn_at=ago(3))
    ruling = rule(facts(UPLOAD, consents=(consent(UPLOAD), gone)))
    assert ruling.verdict is verdict
    assert (ruling.rule == "withdrawal") is (verdict is Verdict.DENY)


def test_no_list_without_a_processor_contract():
    case = facts(UPLOAD, consents=(consent(UPLOAD),), message=message(processor_contract=False))
    assert (rule(case).verdict, rule(case).rule) == (Verdict.DENY, "audience_processor")


def test_inbound_call_after_the_termination_is_booked():
    case = facts(Medium.PHONE_IN, message=message(termination_booked=True, inbound=True))
    assert rule(case).verdict is Verdict.ALLOW_DUTY
