"""Every stored value has a German word; ids that say nothing; names with their title."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from campaigns.bootstrap import ROOT
from campaigns.reason_words import EFFECTS
from campaigns.rights import requests as cases
from campaigns.rights.value_words import value_word
from cases.authority import Concession
from channels.channel import Outcome
from compliance.facts import Via
from compliance.verdict import Verdict
from contacts.cancellation import DeclarationKind
from contacts.consent import ConsentEvent, ConsentMethod
from contacts.contact import ContactKind, Tier
from contacts.contract import AddressSource, ContractKind, ObjectionNotice
from contacts.medium import Medium, Purpose
from replies.reply import Kind, Label
from sequences.definition import Channel, EventKind
from sequences.due import SkipReason
from sequences.enrollment import EnrollmentState, StopReason
from sequences.touch import TouchState
from store import requests
from store.drafts import DraftState
from tasks.kinds import Outcome as TaskOutcome
from tests.campaigns.erased_person import pk_of
from tests.campaigns.house_of import minimal, step

WALKED = [
    ("attempt", "outcome", Outcome), ("attempt", "outcome", Kind), ("outcome", "outcome", TaskOutcome),
    ("touch", "state", TouchState), ("touch", "reason", StopReason), ("enrollment", "reason", StopReason),
    ("decision", "reason", SkipReason), ("enrollment", "state", EnrollmentState), ("touch", "channel", Channel),
    ("event", "kind", EventKind), ("touch", "wait_event", EventKind), ("reply", "kind", Kind), ("reply", "label", Label),
    ("contact", "kind", ContactKind), ("contact", "tier", Tier), ("contract", "kind", ContractKind),
    ("contract", "address_source", AddressSource), ("contact_point", "source", AddressSource),
    ("contract", "objection_notice", ObjectionNotice), ("contact_point", "medium", Medium), ("consent", "medium", Medium),
    ("consent", "purposes", Purpose), ("touch", "purpose", Purpose), ("consent", "method", ConsentMethod),
    ("consent_event", "event", ConsentEvent), ("objection", "via", Via), ("decision", "verdict", Verdict),
    ("cancellation", "kind", DeclarationKind), ("draft", "state", DraftState),
    ("offer_use", "offer", Concession),
]  # fmt: skip


@pytest.mark.parametrize(("table", "column", "enumeration"), WALKED)
def test_every_value_of_an_enumeration_is_told_in_words(table, column, enumeration):
    for one in enumeration:
        stored = one.name if enumeration is Verdict else one.value
        word = value_word(table, column, stored)
        assert word, one
        assert word != stored, one
        assert "_" not in word


def test_what_is_made_of_two_words_is_told_too():
    for stored in ("who:tiers", "who:not_reasons", "excluded:insolvency"):
        for table in ("enrollment", "touch", "decision"):
            word = value_word(table, "reason", stored)
            assert stored not in word
            assert ":" not in word
    assert value_word("reply", "effect", "start:handover") == "handover beginnt"
    assert all(value_word("reply", "effect", one) == EFFECTS[one] for one in EFFECTS)


def test_a_request_id_cannot_be_computed_from_the_contact_and_an_old_one_still_works(home):
    one = home(texts={"probe": minimal(step("a", "day = 1"))})
    one.customer()
    at = one.clock.now()
    with one.house.store.write() as connection:
        first = cases.receive(connection, one.house, cases.ACCESS, at, contact_pk=pk_of(one, "K-1"))
        assert first.external_id != requests.legacy_id("K-1", cases.ACCESS, at)
        cases.closed(connection, one.house, first, cases.DONE, "", "dsb")
        known = cases.receive(connection, one.house, cases.ACCESS, at, contact_pk=first.contact_pk)
        assert known.external_id == first.external_id  # entered again after it was closed
        later = cases.receive(
            connection, one.house, cases.ACCESS, at.replace(year=at.year + 1), contact_pk=known.contact_pk
        )
        assert later.external_id != first.external_id
    old = "DS-1a2b3c4d"
    with one.house.store.write() as connection:
        values = {
            "external_id": old, "contact_id": None, "contact": "a@b.example", "kind": "access",
            "received_at": datetime(2026, 1, 1, tzinfo=UTC), "due_at": datetime(2026, 2, 1, tzinfo=UTC),
        }  # fmt: skip
        requests.add(connection, values)
        assert requests.one(connection, old).external_id == old


def test_a_name_is_put_together_in_one_place_alone():
    joined = re.compile(r"contact\.first_name[^\n]*contact\.last_name")
    files = [path for room in ("campaigns", "commands") for path in (ROOT / room).rglob("*.py")]
    found = {str(path.relative_to(ROOT)) for path in files if joined.search(path.read_text(encoding="utf-8"))}
    # The marks of an erasure are found in texts by first and last name; a title is no part of them.
    assert {path for path in found if not path.startswith("campaigns/erasing/")} == {"campaigns/rendering/german.py"}
