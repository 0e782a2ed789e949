"""Consents and their ledger: what was declared stands for ever, what became of it is appended."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from contacts.consent import Consent, ConsentEvent, ConsentMethod
from contacts.medium import Medium, Purpose
from store import cases, consents
from store.consents import AnotherConsent
from store.tables import permission
from tests.store.rows_of import FAR, NOW, later

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
    declared_name="Anna Probe",
    declared_address="anna@probe.example",
    receiver="formular-7",
    language="de",
    privacy_version="ds-2026-01",
)


def put(store, consent, contact, **data):
    with store.write() as connection:
        return consents.put_consent(connection, consent, contact, NOW, data or None)


def known(store, external_id="EW-1"):
    with store.read() as connection:
        (row,) = consents.consents(connection, external_id=external_id)
    return row


def trail(store, external_id="EW-1"):
    with store.read() as connection:
        return [(one.event.value, one.at) for one in consents.trail(connection, external_id)]


def told(store, event, external_id="EW-1"):
    with store.read() as connection:
        return [dict(one.data) for one in consents.trail(connection, external_id) if one.event is event]


def do(store, what, *args):
    with store.write() as connection:
        return what(connection, *args)


def test_a_consent_comes_back_as_it_was_given(store, rows):
    enrollment = rows.enrollment("K-1")
    with store.read() as connection:
        contact = cases.runs_of(connection, [enrollment], NOW, FAR)[enrollment].enrollment.contact_pk
    assert put(store, GIVEN, contact, form="formular-7")
    with store.read() as connection:
        (row,) = cases.runs_of(connection, [enrollment], NOW, FAR)[enrollment].consents
    assert (row.consent, row.last_used_at) == (GIVEN, None)
    assert (known(store).contact_pk, known(store).released_at) == (contact, None)
    assert told(store, ConsentEvent.REQUESTED) == [{"form": "formular-7", "recorded_at": NOW.isoformat()}]


def test_what_became_of_it_is_appended_once_and_the_columns_follow(store, rows):
    contact = rows.contact("K-1")
    assert put(store, GIVEN, contact)
    assert not put(store, GIVEN, contact)
    assert put(store, replace(GIVEN, confirmed_at=later(hours=1)), contact)
    assert put(store, replace(GIVEN, withdrawn_at=later(hours=2)), contact)
    assert not put(store, replace(GIVEN, withdrawn_at=later(hours=9), confirmed_at=later(hours=9)), contact)
    assert known(store).consent == replace(GIVEN, confirmed_at=later(hours=1), withdrawn_at=later(hours=2))
    assert trail(store) == [("requested", NOW), ("confirmed", later(hours=1)), ("withdrawn", later(hours=2))]


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Ja, gern auch anderes."},
        {"text_version": "3"},
        {"method": ConsentMethod.SIGNED},
        {"granted_at": later(hours=-1)},
        {"proof_ref": "doi/2"},
        {"declared_name": "Berta Probe"},
    ],
)
def test_what_was_declared_is_never_rewritten(store, rows, changes):
    contact = rows.contact("K-1")
    put(store, GIVEN, contact)
    with pytest.raises(AnotherConsent) as refused:
        put(store, replace(GIVEN, **changes), contact)
    assert refused.value.field in changes
    assert known(store).consent == GIVEN


def test_a_withdrawal_counts_whatever_else_its_row_says(store, rows):
    contact = rows.contact("K-1")
    put(store, GIVEN, contact)
    assert put(store, replace(GIVEN, text="anders", withdrawn_at=later(hours=2)), contact)
    assert known(store).consent == replace(GIVEN, withdrawn_at=later(hours=2))
    with pytest.raises(AnotherConsent):
        put(store, replace(GIVEN, text="anders", withdrawn_at=later(hours=2)), contact)


def test_a_row_that_says_nothing_of_the_declaration_changes_nothing_of_it(store, rows):
    contact = rows.contact("K-1")
    put(store, GIVEN, contact)
    bare = Consent("EW-1", "K-1", Medium.EMAIL, NOW, ConsentMethod.FLAG)
    assert not put(store, bare, contact)
    assert put(store, replace(bare, withdrawn_at=later(hours=1)), contact)


def test_evidence_that_was_missing_is_filled_in_and_the_ledger_says_so(store, rows):
    contact = rows.contact("K-1")
    put(store, replace(GIVEN, declared_name="", receiver=""), contact)
    assert put(store, GIVEN, contact)
    assert known(store).consent == GIVEN
    assert told(store, ConsentEvent.CHANGED) == [
        {"recorded_at": NOW.isoformat(), "filled": ["declared_name", "receiver"]}
    ]
    assert not put(store, GIVEN, contact)


def test_a_consent_of_somebody_else_is_not_touched(store, rows):
    mine, other = rows.contact("K-1"), rows.contact("K-2")
    put(store, GIVEN, mine)
    for consent, contact in ((GIVEN, other), (replace(GIVEN, medium=Medium.PHONE), mine)):
        with pytest.raises(AnotherConsent, match=GIVEN.external_id):
            put(store, replace(consent, withdrawn_at=NOW), contact)
    assert known(store).consent.withdrawn_at is None


def test_a_flag_in_a_crm_is_no_request(store, rows):
    put(store, replace(GIVEN, method=ConsentMethod.FLAG), rows.contact("K-1"))
    assert trail(store) == []


def test_a_double_opt_in_waits_for_its_click(store, rows):
    contact = rows.contact("K-1")
    do(store, consents.request_consent, GIVEN, contact, NOW, {"form": "f", "ip": "192.0.2.1"})
    assert known(store).consent == GIVEN
    do(store, consents.append, "EW-1", ConsentEvent.MAIL_SENT, later(minutes=1), {"message_id": "<1@x>"})
    assert do(store, consents.confirm, "EW-1", later(minutes=5), {"ip": "192.0.2.2"})
    assert not do(store, consents.confirm, "EW-1", later(minutes=6), {})
    assert known(store).consent.confirmed_at == later(minutes=5)
    assert do(store, consents.withdraw, "EW-1", later(days=1), {"door": "page"})
    assert not do(store, consents.withdraw, "EW-1", later(days=2), {})
    assert known(store).consent.withdrawn_at == later(days=1)
    assert [event for event, _ in trail(store)] == ["requested", "mail_sent", "confirmed", "withdrawn"]
    assert told(store, ConsentEvent.REQUESTED) == [{"form": "f", "ip": "192.0.2.1"}]


def test_a_consent_that_was_withdrawn_before_its_click_is_not_confirmed(store, rows):
    do(store, consents.request_consent, GIVEN, rows.contact("K-1"), NOW, {})
    do(store, consents.withdraw, "EW-1", later(hours=1), {})
    assert not do(store, consents.confirm, "EW-1", later(hours=2), {})
    assert known(store).consent.confirmed_at is None


def test_a_request_takes_no_id_that_is_taken_and_nothing_that_is_over(store, rows):
    contact = rows.contact("K-1")
    do(store, consents.request_consent, GIVEN, contact, NOW, {})
    with pytest.raises(AnotherConsent):
        do(store, consents.request_consent, GIVEN, contact, NOW, {})
    with pytest.raises(ValueError, match="neither confirmed nor withdrawn"):
        do(store, consents.request_consent, replace(GIVEN, confirmed_at=NOW), contact, NOW, {})


@pytest.mark.parametrize("what", [consents.confirm, consents.withdraw])
def test_nobody_confirms_or_withdraws_what_nobody_knows(store, rows, what):  # noqa: ARG001 - rows fill the database
    with pytest.raises(KeyError):
        do(store, what, "EW-?", NOW, {})


def test_each_use_is_written_and_the_newest_one_counts(store, rows):
    put(store, GIVEN, rows.contact("K-1"))
    do(store, consents.use, {"EW-1": [{"send_id": "a"}], "EW-unknown": [{"send_id": "b"}]}, later(days=3))
    do(store, consents.use, {"EW-1": [{"send_id": "c"}, {"send_id": "d"}]}, later(days=1))
    do(store, consents.use, {"EW-unknown": [{"send_id": "e"}]}, later(days=9))
    do(store, consents.use, {}, later(days=9))
    assert known(store).last_used_at == later(days=3)
    assert [one["send_id"] for one in told(store, ConsentEvent.USED)] == ["c", "d", "a"]


def test_the_ledger_refuses_every_change_and_deletion(store, rows):
    put(store, GIVEN, rows.contact("K-1"))
    table = permission.consent_event
    for statement in (update(table).values(at=later(days=1)), update(table).values(event="used"), delete(table)):
        with pytest.raises(DBAPIError, match="append-only"), store.write() as connection:
            connection.execute(statement)
    with pytest.raises(DBAPIError, match="append-only"), store.write() as connection:
        connection.execute(update(permission.consent).values(text="Anders."))
    with store.read() as connection:
        assert connection.execute(select(table.c.event, table.c.at)).all() == [("requested", NOW)]
