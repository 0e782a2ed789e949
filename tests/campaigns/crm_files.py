"""The three CRM exports as they come: exact headers, the encoding and the separator of each. Rows are dicts by header."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from campaigns.imports import ImportFile, read

_HUBSPOT = (
    "Record ID,Anrede,First Name,Last Name,Email,Phone Number,Mobile Phone Number,Job Title,Company Name,"
    "Associated Company IDs,Street Address,Postal Code,City,State/Region,Country/Region,Contact owner,"
    "Lifecycle Stage,Marketing contact status,Unsubscribed from all email,Create Date,Kundenart,Kundenwert,"
    "Kunde seit,Vertragsnummer,Produkt,Vertragsart,Vertragsbeginn,Vertragsende,Kündigungsfrist (Tage),Jahreswert,"
    "Online geschlossen,Adresse stammt aus,Widerspruchshinweis,Briefhinweis"
)
_SALESFORCE = (
    "Id,AccountId,Account.Name,Salutation,FirstName,LastName,Title,Email,HasOptedOutOfEmail,DoNotCall,Phone,"
    "MobilePhone,MailingStreet,MailingPostalCode,MailingCity,MailingState,MailingCountry,Owner.Email,Tier__c,"
    "Annual_Value__c,Customer_Since__c,Contract_Number__c,Product_Family__c,Contract_Kind__c,Contract_Start__c,"
    "Contract_End__c,Notice_Days__c,Concluded_Online__c,Address_Source__c,Objection_Notice__c,Letters_Notice__c"
)
_PIPEDRIVE = (
    "Person - ID;Person - First name;Person - Last name;Person - Email - Home;Person - Phone - Mobile;"
    "Person - Postal address;Person - Organization;Person - Owner;Person - Marketing status;Person - Anrede;"
    "Person - Straße;Person - PLZ;Person - Ort;Person - Marke;Person - Kundenart;Person - Kunde seit;"
    "Person - Vertragsnummer;Person - Produkt;Person - Vertragsbeginn;Person - Vertragsende;"
    "Person - Kündigungsfrist (Tage);Person - Jahreswert;Person - Online geschlossen;Person - Adresse stammt aus;"
    "Person - Widerspruchshinweis"
)

HUBSPOT = tuple(_HUBSPOT.split(","))
SALESFORCE = tuple(_SALESFORCE.split(","))
PIPEDRIVE = tuple(_PIPEDRIVE.split(";"))

FORMATS = {
    "hubspot": (HUBSPOT, ",", "utf-8-sig", csv.QUOTE_MINIMAL),
    "salesforce": (SALESFORCE, ",", "utf-8", csv.QUOTE_ALL),
    "pipedrive": (PIPEDRIVE, ";", "cp1252", csv.QUOTE_MINIMAL),
}

NORA = {
    "Record ID": "50112",
    "Anrede": "Frau",
    "First Name": "Nora",
    "Last Name": "Lüders",
    "Email": "nora@kontor.example",
    "Phone Number": "040 66969 114",
    "Mobile Phone Number": "0171 3920011",
    "Job Title": "CEO",
    "Company Name": "Kontor GmbH",
    "Associated Company IDs": "991;992",
    "Street Address": "Weg 1",
    "Postal Code": "01067",
    "City": "Dresden",
    "State/Region": "Saxony",
    "Country/Region": "Germany",
    "Contact owner": "amira@nordlicht.example",
    "Lifecycle Stage": "Customer",
    "Marketing contact status": "Marketing contact",
    "Unsubscribed from all email": "false",
    "Create Date": "2024-01-01 10:11",
    "Kundenart": "Firma",
    "Kundenwert": "strategisch",
    "Kunde seit": "2020-01-01",
    "Vertragsnummer": "V-1",
    "Produkt": "auftragsbuch",
    "Vertragsart": "kostenpflichtig",
    "Vertragsbeginn": "2020-01-01",
    "Vertragsende": "2026-05-31",
    "Kündigungsfrist (Tage)": "90",
    "Jahreswert": "1.200,00",
    "Online geschlossen": "nein",
    "Adresse stammt aus": "Bestellformular",
    "Widerspruchshinweis": "ja",
    "Briefhinweis": "ja",
}


def written(folder: Path, system: str, *rows: dict[str, str], headers: tuple[str, ...] | None = None) -> Path:
    """A file as this CRM writes it; what a row does not name is empty."""
    shipped, delimiter, encoding, quoting = FORMATS[system]
    names = headers or shipped
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    path = folder / f"{system}.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def taken(path, kind="customers"):
    file = read(kind, path)
    assert isinstance(file, ImportFile), file
    return file


def only(path):
    file = taken(path)
    assert (file.rejects, file.unknown_columns) == ((), ())
    (row,) = file.rows
    return row


def signs(row):
    return [(signal.mark, signal.scope, signal.sign) for signal in row.signals]
