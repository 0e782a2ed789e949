"""Stops against goes, daemons against daemons: real threads on both databases."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from campaigns.courier import Courier
from campaigns.effects import object_to
from campaigns.gate import go
from campaigns.importing import apply
from campaigns.imports import ImportFile
from campaigns.play import run_pass
from channels.email.recording import RecordingCarrier
from compliance.facts import Via
from contacts.consent import GLOBAL
from store import locks, permissions
from store.engine import Store
from store.tables import permission, runs
from tests.campaigns.house_of import OWNER, consent_row, house_of, minimal, step

MAIL = {"probe": minimal(step("a", "day = 1"))}
WIPED = (permission.objection, runs.attempt, runs.decision, runs.ledger)


def at_the_gate(home):
    """Two people on one address; the mail of the first has been rendered and waits for its go."""
    one = home(texts=MAIL)
    for name in ("K-1", "K-2"):
        one.customer(name, email="info@kunde.example")
    one.consent()
    one.cancel()
    one.sleep(days=1, hours=2)
    (request,) = one.tick().leaving
    return one, request


def again(one, request, fence):
    """Everything as it was before the race, under a new claim."""

    def reset(connection):
        for table in WIPED:
            connection.execute(table.delete())
        connection.execute(permission.consent.update().values(withdrawn_at=None))
        connection.execute(runs.enrollment.update().values(state="active", reason=None, ended_at=None))
        fresh = {"state": "claimed", "owner": OWNER, "fence": fence, "copies": 0, "message_id": None, "made_at": None}
        connection.execute(runs.touch.update().values(fresh))

    one.write(reset)
    return replace(request, fence=fence)


def objection(one, name, scope, via):
    def declare(connection):
        object_to(connection, one.house, name, scope, via, one.clock.now())

    return declare


def withdrawal(one):
    def declare(connection):
        locks.lock_contact(connection, 1)
        withdrawn = consent_row(withdrawn_at=one.clock.now())
        assert permissions.put_consent(connection, withdrawn, 1, one.clock.now())

    return declare


STOPS = {
    "her own, on everything": lambda one: objection(one, 1, GLOBAL, Via.TEXT),
    "her own, on mail": lambda one: objection(one, 1, "email", Via.ONE_CLICK),
    "of somebody sharing the address": lambda one: objection(one, 2, GLOBAL, Via.TEXT),
    "withdrawal of the consent": withdrawal,
}


def stopped(connection):
    """Whether a stop of any kind has been committed, as everybody else sees it."""
    objections = connection.execute(select(func.count()).select_from(permission.objection)).scalar_one()
    columns = permission.consent.c
    withdrawn = select(func.count()).where(columns.withdrawn_at.is_not(None))
    return objections + connection.execute(withdrawn).scalar_one()


@pytest.mark.parametrize("stop", sorted(STOPS))
def test_nothing_goes_after_a_stop_was_committed(either_home, stop):
    """125 races for each way to say no: 500 on each database.

    Whoever may go looks once more from outside before its own commit: were a stop visible by then, the mail would
    leave after it.
    """
    one, request = at_the_gate(either_home)
    declare, answers = STOPS[stop](one), Counter()
    barrier, races = threading.Barrier(2), 125

    def stopping():
        for race in range(races):
            barrier.wait(30)
            time.sleep((race % 5) * 0.0008)  # sometimes first, sometimes second, sometimes in the middle
            one.write(declare)
            barrier.wait(30)

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(stopping)
        for race in range(races):
            request = again(one, request, request.fence + 1)
            barrier.wait(30)
            time.sleep((race % 3) * 0.0008)
            with one.house.store.write() as connection:
                (answer,) = go(one.house, connection, [request])
                time.sleep(0.001)
                with one.house.store.read() as outside:
                    assert not (answer and stopped(outside)), race
            barrier.wait(30)
            answers[answer] += 1
        other.result(30)
    assert set(answers) == {True, False}, answers


@pytest.mark.real
def test_several_daemons_stops_and_imports_at_once_serve_everybody_once(crowd, tmp_path):
    """PostgreSQL: three daemons, objections and returns in another order, no deadlock, no touch twice, caps hold."""
    url = crowd(0)
    one = house_of(tmp_path, url=url, texts=MAIL, batch_size=7)
    names = [f"K-{number}" for number in range(60)]
    for place, name in enumerate(names):
        one.customer(name, company=f"F-{place % 12}", address=None)
        if place % 3:
            one.consent(name)
        one.cancel(name)
    one.sleep(days=1, hours=2)
    carriers = [RecordingCarrier() for _ in range(3)]

    def daemon(number):
        house = replace(one.house, store=Store(url))
        courier = Courier(house, carriers[number], 4)

        async def live():
            await run_pass(house, courier, f"daemon-{number}")
            await courier.close()

        asyncio.run(live())
        house.store.close()

    def objecting():
        for name in reversed(names[::4]):
            one.objection(name)

    def counting():
        rows = [consent_row(name, withdrawn_at=one.clock.now()) for name in names[::5] if int(name[2:]) % 3]
        apply(one.house, ImportFile("consents", tuple(rows), (), (), (), "f" * 64))

    with ThreadPoolExecutor(5) as pool:
        for done in [
            *(pool.submit(daemon, number) for number in range(3)),
            pool.submit(objecting),
            pool.submit(counting),
        ]:
            done.result(60)
    mails = Counter(mail.message_id for carrier in carriers for mail in carrier.mails)
    assert set(mails.values()) == {1}
    states = Counter(state for (state,) in one.touches("state"))
    assert set(states) <= {"sent", "skipped", "stopped"}
    assert states["sent"] == len(mails)
    per_company = one.rows(select(func.count()).select_from(runs.ledger).group_by(runs.ledger.c.company_id))
    assert max(number for (number,) in per_company) <= 2
    one.close()
