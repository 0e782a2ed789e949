from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from campaigns.imports import (
    SCHEMAS,
    ActivityRow,
    ContractRow,
    CustomerRow,
    ImportFile,
    ImportVocabulary,
    LetterReturnRow,
    NpsRow,
    ReturnedRow,
    RevenueRow,
    TicketPriority,
    TicketRow,
    UsageRow,
    read,
)
from contacts.cancellation import REASONS, Cancellation
from contacts.consent import Consent, ConsentMethod, Objection
from contacts.contact import Company, Contact, ContactKind, ContactPoint, PostalAddress, Tier
from contacts.contract import AddressSource, Contract, ContractKind, ObjectionNotice
from contacts.medium import Medium, Purpose
from contacts.normalize import postal_key


@pytest.fixture
def load(tmp_path):
    def load(kind, text, encoding="utf-8", vocabulary=None):
        path = tmp_path / "datei.csv"
        path.write_bytes(text.encode(encoding))
        result = read(kind, path, vocabulary)
        assert isinstance(result, ImportFile), result
        assert result.rejects == ()
        return result

    return load


CUSTOMER = {
    "contact_id": "K-1",
    "company_id": "F-1",
    "company_name": "Hansekontor Logistik GmbH",
    "kind": "business",
    "salutation": "Frau",
    "title": "Dr.",
    "first_name": "Friederike",
    "last_name": "Aumann",
    "email": "F.Aumann@Hansekontor.example",
    "phone": "040 66969 114",
    "linkedin_url": "https://www.linkedin.com/in/friederike-aumann/",
    "street": "Speicherkamp 14",
    "postcode": "20095",
    "city": "Hamburg",
    "country": "DE",
    "land": "Hamburg",
    "timezone": "Europe/Berlin",
    "tier": "strategic",
    "annual_value": "38.400,00",
    "customer_since": "01.05.2017",
    "owner_email": "amira.haddad@nordlicht-software.example",
    "brand": "nordlicht",
    "contract_id": "V-1",
    "product_family": "auftragsbuch",
    "contract_kind": "paid",
    "contract_start": "2017-05-01",
    "contract_end": "31.05.2026",
    "notice_days": "90",
    "concluded_online": "nein",
    "address_source": "order_form",
    "objection_notice": "policy_only",
    "letters_notice": "ja",
}


def test_a_customer_with_every_column(load):
    result = load("customers", ";".join(CUSTOMER) + "\n" + ";".join(CUSTOMER.values()) + "\n")
    address = PostalAddress("Speicherkamp 14", "20095", "Hamburg")
    post = ContactPoint(
        Medium.POST, "Speicherkamp 14, 20095 Hamburg", postal_key(address, "Aumann"), source="order_form"
    )
    assert result.rows == (
        CustomerRow(
            Contact(
                external_id="K-1",
                last_name="Aumann",
                first_name="Friederike",
                salutation="Frau",
                title="Dr.",
                kind=ContactKind.BUSINESS,
                tier=Tier.STRATEGIC,
                company=Company("F-1", "Hansekontor Logistik GmbH"),
                address=address,
                land="HH",
                annual_value=Decimal("38400.00"),
                customer_since=date(2017, 5, 1),
                owner_email="amira.haddad@nordlicht-software.example",
                brand="nordlicht",
            ),
            (
                ContactPoint(
                    Medium.EMAIL, "F.Aumann@Hansekontor.example", "f.aumann@hansekontor.example", "order_form"
                ),
                ContactPoint(Medium.PHONE, "040 66969 114", "+494066969114", "order_form"),
                ContactPoint(
                    Medium.LINKEDIN_DM,
                    "https://www.linkedin.com/in/friederike-aumann/",
                    "linkedin.com/in/friederike-aumann",
                    "order_form",
                ),
                post,
            ),
            Contract(
                external_id="V-1",
                product_family="auftragsbuch",
                kind=ContractKind.PAID,
                start=date(2017, 5, 1),
                end=date(2026, 5, 31),
                notice_days=90,
                address_source=AddressSource.ORDER_FORM,
                objection_notice=ObjectionNotice.POLICY_ONLY,
                letters_notice=True,
            ),
        ),
    )


def test_what_is_not_said_never_helps_the_sender(load):
    (row,) = load("customers", "contact_id;last_name;contract_id\nK-1;Aumann;V-1\n").rows
    assert row.contact.kind is ContactKind.UNKNOWN
    assert row.contract == Contract("V-1", objection_notice=ObjectionNotice.NO, letters_notice=False)
    (consent,) = load("consents", "consent_id;contact_id;medium;granted_at\nEW-1;K-1;email;2025-02-01\n").rows
    assert consent.method is ConsentMethod.FLAG
    assert consent.purposes == {Purpose.ADVERTISING}


TEXT = "contact_id;last_name\nK-1;Müßigänger\n"


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_delimiter_encoding_and_line_ends_are_found_out(load, delimiter, encoding, newline):
    (row,) = load("customers", TEXT.replace(";", delimiter).replace("\n", newline), encoding).rows
    assert (row.contact.external_id, row.contact.last_name) == ("K-1", "Müßigänger")


def test_header_spelling_unknown_columns_and_hash(load):
    text = "sep=;\nContact ID;LAST-NAME;Lieblingsfarbe;;Lieblingsfarbe;;\nK-1;Aumann;blau;x;rot;;;\n\n"
    result = load("customers", text)
    assert result.unknown_columns == ("Lieblingsfarbe", "Spalte 4 ohne Namen", "Lieblingsfarbe (Spalte 5)")
    assert result.header[:2] == ("Contact ID", "LAST-NAME")
    assert result.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert len(result.rows) == 1


def test_a_header_alone_is_a_file_without_rows(load):
    assert load("objections", "contact_id;scope;received_at\n").rows == ()


def test_an_exact_repetition_is_left_out(load):
    assert len(load("customers", "contact_id;last_name\nK-1;Aumann\nK-1; Aumann\nK-2;Brandt\n").rows) == 2


def test_two_objections_of_one_person_are_both_kept(load):
    rows = load(
        "objections", "contact_id;scope;received_at;verbatim\nK-1;email;1.2.2026;a\nK-1;email;1.2.2026;b\n"
    ).rows
    assert [row.verbatim for row in rows] == ["a", "b"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-02-27T08:42:00+01:00", datetime(2026, 2, 27, 7, 42, tzinfo=UTC)),
        ("2026-02-27T08:42:00Z", datetime(2026, 2, 27, 8, 42, tzinfo=UTC)),
        ("2026-02-27 08:42", datetime(2026, 2, 27, 7, 42, tzinfo=UTC)),
        ("27.02.2026 08:42 Uhr", datetime(2026, 2, 27, 7, 42, tzinfo=UTC)),
        ("27.2.2026, 8:42", datetime(2026, 2, 27, 7, 42, tzinfo=UTC)),
        ("27.07.2026", datetime(2026, 7, 26, 22, 0, tzinfo=UTC)),
        ("29.03.2026 02:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # does not exist
        ("25.10.2026 02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # exists twice, the first one
    ],
)
def test_moments(load, written, meant):
    (row,) = load("cancellations", f'cancellation_id,contact_id,received_at,reason\nA,K-1,"{written}",price\n').rows
    assert row.received_at == meant
    assert row.received_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1234", "1234"),
        ("1234.5", "1234.5"),
        ("1234,50", "1234.50"),
        ("1.234", "1234"),
        ("1,234", "1234"),
        ("1.234.567,89 €", "1234567.89"),
        ("EUR 1,234,567.89", "1234567.89"),
        ("1 234,50", "1234.50"),
        ("0,05", "0.05"),
    ],
)
def test_money(load, written, meant):
    (row,) = load("returned", f'contact_id;returned_at;annual_value\nK-1;1.3.2026;"{written}"\n').rows
    assert row.annual_value == Decimal(meant)


@pytest.mark.parametrize(("word", "value"), [("ja", True), ("WAHR", True), ("1", True), ("Nein", False), ("0", False)])
def test_yes_and_no(load, word, value):
    text = f"contract_id;contact_id;concluded_online;objection_notice\nV-1;K-1;{word};{word}\n"
    (row,) = load("contracts", text).rows
    assert row == ContractRow(
        "K-1",
        Contract("V-1", concluded_online=value, objection_notice=ObjectionNotice.YES if value else ObjectionNotice.NO),
    )


def test_reasons_of_the_installation_count(load):
    text = "cancellation_id;contact_id;received_at;reason\nA;K-1;2026-03-01;merger\n"
    (row,) = load("cancellations", text, vocabulary=ImportVocabulary(reasons=(*REASONS, "merger"))).rows
    assert row == Cancellation("A", "K-1", datetime(2026, 2, 28, 23, tzinfo=UTC), "merger")


def test_the_smaller_kinds(load):
    at = datetime(2026, 2, 1, 9, tzinfo=UTC)
    when = "2026-02-01T10:00"
    assert load("usage", "contact_id;day;logins\nK-1;2026-02-01;7\n").rows == (
        UsageRow("K-1", date(2026, 2, 1), logins=7),
    )
    assert load(
        "tickets", f"ticket_id;contact_id;opened_at;priority;subject\nT-1;K-1;{when};high;- Absturz\n"
    ).rows == (TicketRow("T-1", "K-1", at, "- Absturz", TicketPriority.HIGH),)
    assert load("nps", f"contact_id;answered_at;score\nK-1;{when};9\n").rows == (NpsRow("K-1", at, 9),)
    assert load("revenue", "contact_id;month;amount\nK-1;02.2026;-10,50\n").rows == (
        RevenueRow("K-1", date(2026, 2, 1), Decimal("-10.50")),
    )
    assert load("letter-returns", f"send_id;reason;returned_at\nS-1;unbekannt verzogen;{when}\n").rows == (
        LetterReturnRow("S-1", "unbekannt verzogen", at),
    )
    assert load("returned", f"contact_id;returned_at\nK-1;{when}\n").rows == (ReturnedRow("K-1", at),)
    assert load("robinson", f"medium;address;listed_at\nphone;0171 3920011;{when}\n").rows == (
        Objection("phone", at, address="+491713920011", source="robinson", verbatim="Robinsonliste"),
    )
    assert load("objections", f"address;scope;received_at\nInfo@Firma.example;global;{when}\n").rows == (
        Objection("global", at, address="info@firma.example"),
    )
    (consent,) = load(
        "consents",
        f'consent_id;contact_id;medium;granted_at;purposes;products\nE;K-1;email;{when};"survey|advertising";a,b\n',
    ).rows
    assert consent == Consent(
        "E",
        "K-1",
        Medium.EMAIL,
        at,
        ConsentMethod.FLAG,
        frozenset({Purpose.SURVEY, Purpose.ADVERTISING}),
        frozenset("ab"),
    )


@pytest.mark.parametrize("kind", ["objections", "robinson"])
def test_a_postal_objection_has_the_key_of_the_customer(load, kind):
    customer = "contact_id;last_name;street;postcode;city\nK-1;Lindhorst;Fördehang 19;24937;Flensburg\n"
    (row,) = load("customers", customer).rows
    address = '"Lindhorst, Foerdehang 19, 24937 Flensburg"'
    names = {"objections": "scope;address;received_at", "robinson": "medium;address;listed_at"}
    (objection,) = load(kind, f"{names[kind]}\npost;{address};1.2.2026\n").rows
    assert objection.address == row.points[0].normalised


def test_an_activity_keeps_its_id_whatever_the_spelling(load):
    first = load("activities", "contact_id;at;medium;by\nK-1;2026-02-01T10:00;phone;Amira Haddad\n").rows
    again = load("activities", "by,medium,at,contact_id\nAmira Haddad,PHONE,01.02.2026 10:00,K-1\n").rows
    assert first == again
    assert isinstance(first[0], ActivityRow)
    assert first[0].external_id == "52c6af4766f52861d87e015139ad63cc"


def test_every_kind_of_the_contract_is_there():
    contract = "customers cancellations consents objections robinson returned contracts usage tickets nps activities"
    assert set(SCHEMAS) == {*contract.split(), "letter-returns", "releases", "revenue"}
