"""What an edit meets: who runs in which definition, how far they are, what is due, who cancelled of late."""

from __future__ import annotations

from sequences.enrollment import EnrollmentState
from sequences.touch import TouchState
from store import editing, enrollments
from store.editing import Running
from tests.store.rows_of import NOW, later

OLD, NEW = "0" * 64, "1" * 64


def with_new_text(store, rows, contact, **changes):
    with store.write() as connection:
        enrollments.store_definition(connection, NEW, "winback", "[sequence] # neu", NOW)
    return rows.enrollment(contact, definition_hash=NEW, **changes)


def test_the_definition_in_use_is_that_of_the_newest_run_not_the_newest_text(store, rows):
    rows.enrollment("K-1")
    with_new_text(store, rows, "K-2", state=EnrollmentState.EXCLUDED)
    rows.enrollment("K-3", sequence="handover")
    with store.read() as connection:
        assert editing.latest_definitions(connection) == {"winback": NEW, "handover": OLD}
    rows.enrollment("K-4")  # the edit was taken back
    with store.read() as connection:
        assert editing.latest_definitions(connection)["winback"] == OLD


def test_people_are_counted_once_and_only_while_they_run(store, rows):
    rows.enrollment("K-1")
    rows.enrollment("K-1", again=True)
    rows.enrollment("K-2", state=EnrollmentState.PAUSED)
    rows.enrollment("K-3", state=EnrollmentState.HOLDOUT)
    with_new_text(store, rows, "K-4")
    with store.read() as connection:
        assert editing.people_running(connection) == {("winback", OLD): 2, ("winback", NEW): 1}


def test_progress_says_behind_which_step_people_are(store, rows):
    first, second = rows.enrollment("K-1"), rows.enrollment("K-2")
    rows.enrollment("K-3")
    with store.write() as connection:
        enrollments.advance(connection, [(first, "value"), (second, "value")])
        enrollments.end(connection, [second], EnrollmentState.STOPPED, "replied", NOW)
    with store.read() as connection:
        found = editing.progress(connection)
    assert sorted(found, key=lambda row: row.last_step or "") == [
        Running("winback", OLD, None, 1),
        Running("winback", OLD, "value", 1),
    ]


def test_what_is_due_and_what_was_made(store, rows):
    rows.in_state(TouchState.BATCHED, rows.touch(step="news"))
    rows.touch(due_at=later(hours=-1))
    rows.touch(due_at=later(hours=1))
    with store.read() as connection:
        assert editing.overdue(connection, NOW) == {"winback": 1}
        assert editing.last_made(connection) == {("winback", OLD, "news"): NOW}


def test_cancellations_of_a_span_come_with_their_person(store, rows):
    rows.enrollment("K-1")
    with store.read() as connection:
        ((cancellation, contact),) = editing.cancellations(connection, later(days=-1), NOW)
        assert (cancellation.external_id, cancellation.reason) == ("KUE-K-1", "price")
        assert (cancellation.contact_id, contact.external_id, contact.company) == ("K-1", "K-1", None)
        assert editing.cancellations(connection, later(seconds=1), later(days=1)) == []
