"""HubSpot: Contacts, Export, all properties (CSV, UTF-8 with BOM, comma). Labels, and internal names that differ."""

from __future__ import annotations

from campaigns.imports.crm.complete import first_identifier
from campaigns.imports.crm.shape import Mark, Shape, named_apart, opt_out
from campaigns.imports.schema import Column

_JOB = "Berufsbezeichnung; unser title ist der akademische Titel"
_STAGE = "Stand im Vertrieb"

SHAPE = Shape(
    name="hubspot",
    title="HubSpot",
    signature=(
        *("Record ID", "Record ID - Contact", "hs_object_id", "Datensatz-ID"),
        *("Lifecycle Stage", "Lifecycle-Phase", "Marketing contact status", "hs_marketable_status"),
        *("Unsubscribed from all email", "hs_email_optout", "Associated Company IDs", "hubspot_owner_id"),
        *("Lead Status", "hs_lead_status"),
    ),
    fields={
        "contact_id": ("Record ID", "Record ID - Contact", "hs_object_id", "Datensatz-ID"),
        "company_id": ("Associated Company IDs", "Primary Associated Company ID", "associatedcompanyid"),
        "company_name": ("Company Name", "company", "Associated Company", "Primary Associated Company"),
        "first_name": ("First Name",),
        "last_name": ("Last Name",),
        "email": ("Email", "Work email"),
        "phone": ("Phone Number", "phone", "Mobile Phone Number", "mobilephone"),
        "linkedin_url": ("LinkedIn URL", "hs_linkedin_url"),
        "street": ("Street Address", "address"),
        "postcode": ("Postal Code", "zip"),
        "city": ("City",),
        "land": ("State/Region", "state"),
        "country": ("Country/Region", "country"),
        "owner_email": ("Contact owner", "hubspot_owner_email"),
    },
    ignored={
        "Job Title": _JOB,
        "Create Date": "Anlagedatum im CRM",
        "Last Modified Date": "Änderungsdatum im CRM",
        "Lead Status": _STAGE,
        "hs_lead_status": _STAGE,
        "hubspot_owner_id": "eine Nummer statt der E-Mail-Adresse; die steht unter „Contact owner“",
    },
    marks=(
        Mark(
            ("Marketing contact status", "hs_marketable_status", "Marketing-Kontaktstatus"),
            "email",
            hints=frozenset({"marketing contact", "marketingkontakt", "marketing-kontakt", "true", "yes", "ja", "1"}),
        ),
        Mark(
            ("Lifecycle Stage", "Lifecycle-Phase"),
            "email",
            hints=frozenset({"subscriber", "abonnent"}),
        ),
        opt_out(
            "email",
            *("Unsubscribed from all email", "hs_email_optout", "Unsubscribed from all emails"),
            *("Von allen E-Mails abgemeldet", "Alle E-Mails abbestellt", "Von sämtlichen E-Mails abgemeldet"),
            "Alle E-Mails abgemeldet",
        ),
        # One column for each kind of mail: the prefix is the same, the objections are not.
        named_apart("email", "Opted out of email*", "hs_email_optout_*", "Abgemeldet von E-Mail*"),
    ),
    columns=(Column("company_id", first_identifier, typed=False),),
)
