"""People, contracts and cancellations: upserts by external id, the same row twice changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from contacts.cancellation import Cancellation
from contacts.contact import Company, Contact, ContactKind, ContactPoint, PostalAddress, Tier
from contacts.contract import AddressSource, Contract, ContractKind, ObjectionNotice
from contacts.medium import Medium
from store import bounces, cancellations, people, points
from store.tables import people as tables
from tests.store.rows_of import NOW, digest, later

WIEBKE = Contact(
    "K-1",
    "Thomsen",
    first_name="Wiebke",
    salutation="Frau",
    title="Dr.",
    kind=ContactKind.BUSINESS,
    tier=Tier.HIGH,
    company=Company("F-1", "Möbelwerk GmbH"),
    address=PostalAddress("Senneweg 1", "33602", "Bielefeld"),
    land="NW",
    annual_value=Decimal("1188.00"),
    customer_since=date(2020, 2, 29),
    owner_email="a@b.example",
    brand="nordlicht",
)
CONTRACT = Contract(
    "V-1",
    "auftragsbuch",
    ContractKind.TRIAL,
    effective=False,
    start=date(2024, 1, 1),
    end=date(2026, 3, 31),
    notice_days=30,
    concluded_online=True,
    address_source=AddressSource.BOUGHT,
    objection_notice=ObjectionNotice.POLICY_ONLY,
    letters_notice=True,
)
MAIL = ContactPoint(Medium.EMAIL, "W@x.example", "w@x.example", "import")


def count(connection, table):
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_contact_comes_back_as_it_went_in(store):
    with store.write() as connection:
        pk = people.put_contact(connection, WIEBKE)
        points.put(connection, pk, [MAIL], digest)
    with store.read() as connection:
        contact, addresses, company = people.contact(connection, pk)
        assert (contact, addresses) == (WIEBKE, (MAIL,))
        assert company is not None
        assert people.contact_pk(connection, "K-1") == pk
        assert people.contact_pk(connection, "K-2") is None
        with pytest.raises(NoResultFound):
            people.contact(connection, pk + 1)


def test_the_same_rows_twice_change_nothing(store):
    for _ in range(2):
        with store.write() as connection:
            pk = people.put_contact(connection, WIEBKE)
            points.put(connection, pk, [MAIL], digest)
            people.put_contract(connection, pk, CONTRACT)
    with store.read() as connection:
        for table in (tables.company, tables.contact, tables.contact_point, tables.contract):
            assert count(connection, table) == 1


def test_a_later_file_renames_and_moves_but_adds_nobody(store):
    later_on = replace(WIEBKE, last_name="Petersen", company=Company("F-1", "Möbelwerk AG"), address=None)
    with store.write() as connection:
        pk = people.put_contact(connection, WIEBKE)
        assert people.put_contact(connection, later_on) == pk
        assert people.contact(connection, pk)[0] == later_on


def test_an_address_that_bounced_stays_dead_when_it_is_imported_again(store):
    other = ContactPoint(Medium.EMAIL, "w2@x.example", "w2@x.example", "import")
    with store.write() as connection:
        pk = people.put_contact(connection, WIEBKE)
        points.put(connection, pk, [MAIL, other], digest)
        assert bounces.count(connection, pk, digest(Medium.EMAIL, MAIL.normalised)) == 1
        assert [point.soft_bounces for point in people.contact(connection, pk)[1]] == [1, 0]
        people.invalidate(connection, pk, Medium.EMAIL, MAIL.normalised)
        points.put(connection, pk, [MAIL], digest)
        assert [point.valid for point in people.contact(connection, pk)[1]] == [False, True]
        people.invalidate(connection, pk, Medium.EMAIL)
        assert [point.valid for point in people.contact(connection, pk)[1]] == [False, False]


def test_an_address_that_is_no_longer_named_is_kept_and_not_used(store):
    number = ContactPoint(Medium.PHONE, "0431 1", "+494311", "import")
    new = ContactPoint(Medium.EMAIL, "n@x.example", "n@x.example", "order_form")
    with store.write() as connection:
        pk = people.put_contact(connection, WIEBKE)
        assert points.put(connection, pk, [MAIL, number], digest, now=NOW, told=Medium)
        assert points.put(connection, pk, [new], digest, now=NOW, told=[Medium.EMAIL])
        assert not points.put(connection, pk, [new], digest, now=later(days=1), told=[Medium.EMAIL])
        old = replace(MAIL, valid=False, superseded=True)
        assert people.contact(connection, pk)[1] == (old, number, replace(new, since=NOW))
        assert people.by_address(connection, digest(Medium.EMAIL, MAIL.normalised)) == [pk]
        people.invalidate(connection, pk, Medium.EMAIL)  # what is in use: the old one did not bounce
        points.put(connection, pk, [MAIL], digest, now=NOW, told=[Medium.EMAIL])
        assert people.contact(connection, pk)[1] == (MAIL, number, replace(new, since=NOW, valid=False))


def test_a_known_contract_stays_with_its_holder(store, rows):
    holder, other = rows.contact("K-1"), rows.contact("K-2")
    with store.write() as connection:
        people.put_contract(connection, holder, CONTRACT)
        people.put_contract(connection, other, replace(CONTRACT, notice_days=90))
        assert people.contract(connection, "V-1") == (replace(CONTRACT, notice_days=90), holder)
        assert people.contract(connection, "V-2") is None


def test_a_returned_letter_takes_the_address_until_an_import_brings_one(store):
    with store.write() as connection:
        pk = people.put_contact(connection, WIEBKE)
        people.drop_address(connection, pk)
        assert people.contact(connection, pk)[0].address is None
        people.put_contact(connection, WIEBKE)
        assert people.contact(connection, pk)[0].address == WIEBKE.address


def test_everybody_using_an_address_is_found_once(store, rows):
    first, second = rows.contact("K-1", email="info@x.example"), rows.contact("K-2", email="info@x.example")
    rows.contact("K-3")
    with store.read() as connection:
        assert people.by_address(connection, digest(Medium.EMAIL, "info@x.example")) == [first, second]
        assert people.by_address(connection, digest(Medium.PHONE, "info@x.example")) == []


def test_the_contract_asked_for_or_the_newest(store, rows):
    pk, other = rows.contact("K-1"), rows.contact("K-2")
    newest = replace(CONTRACT, external_id="V-2", start=date(2025, 1, 1))
    with store.write() as connection:
        assert people.contract_of_contact(connection, pk, None) is None
        for contract in (CONTRACT, newest):
            people.put_contract(connection, pk, contract)
        assert people.contract_of_contact(connection, pk, None)[1] == newest
        assert people.contract_of_contact(connection, pk, "V-1")[1] == CONTRACT
        assert people.contract_of_contact(connection, pk, "V-9") is None
        assert people.contract_of_contact(connection, other, "V-1") is None


def test_a_colleague_finds_the_contract_of_the_company_by_its_number(store, rows):
    holder, colleague = rows.contact("K-1", company="F-1"), rows.contact("K-2", company="F-1")
    stranger = rows.contact("K-3", company="F-2")
    with store.write() as connection:
        people.put_contract(connection, holder, CONTRACT)
        assert people.contract_of_contact(connection, colleague, "V-1")[1] == CONTRACT
        assert people.contract_of_contact(connection, colleague, None) is None
        assert people.contract_of_contact(connection, stranger, "V-1") is None


def test_a_cancellation_comes_in_once_and_comes_back_with_its_contract(store, rows):
    pk = rows.contact("K-1")
    said = Cancellation(
        "KUE-1", "K-1", NOW, "missing_feature", "V-1", date(2026, 5, 31), "DATEV-Export", "Schade.", "form", NOW
    )
    with store.write() as connection:
        contract = people.put_contract(connection, pk, CONTRACT)
        created = people.add_cancellation(connection, said, pk, contract, NOW)
        assert people.add_cancellation(connection, replace(said, reason="price"), pk, None, NOW) is None
        found = cancellations.newest(connection, pk)
        assert (found.pk, found.cancellation, found.contract) == (created, said, CONTRACT)


def test_the_newest_cancellation_counts(store, rows):
    pk = rows.contact("K-1")
    with store.write() as connection:
        assert cancellations.newest(connection, pk) is None
        for number, hours in enumerate((2, 5, 3)):
            said = Cancellation(f"KUE-{number}", "K-1", later(hours=hours), "price")
            people.add_cancellation(connection, said, pk, None, NOW)
        assert cancellations.newest(connection, pk).cancellation.external_id == "KUE-1"
        assert cancellations.newest(connection, pk).contract is None


def test_who_left_for_the_lack_of_a_feature_is_found_once_whatever_the_case(store, rows):
    said = [("K-1", "DATEV-Export"), ("K-2", " datev-export "), ("K-1", "DATEV-EXPORT"), ("K-3", "API"), ("K-4", None)]
    for number, (name, feature) in enumerate(said):
        pk = rows.contact(name)
        with store.write() as connection:
            cancellation = Cancellation(f"KUE-{number}", name, NOW, "missing_feature", feature=feature)
            people.add_cancellation(connection, cancellation, pk, None, NOW)
    with store.read() as connection:
        assert [name for _, name in people.left_for_lack_of(connection, "Datev-Export")] == ["K-1", "K-2"]
