"""Salesforce: Contact by Data Loader (API names, UTF-8, comma, quoted), or a report with its labels."""

from __future__ import annotations

from campaigns.imports.crm.complete import FULL_NAME
from campaigns.imports.crm.shape import Shape, opt_out

_JOB = "Berufsbezeichnung; unser title ist der akademische Titel"
_NUMBER = "eine Nummer statt der E-Mail-Adresse; die steht unter „Owner.Email“"

SHAPE = Shape(
    name="salesforce",
    title="Salesforce",
    signature=(
        *("AccountId", "Account.Name", "HasOptedOutOfEmail", "Email Opt Out", "DoNotCall", "Owner.Email", "OwnerId"),
        *("MailingStreet", "MailingPostalCode", "Mailing Zip/Postal Code", "MailingCity", "MailingCountry"),
        *("MailingState", "Mailing State/Province", "Contact Owner Email"),
    ),
    fields={
        "contact_id": ("Id", "Contact ID"),
        "company_id": ("AccountId",),
        "company_name": ("Account.Name", "Account Name"),
        "first_name": ("FirstName",),
        "last_name": ("LastName",),
        "full_name": ("Name", "Full Name"),
        "phone": ("Phone", "Business Phone", "MobilePhone", "Mobile", "HomePhone", "OtherPhone"),
        "street": ("MailingStreet",),
        "postcode": ("MailingPostalCode", "Mailing Zip/Postal Code"),
        "city": ("MailingCity",),
        "land": ("MailingState", "Mailing State/Province", "MailingStateCode"),
        "country": ("MailingCountry", "MailingCountryCode"),
        "owner_email": ("Owner.Email", "Contact Owner Email", "Contact Owner: Email", "Contact Owner"),
        "contract_id": ("Contract_Number__c", "Contract Number"),
    },
    ignored={
        "Title": _JOB,
        "OwnerId": _NUMBER,
        "Contact Owner Alias": "ein Kürzel statt der E-Mail-Adresse; die steht unter „Contact Owner: Email“",
        "CreatedDate": "Anlagedatum im CRM",
        "LastModifiedDate": "Änderungsdatum im CRM",
        "LeadSource": "Herkunft der Anfrage, kein Vertrag",
        "Department": "Abteilung",
        "Description": "Notizen aus dem CRM",
    },
    marks=(
        opt_out("email", "HasOptedOutOfEmail", "Email Opt Out", "PersonHasOptedOutOfEmail"),
        opt_out("phone", "DoNotCall", "PersonDoNotCall"),
        opt_out("fax", "HasOptedOutOfFax", "Fax Opt Out", "PersonHasOptedOutOfFax"),
        opt_out("global", "HasOptedOutSolicit", "Individual.HasOptedOutSolicit"),
    ),
    columns=(FULL_NAME,),
    suffix="__c",
    # „Id“, „Name“ and an owner stand in every object; these only where there are people.
    person=(
        *("FirstName", "LastName", "Full Name", "AccountId", "Contact Owner Email", "Contact Owner"),
        *("HasOptedOutOfEmail", "Email Opt Out", "DoNotCall", "MailingStreet", "MailingPostalCode", "MailingCity"),
    ),
)
