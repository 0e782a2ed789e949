from __future__ import annotations

import dataclasses

import pytest

from contacts.contract import Contract, ObjectionNotice


def test_what_nobody_recorded_never_speaks_for_sending():
    contract = Contract("V1")
    assert contract.objection_notice is ObjectionNotice.NO  # § 7 Abs. 3 Nr. 4 UWG
    assert not contract.letters_notice
    assert not contract.concluded_online


def test_a_contract_is_a_fact_nobody_edits():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Contract("V1").effective = False
