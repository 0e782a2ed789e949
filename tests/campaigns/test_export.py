"""The letter shop's file: whole or not there, and whoever is stopped is not in it or on the recall list beside it."""

from __future__ import annotations

import csv
import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from campaigns.export import export_due, export_letters
from channels.channel import BatchRow
from channels.letter.batch import BatchFrozen, is_complete, write_batch
from store import letters
from store.tables import runs
from tests.campaigns.house_of import minimal, step

LETTER = {"probe": minimal(step("letter", "day = 1", '"letter"', "winback/day_01_value"))}


def waiting(home, *contacts):
    """Letters that wait for 15:00 on 3 March."""
    one = home(texts=LETTER)
    for name in contacts:
        one.customer(name)
        one.cancel(name)
    one.play(days=1, hours=2)
    return one


def cells(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row["Sendungs-ID"] for row in csv.DictReader(file, delimiter=";")]


def printed(one):
    """(ids in the batch files, ids on the recall lists)."""
    names = sorted(one.house.letters.folder.glob("*.csv"))
    recalls = [path for path in names if "rueckruf" in path.name]
    files = [path for path in names if path not in recalls]
    return sorted(i for path in files for i in cells(path)), {i for path in recalls for i in cells(path)}


def ids(one, state):
    columns = runs.touch.c
    return sorted(i for (i,) in one.rows(select(columns.send_id).where(columns.state == state)))


@pytest.mark.parametrize(
    ("frozen", "due"),
    [
        ("2026-03-03 13:59", "2026-03-03 14:00"),
        ("2026-03-03 14:00", "2026-03-04 14:00"),
        ("2026-03-28 15:00", "2026-03-29 13:00"),
    ],
)
def test_letters_are_handed_over_at_the_next_export_hour_by_the_local_clock(home, frozen, due):
    one = home(texts={})
    frozen, due = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (frozen, due))
    assert export_due(one.house, frozen) == due
    assert export_due(one.house, None) is None


def test_before_the_hour_nothing_is_written_then_all_at_once(home):
    one = waiting(home, "K-1", "K-2")
    assert export_letters(one.house) == 0
    one.sleep(hours=5)
    assert export_letters(one.house) == 2
    assert export_letters(one.house) == 0
    assert printed(one) == (ids(one, "exported"), set())
    assert [path.name for path in one.house.letters.folder.glob("*.csv")] == ["probe-20260303-1500.csv"]


def test_once_activated_the_file_is_no_sample(home):
    one = waiting(home, "K-1")
    one.switch("activated", "Wiebke")
    one.play(days=1)
    assert [path.name for path in one.house.letters.folder.glob("*.csv")] == ["20260303-1500.csv"]


def unconfirmed(one, *rows):
    """A crash after the file was complete and before that was noted: the batch is assigned and its file stands."""
    one.sleep(hours=5)
    wanted = [pk for (pk,) in rows] or None
    one.write(lambda connection: letters.assign(connection, "B-1", one.clock.now(), wanted))
    with one.house.store.read() as connection:
        rows = [BatchRow(row.send_id, row.columns) for row in letters.rows_of(connection, "B-1")]
    return write_batch(one.house.letters.folder, "B-1", rows)


def test_a_crash_before_the_file_was_noted_repeats_the_same_bytes(home):
    one = waiting(home, "K-1", "K-2")
    before = unconfirmed(one).read_bytes()
    assert export_letters(one.house) == 2
    assert (one.house.letters.folder / "B-1.csv").read_bytes() == before
    assert len(ids(one, "exported")) == 2


@pytest.mark.parametrize("objecting", [("K-1",), ("K-1", "K-2")])
def test_whoever_objects_after_such_a_crash_is_on_the_recall_list(home, objecting):
    one = waiting(home, "K-1", "K-2")
    unconfirmed(one)
    for name in objecting:
        one.objection(name)
    export_letters(one.house)
    in_file, recalled = printed(one)
    assert len(in_file) == 2
    assert recalled == set(ids(one, "stopped"))
    assert len(recalled) == len(objecting)


def test_whoever_objects_before_the_file_is_written_is_not_in_it(home):
    one = waiting(home, "K-1", "K-2")
    one.sleep(hours=5)
    one.write(lambda connection: letters.assign(connection, "B-1", one.clock.now()))
    one.objection("K-1")
    assert export_letters(one.house) == 1
    assert printed(one)[0] == ids(one, "exported")


def test_a_description_that_a_crash_left_behind_costs_nobody_the_letter(home):
    """The list did not stand yet, then somebody objected: the batch is another one, and it must be written."""
    one = waiting(home, "K-1", "K-2")
    one.sleep(hours=5)
    one.write(lambda connection: letters.assign(connection, "B-1", one.clock.now()))
    folder = one.house.letters.folder
    folder.mkdir(parents=True)
    (folder / "B-1.satzbeschreibung.txt").write_text("Sätze: 2")
    one.objection("K-1")
    assert export_letters(one.house) == 1
    assert printed(one)[0] == ids(one, "exported")
    assert is_complete(folder / "B-1.csv")


def test_what_changes_behind_a_list_without_its_checksum_changes_nothing_in_it(home):
    """A crash came between the list and its checksum, an address was put right: what stands is what is printed."""
    one = waiting(home, "K-1", "K-2")
    path = unconfirmed(one)
    before = path.read_bytes()
    path.with_name(f"{path.name}.sha256").unlink()
    columns = one.rows(select(runs.batch_row.c.columns))[0][0]
    one.write(lambda it: it.execute(update(runs.batch_row).values(columns={**columns, "Straße": "Neuer Weg 9"})))
    assert export_letters(one.house) == 2
    assert path.read_bytes() == before
    assert is_complete(path)


def test_a_list_that_somebody_changed_meanwhile_is_told_and_holds_up_no_other(home):
    one = waiting(home, "K-1", "K-2", "K-3")
    path = unconfirmed(one, *one.rows(select(runs.batch_row.c.id).order_by(runs.batch_row.c.id).limit(2)))
    path.write_bytes(path.read_bytes() + b"\r\n")
    path.with_name(f"{path.name}.sha256").unlink()
    with pytest.raises(BatchFrozen, match="anderem Inhalt"):
        export_letters(one.house)
    assert len(ids(one, "batched")) == 2
    assert len(ids(one, "exported")) == 1


def test_a_batch_nobody_is_left_in_is_closed_without_a_file(home):
    one = waiting(home, "K-1")
    one.sleep(hours=5)
    one.write(lambda connection: letters.assign(connection, "B-1", one.clock.now()))
    one.objection("K-1")
    assert export_letters(one.house) == 0
    assert not one.house.letters.folder.exists()
    with one.house.store.read() as connection:
        assert letters.unexported(connection) == []


def test_nothing_of_anybody_stays_of_a_list_that_a_death_kept_from_standing(home):
    one = waiting(home, "K-1")
    one.sleep(hours=5)
    one.write(lambda connection: letters.assign(connection, "B-1", one.clock.now()))
    folder = one.house.letters.folder
    folder.mkdir(parents=True)
    (folder / ".B-1.csv.tmp").write_text("Hafenweg 1")
    (folder / "B-1.satzbeschreibung.txt").write_text("Sätze: 1")
    one.objection("K-1")
    assert export_letters(one.house) == 0
    assert list(folder.iterdir()) == []


def test_a_recall_whose_file_was_lost_in_a_crash_is_written_again(home):
    one = waiting(home, "K-1", "K-2")
    one.play(hours=6)
    one.objection("K-1")
    for path in one.house.letters.folder.glob("*rueckruf*"):
        path.unlink()
    export_letters(one.house)
    assert printed(one)[1] == set(ids(one, "recalled"))


def test_the_later_list_names_everybody_recalled_so_far(home):
    one = waiting(home, "K-1", "K-2", "K-3")
    one.play(hours=6)
    one.objection("K-1")
    one.sleep(hours=1)
    one.objection("K-2")
    longest = max((cells(path) for path in one.house.letters.folder.glob("*rueckruf*.csv")), key=len)
    assert longest == ids(one, "recalled")
    assert len(longest) == 2


def test_an_objection_while_the_file_is_being_written_never_slips_through(either_home):
    """Export and objections in two threads: whoever is in a file was exported, or stands on its recall list."""
    one = either_home(texts=LETTER)
    names = [f"K-{number}" for number in range(20)]
    for name in names:
        one.customer(name)
        one.cancel(name)
    one.play(days=1, hours=2)
    one.sleep(hours=5)
    barrier = threading.Barrier(2)

    def object_all():
        barrier.wait()
        for name in names[::2]:
            one.objection(name)

    thread = threading.Thread(target=object_all)
    thread.start()
    barrier.wait()
    export_letters(one.house)
    thread.join()
    export_letters(one.house)
    in_file, recalled = printed(one)
    kept = set(in_file) - recalled
    assert kept == set(ids(one, "exported"))
    assert len(kept) == 10
