"""Letters: frozen once, put into one batch, exported, recalled."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from contacts.medium import Purpose
from sequences.touch import TouchState
from store import letters, stops
from tests.store.rows_of import NOW, later

S = TouchState


@pytest.fixture
def letter(store, rows):
    """A frozen letter of a person of its own; its touch id."""

    def freeze(purpose=Purpose.ADVERTISING):
        touch = rows.in_state(S.BATCHED, rows.touch(purpose=purpose)).id
        with store.write() as connection:
            letters.freeze(connection, touch, {"Nachname": f"Petersen {touch}", "Ort": "Lübeck"})
        return touch

    return freeze


def exported(store, *batches):
    with store.write() as connection:
        for batch in batches:
            ids = [row.touch_id for row in letters.rows_of(connection, batch)]
            letters.mark_exported(connection, batch, "f" * 64, ids, NOW)


def test_a_letter_is_frozen_once(store, letter):
    touch = letter()
    with pytest.raises(IntegrityError), store.write() as connection:
        letters.freeze(connection, touch, {"Nachname": "anders"})


def test_all_waiting_letters_go_into_one_batch_and_each_into_one_only(store, rows, letter):
    first, second = letter(), letter()
    with store.write() as connection:
        assert letters.waiting_since(connection) == NOW
        assert letters.assign(connection, "B-1", NOW) == 2
        assert letters.waiting_since(connection) is None
        assert letters.assign(connection, "B-2", NOW) == 0
        assert letters.unexported(connection) == ["B-1"]
        found = letters.rows_of(connection, "B-1")
        again = letters.rows_of(connection, "B-1")
    assert found == again
    assert {row.touch_id for row in found} == {first, second}
    assert [row.send_id for row in found] == sorted(rows.column(touch, "send_id") for touch in (first, second))
    assert found[0].columns == {"Nachname": f"Petersen {found[0].touch_id}", "Ort": "Lübeck"}


def test_a_stopped_letter_is_not_printed(store, rows, letter):
    kept, stopped = letter(), letter()
    with store.write() as connection:
        stops.stop_letters(connection, rows.column(stopped, "contact_id"), "objection", NOW)
        assert letters.assign(connection, "B-1", NOW) == 1
        assert [row.touch_id for row in letters.rows_of(connection, "B-1")] == [kept]


def test_a_letter_stopped_inside_its_batch_is_not_printed_either(store, rows, letter):
    kept, stopped = letter(), letter()
    with store.write() as connection:
        letters.assign(connection, "B-1", NOW)
        stops.stop_letters(connection, rows.column(stopped, "contact_id"), "objection", NOW)
        assert [row.touch_id for row in letters.rows_of(connection, "B-1")] == [kept]


def test_an_exported_batch_is_done(store, rows, letter):
    touch = letter()
    with store.write() as connection:
        letters.assign(connection, "B-1", NOW)
    exported(store, "B-1")
    assert rows.state(touch) is S.EXPORTED
    with store.read() as connection:
        assert letters.unexported(connection) == []


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_recall_names_the_advertising_letters_of_one_person_once(store, rows, letter, purpose):
    mine, other = letter(purpose), letter()
    with store.write() as connection:
        letters.assign(connection, "B-1", NOW)
    exported(store, "B-1")
    contact, send_id = rows.column(mine, "contact_id"), rows.column(mine, "send_id")
    expected = {"B-1": [send_id]} if purpose.is_advertising else {}
    with store.write() as connection:
        assert letters.recall(connection, contact, later(hours=1)) == expected
        assert letters.recall(connection, contact, later(hours=2)) == {}
        assert letters.recalls_of(connection, "B-1") == [name for names in expected.values() for name in names]
    assert rows.state(mine) is (S.RECALLED if expected else S.EXPORTED)
    assert rows.state(other) is S.EXPORTED


def test_letters_stopped_while_their_file_was_written_are_recalled(store, rows, letter):
    touch, kept = letter(), letter()
    with store.write() as connection:
        letters.assign(connection, "B-1", NOW)
        stops.stop_letters(connection, rows.column(touch, "contact_id"), "objection", NOW)
        assert letters.recall_stopped(connection, "B-1", NOW) == [rows.column(touch, "send_id")]
        assert letters.recalls_of(connection, "B-1") == [rows.column(touch, "send_id")]
    assert rows.state(kept) is S.BATCHED
