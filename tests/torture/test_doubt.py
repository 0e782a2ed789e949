"""What a crash leaves in doubt stays in sight until a receipt or a person has answered it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from campaigns.gate import go
from campaigns.housekeeping import rescue
from campaigns.record import GRACE
from contacts.medium import Medium
from store import people, touches
from store.tables import people as people_tables
from store.tables import runs
from tests.campaigns.house_of import HouseOf, house_of, minimal, step

points = people_tables.contact_point.c
CONTRACT = {
    "probe": minimal(
        step("plan", "day = 1", '"email"', "offboarding/plan"),
        step("export", "day = 30", '"email"', "offboarding/export"),
        purpose='"contract"',
    )
}


@pytest.fixture
def one(tmp_path: Path) -> Iterator[HouseOf]:
    """A customer whose contract mail `plan` is due now."""
    house = house_of(tmp_path / "house", texts=CONTRACT)
    house.consenting()
    house.play(hours=20)
    house.sleep(hours=5)
    yield house
    house.close()


def crash_behind_the_go(one: HouseOf) -> None:
    leaving = one.tick().leaving
    assert len(leaving) == 1
    assert one.write(lambda connection: go(one.house, connection, leaving)) == [True]
    assert rescue(one.house, alive=()).in_doubt == 1


def attempts(one: HouseOf) -> list[tuple[object, ...]]:
    columns = runs.attempt.c
    return one.rows(select(columns.number, columns.outcome, columns.code).order_by(columns.id))


def listed(one: HouseOf) -> list[str]:
    with one.house.store.read() as connection:
        return [row["step"] for row in touches.uncertain(connection)]


def test_a_second_copy_that_cannot_go_does_not_hide_the_doubt_about_the_first(one):
    crash_behind_the_go(one)
    (contact_pk, address) = one.rows(select(points.contact_id, points.normalised).where(points.medium == "email"))[0]
    one.write(lambda connection: people.invalidate(connection, contact_pk, Medium.EMAIL, address))
    one.sleep(seconds=GRACE.total_seconds() + 1)
    one.now()
    assert one.touches("state", step="plan") == [("skipped",)]
    assert listed(one) == ["plan"]
    (send_id,) = one.touches("send_id", step="plan")[0]
    now = datetime(2026, 6, 1, tzinfo=UTC)
    assert one.write(lambda connection: touches.settle_uncertain(connection, send_id, "failed", now))
    assert listed(one) == []


def test_a_known_receipt_survives_a_database_that_refuses_it_for_a_while(one):
    refuse = "CREATE TRIGGER full BEFORE UPDATE ON attempt BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    one.write(lambda connection: connection.execute(text(refuse)))
    one.deliver(one.tick().leaving)
    assert one.touches("state", step="plan") == [("sending",)]
    one.write(lambda connection: connection.execute(text("DROP TRIGGER full")))
    one.deliver([])
    assert one.touches("state", step="plan") == [("sent",)]
    assert attempts(one) == [(1, "accepted", 250)]
    assert rescue(one.house, alive=()).in_doubt == 0
