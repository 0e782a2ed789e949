"""The kinds of files. A new kind is one file with a SCHEMA and one line here."""

from __future__ import annotations

from campaigns.imports.kinds import (
    activities,
    cancellations,
    consents,
    contracts,
    customers,
    letter_returns,
    nps,
    objections,
    releases,
    returned,
    revenue,
    robinson,
    tickets,
    usage,
)

SCHEMAS = {
    schema.kind: schema
    for schema in (
        customers.SCHEMA,
        cancellations.SCHEMA,
        consents.SCHEMA,
        objections.SCHEMA,
        robinson.SCHEMA,
        returned.SCHEMA,
        contracts.SCHEMA,
        usage.SCHEMA,
        tickets.SCHEMA,
        nps.SCHEMA,
        activities.SCHEMA,
        letter_returns.SCHEMA,
        releases.SCHEMA,
        revenue.SCHEMA,
    )
}
"""Schema by the word that `import KIND FILE` knows it by."""
