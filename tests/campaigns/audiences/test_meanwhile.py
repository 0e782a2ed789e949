"""While a list is made, life goes on: objections wait for nobody, and who has objected by then is in no file."""

from __future__ import annotations

import hashlib
import shutil
import threading
import time
from collections.abc import Callable, Container
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select, update

from campaigns.audiences.confirming import confirm
from campaigns.audiences.exporting import Refusal, export_list
from campaigns.audiences.looking import PORTION
from campaigns.clock import Clock
from contacts.consent import ConsentEvent
from contacts.medium import Platform
from store import audiences, consents, operation
from store.tables import audience
from tests.campaigns.audiences.test_lists import (
    BOTH,
    UPLOAD,
    WORDING,
    activated,
    cells,
    consenting,
    erased,
    held_reply,
    listed,
    mail_of,
    must_leave,
    removals,
    withdraw,
)
from tests.campaigns.house_of import consent_row, customer_row


class Interrupted:
    """A clock at whose `turns`-th readings something happens: a list reads it as it begins, and before each look."""

    def __init__(self, clock: Clock, turns: Container[int], act: Callable[[], object]) -> None:
        self._clock, self._turns, self._act = clock, turns, act
        self._read = 0

    def now(self) -> datetime:
        self._read += 1
        if self._read in self._turns:
            self._act()
        return self._clock.now()


@pytest.fixture
def one(home):
    one = activated(home())
    for contact in ("K-1", "K-2", "K-3"):
        consenting(one, contact)
    return one


def while_it_is_made(one, turn, act):
    """A list, and what happens while it is made: at turn 2 before people are noted, at 3 before the file stands."""
    path = one.house.state / "aus" / "list.csv"
    turns = [turn] if isinstance(turn, int) else turn
    house = replace(one.house, clock=Interrupted(one.clock, turns, act))
    return export_list(house, Platform.LINKEDIN, path, "Wiebke"), path


def uses(one, contact):
    with one.house.store.read() as connection:
        trail = consents.trail(connection, f"EW-{contact}-audience_upload")
    return [entry.data["export"] for entry in trail if entry.event is ConsentEvent.USED]


def noted(one):
    with one.house.store.read() as connection:
        return {member.sha256 for member in audiences.members(connection)}


LEAVING = {
    "objected": lambda one: one.objection("K-1"),
    "withdrawn": withdraw,
    "erased": erased,
    "deceased": lambda one: one.cancel("K-1", reason="deceased"),
    "under age": lambda one: one.customer("K-1", minor=True),
    "another address": lambda one: one.customer("K-1", email="neu@kunde1.example"),
}


@pytest.mark.parametrize("turn", [2, 3])
@pytest.mark.parametrize("leave", LEAVING.values(), ids=LEAVING)
def test_who_leaves_before_the_file_stands_is_not_in_it(one, leave, turn):
    done, path = while_it_is_made(one, turn, lambda: leave(one))
    assert cells(path)[1:] == sorted([mail_of(name)] for name in ("K-2", "K-3"))
    assert (done.people, done.export.number) == (2, 2)
    assert noted(one) == {mail_of("K-2"), mail_of("K-3")}, "on no list, so nobody has to take her out"
    assert must_leave(one) == {}
    assert [uses(one, name) for name in ("K-2", "K-3")] == [[done.export.external_id]] * 2
    if leave is not LEAVING["erased"]:
        assert uses(one, "K-1") == []
    assert [each.name for each in path.parent.iterdir()] == ["list.csv"]


@pytest.mark.parametrize("turn", [2, 3])
def test_who_was_on_an_older_list_comes_out_of_it(one, turn):
    before, _ = listed(one, name="before.csv")
    one.sleep(days=1)
    _, path = while_it_is_made(one, turn, lambda: one.objection("K-1"))
    assert [mail_of("K-1")] not in cells(path)
    assert uses(one, "K-1") == [before.export.external_id]
    assert must_leave(one) == {Platform.LINKEDIN: 1}
    _, path = removals(one)
    assert cells(path) == [["email"], [mail_of("K-1")]]


def test_the_same_list_again_is_another_one_when_somebody_leaves_meanwhile(one):
    before, _ = listed(one)
    done, path = while_it_is_made(one, 2, lambda: one.objection("K-1"))
    assert not done.again
    assert done.export.external_id != before.export.external_id
    assert [mail_of("K-1")] not in cells(path)
    assert must_leave(one) == {Platform.LINKEDIN: 1}


@pytest.mark.parametrize("turn", [2, 3])
def test_a_pause_meanwhile_stops_the_list(one, turn):
    done, path = while_it_is_made(one, turn, lambda: one.switch(operation.PAUSED, "advertising"))
    assert done is Refusal.PAUSED
    assert list(path.parent.iterdir()) == []
    assert noted(one) == set()
    with one.house.store.read() as connection:
        assert audiences.exports(connection) == []


def test_when_everybody_leaves_meanwhile_there_is_no_file(one):
    done, path = while_it_is_made(one, 3, lambda: [one.objection(name) for name in ("K-1", "K-2", "K-3")])
    assert done is Refusal.NOBODY
    assert list(path.parent.iterdir()) == []
    assert noted(one) == set()


def test_what_an_erasure_tidies_away_before_it_has_its_name_is_written_again(one):
    """An erasure looks for leftovers of a death; of a list that is being made it takes the very same file."""
    done, path = while_it_is_made(one, 3, lambda: shutil.rmtree(one.house.state / "aus"))
    assert cells(path)[1:] == sorted([mail_of(name)] for name in ("K-1", "K-2", "K-3"))
    assert done.export.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert path.stat().st_mode & 0o777 == 0o600


def test_an_unread_reply_meanwhile_keeps_her_out_until_somebody_has_read_it(one):
    _, path = while_it_is_made(one, 3, lambda: held_reply(one, "K-1"))
    assert [mail_of("K-1")] not in cells(path)


def test_a_list_whose_uses_a_death_left_out_is_ended_by_the_next_one(one):
    """Art. 7 Abs. 1 DSGVO: what was used is proven for everybody in the file."""
    done, _ = listed(one)
    with one.house.store.write() as connection:  # as if it had died behind K-1
        first = min(one.rows(select(audience.audience_member.c.contact_id)))[0]
        table = audience.audience_export
        connection.execute(update(table).where(table.c.id == done.export.pk).values(noted_to=first))
        assert len(audiences.uses_left(connection, done.export.pk, 10)) == 2
    one.sleep(days=1)
    listed(one)
    assert len(uses(one, "K-1")) == 2
    assert len(uses(one, "K-2")) == 3
    with one.house.store.read() as connection:
        assert audiences.uses_open(connection, Platform.LINKEDIN) == []


def test_a_removal_list_written_while_a_list_is_made_waits_for_it(one):
    listed(one)
    one.sleep(days=1)
    withdraw(one)
    found = []
    thread = threading.Thread(target=lambda: found.append(removals(one)[0]))

    def begin():
        thread.start()
        time.sleep(0.2)
        assert found == []

    while_it_is_made(one, 3, begin)
    thread.join()
    (done,) = found
    assert done.stale == 1
    assert confirm(one.house, done.export, "Wiebke") == 1


def test_an_objection_waits_for_a_portion_and_not_for_the_whole_list(home):
    one = activated(home())
    names = [f"K-{number}" for number in range(1, 2 * PORTION + 2)]
    one.take("customers", *(customer_row(name) for name in names))
    one.take("consents", *(consent_row(name, UPLOAD, platforms=BOTH, text=WORDING) for name in names))
    gone = iter(("K-1", "K-700", "K-2", "K-1001"))
    objected = []

    def object_():
        objected.append(next(gone))
        one.objection(objected[-1])

    done, path = while_it_is_made(one, range(2, 6), object_)
    assert len(objected) == 4, "one before each portion, one before the file stands"
    assert done.people == len(names) - 4
    assert {row[0] for row in cells(path)[1:]} == {mail_of(name) for name in names if name not in objected}


def test_on_both_databases_nobody_who_has_objected_by_then_is_in_the_file(either_home):
    one = activated(either_home())
    for contact in ("K-1", "K-2"):
        consenting(one, contact)
    done, path = while_it_is_made(one, 3, lambda: one.objection("K-1"))
    assert (cells(path), done.people) == ([["email"], [mail_of("K-2")]], 1)
    again, _ = listed(one)
    assert again.again
