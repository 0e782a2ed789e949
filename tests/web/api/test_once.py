"""The same report without a key counts once; a no is never braked; times within reason; a list row by row."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from campaigns.api.source import Source
from contacts.medium import Medium
from store import tasks
from store.tables import desk, people, permission, runs
from tests.web.api.callers import ALL, JSON, NEW, SOURCES, TOKEN, Caller, cancellation, hubspot
from web.api.openapi import PREFIX

CALL = {"contact_id": "K-1", "at": "2026-03-02T07:30:00+01:00", "medium": "phone"}


def count(caller, table):
    return caller.lived.rows(select(func.count()).select_from(table))[0][0]


def open_task(caller, name="T-1"):
    now = caller.lived.clock.now()
    pk = caller.lived.rows(select(people.contact.c.id))[0][0]
    row = tasks.TaskRow(name, pk, "call", "Anrufen", "", "", now + timedelta(hours=4), expires_at=now + timedelta(30))
    caller.lived.write(lambda connection: tasks.add(connection, row, now))
    return name


# -- the natural key -----------------------------------------------------------------------------------------------


def test_an_activity_without_a_key_counts_once_however_its_time_is_spelt(either_caller):
    first = either_caller.bearing("activities", CALL)
    again = either_caller.bearing("activities", CALL)
    assert (first.json()["effect"], again.status_code, again.content) == ("new", 200, first.content)
    spelt = either_caller.bearing("activities", {**CALL, "at": "2026-03-02T06:30:00Z"})
    assert (spelt.status_code, spelt.json()["effect"]) == (200, "unchanged")
    assert "Schon gemeldet" in spelt.json()["notes"][0]["problem"]
    told = either_caller.bearing("activities", {**CALL, "note": "nachgetragen"})
    assert told.json()["effect"] == "unchanged"
    assert count(either_caller, runs.ledger) == 1
    assert either_caller.bearing("activities", {**CALL, "medium": "email"}).json()["effect"] == "new"
    assert either_caller.bearing("activities", {**CALL, "at": "2026-03-02T07:31:00+01:00"}).json()["effect"] == "new"
    assert count(either_caller, runs.ledger) == 3


def test_two_activities_of_a_day_without_a_time_are_two(caller):
    for by in ("Anna", "Ben", "Anna"):
        caller.bearing("activities", {**CALL, "at": "2026-03-01", "by": by})
    assert count(caller, runs.ledger) == 2


def test_hubspot_without_a_key_counts_once(caller):
    body = b'{"contact_id": "K-1", "at": "2026-03-02T07:30:00+01:00", "medium": "phone", "note": "%s"}'
    base = caller.lived.house.addresses.base_url
    for words in (b"eins", b"eins", b"zwei"):
        signed = hubspot(body % words, f"{base}{PREFIX}/activities", caller.lived.clock.now())
        assert caller.post("activities", body % words, signed).status_code == 200
    assert count(caller, runs.ledger) == 1


def test_an_outcome_without_a_key_counts_once(either_caller):
    task = open_task(either_caller)
    body = {"task_id": task, "outcome": "not_reached", "by": "Amira", "at": "2026-03-02T07:50:00+01:00"}
    answers = [either_caller.bearing("outcomes", body) for _ in range(2)]
    assert [(one.status_code, one.json()["effect"]) for one in answers] == [(200, "new")] * 2
    either_caller.lived.sleep(days=3)
    assert either_caller.bearing("outcomes", body).content == answers[0].content
    assert count(either_caller, desk.outcome) == 1
    later = either_caller.bearing("outcomes", {**body, "at": "2026-03-04T10:00:00+01:00"})
    assert later.json()["effect"] == "new"
    assert count(either_caller, desk.outcome) == 2
    (first, second) = either_caller.lived.rows(select(desk.outcome.c.at).order_by(desk.outcome.c.id))
    assert second[0] == datetime.fromisoformat("2026-03-04T10:00:00+01:00")
    assert first[0] == datetime.fromisoformat("2026-03-02T08:00:00+01:00")  # never before the task was there


def test_an_outcome_without_key_and_time_is_a_repetition_for_a_day(caller):
    body = {"task_id": open_task(caller), "outcome": "not_reached", "by": "Amira"}
    for _ in range(2):
        assert caller.bearing("outcomes", body).status_code == 200
    assert count(caller, desk.outcome) == 1
    caller.lived.sleep(hours=25)
    assert caller.bearing("outcomes", body).json()["effect"] == "new"
    assert count(caller, desk.outcome) == 2


def test_an_outcome_that_closed_its_task_is_answered_alike_when_it_comes_again(caller):
    body = {"task_id": open_task(caller), "outcome": "no_interest", "by": "Amira"}
    first, again = (caller.bearing("outcomes", body) for _ in range(2))
    assert (again.status_code, again.content) == (200, first.content)
    other = caller.bearing("outcomes", {**body, "by": "Ben"})
    assert (other.status_code, other.json()["error"]) == (409, "not_open")


def test_what_was_refused_without_a_key_may_come_again(caller):
    body = {**CALL, "contact_id": "K-9"}
    assert caller.bearing("activities", body).status_code == 422
    caller.lived.customer("K-9")
    assert caller.bearing("activities", body).json()["effect"] == "new"


def test_an_objection_repeated_acts_once_and_again_after_a_new_consent(caller):
    body = {"task_id": open_task(caller), "outcome": "objection", "by": "Amira"}
    first, again = (caller.bearing("outcomes", body) for _ in range(2))
    assert (first.json()["effect"], again.content) == ("new", first.content)
    before = count(caller, permission.objection)
    caller.lived.sleep(minutes=5)
    caller.lived.consent("K-1", Medium.EMAIL, granted_at=caller.lived.clock.now())
    caller.lived.sleep(minutes=5)
    assert caller.bearing("outcomes", body).json()["effect"] == "new"  # a second no, after a yes
    assert count(caller, permission.objection) > before


# -- a no is never braked ------------------------------------------------------------------------------------------


def slow(caller):
    one = Caller(caller.lived, (Source("crm", "standard", ALL, 1, (NEW,)), SOURCES[1]))
    assert one.signed("activities", CALL).status_code == 200
    assert one.signed("activities", CALL).status_code == 429
    return one


@pytest.mark.parametrize("word", ["objection", "Objection", " OBJECTION "])
def test_an_objection_in_an_outcome_is_never_braked(caller, word):
    task = open_task(caller)
    one = slow(caller)
    assert one.signed("outcomes", {"task_id": task, "outcome": "reached", "by": "Anna"}).status_code == 429
    answer = one.signed("outcomes", {"task_id": task, "outcome": word, "by": "Anna", "minutes": "drei"})
    assert (answer.status_code, answer.json()["effect"]) == (200, "new")
    assert count(caller, permission.objection) > 0


def test_an_objection_in_a_cancellation_is_never_braked(caller):
    one = slow(caller)
    assert one.signed("cancellations", cancellation(text="Danke für alles.")).status_code == 429
    answer = one.signed("cancellations", cancellation(text="Bitte keine Werbung mehr."))
    assert answer.status_code == 200
    assert count(caller, permission.objection) > 0


def test_size_and_proof_come_before(caller):
    one = slow(caller)
    no = {"task_id": open_task(caller), "outcome": "objection"}
    assert one.signed("outcomes", no, secret="whsec_" + "ZnJl" * 10).status_code == 401
    assert one.signed("outcomes", {**no, "note": "x" * 300_000}).status_code == 413
    assert count(caller, permission.objection) == 0


# -- times within reason -------------------------------------------------------------------------------------------

NOW = "2026-03-02T08:00:00+01:00"


@pytest.mark.parametrize(
    ("kind", "field", "value", "fits"),
    [
        ("cancellations", "received_at", "2026-03-02T08:09:00+01:00", True),
        ("cancellations", "received_at", "2026-03-02T08:11:00+01:00", False),
        ("cancellations", "received_at", "2062-03-02T08:00:00+01:00", False),
        ("cancellations", "received_at", "2016-04-01T08:00:00+01:00", True),
        ("cancellations", "received_at", "1926-03-02T08:00:00+01:00", False),
        ("cancellations", "receipt_confirmed_at", "2026-05-02T08:00:00+01:00", False),
        ("cancellations", "wished_end", "2027-12-31", True),
        ("cancellations", "wished_end", "2062-12-31", False),
        ("cancellations", "wished_end", "1999-12-31", False),
        ("returned", "returned_at", "2026-03-03T08:00:00+01:00", False),
        ("returned", "returned_at", "1999-03-03", False),
        ("activities", "at", "2026-03-02T08:09:00+01:00", True),
        ("activities", "at", "2026-03-03", False),
        ("activities", "at", "2023-04-01", True),
        ("activities", "at", "2022-03-03", False),
        ("outcomes", "at", "2026-03-02T08:11:00+01:00", False),
        ("outcomes", "at", "2025-01-01", False),
        ("outcomes", "at", "neulich", False),
    ],
)
def test_times_lie_within_reason(caller, kind, field, value, fits):
    bodies = {
        "cancellations": cancellation(),
        "returned": {"contact_id": "K-1", "returned_at": NOW},
        "activities": CALL,
        "outcomes": {"task_id": open_task(caller), "outcome": "reached", "by": "Anna"},
    }
    answer = caller.signed(kind, {**bodies[kind], field: value})
    assert answer.status_code == (200 if fits else 422), answer.json()
    if not fits:
        (wrong,) = answer.json()["problems"]
        assert wrong["field"] == field
        assert wrong["problem"].startswith("Der Zeitpunkt liegt") or value == "neulich"
        assert wrong["allowed"]


def test_bounds_are_told_with_everything_else_that_is_wrong(caller):
    answer = caller.signed("cancellations", cancellation(received_at="2062-01-01", reason="zu teuer"))
    assert {one["field"] for one in answer.json()["problems"]} == {"received_at", "reason"}


@pytest.mark.parametrize("at", ["1901-01-01", "2099-01-01", "2026-03-02T08:11:00+01:00"])
def test_an_objection_of_an_odd_time_counts_from_now(caller, at):
    caller.lived.consent("K-1")
    answer = caller.signed("objections", {"contact_id": "K-1", "received_at": at})
    assert [one["field"] for one in answer.json()["notes"]] == ["received_at"]
    assert {moment for (moment,) in caller.lived.rows(select(permission.objection.c.received_at))} == {
        caller.lived.clock.now()
    }
    withdrawn = caller.signed("consents-withdrawn", {"contact_id": "K-1", "withdrawn_at": at})
    assert [one["field"] for one in withdrawn.json()["notes"]] == ["withdrawn_at"]


def test_an_objection_in_a_task_counts_whatever_time_it_names(caller):
    body = {"task_id": open_task(caller), "outcome": "objection", "at": "2099-01-01", "by": "Anna"}
    answer = caller.signed("outcomes", body)
    assert (answer.status_code, [one["field"] for one in answer.json()["notes"]]) == (200, ["at"])


# -- a list --------------------------------------------------------------------------------------------------------


def test_a_bad_row_is_named_by_its_number_and_the_rest_is_done(caller):
    rows = [CALL, {**CALL, "medium": "Rauchzeichen"}, {**CALL, "at": "2026-03-01"}, "Unsinn", {**CALL, "extra": 1}]
    answer = caller.signed("activities", rows)
    told = answer.json()
    assert (answer.status_code, told["effect"], told["rejected"]) == (207, "new", 3)
    assert [(one["row"], one["status"]) for one in told["rows"]] == [(1, 200), (2, 422), (3, 200), (4, 400), (5, 422)]
    assert told["rows"][1]["problems"][0]["field"] == "medium"
    assert count(caller, runs.ledger) == 2


def test_a_list_under_its_key_may_come_again_mended(either_caller):
    bad = [CALL, {**CALL, "medium": "Rauchzeichen"}]
    first = either_caller.signed("activities", bad, key="l-1")
    assert first.status_code == 207
    good = [CALL, {**CALL, "medium": "email"}]
    again = either_caller.signed("activities", good, key="l-1")
    assert (again.status_code, [one["effect"] for one in again.json()["rows"]]) == (200, ["new", "new"])
    assert count(either_caller, runs.ledger) == 2
    other = either_caller.signed("activities", [{**CALL, "by": "Ben"}, good[1]], key="l-1").json()
    assert [one["status"] for one in other["rows"]] == [409, 200]
    assert count(either_caller, runs.ledger) == 2


@pytest.mark.parametrize("rows", [[], [CALL] * 101])
def test_an_empty_and_an_endless_list_are_refused(caller, rows):
    assert caller.signed("activities", rows).status_code == 400
    assert count(caller, runs.ledger) == 0


def test_in_a_list_the_brake_counts_rows_and_lets_every_no_through(caller):
    one = Caller(caller.lived, (Source("crm", "standard", ALL, 2, (NEW,)),))
    task = open_task(caller)
    reached, no = ({"task_id": task, "outcome": word, "by": "Anna"} for word in ("reached", "objection"))
    told = one.signed("outcomes", [{**reached, "task_id": "T-9"}, {**reached, "task_id": "T-8"}, reached, no]).json()
    assert [row["status"] for row in told["rows"]] == [404, 404, 429, 200]
    assert count(caller, permission.objection) > 0


def test_without_the_key_of_the_list_a_list_comes_later_as_a_whole(caller):
    caller.lived.house = replace(caller.lived.house, list_trouble=lambda: "fort")
    assert caller.signed("objections", [{"contact_id": "K-1"}]).status_code == 503


# -- the way in ----------------------------------------------------------------------------------------------------


def test_head_and_options_say_nothing_and_do_nothing(caller):
    headers = {**JSON, "Authorization": f"Bearer {TOKEN}"}
    for method, path, status in (
        ("HEAD", f"{PREFIX}/openapi.json", 200),
        ("HEAD", f"{PREFIX}/activities", 405),
        ("OPTIONS", f"{PREFIX}/activities", 405),
        ("OPTIONS", f"{PREFIX}/openapi.json", 405),
        ("PUT", f"{PREFIX}/objections", 405),
        ("DELETE", f"{PREFIX}/tasks/T-1", 405),
        ("TRACE", f"{PREFIX}/activities", 405),
    ):
        answer = caller.client.request(method, path, headers=headers)
        assert answer.status_code == status, (method, path)
        assert "access-control-allow-origin" not in answer.headers
    assert caller.client.head(f"{PREFIX}/openapi.json").content == b""


BREAKING = ["a\r\nBcc: x@y.example", "a\nb", "a\rb", "a\u2028b", "a\x00b", "a\x1bb", "a\u202eb", "a\u2066b", "a\x85b"]
LINES = {
    "cancellations": ("cancellation_id", "contact_id", "contract_id", "feature", "door", "competitor", "reason"),
    "returned": ("contact_id", "contract_id"),
    "activities": ("contact_id", "medium", "by"),
    "outcomes": ("task_id", "outcome", "by", "number", "promise_owner", "offer", "offer_approved_by"),
}


@pytest.mark.parametrize("words", BREAKING)
@pytest.mark.parametrize(("kind", "field"), [(kind, field) for kind, fields in LINES.items() for field in fields])
def test_no_line_takes_a_break_or_a_control_character(caller, kind, field, words):
    bodies = {
        "cancellations": cancellation(reason="missing_feature"),
        "returned": {"contact_id": "K-1", "returned_at": NOW},
        "activities": CALL,
        "outcomes": {"task_id": "T-1", "outcome": "reached", "by": "Anna"},
    }
    if kind == "outcomes":
        open_task(caller)
    answer = caller.signed(kind, {**bodies[kind], field: words})
    assert answer.status_code in (404, 422), answer.json()
    assert words not in answer.text
    for table in (people.cancellation, runs.ledger, runs.event, desk.outcome):
        assert count(caller, table) == 0


def test_two_tries_of_a_day_without_a_time_are_two(caller):
    body = {"task_id": open_task(caller), "outcome": "not_reached", "by": "Amira", "at": "2026-03-02"}
    for note in ("morgens", "abends", "abends"):
        assert caller.bearing("outcomes", {**body, "note": note}).status_code == 200
    assert count(caller, desk.outcome) == 2
    caller.lived.sleep(days=3)
    caller.bearing("outcomes", {**body, "note": "abends"})
    assert count(caller, desk.outcome) == 2
