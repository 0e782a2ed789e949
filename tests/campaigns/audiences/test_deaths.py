"""A list is killed (SIGKILL) in the lines that write it: afterwards there is no list or a whole one, and the next is right."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from campaigns import bootstrap
from campaigns.audiences.exporting import Written, export_list
from campaigns.clock import VirtualClock
from contacts.consent import ConsentEvent
from contacts.medium import Platform
from store import audiences, consents
from store.engine import Store, sqlite_url
from tests.campaigns.audiences.test_lists import (
    NETWORKS,
    TERMS,
    activated,
    cells,
    consenting,
    listed,
    mail_of,
    must_leave,
)
from tests.campaigns.house_of import HouseOf, house_of, shipped
from tests.rig import dying

NAMES = ("K-1", "K-2", "K-3")
WRITING = ("campaigns/audiences/exporting.py", "campaigns/audiences/files.py", "campaigns/whole.py")


@pytest.fixture(scope="module")
def yesterday(tmp_path_factory):
    """Three consent; two stand on the list of the day before."""
    folder = tmp_path_factory.mktemp("yesterday")
    one = activated(house_of(folder))
    consenting(one, "K-1")
    consenting(one, "K-2")
    listed(one, name="yesterday.csv")
    consenting(one, "K-3")
    one.sleep(days=1)
    moment = one.clock.now()
    one.close()
    return folder, moment


def opened(folder, moment):
    house = bootstrap.build(
        shipped(), folder, Store(sqlite_url(folder / "house.sqlite3"), scratch=True), VirtualClock(moment)
    )
    return HouseOf(replace(house, audiences=TERMS, recipients=NETWORKS), house.clock, None)


def written(one):
    return export_list(one.house, Platform.LINKEDIN, one.house.state / "aus" / "list.csv", "Wiebke")


def life(folder, moment):
    def live(around):
        house = opened(folder, moment)
        around(lambda: written(house))

    return live


def fresh(yesterday, folder):
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(yesterday[0], folder)


def test_wherever_a_list_dies_there_is_none_or_a_whole_one_and_the_next_is_right(yesterday, tmp_path):
    folder, moment = tmp_path / "life", yesterday[1]
    fresh(yesterday, folder)
    spots = [
        spot for spot in dying.apart(lambda: dying.spots_of(life(folder, moment))) if spot.file.startswith(WRITING)
    ]
    assert len(spots) > 50
    stood = 0
    for spot in spots:
        fresh(yesterday, folder)
        if dying.killed(life(folder, moment), spot, 1):
            stood += _whole_or_nothing(folder, moment, spot)
    assert 0 < stood < len(spots), "some deaths come before the file stands, some behind"


def _whole_or_nothing(folder, moment, spot):
    path = folder / "aus" / "list.csv"
    stands = path.exists()
    one = opened(folder, moment)
    try:
        with one.house.store.read() as connection:
            noted = {member.sha256 for member in audiences.members(connection)}
        if stands:
            assert cells(path)[1:] == sorted([mail_of(name)] for name in NAMES), spot
            assert {row[0] for row in cells(path)[1:]} <= noted, spot
        one.objection("K-3")
        done = written(one)
        assert isinstance(done, Written), spot
        assert cells(path)[1:] == sorted([mail_of(name)] for name in NAMES[:2]), spot
        assert [each.name for each in path.parent.iterdir() if "list" in each.name] == ["list.csv"], spot
        if stands:
            assert must_leave(one) == {Platform.LINKEDIN: 1}, spot
        _each_use_once(one, spot)
    finally:
        one.house.store.close()
    return stands


def _each_use_once(one, spot):
    with one.house.store.read() as connection:
        lists = {export.external_id: export.number for export in audiences.exports(connection)}
        trails = [consents.trail(connection, f"EW-{name}-audience_upload") for name in NAMES]
    uses = [entry.data["export"] for trail in trails for entry in trail if entry.event is ConsentEvent.USED]
    assert {name: uses.count(name) for name in lists} == lists, spot
    assert set(uses) == set(lists), spot
