"""Who is let in, and what is read: wrong signatures, replays, tokens, sizes, types, doubled keys, depth, rates."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from campaigns.api.source import Source
from campaigns.retention.job import retain
from store.tables import handover, people
from tests.web.api.callers import (
    ALL,
    HUBSPOT,
    JSON,
    NEW,
    OLD,
    SOURCES,
    TOKEN,
    Caller,
    cancellation,
    hubspot,
    signature,
)
from web.api import reading
from web.api.openapi import PREFIX
from web.site import Site

BODY = json.dumps(cancellation()).encode()
STRANGER = "whsec_" + "YW5k" * 10


def taken(caller):
    return caller.lived.rows(select(func.count()).select_from(people.cancellation))[0][0]


@pytest.mark.parametrize("secret", [NEW, OLD])
@pytest.mark.parametrize("late", [-299, 0, 299])
def test_either_secret_opens_within_five_minutes(caller, secret, late):
    at = caller.lived.clock.now() + timedelta(seconds=late)
    assert caller.signed("cancellations", BODY, secret=secret, at=at).status_code == 200


def strange_headers(now):
    good = signature(BODY, "m-1", NEW, now)
    token = {"Authorization": f"Bearer {TOKEN}"}
    late, early = (signature(BODY, "m-1", NEW, now + timedelta(seconds=by)) for by in (-301, 301))
    return {
        "nothing": {},
        "another secret": signature(BODY, "m-1", STRANGER, now),
        "another body": signature(BODY + b" ", "m-1", NEW, now),
        "another id": {**good, "webhook-id": "m-2"},
        "another time": {**good, "webhook-timestamp": str(int(now.timestamp()) + 1)},
        "too old": late,
        "too early": early,
        "time is no number": {**good, "webhook-timestamp": "jetzt"},
        "time is infinite": {**good, "webhook-timestamp": "9" * 14},
        "no time": {name: value for name, value in good.items() if name != "webhook-timestamp"},
        "no id": {name: value for name, value in good.items() if name != "webhook-id"},
        "cut": {**good, "webhook-signature": good["webhook-signature"][:-2]},
        "another version": {**good, "webhook-signature": good["webhook-signature"].replace("v1,", "v1a,")},
        "no comma": {**good, "webhook-signature": "v1"},
        "eleventh signature": {**good, "webhook-signature": "v1,eA== " * 10 + good["webhook-signature"]},
        "two ways at once": {**good, **token},
        "token cut": {"Authorization": f"Bearer {TOKEN[:-1]}"},
        "token longer": {"Authorization": f"Bearer {TOKEN}x"},
        "no token": {"Authorization": "Bearer "},
        "another scheme": {"Authorization": f"Basic {TOKEN}"},
        "token with an umlaut": {"Authorization": "Bearer ä".encode("latin-1")},
        "a signing secret is no token": {"Authorization": f"Bearer {NEW}"},
        "a key of hubspot is no token": {"Authorization": f"Bearer {HUBSPOT}"},
    }


def test_whoever_is_not_known_hears_one_and_the_same(caller):
    answers = set()
    for name, headers in strange_headers(caller.lived.clock.now()).items():
        answer = caller.post("cancellations", BODY, headers)
        assert answer.status_code == 401, name
        assert answer.headers["www-authenticate"] == "Bearer"
        answers.add(answer.content)
    assert len(answers) == 1
    assert taken(caller) == 0


def test_a_replay_of_another_call_outside_the_window_is_refused(caller):
    at = caller.lived.clock.now()
    headers = signature(BODY, "m-1", NEW, at)
    assert caller.post("cancellations", BODY, headers).status_code == 200
    caller.lived.sleep(minutes=4)
    assert caller.post("cancellations", BODY, headers).json()["effect"] == "new"  # the first answer again
    caller.lived.sleep(minutes=2)
    assert caller.post("cancellations", BODY, headers).status_code == 401
    assert taken(caller) == 1


def test_one_of_several_signatures_is_enough(caller):
    now = caller.lived.clock.now()
    headers = signature(BODY, "m-1", NEW, now)
    headers["webhook-signature"] = "v1a,eA== v1,eA== " + headers["webhook-signature"]
    assert caller.post("cancellations", BODY, headers).status_code == 200


def test_hubspot_signs_method_address_body_and_time(caller):
    now, base = caller.lived.clock.now(), caller.lived.house.addresses.base_url
    good = hubspot(BODY, f"{base}{PREFIX}/cancellations", now)
    assert caller.post("cancellations", BODY, good).status_code == 200
    for headers in (
        hubspot(BODY, f"{base}{PREFIX}/objections", now),
        hubspot(BODY, f"{base}{PREFIX}/cancellations", now - timedelta(seconds=301)),
        hubspot(BODY, f"{base}{PREFIX}/cancellations", now, secret="x" * 40),
        {**good, "X-HubSpot-Request-Timestamp": ""},
    ):
        assert caller.post("cancellations", BODY, headers).status_code == 401


def test_a_source_may_what_its_section_says(caller):
    reader = {"Authorization": f"Bearer {'r' * 40}"}
    answer = caller.post("cancellations", BODY, reader)
    assert (answer.status_code, answer.json()["error"]) == (403, "forbidden")
    assert caller.client.get(f"{PREFIX}/tasks/T-9", headers=reader).status_code == 404
    assert caller.client.get(f"{PREFIX}/tasks/T-9").status_code == 401
    assert taken(caller) == 0


# -- sizes and types -----------------------------------------------------------------------------------------------


def test_a_body_that_is_too_big_is_not_read(caller):
    big = json.dumps(cancellation(text="x" * reading.MAX_BODY)).encode()
    answer = caller.signed("cancellations", big)
    assert (answer.status_code, answer.json()["error"]) == (413, "too_big")


def ask(app, path, parts, headers):
    """One request at the ASGI level; the status and how many parts of the body were read."""
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("203.0.113.9", 1),
        "server": ("localhost", 80),
    }
    read, sent = [], []

    async def receive():
        part = next(parts, None)
        if part is None:
            return {"type": "http.disconnect"}
        read.append(part)
        return {"type": "http.request", "body": part, "more_body": True}

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], len(read)


def test_how_much_is_read_of_what_never_ends(caller):
    app, path = Site(lambda: caller.lived.house, SOURCES), f"{PREFIX}/objections"
    endless = iter(lambda: b"x" * 65_536, None)
    assert ask(app, path, endless, {**JSON, "Content-Length": "999999999"}) == (413, 0)
    assert ask(app, path, endless, JSON) == (413, 5)
    assert ask(app, path, endless, {"Content-Type": "text/plain"}) == (415, 0)
    assert ask(app, path, iter([b"{"]), JSON) == (400, 1)


def test_a_body_that_never_comes_is_not_waited_for(caller, monkeypatch):
    monkeypatch.setattr(reading, "BODY_SECONDS", 0.1)

    async def receive():
        await asyncio.sleep(30)

    app = Site(lambda: caller.lived.house, SOURCES)
    scope = {
        "type": "http",
        "method": "POST",
        "path": f"{PREFIX}/objections",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }
    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    assert sent[0]["status"] == 408


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "application/json"}, 200),
        ({"Content-Type": "Application/JSON; charset=UTF-8"}, 200),
        ({"Content-Type": "application/json; charset=latin-1"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content-Type": ""}, 415),
        ({"Content-Encoding": "gzip"}, 415),
    ],
)
def test_only_json_in_utf8_is_read(caller, headers, status):
    signed = signature(BODY, "m-1", NEW, caller.lived.clock.now())
    assert caller.post("cancellations", BODY, {**signed, **headers}).status_code == status


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"x"',
        b"{",
        b"{}{}",
        b"\xef\xbb\xbf{}",
        b'{"contact_id": "K-1", "contact_id": "K-2"}',
        b'{"a": {"b": 1, "b": 2}}',
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1e99999999999999999999}',
        b'{"a": ' + b"9" * 5_000 + b"}",
        b'{"a": "\\ud800"}',
        b'{"\\udfff": 1}',
        b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a": ' * 20_000,
        b"[" * 200_000,
        b'{"a": "\xff"}',
        b'{"a": "' + b'\\"' * 100_000,
    ],
)
def test_what_is_no_json_object_is_refused(caller, body):
    """With a token: a signature cannot be made over bytes that are no text."""
    answer = caller.post("objections", body, {"Authorization": f"Bearer {TOKEN}"})
    assert (answer.status_code, answer.json()["error"]) == (400, "unreadable"), answer.text


def test_brackets_in_a_text_are_no_depth(caller):
    words = '[{"' * 1_000
    assert caller.signed("objections", {"contact_id": "K-1", "verbatim": words}).json()["notes"] == []


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "ü", "a b"])
def test_a_key_that_is_none(caller, key):
    headers = {"Authorization": f"Bearer {TOKEN}", "Idempotency-Key": key.encode("latin-1")}
    answer = caller.post("cancellations", BODY, headers)
    assert answer.status_code == 400
    assert taken(caller) == 0


# -- rates, errors, what leaves the house --------------------------------------------------------------------------


def test_calls_are_counted_by_source_and_a_no_is_not(caller):
    few = Caller(caller.lived, (Source("crm", "standard", ALL, 3, (NEW,)), SOURCES[1]))
    codes = [few.signed("cancellations", cancellation()).status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    answer = few.signed("cancellations", cancellation())
    assert answer.headers["retry-after"] == "60"
    assert few.signed("objections", {"contact_id": "K-1"}).status_code == 200
    assert few.signed("consents-withdrawn", {"contact_id": "K-1"}).status_code == 200
    assert few.bearing("cancellations", cancellation()).status_code == 200


def test_paths_and_methods_that_are_none(caller):
    client = caller.client
    assert client.get(f"{PREFIX}/cancellations").status_code == 405
    assert client.post(f"{PREFIX}/openapi.json").status_code == 405
    for path in ("/", f"{PREFIX}/", f"{PREFIX}/cancellations/", f"{PREFIX}/erase", f"{PREFIX}/../../etc/passwd"):
        answer = client.post(path, content=BODY)
        assert answer.status_code == 404, path
        assert answer.headers["content-type"] == "application/json"


def test_what_breaks_says_nothing(caller):
    """The database is gone: neither the answer nor the journal has a word of the call."""
    store = caller.lived.house.store
    with store.write() as connection:
        connection.exec_driver_sql("ALTER TABLE api_call RENAME TO gone")
    with capture_logs() as told:
        answer = caller.signed("cancellations", cancellation(text="Geheim"))
    assert answer.status_code == 503
    assert "sqlite" not in answer.text.casefold()
    assert [one["event"] for one in told] == ["api_failed"]
    assert "Geheim" not in str(told)
    caller.lived.house = replace(caller.lived.house, store=None)
    with capture_logs() as told:
        answer = caller.signed("cancellations", cancellation(text="Geheim"))
    assert (answer.status_code, answer.json()["error"]) == (500, "failed")
    assert [one["error"] for one in told] == ["AttributeError"]
    caller.lived.house = replace(caller.lived.house, store=store)


def test_the_journal_names_the_reason_and_no_person_and_is_not_flooded(caller):
    with capture_logs() as told:
        for _ in range(20):
            caller.signed("cancellations", BODY, secret=STRANGER)
        caller.signed("cancellations", BODY, at=caller.lived.clock.now() - timedelta(hours=1))
        caller.signed("cancellations", cancellation(text="Geheim"))
    assert [one["reason"] for one in told] == ["signature"] * 5 + ["time"]
    assert "K-1" not in str(told)


def test_every_answer_forbids_storing_and_sniffing(caller):
    for answer in (caller.signed("cancellations", BODY), caller.client.get("/nichts"), caller.client.get(PREFIX)):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_without_a_section_there_is_no_interface(caller):
    def status(sources):
        return ask(Site(lambda: caller.lived.house, sources), f"{PREFIX}/objections", iter([b"{}"]), JSON)[0]

    assert status(()) == 404
    assert status(SOURCES) != 404


def test_what_is_remembered_is_dropped_after_a_month(caller):
    caller.signed("cancellations", BODY)
    caller.lived.sleep(days=29)
    retain(caller.lived.house)
    assert caller.lived.rows(select(func.count()).select_from(handover.api_call)) == [(1,)]
    caller.lived.sleep(days=2)
    retain(caller.lived.house)
    assert caller.lived.rows(select(func.count()).select_from(handover.api_call)) == [(0,)]
