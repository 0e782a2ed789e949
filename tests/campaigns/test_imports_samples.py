"""The sample data: reads without a reject, fits together, and holds the cases its README promises."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from campaigns.imports import ImportFile, read
from contacts.cancellation import REASONS
from contacts.consent import ConsentMethod
from contacts.contact import ContactKind, Tier
from contacts.medium import Medium

SAMPLES = Path(__file__).parents[2] / "samples"
CLOCK = datetime(2026, 3, 2, 7, tzinfo=UTC)  # Monday 08:00 in Berlin


def rows(kind):
    result = read(kind, SAMPLES / f"{kind}.csv")
    assert isinstance(result, ImportFile), result
    assert (result.rejects, result.unknown_columns) == ((), ())
    return result.rows


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.csv")), ids=lambda path: path.stem)
def test_every_sample_reads_without_a_reject(path):
    assert rows(path.stem)


def test_customers_are_varied():
    customers = rows("customers")
    contacts = [row.contact for row in customers]
    assert len(contacts) == 60
    assert {contact.tier for contact in contacts} == set(Tier)
    assert len({contact.land for contact in contacts}) == 16
    assert Counter(contact.kind for contact in contacts) == {
        ContactKind.BUSINESS: 30,
        ContactKind.CONSUMER: 26,
        ContactKind.UNKNOWN: 4,
    }
    companies = Counter(contact.company.external_id for contact in contacts if contact.company)
    assert sum(count == 2 for count in companies.values()) == 4
    without_mail = [row for row in customers if all(point.medium is not Medium.EMAIL for point in row.points)]
    assert len(without_mail) == 2
    assert sum(contact.address is None for contact in contacts) == 2
    households = Counter(contact.address for contact in contacts if contact.address and contact.company is None)
    assert [address.street for address, count in households.items() if count > 1] == ["Fördehang 19"]


def test_cancellations_hold_every_reason_before_the_demo_clock():
    cancellations = rows("cancellations")
    assert {row.reason for row in cancellations} == set(REASONS)
    assert all(row.received_at < CLOCK for row in cancellations)
    assert sum((CLOCK - row.received_at).days < 4 for row in cancellations) > len(cancellations) / 2
    assert any("bitte keine weitere Werbung" in row.text for row in cancellations)
    assert {row.feature for row in cancellations} >= {"DATEV-Export", "Offline-App"}
    assert all(not row.text for row in cancellations if row.reason == "special_termination")


def test_every_row_speaks_of_a_known_customer_and_contract():
    customers = rows("customers")
    known = {row.contact.external_id for row in customers}
    contracts = {row.contract.external_id: row.contact.external_id for row in customers if row.contract}
    for kind in ("cancellations", "consents", "objections", "activities", "returned"):
        assert {row.contact_id for row in rows(kind) if row.contact_id} <= known
    for case in rows("cancellations"):
        assert case.contract_id is None or contracts[case.contract_id] == case.contact_id


def test_consents_are_of_every_quality():
    consents = rows("consents")
    assert {consent.method for consent in consents} == set(ConsentMethod)
    assert {consent.medium for consent in consents} == {Medium.EMAIL, Medium.PHONE, Medium.LINKEDIN_DM}
    assert sum(consent.withdrawn_at is not None for consent in consents) == 1
    for consent in consents:
        assert (consent.method is ConsentMethod.FLAG) == (not consent.text)
        assert (consent.method is ConsentMethod.DOI) == (consent.confirmed_at is not None)


def test_what_happens_later_lies_after_the_demo_clock():
    (release,) = rows("releases")
    (returned,) = rows("returned")
    assert release.released_at > returned.returned_at > CLOCK


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.csv")), ids=lambda path: path.stem)
def test_only_reserved_domains(path):
    for word in path.read_text("utf-8").replace(";", " ").split():
        if "@" in word:
            assert word.endswith(".example"), word
