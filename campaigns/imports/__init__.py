"""Reading CSV files: `read(kind, path, vocabulary)` gives rows and rejects, or one refusal of the whole file.

A file may be separated by semicolon, comma or tab, and written in UTF-8 (with or without BOM), UTF-16 with BOM or
Windows-1252. Days are `2026-11-21` or `21.11.2026`; moments ISO 8601 or `21.11.2026 14:30`, in Europe/Berlin when
they name no offset; money is `1234.50` or `1.234,50`; yes and no are ja, nein, true, false, 1, 0, x, -.

Columns (* required), each in its file below `kinds/`; header case, spaces and hyphens do not count. German labels mean
them too (`german.py`), and in an export of HubSpot, Salesforce or Pipedrive the names of that CRM (`crm/`). Columns
that say who wants no advertising count in every customers file, whatever system it comes from (`crm/general.py`):

customers       contact_id*, company_id, company_name, kind, salutation, title, first_name, last_name*, email, phone,
                linkedin_url, street, postcode, city, country, land, timezone, tier, annual_value, customer_since,
                owner_email, brand, minor, contract_id, product_family, contract_kind, contract_start, contract_end,
                notice_days, concluded_online, address_source, address_given_on, objection_notice, notice_version,
                notice_place, letters_notice
contracts       contract_id*, contact_id*, effective and the contract columns of customers
cancellations   cancellation_id*, contact_id*, contract_id, received_at*, wished_end, reason*, feature, text, door,
                receipt_confirmed_at, competitor, competitor_source
consents        consent_id*, contact_id*, medium*, purposes, products, granted_at*, method, text, text_version,
                proof_ref, confirmed_at, valid_until, withdrawn_at, declared_name, declared_address, receiver, form,
                language, privacy_version, platforms, matched_by
objections      contact_id or address*, scope*, received_at*, source, verbatim
robinson        medium*, address*, listed_at*, list_name
returned        contact_id*, contract_id, returned_at*, annual_value
activities      contact_id*, at*, medium*, by, note
releases        release_id*, feature*, released_at*, note
letter-returns  send_id*, status undeliverable|moved|deceased|refused, reason, new_address, returned_at
usage           contact_id*, day*, logins, active_users, hours_saved, transactions
tickets         ticket_id*, contact_id*, opened_at*, closed_at, priority, subject
nps             contact_id*, answered_at*, score*, comment
revenue         contact_id*, month*, amount*, contract_id

An external id stands once in a file: an exact repetition is left out, a different row under the same id rejected.
"""

from __future__ import annotations

from campaigns.imports.kinds import SCHEMAS
from campaigns.imports.reader import read
from campaigns.imports.rejects import guarded, write_rejects
from campaigns.imports.rows import (
    ActivityRow,
    ContractRow,
    CustomerRow,
    LetterReturnRow,
    NpsRow,
    ReleaseRow,
    ReturnedRow,
    ReturnStatus,
    RevenueRow,
    Row,
    Sign,
    Signal,
    StrayOptOut,
    TicketPriority,
    TicketRow,
    UsageRow,
    stable_id,
)
from campaigns.imports.values import ImportFile, ImportRefused, ImportVocabulary, Reject

__all__ = [
    "SCHEMAS",
    "ActivityRow",
    "ContractRow",
    "CustomerRow",
    "ImportFile",
    "ImportRefused",
    "ImportVocabulary",
    "LetterReturnRow",
    "NpsRow",
    "Reject",
    "ReleaseRow",
    "ReturnStatus",
    "ReturnedRow",
    "RevenueRow",
    "Row",
    "Sign",
    "Signal",
    "StrayOptOut",
    "TicketPriority",
    "TicketRow",
    "UsageRow",
    "guarded",
    "read",
    "stable_id",
    "write_rejects",
]
