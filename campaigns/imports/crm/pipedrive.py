"""Pipedrive: People, Export filter results (CSV, Windows-1252 or UTF-8, semicolon or comma)."""

from __future__ import annotations

from campaigns.imports.crm.complete import FULL_NAME, POSTAL_ADDRESS
from campaigns.imports.crm.shape import Mark, Shape

_JOB = "Berufsbezeichnung; unser title ist der akademische Titel"
_DEAL = "gehört zum Geschäft, nicht zur Person"

SHAPE = Shape(
    name="pipedrive",
    title="Pipedrive",
    signature=(
        *("Person - ID", "Person - Name", "Person - First name", "Person - Last name", "Person - Owner"),
        *("Person - Email - Work", "Person - Email - Home", "Person - Email - Other", "Person - Organization"),
        *("Person - Phone - Work", "Person - Phone - Mobile", "Person - Marketing status"),
    ),
    fields={
        "contact_id": ("Person - ID",),
        "company_id": ("Person - Organization ID", "Organization - ID"),
        "company_name": ("Person - Organization", "Organization - Name"),
        "full_name": ("Person - Name",),
        "first_name": ("Person - First name",),
        "last_name": ("Person - Last name",),
        "email": ("Person - Email - Work", "Person - Email - Home", "Person - Email - Other", "Person - Email"),
        "phone": (
            *("Person - Phone - Work", "Person - Phone - Mobile", "Person - Phone - Home", "Person - Phone - Other"),
            "Person - Phone",
        ),
        "postal_address": ("Person - Postal address",),
        "owner_email": ("Person - Owner", "Person - Owner email"),
    },
    ignored={
        "Person - Job title": _JOB,
        "Person - Title": _JOB,
        "Person - Label": "Etikett aus dem CRM",
        "Person - Labels": "Etikett aus dem CRM",
        "Person - Person created": "Anlagedatum im CRM",
        "Person - Update time": "Änderungsdatum im CRM",
        "Deal - Title": _DEAL,
        "Deal - Stage": _DEAL,
        "Deal - Status": _DEAL,
        "Deal - Owner": _DEAL,
        "Deal - Lost reason": "kein Kündigungsgrund; Kündigungen kommen mit import cancellations",
    },
    marks=(
        Mark(
            ("Person - Marketing status",),
            "email",
            hints=frozenset({"subscribed", "abonniert"}),
            opt_outs=frozenset({"unsubscribed", "abgemeldet", "abbestellt"}),
            neither=frozenset(
                {"no consent", "no_consent", "keine einwilligung", "archived", "archiviert", "not subscribed", "-"}
            ),
            strict=True,
        ),
    ),
    columns=(FULL_NAME, POSTAL_ADDRESS),
)
