"""Files in rows: everything of a file or nothing, the same file twice changes nothing, unknown people are named."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from campaigns.arrivals import arrivals
from campaigns.importing import Imported, apply
from campaigns.imports import (
    ActivityRow,
    ContractRow,
    ImportFile,
    LetterReturnRow,
    NpsRow,
    RevenueRow,
    TicketRow,
    UsageRow,
    read,
)
from commands.demo_events import FILES, SAMPLES
from contacts.cancellation import Cancellation
from contacts.consent import Objection
from contacts.contact import PostalAddress
from contacts.contract import Contract
from contacts.medium import Medium
from store import operation, people
from store.tables import metadata, runs
from store.tables import people as tables
from tests.campaigns.house_of import MONDAY, consent_row, customer_row, minimal, step


def counts(one):
    tables_of = [table for table in metadata.sorted_tables if table.name not in ("imported_file", "audit_event")]
    return {table.name: one.rows(select(func.count()).select_from(table))[0][0] for table in tables_of}


def sample(kind, name):
    file = read(kind, SAMPLES / name)
    assert isinstance(file, ImportFile)
    return file


def test_the_samples_come_in_and_a_second_time_change_nothing(either_home):
    one = either_home()
    first = {name: apply(one.house, sample(kind, name)) for kind, name in FILES}
    assert all(done.new and not done.refused for name, done in first.items() if name != "releases.csv")
    arrivals(one.house)
    before = counts(one)
    again = {name: apply(one.house, sample(kind, name)) for kind, name in FILES}
    arrivals(one.house)
    assert counts(one) == before
    assert {(done.new, done.changed) for done in again.values()} == {(0, 0)}


def test_a_dry_run_says_the_same_and_leaves_nothing(home):
    one = home()
    before = counts(one)
    tried = apply(one.house, sample(*FILES[0]), dry_run=True)
    assert counts(one) == before
    assert tried == apply(one.house, sample(*FILES[0]))


def file_of(*rows):
    return ImportFile("mixed", rows, (), (), (), "0" * 64)


ROWS = {
    "contracts": ContractRow("K-9", Contract("V-9")),
    "cancellations": Cancellation("KUE-9", "K-9", MONDAY, "price"),
    "consents": consent_row("K-9"),
    "objections": Objection("global", MONDAY, contact_id="K-9"),
    "activities": ActivityRow("A-9", "K-9", MONDAY, Medium.PHONE),
    "usage": UsageRow("K-9", MONDAY.date(), 3),
    "tickets": TicketRow("T-9", "K-9", MONDAY),
    "nps": NpsRow("K-9", MONDAY, 9),
    "revenue": RevenueRow("K-9", MONDAY.date().replace(day=1), 100),
    "letter-returns": LetterReturnRow("no such letter"),
}


@pytest.mark.parametrize("kind", sorted(ROWS))
def test_a_row_about_somebody_unknown_is_refused_and_the_others_come_in(home, kind):
    one = home()
    done = apply(one.house, file_of(ROWS[kind], customer_row("K-2")))
    assert (done.new, [place for place, _ in done.refused]) == (1, [0])
    assert ("K-9" if kind != "letter-returns" else "no such letter") in done.refused[0][1]


@pytest.mark.parametrize("kind", sorted(set(ROWS) - {"letter-returns"}))
def test_a_row_about_somebody_known_comes_in_once(home, kind):
    one = home()
    one.customer("K-9")
    assert apply(one.house, file_of(ROWS[kind])) == Imported(1, 0)
    before = counts(one)
    assert apply(one.house, file_of(ROWS[kind])) == Imported(0, 1)
    assert counts(one) == before


def test_a_fault_in_one_row_leaves_nothing_of_the_file(home):
    one = home()
    with pytest.raises(TypeError, match="object"):
        apply(one.house, file_of(customer_row("K-1"), object()))
    assert counts(one)["contact"] == 0


def test_a_returned_letter_stops_further_letters_to_that_address(home):
    letters = [step(f"s{day}", f"day = {day}", '"letter"', "winback/day_01_value") for day in (1, 20)]
    one = home(texts={"probe": minimal(*letters)})
    one.customer()
    one.cancel()
    one.play(days=3)
    ((send_id,),) = one.rows(select(runs.touch.c.send_id).where(runs.touch.c.step == "s1"))
    assert one.take("letter-returns", LetterReturnRow(send_id)).new == 1
    one.play(days=30)
    assert one.reasons()["s20"] == ("skip", "reachable")
    one.customer()  # the next file still has the address nobody lives at
    assert address_of(one) is None
    moved = PostalAddress("Deichstr. 4", "24103", "Kiel")
    one.customer(address=moved)
    assert one.take("letter-returns", LetterReturnRow(send_id)).new == 0
    assert address_of(one) == moved


def test_a_late_return_of_a_letter_leaves_the_new_address_alone(home):
    one = home(texts={"probe": minimal(step("letter", "day = 1", '"letter"', "winback/day_01_value"))})
    one.customer()
    one.cancel()
    one.play(days=3)
    ((send_id,),) = one.rows(select(runs.touch.c.send_id).where(runs.touch.c.step == "letter"))
    moved = PostalAddress("Deichstr. 4", "24103", "Kiel")
    one.customer(address=moved)
    assert one.take("letter-returns", LetterReturnRow(send_id)).new == 1
    assert address_of(one) == moved
    one.customer()  # back to where the letter came back from
    assert address_of(one) is None


def address_of(one):
    with one.house.store.read() as connection:
        return people.contact(connection, 1)[0].address


@pytest.mark.parametrize("address", ["+49 431 99999 20", "https://www.linkedin.com/in/wiebke", "w@x.example"])
def test_an_objection_may_name_any_address(home, address):
    one = home()
    one.customer(phone="+49 431 99999 20", profile="linkedin.com/in/wiebke", email="w@x.example")
    assert one.objection(None, address=address).new == 1
    with one.house.store.read() as connection:
        assert people.contact(connection, 1)[0].external_id == "K-1"
        words = [row["event"] for row in operation.audit_events(connection, "K-1")]
    assert words == ["objection_recorded"]


def test_what_is_no_address_is_refused_with_a_sentence(home):
    done = home().objection(None, address="Hinterm Deich links")
    assert done.refused[0][1].startswith("„Hinterm Deich links“ ist weder")


def test_the_ground_of_a_special_termination_is_read_and_never_kept(home):
    one = home()
    one.consenting("K-1")
    one.customer("K-2")
    said = "Ich bin schwer erkrankt. Bitte keine Werbung mehr."
    one.cancel("K-2", reason="special_termination", text=said)
    assert one.rows(select(tables.cancellation.c.text).order_by(tables.cancellation.c.id)) == [("",), ("",)]
    one.play(days=40)
    assert one.sent("K-2") == []
    with one.house.store.read() as connection:
        assert "objection_recorded" in [row["event"] for row in operation.audit_events(connection, "K-2")]


def test_the_same_file_is_remembered_once(home):
    one = home()
    for _ in range(2):
        apply(one.house, sample(*FILES[0]))
    with one.house.store.read() as connection:
        assert operation.file_known(connection, "customers", sample(*FILES[0]).sha256)
    assert one.clock.now() - MONDAY < timedelta(seconds=1)
