"""The daily retention: nothing before its day, everything on it, and people only where somebody has decided so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from campaigns.erasing.erase import Wish, erase
from campaigns.retention.due import look
from campaigns.retention.job import retain
from campaigns.rights import requests as rights
from contacts.consent import ConsentMethod
from contacts.contact import ContactKind
from contacts.medium import Medium
from store import consents, people, retained, written
from store.retained import Item
from store.tables import inbound, permission, runs
from store.tables import people as tables
from tests.campaigns.house_of import minimal, step

TEXTS = {"probe": minimal(step("mail", "day = 1"))}
WHO = "K-7"
GRANTED = datetime(2025, 11, 3, 9, 0, tzinfo=UTC)


def due(one):
    with one.house.store.read() as connection:
        return {found.category: found.number for found in look(one.house, connection) if found.number}


def gone(one):
    return {found.category: found.number for found in retain(one.house) if found.number}


def until(one, day):
    one.clock.jump(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def consent_ids(one):
    return [row[0] for row in one.rows(select(permission.consent.c.external_id))]


def test_a_call_record_is_refused_before_five_years_and_goes_after(either_home):
    """Requirement 46, § 7a Abs. 2 UWG: five years from the grant, and from every use."""
    one = either_home(texts=TEXTS)
    one.customer(WHO, phone="+49 431 99999 70", kind=ContactKind.CONSUMER)
    one.consent(WHO, Medium.PHONE)
    (name,) = consent_ids(one)
    with one.house.store.write() as connection:
        consents.use(connection, {name: [{"what": "call"}]}, datetime(2026, 2, 1, 12, tzinfo=UTC))
    until(one, date(2030, 11, 4))  # five years from the grant
    assert gone(one) == {}
    until(one, date(2031, 2, 1))  # the last day of five years from the use
    assert gone(one) == {}
    with pytest.raises(Exception, match="append-only"), one.house.store.write() as connection:
        connection.execute(permission.consent.delete())
    assert consent_ids(one) == [name]
    until(one, date(2031, 2, 2))
    assert due(one)["consents"] == 1
    assert gone(one) == {"consents": 1}
    assert consent_ids(one) == []
    assert one.rows(select(func.count()).select_from(permission.consent_event)) == [(0,)]


def test_any_other_proof_goes_after_the_third_calendar_year(home):
    one = home(texts=TEXTS)
    one.customer(WHO)
    one.consent(WHO)
    until(one, date(2028, 12, 31))
    assert gone(one) == {}
    until(one, date(2029, 1, 1))
    assert gone(one) == {"consents": 1}


def test_a_withdrawal_has_no_end_while_she_is_on_file(home):
    one = home(texts=TEXTS)
    one.customer(WHO)
    one.consent(WHO, withdrawn_at=GRANTED + timedelta(days=9))
    until(one, date(2040, 1, 1))
    assert gone(one) == {}
    assert len(consent_ids(one)) == 1


def test_an_opt_in_that_nobody_confirmed_goes_after_a_month(home):
    one = home(texts=TEXTS)
    one.customer(WHO)
    now = one.clock.now()
    one.consent(WHO, method=ConsentMethod.DOI, granted_at=now, confirmed_at=None)
    one.sleep(days=30)
    assert gone(one) == {}
    one.sleep(days=1)
    assert gone(one) == {"doi": 1}


def test_what_is_kept_of_the_erased_goes_the_day_after_its_last(either_home):
    one = either_home(texts=TEXTS)
    one.customer(WHO)
    one.consent(WHO)
    with one.house.store.read() as connection:
        pk = people.contact_pk(connection, WHO)
    done = erase(one.house, pk, Wish("dsb"))
    assert {item.keep_until for item in done.kept} == {date(2028, 12, 31), date(2032, 12, 31)}
    until(one, date(2028, 12, 31))
    assert gone(one) == {}
    until(one, date(2029, 1, 1))
    assert gone(one) == {"retained": 1}
    until(one, date(2033, 1, 1))
    # With the last thing kept go the three addresses that led to it; the request (three years from 2026) is found late.
    assert gone(one) == {"retained": 1 + 3, "requests": 1}


def test_the_look_for_what_is_due_follows_an_index(home):
    """Work grows with what is due, not with what is kept."""
    one = home(texts=TEXTS)
    items = [Item("contract", f"V-{number}", "§ 257 HGB", GRANTED, date(2040, 12, 31), {}) for number in range(500)]
    with one.house.store.write() as connection:
        retained.put(connection, "a" * 64, items)
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN DELETE FROM retained WHERE keep_until < '2030-01-01'"
        ).all()
    assert "ix_retained_keep_until" in str(plan)


def reply(one, **changes):
    values = {
        "fingerprint": f"{len(one.rows(select(inbound.reply.c.id)))}".rjust(64, "0"), "account": "a", "folder": "INBOX",
        "received_at": one.clock.now(), "from_address": "wer@anderswo.example", "subject": "Hallo", "kind": "human_reply",
        "stop": "none", "new_text": "Worte", "raw": b"Worte im Ganzen",
    }  # fmt: skip
    with one.house.store.write() as connection:
        connection.execute(insert(inbound.reply).values({**values, **changes}))


def test_raw_replies_and_mails_of_nobody_go_what_waits_for_a_person_stays(either_home):
    one = either_home(texts=TEXTS)
    one.customer(WHO)
    with one.house.store.read() as connection:
        pk = people.contact_pk(connection, WHO)
    reply(one, contact_id=pk)
    reply(one)
    reply(one, review=True)
    one.sleep(days=89)
    assert gone(one) == {}
    one.sleep(days=2)
    assert gone(one) == {"raw_replies": 2, "unknown_replies": 1}
    columns = inbound.reply.c
    rows = one.rows(select(columns.new_text, columns.from_address, columns.raw).order_by(columns.id))
    assert rows == [
        ("Worte", "wer@anderswo.example", None),
        ("", None, None),
        ("Worte", "wer@anderswo.example", b"Worte im Ganzen"),
    ]


def test_an_answered_request_goes_after_three_years_an_open_one_never(home):
    one = home(texts=TEXTS)
    one.customer(WHO)
    with one.house.store.write() as connection:
        pk = people.contact_pk(connection, WHO)
        answered = rights.receive(connection, one.house, rights.ACCESS, one.clock.now(), contact_pk=pk)
        rights.closed(connection, one.house, answered, rights.DONE, "", "dsb")
        rights.receive(connection, one.house, rights.RESTRICTION, one.clock.now(), contact_pk=pk)
    until(one, date(2029, 12, 31))
    assert gone(one) == {}
    until(one, date(2030, 1, 1))
    assert gone(one) == {"requests": 1}


def test_files_that_are_gone_leave_the_list_and_old_databases_go(home):
    one = home(texts=TEXTS)
    there, old = one.house.state / "da.csv", one.house.state / "vor-ruecksicherung-20260101T080000Z"
    there.touch()
    old.mkdir()
    (old / "wiedersehen.sqlite3").write_bytes(b"x")
    young = one.house.state / "vor-ruecksicherung-20260220T080000Z"
    young.mkdir()
    with one.house.store.write() as connection:
        for path in (there, one.house.state / "weg.csv"):
            written.record(connection, path, written.TASKS, one.clock.now())
    assert gone(one) == {"files": 1, "old_databases": 1}
    with one.house.store.read() as connection:
        assert [known.path for known in written.all_files(connection)] == [there.absolute()]
    assert (old.exists(), young.exists()) == (False, True)


def left(home, *, on=True, **changes):
    """Somebody whose contract ended on 28 February 2026 and of whom nothing was heard since 2 March."""
    one = home(texts=TEXTS)
    one.customer(WHO, **changes)
    one.cancel(WHO)
    one.play(days=3)  # nothing allows advertising: the run ends by itself
    one.house = replace(one.house, retention=replace(one.house.retention, contacts=on))
    return one


def test_somebody_whose_purpose_has_ended_is_counted_and_erased_only_where_it_was_decided(either_home):
    one = left(either_home, on=False)
    one.sleep(days=715)
    assert due(one) == {}
    one.sleep(days=30)
    assert due(one) == {"contacts": 1}
    assert gone(one) == {}
    one.house = replace(one.house, retention=replace(one.house.retention, contacts=True))
    assert gone(one) == {"contacts": 1}
    assert one.rows(select(tables.contact.c.id)) == []


@pytest.mark.parametrize(
    "reason", ["contract", "consent", "objection", "restricted", "request", "reply", "contact", "run"]
)
def test_somebody_stays_while_there_is_a_reason(home, reason):
    one = left(home, end=None if reason == "contract" else date(2026, 2, 28))
    with one.house.store.read() as connection:
        pk = people.contact_pk(connection, WHO)
    match reason:
        case "consent":
            one.consent(WHO)
        case "objection":
            one.objection(WHO)
        case "restricted":
            one.write(lambda c: c.execute(update(tables.contact).values(restricted_at=one.clock.now())))
        case "request":
            one.write(lambda c: rights.receive(c, one.house, rights.ACCESS, one.clock.now(), contact_pk=pk))
        case "reply":
            reply(one, contact_id=pk, review=True)
        case "run":
            one.write(lambda c: c.execute(update(runs.enrollment).values(state="paused")))
    one.sleep(days=750)
    if reason == "contact":
        one.activity(WHO, Medium.PHONE_IN, one.clock.now() - timedelta(days=9))
    assert "contacts" not in due(one)
    assert "contacts" not in gone(one)
    assert len(one.rows(select(tables.contact.c.id))) == 1


def test_the_trigger_of_the_evidence_is_no_decoration(either_home):
    one = either_home(texts=TEXTS)
    one.customer(WHO)
    one.objection(WHO)
    with pytest.raises(IntegrityError), one.house.store.write() as connection:
        connection.execute(permission.objection.delete())
