"""Consents and objections: append-only, and an objection reaches everybody who uses the address."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from compliance.facts import Via
from contacts.consent import GLOBAL, Consent, ConsentMethod
from contacts.contact import ContactPoint
from contacts.medium import Medium, Purpose
from store import cases, permissions, points
from store.tables import permission
from tests.store.rows_of import FAR, NOW, digest, later

GIVEN = Consent(
    "EW-1",
    "K-1",
    Medium.EMAIL,
    NOW,
    ConsentMethod.DOI,
    purposes=frozenset({Purpose.ADVERTISING, Purpose.SURVEY}),
    products=frozenset({"auftragsbuch"}),
    text="Ja.",
    text_version="2",
    proof_ref="doi/1",
    valid_until=later(days=900),
)


def put(store, consent, contact):
    with store.write() as connection:
        return permissions.put_consent(connection, consent, contact, NOW)


def run_of(store, enrollment):
    with store.read() as connection:
        return cases.runs_of(connection, [enrollment], NOW, FAR)[enrollment]


def objections(store, enrollment):
    return [(fact.scope, fact.shared_address, fact.erased_person) for fact in run_of(store, enrollment).objections]


def test_a_consent_comes_back_as_it_was_given(store, rows):
    enrollment = rows.enrollment("K-1")
    contact = run_of(store, enrollment).enrollment.contact_pk
    assert put(store, GIVEN, contact)
    (row,) = run_of(store, enrollment).consents
    assert (row.consent, row.last_used_at) == (GIVEN, None)


def test_evidence_is_never_rewritten_only_confirmed_or_withdrawn_once(store, rows):
    enrollment = rows.enrollment("K-1")
    contact = run_of(store, enrollment).enrollment.contact_pk
    assert put(store, GIVEN, contact)
    assert not put(store, GIVEN, contact)
    assert not put(store, replace(GIVEN, text="Nein.", proof_ref=""), contact)
    assert put(store, replace(GIVEN, confirmed_at=later(hours=1)), contact)
    assert put(store, replace(GIVEN, withdrawn_at=later(hours=2)), contact)
    assert not put(store, replace(GIVEN, withdrawn_at=later(hours=9), confirmed_at=later(hours=9)), contact)
    (row,) = run_of(store, enrollment).consents
    assert row.consent == replace(GIVEN, confirmed_at=later(hours=1), withdrawn_at=later(hours=2))


def test_a_consent_of_somebody_else_is_not_touched(store, rows):
    rows.contact("K-1")
    other = rows.contact("K-2")
    put(store, GIVEN, other - 1)
    for consent, contact in ((GIVEN, other), (replace(GIVEN, medium=Medium.PHONE), other - 1)):
        with pytest.raises(ValueError, match=GIVEN.external_id):
            put(store, replace(consent, withdrawn_at=NOW), contact)


def test_the_use_of_a_consent_is_remembered(store, rows):
    enrollment = rows.enrollment("K-1")
    put(store, GIVEN, run_of(store, enrollment).enrollment.contact_pk)
    with store.write() as connection:
        permissions.use_consents(connection, ["EW-1", "EW-unknown"], later(days=3))
    assert run_of(store, enrollment).consents[0].last_used_at == later(days=3)


def add(store, contact=None, address=None, scope=GLOBAL, received_at=NOW, via=Via.TEXT, **words):
    with store.write() as connection:
        return permissions.add_objection(connection, contact, address, scope, via, received_at, NOW, **words)


def test_an_objection_reaches_everybody_on_the_same_address(store, rows):
    rows.contact("K-1", email="info@x.example")
    rows.contact("K-2", email="info@x.example")
    first, second, third = (rows.enrollment(name) for name in ("K-1", "K-2", "K-3"))
    assert add(store, run_of(store, first).enrollment.contact_pk) == 1
    assert objections(store, first) == [(GLOBAL, False, False)]
    assert objections(store, second) == [(GLOBAL, True, False)]
    assert objections(store, third) == []


def test_the_hash_of_an_erased_person_blocks_whoever_comes_back_with_the_address(store, rows):
    assert add(store, address=digest(Medium.EMAIL, "gone@x.example"), source=permissions.ERASED) == 1
    rows.contact("K-1", email="gone@x.example")
    assert objections(store, rows.enrollment("K-1")) == [(GLOBAL, False, True)]


def test_an_objection_that_names_only_an_address_keeps_its_scope(store, rows):
    assert add(store, address=digest(Medium.EMAIL, "info@x.example"), scope=Medium.EMAIL.value) == 1
    rows.contact("K-1", email="info@x.example")
    assert objections(store, rows.enrollment("K-1")) == [("email", False, False)]


def test_an_objection_covers_addresses_that_become_known_later(store, rows):
    enrollment = rows.enrollment("K-1")
    contact = run_of(store, enrollment).enrollment.contact_pk
    add(store, contact)
    with store.write() as connection:
        point = ContactPoint(Medium.EMAIL, "new@x.example", "new@x.example")
        points.put(connection, contact, [point], digest)
    assert objections(store, enrollment) == [(GLOBAL, False, False)]


def test_an_objection_without_any_address_is_kept_for_the_person(store, rows):
    contact = rows.contact("K-1")
    assert add(store, contact, scope=Medium.POST.value) == 1  # no postal address is on file
    assert objections(store, rows.enrollment("K-1")) == [("post", False, False)]


def test_each_address_of_the_scope_gets_its_own_row(store, rows):
    contact = rows.contact("K-1")
    with store.write() as connection:
        phone = ContactPoint(Medium.PHONE, "+49431999990", "+49431999990")
        points.put(connection, contact, [phone], digest)
    assert add(store, contact, scope=GLOBAL) == 2
    assert add(store, contact, scope=Medium.PHONE.value) == 1


def test_the_same_objection_twice_is_one(store, rows):
    contact = rows.contact("K-1")
    assert add(store, contact, verbatim="Keine Werbung!") == 1
    assert add(store, contact, verbatim="Keine Werbung!") == 0
    assert add(store, contact, received_at=later(days=1)) == 1
    assert add(store, contact, via=Via.CALL) == 1


@pytest.mark.parametrize("via", list(Via))
def test_how_it_was_declared_and_the_words_are_kept(store, rows, via):
    enrollment = rows.enrollment("K-1")
    add(store, run_of(store, enrollment).enrollment.contact_pk, via=via, source="brief-1", verbatim="x" * 5000)
    (fact,) = run_of(store, enrollment).objections
    assert (fact.via, fact.received_at) == (via, NOW)
    with store.read() as connection:
        words = connection.execute(select(permission.objection.c.source, permission.objection.c.verbatim)).one()
    assert words == ("brief-1", "x" * 2000)
