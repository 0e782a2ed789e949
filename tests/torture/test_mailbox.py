"""A quarter of an hour of the worst day of tests/torture/mailbox.py, on each database."""

from __future__ import annotations

import pytest

from tests.rig import dovecot, machine
from tests.torture.mailbox import Plan, torture

pytestmark = pytest.mark.real
SMALL = Plan(mails=200, cuts=30, resets=5, seed=3, seconds=3.0)


@pytest.fixture
def folder():
    machine.need(dovecot.SBIN)
    found = machine.fresh_folder("storm")
    yield found
    machine.run(["rm", "-rf", found])


def holds(figures: dict[str, object]) -> None:
    assert figures["holds"], figures
    assert (figures["rows"], figures["events"], figures["tasks"]) == (200, 200, 100)
    # It was a bad day indeed: the team has worked, and connections have broken while mail was read.
    assert figures["moves"]
    assert figures["unreadable"]
    assert (figures["cuts"] + figures["kicks"], figures["resets"]) == (30, 5)


def test_each_mail_acts_once_on_sqlite(folder):
    holds(torture(SMALL, folder, None, dead_seconds=0.5))


def test_each_mail_acts_once_with_three_pollers_on_postgresql(folder, request):
    url = request.getfixturevalue("postgres").database("storm")
    plan = Plan(SMALL.mails, SMALL.cuts, SMALL.resets, SMALL.seed, SMALL.seconds, pollers=3)
    holds(torture(plan, folder, url, dead_seconds=0.5))
