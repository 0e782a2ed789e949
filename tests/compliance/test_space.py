"""The whole space of cases: what must hold for every combination, walked exhaustively or, where too wide, sampled.

The oracle of each test is written out here again, from the law and not from the rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.facts import (
    ConsentFact,
    ContractState,
    Facts,
    MessageFact,
    ObjectionFact,
    OwnPause,
    PresumedConsent,
    Proof,
    Request,
    SaleFact,
    Via,
)
from compliance.objections import reaches
from compliance.policy import Policy, Release
from compliance.releases import all_released
from compliance.rulebook import DEFAULT_DENY, RULES, rule_on
from compliance.verdict import Verdict
from contacts.contact import ContactKind
from contacts.contract import AddressSource, ContractKind, ObjectionNotice
from contacts.medium import Medium, Purpose
from tests.compliance.cases import NOW, ago, cap, consent, customer, facts

POLICY = Policy()
ADVERTISING = (Purpose.ADVERTISING, Purpose.SURVEY, Purpose.REPERMISSION)
OWED = (Purpose.CONTRACT, Purpose.SERVICE, Purpose.DOUBLE_OPT_IN)
EVERYTHING = frozenset(Purpose)
OBJECTED_AT = ago(10)
SAME_ADDRESS = ({Medium.EMAIL, Medium.AUDIENCE_UPLOAD}, {Medium.PHONE, Medium.PHONE_AUTO}, {
    Medium.LINKEDIN_DM, Medium.LINKEDIN_INVITE
})  # fmt: skip


def given_for(medium: Medium, at: datetime, **changes) -> ConsentFact:
    """A consent to everything on `medium`, as well proven as one can be."""
    proof = Proof.EMAIL_DOI if medium is Medium.EMAIL else Proof.RECORDED
    return consent(medium, granted_at=at, proof=proof, purposes=EVERYTHING, covers_automat=True, **changes)


def most_permissive(medium: Medium, purpose: Purpose, **changes) -> Facts:
    """Every basis at once: a running contract with notices, a released reason, a request, a booked termination."""
    base = {
        "sale": customer(),
        "presumed": PresumedConsent("concrete", "csm-1", ago(20), "p1"),
        "request": Request("r1", ago(1)),
        "message": MessageFact(item="named", termination_booked=True, inbound=medium is Medium.PHONE_IN),
    }
    return facts(medium, purpose, **{**base, **changes})


def consents_about(medium: Medium) -> dict[str, tuple[ConsentFact, ...]]:
    other = Medium.FAX if medium is not Medium.FAX else Medium.SMS
    return {
        "none": (),
        "before": (given_for(medium, ago(60)),),
        "after": (given_for(medium, ago(2)),),
        "after, withdrawn": (given_for(medium, ago(2), withdrawn_at=ago(1)),),
        "after, unproven": (replace(given_for(medium, ago(2)), proof=Proof.NONE),),
        "after, other medium": (given_for(other, ago(2)),),
    }


def reaches_by_the_law(objection: ObjectionFact, medium: Medium, one_click: str) -> bool:
    scope = objection.scope
    if objection.via is Via.ROBINSON:
        return False
    if objection.erased_person:
        return True
    click = objection.via is Via.ONE_CLICK and scope == "email"
    if click and one_click == "global":
        return True
    if not click and (objection.shared_address or objection.via is Via.AT_CANCEL):
        return True
    if scope not in {one.value for one in Medium}:
        return True
    group = next((group for group in SAME_ADDRESS if Medium(scope) in group), {Medium(scope)})
    return medium in group if scope != Medium.AUDIENCE_UPLOAD.value else medium is Medium.AUDIENCE_UPLOAD


def test_which_objection_reaches_which_medium():
    scopes = ["global", "at_cancel", "whatever nobody knows", *(medium.value for medium in Medium)]
    for scope, via, shared, erased, medium, click in product(
        scopes, Via, (False, True), (False, True), Medium, ("email", "global")
    ):
        objection = ObjectionFact("o1", scope, OBJECTED_AT, via, shared, erased)
        expected = reaches_by_the_law(objection, medium, click)
        assert reaches(objection, medium, Policy(unsubscribe_scope=click)) is expected, (objection, medium, click)


def objected_cases() -> Iterator[tuple[str, Facts]]:
    """recipient x medium x purpose x consent x objection x shared/erased x stage x repurchase x inbox x store."""
    purposes = (*ADVERTISING, Purpose.MIXED)
    reply, store, bought = (None, "r1"), (True, False), (None, ago(0.1))
    whose = ({}, {"shared_address": True}, {"erased_person": True})
    for medium in Medium:
        stages = ("before_export", "exported", "printed") if medium is Medium.POST else ("before_export",)
        for scope, (word, known), who, stage in product(
            (medium.value, "global", "at_cancel"), consents_about(medium).items(), whose, stages
        ):
            via = Via.AT_CANCEL if scope == "at_cancel" else Via.TEXT
            objection = ObjectionFact("o1", scope, OBJECTED_AT, via, **who)
            printed_at = ago(20) if stage == "printed" else None
            for purpose, recipient, unread, up, again in product(purposes, ContactKind, reply, store, bought):
                bare = most_permissive(medium, purpose, recipient=recipient)
                yield (
                    word,
                    replace(
                        bare,
                        consents=known,
                        objections=(objection,),
                        message=replace(bare.message, stage=stage, printed_at=printed_at),
                        unclassified_reply=unread,
                        suppression_store_up=up,
                        repurchased_at=again,
                    ),
                )


def test_an_objection_in_force_allows_no_advertising_on_any_path():
    count = 0
    for word, case in objected_cases():
        count += 1
        verdict = rule_on(case, POLICY).verdict
        if case.purpose is Purpose.MIXED:
            # The confirmation goes, its advertising part does not.
            assert not verdict.allows, case
        elif word != "after" and case.message.stage != "printed":
            assert verdict is Verdict.DENY, case
        elif verdict.allows:
            assert case.suppression_store_up, case
            assert case.unclassified_reply is None, case
    assert count > 50_000


def test_a_later_consent_does_lift_it_and_a_printed_letter_does_go():
    """The exceptions exist: without them the test above could pass on a rulebook that refuses everything."""
    objection = (ObjectionFact("o1", "global", OBJECTED_AT),)
    for medium in set(Medium) - {Medium.PHONE_IN}:
        known = consents_about(medium)["after"]
        case = most_permissive(medium, Purpose.ADVERTISING, consents=known, objections=objection)
        assert rule_on(case, POLICY).verdict.allows, medium
    message = MessageFact(stage="printed", printed_at=ago(20))
    letter = most_permissive(Medium.POST, Purpose.ADVERTISING, objections=objection, message=message)
    assert rule_on(letter, POLICY).verdict.allows


def test_no_release_of_a_contested_point_weakens_an_objection(released):
    for word, case in objected_cases():
        one_of_many = case.recipient is ContactKind.BUSINESS and case.suppression_store_up
        if not one_of_many or word == "after" or case.message.stage == "printed":
            continue
        assert not rule_on(case, released).verdict.allows, case


@pytest.fixture
def released():
    return all_released(Release("Dr. A. Beispiel", NOW.date(), "Test"))


def obstacles(case: Facts) -> Iterator[Facts]:
    """The same message when something stands in its way that is about advertising alone."""
    for scope, via in (("global", Via.TEXT), (case.medium.value, Via.ONE_CLICK), ("global", Via.AT_CANCEL)):
        yield replace(case, objections=(ObjectionFact("o1", scope, ago(1), via),))
    yield replace(case, objections=(ObjectionFact("o1", "global", ago(1), erased_person=True),))
    yield replace(case, caps=(cap("skip", 5),))
    yield replace(case, next_window=NOW + timedelta(days=3))
    yield replace(case, is_holiday=True)
    yield replace(case, now=datetime(2026, 11, 22, 2, 0, tzinfo=NOW.tzinfo))
    yield replace(case, own_pause=OwnPause("w1", NOW + timedelta(days=30)))
    yield replace(case, unclassified_reply="r1")
    yield replace(case, suppression_store_up=False)


def test_contract_service_and_confirmation_know_no_objection_window_or_cap():
    for medium, purpose, recipient in product(Medium, OWED, ContactKind):
        free = most_permissive(medium, purpose, recipient=recipient)
        wanted = rule_on(free, POLICY).verdict
        for case in obstacles(free):
            assert rule_on(case, POLICY).verdict is wanted, case
    assert rule_on(most_permissive(Medium.EMAIL, Purpose.CONTRACT), POLICY).verdict is Verdict.ALLOW


MOMENTS = st.integers(min_value=1, max_value=2500).map(ago)
CONSENTS = st.builds(
    ConsentFact,
    id=st.just("c1"),
    medium=st.sampled_from(Medium),
    proof=st.sampled_from(Proof),
    granted_at=MOMENTS,
    purposes=st.sets(st.sampled_from([*ADVERTISING, Purpose.TRACKING])).map(frozenset),
    text_stored=st.booleans(),
    record_complete=st.booleans(),
    covers_product=st.booleans(),
    covers_person=st.booleans(),
    covers_address=st.booleans(),
    covers_automat=st.booleans(),
    last_used_at=st.none() | MOMENTS,
    valid_until=st.none() | MOMENTS,
    withdrawn_at=st.none() | MOMENTS,
)
OBJECTIONS = st.builds(
    ObjectionFact,
    id=st.just("o1"),
    scope=st.sampled_from(["global", *(medium.value for medium in Medium)]),
    received_at=MOMENTS,
    via=st.sampled_from(Via),
    shared_address=st.booleans(),
    erased_person=st.booleans(),
)
SALES = st.builds(
    SaleFact,
    state=st.sampled_from(ContractState),
    kind=st.sampled_from(ContractKind),
    effective=st.booleans(),
    ended_at=st.none() | MOMENTS,
    address_source=st.sampled_from(AddressSource),
    own_product=st.booleans(),
    similar_product=st.booleans(),
    objection_notice=st.sampled_from(ObjectionNotice),
    notice_documented=st.booleans(),
    letters_notice=st.booleans(),
)
MESSAGES = st.builds(
    MessageFact,
    objection_notice=st.booleans(),
    advertising_part=st.booleans(),
    item=st.sampled_from(["none", "named", "vague"]),
    script=st.sampled_from(["ok", "fix_only", "offer", "satisfaction", "no_purpose", "verify_termination"]),
    automated_call=st.booleans(),
    own_number_shown=st.booleans(),
    reminder_number=st.integers(1, 2),
    stage=st.sampled_from(["before_export", "exported", "printed"]),
    cover_reveals=st.booleans(),
    processor_contract=st.booleans(),
    pixel_per_person=st.booleans(),
    links=st.sampled_from(["none", "campaign", "per_person"]),
    termination_booked=st.booleans(),
    at_once=st.booleans(),
    printed_at=st.none() | MOMENTS,
)
ANYTHING = st.builds(
    Facts,
    now=st.just(NOW),
    timezone=st.just("Europe/Berlin"),
    recipient=st.sampled_from(ContactKind),
    medium=st.sampled_from(Medium),
    purpose=st.sampled_from(Purpose),
    has_address=st.booleans(),
    consents=st.lists(CONSENTS, max_size=3).map(tuple),
    objections=st.lists(OBJECTIONS, max_size=2).map(tuple),
    sale=SALES,
    message=MESSAGES,
    request=st.none() | st.builds(Request, st.just("r1"), MOMENTS, st.booleans()),
    presumed=st.builds(
        PresumedConsent, st.sampled_from(["none", "concrete", "was_customer"]), st.none() | st.just("csm"), MOMENTS
    ),
    restricted_at=st.none() | MOMENTS,
    own_pause=st.none() | st.builds(OwnPause, st.just("w1"), MOMENTS),
    repurchased_at=st.none() | MOMENTS,
    unclassified_reply=st.none() | st.just("r1"),
    suppression_store_up=st.booleans(),
    competitor_knowledge=st.booleans(),
)


@settings(max_examples=1000, deadline=None, derandomize=True)
@given(ANYTHING)
def test_who_is_unknown_is_never_treated_better_than_a_consumer(case):
    unknown = rule_on(replace(case, recipient=ContactKind.UNKNOWN), POLICY)
    consumer = rule_on(replace(case, recipient=ContactKind.CONSUMER), POLICY)
    assert unknown.verdict >= consumer.verdict
    assert unknown.duties >= consumer.duties


def test_who_is_unknown_is_a_consumer_wherever_something_is_allowed():
    for medium, purpose in product(Medium, Purpose):
        for known in consents_about(medium).values():
            case = most_permissive(medium, purpose, consents=known)
            unknown, consumer = (
                rule_on(replace(case, recipient=kind), POLICY) for kind in (ContactKind.UNKNOWN, ContactKind.CONSUMER)
            )
            assert (unknown.verdict, unknown.duties) == (consumer.verdict, consumer.duties)


def weakened(case: Facts) -> Iterator[tuple[str, Facts]]:
    """The same case with one thing less that helps the sender, or one thing more that stands against it."""
    for change in (
        {"proof": Proof.NONE},
        {"text_stored": False},
        {"record_complete": False},
        {"covers_product": False},
        {"covers_person": False},
        {"covers_address": False},
        {"covers_automat": False},
        {"valid_until": ago(1)},
    ):
        yield str(change), replace(case, consents=tuple(replace(known, **change) for known in case.consents))
    # A withdrawal is no help to the sender: forgetting it would be.
    yield "no consent", replace(case, consents=tuple(known for known in case.consents if known.withdrawn_at))
    for change in (
        {"state": ContractState.NONE},
        {"effective": False},
        {"address_source": AddressSource.UNKNOWN},
        {"objection_notice": ObjectionNotice.NO},
        {"notice_documented": False},
        {"letters_notice": False},
        {"own_product": False},
        {"similar_product": False},
    ):
        yield str(change), replace(case, sale=replace(case.sale, **change))
    for change in (
        {"objection_notice": False},
        {"own_number_shown": False},
        {"processor_contract": False},
        {"termination_booked": False},
        {"pixel_per_person": True},
        {"advertising_part": True},
        {"automated_call": True},
        {"cover_reveals": True},
    ):
        yield str(change), replace(case, message=replace(case.message, **change))
    yield "no request", replace(case, request=None)
    yield "no reason", replace(case, presumed=PresumedConsent())
    yield "no release", replace(case, presumed=replace(case.presumed, released_by=None))
    yield "no address", replace(case, has_address=False)
    yield "store down", replace(case, suppression_store_up=False)
    yield "unread reply", replace(case, unclassified_reply="r2")
    yield "restricted", replace(case, restricted_at=ago(1))
    yield "locked knowledge", replace(case, competitor_knowledge=True)
    yield "objection", replace(case, objections=(*case.objections, ObjectionFact("o2", "global", ago(0.5))))
    yield "pause", replace(case, own_pause=OwnPause("w2", NOW + timedelta(days=1)))


@st.composite
def nearly_allowed(draw):
    """A case in which everything helps the sender, but for up to three things."""
    medium, purpose = draw(st.sampled_from(Medium)), draw(st.sampled_from([*ADVERTISING, *OWED, Purpose.TRACKING]))
    known = draw(st.sampled_from([(), (given_for(medium, ago(60)),)]))
    case = most_permissive(medium, purpose, recipient=draw(st.sampled_from(ContactKind)), consents=known)
    for place in draw(st.lists(st.integers(0, len([*weakened(case)]) - 1), max_size=3)):
        case = [*weakened(case)][place][1]
    return case


@settings(max_examples=800, deadline=None, derandomize=True)
@given(ANYTHING | nearly_allowed())
def test_a_missing_fact_never_turns_a_refusal_into_a_permission(case):
    before = rule_on(case, POLICY).verdict
    for word, less in weakened(case):
        after = rule_on(less, POLICY).verdict
        assert before.allows or not after.allows, word


def test_a_missing_fact_takes_a_permission_away():
    """Each weakening bites somewhere: none of them is a change the rulebook does not look at."""
    still = {word for word, _ in weakened(most_permissive(Medium.EMAIL, Purpose.ADVERTISING))}
    for medium, purpose, recipient in product(Medium, Purpose, ContactKind):
        alone = {"sale": SaleFact(), "presumed": PresumedConsent(), "request": None, "consents": ()}
        full = most_permissive(medium, purpose, recipient=recipient, consents=(given_for(medium, ago(60)),))
        for basis in ({}, *({name: empty for name, empty in alone.items() if name != kept} for kept in alone)):
            case = replace(full, message=replace(full.message, item="none"), **basis)
            if rule_on(case, POLICY).verdict.allows:
                still -= {word for word, less in weakened(case) if not rule_on(less, POLICY).verdict.allows}
    assert still == set()


@settings(max_examples=1000, deadline=None, derandomize=True)
@given(ANYTHING)
def test_nothing_leaves_without_a_basis_that_carries(case):
    ruling = rule_on(case, POLICY)
    asked = [rule for rule in RULES if rule.basis and case.medium in rule.media and case.purpose in rule.purposes]
    findings = [finding for rule in asked if (finding := rule.check(case, POLICY)) is not None]
    if ruling.verdict.allows:
        assert any(finding.verdict.allows for finding in findings)
    if not findings:
        assert (ruling.verdict, ruling.gates[-1]) == (Verdict.DENY, DEFAULT_DENY)


def test_of_a_person_of_whom_nothing_is_known_nothing_is_wanted():
    for medium, purpose, recipient in product(Medium, ADVERTISING, ContactKind):
        assert not rule_on(facts(medium, purpose, recipient=recipient), POLICY).verdict.allows
