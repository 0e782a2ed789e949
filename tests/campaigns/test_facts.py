"""From rows to what the law looks at. Missing knowledge never helps the sender."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from campaigns.caps import ANY, Cap
from campaigns.facts import Spending, facts_of, lands_of, next_moment
from campaigns.house import Collection
from campaigns.rendering import Templates
from compliance.facts import ContractState, Proof, Request
from compliance.policy import Policy, Release
from contacts.consent import CALL_RECORD, ConsentMethod
from contacts.contact import PostalAddress
from contacts.medium import Medium, Purpose
from sequences.definition import Channel, Limits
from store.case import Asked, ConsentRow, LedgerEntry
from tests.campaigns.house_of import MONDAY, consent_row, customer_row, minimal, step

TUESDAY = (MONDAY + timedelta(days=1, hours=2)).astimezone(UTC)


@pytest.fixture
def facts(home):
    """`facts(channel, case=..., sequence=..., house=...)` of a step that is due; the given fields are replaced."""
    one = home(texts={"probe": minimal(step("a", "day = 1", '"email", "letter"', "winback/day_01_value"))})
    one.customer(phone="+49 431 99999 20")
    one.consent()
    one.cancel()
    case, sequence = one.case("a"), one.house.sequences["probe"]

    def look(
        channel=Channel.EMAIL, *, now=TUESDAY, spent=None, step=None, limits=None, house=None, products=(), **changes
    ):
        seen = replace(case, **changes)
        asked = replace(sequence, limits=limits or sequence.limits, products=frozenset(products))
        if step:
            asked = replace(asked, steps=(replace(asked.steps[0], **step),))
        return facts_of(replace(one.house, **(house or {})), seen, asked, channel, now, spent or Spending())

    look.case, look.house = case, one.house
    return look


def test_a_consenting_customer_at_ten_in_the_morning(facts):
    seen = facts()
    assert (seen.medium, seen.purpose, seen.now, seen.next_window) == (
        Medium.EMAIL,
        Purpose.ADVERTISING,
        TUESDAY,
        TUESDAY,
    )
    (consent,) = seen.consents
    assert (consent.proof, consent.text_stored, consent.record_complete) == (Proof.EMAIL_DOI, True, True)
    assert (seen.request, seen.unclassified_reply, seen.budget, seen.is_holiday) == (None, None, None, False)


@pytest.mark.parametrize(
    ("changes", "proof"),
    [
        ({}, Proof.EMAIL_DOI),
        ({"confirmed_at": None}, Proof.NONE),
        ({"method": ConsentMethod.SIGNED}, Proof.SIGNED),
        ({"method": ConsentMethod.SIGNED, "proof_ref": ""}, Proof.NONE),
        ({"method": ConsentMethod.RECORDED}, Proof.RECORDED),
        ({"method": ConsentMethod.RECORDED, "proof_ref": ""}, Proof.NONE),
        ({"method": ConsentMethod.FLAG}, Proof.NONE),
    ],
)
def test_what_proves_a_consent(facts, changes, proof):
    (consent,) = facts(consents=(ConsentRow(consent_row(**changes), None),)).consents
    assert consent.proof is proof


@pytest.mark.parametrize(("products", "covers"), [((), True), (("auftragsbuch",), True), (("kasse",), False)])
def test_a_consent_for_another_product_does_not_cover_this_one(facts, products, covers):
    rows = (ConsentRow(consent_row(products=frozenset(products)), None),)
    assert facts(consents=rows).consents[0].covers_product is covers
    assert facts(consents=rows, contract=None).consents[0].covers_product is (not products)


@pytest.mark.parametrize("missing", [None, *CALL_RECORD])
def test_an_incomplete_record_is_told(facts, missing):
    """§ 7a UWG: who declared what to whom, in which version, and where that can be looked up."""
    rows = (ConsentRow(consent_row(**({missing: ""} if missing else {})), TUESDAY),)
    (consent,) = facts(consents=rows).consents
    stored = missing != "text"
    assert (consent.record_complete, consent.text_stored, consent.last_used_at) == (missing is None, stored, TUESDAY)


def test_the_notice_of_a_contract_goes_before_the_one_of_the_house(facts):
    own = customer_row().contract
    house = {"collection": Collection("haus-1", "Bestellformular")}
    assert facts(contract=own, house=house).sale.notice_version == own.notice_version
    sale = facts(contract=replace(own, notice_version=""), house=house).sale
    assert (sale.notice_documented, sale.notice_version, sale.notice_place) == (True, "haus-1", "Bestellformular")


@pytest.mark.parametrize(
    ("changes", "similar", "documented"),
    [({}, True, True), ({"product_family": ""}, False, True), ({"notice_version": ""}, True, False)],
)
def test_what_is_not_on_file_about_a_contract_proves_no_existing_customer(facts, changes, similar, documented):
    contract = replace(customer_row().contract, **changes)
    sale = facts(contract=contract, house={"collection": Collection()}).sale
    assert (sale.id, sale.similar_product, sale.notice_documented) == (contract.external_id, similar, documented)


def test_the_contract_is_over_running_out_or_never_was(facts):
    ended = facts().sale
    assert (ended.state, ended.ended_at.date()) == (ContractState.ENDED, date(2026, 2, 28))
    open_end = replace(facts.case.enrollment, anchors=replace(facts.case.enrollment.anchors, contract_end=None))
    unknown = facts(enrollment=open_end).sale  # counted from the cancellation, never taken for a running contract
    assert (unknown.state, unknown.ended_at) == (ContractState.ENDED, open_end.anchors.cancellation_received)
    assert facts(contract=None).sale.state is ContractState.NONE


@pytest.mark.parametrize(
    ("channel", "changes", "has"),
    [
        (Channel.EMAIL, {}, True),
        (Channel.EMAIL, {"points": ()}, False),
        (Channel.PHONE, {}, True),
        (Channel.LINKEDIN, {}, False),
        (Channel.LETTER, {}, True),
    ],
)
def test_who_has_no_address_cannot_be_reached(facts, channel, changes, has):
    assert facts(channel, **changes).has_address is has
    nowhere = replace(facts.case.contact, address=None)
    somewhere = replace(facts.case.contact, address=PostalAddress("Weg 1", "24103", "Kiel"))
    assert facts(Channel.LETTER, contact=nowhere).has_address is False
    assert facts(Channel.LETTER, contact=somewhere).has_address is True


def test_a_question_and_an_unclear_reply_are_told(facts):
    seen = facts(asked=Asked("f1", TUESDAY), reply_held="f2")
    assert (seen.request, seen.unclassified_reply) == (Request("f1", TUESDAY), "f2")


def test_calls_keep_the_holidays_of_both_sides_mails_those_of_the_recipient(facts):
    assert lands_of(facts.house, facts.case, Medium.PHONE) == ("SH", "BE")
    assert lands_of(facts.house, facts.case, Medium.EMAIL) == "SH"
    womens_day = datetime(2027, 3, 8, 9, 0, tzinfo=UTC)  # a holiday in Berlin, where our callers sit
    assert facts(Channel.PHONE, now=womens_day).is_holiday
    assert not facts(Channel.EMAIL, now=womens_day).is_holiday
    window = facts.house.window
    assert next_moment(facts.house, facts.case, Medium.PHONE, window, womens_day).date() == date(2027, 3, 9)
    assert next_moment(facts.house, facts.case, Medium.EMAIL, window, womens_day) == womens_day


def test_caps_of_person_company_sequence_and_sender_are_counted(facts):
    caps = (
        Cap("person", ANY, 1, 5),
        Cap("company", ANY, 2, 5),
        Cap("sender", ANY, 9, 1),
        Cap("person", frozenset({Medium.POST}), 3, 365),
    )
    mail = LedgerEntry(Medium.EMAIL, TUESDAY - timedelta(days=1))
    seen = facts(
        house={"caps": caps},
        limits=Limits(max_touches_in_90_days=4),
        spent=Spending(sender_counts=(("sender any 9/1", 9),)),
        person_ledger=(mail,),
        company_ledger=(mail, mail),
    )
    assert [(cap.name, cap.count) for cap in seen.caps] == [
        ("person any 1/5", 1),
        ("company any 2/5", 2),
        ("person any 4/90", 1),
        ("sender any 9/1", 9),
    ]
    assert seen.caps[-1].free_at == datetime(2026, 3, 3, 23, 0, tzinfo=UTC)  # midnight in Berlin
    assert facts(house={"caps": caps}, spent=Spending()).caps[-1].free_at is None
    contract = facts(house={"caps": caps}, step={"purpose": Purpose.CONTRACT})
    assert contract.caps == ()


@pytest.mark.parametrize(
    ("house", "sequence", "least"), [(3, None, 3), (None, 2, 2), (3, 2, 2), (1, 2, 1), (None, None, None)]
)
def test_of_two_limits_the_stricter_one_counts(facts, house, sequence, least):
    terms = replace(facts.house.letters, max_per_person=house)
    seen = facts(Channel.LETTER, house={"letters": terms}, limits=Limits(max_letters_per_person=sequence))
    assert seen.budget.max_letters_per_person == least


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        (TUESDAY, datetime(2026, 3, 31, 22, tzinfo=UTC)),
        (datetime(2026, 12, 31, 12, tzinfo=UTC), datetime(2026, 12, 31, 23, tzinfo=UTC)),
    ],
)
def test_the_letter_money_counts_from_month_to_month(facts, now, ends):
    letters = (LedgerEntry(Medium.POST, TUESDAY, Decimal("0.95")), LedgerEntry(Medium.EMAIL, TUESDAY))
    budget = facts(Channel.LETTER, now=now, spent=Spending(Decimal("7.60")), person_ledger=letters).budget
    assert (budget.letters_to_person, budget.euro_this_month, budget.month_ends_at) == (1, Decimal("7.60"), ends)
    assert budget.letter_cost == facts.house.letters.cost


@pytest.mark.parametrize(
    ("template", "source", "locked"),
    [
        ("winback/competitor_news", None, True),
        ("winback/competitor_news", "switching", True),
        ("winback/competitor_news", "customer", False),
        ("winback/day_01_value", None, False),
    ],
)
def test_a_competitor_known_from_the_switching_process_may_not_be_used(facts, template, source, locked):
    said = replace(facts.case.cancellation, competitor_source=source)
    assert facts(cancellation=said, step={"template": template}).competitor_knowledge is locked


@pytest.mark.parametrize(
    ("purpose", "item"), [(Purpose.CONTRACT, "named"), (Purpose.SERVICE, "named"), (Purpose.ADVERTISING, "none")]
)
def test_contract_and_service_messages_name_their_item(facts, purpose, item):
    seen = facts(step={"purpose": purpose, "at_once": True})
    assert (seen.message.item, seen.message.at_once, seen.purpose) == (item, True, purpose)


@pytest.mark.parametrize(
    ("products", "similarity", "similar"),
    [
        ((), (), True),
        (("AUFTRAGSBUCH",), (), True),
        (("lohn",), (), False),
        (("lohn",), (("auftragsbuch", ("lohn",)),), True),
        (("lohn", "fibu"), (("auftragsbuch", ("lohn",)),), False),
    ],
)
def test_similar_is_the_same_product_or_what_a_signed_map_names(facts, products, similarity, similar):
    release = Release("Dr. Amt", date(2026, 11, 1), "gleicher Zweck")
    policy = Policy(similarity=similarity, releases=(("similarity", release),))
    contract = replace(facts.case.contract, product_family="Auftragsbuch")
    seen = facts(house={"policy": policy}, contract=contract, products=products)
    assert seen.sale.similar_product is similar
    unsigned = facts(house={"policy": Policy(similarity=similarity)}, contract=contract, products=products)
    assert unsigned.sale.similar_product is (products != ("lohn",) and similar)


def test_a_consent_must_name_what_the_sequence_advertises(facts):
    row = facts.case.consents[0]
    given = (replace(row, consent=replace(row.consent, products=frozenset({"Lohn"}))),)
    assert facts(consents=given, products=("lohn",)).consents[0].covers_product
    assert not facts(consents=given, products=("lohn", "fibu")).consents[0].covers_product


@pytest.mark.parametrize(
    ("files", "channel", "trait"),
    [
        (
            {
                "phone.txt": "== Briefing\nx\n== Leitfaden\n„Hier ist {{ sender_name }}. Ich will Ihnen nichts verkaufen.“"
            },
            Channel.PHONE,
            "script",
        ),
        ({"letter.txt": "Ein Brief ohne jeden Hinweis."}, Channel.LETTER, "objection_notice"),
    ],
)
def test_the_ruling_sees_what_the_text_really_says(facts, tmp_path, files, channel, trait):
    plain = getattr(facts(channel).message, trait)
    folder = tmp_path / "own" / "x" / "y"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    own = Templates((tmp_path / "own", *facts.house.templates.folders))
    seen = facts(channel, house={"templates": own}, step={"template": "x/y"}).message
    assert getattr(seen, trait) != plain
