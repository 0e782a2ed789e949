"""The touch in rows: moves are fenced, stops reach everything that has not gone, doubt stays visible."""

from __future__ import annotations

import pytest

from contacts.medium import Purpose
from sequences.definition import EventKind
from sequences.touch import IllegalTransition, TouchState
from store import claims, stops, touches
from store.touches import NewTouch
from tests.store.rows_of import DAEMON, NOW, OTHER, later

S = TouchState


def move(store, *arguments, **values):
    with store.write() as connection:
        return touches.move(connection, *arguments, **values)


def test_a_move_needs_the_fence_of_the_claim(store, rows):
    claim = rows.claimed()
    assert not move(store, claim.id, claim.fence - 1, S.CLAIMED, S.SENDING)
    assert not move(store, claim.id, claim.fence + 1, S.CLAIMED, S.SENDING)
    assert rows.state(claim.id) is S.CLAIMED
    assert move(store, claim.id, claim.fence, S.CLAIMED, S.SENDING, made_at=NOW)
    assert rows.column(claim.id, "made_at") == NOW


def test_a_move_from_a_state_the_row_has_left_changes_nothing(store, rows):
    claim = rows.claimed()
    assert move(store, claim.id, claim.fence, S.CLAIMED, S.SENDING)
    assert not move(store, claim.id, claim.fence, S.CLAIMED, S.SENDING)


def test_a_move_along_no_edge_is_a_bug_and_says_so(store, rows):
    claim = rows.claimed()
    with pytest.raises(IllegalTransition, match="claimed -> sent"):
        move(store, claim.id, claim.fence, S.CLAIMED, S.SENT)
    assert rows.state(claim.id) is S.CLAIMED


def test_a_step_is_planned_once_per_run_and_keeps_its_identity(store, rows):
    enrollment = rows.enrollment()
    touch = rows.touch(enrollment)
    new = NewTouch(enrollment, 1, None, "winback", "value", Purpose.ADVERTISING, NOW, NOW.date())
    with store.write() as connection:
        assert touches.plan(connection, new, "anything", NOW) is None
        send_id = rows.column(touch, "send_id")
        assert touches.by_send_id(connection, send_id) == (touch, rows.column(touch, "contact_id"))
        assert touches.by_send_id(connection, "no such id") is None


def test_a_touch_stored_as_skipped_has_ended_and_is_never_due(store, rows):
    touch = rows.touch(state=S.SKIPPED, reason="too_late")
    assert rows.column(touch, "ended_at") == NOW
    with store.write() as connection:
        assert claims.claim(connection, later(days=900), DAEMON, 10) == []


def test_the_claims_of_dead_daemons_are_given_back_and_their_fences_are_worthless(store, rows):
    mine, foreign = rows.claimed(), rows.claimed(owner=OTHER)
    with store.write() as connection:
        assert claims.rescue_claims(connection, [DAEMON]) == 1
    assert rows.state(mine.id) is S.PLANNED
    assert rows.column(mine.id, "owner") is None
    assert rows.state(foreign.id) is S.CLAIMED
    assert not move(store, mine.id, mine.fence, S.CLAIMED, S.SENDING)


def test_in_doubt_is_what_a_daemon_left_behind_the_go(store, rows):
    mine = rows.in_state(S.SENDING)
    foreign = rows.in_state(S.SENDING, owner=OTHER)
    rows.claimed()
    with store.read() as connection:
        assert [one.id for one in claims.in_doubt(connection, [DAEMON], later(days=-1))] == [mine.id]
        old = [one.id for one in claims.in_doubt(connection, [], later(seconds=1))]
    assert old == [mine.id, foreign.id]  # whoever hangs for too long is in doubt, alive or not


def test_dead_owners_are_those_nobody_has_seen(store, rows):
    rows.claimed()
    rows.in_state(S.SENDING, owner=OTHER)
    with store.read() as connection:
        assert sorted(claims.dead_owners(connection, [])) == [DAEMON, OTHER]
        assert claims.dead_owners(connection, [DAEMON]) == [OTHER]
        assert claims.dead_owners(connection, [DAEMON, OTHER]) == []


STOPPABLE = (S.CLAIMED, S.HELD)
PAST_STOPPING = (S.SENDING, S.UNCERTAIN, S.BATCHED, S.EXPORTED, S.OPEN, S.SKIPPED, S.FAILED)


@pytest.mark.parametrize("state", STOPPABLE)
def test_a_stop_reaches_everything_of_advertising_that_has_not_gone(store, rows, state):
    claim = rows.claimed() if state is S.CLAIMED else rows.in_state(state)
    with store.write() as connection:
        contact = rows.column(claim.id, "contact_id")
        assert stops.stop_open(connection, contact, "objection", NOW) == [claim.id]
    assert rows.state(claim.id) is S.STOPPED
    assert rows.column(claim.id, "fence") > claim.fence  # a go that is on its way is refused


@pytest.mark.parametrize("state", PAST_STOPPING)
def test_a_stop_does_not_rewrite_what_has_gone_or_ended(store, rows, state):
    claim = rows.in_state(state)
    with store.write() as connection:
        assert stops.stop_open(connection, rows.column(claim.id, "contact_id"), "objection", NOW) == []
    assert rows.state(claim.id) is state


def test_letters_that_wait_for_the_shop_are_stopped_by_themselves(store, rows):
    letter, planned = rows.in_state(S.BATCHED), rows.touch()
    contract = rows.in_state(S.BATCHED, rows.touch(purpose=Purpose.CONTRACT))
    with store.write() as connection:
        stopped = [
            stops.stop_letters(connection, rows.column(touch, "contact_id"), "objection", NOW)
            for touch in (letter.id, planned, contract.id)
        ]
    assert stopped == [[letter.id], [], []]


def test_a_stop_leaves_contract_mail_and_other_people_alone(store, rows):
    touch = rows.touch()
    contract = rows.touch(rows.enrollment("K-1", "offboarding"), purpose=Purpose.CONTRACT)
    other = rows.touch()
    with store.write() as connection:
        assert stops.stop_open(connection, rows.column(touch, "contact_id"), "objection", NOW) == [touch]
    assert rows.state(contract) is rows.state(other) is S.PLANNED


def test_ended_runs_stop_their_touches_whatever_their_purpose(store, rows):
    enrollment = rows.enrollment("K-1", "offboarding")
    contract, other = rows.touch(enrollment, purpose=Purpose.CONTRACT), rows.touch(rows.enrollment("K-1"))
    with store.write() as connection:
        assert stops.stop_runs(connection, [enrollment], "goal", NOW) == [contract]
    assert rows.state(other) is S.PLANNED


@pytest.mark.parametrize("end", [S.DONE, S.EXPIRED, S.WITHDRAWN])
def test_only_open_tasks_are_ended(store, rows, end):
    task, mail = rows.in_state(S.OPEN), rows.in_state(S.SENDING)
    with store.write() as connection:
        touches.end_tasks(connection, [task.id, mail.id], end, NOW)
    assert rows.state(task.id) is end
    assert rows.state(mail.id) is S.SENDING


def test_a_touch_that_waits_for_an_event_is_found_and_woken(store, rows):
    event = EventKind.FEATURE_RELEASED
    touch = rows.touch(wait_event=event, due_at=later(days=90))
    contact = rows.column(touch, "contact_id")
    with store.write() as connection:
        assert touches.waiting_for(connection, contact, EventKind.RETURNED) == []
        assert touches.waiting_for(connection, contact, event) == [touch]
        touches.set_due(connection, touch, NOW)
    assert rows.claimed(touch).id == touch
    with store.write() as connection:
        assert touches.waiting_for(connection, contact, event) == []
        touches.set_due(connection, touch, later(days=1))
    assert rows.column(touch, "due_at") == NOW  # a claimed touch is not moved any more


def test_an_answer_finds_the_newest_mail_it_cites(store, rows):
    first = rows.in_state(S.SENDING, message_id="a@x")
    second = rows.claimed()
    assert move(store, second.id, second.fence, S.CLAIMED, S.SENDING, message_id="b@x", made_at=later(days=1))
    with store.read() as connection:
        assert touches.by_message_ids(connection, ["a@x"])[0] == first.id
        assert touches.by_message_ids(connection, ["a@x", "b@x", "c@x"])[0] == second.id
        assert touches.by_message_ids(connection, ["c@x"]) is None


def test_what_is_uncertain_is_listed_until_a_person_settles_it(store, rows):
    claim = rows.in_state(S.UNCERTAIN)
    send_id = rows.column(claim.id, "send_id")
    with store.write() as connection:
        (listed,) = touches.uncertain(connection)
        assert (listed["send_id"], listed["contact"], listed["at"]) == (send_id, "K-1", NOW)
        assert touches.settle_uncertain(connection, send_id, S.SENT.value, NOW)
        assert not touches.settle_uncertain(connection, send_id, S.FAILED.value, NOW)
        assert touches.uncertain(connection) == []
        assert touches.counts(connection) == {"sent": 1}


def test_the_owners_of_touches_are_those_to_be_locked(store, rows):
    contact = rows.contact("K-9", company="F-1")
    touch, alone = rows.touch(rows.enrollment("K-9")), rows.touch()
    with store.read() as connection:
        assert touches.owners_of(connection, [touch, alone]) == {
            touch: (contact, rows.column(touch, "company_id")),
            alone: (rows.column(alone, "contact_id"), None),
        }
        assert rows.column(touch, "company_id") is not None
        assert touches.owners_of(connection, []) == {}


def test_what_nothing_was_decided_about_yet_is_listed(store, rows):
    enrollment = rows.enrollment("K-1")
    rows.touch(enrollment)
    with store.read() as connection:
        (planned,) = touches.undecided(connection, "K-1")
        assert (planned["step"], planned["state"], planned["due_at"]) == ("value", "planned", NOW)
        assert touches.undecided(connection, "K-2") == []
