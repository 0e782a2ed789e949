from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.facts import ContractState, MessageFact, ObjectionFact, PresumedConsent, Proof, Via
from compliance.objections import number_refused
from compliance.policy import Policy
from compliance.rulebook import rule_on
from compliance.verdict import Verdict
from contacts.contact import ContactKind
from contacts.medium import Medium, Purpose
from tests.compliance.cases import NOW, ago, call, consent, customer, facts, gate, letter, mail, message, rule


def objected(scope: str = "global", days: float = 1, **changes) -> ObjectionFact:
    return ObjectionFact("o1", scope, ago(days), **changes)


@pytest.mark.parametrize(
    ("case", "objection", "verdict"),
    [
        (mail, objected("email"), Verdict.DENY),
        (mail, objected("phone"), Verdict.ALLOW_DUTY),
        (mail, objected("phone", via=Via.AT_CANCEL), Verdict.DENY),
        (mail, objected("something nobody knows"), Verdict.DENY),
        (mail, objected("phone", shared_address=True), Verdict.DENY),
        (mail, objected("phone", erased_person=True), Verdict.DENY),
        (letter, objected("email", via=Via.ONE_CLICK), Verdict.ALLOW_DUTY),
        (letter, objected("email", via=Via.ONE_CLICK, shared_address=True), Verdict.ALLOW_DUTY),
        (letter, objected("email", via=Via.ONE_CLICK, erased_person=True), Verdict.DENY),
        (call, objected("phone_auto"), Verdict.DENY),
    ],
)
def test_reach(case, objection, verdict):
    assert rule(case(objections=(objection,))).verdict is verdict


def test_one_click_may_be_read_as_global():
    click = letter(objections=(objected("email", via=Via.ONE_CLICK),))
    assert rule(click, Policy(unsubscribe_scope="global")).verdict is Verdict.DENY


def test_only_a_later_express_consent_lifts_it_and_only_for_its_medium():
    objections = (objected(days=10), objected("email", days=5))
    before, after = consent(granted_at=ago(7)), consent(granted_at=ago(2))
    assert rule(mail(objections=objections, consents=(before,))).verdict is Verdict.DENY
    lifted = rule(mail(objections=objections, consents=(before, after)))
    assert lifted.verdict is Verdict.ALLOW_DUTY
    assert gate(lifted, "objection").finding.values["lifted"] is True
    assert rule(call(objections=objections, consents=(consent(Medium.PHONE), after))).verdict is Verdict.DENY
    assert (
        rule(mail(objections=objections, consents=(consent(granted_at=ago(2), proof=Proof.NONE),))).rule == "objection"
    )


def test_buying_again_lifts_nothing():
    ruling = rule(facts(sale=customer(), objections=(objected(),), repurchased_at=ago(0.5)))
    assert (ruling.verdict, ruling.rule) == (Verdict.DENY, "objection")
    assert "erneuter Kauf" in ruling.reason


@pytest.mark.parametrize(
    ("objection", "word"),
    [
        (objected(erased_person=True), "gelöschten"),
        (objected(shared_address=True), "derselben Adresse"),
        (objected(), "widersprochen"),
    ],
)
def test_the_reason_says_whose_objection_it_is(objection, word):
    ruling = rule(mail(objections=(objection,)))
    assert word in ruling.reason
    assert gate(ruling, "objection").finding.evidence == ("o1",)


@pytest.mark.parametrize(
    ("stage", "printed_at", "objection", "verdict"),
    [
        ("printed", None, objected("post"), Verdict.ALLOW_DUTY),
        ("printed", ago(3), objected("post"), Verdict.ALLOW_DUTY),
        ("printed", ago(3), objected("post", days=5), Verdict.DENY),
        ("printed", ago(3), objected(via=Via.AT_CANCEL), Verdict.ALLOW_DUTY),
        ("printed", None, objected(via=Via.AT_CANCEL), Verdict.DENY),
        ("printed", None, objected(erased_person=True), Verdict.DENY),
        ("exported", None, objected("post"), Verdict.DENY),
        ("before_export", None, objected("post"), Verdict.DENY),
    ],
)
def test_a_letter_on_its_way(stage, printed_at, objection, verdict):
    ruling = rule(letter(objections=(objection,), message=message(stage=stage, printed_at=printed_at)))
    assert ruling.verdict is verdict
    assert ("D21" in ruling.duties) is (verdict is Verdict.ALLOW_DUTY)
    assert ("D17" in ruling.duties) is (verdict is Verdict.ALLOW_DUTY or stage == "exported")


MOMENTS = st.integers(min_value=1, max_value=900).map(ago)
CONSENTS = st.builds(
    consent,
    medium=st.sampled_from(Medium),
    proof=st.sampled_from(Proof),
    granted_at=MOMENTS,
    purposes=st.sets(st.sampled_from(Purpose)).map(frozenset),
    covers_automat=st.booleans(),
    withdrawn_at=st.none() | MOMENTS,
)
SALES = st.builds(customer, state=st.sampled_from(ContractState), ended_at=st.none() | MOMENTS)
MESSAGES = st.builds(
    MessageFact,
    stage=st.sampled_from(["before_export", "exported"]),
    termination_booked=st.booleans(),
    inbound=st.booleans(),
    advertising_part=st.booleans(),
    at_once=st.booleans(),
)


@st.composite
def objected_cases(draw):
    medium = draw(st.sampled_from(Medium))
    objection = ObjectionFact(
        "o1", draw(st.sampled_from(["global", medium.value])), draw(MOMENTS), draw(st.sampled_from(Via))
    )
    return facts(
        medium,
        draw(st.sampled_from([Purpose.ADVERTISING, Purpose.SURVEY])),
        recipient=draw(st.sampled_from(ContactKind)),
        consents=tuple(draw(st.lists(CONSENTS, max_size=4))),
        objections=(objection,),
        sale=draw(SALES),
        message=draw(MESSAGES),
        presumed=draw(st.builds(PresumedConsent, st.just("concrete"), st.just("csm-1"))),
        repurchased_at=draw(st.none() | st.just(NOW - timedelta(hours=1))),
    )


@settings(max_examples=1000, deadline=None, derandomize=True)
@given(objected_cases(), st.booleans())
def test_an_objection_in_force_never_allows_advertising_or_survey(case, one_click_is_global):
    """The only exceptions: a consent to this very medium given later, and the Robinson list, which is no objection."""
    (objection,) = case.objections
    policy = Policy(unsubscribe_scope="global" if one_click_is_global else "email")
    ruling = rule_on(case, policy)
    if objection.via is Via.ROBINSON:
        to_letters = any(given_.medium is Medium.POST for given_ in case.consents)
        assert case.medium is not Medium.POST or to_letters or not ruling.verdict.allows
        return
    later = [
        given_
        for given_ in case.consents
        if given_.granted_at > objection.received_at
        and given_.withdrawn_at is None
        and given_.medium in ({case.medium, Medium.PHONE} if case.medium is Medium.PHONE_AUTO else {case.medium})
    ]
    if not later:
        assert ruling.verdict is Verdict.DENY
    if ruling.verdict.allows:
        assert any(given_.proof not in (Proof.NONE, Proof.PRETICKED) for given_ in later)


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({}, False),
        ({"objections": (objected("phone"),)}, True),
        ({"objections": (objected("sms"),)}, True),
        ({"objections": (objected("phone", days=20),)}, False),
        ({"objections": (objected("email"),)}, False),
        ({"consents": (consent(Medium.PHONE),)}, False),
        ({"consents": (consent(Medium.PHONE, withdrawn_at=ago(1)),)}, True),
        ({"consents": (consent(Medium.PHONE, withdrawn_at=ago(20)),)}, False),
        ({"consents": (consent(Medium.PHONE, withdrawn_at=ago(1), purposes=frozenset({Purpose.SURVEY})),)}, False),
        ({"consents": (consent(Medium.EMAIL, withdrawn_at=ago(1)),)}, False),
    ],
)
def test_a_number_that_was_refused_since_is_used_for_no_advertising(given, refused):
    assert number_refused(facts(**given), ago(10), Policy()) is refused
