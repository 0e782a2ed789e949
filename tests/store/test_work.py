"""Tasks, replies, cursors, switches, attempts, decisions, audit: the rest of the rows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from contacts.medium import Medium
from replies.reply import Classified, Cursor, Evidence, Kind, Label, Parsed, RawMail
from store import attempts, bounces, decisions, operation, replies, tasks
from store.decisions import NewDecision
from store.replies import Match
from store.tables import inbound, runs
from store.tasks import TaskRow
from tasks.kinds import Outcome
from tasks.report import Report
from tests.store.rows_of import NOW, later

TASK = TaskRow("T-1", 1, "call", "Anrufen", "Fakten", "Worte", NOW, expires_at=later(days=7), advertising=True)


@pytest.fixture
def task(store, rows):
    """Stores an open task of a new person; its row id."""

    def add(**changes):
        touch = rows.touch()
        row = replace(TASK, contact_pk=rows.column(touch, "contact_id"), touch_id=touch, **changes)
        with store.write() as connection:
            assert tasks.add(connection, row, NOW)
            return tasks.show(connection, row.external_id)

    return add


def test_a_task_is_stored_once(store, task):
    row = task()
    with store.write() as connection:
        again = replace(TASK, contact_pk=row["contact_id"])
        assert not tasks.add(connection, again, NOW)
        assert [one["external_id"] for one in tasks.listing(connection)] == ["T-1"]
        assert tasks.show(connection, "T-2") is None


def test_a_task_ends_once(store, task):
    row = task()
    with store.write() as connection:
        assert tasks.close(connection, row["id"], "done", NOW)
        assert not tasks.close(connection, row["id"], "expired", NOW)
        assert tasks.listing(connection) == []
        assert [one["state"] for one in tasks.listing(connection, None)] == ["done"]


def test_tasks_run_out_in_order(store, task):
    for number, days in ((1, 3), (2, 1), (3, None)):
        task(external_id=f"T-{number}", expires_at=None if days is None else later(days=days))
    with store.read() as connection:
        assert tasks.next_expiry(connection) == later(days=1)
        assert [one["external_id"] for one in tasks.expired(connection, later(days=3), 9)] == ["T-2", "T-1"]
        assert [one["external_id"] for one in tasks.expired(connection, later(days=3), 1)] == ["T-2"]
        assert tasks.expired(connection, NOW, 9) == []


@pytest.mark.parametrize(
    ("medium", "withdrawn"),
    [(None, {"T-1", "T-2"}), (Medium.PHONE, {"T-1"}), (Medium.LINKEDIN_DM, {"T-2"}), (Medium.SMS, set())],
)
def test_advertising_tasks_of_a_medium_are_withdrawn(store, rows, medium, withdrawn):
    contact = rows.contact()
    row = replace(TASK, contact_pk=contact)
    with store.write() as connection:
        tasks.add(connection, replace(row, channel="phone"), NOW)
        tasks.add(connection, replace(row, external_id="T-2", channel="linkedin"), NOW)
        tasks.add(connection, replace(row, external_id="T-3", channel="phone", advertising=False), NOW)
        assert tasks.withdraw_advertising(connection, contact, NOW, medium=medium) == []  # none hangs on a touch
        assert {one["external_id"] for one in tasks.listing(connection)} == {"T-1", "T-2", "T-3"} - withdrawn


def test_withdrawn_tasks_name_their_touches(store, task):
    row = task(channel="phone")
    with store.write() as connection:
        assert tasks.withdraw_advertising(connection, row["contact_id"], NOW) == [row["touch_id"]]


def test_the_newest_outcome_counts(store, task):
    row = task()
    with store.write() as connection:
        for word in ("not_reached", "interested"):
            tasks.record_outcome(connection, row["id"], Report(Outcome(word), "Amira"), NOW)
        assert tasks.outcomes(connection, [row["id"]]) == {row["id"]: ("interested", "Amira")}


MAIL = RawMail("team@x", "INBOX", 7, 3, b"From: a\r\n\r\nJa.", NOW)
ANSWER = Classified(Kind.HUMAN_REPLY, Label.QUESTION, "sequence", review=False, evidence=Evidence("r", "Ja."))


def test_a_mail_is_a_reply_once_whatever_folder_it_came_from(store):
    parsed = Parsed("f" * 64, subject="s" * 999)
    with store.write() as connection:
        assert not replies.known(connection, parsed.fingerprint)
        replies.add(connection, MAIL, parsed, ANSWER, Match(), "stop")
        assert replies.known(connection, parsed.fingerprint)
        (row,) = replies.listing(connection)
    assert (row["label"], row["contact"], row["effect"], len(row["subject"])) == ("question", None, "stop", 500)
    assert row["raw"] is None


@pytest.mark.parametrize(("review", "quarantined"), [(True, None), (False, "zu groß")])
def test_the_raw_mail_is_kept_only_for_whoever_has_to_look(store, review, quarantined):
    parsed = Parsed("f" * 64, quarantined=quarantined)
    with store.write() as connection:
        replies.add(connection, MAIL, parsed, replace(ANSWER, review=review), Match(), "hold")
        assert connection.execute(select(inbound.reply.c.raw)).scalar_one() == MAIL.raw
        assert len(replies.listing(connection, review=True)) == review
        assert replies.release(connection, parsed.fingerprint)
        assert replies.listing(connection, review=True) == []
        assert not replies.release(connection, "unknown")


def test_each_folder_has_its_own_cursor(store):
    with store.write() as connection:
        assert replies.cursor(connection, "team@x", "INBOX") == Cursor("team@x", "INBOX")
        assert replies.last_read(connection) is None
        for folder, uid in (("INBOX", 4), ("Spam", 9), ("INBOX", 5)):
            replies.put_cursor(connection, Cursor("team@x", folder, 7, uid), later(hours=uid))
        assert replies.cursor(connection, "team@x", "INBOX") == Cursor("team@x", "INBOX", 7, 5)
        assert replies.cursor(connection, "team@x", "Spam") == Cursor("team@x", "Spam", 7, 9)
        assert replies.last_read(connection) == later(hours=5)  # what came to INBOX since is unread
        replies.put_cursor(connection, Cursor("privat@x", "INBOX", 7, 1), later(hours=1))
        assert replies.last_read(connection) == later(hours=1)
        replies.keep_folders(connection, {("team@x", "INBOX"), ("team@x", "Spam")})
        assert replies.last_read(connection) == later(hours=5)


def test_switches_files_daemons_and_audit_events(store):
    with store.write() as connection:
        assert operation.switch(connection, "paused") is None
        operation.set_switch(connection, "paused", "all", NOW)
        operation.set_switch(connection, "paused", "advertising", NOW)
        assert operation.switch(connection, "paused") == "advertising"
        operation.clear_switch(connection, "paused")
        assert operation.switch(connection, "paused") is None
        operation.remember_file(connection, "customers", "a" * 64, 3, 1, NOW)
        assert operation.file_known(connection, "customers", "a" * 64)
        assert not operation.file_known(connection, "consents", "a" * 64)
        for number, contact in enumerate(("K-1", None, "K-1")):
            operation.audit(connection, f"e{number}", NOW, contact, {"n": number})
        assert [row["event"] for row in operation.audit_events(connection)] == ["e0", "e1", "e2"]
        assert [row["event"] for row in operation.audit_events(connection, "K-1")] == ["e0", "e2"]


def test_each_attempt_is_closed_by_its_own_receipt(store, rows):
    claim = rows.claimed()
    with store.write() as connection:
        for outcome in ("transient", "accepted"):
            attempts.begin(connection, [(claim.id, attempts.Content("Betreff", "Text", "0" * 64, b"raw"))], NOW)
            closing = attempts.Closing(claim.id, outcome, 250, "x" * 999, "smtp")
            attempts.finish(connection, [closing], later(hours=1))
        assert bounces.mark(connection, claim.id, "soft_bounce", NOW)
        assert not bounces.mark(connection, claim.id, "hard_bounce", later(hours=2))
        columns = runs.attempt.c
        query = select(columns.number, columns.outcome, columns.bounce, columns.raw).order_by(columns.number)
        assert connection.execute(query).all() == [
            (1, "transient", None, b"raw"),
            (2, "accepted", "hard_bounce", b"raw"),
        ]
        assert attempts.number(connection, claim.id) == 2
        assert attempts.numbers(connection) == {claim.id: 2}


def test_decisions_are_told_by_time_then_person_then_sequence_then_step(store, rows):
    runs_of = {
        (name, sequence): rows.enrollment(name, sequence)
        for name in ("K-2", "K-1")
        for sequence in ("winback", "offboarding")
    }
    told = [
        (1, "K-2", "winback", "b"),
        (0, "K-2", "winback", "z"),
        (1, "K-1", "winback", "a"),
        (1, "K-1", "offboarding", "z"),
        (1, "K-2", "winback", "a"),
    ]
    with store.write() as connection:
        made = [NewDecision(runs_of[n, q], None, s, later(hours=h), "skip", reason="r") for h, n, q, s in told]
        decisions.record(connection, made)
        decisions.record(connection, [])
        rows_found = list(decisions.history(connection))
        since = list(decisions.history(connection, since=later(minutes=1), contact="K-1"))
        until = list(decisions.history(connection, until=later(minutes=1)))
    found = [(row["at"], row["contact"], row["sequence"], row["step"]) for row in rows_found]
    assert found == sorted((later(hours=h), n, q, s) for h, n, q, s in told)
    assert [row["sequence"] for row in since] == ["offboarding", "winback"]
    assert [row["step"] for row in until] == ["z"]
    assert rows_found[0]["cancellation"] == "KUE-K-2"


def test_a_decision_keeps_its_whole_ruling(store, rows):
    touch = rows.touch()
    ruling = [{"channel": "email", "gates": [{"n": 1, "reason": "Größe „ä“"}]}]
    with store.write() as connection:
        new = NewDecision(rows.column(touch, "enrollment_id"), touch, "value", NOW, "send", "email", ruling=ruling)
        decisions.record(connection, [new])
        (row,) = decisions.history(connection)
    assert (row["ruling"], row["purpose"], row["state"]) == (ruling, "advertising", "planned")
