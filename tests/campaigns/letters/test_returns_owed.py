"""A letter of contract that came back is still owed: a person brings it, unless it has reached her another way."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from campaigns.imports import LetterReturnRow, ReturnStatus
from campaigns.reason_words import reason_words
from store.tables import desk, operation, people, runs
from tests.campaigns.house_of import minimal, step

CLOSURE = "offboarding/closure"


def texts(*steps):
    return {"probe": minimal(*steps, purpose='"contract"')}


def exported(home, *more):
    """A house whose customer K-1 was told by letter that her account closes; the letter's send id."""
    one = home(texts=texts(step("letter", "day = 1", '"letter"', CLOSURE), *more))
    one.customer()
    one.cancel()
    one.play(days=3)
    ((send_id, state),) = one.touches("send_id", "state", step="letter")
    assert state == "exported"
    return one, send_id


def back(one, send_id, status):
    return one.take("letter-returns", LetterReturnRow(send_id, status=ReturnStatus(status)))


def by_hand(one):
    task = desk.task.c
    return one.rows(select(task.assignee, task.state, task.brief).where(task.kind == "by_hand"))


@pytest.mark.parametrize("status", ["undeliverable", "refused", "moved"])
def test_what_came_back_is_brought_by_hand_with_its_words(home, status):
    one, send_id = exported(home)
    back(one, send_id, status)
    ((assignee, state, brief),) = by_hand(one)
    assert (assignee, state) == ("amira.haddad@nordlicht.example", "open")
    assert f"Grund: {reason_words(f'letter_{status}')}" in brief
    said = one.rows(select(runs.attempt.c.subject, runs.attempt.c.text))
    assert said[0][0]
    assert said[0][0] in brief
    assert said[0][1][:200] in brief
    back(one, send_id, status)
    assert len(by_hand(one)) == 1


def test_the_heirs_are_another_task(home):
    one, send_id = exported(home)
    back(one, send_id, "deceased")
    assert by_hand(one) == []


def test_who_is_found_to_have_died_after_she_was_thought_moved_gets_a_task_for_the_heirs(home):
    one, send_id = exported(home)
    back(one, send_id, "moved")
    back(one, send_id, "deceased")
    titles = [title for (title,) in one.rows(select(desk.task.c.title).where(desk.task.c.kind == "duty"))]
    assert titles == ["Todesfall prüfen: Wiebke Petersen1"]


def test_while_her_data_is_restricted_the_data_protection_officer_is_asked_first(home):
    one, send_id = exported(home)
    restricted = update(people.contact).values(restricted_at=one.clock.now(), restricted_reason="bestritten")
    one.write(lambda connection: connection.execute(restricted))
    back(one, send_id, "undeliverable")
    task = desk.task.c
    ((title, guide),) = one.rows(select(task.title, task.guide).where(task.kind == "by_hand"))
    assert title == "Vertragspost von Hand prüfen: Wiebke Petersen1"
    assert guide.startswith("Nichts zustellen, bevor die Datenschutzbeauftragte zugestimmt hat")


MAIL = step("mail", "day = 2", '"email"', CLOSURE)


def test_what_reached_her_by_mail_is_owed_no_more(home):
    one, send_id = exported(home, MAIL)
    assert one.touches("state", step="mail") == [("sent",)]
    back(one, send_id, "undeliverable")
    assert by_hand(one) == []


def test_a_mail_that_bounced_has_not_reached_her(home):
    one, send_id = exported(home, MAIL)
    mail = select(runs.touch.c.id).where(runs.touch.c.step == "mail").scalar_subquery()
    bounced = update(runs.attempt).where(runs.attempt.c.touch_id == mail).values(bounced_at=one.clock.now())
    one.write(lambda connection: connection.execute(bounced))
    back(one, send_id, "undeliverable")
    assert len(by_hand(one)) == 1


def test_another_message_is_no_substitute(home):
    one, send_id = exported(home, step("mail", "day = 2", '"email"', "offboarding/access"))
    back(one, send_id, "undeliverable")
    assert [state for _, state, _ in by_hand(one)] == ["open"]


def test_a_later_mail_with_the_same_message_closes_the_task(home):
    one, send_id = exported(home, step("mail", "day = 10", '"email"', CLOSURE))
    back(one, send_id, "undeliverable")
    assert [state for _, state, _ in by_hand(one)] == ["open"]
    one.play(days=10)
    assert one.touches("state", step="mail") == [("sent",)]
    assert [state for _, state, _ in by_hand(one)] == ["withdrawn"]
    told = operation.audit_event.c
    assert one.rows(select(told.contact).where(told.event == "task_withdrawn")) == [("K-1",)]


def test_a_later_mail_about_something_else_leaves_it(home):
    one, send_id = exported(home, step("mail", "day = 10", '"email"', "offboarding/access"))
    back(one, send_id, "undeliverable")
    one.play(days=10)
    assert [state for _, state, _ in by_hand(one)] == ["open"]


def test_advertising_that_came_back_is_owed_to_nobody(home):
    one, send_id = exported(home)
    one.write(lambda connection: connection.execute(update(runs.touch).values(purpose="advertising")))
    back(one, send_id, "undeliverable")
    assert by_hand(one) == []
