"""After a restore nobody knows whom a network has got since the backup: its list is replaced or deleted as a whole."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from sqlalchemy import select

from campaigns.audiences.confirming import is_newest, replaced
from campaigns.audiences.exporting import Refusal, export_list
from campaigns.audiences.unknown import unknown
from campaigns.backups.restored import declare, take_over
from campaigns.bootstrap import ROOT
from campaigns.doctor import work
from campaigns.doctor.patient import Patient
from campaigns.status import status_lines, status_of
from contacts.medium import Platform
from store import audiences, migrate, operation
from store.tables import operation as operation_tables
from tests.campaigns.audiences.test_deaths import opened
from tests.campaigns.audiences.test_lists import activated, cells, consenting, listed, mail_of, removals
from tests.campaigns.audiences.test_meanwhile import noted
from tests.campaigns.house_of import house_of, shipped


@pytest.fixture
def one(tmp_path):
    """K-1 was listed before the backup; K-2 after it, and this database does not know that."""
    now, backup = tmp_path / "now", tmp_path / "backup"
    lived = activated(house_of(now))
    consenting(lived, "K-1")
    listed(lived)
    lived.close()
    shutil.copytree(now, backup)
    lived = opened(now, lived.clock.now())
    consenting(lived, "K-2")
    lived.sleep(hours=2)
    _, path = listed(lived, name="later.csv")
    assert [mail_of("K-2")] in cells(path)
    moment = lived.clock.now()
    lived.house.store.close()
    back = opened(backup, moment)
    with back.house.store.write() as connection:
        found = declare(back.house, connection, "told")
    assert found.lists == ("linkedin", "google", "meta")
    consenting(back, "K-2")  # read in again, and now she objects
    back.objection("K-2")
    yield back
    back.house.store.close()


def doubtful(one):
    with one.house.store.read() as connection:
        return set(unknown(connection))


def resumed(one):
    with one.house.store.write() as connection:
        take_over(one.house, connection)
    one.switch(operation.PAUSED, None)


def test_nobody_is_told_that_nobody_has_to_come_out(one):
    done, path = removals(one)
    assert done is Refusal.UNKNOWN
    assert not path.exists()
    lines = "\n".join(status_lines(status_of(one.house)))
    assert "Wer auf der Liste bei LinkedIn steht, ist seit der Sicherung unbekannt" in lines
    known = {"read": shipped(), "store": one.house.store, "schema": migrate.newest(), "house": one.house}
    patient = Patient(ROOT, one.house.state, one.clock.now(), connect=False, **known)
    (found,) = (each for each in work.check(patient) if "LinkedIn" in each.text)
    assert "audience confirm linkedin --deleted" in found.cure


def test_whom_we_know_of_may_be_taken_out_and_the_rest_stays_unknown(one):
    one.objection("K-1")
    done, path = removals(one)
    assert (cells(path), done.unknown) == ([["email"], [mail_of("K-1")]], True)
    assert Platform.LINKEDIN in doubtful(one)


def test_the_next_list_replaces_everything_and_then_it_is_known_again(one):
    resumed(one)
    done, path = listed(one)
    assert cells(path) == [["email"], [mail_of("K-1")]]
    assert (done.unknown, done.again) == (True, False), "the list from before the restore may not stand for this one"
    assert replaced(one.house, Platform.LINKEDIN, done.export, "Wiebke") == 0
    assert doubtful(one) == {Platform.GOOGLE, Platform.META}
    assert replaced(one.house, Platform.LINKEDIN, done.export, "Jonas") is None
    assert removals(one)[0] is Refusal.NOBODY
    again, _ = listed(one)
    assert (again.again, again.unknown) == (True, False)


def test_only_the_newest_list_behind_the_restore_may_replace_everything(one):
    resumed(one)
    with one.house.store.read() as connection:
        (before,) = audiences.exports(connection)
        assert not is_newest(connection, before, unknown(connection)[Platform.LINKEDIN])
    first, _ = listed(one)
    consenting(one, "K-3")
    second, _ = listed(one)
    with one.house.store.read() as connection:
        since = unknown(connection)[Platform.LINKEDIN]
        assert [is_newest(connection, done.export, since) for done in (first, second)] == [False, True]


def test_a_newer_list_that_was_finished_meanwhile_is_not_forgotten(one):
    """Whoever confirms the older one has waited for the newer: its people stand nowhere else."""
    resumed(one)
    first, _ = listed(one)
    consenting(one, "K-3")
    one.sleep(hours=1)
    listed(one)
    assert replaced(one.house, Platform.LINKEDIN, first.export, "Wiebke") is None
    assert {mail_of("K-1"), mail_of("K-3")} <= noted(one)
    assert Platform.LINKEDIN in doubtful(one)


def test_who_is_in_the_list_that_replaced_all_stays_though_a_later_one_failed(one):
    """Else she would stand there for ever: she objects, and no removal list names her (Art. 21 Abs. 3 DSGVO)."""
    resumed(one)
    done, _ = listed(one)
    consenting(one, "K-3")
    one.sleep(hours=1)
    path = one.house.state / "aus" / "full"
    path.mkdir()
    with pytest.raises(IsADirectoryError):
        export_list(one.house, Platform.LINKEDIN, path, "Wiebke")
    assert replaced(one.house, Platform.LINKEDIN, done.export, "Wiebke") is not None
    assert mail_of("K-1") in noted(one)
    one.objection("K-1")
    _, path = removals(one)
    assert cells(path) == [["email"], [mail_of("K-1")]]


def test_who_is_not_in_the_list_that_replaced_all_is_forgotten(one):
    resumed(one)
    one.objection("K-1")
    consenting(one, "K-3")
    done, _ = listed(one)
    assert replaced(one.house, Platform.LINKEDIN, done.export, "Wiebke") == 1
    with one.house.store.read() as connection:
        assert [member.sha256 for member in audiences.members(connection)] == [mail_of("K-3")]
    table = operation_tables.audit_event
    told = one.rows(
        select(table.c.event, table.c.contact).where(table.c.event.in_(["audience_replaced", "audience_left"]))
    )
    assert told == [("audience_replaced", None), ("audience_left", "K-1")]


def test_a_list_deleted_at_the_network_is_known_to_be_empty(one):
    one.house = replace(one.house, audiences={})  # also when the contract has ended and no list may leave
    assert replaced(one.house, Platform.LINKEDIN, None, "Wiebke") == 1
    assert Platform.LINKEDIN not in doubtful(one)
    assert removals(one)[0] is Refusal.NOBODY
    with one.house.store.read() as connection:
        assert audiences.members(connection) == []


def test_who_never_writes_lists_is_reminded_of_nothing(home):
    plain = home()
    with plain.house.store.write() as connection:
        assert declare(plain.house, connection, "told").lists == ()
    assert "audience" not in "\n".join(status_lines(status_of(plain.house)))
