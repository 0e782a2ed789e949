"""No opt-out is overlooked: in any customers file, in any words; and what only looks like one is asked about."""

from __future__ import annotations

import pytest

from campaigns.imports import SCHEMAS, ImportRefused, Sign, read
from campaigns.imports.crm import KIND, SHAPES, permission_column
from campaigns.imports.crm.general import MARKS, looks_like_opt_out
from campaigns.imports.german import LABELS
from campaigns.imports.table import fold
from campaigns.imports.words import NO, YES
from tests.campaigns.crm_files import FORMATS, NORA, signs, taken, written

OWN = "Kundennummer;Nachname;E-Mail;{}\nK-1;Aumann;a@x.example;{}\n"


def file_of(folder, text):
    path = folder / "eigene.csv"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("column", "value", "scope"),
    [
        ("HasOptedOutOfEmail", "true", "email"),
        ("HasOptedOutOfFax", "true", "fax"),
        ("DoNotCall", "1", "phone"),
        ("Unsubscribed from all email", "true", "email"),
        ("Opted out of email: Newsletter", "true", "email"),
        ("Person - Marketing status", "unsubscribed", "email"),
        ("Alle E-Mails abbestellt", "Ja", "email"),
        ("Von allen E-Mails abgemeldet", "true", "email"),
        ("Keine Werbung", "x", "global"),
        ("Nicht anrufen", "J", "phone"),
        ("keine_briefe", "ja", "post"),
        ("OPT-OUT", "on", "global"),
        ("Person - Werbewiderspruch", "wahr", "global"),
    ],
)
def test_an_opt_out_counts_in_a_file_of_no_crm(tmp_path, column, value, scope):
    file = taken(file_of(tmp_path, OWN.format(column, value)))
    ((_, found, sign),) = signs(file.rows[0])
    assert (file.system, found, sign, file.unknown_columns, file.notes) == ("", scope, Sign.OPT_OUT, (), ())


@pytest.mark.parametrize("column", ["Alle E-Mails abbestellt", "Von allen E-Mails abgemeldet"])
def test_a_german_hubspot_export(tmp_path, column):
    row = {"Datensatz-ID": "7", "Nachname": "Raus", "Lifecycle-Phase": "Kunde", column: "Ja"}
    file = taken(written(tmp_path, "hubspot", row, headers=tuple(row)))
    assert file.system == "HubSpot"
    assert ("Unsubscribed from all email", "email", Sign.OPT_OUT) in signs(file.rows[0])


def test_a_list_of_mails_is_enough_to_know_hubspot(tmp_path):
    row = {"Record ID": "7", "Last Name": "Raus", "Opted out of email: Newsletter": "true"}
    file = taken(written(tmp_path, "hubspot", row, headers=tuple(row)))
    assert (file.system, file.rows[0].contact.external_id) == ("HubSpot", "7")


def test_a_label_of_ours_counts_beside_the_columns_of_a_crm(tmp_path):
    row = {"Id": "7", "LastName": "Raus", "OwnerId": "5", "DoNotCall": "0", "Keine_Werbung__c": "true"}
    file = taken(written(tmp_path, "salesforce", row, headers=tuple(row)))
    assert [(signal.system, signal.scope) for signal in file.rows[0].signals if signal.sign is Sign.OPT_OUT] == [
        ("Salesforce", "global")
    ]


@pytest.mark.parametrize(
    "column",
    [
        *("Newsletter", "Newsletter abonniert?", "Werbesperre seit", "Gesperrt", "Hat widersprochen am"),
        *(
            "opt_out_sms",
            "Opted Out Of Mobile",
            "unsubscribe_reason",
            "Widerruf am",
            "Abmeldedatum",
            "Keine Werbung SMS",
        ),
        *("do_not_text", "Kein Mailing", "Robinsonliste", "no_mail", "Bitte nicht kontaktieren"),
    ],
)
def test_an_unknown_column_that_looks_like_one_stops_and_asks(tmp_path, column):
    path = file_of(tmp_path, OWN.format(column, "ja"))
    refused = read("customers", path)
    assert isinstance(refused, ImportRefused)
    assert (refused.asks, refused.column, refused.line) == (True, column, 1)
    assert "nichts wurde gespeichert" in refused.message
    assert f'--ignore-column "{column}"' in refused.message
    file = read("customers", path, ignore=[column.upper()])
    assert (file.unknown_columns, file.ignored) == ((), ((column, "mit --ignore-column ausgelassen"),))
    assert file.rows[0].signals == ()


def test_what_is_left_out_on_purpose_must_be_there_and_unknown(tmp_path):
    path = file_of(tmp_path, OWN.format("Keine Werbung", "ja"))
    known, absent = read("customers", path, ignore=["keine werbung"]), read("customers", path, ignore=["Nuwsletter"])
    assert "Diese Spalte kennen wir" in known.message
    assert "Im Kopf steht sie nicht" in absent.message
    assert (known.asks, absent.asks) == (False, False)


def test_no_column_we_know_looks_like_an_opt_out_unless_it_is_one():
    known = [column.name for column in SCHEMAS[KIND].columns]
    known += [label for name in known for label in LABELS.get(name, ())]
    known += [header for shape in SHAPES for headers in shape.fields.values() for header in headers]
    known += [header for shape in SHAPES for header in shape.ignored]
    assert not [header for header in known if permission_column(header, None)]
    harmless = ["Notiz", "Umsatz", "Optik", "Rufnummer", "Widerrufsfrist bis", "Widerspruchshinweis erteilt am"]
    assert not [
        header for header in [*known, *harmless] if looks_like_opt_out(header) and header != "Widerspruchshinweis"
    ]
    assert not looks_like_opt_out("objection_notice")


def test_no_label_means_two_opt_outs():
    marks = [*MARKS, *(mark for shape in SHAPES for mark in shape.marks)]
    words = [fold(header) for mark in marks for header in mark.headers]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize("word", sorted(YES | NO))
def test_every_yes_and_every_no(tmp_path, word):
    file = taken(written(tmp_path, "hubspot", NORA | {"Unsubscribed from all email": word.upper()}))
    assert signs(file.rows[0])[-1][2] is (Sign.OPT_OUT if word in YES else Sign.SILENT)
    assert file.notes == ()


def test_two_headers_of_one_column_are_not_a_mark_that_is_gone(tmp_path):
    row = {"Record ID": "7", "Last Name": "Raus", "Unsubscribed from all email": "false", "hs_email_optout": "true"}
    file = taken(written(tmp_path, "hubspot", row, headers=tuple(row)))
    assert signs(file.rows[0]) == [("Unsubscribed from all email", "email", Sign.OPT_OUT)]


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ("Id,Name,Phone,OwnerId,Owner.Email,BillingStreet", "Accounts aus Salesforce"),
        ("Id,AccountId,ContactId,Name,StageName,OwnerId", "Opportunities aus Salesforce"),
        ("Id,FirstName,LastName,Company,IsConverted,OwnerId", "Leads aus Salesforce"),
        ("Record ID,Company name,Company domain name,Lifecycle Stage", "Firmen aus HubSpot"),
        ("Record ID,Deal Name,Deal Stage,Amount", "Deals aus HubSpot"),
        ("Organization - ID,Organization - Name,Organization - Address", "Organisationen aus Pipedrive"),
        ("Deal - ID,Deal - Title,Deal - Value", "Deals aus Pipedrive"),
    ],
)
def test_an_export_without_people_is_refused_with_the_right_one(tmp_path, header, what):
    refused = read("customers", file_of(tmp_path, f"{header}\n{','.join('1' for _ in header.split(','))}\n"))
    assert isinstance(refused, ImportRefused)
    assert f"Das ist ein Export von {what}" in refused.message
    assert "Gebraucht wird: " in refused.message
    assert not refused.asks


def test_an_owner_alone_makes_no_salesforce_contact(tmp_path):
    refused = read("customers", file_of(tmp_path, "Id,Name,OwnerId,Owner.Email\n1,Müller GmbH,7,a@x.example\n"))
    assert isinstance(refused, ImportRefused)
    assert "contact_id" in refused.message


@pytest.mark.parametrize("system", FORMATS)
def test_people_with_columns_of_their_company_stay_people(tmp_path, system):
    more = ("BillingStreet", "Company domain name", "Deal - Title", "Deal Name", "Organization - ID")
    assert taken(written(tmp_path, system, headers=(*FORMATS[system][0], *more))).rows == ()


def test_what_a_deal_or_an_organisation_is_called_is_not_the_persons(tmp_path):
    row = {
        "Person - ID": "7",
        "Person - Name": "Anna Berg",
        "Deal - Titel": "Lizenz 2026",
        "Organization - Telefon": "040 66969 114",
        "Organisation - Straße": "Weg 1",
        "Organization - Firmen-ID": "55",
        "Organization - Unternehmen": "Berg GmbH",
        "Deal - Vertragsnummer": "V-9",
        "Deal - Vertragsende": "31.12.2026",
    }
    file = taken(written(tmp_path, "pipedrive", row, headers=tuple(row)))
    (anna,) = file.rows
    assert (anna.contact.title, anna.points, anna.contact.address) == ("", (), None)
    assert (anna.contact.company.external_id, anna.contract.external_id) == ("55", "V-9")
    assert file.unknown_columns == ("Deal - Titel", "Organization - Telefon", "Organisation - Straße")
