"""HubSpot, Salesforce and Pipedrive as they export: recognised, read into our columns, and named in their own words."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal

import pytest

from campaigns.imports import Sign
from campaigns.imports.table import fold
from contacts.contact import ContactKind, PostalAddress, Tier
from contacts.contract import AddressSource, Contract, ContractKind, ObjectionNotice
from contacts.medium import Medium
from tests.campaigns.crm_files import FORMATS, HUBSPOT, NORA, only, signs, taken, written


@pytest.mark.parametrize("system", FORMATS)
def test_every_header_of_an_export_is_known(tmp_path, system):
    file = taken(written(tmp_path, system))
    assert fold(file.system) == system
    assert file.unknown_columns == ()


def test_a_hubspot_contact(tmp_path):
    row = only(written(tmp_path, "hubspot", NORA))
    contact = row.contact
    assert (contact.external_id, contact.salutation, contact.title) == ("50112", "Frau", "")
    assert (contact.company.external_id, contact.company.name) == ("991", "Kontor GmbH")
    assert (contact.kind, contact.tier, contact.land) == (ContactKind.BUSINESS, Tier.STRATEGIC, "SN")
    assert contact.address == PostalAddress("Weg 1", "01067", "Dresden", "DE")
    assert (contact.annual_value, contact.customer_since) == (Decimal("1200.00"), date(2020, 1, 1))
    assert contact.owner_email == "amira@nordlicht.example"
    assert [point.raw for point in row.points if point.medium is Medium.PHONE] == ["040 66969 114"]
    assert row.contract == Contract(
        "V-1",
        "auftragsbuch",
        ContractKind.PAID,
        start=date(2020, 1, 1),
        end=date(2026, 5, 31),
        notice_days=90,
        address_source=AddressSource.ORDER_FORM,
        objection_notice=ObjectionNotice.YES,
        letters_notice=True,
    )
    assert signs(row) == [
        ("Marketing contact status", "email", Sign.HINT),
        ("Unsubscribed from all email", "email", Sign.SILENT),
    ]


def test_internal_names_of_hubspot_mean_the_same(tmp_path):
    internal = {
        "hs_object_id": "50112",
        "firstname": "Nora",
        "lastname": "Lüders",
        "mobilephone": "0171 3920011",
        "jobtitle": "CEO",
        "company": "Kontor GmbH",
        "associatedcompanyid": "991",
        "address": "Weg 1",
        "zip": "01067",
        "city": "Dresden",
        "state": "Sachsen",
        "country": "Deutschland",
        "hubspot_owner_id": "77112",
        "lifecyclestage": "subscriber",
        "hs_marketable_status": "true",
        "hs_email_optout": "true",
    }
    row = only(written(tmp_path, "hubspot", internal, headers=tuple(internal)))
    assert (row.contact.first_name, row.contact.title, row.contact.land) == ("Nora", "", "SN")
    assert row.contact.address == PostalAddress("Weg 1", "01067", "Dresden", "DE")
    assert [sign for *_, sign in signs(row)] == [Sign.HINT, Sign.HINT, Sign.OPT_OUT]


def test_a_salesforce_contact(tmp_path):
    ruth = {
        "Id": "0035e00000AbCdE",
        "AccountId": "0015e00000XyZ",
        "Account.Name": "Kontor GmbH",
        "Salutation": "Ms.",
        "FirstName": "Ruth",
        "LastName": "Böttcher",
        "Title": "Head of Sales",
        "HasOptedOutOfEmail": "true",
        "DoNotCall": "true",
        "MobilePhone": "+49 171 3920011",
        "MailingStreet": "Weg 1\nHinterhaus",
        "MailingPostalCode": "20095",
        "MailingCity": "Hamburg",
        "MailingCountry": "Germany",
        "Owner.Email": "amira@nordlicht.example",
        "Tier__c": "High",
        "Annual_Value__c": "64800.0",
        "Customer_Since__c": "2018-06-12T00:00:00.000Z",
        "Contract_Number__c": "V-7",
        "Contract_End__c": "2026-06-11",
        "Notice_Days__c": "90.0",
        "Concluded_Online__c": "true",
        "Objection_Notice__c": "yes",
        "Letters_Notice__c": "false",
    }
    row = only(written(tmp_path, "salesforce", ruth))
    assert (row.contact.salutation, row.contact.title) == ("Frau", "")
    assert row.contact.address == PostalAddress("Weg 1, Hinterhaus", "20095", "Hamburg")
    assert (row.contact.tier, row.contact.customer_since) == (Tier.HIGH, date(2018, 6, 12))
    assert (row.contract.notice_days, row.contract.concluded_online) == (90, True)
    assert [point.normalised for point in row.points if point.medium is Medium.PHONE] == ["+491713920011"]
    assert signs(row) == [("HasOptedOutOfEmail", "email", Sign.OPT_OUT), ("DoNotCall", "phone", Sign.OPT_OUT)]


def test_a_checkbox_that_says_no_needs_no_contract(tmp_path):
    nobody = {"Id": "1", "LastName": "Böttcher", "Concluded_Online__c": "false", "Letters_Notice__c": "false"}
    assert only(written(tmp_path, "salesforce", nobody)).contract is None


def test_labels_of_a_salesforce_report_mean_the_same(tmp_path):
    report = {
        "Contact ID": "0035e00000AbCdE",
        "Account ID": "001",
        "Account Name": "Kontor GmbH",
        "Salutation": "Dr.",
        "Full Name": "Anna von der Heide",
        "Title": "CEO",
        "Mailing Street": "Weg 1",
        "Mailing Zip/Postal Code": "20095",
        "Mailing City": "Hamburg",
        "Mailing State/Province": "Hamburg",
        "Mailing Country": "Germany",
        "Mobile": "0171 3920011",
        "Email Opt Out": "0",
        "Do Not Call": "1",
        "Contact Owner: Email": "amira@nordlicht.example",
    }
    row = only(written(tmp_path, "salesforce", report, headers=tuple(report)))
    assert (row.contact.first_name, row.contact.last_name) == ("Anna", "von der Heide")
    assert (row.contact.salutation, row.contact.title, row.contact.land) == ("", "Dr.", "HH")
    assert [sign for *_, sign in signs(row)] == [Sign.SILENT, Sign.OPT_OUT]


def test_a_pipedrive_person(tmp_path):
    jo = {
        "Person - ID": "7",
        "Person - First name": "Jörg",
        "Person - Last name": "Dau",
        "Person - Email - Home": "j@dau.example",
        "Person - Postal address": "Weg 1, 1010 Wien, Österreich",
        "Person - Organization": "Dau GmbH",
        "Person - Owner": "Amira Haddad",
        "Person - Marketing status": "Unsubscribed",
        "Person - Kundenart": "Privatkunde",
        "Person - Vertragsnummer": "V-9",
        "Person - Vertragsende": "31.05.2026",
        "Person - Adresse stammt aus": "selbst angegeben",
    }
    eva = {"Person - ID": "8", "Person - Last name": "Eau", "Person - Organization": "DAU  GmbH"}
    file = taken(written(tmp_path, "pipedrive", jo, eva))
    assert file.rejects == ()
    first, second = file.rows
    assert first.contact.address == PostalAddress("Weg 1", "1010", "Wien", "AT")
    assert first.contact.kind is ContactKind.CONSUMER
    assert first.contract.end == date(2026, 5, 31)
    assert first.contact.company.external_id == second.contact.company.external_id != ""
    assert signs(first) == [("Person - Marketing status", "email", Sign.OPT_OUT)]
    assert first.contact.owner_email is None
    (note,) = file.notes
    assert note == (
        "„Person - Owner (owner_email)“: 1 × nicht übernommen, die Zeilen schon. "
        "Beispiel: „Amira Haddad“ ist keine gültige E-Mail-Adresse."
    )


def test_other_columns_of_pipedrive(tmp_path):
    row = {
        "Person - ID": "7",
        "Person - Name": "Dau, Jörg",
        "Person - Email - Work": "",
        "Person - Email - Other": "j@dau.example",
        "Person - Phone - Work": "040 66969 114",
        "Person - Organization ID": "55",
        "Person - Organization": "Dau GmbH",
        "Deal - Title": "Verlängerung",
        "Deal - Vertragsnummer": "V-9",
        "Deal - Lost reason": "Preis",
    }
    file = taken(written(tmp_path, "pipedrive", row, headers=tuple(row)))
    (dau,) = file.rows
    assert (dau.contact.first_name, dau.contact.last_name, dau.contact.title) == ("Jörg", "Dau", "")
    assert (dau.contact.company.external_id, dau.contract.external_id) == ("55", "V-9")
    assert [point.raw for point in dau.points] == ["j@dau.example", "040 66969 114"]
    assert [label for label, _ in file.ignored] == ["Deal - Title", "Deal - Lost reason"]


@pytest.mark.parametrize(
    ("phone", "mobile", "taken_one"),
    [("040 66969 114", "0171 3920011", "040 66969 114"), ("", "0171 3920011", "0171 3920011"), ("", "", None)],
)
def test_of_two_columns_the_first_filled_one_counts(tmp_path, phone, mobile, taken_one):
    row = only(written(tmp_path, "hubspot", NORA | {"Phone Number": phone, "Mobile Phone Number": mobile}))
    assert [point.raw for point in row.points if point.medium is Medium.PHONE] == [taken_one] * (taken_one is not None)


def test_the_order_in_the_file_does_not_matter(tmp_path):
    row = only(written(tmp_path, "hubspot", NORA, headers=tuple(reversed(HUBSPOT))))
    assert [point.raw for point in row.points if point.medium is Medium.PHONE] == ["040 66969 114"]


@pytest.mark.parametrize("spelling", [str.upper, str.lower, lambda word: word.replace(" ", "_")])
def test_case_and_spaces_of_a_header_do_not_count(tmp_path, spelling):
    headers = tuple(spelling(name) for name in HUBSPOT)
    row = only(written(tmp_path, "hubspot", {spelling(key): value for key, value in NORA.items()}, headers=headers))
    assert row.contract.notice_days == 90


def test_a_decomposed_umlaut_is_the_same_letter(tmp_path):
    apart = {unicodedata.normalize("NFD", key): value for key, value in NORA.items()}
    row = only(written(tmp_path, "hubspot", apart, headers=tuple(apart)))
    assert row.contract.notice_days == 90
