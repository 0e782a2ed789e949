"""Letters that came back: what the post says is taken at once, and never applied unseen."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from campaigns.imports import LetterReturnRow, ReturnStatus
from contacts.medium import Medium
from store.tables import desk, people, permission, runs
from tests.campaigns.house_of import minimal, step

LETTERS = {
    "probe": minimal(
        step("letter", "day = 1", '"letter"', "winback/day_01_value"),
        step("second", "day = 30", '"letter"', "winback/day_01_value"),
    )
}


@pytest.fixture
def printed(home):
    """A house whose customer K-1 has had a letter; its send id."""
    one = home(texts=LETTERS)
    one.customer()
    one.cancel()
    one.play(days=3)
    ((send_id, state),) = one.touches("send_id", "state", step="letter")
    assert state == "exported"
    return one, send_id


def back(one, send_id, status, **more):
    return one.take("letter-returns", LetterReturnRow(send_id, status=ReturnStatus(status), **more))


def street(one):
    return one.rows(select(people.contact.c.street))[0][0]


def test_undeliverable_kills_the_address_and_is_noted_at_the_letter(printed):
    one, send_id = printed
    assert back(one, send_id, "undeliverable").new == 1
    assert back(one, send_id, "undeliverable").unchanged == 1
    assert street(one) is None
    assert one.rows(select(runs.batch_row.c.returned, runs.batch_row.c.returned_at)) == [
        ("undeliverable", one.clock.now())
    ]
    one.play(days=40)
    assert one.touches("state", "reason", step="second") == [("skipped", "reachable")]


def test_a_new_address_is_proposed_to_a_person_and_never_used(printed):
    one, send_id = printed
    back(one, send_id, "moved", new_address="Neue Straße 5, 20095 Hamburg")
    assert street(one) is None
    ((kind, brief),) = one.rows(select(desk.task.c.kind, desk.task.c.brief))
    assert kind == "better_address"
    assert "Neue Straße 5, 20095 Hamburg" in brief
    back(one, send_id, "moved")
    assert len(one.rows(select(desk.task.c.id))) == 1


def test_refused_is_an_objection_to_letters_alone(printed):
    one, send_id = printed
    one.consent(medium=Medium.EMAIL)
    back(one, send_id, "refused", reason="Annahme verweigert")
    objection = permission.objection.c
    assert one.rows(select(objection.scope, objection.verbatim)) == [("post", "Annahme verweigert")]
    assert street(one) is not None
    assert one.touches("state", step="letter") == [("recalled",)]
    one.play(days=40)
    assert one.touches("state", "reason", step="second") == [("skipped", "objection")]


def test_death_ends_everything_and_a_person_takes_over(printed):
    one, send_id = printed
    back(one, send_id, "deceased")
    assert set(one.rows(select(permission.objection.c.scope))) == {("global",)}
    assert {state for (state,) in one.rows(select(runs.enrollment.c.state))} == {"stopped"}
    assert [kind for (kind,) in one.rows(select(desk.task.c.kind))] == ["duty"]
    one.cancel(external_id="KUE-again")
    one.play(days=40)
    assert [row for row in one.sent("K-1") if row[0] == "second"] == []


def test_a_later_word_of_the_post_counts_beside_the_first(printed):
    one, send_id = printed
    back(one, send_id, "undeliverable")
    assert back(one, send_id, "deceased").new == 1
    assert one.rows(select(runs.batch_row.c.returned)) == [("deceased",)]
