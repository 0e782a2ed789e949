"""Objections: append-only, and one reaches everybody who uses the address."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from compliance.facts import Via
from contacts.consent import GLOBAL
from contacts.contact import ContactPoint
from contacts.medium import Medium
from store import cases, permissions, points
from store.tables import permission
from tests.store.rows_of import FAR, NOW, digest, later


def run_of(store, enrollment):
    with store.read() as connection:
        return cases.runs_of(connection, [enrollment], NOW, FAR)[enrollment]


def objections(store, enrollment):
    return [(fact.scope, fact.shared_address, fact.erased_person) for fact in run_of(store, enrollment).objections]


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
    assert set(objections(store, enrollment)) == {(GLOBAL, False, False)}
    rows.contact("K-2", email="new@x.example")
    assert objections(store, rows.enrollment("K-2")) == [(GLOBAL, True, False)]


@pytest.mark.parametrize(
    ("scope", "via", "medium", "covered"),
    [
        ("email", Via.ONE_CLICK, Medium.EMAIL, True),
        ("email", Via.TEXT, Medium.PHONE, False),
        ("sms", Via.TEXT, Medium.PHONE, True),
        ("linkedin_invite", Via.TEXT, Medium.LINKEDIN_DM, True),
        (GLOBAL, Via.CALL, Medium.POST, True),
        ("email", Via.ROBINSON, Medium.EMAIL, False),
    ],
)
def test_only_what_an_objection_is_about_covers_a_new_address(store, rows, scope, via, medium, covered):
    contact = rows.contact("K-1")
    add(store, contact, scope=scope, via=via, verbatim="nein", recorded_by="jana")
    new = ContactPoint(medium, "neu", "neu")
    with store.write() as connection:
        points.put(connection, contact, [new], digest, now=later(days=3))
        points.put(connection, contact, [new], digest, now=later(days=4))
    with store.read() as connection:
        columns = permission.objection.c
        query = select(columns.scope, columns.verbatim, columns.recorded_by, columns.received_at, columns.recorded_at)
        found = connection.execute(query.where(columns.address_hash == digest(medium, "neu"))).all()
    assert found == ([(scope, "nein", "jana", NOW, later(days=3))] if covered else [])


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
