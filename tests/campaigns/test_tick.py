"""A pass over what is due: bounded, and whoever cannot be served is held while the rest goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from campaigns import bootstrap
from campaigns.rendering import Templates
from campaigns.tick import tick
from store import touches
from store.tables import people, runs
from tests.campaigns.house_of import MONDAY, OWNER, minimal, parsed, shipped, step

MAIL = {"probe": minimal(step("a", "day = 1"), step("b", "day = 9"))}


def due(home, *contacts, **options):
    """People whose first step is due."""
    one = home(**{"texts": MAIL, **options})
    for name in contacts:
        one.consenting(name)
    one.sleep(days=1, hours=2)
    return one


def spoil(one, contact, **values):
    """Plant a fault into the row of one person, as a restored backup or a hand in the database might leave it."""
    table = people.contact
    one.write(lambda c: c.execute(table.update().where(table.c.external_id == contact).values(**values)))


def by_contact(one):
    return {row["contact"]: (row["decision"], row["state"]) for row in one.decided()}


def test_a_pass_takes_no_more_than_a_batch_and_the_next_one_the_rest(home):
    one = due(home, "K-1", "K-2", "K-3", batch_size=2)
    assert [one.tick().claimed for _ in range(3)] == [2, 1, 0]


def test_a_house_without_anything_due_does_nothing(home):
    one = home(texts=MAIL)
    one.consenting()
    assert one.tick() == tick(one.house, OWNER)
    assert one.tick().claimed == 0
    assert one.decided() == []


@pytest.fixture
def broken_copy(tmp_path):
    """The shipped copy and a template that asks for a word nobody knows."""
    place = tmp_path / "copy/probe/broken"
    place.mkdir(parents=True)
    for part in ("body.txt", "body.html", "subject.txt"):
        (place / part).write_text("Guten Tag {{ unknown }}", encoding="utf-8")
    return Templates([bootstrap.ROOT / "templates_de", tmp_path / "copy"])


def test_a_mail_that_cannot_be_rendered_is_held_and_the_rest_goes_on(home, broken_copy):
    broken = minimal(step("a", "day = 1", '"email"', "probe/broken"))
    texts = {"broken": broken, "whole": minimal(step("a", "day = 1"))}
    one = home(texts=texts, templates=broken_copy)
    one.consenting("K-1")
    one.play(days=2)
    decided = {row["sequence"]: (row["decision"], row["state"]) for row in one.decided()}
    assert decided == {"broken": ("hold", "held"), "whole": ("send", "sent")}
    (reason,) = (row["reason"] for row in one.decided() if row["decision"] == "hold")
    assert "unknown" in reason
    one.play(days=20)
    assert one.runs("broken") == [("active", None)]  # a held touch waits for a person


def test_an_address_no_letter_can_carry_is_held(home):
    texts = {"probe": minimal(step("a", "day = 1", '"letter"', "winback/day_01_value"))}
    one = home(texts=texts)
    one.customer()
    one.cancel()
    spoil(one, "K-1", street="x" * 90)
    one.play(days=2)
    assert one.reasons()["a"][0] == "hold"
    assert "Straße" in one.reasons()["a"][1]


def test_what_was_held_leaves_once_its_cause_is_mended_and_it_is_released(home):
    texts = {"probe": minimal(step("a", "day = 1", '"letter"', "winback/day_01_value"))}
    one = home(texts=texts)
    one.customer()
    one.cancel()
    spoil(one, "K-1", street="x" * 90)
    one.play(days=2)
    assert one.reasons()["a"][0] == "hold"
    spoil(one, "K-1", street="Hafenstr. 1")
    assert one.write(lambda c: touches.release_held(c, one.house.clock.now())) == 1
    one.play(days=1)
    assert one.reasons()["a"][0] == "send"


@pytest.mark.parametrize(
    "fault", [{"timezone": "Europe/Nirgendwo"}, {"kind": "alien"}, {"tier": "none"}, {"annual_value": "viel"}]
)
def test_a_row_that_cannot_be_read_stops_nobody_else(home, fault):
    one = due(home, "K-1", "K-2", "K-3")
    spoil(one, "K-2", **fault)
    one.now()
    one.play(days=1)
    assert sorted(contact for contact, (decision, _) in by_contact(one).items() if decision == "send") == ["K-1", "K-3"]


def test_a_definition_that_cannot_be_read_any_more_stops_nobody_else(home):
    one = due(home, "K-1", texts={"probe": MAIL["probe"], "other": MAIL["probe"].replace("Probe", "Andere")})
    hash_of = one.house.definitions.current["probe"].hash
    table = runs.definition
    one.write(lambda c: c.execute(table.update().where(table.c.hash == hash_of).values(text="[sequence]")))
    one.house.definitions._by_hash.pop(hash_of)
    one.now()
    assert [row["sequence"] for row in one.decided() if row["decision"] == "send"] == ["other"]


def test_a_pinned_definition_is_used_whatever_the_file_says_today(home):
    one = home(texts=MAIL)
    one.consenting()
    changed = MAIL["probe"].replace("day = 1", "day = 2")
    one.house.definitions.current["probe"] = parsed("probe", changed)
    one.play(days=3)
    assert [day - MONDAY.date() for _, _, day in one.sent()] == [timedelta(days=1)]


def test_variants_stick_to_a_person_and_are_shared_out(home):
    variants = "variants = { a = 'winback/day_07_news', b = 'winback/day_14_story' }"
    text = minimal(step("a", "day = 1", '"email"', "winback/day_07_news", variants))
    names = [f"K-{number}" for number in range(24)]
    chosen = []
    for _ in range(2):
        one = home(texts={"probe": text}, batch_size=5)
        for name in names:
            one.consenting(name)
        one.play(days=2)
        chosen.append({row["contact"]: row["variant"] for row in one.decided()})
    assert chosen[0] == chosen[1]
    assert set(chosen[0]) == set(names)
    assert 5 < list(chosen[0].values()).count("a") < 19


@pytest.mark.parametrize("paused", [None, "advertising"])
def test_in_a_pause_contract_mail_is_served_and_advertising_stays(home, paused):
    contract = minimal(step("c", "day = 1", '"email"', "offboarding/plan"), purpose='"contract"')
    one = due(home, "K-1", texts={"probe": MAIL["probe"], "contract": contract})
    one.switch("paused", paused)
    assert one.tick().claimed == (2 if paused is None else 1)


def test_copy_in_a_later_folder_wins(home, tmp_path):
    place = tmp_path / "own/winback/day_07_news"
    place.mkdir(parents=True)
    (place / "subject.txt").write_text("Werbung: unser eigener Betreff", encoding="utf-8")
    read = shipped()
    paths = read.settings.paths.model_copy(update={"templates": ["templates_de", str(tmp_path / "own")]})
    settings = read.settings.model_copy(update={"paths": paths})
    built = bootstrap.build(bootstrap.Read(settings, read.catalog), tmp_path, home(texts={}).house.store, None)
    one = due(home, "K-1", templates=built.templates)
    (request,) = one.tick().leaving
    assert request.kept.subject == "Werbung: unser eigener Betreff"
