"""contracts: contract_id*, contact_id*, effective and the contract columns of customers."""

from __future__ import annotations

from campaigns.imports.kinds.contract_columns import DETAILS, EFFECTIVE, REQUIRED_CONTRACT_ID, contract_of
from campaigns.imports.rows import ContractRow
from campaigns.imports.schema import Column, Problem, Schema, Values
from campaigns.imports.words import identifier

CONTACT_ID = Column("contact_id", identifier, required=True, typed=False)


def _build(values: Values) -> ContractRow | Problem:
    contract = contract_of(values, values.need(REQUIRED_CONTRACT_ID))
    if isinstance(contract, Problem):
        return contract
    return ContractRow(values.need(CONTACT_ID), contract)


SCHEMA = Schema(
    kind="contracts",
    columns=(REQUIRED_CONTRACT_ID, CONTACT_ID, *DETAILS, EFFECTIVE),
    build=_build,
    identity=lambda values: values.need(REQUIRED_CONTRACT_ID),
)
