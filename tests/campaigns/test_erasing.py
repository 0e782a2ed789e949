"""Erasure: what goes from every table, what stays and why, a crash in between, and who comes back."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from campaigns.erasing import journal
from campaigns.erasing.erase import Hindrance, erase
from campaigns.rights import recipients
from contacts.consent import ConsentMethod
from contacts.contact import ContactKind
from contacts.medium import Medium
from sequences.touch import TouchState
from store import audit, letters, requests, retained
from store.erasing import BECOMES, Becomes
from store.points import hashes
from store.tables import metadata, permission, runs
from store.tables import people as tables
from store.traces import traces
from tests.campaigns.erased_person import (
    BY,
    EMAIL,
    LAST,
    NUMBER,
    PROFILE,
    SNIPPETS,
    STREET,
    TEXTS,
    WHO,
    erased,
    lived,
    pk_of,
    said,
)
from tests.campaigns.house_of import minimal, step

NEVER_FILLED = {"sender", "brand"}
"""Tables that config.toml stands in for."""
DIGITS = "4317654321"
NOT_YET = {"retained", "erasure", "recipient_notice", "daemon"}
"""Tables that only an erasure or a running service fills."""


def everything(one):
    """(table, column, value as text) of the whole database."""
    with one.house.store.read() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                for column, value in row.items():
                    if value is not None:
                        yield table.name, column, said(value)


def marks(one):
    """Every id and address that leads to her, and everything that was said."""
    with one.house.store.read() as connection:
        found = traces(connection, pk_of(one))
    words = {
        WHO,
        LAST,
        STREET,
        PROFILE,
        EMAIL,
        *SNIPPETS,
        *found.emails,
        *found.profiles,
        *found.ids,
        *found.message_ids,
    }
    return sorted(word.casefold() for word in words)


def named_in(text, words):
    plain = text.casefold()
    found = [word for word in words if word in plain]
    return [*found, *([NUMBER] if DIGITS in re.sub(r"\D", "", plain) else [])]


def count(one, table):
    return one.rows(select(func.count()).select_from(table))[0][0]


def test_every_table_is_decided_upon():
    assert set(BECOMES) == set(metadata.tables)


@pytest.mark.timeout(180)
def test_nothing_of_her_is_left_but_what_the_law_demands(either_home):
    one = lived(either_home)
    words = marks(one)
    # She is the only one here: every row is hers.
    filled = {table for table, _, _ in everything(one)}
    assert set(metadata.tables) - filled == NEVER_FILLED | NOT_YET
    done = erased(one)
    request = tell_everybody(one, done.request)
    left = {(table, word) for table, _, text in everything(one) for word in named_in(text, words)}
    assert {table for table, _ in left} <= {"retained", "recipient_notice"}, left
    # By its number the letter shop finds the row in a file of its own; here the number leads to nobody.
    assert all(UUID(word) for table, word in left if table == "recipient_notice")
    # What is kept holds letters as sent (with her own notice in it) and proofs: no note, no brief, no ticket, no reply.
    assert {word for _, word in left} & {word.casefold() for word in SNIPPETS[1:]} == set()
    assert request.contact == done.pseudonym
    assert request.contact_pk is None
    for name, becomes in BECOMES.items():
        if becomes in (Becomes.DELETED, Becomes.RETAINED):
            assert count(one, metadata.tables[name]) == 0, name


def tell_everybody(one, external_id):
    with one.house.store.read() as connection:
        request = requests.one(connection, external_id)
        names = {notice.recipient for notice in requests.notices(connection, request.pk)}
    assert {"druckerei", "kundenkartei"} <= names
    for name in names:
        assert recipients.mark_told(one.house, request, name, "dsb")
    return request


def test_the_remainder_is_listed_with_statute_and_term(either_home):
    one = lived(either_home)
    done = erased(one)
    with one.house.store.read() as connection:
        kept = retained.of(connection, done.pseudonym)
    kinds = {item.kind for item in kept}
    assert kinds == {retained.CONSENT, retained.COMMERCIAL_LETTER, retained.CONTRACT, retained.PRESUMPTION}
    proofs = {item.external_id: item for item in kept if item.kind == retained.CONSENT}
    assert set(proofs) == {f"EW-{WHO}-{medium}" for medium in ("email", "phone", "post")}
    call = proofs[f"EW-{WHO}-phone"]
    assert len(call.data["uses"]) >= 1
    assert call.data["person"]["reached_at"] == NUMBER
    (contract,) = [item for item in kept if item.kind == retained.CONTRACT]
    assert contract.keep_until == date(2032, 12, 31)
    assert contract.data["product_family"] == "auftragsbuch"
    (reason,) = [item for item in kept if item.kind == retained.PRESUMPTION]
    assert set(reason.data) == {"reason", "released_by", "released_at"}
    assert all(item.statute and item.keep_until >= one.clock.now().date() for item in kept)


def test_a_consumers_call_record_is_kept_whole_for_five_years_from_the_last_use(home):
    one = home(texts=TEXTS)
    one.customer(WHO, phone=NUMBER, kind=ContactKind.CONSUMER)
    one.consent(WHO, Medium.PHONE)
    one.cancel(WHO)
    one.play(days=3)
    done = erased(one)
    (call,) = [item for item in done.kept if item.kind == retained.CONSENT]
    assert "§ 7a" in call.statute
    assert call.keep_until >= date(2030, 11, 3)  # granted on 3 November 2025
    assert call.data["person"] == {
        "name": "Wiebke Petersen77",
        "reached_at": NUMBER,
        "address": "Hafenweg 1, 24103 Kiel",
    }


def test_a_mark_in_a_file_and_an_unanswered_opt_in_prove_nothing_and_go(home):
    one = home(texts=TEXTS)
    one.customer(WHO)
    one.consent(WHO, confirmed_at=None)
    one.consent(WHO, Medium.PHONE, method=ConsentMethod.FLAG, external_id="flag-1")
    assert [item.kind for item in erased(one).kept] == [retained.CONTRACT]


def test_the_chain_verifies_and_tells_nothing_of_her(either_home):
    one = lived(either_home)
    done = erased(one)
    assert done.blanked > 0
    with one.house.store.write() as connection:
        audit.seal(connection)
    with one.house.store.read() as connection:
        checked = audit.verify(connection)
        events = list(audit.events(connection))
    assert checked.broken is None
    assert checked.erased == done.blanked
    assert not [event for event in events if event["contact"] == WHO]
    (event,) = [event for event in events if event["event"] == "person_erased"]
    assert event["data"]["pseudonym"] == done.pseudonym[:16]


def test_suppression_stays_and_each_address_has_a_global_entry(either_home):
    one = either_home(texts=TEXTS)
    one.customer(WHO, email=EMAIL, phone=NUMBER, profile=PROFILE)
    with one.house.store.read() as connection:
        mine = hashes(connection, pk_of(one))
    assert len(mine) == 4  # mail, number, profile, door
    erased(one)
    table = permission.objection
    rows = one.rows(select(table.c.address_hash, table.c.contact_id, table.c.source, table.c.scope, table.c.verbatim))
    assert {row[0] for row in rows if row[1:] == (None, "erasure", "global", "")} == mine


def test_her_own_objection_keeps_its_scope_and_day_and_loses_its_words(home):
    one = home(texts=TEXTS)
    one.customer(WHO, email=EMAIL)
    one.objection(WHO, "email", verbatim=SNIPPETS[9])
    erased(one)
    table = permission.objection
    rows = one.rows(select(table.c.scope, table.c.via, table.c.verbatim, table.c.contact_id, table.c.recorded_by))
    assert ("email", "text", "", None, "") in rows
    assert all(row[2] == "" and row[3] is None for row in rows)


def test_a_contract_of_the_firm_goes_to_the_colleague_who_gave_notice_and_the_firm_stays(home):
    one = home(texts=TEXTS)
    one.customer(WHO, company="F-1")
    one.customer("K-2", company="F-1")
    one.cancel("K-2", contract_id=f"V-{WHO}")
    done = erased(one)
    assert [item for item in done.kept if item.kind == retained.CONTRACT] == []
    assert ("V-" + WHO, pk_of(one, "K-2")) in one.rows(
        select(tables.contract.c.external_id, tables.contract.c.contact_id)
    )
    assert one.rows(select(tables.company.c.external_id)) == [("F-1",)]
    erased(one, "K-2")
    assert count(one, tables.company) == 0


def test_a_mail_that_is_with_the_server_makes_the_erasure_wait(home):
    one = home(texts=TEXTS)
    one.consenting(WHO)
    planned = runs.touch.c.state == TouchState.PLANNED.value
    sending = update(runs.touch).where(planned).values(state=TouchState.SENDING.value)
    one.write(lambda connection: connection.execute(sending))
    waits(one)


def test_a_letter_that_is_being_written_into_a_file_makes_it_wait_too(home):
    one = home(texts={"probe": minimal(step("letter", "day = 1", '"letter"'), step("later", "day = 9"))})
    one.customer(WHO)
    one.cancel(WHO)
    one.play(days=1, hours=2)
    one.write(lambda connection: letters.assign(connection, "20260303-1500", one.clock.now()))
    waits(one)
    one.play(days=1)
    assert erased(one).gone["batch_row"] == 1


def waits(one):
    assert erase(one.house, pk_of(one), BY) is Hindrance.UNDER_WAY
    assert erase(one.house, pk_of(one), BY, dry_run=True) is Hindrance.UNDER_WAY
    assert pk_of(one) is not None
    assert journal.waiting(one.house.state) == []


def test_a_letter_at_the_shop_is_recalled_and_what_was_planned_never_leaves(home):
    one = home(texts={"probe": minimal(step("letter", "day = 1", '"letter"'), step("later", "day = 9"))})
    one.customer(WHO, email=EMAIL)
    one.customer("K-2", address=None)
    one.consent(WHO)
    one.cancel(WHO)
    one.play(days=2)
    (file,) = one.house.letters.folder.glob("*.csv")
    assert LAST not in file.read_text("utf-8")  # the helper's own name
    done = erased(one)
    (batch,) = done.recalled
    (recall,) = one.house.letters.folder.glob("*.rueckruf-*.csv")
    assert done.recalled[batch][0] in recall.read_text("utf-8")
    assert not file.exists()
    one.play(days=30)
    assert one.sent(WHO) == []
    assert [mail for mail in one.carrier.mails if EMAIL.lower() in mail.envelope_to.lower()] == []


def test_what_was_prepared_before_the_erasure_does_not_leave_after_it(either_home):
    one = either_home(texts=TEXTS)
    one.consenting(WHO)
    one.clock.jump(one.clock.now() + timedelta(hours=2))  # the sending window is open
    prepared = one.tick()
    assert prepared.leaving
    erased(one)
    one.deliver(prepared.leaving)
    assert not one.carrier.mails
    one.play(days=3)
    assert not one.carrier.mails


def test_a_dry_run_says_the_same_and_changes_nothing(either_home):
    one = lived(either_home)
    before = sorted(everything(one))
    tried = erased(one, dry_run=True)
    assert sorted(everything(one)) == before
    done = erased(one)
    assert (tried.gone, tried.suppressed) == (done.gone, done.suppressed)
    assert [(item.kind, item.external_id, item.keep_until) for item in tried.kept] == [
        (item.kind, item.external_id, item.keep_until) for item in done.kept
    ]


def test_deleted_rows_leave_nothing_in_the_file_of_the_database(home):
    one = lived(home)
    path = one.house.state / "house.sqlite3"
    assert SNIPPETS[1].encode() in b"".join(file.read_bytes() for file in path.parent.glob("house.sqlite3*"))
    erased(one)
    left = b"".join(file.read_bytes() for file in path.parent.glob("house.sqlite3*"))
    assert [word for word in SNIPPETS[1:] if word.encode() in left] == []


def test_a_restricted_person_may_be_erased_by_her_own_wish(home):
    one = home(texts=TEXTS)
    one.customer(WHO)
    one.write(lambda connection: connection.execute(update(tables.contact).values(restricted_at=one.clock.now())))
    assert erased(one).gone["contact"] == 1
