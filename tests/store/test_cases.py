"""Cases: everything a decision looks at, read in bulk and in the order of what is due."""

from __future__ import annotations

import pytest
from sqlalchemy import event, update

from contacts.cancellation import Cancellation
from contacts.medium import Medium
from replies.reply import Classified, Evidence, Kind, Label, Parsed, RawMail
from sequences.definition import EventKind
from sequences.enrollment import Anchors, EnrollmentState
from sequences.touch import TouchState
from store import cases, enrollments, events, people, replies
from store.replies import Match
from store.tables import people as tables
from tests.store.rows_of import FAR, NOW, later


def load(store, *ids):
    with store.read() as connection:
        return cases.load(connection, ids, NOW, FAR)


def test_cases_come_in_the_order_of_what_is_due_and_unknown_ones_are_left_out(store, rows):
    made = [rows.touch(due_at=later(hours=hours)) for hours in (3, 1, 2)]
    assert [case.touch.id for case in load(store, *made, 4711)] == [made[1], made[2], made[0]]
    assert load(store) == []


def test_a_case_has_its_touch_its_run_and_its_person(store, rows):
    contact = rows.contact("K-1", company="F-1")
    anchors = Anchors(NOW, later(days=28), later(days=1), later(days=2), later(days=3), later(days=4))
    enrollment = rows.enrollment("K-1", anchors=anchors)
    touch = rows.touch(enrollment, wait_event=EventKind.FEATURE_RELEASED, variant="b")
    (case,) = load(store, touch)
    assert (case.touch.state, case.touch.variant) == (TouchState.PLANNED, "b")
    assert case.touch.wait_event is EventKind.FEATURE_RELEASED
    assert case.enrollment.contact_pk == contact
    assert case.enrollment.anchors == Anchors(
        NOW, later(days=28), later(days=1), later(days=2), later(days=3), NOW
    )  # enrolled is when the row was made
    assert (case.contact.external_id, case.contact.company.name) == ("K-1", "F-1")
    assert case.cancellation == Cancellation("KUE-K-1", "K-1", NOW, "price")
    assert (case.contract, case.asked, case.reply_held) == (None, None, None)


def test_a_confirmed_reason_goes_before_the_stated_one(store, rows):
    touch = rows.touch()
    with store.write() as connection:
        connection.execute(update(tables.cancellation).values(reason_confirmed="quality"))
    assert load(store, touch)[0].cancellation.reason == "quality"


def test_the_first_valid_address_of_a_medium_is_used(store, rows):
    touch = rows.touch()
    (case,) = load(store, touch)
    assert case.point(Medium.EMAIL).normalised == "k-1@x.example"
    assert case.point(Medium.PHONE) is None
    with store.write() as connection:
        people.invalidate(connection, case.enrollment.contact_pk, Medium.EMAIL)
    assert load(store, touch)[0].point(Medium.EMAIL) is None


def test_what_was_made_in_this_run_is_known_with_its_moment(store, rows):
    enrollment = rows.enrollment("K-1")
    made = rows.in_state(TouchState.BATCHED, rows.touch(enrollment, step="first"))
    second = rows.touch(enrollment, step="second")
    other = rows.touch(rows.enrollment("K-1", "offboarding"), step="plan")
    assert load(store, second)[0].enrollment.done == {"first": NOW}
    assert load(store, other)[0].enrollment.done == {}
    assert made.id != second


def test_the_latest_of_several_events_of_a_kind_counts(store, rows):
    touch = rows.touch()
    contact = rows.column(touch, "contact_id")
    with store.write() as connection:
        for number, days in enumerate((2, 5, 3)):
            assert events.add(
                connection, "releases", str(number), EventKind.FEATURE_RELEASED, contact, later(days=days)
            )
        assert not events.add(connection, "releases", "1", EventKind.FEATURE_RELEASED, contact, later(days=9))
        assert events.observe(connection, "usage", "1", contact, NOW, {"logins": 3})
        assert not events.observe(connection, "usage", "1", contact, NOW, {"logins": 4})
    assert load(store, touch)[0].events == {EventKind.FEATURE_RELEASED: later(days=5)}


def reply(contact, number, label, stop, *, hours=0):
    mail = RawMail("team@x", "INBOX", 1, number, b"raw", later(hours=hours))
    answer = Classified(Kind.HUMAN_REPLY, label, stop, review=False, evidence=Evidence("r", "t"))
    return mail, Parsed(f"f{number}"), answer, Match(None, contact, "sender"), "none"


def test_the_newest_question_is_an_open_request_and_an_unclear_reply_holds(store, rows):
    touch = rows.touch()
    contact = rows.column(touch, "contact_id")
    with store.write() as connection:
        replies.add(connection, *reply(contact, 1, Label.QUESTION, "none", hours=2))
        replies.add(connection, *reply(contact, 2, Label.INTERESTED, "none", hours=1))
        replies.add(connection, *reply(contact, 3, Label.THANKS_NEUTRAL, "none", hours=3))
        replies.add(connection, *reply(contact, 4, None, "hold", hours=4))
    (case,) = load(store, touch)
    assert case.asked == cases.Asked("f1", later(hours=2))
    assert case.reply_held == "f4"
    with store.write() as connection:
        assert replies.release(connection, "f4")
    assert load(store, touch)[0].reply_held is None


def test_any_number_of_cases_costs_the_same_number_of_queries(store, rows):
    made = [rows.touch() for _ in range(30)]
    queries = []

    def note(_connection, _cursor, statement, *_):
        queries.append(statement)

    def cost(*ids):
        queries.clear()
        assert len(load(store, *ids)) == len(ids)
        return len([one for one in queries if one.lstrip().startswith("SELECT")])

    event.listen(store.engine, "before_cursor_execute", note)
    assert cost(made[0]) == cost(*made) > 1
    event.remove(store.engine, "before_cursor_execute", note)


def test_a_run_starts_once_per_cancellation_unless_it_is_to_run_again(store, rows):
    first = rows.enrollment("K-1")
    with pytest.raises(AssertionError):
        rows.enrollment("K-1")
    assert rows.enrollment("K-1", again=True) != first
    touch = rows.touch(rows.enrollment("K-1", again=True))
    assert load(store, touch)[0].enrollment.occurrence == 3


def test_only_live_runs_can_be_ended_paused_and_woken(store, rows):
    live, ended = (
        rows.enrollment("K-1", group="winback"),
        rows.enrollment("K-1", "other", state=EnrollmentState.HOLDOUT),
    )
    contact = rows.contact("K-1")
    with store.write() as connection:
        assert enrollments.in_group(connection, contact, "winback")
        assert [run["id"] for run in enrollments.running(connection, contact)] == [live]
        enrollments.pause(connection, [live, ended], later(days=9), "reply")
        assert enrollments.counts(connection) == {"paused": 1, "holdout": 1}
        assert cases.runs_of(connection, [live], NOW, FAR)[live].enrollment.paused_until == later(days=9)
        enrollments.unpause(connection, live)
        enrollments.unpause(connection, ended)
        assert enrollments.counts(connection) == {"active": 1, "holdout": 1}
        assert enrollments.end(connection, [live, ended], EnrollmentState.STOPPED, "goal", NOW) == [live]
        assert enrollments.end(connection, [live, ended], EnrollmentState.FINISHED, None, NOW) == []
        assert not enrollments.in_group(connection, contact, "winback")


def test_a_pause_is_never_shortened(store, rows):
    """Who is waiting for a person's word is not woken by the date of an out-of-office mail."""
    enrollment = rows.enrollment("K-1")

    def pause(until):
        with store.write() as connection:
            enrollments.pause(connection, [enrollment], until, "reply")
            return cases.runs_of(connection, [enrollment], NOW, FAR)[enrollment].enrollment.paused_until

    assert pause(later(days=30)) == later(days=30)
    assert pause(later(days=7)) == later(days=30)
    assert pause(later(days=60)) == later(days=60)
    assert pause(None) is None
    assert pause(later(days=7)) is None


def test_a_definition_is_kept_as_it_was_first_stored(store):
    with store.write() as connection:
        for text in ("one", "two"):
            enrollments.store_definition(connection, "a" * 64, "winback", text, NOW)
        assert enrollments.definition(connection, "a" * 64) == ("winback", "one")
