"""Batches: frozen under the law of the moment, complete with PDF and description, handed over, recalled in time."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select, update

from campaigns import export
from campaigns.export import export_letters
from campaigns.letters.state import shop_trouble
from channels.letter.batch import is_complete, send_ids_in
from channels.letter.shop import DropFolder, ShopAway
from contacts.contact import PostalAddress
from store import letter_batches, operation
from store.tables import people, runs
from tests.campaigns.erased_person import erased
from tests.campaigns.house_of import minimal, step

LETTER = {"probe": minimal(step("letter", "day = 1", '"letter"', "winback/day_01_value"))}


def house_with(one, **terms):
    one.house = replace(one.house, letters=replace(one.house.letters, **terms))
    return one


def waiting(home, *contacts, **terms):
    """Letters of an activated house that wait for 15:00 on 3 March, each to an address of its own."""
    one = house_with(home(texts=LETTER), **terms)
    one.switch(operation.ACTIVATED, "Wiebke")
    for number, name in enumerate(contacts, start=1):
        one.customer(name, address=PostalAddress(f"Hafenweg {number}", "24103", "Kiel"))
        one.cancel(name)
    one.play(days=1, hours=2)
    one.sleep(hours=5)
    return one


def states(one):
    return [state for (state,) in one.touches("state", step="letter")]


def the_batches(one):
    with one.house.store.read() as connection:
        return [batch for batch, _, _ in letter_batches.batches(connection)]


class Counting(DropFolder):
    """A shop's folder that is away as often as told, and remembers what it was handed, in order."""

    def __init__(self, folder: Path, away: int = 0) -> None:
        folder.mkdir()
        super().__init__(folder)
        self.away, self.got = away, []

    def hand_over(self, files: Sequence[Path]) -> None:
        if self.away:
            self.away -= 1
            raise ShopAway("Die Druckerei ist zu.")
        super().hand_over(files)
        self.got += [path.name for path in files]


def test_the_description_says_whose_when_how_many_and_under_which_contract(home):
    one = waiting(home, "K-1", "K-2")
    assert export_letters(one.house) == 2
    folder = one.house.letters.folder
    (batch,) = the_batches(one)
    text = (folder / f"{batch.batch_id}.satzbeschreibung.txt").read_text("utf-8")
    digest = hashlib.sha256((folder / f"{batch.batch_id}.csv").read_bytes()).hexdigest()
    for line in (
        "Kampagnen: probe/letter", "Erstellt: 2026-03-03T15:00:00+01:00", "Sätze: 2 (ohne Kopfzeile)",
        f"Prüfsumme (SHA-256): {digest}", "Vertrag zur Auftragsverarbeitung: AVV-2025-07", "Porto: Standardbrief",
        "Einlieferung: 2026-03-03", "Zu löschen bis: 2026-04-02",
    ):  # fmt: skip
        assert line in text.splitlines()
    assert (batch.processor, batch.posted_on, batch.sha256) == ("AVV-2025-07", date(2026, 3, 3), digest)
    assert one.rows(select(runs.batch_row.c.cost)) == [(Decimal("0.95"),)] * 2


def test_without_the_id_of_a_contract_nothing_is_exported_and_nothing_lost(home):
    one = waiting(home, "K-1")
    house_with(one, contract="", processor_contract=False)
    assert export_letters(one.house) == 0
    assert not one.house.letters.folder.exists()
    house_with(one, contract="AVV-2025-07", processor_contract=True)
    assert export_letters(one.house) == 1


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (update(people.contact).values(street=None), "reachable"),
        (update(people.contact).values(restricted_at="now"), "restriction"),
        (update(people.contract).values(letters_notice=False), "letter_interest"),
    ],
)
def test_what_the_law_no_longer_carries_is_stopped_when_the_batch_is_frozen(home, change, rule):
    one = waiting(home, "K-1")
    if rule == "restriction":
        change = update(people.contact).values(restricted_at=one.clock.now())
    one.write(lambda connection: connection.execute(change))
    assert export_letters(one.house) == 0
    assert one.touches("state", "reason", step="letter") == [("stopped", rule)]
    assert one.rows(select(runs.ledger.c.id)) == []  # nobody got it, so it takes nobody's place
    assert the_batches(one) == []


def test_it_is_looked_at_again_right_before_the_file_is_written(home, monkeypatch):
    one = waiting(home, "K-1", "K-2")
    ((_, second),) = one.touches("id", "contact_id", step="letter")[1:]
    write = export.write

    def restricted_meanwhile(house, batch_id, now):
        statement = update(people.contact).where(people.contact.c.id == second)
        one.write(lambda connection: connection.execute(statement.values(restricted_at=one.clock.now())))
        return write(house, batch_id, now)

    monkeypatch.setattr(export, "write", restricted_meanwhile)
    assert export_letters(one.house) == 1
    assert sorted(states(one)) == ["exported", "stopped"]


def test_dialogpost_waits_for_enough_letters_and_goes_as_standard_after_too_long(home):
    one = waiting(home, "K-1", "K-2", postage="dialogpost", min_batch=3, standard_cost=Decimal("1.35"))
    assert export_letters(one.house) == 0
    one.customer("K-3", address=PostalAddress("Kai 3", "24103", "Kiel"))
    one.cancel("K-3")
    one.play(days=1, hours=5)
    assert [(batch.postage, batch.batch_id) for batch in the_batches(one)] == [("dialogpost", "20260304-1500")]
    one.customer("K-4", address=PostalAddress("Kai 4", "24103", "Kiel"))
    one.cancel("K-4")
    one.play(days=7)
    assert [batch.postage for batch in the_batches(one)] == ["standard", "dialogpost"]
    assert one.rows(select(runs.batch_row.c.cost).order_by(runs.batch_row.c.id))[-1] == (Decimal("1.35"),)


def test_a_person_may_let_a_small_batch_go(home):
    one = waiting(home, "K-1", postage="dialogpost", min_batch=3, standard_cost=Decimal("1.35"))
    assert export_letters(one.house, at_once=True) == 1
    assert the_batches(one)[0].postage == "standard"


def test_finished_letters_stand_beside_the_list_and_come_back_alike(home):
    one = waiting(home, "K-1", "K-2", pdf=True)
    export_letters(one.house)
    (pdf,) = one.house.letters.folder.glob("*.brief-001.pdf")
    before = pdf.read_bytes()
    assert before.startswith(b"%PDF")
    pdf.unlink()
    one.write(lambda connection: connection.execute(update(runs.batch).values(delivered_at=None)))
    export_letters(one.house)
    assert pdf.read_bytes() == before


def test_what_the_shop_refuses_is_tried_again_ever_more_rarely_and_told(home, tmp_path):
    one = waiting(home, "K-1")
    shop = Counting(tmp_path / "shop", away=2)
    one.house = replace(one.house, shop=shop)
    export_letters(one.house)
    assert states(one) == ["exported"]
    (batch,) = the_batches(one)
    assert (batch.delivered_at, batch.tries, batch.retry_at) == (None, 1, one.clock.now() + timedelta(minutes=1))
    with one.house.store.read() as connection:
        assert "Die Druckerei ist zu." in shop_trouble(connection)
    export_letters(one.house)
    assert shop.away == 1  # not yet
    one.sleep(minutes=1)
    export_letters(one.house)
    assert the_batches(one)[0].retry_at == one.clock.now() + timedelta(minutes=2)
    one.sleep(minutes=2)
    export_letters(one.house)
    (batch,) = the_batches(one)
    assert (batch.delivered_at, batch.tries, batch.trouble) == (one.clock.now(), 0, "")
    ours = {path.name for path in one.house.letters.folder.iterdir()}
    assert {path.name for path in (tmp_path / "shop").iterdir()} == ours
    handed = list(shop.got)
    export_letters(one.house)
    assert shop.got == handed


def test_a_list_that_got_lost_before_the_shop_had_it_is_told_and_not_passed_over(home, tmp_path):
    one = waiting(home, "K-1", "K-2")
    one.house = replace(one.house, shop=Counting(tmp_path / "shop", away=1))
    export_letters(one.house)
    (path,) = one.house.letters.folder.glob("*.csv")
    content = path.read_bytes()
    path.unlink()
    one.sleep(minutes=1)
    export_letters(one.house)
    (batch,) = the_batches(one)
    assert batch.delivered_at is None
    assert f"{path.name} fehlt" in batch.trouble
    path.write_bytes(content)
    one.sleep(minutes=2)
    export_letters(one.house)
    assert the_batches(one)[0].delivered_at == one.clock.now()
    assert send_ids_in(tmp_path / "shop" / path.name) == send_ids_in(path)


def test_an_objection_reaches_the_shop_as_a_recall_before_and_after_the_batch(home, tmp_path):
    one = waiting(home, "K-1", "K-2", "K-3")
    shop = Counting(tmp_path / "shop", away=1)
    one.house = replace(one.house, shop=shop)
    export_letters(one.house)
    one.objection("K-1")  # the file stands, the shop was away
    one.sleep(minutes=1)
    export_letters(one.house)
    assert ".rueckruf-" in shop.got[0]
    assert any(re.fullmatch(r"\d+-\d+\.csv", name) for name in shop.got)
    one.objection("K-2")  # and now the shop has it already
    export_letters(one.house)
    ids = {send_id for path in (tmp_path / "shop").glob("*rueckruf*.csv") for send_id in send_ids_in(path)}
    assert ids == {send_id for send_id, state in one.touches("send_id", "state", step="letter") if state == "recalled"}
    assert len(ids) == 2
    told = one.rows(select(runs.batch_row.c.recall_told_at).where(runs.batch_row.c.recalled_at.is_not(None)))
    assert told == [(one.clock.now(),)] * 2


def test_a_sample_reaches_no_shop(home, tmp_path):
    one = home(texts=LETTER)
    one.customer()
    one.cancel()
    one.play(days=1, hours=2)
    one.sleep(hours=5)
    shop = Counting(tmp_path / "shop")
    one.house = replace(one.house, shop=shop)
    assert export_letters(one.house) == 1
    assert shop.got == []
    one.switch(operation.ACTIVATED, "Wiebke")
    export_letters(one.house)
    assert shop.got == []


def test_what_is_paused_stays_here_and_recalls_go_all_the_same(home, tmp_path):
    one = waiting(home, "K-1", "K-2")
    shop = Counting(tmp_path / "shop")
    one.house = replace(one.house, shop=shop)
    one.switch(operation.PAUSED, "advertising")
    assert export_letters(one.house) == 0
    one.switch(operation.PAUSED, None)
    assert export_letters(one.house) == 2
    one.switch(operation.PAUSED, "all")
    one.objection("K-1")
    export_letters(one.house)
    assert ".rueckruf-" in shop.got[-1]


def test_a_letter_stopped_before_its_file_costs_no_money(home):
    one = waiting(home, "K-1", "K-2")
    since = one.clock.now() - timedelta(days=9)
    with one.house.store.read() as connection:
        assert letter_batches.spent_since(connection, since) == Decimal("1.90")
    one.objection("K-1")
    with one.house.store.read() as connection:
        assert letter_batches.spent_since(connection, since) == Decimal("0.95")


def test_an_erasure_takes_the_finished_letters_away_and_leaves_a_list_that_fits(home):
    one = waiting(home, "K-1", "K-2", pdf=True)
    export_letters(one.house)
    folder = one.house.letters.folder
    assert list(folder.glob("*.brief-001.pdf"))
    erased(one, "K-1")
    assert not list(folder.glob("*.brief-*"))
    (path,) = (path for path in folder.glob("*.csv") if "rueckruf" not in path.name)
    assert len(send_ids_in(path)) == 1
    assert is_complete(path)
    text = path.with_suffix(".satzbeschreibung.txt").read_text("utf-8")
    assert f"Prüfsumme (SHA-256): {hashlib.sha256(path.read_bytes()).hexdigest()}" in text
    one.write(lambda connection: connection.execute(update(runs.batch).values(delivered_at=None)))
    export_letters(one.house)
    assert list(folder.glob("*.brief-001.pdf"))  # without her
