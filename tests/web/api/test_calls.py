"""What a call does: the same as the row in a file, once, and a no always."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import func, select

from campaigns.arrivals import arrivals
from campaigns.imports import ImportRefused, ImportVocabulary, read
from contacts.medium import Medium
from store import operation, tasks
from store.tables import desk, handover, metadata, people, permission, runs
from tests.campaigns.house_of import consent_row, house_of
from tests.web.api.callers import TOKEN, Caller, cancellation, signature
from web.api.bodies import BODIES
from web.api.openapi import PREFIX


def count(caller, table, *where):
    return caller.lived.rows(select(func.count()).select_from(table).where(*where))[0][0]


def rows_of(lived, *left_out):
    return {
        table.name: lived.rows(
            select(*(column for column in table.c if column.name not in ("id", "recorded_at", "hash", "address_hash")))
        )
        for table in metadata.sorted_tables
        if table.name not in left_out
    }


CSV = {
    "cancellations": (
        "cancellation_id;contact_id;received_at;reason;text\nKUE-1;K-1;2026-03-02T07:30:00+01:00;price;Bitte keine Werbung mehr.\n",
        {
            "cancellation_id": "KUE-1",
            "contact_id": "K-1",
            "received_at": "2026-03-02T07:30:00+01:00",
            "reason": "price",
            "text": "Bitte keine Werbung mehr.",
        },
    ),
    "returned": (
        "contact_id;returned_at;annual_value\nK-1;02.03.2026 07:30;1.234,50\n",
        {"contact_id": "K-1", "returned_at": "2026-03-02T07:30:00+01:00", "annual_value": 1234.5},
    ),
    "activities": (
        "contact_id;at;medium;by\nK-1;2026-03-02T07:30:00+01:00;phone;Amira\n",
        {"contact_id": "K-1", "at": "2026-03-02T07:30:00+01:00", "medium": "phone", "by": "Amira"},
    ),
    "objections": (
        "contact_id;scope;received_at;source;verbatim\nK-1;phone;2026-03-02T07:30:00+01:00;call;Nein.\n",
        {
            "contact_id": "K-1",
            "scope": "phone",
            "received_at": "2026-03-02T07:30:00+01:00",
            "source": "call",
            "verbatim": "Nein.",
        },
    ),
}


@pytest.mark.parametrize("kind", CSV)
def test_a_call_does_what_the_same_row_of_a_file_does(caller, tmp_path, kind):
    text, body = CSV[kind]
    (tmp_path / "file.csv").write_text(text, encoding="utf-8")
    file = read(kind, tmp_path / "file.csv", ImportVocabulary())
    assert not isinstance(file, ImportRefused)
    assert file.rejects == ()
    other = house_of(tmp_path / "other")
    other.customer(phone="+49 431 1234567")
    other.take(kind, *file.rows)
    answer = caller.signed(kind, body)
    assert (answer.status_code, answer.json()) == (200, {"effect": "new", "notes": []})
    arrivals(caller.lived.house)
    apart = ("imported_file", "api_call", "switch", "touch", "decision")  # random ids
    ours, theirs = rows_of(caller.lived, *apart), rows_of(other, *apart)
    for rows in (ours, theirs):
        rows["objection"] = [row[1:] for row in rows["objection"]]  # the id is random
    assert ours == theirs
    other.close()


def test_the_same_call_has_its_effect_once_and_the_same_answer(either_caller):
    first = either_caller.signed("activities", {"contact_id": "K-1", "at": "2026-03-02", "medium": "phone"}, key="m-1")
    again = either_caller.signed("activities", {"contact_id": "K-1", "at": "2026-03-02", "medium": "phone"}, key="m-1")
    assert (first.status_code, first.json()["effect"]) == (200, "new")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert count(either_caller, runs.ledger) == 1
    other = either_caller.signed("activities", {"contact_id": "K-1", "at": "2026-03-01", "medium": "phone"}, key="m-1")
    assert (other.status_code, other.json()["error"]) == (409, "key_reused")
    elsewhere = either_caller.signed("returned", {"contact_id": "K-1", "returned_at": "2026-03-02"}, key="m-1")
    assert elsewhere.status_code == 409
    assert count(either_caller, runs.ledger) == 1
    # The key is the source's own: another source may use it too.
    body = {"contact_id": "K-1", "at": "2026-03-01", "medium": "phone"}
    assert either_caller.bearing("activities", body, key="m-1").json()["effect"] == "new"


def test_many_at_once_with_one_key_have_one_effect(either_caller):
    body = {"contact_id": "K-1", "scope": "email"}
    at = either_caller.lived.clock.now()
    raw = json.dumps(body).encode()

    def call(_number):
        return either_caller.post("objections", raw, signature(raw, "m-1", either_caller.sources[0].secrets[0], at))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(call, range(16)))
    assert {(one.status_code, one.content) for one in answers} == {(200, answers[0].content)}
    assert count(either_caller, handover.api_call) == 1
    assert count(either_caller, permission.objection) == 1


def test_what_was_refused_may_come_mended_under_its_key(caller):
    assert caller.signed("cancellations", cancellation(contact_id="K-9"), key="m-1").status_code == 422
    caller.lived.customer("K-9")
    assert caller.signed("cancellations", cancellation(contact_id="K-9"), key="m-1").json()["effect"] == "new"


def test_without_a_key_rows_are_known_by_themselves(caller):
    for effect in ("new", "unchanged"):
        assert caller.bearing("cancellations", cancellation()).json()["effect"] == effect
    assert count(caller, handover.api_call) == 0


def test_what_is_kept_of_a_call_names_nobody(caller):
    caller.signed("objections", {"contact_id": "K-1", "verbatim": "Geheim", "scope": "Quatsch"}, key="K-1-key")
    ((*row,),) = caller.lived.rows(select(handover.api_call))
    text = json.dumps([str(value) for value in row])
    assert "K-1" not in text
    assert "Geheim" not in text
    assert "Quatsch" not in text


def test_all_faults_at_once_in_german_with_what_is_allowed(caller):
    answer = caller.signed(
        "cancellations", cancellation(reason="zu teuer", received_at="gestern", wished_end="31.02.2026")
    )
    assert answer.status_code == 422
    problems = {one["field"]: one for one in answer.json()["problems"]}
    assert set(problems) == {"reason", "received_at", "wished_end"}
    assert "Meinten Sie „price“?" in problems["reason"]["problem"]
    assert "price" in problems["reason"]["allowed"]
    assert "2026-11-21T14:30:00+01:00" in problems["received_at"]["allowed"]
    assert problems["wished_end"]["problem"] == "„31.02.2026“: diesen Tag gibt es nicht."
    missing = caller.signed("cancellations", {"contactid": "K-1", "reason": 5})
    problems = {one["field"]: one["problem"] for one in missing.json()["problems"]}
    assert problems["cancellation_id"] == "Der Wert fehlt."
    assert problems["contactid"] == "Dieses Feld gibt es hier nicht. Meinten Sie „contact_id“?"
    assert problems["reason"] == "Hier steht kein Text."
    sizes = caller.signed("cancellations", cancellation(contact_id="", cancellation_id="x" * 101, door="y" * 101))
    problems = {one["field"]: one["problem"] for one in sizes.json()["problems"]}
    long = "Der Wert ist zu lang; erlaubt sind 100 Zeichen."
    assert problems == {"contact_id": "Der Wert fehlt.", "cancellation_id": long, "door": long}
    assert count(caller, people.cancellation) == 0


def test_ids_may_be_numbers(caller):
    caller.lived.customer("4711")
    assert caller.signed("cancellations", cancellation(contact_id=4711, cancellation_id=12)).status_code == 200
    assert caller.lived.rows(select(people.cancellation.c.external_id)) == [("12",)]
    assert caller.signed("cancellations", cancellation(contact_id=47.11)).status_code == 422
    assert caller.signed("cancellations", cancellation(contact_id=True)).status_code == 422


# -- a no always gets through --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "scopes", "noted"),
    [
        ({"contact_id": "K-1"}, {"global"}, set()),
        ({"contact_id": "K-1", "scope": "Newsletter", "received_at": "neulich"}, {"global"}, {"scope", "received_at"}),
        ({"contact_id": "K-1", "scope": 7, "received_at": [], "extra": {"a": [1]}}, {"global"}, {"scope"}),
        ({"contact_id": "K-1", "scope": "phone", "verbatim": "a\u0000b"}, {"phone"}, {"verbatim"}),
        ({"contact_id": "K-1", "address": "niemand"}, {"global"}, {"address"}),
        ({"contact_id": "K-99", "address": "k1@kunde1.example"}, {"global"}, {"contact_id"}),
        ({"address": "wer@anders.example", "scope": "phone"}, {"global"}, set()),
        ({"address": "+49 431 1234567", "scope": "phone"}, {"phone"}, set()),
    ],
)
def test_an_objection_needs_an_id_or_an_address_and_nothing_else(caller, body, scopes, noted):
    answer = caller.signed("objections", body)
    assert answer.status_code == 200, answer.json()
    assert answer.json()["effect"] == "new"
    assert {one["field"] for one in answer.json()["notes"]} == noted
    assert {scope for (scope,) in caller.lived.rows(select(permission.objection.c.scope))} == scopes


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "contact_id"),
        ({"scope": "email"}, "contact_id"),
        ({"address": "niemand"}, "address"),
        ({"contact_id": "K-99"}, "contact_id"),
        ({"contact_id": "=K"}, "contact_id"),
    ],
)
def test_an_objection_of_nobody_says_what_is_missing(caller, body, field):
    answer = caller.signed("objections", body)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["problems"]] == [field]
    assert count(caller, permission.objection) == 0


def test_person_and_address_are_both_blocked(caller):
    caller.signed("objections", {"contact_id": "K-1", "address": "neu@anders.example"})
    digest = caller.lived.house.address_hash(Medium.EMAIL, "neu@anders.example")
    found = caller.lived.rows(select(permission.objection.c.contact_id, permission.objection.c.address_hash))
    assert (None, digest) in found
    assert any(contact is not None for contact, _ in found)


@pytest.mark.parametrize(
    ("body", "withdrawn", "objected"),
    [
        ({"contact_id": "K-1", "consent_id": "C-email"}, {"C-email"}, 0),
        ({"contact_id": "K-1", "medium": "phone"}, {"C-phone"}, 0),
        ({"contact_id": "K-1", "medium": "phone", "withdrawn_at": "2020-01-01"}, {"C-phone"}, 0),
        ({"contact_id": "K-1", "medium": "post"}, set(), 1),
        ({"contact_id": "K-1", "consent_id": "C-other"}, set(), 1),
        ({"contact_id": "K-1"}, set(), 1),
    ],
)
def test_a_withdrawal_ends_the_consent_or_is_an_objection(caller, body, withdrawn, objected):
    for medium in (Medium.EMAIL, Medium.PHONE):
        caller.lived.take("consents", consent_row("K-1", medium, external_id=f"C-{medium}"))
    answer = caller.signed("consents-withdrawn", body)
    assert (answer.status_code, answer.json()["effect"]) == (200, "new")
    consent = permission.consent.c
    assert {
        name for (name,) in caller.lived.rows(select(consent.external_id).where(consent.withdrawn_at.is_not(None)))
    } == withdrawn
    assert (count(caller, permission.objection) > 0) == bool(objected)


# -- tasks ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def task(caller):
    now = caller.lived.clock.now()
    pk = caller.lived.rows(select(people.contact.c.id))[0][0]
    row = tasks.TaskRow("T-1", pk, "call", "Anrufen", "Brief", "Leitfaden", now + timedelta(hours=4))
    caller.lived.write(lambda connection: tasks.add(connection, row, now))
    return "T-1"


def test_an_outcome_closes_the_task_once(caller, task):
    body = {"task_id": task, "outcome": "no_interest", "by": "Amira", "number": "+49 431 99", "minutes": 5}
    assert caller.signed("outcomes", body, key="o-1").json()["effect"] == "new"
    assert caller.signed("outcomes", body, key="o-1").status_code == 200
    assert caller.lived.rows(select(desk.task.c.state)) == [("done",)]
    assert caller.lived.rows(select(desk.outcome.c.outcome, desk.outcome.c.via, desk.outcome.c.minutes)) == [
        ("no_interest", "api", 5)
    ]
    late = caller.signed("outcomes", body, key="o-2")
    assert (late.status_code, late.json()["error"]) == (409, "not_open")


def test_an_objection_in_a_task_that_is_over_counts(caller, task):
    body = {"task_id": task, "outcome": "reached", "by": "Amira"}
    assert caller.signed("outcomes", body).status_code == 200
    answer = caller.signed("outcomes", {"task_id": task, "outcome": "objection", "note": "Bitte nie wieder."})
    assert (answer.status_code, answer.json()["effect"]) == (200, "new")
    assert count(caller, permission.objection) > 0


@pytest.mark.parametrize(
    ("changes", "status", "fields"),
    [
        ({"task_id": "T-9"}, 404, ["task_id"]),
        ({"outcome": "vielleicht"}, 422, ["outcome"]),
        ({"outcome": "approved"}, 422, ["outcome"]),
        ({"by": None}, 422, ["by"]),
        ({"minutes": -1}, 422, ["minutes"]),
        ({"outcome": "call_back", "call_back_at": "2020-01-01"}, 422, ["call_back_at"]),
        ({"call_back_at": "2027-01-01"}, 422, ["call_back_at"]),
        ({"number": "keine"}, 422, ["number"]),
    ],
)
def test_an_outcome_that_cannot_be(caller, task, changes, status, fields):
    body = {"task_id": task, "outcome": "reached", "by": "Amira", **changes}
    answer = caller.signed("outcomes", body)
    assert answer.status_code == status, answer.json()
    assert [one["field"] for one in answer.json()["problems"]] == fields
    assert caller.lived.rows(select(desk.task.c.state)) == [("open",)]


def test_a_task_is_told_without_its_words(caller, task):
    answer = caller.client.get(f"{PREFIX}/tasks/{task}", headers={"Authorization": f"Bearer {TOKEN}"})
    told = answer.json()
    assert (answer.status_code, told["kind"], told["contact"]) == (200, "call", "K-1")
    assert "Leitfaden" not in answer.text
    assert caller.client.get(f"{PREFIX}/tasks/T-9", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 404


@pytest.mark.parametrize("odd", ["\u0000", "a\u0000b", "\u202eb", "\r\n", "\u0085"])
def test_no_character_breaks_anything(either_caller, odd):
    """PostgreSQL has no NUL; a text that turns its direction, or a line break in an id, deceives whoever reads it."""
    for kind, model in BODIES.items():
        whole = {name: odd for name, field in model.model_fields.items() if "int" not in str(field.annotation)}
        assert either_caller.bearing(kind, whole).status_code in (404, 422), kind
    objection = {"contact_id": "K-1", "address": odd, "scope": odd, "source": odd, "verbatim": odd, "received_at": odd}
    assert either_caller.bearing("objections", objection).json()["effect"] == "new"
    token = {"Authorization": f"Bearer {TOKEN}"}
    assert either_caller.client.get(f"{PREFIX}/tasks/{quote(odd)}", headers=token).status_code == 404


def test_an_objection_in_a_task_counts_without_its_odd_words(caller, task):
    odd = {"task_id": task, "outcome": "objection", "note": "a\u0000", "by": "\u202e", "call_back_at": "bald"}
    assert caller.signed("outcomes", odd).json()["effect"] == "new"
    assert caller.lived.rows(select(desk.outcome.c.by, desk.outcome.c.note)) == [("crm", "")]


# -- the house -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more", [{"note": "n" * 20_001}, {"minutes": "drei"}, {"campaign": "x"}, {"by": ["Anna"]}, {"number": None}]
)
def test_no_formality_keeps_an_objection_in_a_task_out(caller, task, more):
    answer = caller.signed("outcomes", {"task_id": task, "outcome": "objection", **more})
    assert (answer.status_code, answer.json()["effect"]) == (200, "new")
    assert count(caller, permission.objection) > 0


def test_a_house_that_is_paused_still_listens(caller):
    caller.lived.switch(operation.PAUSED, "all")
    assert caller.signed("cancellations", cancellation()).json()["effect"] == "new"


def test_without_the_key_of_the_list_only_cancellations_come_in(tmp_path):
    lived = house_of(tmp_path)
    lived.customer()
    lived.house = replace(lived.house, list_trouble=lambda: "fort")
    caller = Caller(lived)
    assert caller.signed("cancellations", cancellation()).status_code == 200
    answer = caller.signed("objections", {"contact_id": "K-1"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    lived.close()
