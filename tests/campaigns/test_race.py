"""Several daemons, stops and imports at once; stops against goes one by one: tests/torture/races.py."""

from __future__ import annotations

import asyncio
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from campaigns.courier import Courier
from campaigns.importing import apply
from campaigns.imports import ImportFile
from campaigns.play import run_pass
from channels.email.recording import RecordingCarrier
from store.engine import Store
from store.tables import runs
from tests.campaigns.house_of import consent_row, house_of, minimal, step

MAIL = {"probe": minimal(step("a", "day = 1"))}


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
        courier = Courier(house, carriers[number])

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
