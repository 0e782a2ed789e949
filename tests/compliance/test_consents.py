from __future__ import annotations

from datetime import timedelta

import pytest

from compliance.facts import Proof
from compliance.moments import longer_ago, months_before
from compliance.policy import Policy
from compliance.verdict import Verdict
from contacts.contact import ContactKind
from contacts.medium import Medium, Purpose
from tests.compliance.cases import NOW, ago, call, consent, facts, gate, mail, message, rule

FOUR_YEARS, SIX_YEARS = 4 * 365, 6 * 366


@pytest.mark.parametrize(
    ("changes", "verdict", "word"),
    [
        ({"medium": Medium.POST, "proof": Proof.SIGNED}, Verdict.DENY, "Kanal"),
        ({"withdrawn_at": ago(1)}, Verdict.DENY, "widerrufen"),
        ({"granted_at": NOW + timedelta(days=1)}, Verdict.DENY, "späteren"),
        ({"valid_until": NOW}, Verdict.DENY, "abgelaufen"),
        ({"covers_person": False}, Verdict.DENY, "andere Person"),
        ({"covers_address": False}, Verdict.DENY, "neue Adresse"),
        ({"covers_product": False}, Verdict.DENY, "Angebot"),
        ({"purposes": frozenset({Purpose.SURVEY})}, Verdict.DENY, "Zweck"),
        ({"proof": Proof.NONE}, Verdict.DENY, "Nachweis"),
        ({"proof": Proof.PRETICKED}, Verdict.DENY, "vorangekreuzt"),
        ({"proof": Proof.NUMBER_DOI}, Verdict.DENY, "Telefonnummer"),
        ({"text_stored": False}, Verdict.DENY, "Wortlaut"),
        ({"granted_at": ago(FOUR_YEARS)}, Verdict.DENY_DEFAULT, "24 Monaten"),
        ({"valid_until": NOW + timedelta(days=1)}, Verdict.ALLOW_DUTY, "Nachgewiesene"),
        ({"purposes": frozenset()}, Verdict.ALLOW_DUTY, "Nachgewiesene"),
        ({"proof": Proof.RECORDED, "record_complete": False}, Verdict.ALLOW_DUTY, "Nachgewiesene"),
        ({"granted_at": ago(FOUR_YEARS), "last_used_at": ago(30)}, Verdict.ALLOW_DUTY, "Nachgewiesene"),
    ],
)
def test_email_consent(changes, verdict, word):
    ruling = rule(mail(consents=(consent(**changes),)))
    assert ruling.verdict is verdict
    assert word in gate(ruling, "email_consent").finding.reason


def test_the_best_of_several_consents_carries_and_is_the_evidence():
    old = consent(id="old", granted_at=ago(FOUR_YEARS))
    flag = consent(id="flag", proof=Proof.NONE)
    good = consent(id="good")
    assert gate(rule(mail(consents=(flag, old, good, old))), "email_consent").finding.evidence == ("good",)
    stale = rule(mail(consents=(flag, old)))
    assert stale.verdict is Verdict.DENY_DEFAULT
    assert gate(stale, "email_consent").finding.evidence == ("old",)


@pytest.mark.parametrize(
    ("changes", "recipient", "verdict"),
    [
        ({}, ContactKind.CONSUMER, Verdict.ALLOW_DUTY),
        ({"record_complete": False}, ContactKind.UNKNOWN, Verdict.DENY),
        ({"record_complete": False}, ContactKind.BUSINESS, Verdict.ALLOW_DUTY),
        ({"granted_at": ago(SIX_YEARS)}, ContactKind.CONSUMER, Verdict.DENY),
        ({"granted_at": ago(SIX_YEARS)}, ContactKind.BUSINESS, Verdict.DENY_DEFAULT),
        ({"proof": Proof.EMAIL_DOI}, ContactKind.BUSINESS, Verdict.DENY),
        ({"proof": Proof.NUMBER_DOI}, ContactKind.CONSUMER, Verdict.ALLOW_DUTY),
    ],
)
def test_phone_consent(changes, recipient, verdict):
    case = call(consents=(consent(Medium.PHONE, **changes),), recipient=recipient)
    assert rule(case).verdict is verdict


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (consent(Medium.PHONE, covers_automat=True), Verdict.ALLOW_DUTY),
        (consent(Medium.PHONE), Verdict.DENY),
        (consent(Medium.PHONE_AUTO, covers_automat=True), Verdict.ALLOW_DUTY),
        (consent(Medium.PHONE_AUTO), Verdict.DENY),
        (consent(Medium.EMAIL), Verdict.DENY),
    ],
)
def test_a_machine_needs_a_consent_that_names_machines(given, verdict):
    assert rule(facts(Medium.PHONE_AUTO, consents=(given,))).verdict is verdict


def test_a_voice_bot_on_the_usual_line_is_a_machine():
    bot = message(automated_call=True)
    assert rule(call(message=bot)).rule == "automated_call"
    named = call(message=bot, consents=(consent(Medium.PHONE, covers_automat=True),))
    assert rule(named).verdict is Verdict.ALLOW_DUTY


def test_a_withdrawn_consent_blocks_every_other_basis_until_a_new_one():
    withdrawn = consent(id="old", withdrawn_at=ago(5))
    older = consent(id="older", withdrawn_at=ago(9))
    before = consent(id="before", granted_at=ago(30))
    after = consent(id="after", granted_at=ago(2))
    blocked = rule(mail(consents=(withdrawn, older, before)))
    assert (blocked.verdict, blocked.rule) == (Verdict.DENY, "withdrawal")
    assert gate(blocked, "withdrawal").finding.evidence == ("old",)
    renewed = rule(mail(consents=(withdrawn, after)))
    assert renewed.verdict is Verdict.ALLOW_DUTY
    assert gate(renewed, "withdrawal").finding.evidence == ("old", "after")


def test_a_withdrawal_reaches_its_own_medium_and_purpose():
    other_medium = consent(Medium.POST, id="post", withdrawn_at=ago(5))
    surveys = consent(id="survey", purposes=frozenset({Purpose.SURVEY}), withdrawn_at=ago(5))
    machine = consent(Medium.PHONE_AUTO, id="bot", withdrawn_at=ago(5))
    assert rule(mail(consents=(consent(), other_medium, surveys))).verdict is Verdict.ALLOW_DUTY
    assert rule(call(consents=(consent(Medium.PHONE), machine))).rule == "withdrawal"


def test_the_idle_time_is_a_released_choice():
    stale = mail(consents=(consent(granted_at=ago(FOUR_YEARS)),))
    assert rule(stale, Policy(consent_max_idle_months=12)).verdict is Verdict.DENY_DEFAULT


def test_months_end_where_the_calendar_says():
    march = NOW.replace(month=3, day=31)
    assert months_before(march, 1) == march.replace(month=2, day=28)
    assert months_before(march.replace(month=1), 1).year == NOW.year - 1
    assert not longer_ago(months_before(NOW, 24), NOW, 24)
    assert longer_ago(months_before(NOW, 24) - timedelta(seconds=1), NOW, 24)
