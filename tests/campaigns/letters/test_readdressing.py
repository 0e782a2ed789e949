"""An address put right while a letter is on its way: nobody's letter goes where she no longer lives."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from campaigns.export import export_letters
from campaigns.imports import LetterReturnRow, ReturnStatus
from campaigns.letters import writing
from campaigns.letters.forming import form
from channels.letter.batch import send_ids_in
from contacts.contact import PostalAddress
from store import letter_batches, letters, operation
from store.tables import desk, runs
from store.tables import operation as operation_tables
from tests.campaigns.house_of import minimal, step

OLD, NEW = PostalAddress("Hafenweg 1", "24103", "Kiel"), PostalAddress("Möwenstieg 9", "25813", "Husum")


COPY = {"contract": "offboarding/closure", "advertising": "winback/day_01_value"}


def texts(purpose):
    return {"probe": minimal(step("letter", "day = 1", '"letter"', COPY[purpose]), purpose=f'"{purpose}"')}


@pytest.fixture
def waiting(home):
    """A house in which one letter waits for 15:00; the shop takes two business days to post it."""

    def build(purpose="advertising"):
        one = home(texts=texts(purpose))
        one.switch(operation.ACTIVATED, "Wiebke")
        one.customer("K-1", address=OLD)
        one.cancel("K-1")
        one.play(days=1, hours=2)
        one.sleep(hours=5)
        assert one.touches("state", step="letter") == [("batched",)]
        terms = replace(one.house.letters, posting=replace(one.house.letters.posting, production_days=2))
        one.house = replace(one.house, letters=terms)
        return one

    return build


def moves(one, address=NEW):
    one.customer("K-1", address=address)


def printed(one):
    """Street and place of each row of each list that stands."""
    rows = []
    for path in sorted(one.house.letters.folder.glob("*.csv")):
        if ".rueckruf-" not in path.name:
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows += [(row["Straße"], row["Ort"]) for row in csv.DictReader(file, delimiter=";")]
    return rows


def recalled(one):
    files = one.house.letters.folder.glob("*.rueckruf-*.csv")
    return {send_id for path in files for send_id in send_ids_in(path) or ()}


def told(one):
    table = operation_tables.audit_event
    events = select(table.c.contact, table.c.data).where(table.c.event == "letter_readdressed").order_by(table.c.id)
    return [(contact, data["how"]) for contact, data in one.rows(events)]


def by_hand(one):
    tasks = select(desk.task.c.title, desk.task.c.brief).where(desk.task.c.kind == "by_hand")
    return one.rows(tasks)


@pytest.mark.parametrize("purpose", ["advertising", "contract"])
def test_a_letter_that_waits_bears_the_new_address(waiting, purpose):
    one = waiting(purpose)
    moves(one)
    assert export_letters(one.house) == 1
    assert printed(one) == [("Möwenstieg 9", "Husum")]
    assert told(one) == [("K-1", "rewritten")]
    assert (recalled(one), by_hand(one)) == (set(), [])


def test_a_letter_in_a_batch_whose_file_does_not_stand_yet_bears_it_as_well(waiting):
    one = waiting()
    one.write(lambda connection: form(one.house, connection, one.clock.now()))
    moves(one)
    assert export_letters(one.house) == 1
    assert printed(one) == [("Möwenstieg 9", "Husum")]


def test_the_same_address_again_changes_nothing(waiting):
    one = waiting()
    moves(one, OLD)
    one.customer("K-1", first_name="Wiebke")
    assert told(one) == []
    assert one.rows(select(runs.batch_row.c.readdressed_at)) == [(None,)]


@pytest.mark.parametrize("purpose", ["advertising", "contract"])
def test_what_the_shop_has_comes_back_and_contract_mail_is_a_persons_task(waiting, purpose):
    one = waiting(purpose)
    export_letters(one.house)
    moves(one)
    ((send_id, state),) = one.touches("send_id", "state", step="letter")
    assert state == "recalled"
    assert recalled(one) == {send_id}
    assert told(one) == [("K-1", "recalled")]
    tasks = by_hand(one)
    assert len(tasks) == (purpose == "contract")
    assert all("der Brief trug noch die frühere Anschrift" in brief for _, brief in tasks)
    export_letters(one.house)
    with one.house.store.read() as connection:
        assert letter_batches.undelivered(connection) == []


def test_what_has_been_posted_is_not_recalled(waiting):
    one = waiting()
    export_letters(one.house)
    one.sleep(days=3)
    moves(one)
    assert one.touches("state", step="letter") == [("exported",)]
    assert (recalled(one), told(one)) == (set(), [])


@pytest.mark.parametrize("purpose", ["advertising", "contract"])
def test_a_letter_of_before_the_posting_day_was_noted_was_posted_long_ago(waiting, purpose):
    one = waiting(purpose)
    export_letters(one.house)
    one.write(lambda connection: connection.execute(update(runs.batch).values(posted_on=None)))
    one.sleep(days=400)
    moves(one)
    assert one.touches("state", step="letter") == [("exported",)]
    assert (recalled(one), told(one), by_hand(one)) == (set(), [], [])


def test_an_address_that_is_back_when_the_file_stands_changes_nothing(waiting):
    """The file was read with the first address, then it changed twice and back again."""
    one = waiting()
    one.write(lambda connection: form(one.house, connection, one.clock.now()))
    with one.house.store.read() as connection:
        (batch_id,) = letters.unexported(connection)
        batch, rows = letter_batches.batch(connection, batch_id), letters.rows_of(connection, batch_id)
    for address in (NEW, PostalAddress("Am Deich 3", "26506", "Norden"), OLD):
        moves(one, address)
    writing.write_files(one.house, batch, rows)
    export_letters(one.house)
    assert printed(one) == [("Hafenweg 1", "Kiel")]
    assert one.touches("state", step="letter") == [("exported",)]
    assert recalled(one) == set()


def test_an_objection_at_the_new_address_stops_the_letter_that_follows_her_there(waiting):
    one = waiting()
    one.customer("K-9", last_name="Petersen1", address=NEW)
    one.objection("K-9", "post")
    moves(one)
    assert one.touches("state", "reason", step="letter") == [("stopped", "objection")]


@pytest.mark.parametrize("purpose", ["advertising", "contract"])
def test_a_change_while_the_file_is_written_is_found_when_it_stands(waiting, purpose):
    """The rows were read, then the address changed, then the file was written with the old one; then a crash."""
    one = waiting(purpose)
    one.write(lambda connection: form(one.house, connection, one.clock.now()))
    with one.house.store.read() as connection:
        (batch_id,) = letters.unexported(connection)
        batch, rows = letter_batches.batch(connection, batch_id), letters.rows_of(connection, batch_id)
    moves(one)
    writing.write_files(one.house, batch, rows)
    assert export_letters(one.house) in (0, 1)
    assert printed(one) == [("Hafenweg 1", "Kiel")]
    assert one.touches("state", step="letter") == [("recalled",)]
    assert recalled(one) == {row.send_id for row in rows}
    assert len(by_hand(one)) == (purpose == "contract")


@pytest.mark.parametrize("purpose", ["advertising", "contract"])
def test_a_change_behind_a_file_that_nobody_marked_takes_the_letter_out(waiting, purpose):
    one = waiting(purpose)
    one.write(lambda connection: form(one.house, connection, one.clock.now()))
    with one.house.store.read() as connection:
        (batch_id,) = letters.unexported(connection)
        batch, rows = letter_batches.batch(connection, batch_id), letters.rows_of(connection, batch_id)
    writing.write_files(one.house, batch, rows)
    moves(one)
    assert told(one) == [("K-1", "stopped")]
    export_letters(one.house)
    assert recalled(one) == {row.send_id for row in rows}
    assert len(by_hand(one)) == (purpose == "contract")


@pytest.mark.parametrize("purpose", ["advertising", "contract"])
def test_without_an_address_that_a_letter_reaches_none_is_printed(waiting, purpose):
    one = waiting(purpose)
    moves(one, PostalAddress("Postfach 12 Hafenweg", "24103", "Kiel"))
    assert one.touches("state", "reason", step="letter") == [("stopped", "reachable")]
    assert export_letters(one.house) == 0
    assert len(by_hand(one)) == (purpose == "contract")


def test_a_letter_that_comes_back_takes_the_next_one_to_the_same_address_with_it(home):
    one = home(
        texts={
            "probe": minimal(
                step("first", "day = 1", '"letter"', "winback/day_01_value"),
                step("second", "day = 30", '"letter"', "winback/day_07_news"),
            )
        }
    )
    one.switch(operation.ACTIVATED, "Wiebke")
    one.customer("K-1", address=OLD)
    one.cancel("K-1")
    one.play(days=30, hours=2)
    one.sleep(hours=5)
    assert one.touches("state") == [("exported",), ("batched",)]
    ((first,),) = one.touches("send_id", step="first")
    one.take("letter-returns", LetterReturnRow(first, status=ReturnStatus.UNDELIVERABLE))
    assert one.touches("state", "reason", step="second") == [("stopped", "reachable")]
